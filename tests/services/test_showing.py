"""What `show` says of a matter with several claims: each stands where it stands, and none borrows another's ending."""

from __future__ import annotations

from typing import Any

from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.closing import Close, Closing
from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Forward
from app.domain.acts.registering import ClaimGiven
from app.domain.claims import Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.showing import matter_object
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory

NAMES = ("number", "purpose", "path", "state", "result", "ending", "resolved")


def test_one_claim_solved_the_other_sent_on() -> None:
    memory = FakeMemory()
    founded(memory)
    clerk = session(memory)
    claims = (
        ClaimGiven(text="补偿款没有付清", purpose=Purpose.CLAIM),
        ClaimGiven(text="村口装路灯", purpose=Purpose.SUGGESTION),
    )
    number = registers(clerk, claims=claims).number
    for act in (
        Forward(unit="U1", claim=1),
        Answer(claim=2, result=AnswerResult.ADOPTED, reply="已装", basis="会议纪要", paper_number="复1"),
        Deliver(
            paper="D19",
            method=DeliveryMethod.IN_PERSON,
            outcome=Outcome.RECEIVED,
            receiver="张示范",
        ),
        Close(claim=2, ending=Closing.SUBSTANTIVE, evidence="路灯照片"),
    ):
        perform(clerk, number, act)
    shown: Any = matter_object(view_matter(clerk, number))
    assert [tuple(claim[name] for name in NAMES) for claim in shown["claims"]] == [
        (1, "claim", "undecided", "forwarded", None, None, False),
        (2, "suggestion", "undecided", "resolved", "adopted", "substantive", True),
    ]
    assert shown["state"] != "resolved", "a matter is solved only when every claim is"
