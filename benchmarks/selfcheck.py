"""How fast the self-check is: the duties of a long matter, the check of a whole office, and that it grows with neither.

python -m benchmarks.selfcheck [--sizes 300,3000]      the offices that are compared; 1000,100000 when left out
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

from app.clock import FixedClock, milliseconds
from app.domain import history
from app.domain.acts.closing import Archived
from app.domain.acts.correcting import Withdrawn
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.recording import RecordExternal
from app.domain.acts.registering import register
from app.domain.check import Sight
from app.domain.entry import StreamId, StreamKind
from app.domain.number import MatterNumber
from app.domain.obligations import obligations
from app.domain.selfcheck import leads, record_findings
from app.ids import new_id
from app.services.perform import perform
from app.services.selfcheck import self_check
from app.services.session import Session
from benchmarks.spine import Ratio, room, story, timed
from tests.desks import START, command, folder, registers, sign_in
from ui.bootstrap.opening import Desk

SIZES = (1_000, 100_000)
A_DAY = 250
"""Matters that an office registers in a day of this life: so that no year holds more than its series can."""
RUNNING = 200
"""So many of the newest are still running; all others were ended and filed."""
NIGHT, DUTIES, RECORD = 20.0, 0.001, 0.001
"""Seconds that a check of the whole office, the duties and the record of a long matter may take (issue 4)."""


def lived(desk: Desk, count: int) -> None:
    """Appends matters in bulk, ended and filed but for the last."""
    chance, session = random.Random(3), desk.session
    for start in range(0, count, A_DAY):
        at = START + timedelta(days=start // A_DAY)
        session.clock = FixedClock(at)
        with session.work() as work:
            for place in range(start, min(start + A_DAY, count)):
                _one_more(session, work, story(chance), at, running=place >= count - RUNNING)
            work.commit()
    desk.rest()


def _one_more(session: Session, work: object, text: str, at: datetime, *, running: bool) -> None:
    today = at.date()
    sequence = work.take_number(f"matter/{session.office.station}/{today.year}")  # type: ignore[attr-defined]
    number = MatterNumber.make(session.office.station, today.year % 100, sequence).text
    given = command(text, received_on=today, name="张" + text[:2])
    entry = register(given, number=number, token_hash="0", today=today, training=True, unit_received=False)
    stream = StreamId(StreamKind.MATTER, new_id(milliseconds(at)))
    values = [entry] if running else [entry, Withdrawn(reason="已解决"), Archived(volume="1")]
    matter = None
    for value in values:
        draft = session.draft(stream, value, today, matter)
        matter = history.step(matter, work.append([draft])[0])  # type: ignore[attr-defined]
    assert matter is not None
    work.project(None, session.known(matter))  # type: ignore[attr-defined]


def of_one_matter(path: Path) -> list[Ratio]:
    """The duties and the record of a matter with sixty entries, to their budgets."""
    folder(path / "one").memory.close()
    desk = sign_in(path / "one")
    session = desk.session
    number = registers(session).number
    today = START.date()
    for fact, day in (("unit-received", 0), ("accepted", 0), ("acceptance-notice-issued", 0)):
        perform(session, number, RecordExternal(organ="U1", fact=fact, on=today + timedelta(days=day)))
    for place in range(56):
        perform(session, number, VisitAgain(asked=f"第{place}次问"))
    queries = desk.opened.memory.queries  # a session shows a role no entries
    stream = queries.find(number)
    assert stream is not None
    matter = history.fold(queries.stream(stream))
    assert matter is not None and matter.version == 60
    law, calendar, office = session.law, session.calendar, session.office
    duties = obligations(matter, law, calendar, office.kind)
    sight = Sight(law=law, calendar=calendar, office=office, duties=duties)
    owed = median(timed(lambda: obligations(matter, law, calendar, office.kind)) for _ in range(200))
    seen = median(timed(lambda: (record_findings(matter, sight), leads(matter))) for _ in range(200))
    desk.close()
    return [
        ("duties of a matter with sixty entries, to 1 ms", owed / DUTIES, 1.0),
        ("self-check of its record, to 1 ms", seen / RECORD, 1.0),
    ]


def of_an_office(path: Path, sizes: tuple[int, int]) -> list[Ratio]:
    """The check of a whole office, to its budget; the list of what is due, of a large office to a small one."""
    desks = []
    for name, size in zip(("small", "large"), sizes, strict=True):
        folder(path / name).memory.close()
        desk = sign_in(path / name)
        lived(desk, size)
        desk.close()
        desks.append(sign_in(path / name, at="2027-06-01T09:00:00+08:00"))
    large = desks[1]
    night = min(timed(lambda: self_check(large.session)) for _ in range(3))
    found = len(self_check(large.session))
    assert found >= RUNNING, "those that run were never sent on"
    until = date(2027, 6, 1)
    due = [
        median(
            timed(lambda d=desk: d.session.memory.queries.due(today=until, until=until)) for _ in range(20)
        )
        for desk in desks
    ]
    for desk in desks:
        desk.close()
    return [
        (f"self-check of {sizes[1]:,} matters, to 20 s", night / NIGHT, 1.0),
        (f"list of what is due: {sizes[1]:,} matters to {sizes[0]:,}", due[1] / due[0], 1.5),
    ]


def run(sizes: tuple[int, int] = SIZES) -> list[Ratio]:
    """All rows."""
    with room() as path:
        return [*of_one_matter(path), *of_an_office(path, sizes)]


def main() -> int:
    """Prints the rows; 1 when one is over its goal."""
    chosen = argparse.ArgumentParser()
    chosen.add_argument("--sizes", default=",".join(map(str, SIZES)))
    small, large = (int(size) for size in chosen.parse_args().sizes.split(","))
    rows = run((small, large))
    for name, ratio, goal in rows:
        sys.stdout.write(f"{'ok  ' if ratio <= goal else 'MISS'} {ratio:6.3f} ({goal}) {name}\n")
    return any(ratio > goal for _, ratio, goal in rows)


if __name__ == "__main__":
    sys.exit(main())
