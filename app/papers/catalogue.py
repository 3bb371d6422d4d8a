"""The kinds of paper the product knows, each read from resources/papers: what it must say, who may
issue it, how it looks.

A template is data: an office's programmer may add a version, a clerk may not re-word one. Older
versions stay beside the newest (`D14-1.toml`), so that a paper issued under one can be made again from
its facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from app.errors import NotFound, Refused
from resources.loader import names_in, read_toml, words

FOLDER = "papers"
Layout = Literal["letter", "document", "form", "large", "record", "wide", "half", "label", "strip"]
Seal = Literal["office", "special", "committee", "none"]
Offers = Literal["review", "other", ""]
Scope = Literal["matter", "mediation", "office", "copy"]
"""Whether a paper is about one matter, of the file of one mediation, or a list of the office."""
Whose = Literal["each", "may", ""]
"""Whether each party of a mediation gets a paper of its own, may get one, or all have the same."""
FactType = Literal["text", "words", "day", "moment", "number", "flag", "list"]
"""`words` is a text of several lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """One fact a paper is made from: dotted name, what the clerk calls it, its type, and when it must
    be given.

    `required_unless` names a flag that frees from it, `only_if` one without which it is not asked for.
    A list has `fields` of its own: the names in each of its rows. With `ask` the clerk says it, because no entry
    does; `default` is then an expression over the facts of the matter for what stands in the field at first, and
    `values` a code list whose words are offered. Our own words are looked at before a letter goes out: those that are
    asked for, and those marked `ours`; `quoted` are the petitioner's, `history` tells what happened.
    """

    name: str
    label: str
    type: FactType
    required: bool
    required_unless: str | None = None
    only_if: str | None = None
    ask: bool = False
    default: str | None = None
    values: str = ""
    ours: bool = False
    quoted: bool = False
    history: bool = False
    fields: tuple[FactField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prohibition:
    """A combination of facts with which the paper must not be made: an expression over facts, and the
    error's code.
    """

    when: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """One kind of paper in one version.

    `strict`: its words are fixed and may not be changed by an office. `numbered`: it needs a document number (文号)
    before it goes out, in which `series` is its word. `stations`: kinds of station that may issue it. `subject` is
    the part of the procedure it belongs to. It is offered once one of the milestones in `after` has happened and a claim
    is of one of the classes or branches in `paths` (names of `Law.paths`); empty: always. `offers` is which remedies its
    words may speak of: "review" and no other procedure's, "other" and no review, or empty where that is not looked at.
    `blocks` are the raw layout blocks. `blank`: it may be printed empty for the pen, before there is a matter; `signers`
    sign at the foot of every page. `verifiable`: it bears a code by which any hall can verify it. `scope`: it is about a
    matter, of a mediation's file, about the office, or a short copy of another kind's facts. Of a mediation's file: `party`
    says whose copy it is, `sitting` that it is the record of one sitting, `bound` that it is made with the volume only.
    """

    kind: str
    title: str
    version: str
    effective_from: str
    basis: tuple[str, ...]
    addressee: str
    copies: int
    delivery_required: bool
    numbered: bool
    series: str
    strict: bool
    seal: Seal
    layout: Layout
    stations: tuple[str, ...]
    subject: str
    after: tuple[str, ...]
    offers: Offers
    facts: tuple[FactField, ...]
    prohibitions: tuple[Prohibition, ...]
    blocks: tuple[Mapping[str, Any], ...]
    scope: Scope = "matter"
    paths: tuple[str, ...] = ()
    blank: bool = False
    signers: tuple[str, ...] = ()
    verifiable: bool = False
    party: Whose = ""
    sitting: bool = False
    bound: bool = False

    @property
    def mandatory(self) -> tuple[str, ...]:
        """Names of the facts without which it does not go out (those with a condition included)."""
        return tuple(field.name for field in self.facts if field.required)

    @property
    def asked(self) -> tuple[FactField, ...]:
        """The facts that the clerk says when the paper is made, in the order of the form."""
        return tuple(field for field in self.facts if field.ask)


def _field(row: Mapping[str, Any]) -> FactField:
    return FactField(
        name=row["name"],
        label=row["label"],
        type=row.get("type", "text"),
        required=row.get("required", False),
        required_unless=row.get("required_unless"),
        only_if=row.get("only_if"),
        ask=row.get("ask", False),
        default=row.get("default"),
        values=row.get("values", ""),
        ours=row.get("ours", False),
        quoted=row.get("quoted", False),
        history=row.get("history", False),
        fields=tuple(_field(inner) for inner in row.get("fields", ())),
    )


def _kind(table: Mapping[str, Any]) -> PaperKind:
    return PaperKind(
        kind=table["kind"],
        title=table["title"],
        version=table["version"],
        effective_from=table["effective_from"],
        basis=tuple(table["basis"]),
        addressee=table["addressee"],
        copies=table["copies"],
        delivery_required=table["delivery_required"],
        numbered=table["numbered"],
        series=table.get("series", ""),
        strict=table["strict"],
        seal=table["seal"],
        layout=table["layout"],
        stations=tuple(table["stations"]),
        subject=table.get("subject", "registering"),
        after=tuple(table.get("after", ())),
        offers=table.get("offers", ""),
        facts=tuple(_field(row) for row in table["fact"]),
        prohibitions=tuple(
            Prohibition(when=row["when"], code=row["code"]) for row in table.get("forbid", ())
        ),
        blocks=tuple(table["block"]),
        scope=table.get("scope", "matter"),
        paths=tuple(table.get("paths", ())),
        blank=table.get("blank", False),
        signers=tuple(table.get("signers", ())),
        verifiable=table.get("verifiable", False),
        party=table.get("party", ""),
        sitting=table.get("sitting", False),
        bound=table.get("bound", False),
    )


@cache
def _all() -> tuple[PaperKind, ...]:
    kinds = (_kind(read_toml(f"{FOLDER}/{name}")) for name in names_in(FOLDER, ".toml"))
    return tuple(sorted(kinds, key=lambda kind: (kind.kind, int(kind.version))))


def catalogue(on: date | None = None) -> tuple[PaperKind, ...]:
    """Every kind of paper in its newest version, by kind; with `on` in the newest that is in force on that day."""
    return tuple(
        {kind.kind: kind for kind in _all() if on is None or kind.effective_from <= on.isoformat()}.values()
    )


def paper_kind(kind: str, on: date | None = None) -> PaperKind:
    """The newest version of `kind` (for example "D14"), or what is known of a kind that is only written outside.

    With `on` the newest version that is in force on that day: what is issued then.

    Raises NotFound("paper.kind_unknown", kind).
    """
    for candidate in catalogue(on):
        if candidate.kind == kind:
            return candidate
    title = words("words/road.toml")["papers_outside"].get(kind)
    if title is not None:
        return _outside(kind, str(title))
    raise NotFound("paper.kind_unknown", kind=kind)


def _outside(kind: str, title: str) -> PaperKind:
    """A kind that has no template yet: it is recorded with its number and delivered, never made here."""
    return PaperKind(
        kind=kind,
        title=title,
        version="0",
        effective_from="",
        basis=(),
        addressee="",
        copies=1,
        delivery_required=True,
        numbered=True,
        series="",
        strict=True,
        seal="none",
        layout="letter",
        stations=(),
        subject="",
        after=(),
        offers="",
        facts=(),
        prohibitions=(),
        blocks=(),
    )


def template(kind: str, version: str) -> PaperKind:
    """`kind` in the version it was issued under. Raises NotFound("paper.kind_unknown" or
    "paper.template_unknown").
    """
    paper_kind(kind)
    for candidate in _all():
        if (candidate.kind, candidate.version) == (kind, version):
            return candidate
    raise NotFound("paper.template_unknown", kind=kind, version=version)


def require_station(kind: PaperKind, station: str) -> None:
    """Stops a station that may not issue `kind`: an act of another organ is recorded, never printed as ours.

    `station` is "office" (信访局), "township", "department" or "desk" (入驻窗口).
    Raises Refused("paper.station_may_not_issue", title).
    """
    if station not in kind.stations:
        raise Refused("paper.station_may_not_issue", title=kind.title)
