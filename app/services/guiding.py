"""A leaf of a guide chart joined with what this office knows: article, units with address and hours, limits, papers.

It answers which body, which procedure, at which level and with which papers (features C3 to C5); nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.codes import codes, label, region
from app.domain.guide import GuideLeaf, GuideStep, RouteGuide, walk
from app.domain.guide_file import shipped_chart, shipped_charts
from app.domain.law import Law
from app.domain.matter import Matter
from app.domain.office import Office, Unit
from resources.loader import words

_WORDS = "words/routing.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A provision or limit as it is shown: its words, the law, and whether it still has to be compared (待核)."""

    says: str
    law: str
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Everything a leaf says, in the office's words. `units` are those of the table that are such a body, likeliest
    first; `here` says that asking at this hall is lawful (条例第二十条第一款).
    """

    leaf: GuideLeaf
    purpose: str
    path: str
    procedures: tuple[str, ...]
    body: str
    level: str
    says: str
    articles: tuple[Cited, ...]
    limits: tuple[Cited, ...]
    units: tuple[Unit, ...]
    papers: tuple[str, ...]
    here: str

    @property
    def basis(self) -> str:
        """The laws of this way in one line, for the basis of a diversion; those from memory carry their mark."""
        marked = str(words(_WORDS)["guide"]["unverified"])
        return "\u3001".join(item.law + (marked if item.unverified else "") for item in self.articles)


def charts() -> tuple[RouteGuide, ...]:
    """The charts there are, the general one first."""
    return shipped_charts()


def guided(chart: str, answers: Sequence[str] = ()) -> GuideStep:
    """Where these answers lead in that chart. Raises NotFound("guide.unknown"), and what `walk` refuses."""
    return walk(shipped_chart(chart), answers)


def advice(leaf: GuideLeaf, law: Law, office: Office, place: str = "") -> Advice:
    """What a leaf says here; `place` is the code of the place the matter is about, for the township it belongs to."""
    rule = law.path(leaf.purpose, leaf.path)
    regulation = [] if rule is None else [Cited(says="", law=rule.article, unverified=False)]
    memory = leaf.certainty == "memory"
    text = words(_WORDS)["guide"]
    return Advice(
        leaf=leaf,
        purpose=label("purposes", leaf.purpose),
        path="" if leaf.path == "undecided" else label("paths", leaf.path),
        procedures=tuple(label("procedures", code) for code in leaf.procedures),
        body=label("bodies", leaf.body),
        level=label("levels", leaf.level),
        says=leaf.says,
        articles=(*regulation, *(Cited(says="", law=a, unverified=memory) for a in leaf.articles)),
        limits=tuple(Cited(says=i.says, law=i.law, unverified=i.unverified) for i in leaf.limits),
        units=units_for(leaf.body, office, place),
        papers=leaf.papers,
        here=str(text["here"]),
    )


def units_for(body: str, office: Office, place: str = "") -> tuple[Unit, ...]:
    """The open units of the office's table that are this kind of body: marked so, or called so; of `place` first."""
    names = next((code.aliases for code in codes("bodies") if code.code == body), ())
    found = [
        unit
        for unit in office.units
        if not unit.closed
        and (body in unit.serves or (not unit.serves and any(name in unit.name for name in names)))
    ]
    where = region(place) if place else None
    local = "" if where is None else where.name
    return tuple(sorted(found, key=lambda unit: not (local and local in unit.name)))


def form_of(given: Advice, matter: Matter) -> tuple[str, dict[str, str]]:
    """The act whose form this way fills for a matter, and the values that stand in it for the clerk to confirm.

    Where the class is settled so already and the way stays in the petition procedure, it is the forwarding to the unit.
    """
    leaf, unit = given.leaf, given.units[0] if given.units else None
    if leaf.act == "divert":
        organ = given.body if unit is None else unit.name
        return "divert", {"path": leaf.path, "organ": organ, "basis": given.basis, "reason": given.says}
    settled = {(leaf.purpose, leaf.path)}
    if set(matter.classes) == settled and unit is not None:
        return "forward", {"unit": unit.code}
    return "classify", {"purpose": leaf.purpose, "path": leaf.path if leaf.purpose == "claim" else ""}


def advice_object(given: Advice) -> dict[str, object]:
    """The advice as the JSON object of `guide`."""
    leaf = given.leaf
    return {
        "leaf": leaf.id,
        "purpose": leaf.purpose,
        "path": leaf.path,
        "act": leaf.act,
        "says": given.says,
        "procedures": list(given.procedures),
        "body": given.body,
        "level": given.level,
        "articles": [{"law": item.law, "unverified": item.unverified} for item in given.articles],
        "limits": [
            {"says": item.says, "law": item.law, "unverified": item.unverified} for item in given.limits
        ],
        "units": [
            {
                "code": unit.code,
                "name": unit.name,
                "address": unit.address,
                "phone": unit.phone or unit.duty_phone,
                "hours": unit.hours,
            }
            for unit in given.units
        ],
        "papers": list(given.papers),
        "here": given.here,
    }
