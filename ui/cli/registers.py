"""Commands on registers of the hall: ledger, leader-log, review-ledger, day-report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from app.errors import BadInput
from app.services.day_report import day_report, report_object, report_text
from app.services.leader_log import leader_log, leader_log_workbook
from app.services.ledger import ledger, ledger_workbook
from app.services.review_ledger import review_ledger, review_workbook
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import day
from ui.cli.output import emit, say, table
from ui.messages import words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    for name, run in (
        ("ledger", run_ledger),
        ("leader-log", run_leader_log),
        ("review-ledger", run_review_ledger),
    ):
        made = commands.add_parser(name, parents=[common])
        made.add_argument("--from", dest="first", type=day, required=True)
        made.add_argument("--to", dest="last", type=day, required=True)
        made.add_argument("--out", type=Path)
        made.set_defaults(run=run)
        if name == "ledger":
            made.add_argument("--names", action="store_true", help="whole names; recorded who asked")
    report = commands.add_parser("day-report", parents=[common])
    report.add_argument("--day", type=day)
    report.set_defaults(run=run_day_report)


def run_ledger(chosen: argparse.Namespace) -> int:
    """The registration ledger of some days, as .xlsx or as rows."""
    opened = desk(chosen)
    try:
        if chosen.out is not None:
            return write_workbook(
                chosen, lambda: ledger_workbook(opened.session, chosen.first, chosen.last, names=chosen.names)
            )
        rows = ledger(opened.session, chosen.first, chosen.last, names=chosen.names)
    finally:
        opened.close()
    for row in rows:
        if chosen.json:
            emit(row)
        else:
            table([row], ("number", "received_on", "channel", "name", "persons", "state"))
    return 0


def run_leader_log(chosen: argparse.Namespace) -> int:
    """The receptions by leaders of some days, as .xlsx or as rows."""
    opened = desk(chosen)
    try:
        if chosen.out is not None:
            return write_workbook(
                chosen, lambda: leader_log_workbook(opened.session, chosen.first, chosen.last)
            )
        rows = leader_log(opened.session, chosen.first, chosen.last)
    finally:
        opened.close()
    for row in rows:
        made = {
            "number": row.number,
            "on": row.on.isoformat(),
            "leader": row.leader,
            "post": row.post,
            "role": "B" if row.stand_in else "A",
            "persons": row.persons,
            "instruction": row.instruction,
            "unit": row.unit,
        }
        if chosen.json:
            emit(made)
        else:
            table([made], ("on", "leader", "post", "role", "number", "persons", "unit", "instruction"))
    return 0


def run_review_ledger(chosen: argparse.Namespace) -> int:
    """The requests for review and re-examination of some days, as .xlsx or as rows."""
    opened = desk(chosen)
    try:
        if chosen.out is not None:
            return write_workbook(chosen, lambda: review_workbook(opened.session, chosen.first, chosen.last))
        rows = review_ledger(opened.session, chosen.first, chosen.last)
    finally:
        opened.close()
    for row in rows:
        made = {
            "number": row.number,
            "claim": row.claim or None,
            "stage": row.stage,
            "requested_on": row.requested_on.isoformat(),
            "in_time": row.in_time,
            "body": row.body,
            "due_on": None if row.due_on is None else row.due_on.isoformat(),
            "decided_on": None if row.decided_on is None else row.decided_on.isoformat(),
            "status": str(row.status),
        }
        if chosen.json:
            emit(made)
        else:
            table([made], ("number", "stage", "requested_on", "body", "due_on", "decided_on", "status"))
    return 0


def run_day_report(chosen: argparse.Namespace) -> int:
    """The report of a day: text to paste, or its figures."""
    opened = desk(chosen)
    try:
        report = day_report(opened.session, chosen.day)
        text = report_text(opened.session, report)
    finally:
        opened.close()
    if chosen.json:
        emit({**report_object(report), "text": text})
    else:
        sys.stdout.write(text)
    return 0


def write_workbook(chosen: argparse.Namespace, make: Callable[[], bytes]) -> int:
    """Writes a register to the file that was asked for. Raises BadInput("register.kind") unless it ends in .xlsx."""
    if chosen.out.suffix.lower() != ".xlsx":
        raise BadInput("register.kind", kind=chosen.out.suffix or "?")
    write_bytes(chosen.out, make())
    if chosen.json:
        emit({"file": str(chosen.out)})
    else:
        say(str(words("registers")["written"]).format(file=chosen.out.name))
    return 0
