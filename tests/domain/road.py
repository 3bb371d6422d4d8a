"""What tests of the road map begin with: matters at some step of it, and acts as they are usually filled in."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.closing import Close, Closing
from app.domain.acts.delivering import Deliver
from app.domain.acts.extending import Extend
from app.domain.acts.forwarding import Forward
from app.domain.acts.opining import IssueOpinion, OpinionResult
from app.domain.acts.recording import RecordExternal
from app.domain.acts.registering import ClaimGiven
from app.domain.acts.reviewing import (
    IssueReview,
    RequestReview,
    ReviewResult,
)
from app.domain.claims import Path
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.law import Law
from app.domain.office import StationKind
from app.errors import AppError
from tests.domain.story import Story, claim, day

PETITION = claim(path=Path.PETITION_PROCEDURE)
TOWNSHIP, OFFICE, DEPARTMENT = StationKind.TOWNSHIP, StationKind.OFFICE, StationKind.DEPARTMENT


def begun(kind: StationKind, on: str, *claims: ClaimGiven, law: Law | None = None, **given: Any) -> Story:
    made = Story(kind) if law is None else Story(kind, law=law)
    made.begins(on, *claims, **given)
    return made


def accepted(on: str = "03-02", *claims: ClaimGiven) -> Story:
    """A township that took a claim on, on the day it came."""
    told = begun(TOWNSHIP, on, *(claims or (PETITION,)))
    told.does(Accept(), on)
    return told


def refusal(told: Story, act: Any, on: str) -> str:
    """The code of the refusal; nothing was written."""
    before = len(told.entries)
    with pytest.raises(AppError) as caught:
        told.does(act, on)
    assert len(told.entries) == before
    return caught.value.code


def did(fact: str, on: str, organ: str = "U1", **more: Any) -> RecordExternal:
    return RecordExternal(organ=organ, fact=fact, on=day(on), **more)


def served(paper: str, on: str) -> Deliver:
    return Deliver(
        paper=paper,
        method=DeliveryMethod.IN_PERSON,
        outcome=Outcome.RECEIVED,
        on=day(on),
        receiver="张示范",
    )


def opinion(**given: Any) -> IssueOpinion:
    values: dict[str, Any] = {
        "result": OpinionResult.SUPPORTED,
        "facts": "查明补偿款未付",
        "opinion": "予以支付",
        "basis": "《土地管理法》第四十八条",
        "heard_on": day("03-02"),
        "paper_number": "示政信意〔2026〕3号",
    }
    return IssueOpinion(**{**values, **given})


def extension(days: int = 30) -> Extend:
    return Extend(days=days, reason="需要重新测量", approver="张镇长", paper_number="示政信延〔2026〕1号")


def reviewed(result: ReviewResult = ReviewResult.UPHELD) -> Story:
    """A county office that follows a township's matter to the review opinion, served on 06-15."""
    told = begun(OFFICE, "01-05", PETITION)
    told.does(Forward(unit="U1"), "01-06")
    told.does(did("accepted", "01-07"), "01-08")
    told.does(did("opinion-issued", "03-20", number="意1", delivered_on=day("04-01")), "04-02")
    told.does(
        RequestReview(body="示范县人民政府", received_on=day("05-07"), postmark_on=day("05-06")), "05-07"
    )
    told.does(
        IssueReview(result=result, opinion="查明……", basis="条例第三十五条", paper_number="复1"), "06-05"
    )
    told.does(served("D30", "06-15"), "06-15")
    return told


def answered(told: Story, on: str) -> Story:
    """A suggestion answered in writing and served on that day."""
    told.does(
        Answer(result=AnswerResult.ADOPTED, reply="已采纳", basis="县政府会议纪要", paper_number="复1"), on
    )
    told.does(served("D19", on), on)
    return told


def solved(evidence: str = "路灯已装，照片两张") -> Close:
    return Close(ending=Closing.SUBSTANTIVE, evidence=evidence)
