"""The guide charts (导引图): per field a tree of questions whose leaves are lawful paths (features C3, C4, C5).

A leaf says which class and branch of article 31 a demand belongs to, which kind of body is competent, by which
procedure, within which limit and what to bring. It suggests; nothing is decided or recorded by it. The charts are
resources/routing/*.toml, read by app/domain/guide_file.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.domain.claims import Path, Purpose
from app.errors import BadInput

Certainty = Literal["text", "memory"]
CERTAINTIES: Final = frozenset({"text", "memory"})
"""Whether the text of a law was read, or it is cited from memory and shown with a mark until it was compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLimit:
    """A limit of another law in words, with its source. No clock runs by it."""

    id: str
    says: str
    law: str
    certainty: Certainty

    @property
    def unverified(self) -> bool:
        """Whether it is shown with the mark that it has to be compared (待核)."""
        return self.certainty == "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideAnswer:
    """One answer to a question: its code for ever, its words, and the question or leaf it leads to."""

    code: str
    says: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideQuestion:
    """One question with two answers or more."""

    id: str
    asks: str
    answers: tuple[GuideAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLeaf:
    """A lawful path (法定途径): class and branch, kind of body, procedures (the leading one first), level, papers.

    `body`, `procedures` and `level` are codes of the lists bodies, procedures and levels. `articles` are other laws
    than the branch of the Regulations itself, with `certainty` for all of them.
    """

    id: str
    purpose: Purpose
    path: Path = Path.UNDECIDED
    body: str
    procedures: tuple[str, ...]
    level: str
    says: str
    limits: tuple[GuideLimit, ...] = ()
    articles: tuple[str, ...] = ()
    certainty: Certainty = "text"
    papers: tuple[str, ...] = ()

    @property
    def act(self) -> str:
        """The act whose form this leaf fills: leading into another procedure, or settling the class."""
        other = (Path.UNDECIDED, Path.PETITION_PROCEDURE)
        return "divert" if self.purpose is Purpose.CLAIM and self.path not in other else "classify"


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteGuide:
    """One chart: its code, its title, for which first-level content categories it is meant, and its tree."""

    code: str
    title: str
    order: int
    first: str
    categories: tuple[str, ...]
    questions: Mapping[str, GuideQuestion]
    leaves: Mapping[str, GuideLeaf]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    """Where the answers so far have led: a question or a leaf; `answers` are those that were given, in order."""

    chart: RouteGuide
    answers: tuple[GuideAnswer, ...]
    question: GuideQuestion | None = None
    leaf: GuideLeaf | None = None


def walk(chart: RouteGuide, given: Sequence[str] = ()) -> GuideStep:
    """Follows the answers from the first question; an answer is given by its code, its place (from 1) or its words.

    Raises BadInput("guide.answer_unknown") naming what may be answered, "guide.answered" for answers after a leaf.
    """
    at, taken = chart.first, []
    for word in given:
        question = chart.questions.get(at)
        if question is None:
            raise BadInput("guide.answered", field="answer", given=word)
        answer = _answer(question, word)
        taken.append(answer)
        at = answer.to
    return GuideStep(
        chart=chart, answers=tuple(taken), question=chart.questions.get(at), leaf=chart.leaves.get(at)
    )


def _answer(question: GuideQuestion, word: str) -> GuideAnswer:
    for place, answer in enumerate(question.answers, start=1):
        if word in (answer.code, str(place), answer.says):
            return answer
    allowed = ", ".join(answer.code for answer in question.answers)
    raise BadInput("guide.answer_unknown", field="answer", given=word, asks=question.asks, allowed=allowed)


def chart_for(charts: Sequence[RouteGuide], category: str) -> RouteGuide:
    """The chart meant for a content category (its first two characters are the first level), else the first one."""
    found = (c for c in charts if any(category.startswith(code) for code in c.categories))
    return next(found, charts[0])
