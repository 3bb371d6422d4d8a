"""What somebody did last, and how each of it is taken back or why not (撤回).

Read from the journal, kept nowhere else. What may be taken back stands in resources/policies/taking_back.toml; the act that
does it judges for itself, here it is only tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.clock import from_milliseconds
from app.domain import history
from app.domain.acts.correcting import OF_PEOPLE
from app.domain.acts.striking import require_strikable
from app.domain.allowing import require_desk, require_live, require_station, require_unfolded
from app.domain.entry import Entry, writer_of
from app.domain.fields import describe
from app.domain.history import ACT_KINDS, read_value
from app.domain.kinds import Setting
from app.domain.matter import Matter
from app.domain.strikable import STRIKE, TakingBack, taking_back
from app.errors import AppError, NotFound, Refused
from app.services.reading import open_matter
from app.services.session import Session

MOST = 50
"""Acts that are listed."""
_SOMETHING = "—"
"""Stands for the reason that somebody would give."""
GONE = frozenset(
    {"strike.already", "merge.none", "apart.none", "difference.not_decided", "draft.unknown", "grant.nobody"}
)
"""Refusals that say that it was taken back already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayBack:
    """How an entry is taken back: the act whose form opens, what stands in it; or why not.

    `on` are the acts that go on from there where the kind is never taken back.
    """

    act: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)
    why: AppError | None = None
    on: tuple[str, ...] = ()

    @property
    def may(self) -> bool:
        """Whether it may be taken back now."""
        return bool(self.act) and self.why is None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAct:
    """One entry that somebody wrote: of which matter, its kind, when; and its way back.

    `kind` and `name` are empty for a matter under seal: of it there is the number and the day.
    """

    entry: str
    number: str
    name: str
    kind: str
    on: date
    at: datetime
    way: WayBack


def last_acts(session: Session, limit: int = MOST) -> tuple[WrittenAct, ...]:
    """The newest acts of this person at this desk, newest first, at most fifty. What is under seal is not looked into.

    Raises NotAllowed("role.acts_on_no_matters").
    """
    session.require_actor()
    table, queries = taking_back(), session.memory.queries
    rows = queries.written_by(session.account.id, session.desk, table.rows.keys(), min(limit, MOST))
    setting = session.setting(queries.latest_at())
    read: dict[str, tuple[Matter | None, Mapping[str, Entry]]] = {}
    made: list[WrittenAct] = []
    for row in rows:
        way = WayBack()
        if not row.restricted:
            if row.number not in read:
                read[row.number] = _read(session, row.number)
            matter, entries = read[row.number]
            if matter is None or row.entry not in entries:
                continue
            way = _way(matter, entries[row.entry], setting, None)
        made.append(
            WrittenAct(
                entry=row.entry,
                number=row.number,
                name="" if row.restricted else row.name,
                kind="" if row.restricted else row.kind,
                on=row.on,
                at=from_milliseconds(row.at),
                way=way,
            )
        )
    return tuple(made)


def way_back(session: Session, number: str, entry: str = "") -> WrittenAct | None:
    """The way back of an entry of a matter; without one, of this person's newest act on it that still stands. None: no act.

    The opening of the matter is recorded as every opening. Raises what `open_matter` raises, and
    NotFound("matter.unknown") for an entry that is not of this matter.
    """
    session.require_actor()
    view = open_matter(session, number)
    matter = view.known.matter
    setting = session.setting(session.memory.queries.latest_at())
    opener = session.opener(view.entries)
    rows = taking_back().rows
    mine = [
        item
        for item in reversed(view.entries)
        if item.header.kind in rows and (item.header.id.hex == entry if entry else _is_mine(session, item))
    ]
    for item in mine:
        way = _way(matter, item, setting, opener)
        if entry or way.why is None or way.why.code not in GONE:
            header = item.header
            return WrittenAct(
                entry=header.id.hex,
                number=number,
                name="",
                kind=header.kind,
                on=header.on,
                at=from_milliseconds(header.at),
                way=way,
            )
    if entry:
        raise NotFound("matter.unknown", field="number", number=number)
    return None


def can_be_taken_back(kinds: Iterable[str]) -> bool:
    """Whether any of these kinds, just written, has a way back."""
    rows = taking_back().rows
    return any(kind in rows and rows[kind].by for kind in kinds)


def _is_mine(session: Session, entry: Entry) -> bool:
    header = entry.header
    return header.actor == session.account.id and writer_of(header.origin) == session.office.station


def _read(session: Session, number: str) -> tuple[Matter | None, Mapping[str, Entry]]:
    """The matter as everybody sees it, and its entries by identity; nothing sealed is opened for a list."""
    stream = session.unmasked.find(number)
    entries = () if stream is None else session.unmasked.stream(stream)
    return history.fold(entries), {entry.header.id.hex: entry for entry in entries}


def _way(matter: Matter, entry: Entry, setting: Setting, opener: history.Opener | None) -> WayBack:
    row = taking_back().rows[entry.header.kind]
    if not row.by:
        return WayBack(on=row.on)
    found = read_value(entry, opener)
    filled = {} if found is None else _filled(matter, row, entry, found[1])
    return WayBack(act=row.by, filled=filled, why=_refusal(matter, row, entry, filled, setting))


def _filled(matter: Matter, row: TakingBack, entry: Entry, value: Any) -> dict[str, str]:
    """What stands in the form of the act that takes it back: everything but the reason."""
    if row.by == STRIKE:
        return {"entry": entry.header.id.hex}
    if row.by == "withdraw-redaction":
        return {"redaction": str(getattr(value, "redaction", "")) or entry.header.id.hex}
    if row.by == "correct":
        known = value.field not in OF_PEOPLE and not matter.restricted
        return {"field": value.field, "value": (value.before or value.story_before) if known else ""}
    names = {"unlink": "other", "undo-apart": "other", "undo-decision": "field", "withdraw-access": "person"}
    name = {**names, "drop-draft": "draft"}.get(row.by, "")
    return {name: str(getattr(value, name))} if name else {}


def _refusal(
    matter: Matter, row: TakingBack, entry: Entry, filled: Mapping[str, str], setting: Setting
) -> AppError | None:
    """The refusal that the act would meet now, or None; values that were typed are no reason."""
    kind = ACT_KINDS[row.by]
    given = {name: value for name, value in filled.items() if value}
    if "reason" in {item.name for item in describe(kind.type)}:
        given["reason"] = _SOMETHING
    try:
        require_station(kind, setting.office)
        require_live(matter)
        if row.struck:
            found = next(item for item in matter.strikable if item.entry == entry.header.id)
            require_strikable(matter, found, setting)
        if row.by == "correct":
            given.setdefault("value", _SOMETHING)
        for happened in kind.decide(matter, history.act_from_words(row.by, given), setting):
            require_desk(setting.office, matter, happened.value)
            require_unfolded(matter, happened.value)
    except Refused as refused:
        return refused
    except AppError as error:
        return error if error.code in GONE else None
    return None
