"""What people believe wrongly (law.md 1.4) about bodies, courts, what an opinion must say, and slogans."""

from __future__ import annotations

import pytest

from app.domain.acts.diverting import Divert
from app.domain.acts.forwarding import Forward
from app.domain.acts.mediating import Mediate, Step
from app.domain.acts.opining import IssueOpinion
from app.domain.acts.reviewing import RequestReview
from app.domain.acts.supervising import Advice, Recommend
from app.domain.claims import Path
from app.domain.fields import describe, from_json, to_json
from app.domain.history import ACT_KINDS
from app.domain.kinds import Setting
from app.domain.law import Law
from app.domain.obligations import Status
from app.domain.office import Office, StationKind, Unit
from app.domain.people import People
from app.domain.roadmap import state_of
from app.errors import BadInput, Refused
from app.papers.catalogue import paper_kind
from resources.loader import names_in, read_text
from tests.domain.road import (
    DEPARTMENT,
    OFFICE,
    PETITION,
    accepted,
    begun,
    did,
    opinion,
    refusal,
    served,
)
from tests.domain.story import CALENDAR, LAW, claim, day

UNITS = (
    Unit(code="T", name="示范镇人民政府", review_bodies=("示范县人民政府",)),
    Unit(code="B", name="示范县自然资源局", review_bodies=("示范县人民政府", "示范市自然资源局")),
    Unit(code="V", name="示范县税务局", review_bodies=("示范市税务局",)),
    Unit(code="P", name="中共示范县委组织部", review_bodies=("中共示范县委员会",)),
    Unit(code="E", name="示范县供水集团", review_bodies=("示范县国有资产事务中心",)),
    Unit(code="N", name="示范县某中心"),
)


def asked_above(unit: str, body: str) -> None:
    """An opinion of that unit, and a request to that body."""
    told = begun(OFFICE, "01-05", PETITION)
    told.does(did("opinion-issued", "01-20", organ=unit, number="意1"), "01-20")
    office = Office(name="示范县信访局", station="LX07", area="410721", kind=OFFICE, units=UNITS)
    setting = Setting(
        office=office, law=LAW, calendar=CALENDAR, today=day("01-21"), actor="clerk", role="clerk"
    )
    ACT_KINDS["request-review"].decide(
        told.matter, RequestReview(body=body, received_on=day("01-21")), setting
    )


@pytest.mark.parametrize(
    ("unit", "body"), [(unit.code, body) for unit in UNITS for body in unit.review_bodies]
)
def test_belief_11_the_body_above_is_each_one_of_the_units_own_table_party_organs_and_companies_too(
    unit: str, body: str
) -> None:
    asked_above(unit, body)


@pytest.mark.parametrize(
    ("unit", "body"),
    [("V", "示范县人民政府"), ("P", "示范县人民政府"), ("E", "示范县人民政府"), ("T", "示范市人民政府")],
)
def test_belief_11_an_administrative_body_that_is_not_in_the_table_is_refused(unit: str, body: str) -> None:
    with pytest.raises(Refused) as caught:
        asked_above(unit, body)
    assert caught.value.code == "review.not_above"
    asked_above("N", body)  # a unit without a table: the program guesses nothing and hinders nobody


def test_belief_16_a_court_confirms_by_a_ruling_on_the_request_of_both_within_thirty_days() -> None:
    rule = LAW.rule("judicial-confirmation")
    assert rule.article.startswith("民事诉讼法第二百零五条") and (rule.owner, rule.to) == ("parties", "court")
    for name in (*names_in("words", ".toml"), *names_in("rules", ".toml")):
        folder = "words" if name in names_in("words", ".toml") else "rules"
        assert "确认决定" not in read_text(f"{folder}/{name}"), "the text of 2011 is gone"
    told = accepted("03-02")
    told.does(Mediate(step=Step.OPENED, both_agree=True), "03-03")
    told.does(Mediate(step=Step.SETTLED, reference="调1", signed=True), "03-20")
    told.does(did("confirmed", "04-10", organ="示范县人民法院", number="（2026）豫0721民特1号"), "04-12")
    window = told.duty("judicial-confirmation")
    assert (window.kind, window.status(day("12-31"))) == ("window", Status.USED)
    assert told.matter.external_facts[-1].number == "（2026）豫0721民特1号", (
        "the court's ruling with its number"
    )


def test_belief_17_an_opinion_says_facts_decision_and_law_and_opens_the_way_to_a_review() -> None:
    needed = {spec.name for spec in describe(IssueOpinion) if spec.required}
    assert needed == {"result", "facts", "opinion", "basis", "heard_on"}
    whole = to_json(opinion())
    for name in needed:
        with pytest.raises(BadInput) as caught:
            from_json(IssueOpinion, {key: value for key, value in whole.items() if key != name})
        assert (caught.value.code, caught.value.field) == ("field.missing", name)
    path = LAW.paths["petition_procedure"]
    assert (path.decision, path.remedy) == ("D25", "review"), "thirty days, and nothing else (1.4, 10)"
    told = accepted("03-02")
    told.does(opinion(), "03-20")
    told.does(served("D25", "03-24"), "03-24")
    assert told.duty("review-request").due_legal == day("04-23")


def test_belief_18_the_competent_unit_answers_and_its_own_seal_stands_on_the_paper() -> None:
    deciding = {StationKind.TOWNSHIP, StationKind.DEPARTMENT}
    for act in ("accept", "extend", "issue-opinion"):
        assert ACT_KINDS[act].stations == deciding, "neither the petition office nor a window in the hall"
    notice = paper_kind("D14")
    assert notice.seal != "none" and notice.delivery_required
    (signature,) = [block for block in notice.blocks if block["kind"] == "signature"]
    assert signature["office"] == "{{ office.name }}", (
        "the unit signs; its inner department is only whom to call"
    )
    told = accepted("03-02")
    told.issues("D14", "03-02", needs_seal=True)
    assert refusal(told, served("D14", "03-02"), "03-02") == "deliver.not_sealed"


def test_belief_20_each_failing_is_a_duty_that_shows_and_no_number_of_failings_is_built_in() -> None:
    for nobody in ({"people": People(), "anonymous": True}, {}):
        assert state_of(begun(OFFICE, "03-02", claim(), **nobody).matter) == "registered", "应登记"
    told = begun(OFFICE, "03-02", PETITION)
    assert told.status("office-route", "03-18") is Status.MISSED, "应受理: the office routed nothing"
    told.does(Forward(unit="U1"), "03-18")
    assert told.status("unit-notice", "05-01") is Status.MISSED, "应受理: the unit told nobody"
    assert accepted("03-02").status("handling", "05-07") is Status.MISSED, "应办理"
    breach = begun(DEPARTMENT, "03-02", claim(path=Path.DUTY_PERFORMANCE))
    assert breach.status("branch-five", "05-07") is Status.MISSED, "应查处"
    blame = Recommend(advice=Advice.HOLD_TO_ACCOUNT, organ="U1", reason="推诿", consequence="信访人损失扩大")
    told.does(blame, "05-02")
    assert told.status("recommendation-answer", "05-02") is Status.OPEN, "应追责"
    assert not [profile for profile in Law.shipped().profiles if "four" in profile or "five" in profile]
    led = begun(OFFICE, "03-02", claim(path=Path.ARBITRATION))
    led.does(Divert(path=Path.ARBITRATION, organ="仲裁委", basis="仲裁法"), "03-10")
    assert led.status("office-route", "05-01") is Status.DISCHARGED, "led elsewhere in time is no failing"
