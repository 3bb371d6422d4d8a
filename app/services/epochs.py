"""After a restore: the chain begins a new epoch, and numbers that somebody may hold are skipped and said so (ruling 9).

What was written after the backup is not here but may be at the county, so nothing may be written under the same place
of the chain or the same number again. The first package of the epoch names where the old chain stood; the county
answers with what it holds beyond.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.clock import day_of, milliseconds
from app.domain.entry import StreamKind, single
from app.domain.history import ENTRY_KINDS_BY_TYPE, split
from app.domain.number import MatterNumber
from app.domain.office import EpochBegun, NumbersUnaccounted
from app.errors import BadInput
from app.ports import Draft, Memory, UnitOfWork

OFFICE = single(StreamKind.OFFICE)
_CENTURY = 2000
_YEAR_2000 = 946_684_800_000
"""UTC milliseconds of its first instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunEpoch:
    """What began: the new epoch, the one before with its last entry known here, and the numbers that were skipped."""

    epoch: int
    parent: int
    last: int
    skipped: tuple[NumbersUnaccounted, ...]


def series_of(number: str, station: str) -> tuple[str, int]:
    """The series that a matter number belongs to, and its place in it: what a clerk reads from a receipt.

    Raises what `MatterNumber.parse` raises, BadInput("restore.number_of_another_station").
    """
    parsed = MatterNumber.parse(number)
    if parsed.station != station:
        raise BadInput("restore.number_of_another_station", field="number", number=number, station=station)
    return f"matter/{station}/{_CENTURY + parsed.year}", parsed.sequence


def begin_epoch(
    memory: Memory,
    *,
    actor: str,
    desk: str,
    now: datetime,
    last_seen: Sequence[str] = (),
    jumps: Mapping[str, int] | None = None,
    reason: str = "restore",
) -> BegunEpoch:
    """Begins a new epoch in one transaction and jumps beyond every number that was seen.

    `last_seen` are matter numbers as they stand on receipts, `jumps` the last number seen of any series by its name
    ("document/…", "enquiry/…"). Skipped numbers are kept as `NumbersUnaccounted`. Raises as `series_of` does.
    """
    wanted: dict[str, int] = dict(jumps or {})
    for number in last_seen:
        series, place = series_of(number, memory.station)
        wanted[series] = max(wanted.get(series, 0), place)
    skipped: list[NumbersUnaccounted] = []
    with memory.write(actor=actor, desk=desk, now=now) as work:
        epoch, parent, last, head = work.packages.begin_epoch(_minutes(now))
        begun = EpochBegun(epoch=epoch, parent=parent, last=last, head=head.hex(), reason=reason)
        _append(work, begun, now)
        for series, place in sorted(wanted.items()):
            before = work.packages.jump_number(series, place)
            if place > before:
                skipped.append(NumbersUnaccounted(series=series, first=before + 1, last=place))
                _append(work, skipped[-1], now)
        work.commit()
    memory.reread()
    return BegunEpoch(epoch=epoch, parent=parent, last=last, skipped=tuple(skipped))


def _minutes(now: datetime) -> int:
    """Minutes since the year 2000: the same backup put in place twice must not begin the same epoch twice."""
    return (milliseconds(now) - _YEAR_2000) // 60_000


def _append(work: UnitOfWork, value: Any, now: datetime) -> None:
    kind = ENTRY_KINDS_BY_TYPE[type(value)]
    draft = Draft(
        stream=OFFICE, kind=kind.name, form=kind.form, on=day_of(now), body=split(value, frozenset())
    )
    work.append([replace(draft, after=work.stream_head(OFFICE))])
