"""What else is open to the parties of a mediation that ended (人民调解法第二十六条): data, by the kind of dispute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.domain.mediation.state import Mediation, MediationEnding
from resources.loader import read_toml

SOURCE = "clauses/other_ways.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWay:
    """A way that is open (其他途径): for which kinds of dispute, in which words, under which article; whether that is sure.

    One that is not sure names neither article nor period; `check` says what is to be looked up.
    """

    kinds: tuple[str, ...]
    text: str
    sure: bool
    article: str = ""
    check: str = ""


@cache
def other_ways() -> tuple[OtherWay, ...]:
    """All ways, in the order in which they are told."""
    return tuple(
        OtherWay(
            kinds=tuple(row["kinds"]),
            text=row["text"],
            sure=row["sure"],
            article=row.get("article", ""),
            check=row.get("check", ""),
        )
        for row in read_toml(SOURCE)["way"]
    )


def ways_for(dispute_kind: str) -> tuple[OtherWay, ...]:
    """The ways that are open in a dispute of that kind."""
    return tuple(way for way in other_ways() if dispute_kind in way.kinds)


def interrupted() -> str:
    """What is said of the period of limitation, which asking a committee interrupts."""
    return str(_words()["interrupts"])


def outcome_of(state: Mediation) -> str:
    """How a mediation went that ended, as a half sentence of the notice; empty for one that runs."""
    if state.ended is None:
        return ""
    ending = state.ended.mediation_ending
    if ending is MediationEnding.REFUSED and state.began_on is None:
        return str(_words()["no_mediation"])
    return str(_words().get(ending.value, _words()["not_reached"]))


@cache
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_toml(SOURCE)["other_ways"]
    return found
