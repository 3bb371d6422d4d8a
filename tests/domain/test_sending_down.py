"""What was sent down: four days kept apart, the sender's limits beside the law's, and the petitioner told the query code."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.correcting import Withdraw
from app.domain.acts.recording import RecordNumber
from app.domain.acts.sending_down import RecordSource, TellNumber
from app.domain.claims import Purpose
from app.domain.delivery import DeliveryMethod
from app.domain.five_steps import five_steps
from app.domain.inbox import InboxItem, ItemSentDown
from app.domain.obligations import obligations
from tests.domain.road import OFFICE, PETITION, TOWNSHIP, begun, refusal
from tests.domain.story import CALENDAR, claim, day

RULES_EXERCISED = {"query-code-told"}
SOURCE = RecordSource(
    sender="示范市信访局",
    number="SX2026-001",
    sent_on=day("02-26"),
    arrived_on=day("02-27"),
    signed_on=day("03-02"),
    route_by=day("03-06"),
    due_by=day("04-10"),
)
IN_PERSON = DeliveryMethod.IN_PERSON


def test_the_senders_limit_drives_the_offices_day_and_not_the_laws() -> None:
    told = begun(OFFICE, "03-02", PETITION, channel="sent_down")
    before = told.duty("office-route")
    told.does(SOURCE, "03-02")
    after = told.duty("office-route")
    assert (after.due_office, after.due_strict) == (day("03-06"), before.due_strict)
    assert after.due_legal == before.due_legal == day("03-17")


def test_the_limit_for_the_whole_stands_at_acceptance_whenever_that_is() -> None:
    told = begun(TOWNSHIP, "03-02", PETITION, channel="sent_down")
    told.does(SOURCE, "03-02")
    told.does(Accept(), "03-03")
    assert (told.duty("handling").due_office, told.duty("handling").due_legal) == (day("04-10"), day("05-06"))
    other = begun(TOWNSHIP, "03-02", PETITION, channel="sent_down")
    other.does(Accept(), "03-03")
    other.does(SOURCE, "03-04")
    assert other.duty("handling").due_office == day("04-10")


def test_the_four_days_are_kept_apart() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    source = told.does(SOURCE, "03-02").sent_down
    assert source is not None
    assert (source.sent_on, source.arrived_on, source.signed_on, source.paper_on) == (
        day("02-26"),
        day("02-27"),
        day("03-02"),
        None,
    )
    fact = told.matter.forwarded_from
    assert fact is not None and (fact.organ, fact.on, fact.number) == (
        "示范市信访局",
        day("02-26"),
        "SX2026-001",
    )


def test_a_source_of_tomorrow_or_a_limit_before_it_was_sent_is_refused() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    future = RecordSource(sender="市局", arrived_on=day("03-09"))
    assert refusal(told, future, "03-02") == "act.date_in_future"
    early = RecordSource(sender="市局", sent_on=day("03-01"), due_by=day("02-20"))
    assert refusal(told, early, "03-02") == "inbox.limit_before"


def test_the_number_that_was_recorded_is_told() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    assert told.duties("query-code-told") == []
    assert refusal(told, TellNumber(method=IN_PERSON, on=day("03-02")), "03-02") == "tell.no_number"
    told.does(RecordNumber(system="national", number="G1", query_code="8888"), "03-03")
    owed = told.duty("query-code-told")
    assert (owed.due_legal, owed.discharged_on, owed.to) == (None, None, "petitioner")
    steps = {
        step.name: step
        for step in five_steps(told.matter, obligations(told.matter, told.law, CALENDAR, OFFICE), told.law)
    }
    assert [item.rule for item in steps["register"].duties] == ["query-code-told"]
    assert refusal(told, TellNumber(method=IN_PERSON, on=day("03-02")), "03-04") == "tell.before_number"
    told.does(TellNumber(method=IN_PERSON, on=day("03-04"), receiver="张示范"), "03-04")
    assert told.duty("query-code-told").discharged_on == day("03-04")


def test_nobody_is_told_of_an_accusation_and_a_withdrawal_ends_it() -> None:
    told = begun(OFFICE, "03-02", claim(Purpose.ACCUSATION))
    told.does(RecordNumber(system="national", number="G1"), "03-03")
    assert told.duties("query-code-told") == []
    other = begun(OFFICE, "03-02", PETITION)
    other.does(RecordNumber(system="national", number="G1"), "03-03")
    other.does(Withdraw(reason="撤"), "03-04")
    assert other.duty("query-code-told").voided_on == day("03-04")


def item(**given: date | None) -> InboxItem:
    signed, paper = given.pop("signed", None), given.pop("paper", None)
    what = ItemSentDown(number="LX07-S26-00001", sender="市局", **given)  # type: ignore[arg-type]
    return InboxItem(what=what, on=day("03-06"), by="clerk", signed_on=signed, paper_on=paper)


@pytest.mark.parametrize(
    ("counted_from", "expected"),
    [("", "03-02"), ("earliest", "03-02"), ("arrived", "03-02"), ("signed", "03-04"), ("paper", "03-05")],
)
def test_the_clock_counts_from_the_earliest_unless_the_office_decides_otherwise(
    counted_from: str, expected: str
) -> None:
    known = item(sent_on=day("02-27"), arrived_on=day("03-02"), signed=day("03-04"), paper=day("03-05"))
    assert known.received_on(counted_from) == day(expected)


def test_a_day_that_is_not_known_is_no_day_to_count_from() -> None:
    assert item(arrived_on=day("03-02")).received_on("paper") == day("03-02")
    assert item(sent_on=day("02-27")).received_on("earliest") == day("03-06"), "sent is not received"


def test_the_soonest_limit_presses() -> None:
    assert item(route_by=day("03-09"), due_by=day("03-20")).limit == day("03-09")
    assert item().limit is None
