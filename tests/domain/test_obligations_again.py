"""Clocks that end and begin again: what was handed back, led elsewhere or extended out of order moves no day falsely."""

from __future__ import annotations

from itertools import permutations

import pytest

from app.domain.acts.closing import Cause, Close, Closing
from app.domain.acts.forwarding import Forward
from app.domain.acts.objecting import DecideObjection
from app.domain.acts.reviewing import RequestReview, ReviewResult
from app.domain.acts.supervising import Supervise, Trigger
from app.domain.obligations import Status
from tests.domain.road import OFFICE, PETITION, accepted, begun, did, reviewed
from tests.domain.story import Story, day, moved


def handled(*extensions: tuple[str, int]) -> Story:
    """A township's matter, followed at the office: accepted on 03-02, extended on these days by so many."""
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1"), "03-02")
    told.does(did("accepted", "03-02"), "03-02")
    for on, days in extensions:
        told.does(did("extended", on, days=days), on)
    return told


@pytest.mark.parametrize(
    ("extensions", "last"),
    [
        ([("05-06", 30)], "06-01"),
        ([("05-07", 30)], "05-06"),
        ([("04-20", 31)], "06-01"),
        ([("04-20", 10), ("05-05", 10)], "05-11"),
    ],
    ids=["on the last day", "a day late", "a day too long", "a second time"],
)
def test_an_extension_of_others_moves_the_day_only_as_far_as_the_law_lets_it(
    extensions: list[tuple[str, int]], last: str
) -> None:
    told = handled(*extensions)
    assert told.duty("handling").due_legal == day(last)
    after = {"05-06": "05-07", "06-01": "06-02", "05-11": "05-12"}[last]
    assert told.status("handling", after) is Status.MISSED


def test_a_unit_that_gets_it_a_second_time_owes_its_notice_anew() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1"), "03-03")
    told.does(did("unit-received", "03-04"), "03-04")
    told.does(did("objected", "03-06"), "03-06")
    told.does(DecideObjection(unit="U1", agreed=True, reason="不属该镇"), "03-09")
    told.does(Forward(unit="U1"), "04-01")
    told.does(did("unit-received", "04-02"), "04-02")
    first, again = told.duties("unit-notice")
    assert (first.voided_on, first.void_reason) == (day("03-09"), "returned")
    assert (again.opened_on, again.due_legal) == (day("04-02"), day("04-17"))
    told.does(did("acceptance-notice-issued", "04-10", delivered_on=day("04-10")), "04-10")
    assert [duty.status(day("12-31")) for duty in told.duties("unit-notice")] == [
        Status.VOID,
        Status.DISCHARGED,
    ]


def test_what_was_handed_back_in_time_is_not_late_because_somebody_told_later() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(did("unit-received", "03-04"), "03-04")
    told.does(did("returned", "03-09"), "03-09")
    told.does(did("acceptance-notice-issued", "05-20", delivered_on=day("05-20")), "05-20")
    assert told.status("unit-notice", "12-31") is Status.VOID


def test_what_was_handed_back_after_the_day_stays_missed() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(did("unit-received", "03-04"), "03-04")
    told.does(did("returned", "03-30"), "03-30")
    assert told.status("unit-notice", "12-31") is Status.MISSED


def test_the_presumed_clock_is_gone_once_the_real_one_runs() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(did("unit-received", "03-04"), "03-04")
    assert told.duty("presumed-handling").presumed
    told.does(did("accepted", "03-10"), "03-10")
    told.does(did("opinion-issued", "04-10", number="意1"), "04-10")
    assert told.status("presumed-handling", "12-31") is Status.VOID
    assert told.status("handling", "12-31") is Status.DISCHARGED


def test_until_the_second_receipt_is_known_its_clocks_are_presumed_again() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1"), "03-03")
    told.does(did("unit-received", "03-04"), "03-04")
    told.does(did("returned", "03-09"), "03-09")
    told.does(Forward(unit="U1"), "04-01")
    again = told.duties("unit-notice")[-1]
    assert (again.presumed, again.due_legal) == (True, day("04-16"))


def test_an_opinion_made_anew_has_its_own_delivery_review_and_re_examination() -> None:
    told = reviewed(ReviewResult.REVOKED)
    told.does(did("opinion-issued", "07-01", number="意2", delivered_on=day("07-02")), "07-02")
    delivery = told.duties("opinion-delivery")
    assert [duty.discharged_on for duty in delivery] == [day("04-01"), day("07-02")]
    first, second = told.duties("review-request")
    assert (first.status(day("07-31")), second.status(day("07-31"))) == (Status.USED, Status.OPEN)
    told.does(RequestReview(body="示范县人民政府", received_on=day("07-20")), "07-20")
    review = told.duties("review")[-1]
    assert (review.opened_on, review.due_legal) == (day("07-20"), day("08-19"))


def test_x2_with_the_petitioners_death_the_running_clocks_end_and_a_miss_stays() -> None:
    told = accepted("03-02")
    told.does(Close(ending=Closing.PROCEDURAL, cause=Cause.DIED, reason="死亡证明一份"), "04-01")
    assert told.status("handling", "12-31") is Status.VOID
    assert told.status("unit-notice", "12-31") is Status.MISSED, "it was due on 17 March"
    assert told.status("archive", "12-31") is Status.OPEN


def test_x2_the_death_of_one_petitioner_ends_nothing_of_the_other_claim() -> None:
    told = accepted("03-02", PETITION, PETITION)
    told.does(Close(claim=1, ending=Closing.PROCEDURAL, cause=Cause.DIED, reason="死亡证明"), "04-01")
    assert told.status("handling", "12-31") is Status.MISSED


def at_one_instant(told: Story, last: int) -> None:
    """The last so many entries bear the very same millisecond, as entries of a fast import may."""
    at = told.entries[-1].header.at
    told.entries[-last:] = [moved(entry, at=at) for entry in told.entries[-last:]]


@pytest.mark.parametrize("delivered", list(permutations(range(3))))
def test_an_answer_of_the_same_millisecond_answers_no_later_supervision(delivered: tuple[int, ...]) -> None:
    """Which of them came first is told by their own order, whatever order packages brought them in."""
    told = begun(OFFICE, "03-02")
    urged = Supervise(unit="U1", trigger=Trigger.DELAYED, due_by=day("04-01"), reason="逾期未告知")
    told.does(urged, "03-10")
    told.does(did("supervision-answered", "03-10"), "03-10")
    told.does(urged, "03-10")
    at_one_instant(told, 3)
    first = len(told.entries) - 3
    told.entries[-3:] = [told.entries[first + place] for place in delivered]
    answered, open_still = told.duties("supervision-answer")
    assert (answered.status(day("03-31")), open_still.status(day("03-31"))) == (
        Status.DISCHARGED,
        Status.OPEN,
    )
