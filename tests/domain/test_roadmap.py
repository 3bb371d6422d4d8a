"""Where a matter stands is told by the facts that still hold: what was taken back or taken up again tells nothing."""

from __future__ import annotations

from app.domain.acts.closing import Cause, Close, Closing, Reopen
from app.domain.acts.forwarding import Forward
from app.domain.acts.objecting import DecideObjection
from app.domain.acts.reviewing import ReviewResult
from app.domain.claims import Purpose
from app.domain.roadmap import STEPS_AND_BEGINNING, state_of, state_of_claim, station_of_state
from tests.domain.road import OFFICE, PETITION, accepted, answered, begun, did, opinion, reviewed, served
from tests.domain.story import claim


def test_what_one_unit_hands_back_another_still_has() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    for unit in ("U1", "U2"):
        told.does(Forward(unit=unit), "03-03")
    told.does(did("objected", "03-05"), "03-05")
    told.does(DecideObjection(unit="U1", agreed=True, reason="不属该镇"), "03-06")
    assert state_of(told.matter) == "forwarded", "the second unit has it"
    told.does(did("objected", "03-09", "U2"), "03-09")
    told.does(DecideObjection(unit="U2", agreed=True, reason="不属该局"), "03-10")
    assert state_of(told.matter) == "registered"


def test_an_opinion_made_anew_after_a_review_is_where_the_matter_stands() -> None:
    told = reviewed(ReviewResult.REVOKED)
    assert state_of(told.matter) == "reviewed"
    told.does(did("opinion-issued", "07-01", number="意2", delivered_on=None), "07-02")
    assert state_of(told.matter) == "opinion"


def test_what_is_taken_up_again_stands_where_it_stood_before_its_answer() -> None:
    told = accepted("03-02")
    told.does(opinion(), "03-20")
    told.does(served("D25", "03-20"), "03-20")
    told.does(Close(ending=Closing.PROCEDURAL, cause=Cause.LAPSED, reason="未申请复查"), "06-01")
    assert state_of(told.matter) == "closed"
    told.does(Reopen(reason="款没有付"), "06-10")
    assert state_of(told.matter) == "accepted"


def test_the_matter_stands_with_the_furthest_of_its_claims() -> None:
    told = begun(OFFICE, "03-02", claim(), claim())
    told.does(Forward(unit="U1"), "03-03")
    told.does(did("accepted", "03-05", claim=2), "03-05")
    assert [state_of_claim(told.matter, number) for number in (1, 2)] == ["forwarded", "accepted"]
    assert state_of(told.matter) == "accepted"
    told.does(did("returned", "03-06"), "03-06")
    assert [state_of_claim(told.matter, number) for number in (1, 2)] == ["registered", "accepted"]


def test_accepted_after_all_it_is_no_longer_led_elsewhere() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    for fact, state in (("diverted", "diverted"), ("accepted", "accepted")):
        told.does(did(fact, "03-05"), "03-05")
        assert state_of(told.matter) == state
    wish = answered(begun(OFFICE, "03-02", claim(Purpose.SUGGESTION)), "03-10")
    assert state_of(wish.matter) == "answered"


def test_every_state_has_its_station() -> None:
    assert {*STEPS_AND_BEGINNING} <= set(station_of_state())
