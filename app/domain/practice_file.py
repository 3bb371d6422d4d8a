"""Reading the lessons of the training hall: resources/training/*.toml → lessons, refused with the file and the reason.

Nothing is guessed: an unknown fact, trait, kind of entry or of paper is a fault, and so is a key that does not belong here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from app.domain.history import ENTRY_KINDS
from app.domain.practice import OF_KIND, Goal, Lesson, LessonStep, PracticeFact, Trait
from app.errors import Damaged
from resources.loader import names_in, read_text

FOLDER: Final = "training"
DAY: Final = "made-up-day"
"""The file of the made-up day; it is no lesson."""
_LESSON: Final = frozenset(
    {"lesson", "order", "title", "visitor", "says", "given", "look", "needs_day", "steps"}
)
_STEP: Final = frozenset({"does", "keys", "page", "why", "article", "goal"})
_GOAL: Final = frozenset({"fact", "kind", "traits", "persons", "representatives", "absent"})


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every lesson, in their order. Raises Damaged("practice.lesson")."""
    names = [name for name in names_in(FOLDER, "toml") if name.removesuffix(".toml") != DAY]
    made = [read_lesson(read_text(f"{FOLDER}/{name}"), name) for name in names]
    return tuple(sorted(made, key=lambda item: item.order))


def read_lesson(text: str, name: str) -> Lesson:
    """One lesson of a text; `name` is its file's. Raises Damaged("practice.lesson")."""
    try:
        raw = tomllib.loads(text)
        _only(raw, _LESSON)
        steps = tuple(_step(item) for item in raw["steps"])
        if not steps:
            raise ValueError("steps")
        return Lesson(
            code=str(raw["lesson"]),
            order=int(raw["order"]),
            title=str(raw["title"]),
            visitor=str(raw["visitor"]),
            says=str(raw["says"]),
            given=tuple((str(label), str(words)) for label, words in raw.get("given", ())),
            look=str(raw.get("look", "")),
            needs_day=bool(raw.get("needs_day", False)),
            steps=steps,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("practice.lesson", file=name, reason=str(error)) from error


def _step(raw: Mapping[str, Any]) -> LessonStep:
    _only(raw, _STEP)
    return LessonStep(
        does=str(raw["does"]),
        keys=tuple(map(str, raw["keys"])),
        page=str(raw["page"]),
        why=str(raw.get("why", "")),
        article=str(raw.get("article", "")),
        goal=_goal(raw["goal"]),
    )


def _goal(raw: Mapping[str, Any]) -> Goal:
    _only(raw, _GOAL)
    made = Goal(
        fact=PracticeFact(raw["fact"]),
        kind=str(raw.get("kind", "")),
        traits=frozenset(map(Trait, raw.get("traits", ()))),
        persons=int(raw.get("persons", 0)),
        representatives=int(raw.get("representatives", 0)),
        absent=bool(raw.get("absent", False)),
    )
    if bool(made.kind) is not (made.fact in OF_KIND):
        raise ValueError(f"kind: {made.fact}")
    if OF_KIND.get(made.fact) == "entry" and made.kind not in ENTRY_KINDS:
        raise ValueError(f"kind: {made.kind}")
    return made


def _only(raw: Mapping[str, Any], known: frozenset[str]) -> None:
    if unknown := sorted(set(raw) - known):
        raise ValueError(", ".join(unknown))
