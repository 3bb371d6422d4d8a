"""The history of a matter in lines: what happened, when, by whom, at which desk. Words are the screen's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.clock import from_milliseconds
from app.domain.carrying import sealed_of
from app.domain.codes import LIST_OF_FIELD, text_of
from app.domain.entry import Entry
from app.domain.field_classes import OF_IDENTITY, OF_SCOPE, is_sensitive, masked_text
from app.domain.fields import describe, to_json
from app.domain.history import Opener, read_value
from app.papers.catalogue import paper_kind
from app.services.merging import Attached, attached_to
from app.services.reading import MatterView
from app.services.session import Session
from resources.loader import words

SCREENS = frozenset({"purpose", "path", "method", "outcome"})
"""Coded fields that the page puts into words itself."""
UNIT_LISTS = frozenset({"units", "with_units"})
"""Fields that name several units."""
SILENT = frozenset({"paper-frozen"})
"""Kinds that only keep the program's own books."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One entry: its kind, the day it counts for, when it was made, the person's name, the desk, its plain values.

    `sealed` says that a part of it lies under keys that this person does not hold. `number` is another number in which it
    stands and which continues here; then nothing of what was said is in the line. `entry` is its identity (hex). Of one that
    was struck out as made by mistake: the day, and why, as far as this person may know it.
    """

    kind: str
    on: date
    at: datetime
    who: str
    desk: str
    facts: Mapping[str, str]
    sealed: bool
    number: str = ""
    entry: str = ""
    struck_on: date | None = None
    struck_for: str = ""


def history_lines(session: Session, view: MatterView) -> tuple[HistoryLine, ...]:
    """The entries of a matter that was opened (`open_matter`), newest first, each masked for this person."""
    names = {account.id: account.name for account in session.accounts.accounts}
    opener = session.opener(view.entries)
    lines = [
        _line(session, view, entry, names, opener)
        for entry in view.entries
        if entry.header.kind not in SILENT
    ]
    attached = [
        _bare(item, names)
        for item in attached_to(session, view.known.matter.number)
        if item.entry.header.kind not in SILENT
    ]
    if attached:
        lines = sorted((*lines, *attached), key=lambda line: line.at)
    return tuple(reversed(lines))


def _bare(item: Attached, names: Mapping[str, str]) -> HistoryLine:
    """What was written on a number that continues here: what, when and by whom, not what was said."""
    header = item.entry.header
    return HistoryLine(
        kind=header.kind,
        on=header.on,
        at=from_milliseconds(header.at),
        who=names.get(header.actor, header.actor),
        desk=header.desk,
        facts={},
        sealed=False,
        number=item.number,
    )


def _line(
    session: Session, view: MatterView, entry: Entry, names: Mapping[str, str], opener: Opener
) -> HistoryLine:
    header = entry.header
    found = read_value(entry, opener)
    sealed = any(opener(part) is None for part in sealed_of(entry))
    struck = next((item for item in view.known.matter.strikable if item.entry == header.id), None)
    role, closed = session.account.role, view.known.matter.restricted
    why = "" if struck is None else struck.reason
    return HistoryLine(
        kind=header.kind,
        on=header.on,
        at=from_milliseconds(header.at),
        who=names.get(header.actor, header.actor),
        desk=header.desk,
        facts={} if found is None else _facts(session, view, header.kind, found[1]),
        sealed=sealed,
        entry=header.id.hex,
        struck_on=None if struck is None else struck.struck_on,
        struck_for=masked_text(OF_SCOPE["story"], why, role, view.relation, sealed=closed) if why else "",
    )


def _facts(session: Session, view: MatterView, kind: str, value: object) -> dict[str, str]:
    """The plain values of an entry: texts, numbers, days; units by name, papers by title and number; people masked."""
    matter = view.known.matter
    made, flags = {}, words("words/road.toml")["flags"]
    for name, item in to_json(value).items():
        if isinstance(item, str | int) and not isinstance(item, bool):
            made[name] = str(item)
        elif isinstance(item, list) and name in UNIT_LISTS:
            made[name] = _unit_names(session, kind, name, item)
        elif isinstance(item, list) and name in LIST_OF_FIELD:
            made[name] = "\u3001".join(_word(name, str(code)) for code in item)
        elif item is True:
            made[name] = str(flags.get(f"{kind}.{name}", name))
    _mask(session, view, value, made)
    for spec in describe(type(value)):
        if spec.type == "code" and spec.name in made and spec.name not in SCREENS:
            made[spec.name] = _word(spec.name, made[spec.name])
    if "cause" in made:
        made["cause"] = _word("cause", made["cause"])
    if "ground" in made:
        known = {ground.id: ground.title for ground in session.law.grounds}
        made["ground"] = known.get(made["ground"], made["ground"])
    for name in ("unit", "organ", "body"):
        unit = session.office.unit(made.get(name, ""))
        if unit is not None:
            made[name] = unit.name
    if "material" in made:
        names = {item.id: item.name for item in matter.materials}
        made["material"] = names.get(made["material"], "")
    record = matter.paper(made.get("paper", "")) if "paper" in made else None
    if record is not None:
        made["paper"] = f"{paper_kind(record.kind).title} {record.number}".strip()
    return made


def _mask(session: Session, view: MatterView, value: object, made: dict[str, str]) -> None:
    """Puts masks on what an entry says of people and, in an accusation, of the story: its fields name their scope."""
    role, sealed = session.account.role, view.known.matter.restricted
    sensitive = is_sensitive(str(getattr(value, "field", "")))
    for spec in describe(type(value)):
        if spec.name in made and spec.scope:
            value_of = spec.name.endswith(("before", "after"))
            classed = OF_IDENTITY if sensitive and value_of else OF_SCOPE[spec.scope]
            made[spec.name] = masked_text(classed, made[spec.name], role, view.relation, sealed=sealed)
            if not made[spec.name]:
                del made[spec.name]


def _unit_names(session: Session, kind: str, field: str, codes: list[object]) -> str:
    known = [(str(code), session.office.unit(str(code))) for code in codes]
    names = "\u3001".join(code if unit is None else unit.name for code, unit in known)
    return str(words("words/routing.toml")["several"].get(f"{kind}.{field}", "{names}")).format(names=names)


def _word(field: str, code: str) -> str:
    """A code in the office's words."""
    return text_of(LIST_OF_FIELD[field], code) if field in LIST_OF_FIELD else code
