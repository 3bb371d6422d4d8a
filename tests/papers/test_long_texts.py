"""Twelve thousand characters in a field of a person's words: all come out, in order, on as many sheets as it takes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.papers.catalogue import FactField, paper_kind
from app.papers.render import render
from app.services.facts.asked import found, put
from tests.papers.golden import kinds
from tests.papers.samples import EXTREME, FACTS, STORY, sample

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
LENGTH = 12_000
ONLY_THEN = frozenset({"D29"})
"""Kinds whose field is printed only in the case of the extreme sample: a request that is turned away."""
TEXT = "".join(f"〔{place:04}〕{STORY[place % 40 : place % 40 + 34]}" for place in range(LENGTH // 40))


def fields_of(kind: str) -> list[FactField]:
    """The fields of several lines that the ordinary sample fills: what a person writes there may be long."""
    own = FACTS[kind]
    return [fact for fact in paper_kind(kind).facts if fact.type == "words" and found(own, fact.name)]


LONG = [(kind, fact.name) for kind in kinds() for fact in fields_of(kind)[:1]]


def test_there_are_such_fields_in_most_papers() -> None:
    assert len(LONG) > 35 and LENGTH - 100 < len(TEXT) <= LENGTH + 100


@pytest.mark.parametrize(("kind", "field"), LONG)
def test_twelve_thousand_characters_flow(kind: str, field: str, tmp_path: Path) -> None:
    facts: dict[str, Any] = FACTS[kind] | EXTREME.get(kind, {}) if kind in ONLY_THEN else dict(FACTS[kind])
    put(facts, field, TEXT)
    paper = sample(kind)
    made = render(type(paper)(**{**fields(paper), "facts": facts}))
    path = tmp_path / "paper.pdf"
    path.write_bytes(made.pdf)
    out = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    marks = re.findall(r"〔(\d{4})〕", re.sub(r"\s", "", out))
    wanted = [f"{place:04}" for place in range(LENGTH // 40)]
    assert [mark for mark in marks if mark in set(wanted)][: len(wanted)] == wanted, "in order, none lost"
    assert made.pages > 8


def fields(paper: Any) -> dict[str, Any]:
    """The values of a frozen dataclass by name."""
    return {name: getattr(paper, name) for name in paper.__slots__}
