"""A notice ends its duty by the proof of its delivery: not by the act, not by printing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.delivering import Deliver
from app.domain.acts.diverting import Divert
from app.domain.acts.extending import Extend
from app.domain.acts.mediating import Mediate, Step
from app.domain.acts.opining import IssueOpinion
from app.domain.acts.refusing import RefuseAgain
from app.domain.acts.registering import ClaimGiven
from app.domain.acts.sealing import SealPaper
from app.domain.claims import Path, Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.office import StationKind
from app.services import papers
from app.services.perform import perform
from app.services.reading import view_matter
from tests.desks import registers
from tests.services.letters import COUNTY, OPINION, PETITION, SAID, at

DUTY = ClaimGiven(text="查处违建", purpose=Purpose.CLAIM, path=Path.DUTY_PERFORMANCE)
LED = Divert(path=Path.ARBITRATION, organ="示范县仲裁委", basis="劳动争议调解仲裁法")
AGAIN = RefuseAgain(
    ground="re-examined", unit="示范市", reference="核1", on=date(2026, 1, 5), same_facts=True
)
TOLD: dict[str, tuple[dict[str, Any], tuple[Any, ...], dict[str, str], str]] = {
    "D15": ({}, (LED,), {"route.period": "一年内"}, "unit-notice"),
    "D17": (PETITION, (AGAIN,), {"comparison": "相同", "final.decided_on": "2026-01-03"}, "unit-notice"),
    "D18": ({}, (), {f"competent.{part}": "甲" for part in ("name", "address", "phone")}, "unit-notice"),
    "D19": (
        {"purpose": Purpose.SUGGESTION},
        (Answer(result=AnswerResult.ADOPTED, reply="已装", basis="纪要"),),
        {},
        "answer-delivery",
    ),
    "D22": (
        PETITION,
        (Accept(), Extend(days=30, reason="等审计", approver="镇长")),
        {},
        "handling-extension",
    ),
    "D25": (PETITION, (Accept(), IssueOpinion(**OPINION)), SAID, "handling"),
    "D26": (
        {"claims": (DUTY,)},
        (Answer(result=AnswerResult.DECLINED, reply="不属违建", basis="城乡规划法"),),
        {"remedy.bodies": COUNTY},
        "answer-delivery",
    ),
}
"""Kind → the matter, the acts before it, what the clerk says, and the duty that its proved delivery ends."""


@pytest.mark.parametrize("kind", TOLD)
def test_a_notice_ends_its_duty_when_its_delivery_is_proved_and_not_when_it_is_printed(kind: str) -> None:
    township, (given, acts, said, rule) = at(StationKind.TOWNSHIP), TOLD[kind]
    number = registers(township, **given).number
    for act in acts:
        perform(township, number, act)
    issued = papers.issue(township, number, kind, extra=said)
    known = view_matter(township, number).known
    if rule != "handling":
        assert [o.discharged_by for o in known.obligations if o.rule == rule] == [""], (
            "printing is not telling"
        )
    perform(township, number, SealPaper(paper=issued.number))
    handed = Deliver(
        paper=issued.number, method=DeliveryMethod.IN_PERSON, outcome=Outcome.RECEIVED, receiver="张示范"
    )
    perform(township, number, handed)
    known = view_matter(township, number).known
    (duty,) = [o for o in known.obligations if o.rule == rule]
    assert duty.discharged_by, rule


def test_the_end_of_a_mediation_held_elsewhere_is_told_by_the_paper_made_there() -> None:
    township = at(StationKind.TOWNSHIP)
    number = registers(township, **PETITION).number
    perform(township, number, Accept())
    perform(township, number, Mediate(step=Step.OPENED, both_agree=True))
    perform(township, number, Mediate(step=Step.FAILED, reason="分歧", paper_number="镇调终〔2026〕1号"))
    handed = Deliver(
        paper="镇调终〔2026〕1号",
        method=DeliveryMethod.IN_PERSON,
        outcome=Outcome.RECEIVED,
        receiver="张示范",
    )
    perform(township, number, handed)
    known = view_matter(township, number).known
    (duty,) = [o for o in known.obligations if o.rule == "mediation-end-notice"]
    assert duty.discharged_by
