"""What a lost stick, laptop or package held, from an open desk; recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from app.clock import CHINA, milliseconds
from app.errors import BadInput
from app.services.breaching import Breach, Lost, record_breach, together
from db.held import JournalHeld
from ui.bootstrap.opening import Desk


def breach_of(
    desk: Desk,
    lost: Lost,
    *,
    lost_on: date,
    where: str = "",
    backup: datetime | None = None,
    packages: Sequence[str] = (),
) -> Breach:
    """What it held, and writes into the journal that it was lost.

    A laptop: everything that had come in by the end of that day. A stick: the journal up to the instant of its newest
    `backup`, and the `packages` ("epoch-sequence") on it; with neither, everything. Raises BadInput("breach…"),
    NotAllowed("role.reads_no_matters").
    """
    desk.session.require_reader()
    if lost_on > desk.session.today():
        raise BadInput("breach.later", field="day")
    if lost is Lost.PACKAGE and not packages:
        raise BadInput("breach.package_needed", field="package")
    memory = desk.opened.memory
    rows = JournalHeld(memory.engine, memory.station)
    end = datetime.combine(lost_on + timedelta(days=1), time.min, tzinfo=CHINA)
    parts = [rows.slice(*_slice(desk, name)) for name in packages]
    if lost is Lost.LAPTOP or (lost is Lost.STICK and backup is None and not packages):
        parts.append(rows.until(milliseconds(end)))
    elif lost is Lost.STICK and backup is not None:
        parts.append(rows.until(milliseconds(min(backup + timedelta(seconds=1), end))))
    matters, entries = together(parts)
    made = Breach(
        lost=lost, lost_on=lost_on, where=where, matters=matters, entries=entries, packages=tuple(packages)
    )
    record_breach(desk.session, made)
    return made


def _slice(desk: Desk, name: str) -> tuple[int, int, int]:
    epoch, _, seq = name.partition("-")
    if not (epoch.isdecimal() and seq.isdecimal()):
        raise BadInput("breach.package", field="package", name=name)
    with desk.session.work() as work:
        found = work.packages.sent(desk.opened.memory.station, int(epoch), int(seq))
    if found is None:
        raise BadInput("breach.package", field="package", name=name)
    return found.epoch, found.first, found.last
