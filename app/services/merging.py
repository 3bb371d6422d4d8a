"""Merging matters at the county (并案): asked before the pointer is written; what happens on the old number afterwards.

Who may be the same is a suggestion and nothing else: nobody is refused, nothing is merged by the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from app.domain import history
from app.domain.acts.merging import COUNTY, MERGED, MergeInto, MergeUndone, merge_into
from app.domain.entry import Entry
from app.domain.history import ENTRY_KINDS, ENTRY_KINDS_BY_TYPE
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.resealed import restored
from app.domain.unseen import NOTHING, unseen_by
from app.errors import NotFound, Refused
from app.ports import UnitOfWork
from app.readmodels import SamePersonRow
from app.services.comparing import LINKS
from app.services.session import Session
from resources.loader import read_toml

_POINTERS = frozenset({"merged-into", ENTRY_KINDS_BY_TYPE[MergeUndone].name})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """An entry of a matter that continues in another number, written without knowing that or after it."""

    number: str
    entry: Entry


def merge_in(
    session: Session, work: UnitOfWork, matter: Matter, act: MergeInto, setting: Setting
) -> tuple[Happened, ...]:
    """As `app.domain.acts.merging.merge_into`, where the other number is here and does not lead back.

    Raises NotFound("matter.unknown"), Refused("merge.circle", "merge.into_voided") besides.
    """
    happened = merge_into(matter, act, setting)
    met: set[str] = set()
    number = act.into
    while number and number not in met:
        met.add(number)
        stream = work.find(number)
        found = None if stream is None else history.fold(work.stream(stream))
        if found is None:
            if number == act.into:
                raise NotFound("matter.unknown", field="into", number=number)
            break
        if found.voided_on is not None:
            raise Refused("merge.into_voided", field="into", number=number)
        number = found.merged_into
        if number == matter.number:
            raise Refused("merge.circle", field="into", number=act.into)
    return happened


def attached_to(session: Session, number: str) -> tuple[Attached, ...]:
    """What was written on numbers that continue in this one, without knowing of it or afterwards; without their words.

    Nothing of what was said is in it: that is read in the matter itself, where looking at it is recorded.
    """
    rows = session.memory.queries.leads(MERGED)
    into: dict[str, list[str]] = {}
    for row in rows:
        into.setdefault(row.lead.key, []).append(row.number)
    met: set[str] = {number}
    waiting, made = [number], list[Attached]()
    while waiting:
        for source in into.get(waiting.pop(), ()):
            if source not in met:
                met.add(source)
                waiting.append(source)
                made += [Attached(number=source, entry=entry) for entry in _later(session, source)]
    return tuple(sorted(made, key=lambda item: (item.entry.header.at, item.number, item.entry.header.oseq)))


def _later(session: Session, number: str) -> Iterator[Entry]:
    """The entries of a merged matter that its merger did not know, bare of their bodies."""
    stream = session.unmasked.find(number)
    if stream is None:
        return
    ordered = history.in_order(restored(session.unmasked.stream(stream)))
    state = history.fold(ordered)
    standing = [] if state is None else [item.entry for item in state.mergers if item.undone_on is None]
    if not standing:
        return
    place = next(at for at, entry in enumerate(ordered) if entry.header.id == standing[-1])
    unseen = unseen_by(ordered).get(standing[-1], NOTHING)
    for at, entry in enumerate(ordered):
        if (at > place or entry.header.id in unseen) and entry.header.kind in ENTRY_KINDS.keys() - _POINTERS:
            yield Entry(entry.header, entry.raw, {}, entry.received_at)


@cache
def days_of_duplicates() -> int:
    """How far apart two matters of the same person may have come to be suggested as one (resources/exchange)."""
    return int(read_toml("exchange/duplicates.toml")["days"])


def possible_duplicates(session: Session) -> tuple[SamePersonRow, ...]:
    """Pairs of matters of two stations that may be one: same person, category and place, within the days of the file.

    A suggestion to the county. Raises Refused("duplicates.county_only"), NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    if session.office.role != COUNTY:
        raise Refused("duplicates.county_only")
    queries = session.memory.queries
    apart = timedelta(days=days_of_duplicates())
    settled = {
        frozenset((row.number, row.lead.key)) for check in (MERGED, LINKS) for row in queries.leads(check)
    }
    return tuple(
        row
        for row in queries.same_persons()
        if abs(row.other_received_on - row.received_on) <= apart
        and frozenset((row.number, row.other)) not in settled
    )
