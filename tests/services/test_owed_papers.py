"""The paper that an act owes stands first on the list, until it was issued for that claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.classifying import Classify
from app.domain.acts.diverting import Divert
from app.domain.acts.extending import Extend
from app.domain.acts.forwarding import Assign, Forward
from app.domain.acts.noticing import VoidPaper
from app.domain.acts.opining import IssueOpinion
from app.domain.acts.receiving import ContactUnit
from app.domain.acts.recording import RecordExternal
from app.domain.acts.refusing import Refuse, RefuseAgain
from app.domain.acts.registering import ClaimGiven
from app.domain.acts.reviewing import (
    IssueReExamination,
    IssueReview,
    RequestReExamination,
    RequestReview,
    ReviewResult,
)
from app.domain.acts.taking_on import TakeOnReview
from app.domain.claims import Path, Purpose
from app.domain.office import StationKind
from app.services import papers
from app.services.matter_sheet import owed_by_act, sheet_of
from app.services.perform import perform
from app.services.session import Session
from tests.desks import moved_to, registers
from tests.services.letters import OPINION, PETITION, at

TODAY = date(2026, 3, 2)
REFUSED = Refuse(ground="pending-below", unit="U1", reference="示受1", on=date(2026, 2, 2))
NOT_AGAIN = RefuseAgain(
    ground="re-examined", unit="示范市人民政府", reference="核1", on=date(2026, 1, 5), same_facts=True
)
OFFICE, TOWNSHIP = StationKind.OFFICE, StationKind.TOWNSHIP
OF_COURTS = Classify(purpose=Purpose.CLAIM, path=Path.LITIGATION)
CASES: dict[str, tuple[StationKind, dict[str, Any], tuple[Any, ...], tuple[str, ...]]] = {
    "forward": (OFFICE, {}, (Forward(unit="U1"),), ("D09", "D11")),
    "assign": (OFFICE, {}, (Assign(unit="U1", due_by=date(2026, 4, 2)),), ("D10", "D11")),
    "accusation": (OFFICE, {"purpose": Purpose.ACCUSATION}, (Forward(unit="U1"),), ("D20", "D20N")),
    "courts": (OFFICE, {}, (OF_COURTS, Forward(unit="U1")), ("D21", "D21N")),
    "refuse": (OFFICE, {}, (REFUSED,), ("D16",)),
    "refuse-again": (OFFICE, {}, (NOT_AGAIN,), ("D17",)),
    "divert": (
        TOWNSHIP, {}, (Divert(path=Path.ARBITRATION, organ="示范县仲裁委", basis="《仲裁法》"),), ("D15",),
    ),
    "accept": (TOWNSHIP, {}, (Accept(),), ("D14",)),
    "extend": (
        TOWNSHIP, PETITION, (Accept(), Extend(days=30, reason="等待审计", approver="镇长")), ("D22", "D14"),
    ),
    "opinion": (TOWNSHIP, PETITION, (Accept(), IssueOpinion(**OPINION)), ("D25", "D14")),
    "suggestion": (
        TOWNSHIP, {"purpose": Purpose.SUGGESTION},
        (Answer(result=AnswerResult.ADOPTED, reply="已装", basis="会议纪要"),), ("D19",),
    ),
}  # fmt: skip


def owed(desk: Session, number: str) -> tuple[str, ...]:
    return tuple(kind.kind for kind in sheet_of(desk, number).owed)


@pytest.mark.parametrize("case", CASES)
def test_what_an_act_owes_stands_first_and_is_told_at_once(case: str) -> None:
    kind, more, acts, expected = CASES[case]
    desk = at(kind)
    number = registers(desk, **more).number
    told: tuple[str, ...] = ()
    for act in acts:
        before = sheet_of(desk, number)
        done = perform(desk, number, act)
        assert done is not None
        told = tuple(paper.kind for paper in owed_by_act(desk, done, before))
    assert owed(desk, number) == expected
    assert told and told == expected[: len(told)], "the last act is answered with its own paper"
    assert sheet_of(desk, number).likely == expected[0]


def test_a_paper_that_was_issued_is_owed_no_more_and_a_void_one_again() -> None:
    desk = at(OFFICE)
    number = registers(desk).number
    perform(desk, number, REFUSED)
    papers.issue(desk, number, "D16")
    assert owed(desk, number) == () and sheet_of(desk, number).likely != "D16"
    perform(desk, number, VoidPaper(paper="D16", reason="写错"))
    assert owed(desk, number) == ("D16",)


def test_who_cannot_be_reached_is_told_nothing() -> None:
    desk = at(OFFICE)
    number = registers(desk, name="").number
    perform(desk, number, Forward(unit="U1"))
    assert owed(desk, number) == ("D09",)


def test_each_claim_is_owed_its_own_paper() -> None:
    desk = at(OFFICE)
    claims = tuple(ClaimGiven(text=text, purpose=Purpose.CLAIM) for text in ("补偿款", "宅基地"))
    number = registers(desk, claims=claims).number
    perform(desk, number, replace(REFUSED, claim=1, paper_number="示不受1"))
    assert owed(desk, number) == (), "its number was recorded with the act"
    perform(desk, number, replace(REFUSED, claim=2, reference="示受2"))
    assert owed(desk, number) == ("D16",)


def test_what_others_did_and_what_was_only_asked_owes_no_paper_of_ours() -> None:
    desk = at(TOWNSHIP)
    number = registers(desk).number
    perform(desk, number, RecordExternal(organ="U2", fact="accepted", on=TODAY))
    perform(desk, number, RecordExternal(organ="U2", fact="opinion-issued", on=TODAY, number="处1"))
    perform(desk, number, RequestReview(body="示范县人民政府", received_on=TODAY))
    assert owed(desk, number) == ()
    done = perform(desk, number, ContactUnit(unit="U1", person="赵某", answer="在办"))
    assert done is not None and owed_by_act(desk, done, None) == ()


@pytest.mark.parametrize("result", list(ReviewResult))
def test_a_review_is_told_whatever_it_decides_and_the_re_examination_after_it(result: ReviewResult) -> None:
    desk = at(OFFICE)
    number = registers(desk, **PETITION).number
    perform(desk, number, RecordExternal(organ="U1", fact="opinion-issued", on=TODAY, number="处1"))
    perform(desk, number, RequestReview(body="示范县人民政府", received_on=TODAY, reason="不服"))
    assert owed(desk, number) == ()
    perform(desk, number, TakeOnReview(agreed=True, paper_number="查受0"))
    assert owed(desk, number) == (), "its notice was written outside"
    perform(desk, number, VoidPaper(paper="D29", reason="写错"))
    assert owed(desk, number) == ("D29",)
    papers.issue(desk, number, "D29")
    perform(desk, number, IssueReview(result=result, opinion="x", basis="条例第三十五条", paper_number=""))
    assert owed(desk, number) == ("D30",)
    said = {
        "findings": "查明",
        "remedy.bodies": "示范市人民政府|市区一号|0373-1",
        "prior.received_on": "2026-03-02",
        "prior.gist": "不予支持",
    }
    papers.issue(desk, number, "D30", extra=said)
    assert owed(desk, number) == ()


def test_the_last_word_over_a_review_of_others() -> None:
    desk = at(OFFICE)
    number = registers(desk, **PETITION).number
    for fact in ("opinion-issued", "review-issued"):
        perform(desk, number, RecordExternal(organ="U1", fact=fact, on=TODAY, number="1"))
    later = moved_to(desk, "2026-03-09T09:00")
    perform(later, number, RequestReExamination(body="示范市人民政府", received_on=later.today()))
    done = perform(
        later, number, IssueReExamination(result=ReviewResult.UPHELD, opinion="维持", basis="条例第三十六条")
    )
    assert done is not None and [kind.kind for kind in owed_by_act(later, done, None)] == ["D32"]
