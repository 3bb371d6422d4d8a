"""Who owes what by when, told as cases of the hall (hall.md, rulings 2 to 5)."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import Correct, Void, Withdraw
from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Assign, Forward
from app.domain.acts.noticing import VoidPaper
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.recording import RecordExternal, RecordNumber
from app.domain.acts.sealing import SealPaper
from app.domain.claims import Path, Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.law import Law
from app.domain.obligations import Status, obligations
from app.domain.office import StationKind
from app.domain.people import People, Petitioner
from tests.domain.story import CALENDAR, Story, claim, day

RULES_EXERCISED = (
    "office-route accusation-route office-notice unit-notice unit-objection suggestion-reply branch-five handling "
    "presumed-handling handling-extension opinion-delivery review-request review classify-today system-entry"
)

IN_PERSON, POST = DeliveryMethod.IN_PERSON, DeliveryMethod.POST
PETITION = claim(path=Path.PETITION_PROCEDURE)
SUGGESTION = claim(Purpose.SUGGESTION)
ACCUSATION = claim(Purpose.ACCUSATION)
UNDECIDED = claim(Purpose.UNDECIDED)


def told(paper: str, outcome: Outcome, on: str, method: DeliveryMethod = POST) -> Deliver:
    """An attempt to deliver with everything it needs."""
    return Deliver(
        paper=paper,
        method=method,
        outcome=outcome,
        on=day(on),
        tracking="EX1",
        receiver="张示范",
        witness="李",
    )


def unit_did(fact: str, on: str, organ: str = "U1", **more: object) -> RecordExternal:
    return RecordExternal(organ=organ, fact=fact, on=day(on), **more)  # type: ignore[arg-type]


def test_the_office_sends_it_on_within_fifteen_days() -> None:
    story = Story()
    story.begins("09-18")
    duty = story.duty("office-route")
    assert (duty.due_strict, duty.due_office, duty.due_legal) == (day("10-03"), day("10-03"), day("10-08"))
    assert [story.status("office-route", on) for on in ("10-03", "10-08", "10-09")] == [
        Status.OPEN,
        Status.OPEN,
        Status.MISSED,
    ]
    story.does(Forward(unit="U1"), "10-08")
    assert story.status("office-route", "12-31") is Status.DISCHARGED


def test_sent_on_a_day_too_late_stays_late_for_ever() -> None:
    story = Story()
    story.begins("01-05")
    story.does(Forward(unit="U1"), "01-21")
    assert (story.duty("office-route").due_legal, story.status("office-route", "06-01")) == (
        day("01-20"),
        Status.LATE,
    )


def test_the_petitioner_is_told_where_it_went_and_only_proof_discharges() -> None:
    story = Story()
    story.begins("01-05")
    story.does(Forward(unit="U1"), "01-06")
    story.issues("D11", "01-06", needs_seal=True)
    assert story.status("office-notice", "01-20") is Status.OPEN
    story.does(SealPaper(paper="D11"), "01-07")
    story.does(told("D11", Outcome.SENT, "01-19"), "01-19")
    assert story.duty("office-notice").handed_on == day("01-19")
    assert story.status("office-notice", "02-20") is Status.OPEN, (
        "posted in time: never missed, not yet proved"
    )
    story.does(told("D11", Outcome.RECEIVED, "02-25"), "02-26")
    assert story.status("office-notice", "03-01") is Status.DISCHARGED
    assert story.duty("office-notice").discharged_by == "destination-notice-proved"


def test_a_notice_handed_over_too_late_is_late_even_when_proved_at_once() -> None:
    story = Story()
    story.begins("01-05")
    story.issues("D11", "01-20")
    assert story.status("office-notice", "01-21") is Status.MISSED
    story.does(told("D11", Outcome.RECEIVED, "01-21", IN_PERSON), "01-21")
    assert story.status("office-notice", "01-21") is Status.LATE


def test_nobody_there_hands_nothing_over() -> None:
    story = Story()
    story.begins("01-05")
    story.issues("D11", "01-06")
    story.does(told("D11", Outcome.NOBODY_THERE, "01-07", IN_PERSON), "01-07")
    assert story.duty("office-notice").handed_on is None
    assert story.status("office-notice", "01-21") is Status.MISSED


def test_a_paper_that_was_voided_leaves_the_duty_open() -> None:
    story = Story(StationKind.TOWNSHIP)
    story.begins("01-05")
    story.does(Accept(), "01-06")
    story.issues("D14", "01-06")
    story.does(VoidPaper(paper="D14", reason="错字"), "01-06")
    assert story.matter.papers[0].state == "void"
    story.issues("D14", "01-07")
    story.does(told("D14", Outcome.RECEIVED, "01-08", IN_PERSON), "01-08")
    assert story.status("unit-notice", "01-08") is Status.DISCHARGED


def test_name_or_address_unclear_lifts_the_notice_until_it_is_known() -> None:
    story = Story()
    story.begins("01-05", people=People(petitioners=(Petitioner(name="张示范"),)))
    assert story.status("office-notice", "02-01") is Status.VOID
    story.does(Correct(field="address", value="示范村一号", reason="本人补充"), "01-08")
    assert story.status("office-notice", "02-01") is Status.MISSED


def test_the_presumed_clock_gives_way_to_the_real_one() -> None:
    story = Story()
    story.begins("01-05")
    story.does(Forward(unit="U1"), "01-06")
    presumed = story.duty("unit-notice")
    assert (presumed.presumed, presumed.provisional, presumed.unit) == (True, True, "U1")
    assert presumed.due_legal == day("01-21")
    story.does(unit_did("unit-received", "01-08"), "01-12")
    real = story.duty("unit-notice")
    assert (real.presumed, real.opened_on, real.due_strict) == (False, day("01-08"), day("01-23"))
    assert story.matter.routings[0].received_on == day("01-08")


def test_what_one_claim_has_confirmed_says_nothing_about_the_other() -> None:
    story = Story()
    story.begins("01-05", PETITION, PETITION)
    story.does(Forward(unit="U1"), "01-06")
    story.does(unit_did("unit-received", "01-08", claim=1), "01-12")
    assert {(d.claim, d.presumed) for d in story.duties("unit-notice")} == {(0, True), (1, False)}
    story.does(unit_did("unit-received", "01-09", claim=2), "01-12")
    assert {(d.claim, d.presumed) for d in story.duties("unit-notice")} == {(1, False), (2, False)}


def test_without_a_notice_a_handling_clock_is_presumed() -> None:
    story = Story()
    story.begins("03-02")
    story.does(Forward(unit="U1"), "03-02")
    presumed = story.duty("presumed-handling")
    assert (presumed.presumed, presumed.due_strict) == (True, day("05-16"))
    story.does(unit_did("accepted", "03-10"), "03-11")
    assert story.duty("presumed-handling").void_reason == "accepted"
    handling = story.duty("handling")
    assert (handling.unit, handling.opened_on, handling.due_strict) == ("U1", day("03-10"), day("05-09"))


@pytest.mark.parametrize("fact", ["acceptance-notice-issued", "path-notice-issued"])
def test_the_units_own_notice_discharges_the_units_duty(fact: str) -> None:
    story = Story()
    story.begins("01-05")
    story.does(Forward(unit="U1"), "01-06")
    story.does(unit_did(fact, "01-15", number="文1", delivered_on=day("01-18")), "01-20")
    assert story.status("unit-notice", "03-01") is Status.DISCHARGED
    assert story.duty("unit-notice").discharged_on == day("01-18")


def test_the_offices_word_never_discharges_the_units_duty() -> None:
    story = Story()
    story.begins("01-05")
    story.does(Forward(unit="U1"), "01-06")
    story.issues("D11", "01-06")
    story.does(told("D11", Outcome.RECEIVED, "01-07", IN_PERSON), "01-07")
    assert story.status("unit-notice", "02-01") is Status.MISSED


def test_missed_stays_missed_after_withdrawal() -> None:
    story = Story()
    story.begins("01-05")
    story.does(Withdraw(reason="本人撤回"), "02-10")
    assert story.status("office-route", "02-10") is Status.MISSED


def test_withdrawal_closes_what_was_still_running() -> None:
    story = Story()
    story.begins("01-05")
    story.does(Forward(unit="U1"), "01-06")
    story.does(Withdraw(reason="本人撤回"), "01-10")
    for rule in ("office-notice", "unit-notice", "presumed-handling", "unit-objection"):
        duty = story.duty(rule)
        assert (duty.status(day("12-31")), duty.void_reason) == (Status.VOID, "withdrawn"), rule


def test_missed_stays_missed_after_reclassification() -> None:
    story = Story(StationKind.TOWNSHIP)
    story.begins("01-05", PETITION)
    story.does(Accept(), "01-06")
    assert story.status("handling", "07-25") is Status.MISSED
    story.does(Classify(purpose=Purpose.SUGGESTION), "07-25")
    assert story.status("handling", "12-31") is Status.MISSED
    assert story.duty("handling").void_reason == "reclassified"


def test_reclassifying_in_time_closes_the_clock_with_a_reason() -> None:
    story = Story(StationKind.TOWNSHIP)
    story.begins("01-05", PETITION)
    story.does(Accept(), "01-06")
    story.does(Classify(purpose=Purpose.SUGGESTION), "01-20")
    assert (story.status("handling", "12-31"), story.duty("handling").void_reason) == (
        Status.VOID,
        "reclassified",
    )


def test_an_accusation_is_routed_and_has_no_sixty_days() -> None:
    story = Story()
    story.begins("03-06", ACCUSATION)
    rules = {item.rule for item in obligations(story.matter, story.law, CALENDAR, story.kind)}
    assert rules == {"accusation-route"}
    story.does(Forward(unit="U2"), "03-09")
    rules = {item.rule for item in obligations(story.matter, story.law, CALENDAR, story.kind)}
    assert rules == {"accusation-route", "unit-objection"}
    assert story.status("accusation-route", "04-01") is Status.DISCHARGED


def test_found_to_be_an_accusation_tomorrow_it_is_owed_what_an_accusation_is_owed() -> None:
    story = Story()
    story.begins("03-06", UNDECIDED)
    story.does(Classify(purpose=Purpose.ACCUSATION), "03-07")
    duty = story.duty("accusation-route")
    assert (duty.opened_on, duty.due_strict) == (day("03-06"), day("03-21"))
    assert story.duty("office-route").void_reason == "reclassified"
    assert story.status("accusation-route", "04-01") is Status.MISSED


def test_a_suggestion_settled_later_is_owed_a_reply() -> None:
    story = Story()
    story.begins("03-06", UNDECIDED)
    assert not story.duties("suggestion-reply")
    story.does(Classify(purpose=Purpose.SUGGESTION), "03-07")
    reply = story.duty("suggestion-reply")
    assert (reply.due_legal, reply.status(day("12-31"))) == (None, Status.OPEN)
    story.does(unit_did("answered", "05-01"), "05-06")
    assert story.status("suggestion-reply", "12-31") is Status.DISCHARGED


def test_the_class_is_owed_the_same_day_and_only_where_it_is_missing() -> None:
    story = Story()
    story.begins("03-20", UNDECIDED)
    assert story.status("classify-today", "03-20") is Status.OPEN
    story.does(Classify(purpose=Purpose.CLAIM), "03-20")
    assert story.status("classify-today", "03-20") is Status.DISCHARGED
    other = Story()
    other.begins("03-20", PETITION)
    assert not other.duties("classify-today")


def test_several_claims_are_forwarded_one_by_one() -> None:
    story = Story()
    story.begins("01-05", PETITION, PETITION)
    story.does(Forward(unit="U1", claim=1), "01-06")
    assert story.status("office-route", "01-20") is Status.OPEN, "the second claim is still here"
    story.does(Forward(unit="U2", claim=2), "01-15")
    duty = story.duty("office-route")
    assert (duty.discharged_on, duty.status(day("02-01"))) == (day("01-15"), Status.DISCHARGED)
    assert {(d.unit, d.claim) for d in story.duties("unit-notice")} == {("U1", 1), ("U2", 2)}


def test_what_one_unit_did_answers_nothing_for_the_other() -> None:
    story = Story()
    story.begins("01-05", PETITION, PETITION)
    story.does(Forward(unit="U1", claim=1), "01-06")
    story.does(Forward(unit="U2", claim=2), "01-06")
    story.does(unit_did("acceptance-notice-issued", "01-10", claim=1, delivered_on=day("01-12")), "01-12")
    found = {d.unit: d.status(day("02-01")) for d in story.duties("unit-notice")}
    assert found == {"U1": Status.DISCHARGED, "U2": Status.MISSED}


def test_the_unit_may_object_for_five_working_days() -> None:
    story = Story()
    story.begins("09-28")
    story.does(Forward(unit="U1"), "09-29")
    story.does(unit_did("unit-received", "09-30"), "09-30")
    window = story.duty("unit-objection")
    assert (window.kind, window.due_legal) == ("window", day("10-13"))
    assert [window.status(day(on)) for on in ("10-13", "10-14")] == [Status.OPEN, Status.LAPSED]
    story.does(unit_did("objected", "10-12"), "10-12")
    assert story.status("unit-objection", "12-31") is Status.USED


def test_accepting_closes_the_window_to_object() -> None:
    story = Story()
    story.begins("01-05")
    story.does(Forward(unit="U1"), "01-06")
    story.does(unit_did("accepted", "01-07"), "01-08")
    assert story.status("unit-objection", "03-01") is Status.VOID


def test_sixty_days_and_thirty_more() -> None:
    story = Story(StationKind.TOWNSHIP)
    story.begins("03-02", PETITION)
    story.does(Accept(), "03-02")
    duty = story.duty("handling")
    assert (duty.due_strict, duty.due_legal, duty.extended) == (day("05-01"), day("05-06"), 0)
    story.does(unit_did("extended", "04-28", organ="示范镇人民政府", days=30), "04-28")
    longer = story.duty("handling")
    assert (longer.due_strict, longer.due_legal, longer.extended) == (day("05-31"), day("06-01"), 30)
    notice = story.duty("handling-extension")
    assert (notice.due_strict, notice.due_legal) == (day("05-01"), day("05-06")), (
        "before the original day ends"
    )
    assert notice.status(day("05-07")) is Status.MISSED


def test_an_extension_that_is_too_long_is_recorded_and_counts_as_far_as_it_may() -> None:
    story = Story(StationKind.TOWNSHIP)
    story.begins("03-02", PETITION)
    story.does(Accept(), "03-02")
    told_on = day("04-29")
    story.does(unit_did("extended", "04-28", organ="本机关", days=31, delivered_on=told_on), "04-30")
    assert story.duty("handling").extended == 30
    story.does(unit_did("opinion-issued", "06-02"), "06-02")
    assert story.status("handling", "06-02") is Status.LATE


def test_the_petitioners_window_begins_with_the_proved_opinion_and_is_never_red() -> None:
    story = Story()
    story.begins("01-05", PETITION)
    story.does(Forward(unit="U1"), "01-06")
    story.does(unit_did("accepted", "01-07"), "01-08")
    story.does(unit_did("opinion-issued", "03-02"), "03-02")
    assert not story.duties("review-request"), "not told yet"
    assert story.status("opinion-delivery", "12-31") is Status.OPEN
    story.does(unit_did("opinion-issued", "03-02", delivered_on=day("04-01")), "04-02")
    window = story.duty("review-request")
    assert (window.owner, window.due_strict, window.due_legal) == ("petitioner", day("05-01"), day("05-06"))
    seen = {window.status(date(2026, month, 10)) for month in range(1, 13)}
    assert seen == {Status.OPEN, Status.LAPSED}
    story.does(unit_did("review-requested", "05-06", organ="示范县人民政府"), "05-07")
    assert story.status("review-request", "12-31") is Status.USED
    assert story.duty("review").due_legal == day("06-05")


@pytest.mark.parametrize("rule", [r for r in Law.shipped().rules if r.kind == "window"], ids=lambda r: r.id)
def test_no_window_is_ever_late_or_missed(rule: object) -> None:
    story = Story()
    story.begins("01-05", PETITION)
    story.does(Forward(unit="U1"), "01-06")
    for fact in ("unit-received", "accepted", "settled", "opinion-issued", "review-issued"):
        story.does(unit_did(fact, "01-07", delivered_on=day("01-07")), "01-08")
    story.does(Withdraw(reason="撤回"), "12-31")
    for item in obligations(story.matter, story.law, CALENDAR, story.kind):
        if item.kind == "window":
            statuses = {item.status(date(2026, m, 28)) for m in range(1, 13)}
            assert not statuses & {Status.LATE, Status.MISSED, Status.DISCHARGED}


def test_a_day_set_by_whoever_assigned_it_drives_the_light_not_the_law() -> None:
    story = Story()
    story.begins("01-05", PETITION)
    story.does(Assign(unit="U1", due_by=day("01-12")), "01-06")
    duty = story.duty("unit-notice")
    assert (duty.due_office, duty.due_strict) == (day("01-12"), day("01-21"))
    assert duty.status(day("01-13")) is Status.OPEN


def test_a_duty_to_act_of_branch_five() -> None:
    story = Story(StationKind.DEPARTMENT)
    story.begins("01-15", claim(path=Path.DUTY_PERFORMANCE))
    assert (story.duty("branch-five").due_strict, story.duty("branch-five").due_legal) == (
        day("03-15"),
        day("03-16"),
    )


def test_a_unit_that_registers_owes_its_own_notice_and_no_routing() -> None:
    story = Story(StationKind.TOWNSHIP)
    story.begins("01-05", PETITION)
    assert not story.duties("office-route") and not story.duties("office-notice")
    assert (story.duty("unit-notice").presumed, story.duty("unit-notice").due_legal) == (False, day("01-20"))


def test_correcting_the_day_of_receipt_moves_every_clock_that_counts_from_it() -> None:
    story = Story(StationKind.TOWNSHIP)
    story.begins("01-08", PETITION)
    story.does(Correct(field="received_on", value="2026-01-05", reason="收件章为五日"), "01-09")
    assert story.duty("unit-notice").due_strict == day("01-20")
    assert story.duty("unit-notice").opened_on == day("01-05")


def test_the_national_system_is_fed_the_next_working_day() -> None:
    story = Story()
    story.begins("09-30")
    assert story.status("system-entry", "10-09") is Status.MISSED
    story.does(RecordNumber(system="全国信访信息系统", number="41072120260001"), "10-08")
    assert story.status("system-entry", "10-09") is Status.DISCHARGED


def test_coming_again_opens_no_clock() -> None:
    story = Story()
    story.begins("01-05")
    before = obligations(story.matter, story.law, CALENDAR, story.kind)
    story.does(VisitAgain(asked="问进度"), "02-01")
    assert obligations(story.matter, story.law, CALENDAR, story.kind) == before


def test_a_voided_number_owes_nothing() -> None:
    story = Story()
    story.begins("01-05")
    story.does(Void(reason="重复登记"), "01-05")
    for item in obligations(story.matter, story.law, CALENDAR, story.kind):
        assert item.status(day("12-31")) in (Status.VOID, Status.LAPSED), item.rule


def test_a_letter_typed_late_counts_from_the_day_it_came() -> None:
    story = Story()
    story.begins("01-05", typed_on="02-10", backfilled=True)
    assert story.duty("office-route").due_legal == day("01-20")
    assert story.status("office-route", "02-10") is Status.MISSED
