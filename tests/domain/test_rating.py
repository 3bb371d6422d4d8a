"""What a petitioner says of the service: two marks with reasons, once for each answer; a bad mark is work, not a note."""

from __future__ import annotations

from app.domain.acts.closing import Reopen
from app.domain.acts.forwarding import Forward
from app.domain.acts.rating import Rate, Rated, Rating, RatingReason, Repair, needs_repair, rounds
from app.domain.claims import Purpose
from app.domain.history import read_value
from app.domain.obligations import Status
from tests.domain.road import OFFICE, PETITION, TOWNSHIP, answered, begun, did, refusal, solved
from tests.domain.story import Story, claim, day

GOOD = Rate(rating=Rating.SATISFIED)
BAD = Rate(
    rating=Rating.PARTLY, unit_rating=Rating.DISSATISFIED, reasons=(RatingReason.NOT_DONE,), words="款没有到"
)


def closed() -> Story:
    """A suggestion that a township answered and closed on 03-25."""
    told = answered(begun(TOWNSHIP, "03-02", claim(Purpose.SUGGESTION)), "03-20")
    told.does(solved(), "03-25")
    return told


def test_s14_an_accusation_and_what_is_open_are_not_rated() -> None:
    dark = begun(OFFICE, "03-02", claim(Purpose.ACCUSATION))
    assert refusal(dark, GOOD, "03-05") == "rate.accusation"
    assert refusal(begun(OFFICE, "03-02"), GOOD, "03-05") == "rate.not_closed"


def test_an_answer_is_rated_from_the_day_it_arrives_and_once() -> None:
    told = begun(TOWNSHIP, "03-02", claim(Purpose.SUGGESTION))
    assert refusal(told, GOOD, "03-10") == "rate.not_closed"
    answered(told, "03-20")
    told.does(GOOD, "03-21")
    assert rounds(told.matter) == 1 and not needs_repair(told.matter)
    assert refusal(told, BAD, "03-22") == "rate.already"
    told.does(solved(), "03-25")
    told.does(BAD, "03-26")
    assert rounds(told.matter) == 2 and needs_repair(told.matter)


def test_a_good_mark_opens_nothing() -> None:
    told = closed()
    told.does(Rate(rating=Rating.PARTLY, unit_rating=Rating.SATISFIED), "03-26")
    assert told.duties("rating-repair") == []
    assert refusal(told, Repair(done="没有可整改的", told_on=day("03-27")), "03-27") == "repair.nothing"


def test_a_bad_mark_is_put_right_in_time_and_the_petitioner_told_and_asked_again() -> None:
    told = closed()
    told.does(BAD, "03-26")
    duty = told.duty("rating-repair")
    assert (duty.kind, duty.due_legal, told.status("rating-repair", "03-26")) == (
        "duty",
        day("04-07"),
        Status.OPEN,
    )
    assert told.status("rating-repair", "04-08") is Status.MISSED
    assert refusal(told, Repair(done="款已发放", told_on=day("03-25")), "03-30") == "repair.told_on"
    assert refusal(told, Repair(done="款已发放", told_on=day("04-02")), "03-30") == "act.date_in_future"
    told.does(Repair(done="款已发放，电话告诉本人", told_on=day("03-30")), "03-31")
    assert told.status("rating-repair", "03-31") is Status.DISCHARGED
    assert not needs_repair(told.matter)
    told.does(GOOD, "04-01")
    assert refusal(told, Repair(done="再来一次", told_on=day("04-02")), "04-02") == "repair.nothing"


def test_told_too_late_is_late_and_taken_up_again_is_put_right() -> None:
    told = closed()
    told.does(BAD, "03-26")
    told.does(Repair(done="款已发放", told_on=day("04-10")), "04-10")
    assert told.status("rating-repair", "04-10") is Status.LATE
    told.does(BAD, "04-11")
    told.does(Reopen(reason="本人说没有解决"), "04-13")
    assert [item.status(day("04-13")) for item in told.duties("rating-repair")] == [
        Status.LATE,
        Status.DISCHARGED,
    ]
    assert told.status("reopened-work", "04-13") is Status.OPEN
    assert not needs_repair(told.matter)


def test_the_mark_of_a_unit_names_the_unit_and_nobody() -> None:
    told = begun(OFFICE, "01-05", PETITION)
    told.does(Forward(unit="U1"), "01-06")
    told.does(did("accepted", "01-07"), "01-08")
    told.does(did("opinion-issued", "03-20", number="意1", delivered_on=day("04-01")), "04-02")
    told.does(BAD, "04-03")
    read = read_value(told.entries[-1])
    assert read is not None
    last = read[1]
    assert isinstance(last, Rated) and last.is_bad
    assert (last.unit, last.reasons) == ("U1", (RatingReason.NOT_DONE,))
