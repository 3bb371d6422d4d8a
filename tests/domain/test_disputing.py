"""Going round stops (C10): what came back twice goes to those who decide (article 24); several units, one lead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.classifying import Classify
from app.domain.acts.disputing import DecideDispute, Dispute
from app.domain.acts.forwarding import Assign, Forward
from app.domain.acts.objecting import DecideObjection
from app.domain.claims import Purpose
from app.domain.history import ACT_KINDS
from app.domain.law import Law
from app.domain.matter import darkened
from app.domain.obligations import Status
from app.domain.office import StationKind
from app.domain.returns import in_dispute, returns_since_dispute, to_be_sent
from app.domain.roadmap import state_of
from tests.domain.road import DEPARTMENT, OFFICE, PETITION, TOWNSHIP, begun, did, refusal
from tests.domain.story import LAW, Story, claim, day

TO_MEETING = Dispute(units=("U1", "U2"), body="示范县信访工作联席会议", reason="都说不属本单位职责")


def round_trip(told: Story, unit: str, month: str, number: int | None = None) -> None:
    """Sent to that unit, which objects; the objection is agreed to."""
    told.does(Forward(unit=unit, claim=number), f"{month}-03")
    told.does(did("objected", f"{month}-05", organ=unit), f"{month}-05")
    told.does(DecideObjection(unit=unit, agreed=True, reason="属实", claim=number), f"{month}-06")


def twice_returned(kind: StationKind = OFFICE, law: Law | None = None) -> Story:
    told = begun(kind, "03-02", PETITION, law=law)
    round_trip(told, "U1", "03")
    round_trip(told, "U2", "04")
    return told


def test_what_came_back_twice_is_not_sent_round_a_third_time() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    round_trip(told, "U1", "03")
    assert returns_since_dispute(told.matter, 0) == 1
    round_trip(told, "U2", "04")
    assert (returns_since_dispute(told.matter, 0), to_be_sent(told.matter)) == (2, True)
    assert refusal(told, Forward(unit="U3"), "05-06") == "forward.ping_pong"
    assert refusal(told, Assign(unit="U3", due_by=day("06-06")), "05-06") == "forward.ping_pong"


def test_a_dispute_on_the_list_opens_the_way_to_the_unit_that_was_fixed() -> None:
    told = twice_returned()
    told.does(TO_MEETING, "05-06")
    assert state_of(told.matter) == "disputed" and in_dispute(told.matter)
    assert told.status("dispute-decision", "09-01") is Status.OPEN
    assert refusal(told, TO_MEETING, "05-07") == "dispute.open"
    told.does(
        DecideDispute(unit="U2", by="示范县信访工作联席会议", number="纪要3", reason="按三定方案"), "05-20"
    )
    assert told.status("dispute-decision", "09-01") is Status.DISCHARGED
    assert not in_dispute(told.matter) and to_be_sent(told.matter)
    (record,) = told.matter.disputes
    assert (record.units, record.unit, record.by) == (("U1", "U2"), "U2", "示范县信访工作联席会议")
    assert record.decided_on == day("05-20")
    told.does(Forward(unit="U2"), "05-21")
    assert (state_of(told.matter), to_be_sent(told.matter)) == ("forwarded", False)


def test_after_a_dispute_it_is_counted_anew_and_a_second_one_is_owed_its_decision() -> None:
    told = twice_returned()
    told.does(TO_MEETING, "05-06")
    told.does(DecideDispute(unit="U2", by="联席会议"), "05-20")
    round_trip(told, "U2", "06")
    assert returns_since_dispute(told.matter, 0) == 1
    round_trip(told, "U1", "07")
    assert refusal(told, Forward(unit="U3"), "08-06") == "forward.ping_pong"
    told.does(TO_MEETING, "08-06")
    assert [item.status(day("09-01")) for item in told.duties("dispute-decision")] == [
        Status.DISCHARGED,
        Status.OPEN,
    ]


def test_a_dispute_that_another_organ_put_on_its_list_counts_as_well() -> None:
    told = twice_returned()
    told.does(did("disputed", "05-06", organ="示范县人民政府"), "05-06")
    told.does(Forward(unit="U3"), "05-08")
    assert state_of(told.matter) == "disputed", "it is not decided by sending it on"
    told.does(did("dispute-decided", "05-09", organ="示范县人民政府"), "05-09")
    assert refusal(told, DecideDispute(unit="U2", by="x"), "05-10") == "dispute.none"


def test_what_other_stations_did_is_recorded_and_never_refused() -> None:
    """hall.md 1: a department's own way round is no business of a guard; facts of others are only kept."""
    told = twice_returned(DEPARTMENT)
    told.does(Forward(unit="U3"), "05-06")
    office = twice_returned()
    office.does(did("returned", "05-06", organ="U3"), "05-06")
    assert returns_since_dispute(office.matter, 0) == 3


