"""K49, of which an office has only one: three small offices whose notice board was not gone over as it should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from app.domain.check import require_check
from app.services.day_closing import check_board
from tests.planted.days import add
from tests.planted.hall import FOUNDED, OFFICE
from tests.planted.life import Life
from tests.planted.lives import LIVES
from tests.planted.plan import Plan, Planted


def _never(hall: Life) -> None:
    """Nobody ever went over it."""


def _long_ago(hall: Life) -> None:
    """Last gone over more than a year before the check."""
    _checked(hall, date(2025, 6, 2))


def _with_gaps(hall: Life) -> None:
    """Gone over lately; laws and procedures are not on it."""
    _checked(hall, date(2026, 5, 4), "laws", "procedures")


def _checked(hall: Life, on: date, *lacking: str) -> None:
    items = tuple(item for item in require_check("K49").words if item not in lacking)
    add(hall, on, "board", lambda at: check_board(at.session(), items))


BOARDS: Mapping[str, Callable[[Life], None]] = {
    "never": _never,
    "long-ago": _long_ago,
    "with-gaps": _with_gaps,
}
"""The three, by name."""


def board_plan(name: str, seed: str) -> Plan:
    """A small office with two matters and such a board."""
    random = Random(f"{seed}/{name}")
    hall = Life(key="hall", kind="hall", random=random, begins=FOUNDED)
    BOARDS[name](hall)
    lives = [
        Life(key=f"{name}-{place}", kind="plain", random=random, begins=date(2025, 3, 3))
        for place in range(2)
    ]
    for life in lives:
        LIVES["plain"][0](life)
    fault = Planted(check="K49", place="", planter=name)
    return Plan(station=OFFICE, lives=lives, hall=hall, faults=[fault])
