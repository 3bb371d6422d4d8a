"""Adopting rules and calendars: proposed, shown with everything that changes, then recorded as an entry with its hash.

What a new program brings of the national text is recorded when it is first opened, as old matters keep the rules of their
dates; a new table of holidays waits until somebody confirmed the list of moved days (D3). After an adoption the due days
are recomputed matter by matter, in small transactions between which a clerk's own act fits; one that was cut off is
begun again at the next opening.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.changes import Changes
from app.domain import history
from app.domain.account import Role
from app.domain.calendar import WorkCalendar, YearTable
from app.domain.entry import StreamId, StreamKind, single
from app.domain.law import Law
from app.domain.law_adoption import CalendarPublished, LawAdopted
from app.domain.matter import Matter
from app.domain.overlays import (
    Overlay,
    Overlays,
    law_of,
    own_file,
    running,
    switched_off,
    switched_on,
    text_with,
)
from app.errors import BadInput, Refused
from app.ports import Known, Memory
from app.services.knowing import known
from app.services.session import Session, adopted_by

CHUNK = 50
"""Matters whose due days are recomputed in one transaction."""
ADOPTERS = (Role.LEADER, Role.SYSTEM_ADMINISTRATOR, Role.CLERK)
"""Who may adopt rules and calendars, as who may say who the office is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Rules or a calendar as they would be after an adoption. `kind` is law or calendar, `subject` what it is about."""

    kind: StreamKind
    subject: str
    since: date
    overlays: Overlays
    law: Law
    tables: tuple[YearTable, ...]
    calendar: WorkCalendar


def propose_on(
    session: Session, name: str, *, since: date | None = None, days: Mapping[str, int] | None = None
) -> Proposal:
    """An overlay switched on, or given the office's own numbers of days, from `since` (today) on.

    Raises NotFound `law.unknown_profile`, Refused("overlay.on_already", "overlay.not_editable"), BadInput("overlay.days",
    "law.malformed", "law.overlap").
    """
    first = since or session.today()
    overlays = session.adopted.overlays
    known = _latest(overlays, name) or Overlay(name=name)
    text = text_with(known.file, days) if days else known.text
    return _law_proposal(session, name, first, switched_on(overlays, name, first, text))


def propose_off(session: Session, name: str, *, since: date | None = None) -> Proposal:
    """An overlay switched off from `since` (today) on. Raises Refused("overlay.off_already")."""
    first = since or session.today()
    return _law_proposal(session, name, first, switched_off(session.adopted.overlays, name, first))


def propose_file(session: Session, file_name: str, text: str, *, since: date | None = None) -> Proposal:
    """A rules file of the office itself, on from `since` (the day its text begins, but not before today).

    Raises BadInput("law.malformed", "law.overlap"), Refused("overlay.national"): the last good rules stay.
    """
    file = own_file(file_name, text)
    name = str(file.data["profile"])
    first = since or session.today()
    return _law_proposal(session, name, first, switched_on(session.adopted.overlays, name, first, text))


def propose_calendar(session: Session, tables: Sequence[YearTable]) -> Proposal:
    """A calendar with these tables added or put in the place of those of the same years.

    Raises Refused("calendar.adopted_already") where it is the one that is worked by.
    """
    if not tables:
        raise Refused("calendar.adopted_already")
    calendar = session.calendar
    for table in tables:
        calendar = calendar.with_table(table)
    if calendar.version == session.calendar.version:
        raise Refused("calendar.adopted_already")
    shipped = {table.year: table for table in WorkCalendar.shipped().tables}
    own = {table.year: table for table in (*session.adopted.tables, *tables)}
    kept = tuple(own[year] for year in sorted(own) if own[year] != shipped.get(year))
    return Proposal(
        kind=StreamKind.CALENDAR,
        subject=", ".join(str(table.year) for table in tables),
        since=session.today(),
        overlays=session.adopted.overlays,
        law=session.law,
        tables=kept,
        calendar=calendar,
    )


def read_calendar(file_name: str, text: str) -> YearTable:
    """The table of one year from a .toml or .json file. Raises BadInput("calendar.malformed")."""
    try:
        data = json.loads(text) if file_name.lower().endswith(".json") else tomllib.loads(text)
    except ValueError as error:
        raise BadInput("calendar.malformed", field="calendar", wrong=str(error)) from None
    if not isinstance(data, dict):
        raise BadInput("calendar.malformed", field="calendar", wrong="year, source")
    return YearTable.read(data)


def _latest(overlays: Overlays, name: str) -> Overlay | None:
    """The stretch that runs, or else the one that ended last: its own numbers are kept for the next time."""
    ended = [item for item in overlays if item.name == name]
    return running(overlays, name) or max(ended, key=lambda item: item.until or date.min, default=None)


def _law_proposal(session: Session, name: str, since: date, overlays: Overlays) -> Proposal:
    return Proposal(
        kind=StreamKind.LAW,
        subject=name,
        since=since,
        overlays=overlays,
        law=law_of(overlays),
        tables=session.adopted.tables,
        calendar=session.calendar,
    )


@dataclass(slots=True)
class Adoption:
    """Adopts a proposal in steps: the entry first, then the due days of some matters at a time (ui/desk/stepwise.py)."""

    session: Session
    proposal: Proposal
    done: int = 0
    total: int = 0
    _streams: list[StreamId] = field(default_factory=list)
    _old: tuple[Law, WorkCalendar] | None = None
    _entry: str = ""

    def begin(self) -> None:
        """Records the adoption; from here on the new rules are worked by.

        Raises NotAllowed("role.other_needed"), Conflict when somebody was faster: nothing was written then.
        """
        session = self.session
        session.require_role(*ADOPTERS)
        self._old = (session.law, session.calendar)
        self._entry = _record(session, *_values(self.proposal))
        session.law, session.calendar = self.proposal.law, self.proposal.calendar
        session.adopted = adopted_by(session.memory)
        self._streams = list(session.memory.journal.streams())
        self.total = len(self._streams)

    def step(self) -> bool:
        """Recomputes the due days of the next matters; False when none are left."""
        chunk = self._streams[self.done : self.done + CHUNK]
        if not chunk:
            return False
        with self.session.work() as work:
            for stream in chunk:
                matter = history.fold(work.stream(stream))
                if matter is not None:
                    self._reproject(work, matter)
            work.commit()
        self.done += len(chunk)
        return self.done < self.total

    def _reproject(self, work: Any, matter: Matter) -> None:
        """Takes every row of duties of the matter out and puts the new ones in, whatever an act did meanwhile."""
        if self._old is None:
            raise AssertionError("begun before")
        law, calendar = self._old
        before = known(matter, law, calendar, self.session.office)
        after = self.session.known(matter)
        if before == after:
            return
        duties = {item.id: item for item in (*before.obligations, *after.obligations)}
        most = max(before.findings, after.findings, key=len)  # they are stored by their place
        both = replace(after, obligations=tuple(duties.values()), findings=most)
        nothing = Known(matter=matter, obligations=(), leads=after.leads)
        work.project(both, nothing)
        work.project(nothing, after)

    def conclude(self, *, leaving: bool = False) -> Changes:
        """The end: remembered, when every matter was done; otherwise the next opening begins anew."""
        if self._entry and self.done >= self.total:
            with self.session.work() as work:
                work.remember(_done_key(self._entry), "")
                work.commit()
        return Changes(obligations=True, settings=True)


def adopt(session: Session, proposal: Proposal) -> Changes:
    """Adopts a proposal whole: the entry and every due day. For the command line and small offices."""
    adoption = Adoption(session, proposal)
    adoption.begin()
    while adoption.step():
        pass
    return adoption.conclude()


def _values(proposal: Proposal) -> tuple[StreamKind, Any]:
    if proposal.kind is StreamKind.CALENDAR:
        return proposal.kind, CalendarPublished(
            version=proposal.calendar.version, years=proposal.calendar.years, tables=proposal.tables
        )
    return proposal.kind, LawAdopted(
        version=proposal.law.version,
        profiles=tuple(sorted(proposal.law.profiles)),
        overlays=proposal.overlays,
    )


def _record(session: Session, kind: StreamKind, value: Any) -> str:
    """Writes the entry, and that the due days are to be recomputed; the answer is the entry's id in hex."""
    stream = single(kind)
    with session.work() as work:
        after = work.stream_head(stream)
        (entry,) = work.append([replace(session.draft(stream, value, session.today(), None), after=after)])
        work.remember(_begun_key(entry.header.id.hex), "")
        work.commit()
    return entry.header.id.hex


