"""What tests of letters begin with: a station in memory, and a letter as the facts it was made from."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from app.domain.acts.opining import OpinionResult
from app.domain.acts.registering import ClaimGiven
from app.domain.claims import Path, Purpose
from app.domain.office import StationKind
from app.errors import AppError
from app.services import papers
from app.services.session import Session
from tests.desks import founded, session
from tests.fakes import FakeMemory

COUNTY = "示范县人民政府|县城一号|0373-0000010"
PETITION = {"claims": (ClaimGiven(text="修路占地", purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE),)}
OPINION = {
    "result": OpinionResult.SUPPORTED,
    "facts": "查明2019年占地12.5亩。",
    "opinion": "余款应当付清。",
    "basis": "《中华人民共和国土地管理法》第四十八条",
    "heard_on": date(2026, 3, 2),
    "due_by": date(2026, 6, 30),
}
SAID = {"evidence": "补偿协议", "remedy.bodies": COUNTY}


def at(kind: StationKind) -> Session:
    """A clerk in memory, at that kind of station, on 2 March 2026."""
    memory = FakeMemory()
    founded(memory, kind)
    return session(memory)


def facts_of(made: papers.MadePaper) -> dict[str, Any]:
    """What the paper was made from, as its entry keeps it."""
    assert made.record is not None
    facts: dict[str, Any] = json.loads(made.record.facts)["facts"]
    return facts


def made(desk: Session, number: str, kind: str, **said: str) -> dict[str, Any]:
    """Issues it and answers its facts; names are given with `__` for the dot."""
    extra = {name.replace("__", "."): value for name, value in said.items()}
    return facts_of(papers.issue(desk, number, kind, extra=extra))


def refused(desk: Session, number: str, kind: str, **said: str) -> AppError:
    """The refusal of that paper; no number was taken."""
    before = desk.memory.queries.head()
    with pytest.raises(AppError) as caught:
        made(desk, number, kind, **said)
    assert desk.memory.queries.head() == before, "nothing was recorded"
    return caught.value
