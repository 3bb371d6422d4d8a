"""The transport of this computer on the command line: set it, see how it stands, run it (from a timer, for instance)."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path

from app.errors import Damaged
from ui.bootstrap.opening import exchange_desk
from ui.bootstrap.transports import (
    TransportLook,
    change_transport,
    look_at_transport,
    send_and_fetch,
    transport_plan,
)
from ui.cli.folder import backup_first, desk
from ui.cli.output import emit, error_object, say
from ui.messages import words

OPTIONS = (
    "to", "certificates", "folder", "extension", "back", "every_hours", "closing", "again_minutes", "again_most_minutes",
    "amber_days", "red_days",
)  # fmt: skip


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds `transport set|show|run`."""
    made = commands.add_parser("transport", parents=[common])
    steps = made.add_subparsers(dest="step", required=True)
    change = steps.add_parser("set", parents=[common])
    change.add_argument("--folder", help="where packages are put; empty: none")
    change.add_argument("--to", metavar="URL", help="the county's receiver; empty: none")
    change.add_argument(
        "--certificates", metavar="FILE", help="authorities of the county; empty: the system's"
    )
    change.add_argument("--back", help="where the other side's packages arrive; empty: none")
    change.add_argument("--extension", help="how names end: .xfp, .zip …")
    change.add_argument(
        "--closing", metavar="HH:MM", help="once a day from this time on; empty: not by the clock"
    )
    for name in ("every-hours", "again-minutes", "again-most-minutes", "amber-days", "red-days"):
        change.add_argument(f"--{name}", type=int, metavar="N")
    change.set_defaults(run=run_set)
    steps.add_parser("show", parents=[common]).set_defaults(run=run_show)
    steps.add_parser("run", parents=[common]).set_defaults(run=run_run)


def run_set(chosen: argparse.Namespace) -> int:
    """Changes the plan; what is not named stays."""
    opened = desk(chosen)
    try:
        given = {name: getattr(chosen, name) for name in OPTIONS if getattr(chosen, name) is not None}
        for name in ("folder", "back", "certificates"):
            if given.get(name):
                given[name] = str(Path(given[name]).absolute())
        plan = replace(transport_plan(chosen.data), **given)
        change_transport(opened, plan)
        found = look_at_transport(opened, exchange_desk(opened))
    finally:
        opened.close()
    return _told(found, chosen)


def run_show(chosen: argparse.Namespace) -> int:
    """How the transport stands."""
    opened = desk(chosen)
    try:
        found = look_at_transport(opened, exchange_desk(opened))
    finally:
        opened.close()
    return _told(found, chosen)


def run_run(chosen: argparse.Namespace) -> int:
    """Sends and fetches now. Exit code 3 when something could not be done."""
    opened = desk(chosen)
    try:
        backup_first(opened)
        run = send_and_fetch(opened, exchange_desk(opened))
        opened.rest()
    finally:
        opened.close()
    problems = [{"file": name, **error_object(error)} for name, error in run.problems]
    made: dict[str, object] = {
        "packages": run.packages,
        "entries": run.entries,
        "applied": run.taken.applied,
        "repeated": run.taken.repeated,
        "held": run.taken.held,
        "problems": problems,
    }
    if chosen.json:
        emit(made)
    else:
        say(str(words("transport")["ran"]).format(**made))
        for item in problems:
            say(f"{item['file']}  {item['text']}{item['do']}".strip())
    return Damaged.exit_code if problems else 0


def _told(found: TransportLook, chosen: argparse.Namespace) -> int:
    last = found.last
    made: dict[str, object] = {
        **asdict(found.plan),
        "stands": found.plan.stands,
        "due": found.due,
        "light": str(found.light),
        "waiting_since": None if found.waiting_since is None else found.waiting_since.isoformat(),
        "last_run": None if last is None else last.at.isoformat(),
        "problems": [] if last is None else list(last.problems),
    }
    if chosen.json:
        emit(made)
        return 0
    text = words("transport")
    say(str(text["stands" if found.plan.stands else "none"]).format(**made))
    say(str(text["waiting" if found.waiting_since else "nothing_waits"]).format(**made))
    for line in [] if last is None else last.problems:
        say(line)
    return 0