def test_each_claim_is_counted_for_itself() -> None:
    told = begun(OFFICE, "03-02", PETITION, claim(text="路灯坏了"))
    round_trip(told, "U1", "03", 1)
    round_trip(told, "U2", "04", 2)
    assert [returns_since_dispute(told.matter, number) for number in (0, 1, 2)] == [1, 1, 1]
    round_trip(told, "U2", "05", 1)
    assert refusal(told, Forward(unit="U3", claim=1), "06-03") == "forward.ping_pong"
    assert refusal(told, Forward(unit="U3"), "06-03") == "forward.ping_pong"
    told.does(Forward(unit="U3", claim=2), "06-03")


def test_the_number_of_returns_is_data() -> None:
    other = replace(LAW, limits={**LAW.limits, "returns": 1})
    told = begun(OFFICE, "03-02", PETITION, law=other)
    round_trip(told, "U1", "03")
    assert refusal(told, Forward(unit="U2"), "04-03") == "forward.ping_pong"
    without = replace(LAW, limits={"representatives": 5})
    twice_returned(law=without).does(Forward(unit="U3"), "05-06")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (Dispute(units=("U1",), body="x", reason="x"), "dispute.units"),
        (Dispute(units=("U1", "示范镇人民政府"), body="x", reason="x"), "dispute.units"),
        (Dispute(units=("U1", "U9"), body="x", reason="x"), "forward.unit_unknown"),
        (DecideDispute(unit="U1", by="x"), "dispute.none"),
    ],
)
def test_a_dispute_is_between_two_units_that_are_known(act: object, code: str) -> None:
    assert refusal(begun(OFFICE, "03-02", PETITION), act, "03-03") == code


def test_what_somebody_took_on_is_in_no_dispute() -> None:
    told = begun(DEPARTMENT, "03-02", PETITION)
    told.does(Accept(), "03-03")
    assert refusal(told, TO_MEETING, "03-04") == "dispute.accepted"


def test_the_reason_of_a_dispute_is_dark_where_the_story_is() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(TO_MEETING, "03-04")
    told.does(Classify(purpose=Purpose.ACCUSATION), "03-05")
    assert told.matter.disputes[0].reason
    assert darkened(told.matter).disputes[0].reason == ""
    sealed = begun(OFFICE, "03-02", claim(Purpose.ACCUSATION))
    sealed.does(TO_MEETING, "03-04")
    assert sealed.public.disputes[0].reason == "" and sealed.matter.disputes[0].reason


def test_a_township_puts_no_dispute_on_the_list_of_an_office() -> None:
    assert TOWNSHIP not in ACT_KINDS["dispute"].stations


# ---------------------------------------------------------------- several units, one lead (C9)


def test_several_units_have_one_lead_and_no_clock_of_their_own() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1", with_units=("示范县自然资源局", "U3", "U3")), "03-03")
    (routing,) = told.matter.routings
    assert (routing.unit, routing.with_units) == ("U1", ("U2", "U3"))
    assert {item.unit for item in told.duties("unit-notice")} == {"U1"}, "the law gives the others no clock"


def test_an_assignment_names_them_too() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Assign(unit="U2", due_by=day("04-04"), with_units=("U1",)), "03-03")
    assert told.matter.routings[0].with_units == ("U1",)


@pytest.mark.parametrize(
    ("given", "code"), [(("U1",), "forward.lead_twice"), (("某局",), "forward.unit_unknown")]
)
def test_the_lead_is_no_contributor_and_contributors_are_known(given: tuple[str, ...], code: str) -> None:
    assert refusal(begun(OFFICE, "03-02"), Forward(unit="U1", with_units=given), "03-03") == code
