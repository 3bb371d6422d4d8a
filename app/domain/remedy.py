"""The remedy of a decision (救济途径): what a paper may offer, chosen by path, level and kind of body, never typed.

An opinion of the petition procedure offers review and nothing else; a statutory answer reconsideration and the courts,
never a review; a suggestion, an accusation and what other laws decide offer none here (law.md 1.4 (10), 2.7). Periods
come from the rules, words from resources/clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final

from app.domain.claims import Claim, Path, Purpose
from app.domain.law import Law
from app.domain.office import Office, StationKind, Unit
from app.domain.rule import Ground
from app.errors import Refused
from resources.loader import read_toml

FILE: Final = "clauses/remedies.toml"
BY_CLASS: Final = frozenset({Purpose.SUGGESTION, Purpose.ACCUSATION})
"""Classes whose remedy does not depend on a branch of article 31."""


class HandlingLevel(StrEnum):
    """The three levels at which the petition procedure decides (行政三级办理): 办理、复查、复核."""

    HANDLING = "handling"
    REVIEW = "review"
    RE_EXAMINATION = "re_examination"


class BodyKind(StrEnum):
    """What kind of body decided (机关、单位): 政府、部门、垂直管理部门、党的机关、企业事业单位."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    VERTICAL = "vertical"
    PARTY = "party"
    INSTITUTION = "institution"


class Remedy(StrEnum):
    """What a paper offers somebody who disagrees (救济)."""

    REVIEW = "review"
    RE_EXAMINATION = "re-examination"
    FINAL = "final"
    RECONSIDERATION = "reconsideration"
    RECONSIDERATION_FIRST = "reconsideration-first"
    OTHER_LAW = "other-law"
    HANDLING_UNIT = "handling-unit"
    NEW_FACTS = "new-facts"
    NONE = "none"


OF_STATION: Final[Mapping[StationKind, BodyKind]] = {
    StationKind.OFFICE: BodyKind.GOVERNMENT,
    StationKind.TOWNSHIP: BodyKind.GOVERNMENT,
    StationKind.DEPARTMENT: BodyKind.DEPARTMENT,
    StationKind.DESK: BodyKind.DEPARTMENT,
}
"""What kind of body speaks where our own station decides; a petition office reviews for its government."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HigherBody:
    """A body that a paper sends somebody to (上一级机关、复议机关): name, address, phone."""

    name: str
    address: str = ""
    phone: str = ""


def remedy_of(
    law: Law,
    claims: Iterable[Claim],
    level: HandlingLevel,
    body: BodyKind,
    *,
    declined: bool = False,
    first: bool = False,
) -> Remedy:
    """What a decision over these claims offers; they must have the same remedy, or each gets its own paper.

    `declined`: the body did not do what it was asked to do as its duty, so that reconsideration comes first
    (行政复议法第二十三条第一款第三项); `first`: it does for another reason of that article.

    Raises Refused("remedy.undecided", "remedy.no_review", "remedy.several").
    """
    found = {_one(law, claim, level, body, declined=declined, first=first) for claim in claims}
    if len(found) != 1:
        raise Refused("remedy.several", field="claim")
    return found.pop()


def _one(
    law: Law, claim: Claim, level: HandlingLevel, body: BodyKind, *, declined: bool, first: bool
) -> Remedy:
    by_class = claim.purpose in BY_CLASS
    if not by_class and (claim.purpose is Purpose.UNDECIDED or claim.path is Path.UNDECIDED):
        raise Refused("remedy.undecided", field="claim", claim=claim.number)
    path = law.path(claim.purpose, claim.path)
    given = Remedy.NONE if path is None else Remedy(path.remedy)
    if level is not HandlingLevel.HANDLING:
        if given is not Remedy.REVIEW:
            raise Refused("remedy.no_review", field="claim", claim=claim.number)
        return Remedy.RE_EXAMINATION if level is HandlingLevel.REVIEW else Remedy.FINAL
    if given is not Remedy.RECONSIDERATION:
        return given
    if body not in _table()["administrative"]["kinds"]:
        return Remedy.NONE
    before_courts = first or (declined and claim.path is Path.DUTY_PERFORMANCE)
    return Remedy.RECONSIDERATION_FIRST if before_courts else given


def remedy_of_ground(ground: Ground) -> Remedy:
    """What a notice of turning away offers on this ground."""
    return Remedy(ground.remedy)


def clause_of(
    law: Law, remedy: Remedy, bodies: Sequence[HigherBody], on: date | None = None, *, court: str = ""
) -> str:
    """The sentence of the remedy with the periods of the law in force `on` that day; empty where there is none.

    Raises Refused("remedy.no_body") where somebody is to be asked and nobody is named.
    """
    clause = _table()["clauses"].get(remedy)
    if clause is None:
        return ""
    if clause["bodies"] and not [body for body in bodies if body.name.strip()]:
        raise Refused("remedy.no_body", field="remedy.bodies")
    named = _table()["bodies"]
    return str(clause["text"]).format(
        *(period_of(law, rule, on) for rule in clause["rules"]),
        bodies=str(named["or"]).join(_named(body) for body in bodies),
        court=court or named["court"],
    )


def article_of(remedy: Remedy) -> str:
    """The article that gives the remedy, or empty."""
    clause = _table()["clauses"].get(remedy)
    return "" if clause is None else str(clause["article"])


def needs_body(remedy: Remedy) -> bool:
    """Whether the clause names somebody to turn to."""
    clause = _table()["clauses"].get(remedy)
    return clause is not None and bool(clause["bodies"])


def period_of(law: Law, rule: str, on: date | None = None) -> str:
    """The length of a clock in words, from the rule; empty for one without. Raises NotFound("law.unknown_rule")."""
    length = law.rule(rule, on).length
    return "" if length is None else str(_table()["lengths"][length.unit]).format(n=length.n)


def bodies_above(office: Office, unit: Unit | None) -> tuple[HigherBody, ...]:
    """Who stands above a unit by the office's table: its review bodies, else its superior; with address and phone."""
    if unit is None:
        return ()
    names = unit.review_bodies or ((unit.superior,) if unit.superior else ())
    return tuple(known_body(office, name) for name in names)


def require_above(above: Sequence[HigherBody], named: Sequence[HigherBody]) -> None:
    """Lets pass only bodies of the table, where it has any. Raises Refused("remedy.not_above") naming both."""
    allowed = {body.name for body in above}
    wrong = [body.name for body in named if body.name not in allowed]
    if allowed and wrong:
        raise Refused(
            "remedy.not_above", field="remedy.bodies", body=wrong[0], allowed=", ".join(sorted(allowed))
        )


def known_body(office: Office, reference: str) -> HigherBody:
    """The body with the address and phone of the office's table of units, as far as it knows them."""
    unit = office.unit(reference)
    if unit is None:
        return HigherBody(name=reference)
    return HigherBody(name=unit.name, address=unit.address, phone=unit.phone or unit.duty_phone)


def _named(body: HigherBody) -> str:
    named = _table()["bodies"]
    parts = [
        str(named[part]).format(**{part: value})
        for part, value in (("address", body.address), ("phone", body.phone))
        if value
    ]
    particulars = (
        str(named["particulars"]).format(particulars=named["separator"].join(parts)) if parts else ""
    )
    return str(named["one"]).format(name=body.name) + particulars


@cache
def _table() -> Mapping[str, Any]:
    return read_toml(FILE)
