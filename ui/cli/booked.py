"""Commands of visits booked ahead: booked list, add, change, cancel, arrive, missed, limit."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.booked_visits import BookingWay, ToldVisit
from app.services.booked_visits import (
    arrive,
    book_visit,
    booked_day,
    booked_object,
    cancel_visit,
    change_visit,
    miss_visit,
    set_booking_limit,
    told_of,
)
from app.services.session import Session
from ui.cli.folder import desk
from ui.cli.output import emit, table


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Adds the commands."""
    booked = commands.add_parser("booked", parents=[common])
    steps = booked.add_subparsers(dest="step", required=True)

    def step(name: str, *, booking: bool = False) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = steps.add_parser(name, parents=[common])
        made.add_argument("day", type=date.fromisoformat, nargs="?" if name == "list" else None)
        if booking:
            made.add_argument("booking", type=int)
        return made

    step("list")
    for made in (step("add"), step("change", booking=True)):
        made.add_argument("--begin", default="")
        made.add_argument("--persons", type=int, default=0)
        made.add_argument("--way", choices=tuple(BookingWay), default=None)
        for name in ("name", "about", "number"):
            made.add_argument(f"--{name}", default=None)
    made.add_argument("--to", type=date.fromisoformat, default=None)
    made.add_argument("--reason", default="")
    step("cancel", booking=True).add_argument("--reason", default="")
    step("missed", booking=True)
    steps.add_parser("arrive", parents=[common]).add_argument("booking", type=int)
    steps.add_parser("limit", parents=[common]).add_argument("most", type=int)
    booked.set_defaults(run=run_booked)


def run_booked(chosen: argparse.Namespace) -> int:
    """One step; shows the day as it stands after it."""
    opened = desk(chosen)
    try:
        session = opened.session
        day: date = getattr(chosen, "day", None) or session.today()
        day = STEPS[chosen.step](session, chosen, day)
        made = booked_object(booked_day(session, day))
    finally:
        opened.close()
    if chosen.json:
        emit(made)
    else:
        for row in made["visits"] if isinstance(made["visits"], list) else ():
            table([row], ("booking", "begin", "name", "persons", "number", "about", "state", "ticket"))
    return 0


def _add(session: Session, chosen: argparse.Namespace, day: date) -> date:
    told = ToldVisit(
        begin=chosen.begin,
        persons=chosen.persons or 1,
        way=chosen.way or BookingWay.PHONE,
        name=chosen.name or "",
        about=chosen.about or "",
        number=chosen.number or "",
    )
    return book_visit(session, day, told).day


def _change(session: Session, chosen: argparse.Namespace, day: date) -> date:
    before = told_of(session, chosen.booking, day)
    said = {name: getattr(chosen, name) for name in ("name", "about", "number")}
    kept = {name: getattr(before, name) if text is None else text for name, text in said.items()}
    told = ToldVisit(
        begin=chosen.begin or before.begin,
        persons=chosen.persons or before.persons,
        way=chosen.way or before.way,
        **kept,
    )
    return change_visit(session, day, chosen.booking, told, reason=chosen.reason, to=chosen.to).day


def _cancel(session: Session, chosen: argparse.Namespace, day: date) -> date:
    cancel_visit(session, day, chosen.booking, chosen.reason)
    return day


def _missed(session: Session, chosen: argparse.Namespace, day: date) -> date:
    miss_visit(session, chosen.booking, day)
    return day


def _arrive(session: Session, chosen: argparse.Namespace, day: date) -> date:
    arrive(session, chosen.booking)
    return day


def _limit(session: Session, chosen: argparse.Namespace, day: date) -> date:
    set_booking_limit(session, chosen.most)
    return day


STEPS: dict[str, Callable[[Session, argparse.Namespace, date], date]] = {
    "list": lambda session, chosen, day: day,
    "add": _add,
    "change": _change,
    "cancel": _cancel,
    "missed": _missed,
    "arrive": _arrive,
    "limit": _limit,
}
"""What each step does; the answer is the day that is shown."""