def was_cut_off(memory: Memory) -> bool:
    """Whether due days were being recomputed when the program ended: they are then made anew."""
    for kind in (StreamKind.LAW, StreamKind.CALENDAR):
        entries = memory.queries.stream(single(kind))
        last = entries[-1].header.id.hex if entries else ""
        begun = memory.queries.result_of(_begun_key(last)) is not None
        if begun and memory.queries.result_of(_done_key(last)) is None:
            return True
    return False


def mark_recomputed(session: Session) -> None:
    """Remembers that everything was made anew after an adoption that was cut off."""
    with session.work() as work:
        for kind in (StreamKind.LAW, StreamKind.CALENDAR):
            entries = work.stream(single(kind))
            key = _done_key(entries[-1].header.id.hex) if entries else ""
            if key and work.result_of(key) is None:
                work.remember(key, "")
        work.commit()


def _begun_key(entry: str) -> str:
    return f"adopting:{entry}"


def _done_key(entry: str) -> str:
    return f"recomputed:{entry}"


def adopt_shipped(session: Session) -> bool:
    """Records the session's law and calendar when they differ from what was adopted; True when they did.

    The caller rebuilds the projections then.
    """
    values: list[tuple[StreamKind, Any]] = []
    if session.adopted.law != session.law.version:
        profiles = tuple(sorted(session.law.profiles))
        adopted = LawAdopted(
            version=session.law.version, profiles=profiles, overlays=session.adopted.overlays
        )
        values.append((StreamKind.LAW, adopted))
    if session.adopted.calendar != session.calendar.version:
        published = CalendarPublished(
            version=session.calendar.version,
            years=session.calendar.years,
            tables=session.adopted.tables,
        )
        values.append((StreamKind.CALENDAR, published))
    if not values:
        return False
    with session.work() as work:
        for kind, value in values:
            stream = single(kind)
            draft = session.draft(stream, value, session.today(), None)
            work.append([replace(draft, after=work.stream_head(stream))])
        work.commit()
    session.adopted = adopted_by(session.memory)
    return True
