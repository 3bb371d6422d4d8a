"""The five steps at the door: each done, being done, owed or not asked, with its day and what is missing."""

from __future__ import annotations

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import Withdraw
from app.domain.acts.diverting import Divert
from app.domain.acts.forwarding import Forward
from app.domain.acts.objecting import DecideObjection
from app.domain.claims import Path, Purpose
from app.domain.five_steps import STEPS, HallStep, five_steps
from app.domain.obligations import obligations
from app.domain.people import NOBODY
from app.domain.roadmap import state_of, station_of, stops
from tests.domain.road import OFFICE, PETITION, TOWNSHIP, begun, did, served
from tests.domain.story import CALENDAR, Story, claim, day


def steps(told: Story) -> dict[str, HallStep]:
    owed = obligations(told.matter, told.law, CALENDAR, told.kind)
    found = five_steps(told.matter, owed, told.law)
    assert tuple(step.name for step in found) == STEPS
    return {step.name: step for step in found}


def states(told: Story) -> list[str]:
    return [str(step.state) for step in steps(told).values()]


def test_a_fresh_registration_owes_four_steps_and_says_what_is_missing() -> None:
    told = begun(OFFICE, "03-02", claim(Purpose.UNDECIDED))
    found = steps(told)
    assert states(told) == ["doing", "owed", "owed", "owed", "owed"]
    assert [item.rule for item in found["register"].duties] == ["system-entry"]
    assert (found["classify"].missing, found["classify"].due) == (("purpose",), day("03-02"))
    assert (found["forward"].missing, found["forward"].due) == (("unit",), day("03-17"))
    assert (found["tell"].missing, found["tell"].due) == (("notice",), day("03-17"))


def test_a_class_without_a_branch_is_half_a_class() -> None:
    told = begun(OFFICE, "03-02", claim())
    assert (steps(told)["classify"].state, steps(told)["classify"].missing) == ("doing", ("path",))
    told.does(Classify(purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE), "03-03")
    assert (steps(told)["classify"].state, steps(told)["classify"].on) == ("done", day("03-03"))


def test_sent_but_not_signed_for_is_not_yet_a_precise_forwarding() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1"), "03-04")
    found = steps(told)
    assert (found["jurisdiction"].state, found["jurisdiction"].on) == ("done", day("03-04"))
    assert (found["forward"].state, found["forward"].missing) == ("doing", ("unit_receipt",))
    told.does(did("unit-received", "03-05"), "03-06")
    assert (steps(told)["forward"].state, steps(told)["forward"].on) == ("done", day("03-04"))


def test_an_objection_puts_the_competence_in_doubt_and_a_return_takes_it_back() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1"), "03-04")
    told.does(did("objected", "03-06"), "03-06")
    assert (steps(told)["jurisdiction"].state, steps(told)["jurisdiction"].missing) == (
        "doing",
        ("objected",),
    )
    told.does(DecideObjection(unit="U1", agreed=True, reason="确非其职权"), "03-09")
    assert steps(told)["jurisdiction"].state == "owed"
    assert steps(told)["forward"].state == "owed"


def test_telling_is_done_when_everything_owed_is_proved() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1"), "03-04")
    told.issues("D11", "03-04")
    assert steps(told)["tell"].state == "doing"
    told.does(served("D11", "03-05"), "03-05")
    assert [item.rule for item in steps(told)["tell"].duties] == ["unit-notice"], "the unit has told nothing"
    told.does(did("acceptance-notice-issued", "03-10", delivered_on=day("03-12")), "03-12")
    assert (steps(told)["tell"].state, steps(told)["tell"].on) == ("done", day("03-12"))


def test_a_unit_in_charge_has_nothing_to_forward() -> None:
    told = begun(TOWNSHIP, "03-02", PETITION)
    assert steps(told)["jurisdiction"].state == "owed"
    told.does(Accept(), "03-03")
    found = steps(told)
    assert (found["jurisdiction"].state, found["jurisdiction"].on) == ("done", day("03-03"))
    assert (found["forward"].state, found["forward"].missing) == ("lifted", ("own",))
    assert found["tell"].state == "owed"


def test_who_left_no_address_need_not_be_told() -> None:
    told = begun(OFFICE, "03-02", PETITION, people=NOBODY)
    assert (steps(told)["tell"].state, steps(told)["tell"].missing) == ("lifted", ("address_unclear",))


def test_two_claims_are_both_asked_for() -> None:
    told = begun(OFFICE, "03-02", PETITION, PETITION)
    told.does(Forward(unit="U1", claim=1), "03-04")
    assert (steps(told)["jurisdiction"].state, steps(told)["forward"].state) == ("doing", "doing")
    told.does(Forward(unit="U2", claim=2), "03-05")
    assert steps(told)["jurisdiction"].state == "done"


def test_what_is_withdrawn_is_asked_nothing_more() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Withdraw(reason="已经解决"), "03-04")
    assert states(told)[2:] == ["lifted", "lifted", "lifted"]


def test_a_township_that_registered_a_matter_itself_has_not_been_sent_it() -> None:
    told = begun(TOWNSHIP, "03-02", PETITION)
    assert (state_of(told.matter), station_of(told.matter)) == ("registered", "registration")
    told.does(Classify(purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE), "03-02")
    assert state_of(told.matter) == "classified"
    told.does(Accept(), "03-03")
    assert state_of(told.matter) == "accepted"


def test_a_units_receipt_of_what_was_sent_to_it_still_counts() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(did("unit-received", "03-05"), "03-06")
    assert state_of(told.matter) == "forwarded"


@pytest.mark.parametrize(
    ("organ", "station"),
    [
        ("示范县人民法院", "court"),
        ("示范市人民检察院", "procuratorate"),
        ("示范县人大常委会", "congress"),
        ("示范县公安局", "acceptance"),
    ],
)
def test_another_procedure_stands_at_the_station_of_its_organ(organ: str, station: str) -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(did("external-proceeding", "03-05", organ=organ, number="（2026）1号"), "03-06")
    assert station_of(told.matter) == station


def test_a_way_that_leads_to_no_court_stays_at_acceptance() -> None:
    told = begun(OFFICE, "03-02", claim())
    told.does(Divert(path=Path.ARBITRATION, organ="示范县劳动仲裁委", basis="劳动争议调解仲裁法"), "03-03")
    assert station_of(told.matter) == "acceptance"
    other = begun(OFFICE, "03-02", claim())
    other.does(Divert(path=Path.LITIGATION, organ="示范县人民法院", basis="民事诉讼法"), "03-03")
    assert station_of(other.matter) == "court"


def test_every_stop_knows_its_first_day_its_papers_and_the_doors_that_are_open() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    told.does(Forward(unit="U1"), "03-04")
    told.issues("D11", "03-04")
    told.does(did("accepted", "03-05"), "03-06")
    told.does(did("opinion-issued", "03-20", number="意1", delivered_on=day("04-01")), "04-02")
    owed = obligations(told.matter, told.law, CALENDAR, told.kind)
    found = {stop.station: stop for stop in stops(told.matter, owed, day("04-02"))}
    assert [stop.station for stop in found.values() if stop.here] == ["administrative_handling"]
    assert (found["registration"].reached_on, found["mediation"].reached_on) == (day("03-02"), None)
    assert [paper.kind for paper in found["acceptance"].papers] == ["D11"]
    first = found["administrative_handling"].doors[0]
    assert (first.rule, first.due_legal) == ("review-request", day("05-06"))
    assert found["registration"].doors == ()
