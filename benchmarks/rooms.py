"""Drawing the rooms' calendar: ten rooms, one month, 620 bookings, in whole pixels of a screen of 1366 x 768.

The goal is 100 ms for one picture. Reading the month is measured beside it: the entries of 620 bookings, folded.
"""

from __future__ import annotations

import os
from datetime import date
from itertools import product
from statistics import median
from time import perf_counter

ROUNDS = 20
ROOMS, DAYS, EACH = 10, 31, 2
GOAL = 0.100
"""Seconds for one picture, and for one reading."""
Ratio = tuple[str, float, float]


def run() -> list[Ratio]:
    """The ratios: name, value, goal."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    drawn = {shown: _drawn(shown) for shown in ("month", "week", "day")}
    return [
        ("rooms' calendar, 10 rooms x 1 month drawn / 100 ms", drawn["month"] / GOAL, 1.0),
        ("rooms' calendar, a week drawn / 100 ms", drawn["week"] / GOAL, 1.0),
        ("rooms' calendar, a day drawn / 100 ms", drawn["day"] / GOAL, 1.0),
        ("rooms' calendar, a month of 620 bookings read / 100 ms", _read() / GOAL, 1.0),
    ]


def _drawn(view: str) -> float:
    """Seconds to draw one picture of the calendar, the middle of some."""
    from ui.desk.application import make_application
    from ui.desk.pages.mediation_calendar import calendar_words
    from ui.desk.widgets.room_bars import Bar, BarKind, Shown
    from ui.desk.widgets.room_calendar import RoomCalendar, month_days, week_of

    application = make_application(["petition-desk"])
    today = date(2026, 12, 16)
    days = {Shown.MONTH: month_days(today), Shown.WEEK: week_of(today), Shown.DAY: (today,)}[Shown(view)]
    kinds = tuple(BarKind)
    bars = [
        Bar(
            key=f"{day}-{room}-{turn}",
            room=f"R{room}",
            day=day,
            begin=(8 + (room + turn * 5) % 9) * 60,
            end=(8 + (room + turn * 5) % 9) * 60 + 90,
            kind=kinds[(room + turn) % len(kinds)],
            words="调解（邻里纠纷）",
            who="李示范",
        )
        for day in days
        for room in range(1, ROOMS + 1)
        for turn in range(EACH)
    ]
    calendar = RoomCalendar(calendar_words(), today)
    calendar.resize(864, 560)
    calendar.show_days(
        Shown(view), days, [(f"R{n}", f"第{n}调解室") for n in range(1, ROOMS + 1)], bars, today
    )
    application.processEvents()
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        calendar.grab()
        times.append(perf_counter() - began)
    return median(times)


def _read() -> float:
    """Seconds to read a month from the database and make bars of it, the middle of some."""
    import tempfile
    from pathlib import Path

    from app.domain.mediation.booking import RoomBooked, bookings_of
    from app.domain.mediation.register import RoomRegistered
    from app.services.mediation.registering import register_row
    from tests.desks import folder, sign_in
    from ui.desk.room_desk import room_days

    with tempfile.TemporaryDirectory() as place:
        folder(Path(place) / "desk")
        desk = sign_in(Path(place) / "desk", at="2026-11-20T08:30:00+08:00")
        try:
            for room in range(1, ROOMS + 1):
                register_row(desk.session, RoomRegistered(code=f"R{room}", name=f"第{room}调解室"))
            stream, today = bookings_of("LX07", "2026-12"), desk.session.today()
            with desk.session.work() as work:
                wanted = product(range(1, DAYS + 1), range(1, ROOMS + 1), range(EACH))
                for at, (day, room, turn) in enumerate(wanted, 1):
                    begin = f"2026-12-{day:02d}T{9 + 5 * turn:02d}:00"
                    entry = RoomBooked(
                        booking=f"202612-{at:03d}", begin=begin, minutes=90, room=f"R{room}", words="x"
                    )
                    work.append([desk.session.draft(stream, entry, today, None)])
                work.commit()
            times = []
            for _ in range(ROUNDS):
                began = perf_counter()
                found = room_days(desk.session, date(2026, 12, 1), date(2026, 12, 31))
                times.append(perf_counter() - began)
            if len(found.bars) != ROOMS * DAYS * EACH:
                raise RuntimeError("not all bookings were read")
        finally:
            desk.close()
    return median(times)
