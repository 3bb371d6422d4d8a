"""Why an act cannot be done now: the very refusal that it would meet, and none where it can be done."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.closing import Archive, Reopen
from app.domain.acts.correcting import Withdraw
from app.domain.acts.extending import Extend
from app.domain.acts.forwarding import Forward
from app.domain.acts.objecting import DecideObjection, Object
from app.domain.acts.opining import IssueOpinion
from app.domain.acts.rating import Rate, Rating
from app.domain.acts.receiving import ContactUnit
from app.domain.acts.reviewing import IssueReview, RequestReview, ReviewResult
from app.domain.allowing import refusal_of
from app.domain.claims import Purpose
from app.domain.history import ACT_KINDS
from tests.domain.road import OFFICE, PETITION, TOWNSHIP, accepted, begun, extension, opinion, refusal
from tests.domain.story import Story, claim, day


def why(told: Story, act: str, on: str) -> str:
    found = refusal_of(told.matter, ACT_KINDS[act], told.setting(day(on)))
    return "" if found is None else found.code


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("request-review", RequestReview(body="示范县人民政府", received_on=day("03-03"))),
        ("issue-review", IssueReview(result=ReviewResult.UPHELD, opinion="维持", basis="条例第三十五条")),
        ("decide-objection", DecideObjection(unit="U1", agreed=True, reason="是")),
        ("reopen", Reopen(reason="没有解决")),
        ("rate", Rate(rating=Rating.SATISFIED)),
        ("archive", Archive(volume="1")),
    ],
)
def test_the_reason_is_the_refusal_that_the_act_itself_gives(act: str, given: Any) -> None:
    told = begun(OFFICE, "03-02", PETITION)
    assert why(told, act, "03-03") == refusal(told, given, "03-03") != ""


@pytest.mark.parametrize("act", ["issue-opinion", "extend"])
def test_what_needs_acceptance_says_so(act: str) -> None:
    told = begun(TOWNSHIP, "03-02", PETITION)
    acts: dict[str, Any] = {"issue-opinion": opinion(), "extend": extension()}
    assert why(told, act, "03-03") == refusal(told, acts[act], "03-03")
    told.does(Accept(), "03-03")
    assert why(told, act, "03-04") == ""


def test_the_gate_of_the_kind_of_station_is_a_reason_too() -> None:
    assert why(begun(OFFICE, "03-02", PETITION), "accept", "03-02") == "act.not_this_station"
    assert why(begun(TOWNSHIP, "03-02", PETITION), "forward", "03-02") == "act.not_this_station"


def test_an_extension_is_named_impossible_once_the_day_is_past_and_once_it_was_taken() -> None:
    told = accepted("03-02")
    assert why(told, "extend", "05-06") == ""
    assert why(told, "extend", "05-07") == "extend.expired"
    told.does(Extend(days=30, reason="需要测量", approver="张镇长"), "04-01")
    assert why(told, "extend", "04-02") == "extend.again"


def test_an_objection_is_possible_while_the_days_of_its_known_receipt_run() -> None:
    told = begun(TOWNSHIP, "03-02", PETITION)
    assert why(told, "object", "03-09") == ""
    late = Object(reason="不属本单位", received_on=day("03-02"), to="示范县信访局")
    assert why(told, "object", "03-10") == refusal(told, late, "03-10") == "object.too_late"


def test_one_claim_for_which_it_can_be_done_is_enough() -> None:
    told = begun(TOWNSHIP, "03-02", PETITION, claim(Purpose.SUGGESTION))
    told.does(Accept(claim=1), "03-03")
    assert why(told, "issue-opinion", "03-04") == ""
    told.does(IssueOpinion(**_opinion_of(1)), "03-05")


def _opinion_of(number: int) -> dict[str, Any]:
    made = opinion()
    return {name: getattr(made, name) for name in made.__slots__} | {"claim": number}


def test_what_is_wrong_with_a_value_is_no_reason() -> None:
    told = begun(OFFICE, "03-02", PETITION)
    assert why(told, "recommend", "03-03") == "", "a missing consequence is a matter of the form"
    assert why(told, "correct", "03-03") == ""


def test_an_accusation_is_not_talked_about_and_a_withdrawn_matter_not_withdrawn_again() -> None:
    told = begun(OFFICE, "03-02", claim(Purpose.ACCUSATION))
    call = ContactUnit(unit="U1", person="值班员")
    assert why(told, "contacted", "03-03") == refusal(told, call, "03-03")
    other = begun(OFFICE, "03-02", PETITION)
    other.does(Forward(unit="U1"), "03-02")
    other.does(Withdraw(reason="撤"), "03-03")
    assert why(other, "withdraw", "03-04") == "withdraw.already"


def test_every_act_is_answered_for_on_every_step_without_writing() -> None:
    told = accepted("03-02")
    before = len(told.entries)
    found = {name: why(told, name, "03-03") for name in ACT_KINDS}
    assert len(told.entries) == before
    assert found["seal"] == "" and found["visit-again"] == "", "no paper is a matter of what was picked"
    assert found["archive"] == "archive.not_closed"
