"""How days are counted (law.md 1.5), as an office meets it: each sentence of the Civil Procedure Law that is applied."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.clock import CHINA, day_of
from app.domain.acts.extending import Extend
from app.domain.acts.reviewing import RequestReview
from app.domain.clocks import Length, last_day
from app.domain.law import Law
from app.domain.obligations import Obligation, Status
from tests.domain.road import DEPARTMENT, OFFICE, PETITION, TOWNSHIP, accepted, begun, did
from tests.domain.story import CALENDAR, day


def test_count_1_the_day_on_which_something_happens_is_not_counted() -> None:
    (zero, first, *_) = last_day(day("03-02"), Length(n=15, unit="day"), CALENDAR).days
    assert (zero.day, zero.counts) == (day("03-02"), False)
    assert (first.day, first.counts) == (day("03-03"), True)
    assert begun(OFFICE, "03-02").duty("office-route").due_strict == day("03-17")


@pytest.mark.parametrize(
    ("came", "last", "why"),
    [
        ("03-06", "03-23", "a Saturday moves to Monday"),
        ("09-18", "10-08", "a holiday moves behind the whole holiday"),
        ("09-25", "10-10", "a Saturday that was made a working day does not move"),
        ("2025-12-17", "01-04", "and what moves may come to a working Sunday"),
    ],
)
def test_count_2_a_last_day_off_moves_to_the_next_working_day(came: str, last: str, why: str) -> None:
    assert begun(OFFICE, came).duty("office-route").due_legal == day(last), why


def requested(received: str, postmark: str | None) -> Obligation:
    """The window for a review of an opinion of which the petitioner had proof on 1 April, after that request."""
    told = begun(OFFICE, "01-05", PETITION)
    told.does(did("opinion-issued", "03-20", number="意1", delivered_on=day("04-01")), "04-02")
    posted = None if postmark is None else day(postmark)
    told.does(RequestReview(body="县政府", received_on=day(received), postmark_on=posted), received)
    window = told.duty("review-request")
    assert window.due_legal == day("05-06")
    assert told.duty("review").opened_on == day(received), "the body's own clock begins with its receipt"
    return window


def test_count_3_a_request_posted_on_the_last_day_is_in_time_however_long_the_mail_took() -> None:
    posted, brought = requested("05-12", "05-06"), requested("05-12", None)
    assert (posted.handed_on, posted.discharged_on) == (day("05-06"), day("05-12"))
    assert brought.handed_on == day("05-12"), "brought in person it was late"


def test_count_4_a_day_lasts_until_midnight_in_china() -> None:
    minute = datetime(2026, 5, 6, 23, 59, 59, tzinfo=CHINA)
    assert (day_of(minute), day_of(minute + timedelta(seconds=1))) == (day("05-06"), day("05-07"))
    told = accepted("03-02")
    assert told.status("handling", "05-06") is Status.OPEN
    assert told.status("handling", "05-07") is Status.MISSED


def test_count_5_who_asks_late_is_heard_and_the_body_decides_what_that_means() -> None:
    window = requested("09-01", None)
    assert (window.status(day("12-31")), window.discharged_on) == (Status.USED, day("09-01"))


def test_count_6_working_days_stand_in_one_sentence_of_the_national_text() -> None:
    law = Law.shipped(frozenset())
    counted = {rule.id: rule.article for rule in law.rules if rule.length and rule.length.unit == "workday"}
    assert counted == {"unit-objection": "条例第二十三条第三款"}


def test_count_7_the_office_is_measured_by_the_earlier_day_and_the_petitioner_by_the_later() -> None:
    told = accepted("03-02")
    clock = told.duty("handling")
    assert (clock.due_strict, clock.due_office, clock.due_legal) == (day("05-01"), day("05-01"), day("05-06"))
    told.does(Extend(days=30, reason="复杂", approver="张镇长"), "05-06")
    assert told.duty("handling").due_strict == day("05-31"), (
        "thirty more from the sixtieth day, not from the rolled one"
    )


def test_count_8_a_local_limit_stands_beside_the_national_one_and_takes_nothing_from_it() -> None:
    told = begun(OFFICE, "03-02", PETITION, law=Law.shipped(frozenset({"local-41"})))
    local, national = told.duty("local-41-forward"), told.duty("office-route")
    assert (local.due_legal, national.due_legal) == (day("03-09"), day("03-17"))
    rules = Law.shipped(frozenset({"local-41"}))
    assert (rules.rule("local-41-forward").severity, rules.rule("office-route").severity) == ("A", "R")


def test_count_9_a_day_in_a_year_without_announced_holidays_is_marked_and_never_guessed() -> None:
    for kind in (TOWNSHIP, DEPARTMENT):
        told = begun(kind, "12-24", PETITION)
        assert told.duty("unit-notice").provisional, "8 January 2027 lies in a year nobody has announced"
        assert told.duty("unit-notice").due_legal == day("2027-01-08")
