"""Commands of the self-check and of the day: check, tickets, close-day, board."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from app.domain.day_file import DeskStaffed, TicketOutcome
from app.services.day_closing import check_board, close_day, closing, day_object, give_tickets, settle_ticket
from app.services.days import day_file
from app.services.queue import call_again, call_next
from app.services.rostering import set_roster
from app.services.selfcheck import Found, found_object, self_check
from ui.cli.folder import desk
from ui.cli.output import emit, say, table
from ui.messages import words


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Adds the commands."""
    check = commands.add_parser("check", parents=[common])
    check.add_argument("--day", type=date.fromisoformat, default=None)
    check.add_argument("--severity", choices=("R", "A", "W"), default=None)
    check.set_defaults(run=run_check)

    tickets = commands.add_parser("tickets", parents=[common])
    steps = tickets.add_subparsers(dest="step", required=True)
    give = steps.add_parser("give", parents=[common])
    give.add_argument("--channel", default="walk_in")
    give.add_argument("--count", type=int, default=1)
    give.add_argument("--first", type=int, default=0)
    settle = steps.add_parser("settle", parents=[common])
    settle.add_argument("ticket", type=int)
    settle.add_argument("outcome", choices=tuple(TicketOutcome))
    settle.add_argument("--channel", default="walk_in")
    settle.add_argument("--number", default="")
    settle.add_argument("--reason", default="")
    settle.add_argument("--day", type=date.fromisoformat, default=None)
    call = steps.add_parser("call", parents=[common])
    call.add_argument("--channel", default="walk_in")
    call.add_argument("--again", type=int, default=0)
    call.add_argument("--desk", default="", help="the desk to which it is called")
    listed = steps.add_parser("list", parents=[common])
    listed.add_argument("--day", type=date.fromisoformat, default=None)
    tickets.set_defaults(run=run_tickets)

    roster = commands.add_parser("roster", parents=[common])
    roster.add_argument("--duty-leader", default="")
    roster.add_argument("--reception-leader", default="")
    roster.add_argument("--lawyer", default="")
    roster.add_argument("--desk", action="append", default=[], metavar="一窗=王示范")
    roster.set_defaults(run=run_roster)

    close = commands.add_parser("close-day", parents=[common])
    close.add_argument("--reason", default="")
    close.add_argument("--day", type=date.fromisoformat, default=None)
    close.set_defaults(run=run_close_day)

    board = commands.add_parser("board", parents=[common])
    board.add_argument("items", nargs="*")
    board.set_defaults(run=run_board)


def run_check(chosen: argparse.Namespace) -> int:
    """Everything the self-check finds, one object a line."""
    opened = desk(chosen)
    try:
        found = self_check(opened.session, chosen.day)
    finally:
        opened.close()
    for item in found:
        if chosen.severity is None or item.finding.severity == chosen.severity:
            _show(chosen, item)
    return 0


def _show(chosen: argparse.Namespace, item: Found) -> None:
    if chosen.json:
        emit(found_object(item))
    else:
        table([found_object(item)], ("check", "severity", "number", "since", "text", "clears_when"))


def run_tickets(chosen: argparse.Namespace) -> int:
    """The tickets of a day: given, settled, listed."""
    opened = desk(chosen)
    try:
        session = opened.session
        day = getattr(chosen, "day", None) or session.today()
        if chosen.step == "give":
            file = give_tickets(session, chosen.channel, chosen.count, first=chosen.first).file
        elif chosen.step == "settle":
            file = settle_ticket(
                session,
                chosen.channel,
                chosen.ticket,
                TicketOutcome(chosen.outcome),
                number=chosen.number,
                reason=chosen.reason,
                day=chosen.day,
            ).file
        elif chosen.step == "call":
            session.desk = chosen.desk or session.desk
            if chosen.again:
                call_again(session, chosen.again, chosen.channel)
            else:
                call_next(session, chosen.channel)
            file = day_file(session, session.today())
        else:
            file = day_file(session, day)
        made = day_object(session, day, file)
    finally:
        opened.close()
    if chosen.json:
        emit(made)
    else:
        for row in made["tickets"] if isinstance(made["tickets"], list) else ():
            table([row], ("channel", "ticket", "called", "outcome", "number", "reason"))
    return 0


def run_roster(chosen: argparse.Namespace) -> int:
    """Who is on duty today; without anybody named, shows what is written down."""
    opened = desk(chosen)
    try:
        session = opened.session
        staff = tuple(
            DeskStaffed(name=name or place, desk=place if name else "")
            for place, _, name in (given.partition("=") for given in chosen.desk)
        )
        people = (chosen.duty_leader, chosen.reception_leader, chosen.lawyer)
        if staff or any(people):
            set_roster(
                session,
                duty_leader=chosen.duty_leader,
                reception_leader=chosen.reception_leader,
                lawyer=chosen.lawyer,
                staff=staff,
            )
        made = day_object(session, session.today(), day_file(session, session.today()))["roster"]
    finally:
        opened.close()
    if chosen.json:
        emit(made)
    elif isinstance(made, dict):
        table([made], ("duty_leader", "reception_leader", "lawyer"))
    return 0


def run_close_day(chosen: argparse.Namespace) -> int:
    """Closes a day; with something grave open only with a reason."""
    opened = desk(chosen)
    try:
        close_day(opened.session, chosen.reason, day=chosen.day)
        after = closing(opened.session, chosen.day)
        made = day_object(opened.session, after.day, after.file)
    finally:
        opened.close()
    if chosen.json:
        emit(made)
    else:
        say(str(words("selfcheck")["day_closed"]).format(day=made["day"], count=made["open_findings"]))
    return 0


def run_board(chosen: argparse.Namespace) -> int:
    """Records what stands on the hall's notice board; without items, shows what is known of it."""
    opened = desk(chosen)
    try:
        if chosen.items:
            check_board(opened.session, tuple(chosen.items))
        board = opened.session.office.board
    finally:
        opened.close()
    emit({"on": None if board is None else board.on.isoformat(), "items": list(board.items) if board else []})
    return 0
