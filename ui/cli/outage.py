"""Commands on days without power: outage print, again, list, withdraw, day, show, enter, close."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.domain.outage import read_times
from app.errors import BadInput
from app.qr.form_code import parse_form
from app.services import outage_printing, outages
from app.services.blank_forms import form_state
from app.services.outage_printing import PrintedPack
from app.services.outage_registering import register_sheet
from app.services.outage_scans import keep_sheets, read_sheets
from app.services.outages import PackRow, PaperDay, paper_object, sheet_object
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import day_or_none
from ui.cli.output import emit, table
from ui.cli.row_files import rows_of
from ui.scans.reader import ChildScanReader

PACKS = ("pack", "printed_on", "by", "count", "entered", "void", "waiting", "free", "state")
SHEETS = ("sheet", "at", "state", "number", "reason")


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    outage = commands.add_parser("outage", parents=[common])
    parts = outage.add_subparsers(dest="part", required=True, parser_class=type(outage))
    made = parts.add_parser("print", parents=[common])
    made.add_argument("--count", type=int, default=outages.outage_plan().forms)
    made.add_argument("--out", type=Path, required=True)
    made.set_defaults(run=run_print)
    again = parts.add_parser("again", parents=[common])
    again.add_argument("pack")
    again.add_argument("--out", type=Path, required=True)
    again.set_defaults(run=run_again)
    parts.add_parser("list", parents=[common]).set_defaults(run=run_list)
    withdraw = parts.add_parser("withdraw", parents=[common])
    withdraw.add_argument("pack")
    withdraw.add_argument("--reason", required=True)
    withdraw.set_defaults(run=run_withdraw)
    day = parts.add_parser("day", parents=[common])
    day.add_argument("pack")
    day.add_argument("--on", required=True)
    day.add_argument("--last", type=int, required=True)
    day.add_argument("--times", default="", help="one for each sheet: 9:05 0940 - 10:15")
    day.set_defaults(run=run_day)
    for name, run in (("show", run_show), ("close", run_close)):
        part = parts.add_parser(name, parents=[common])
        part.add_argument("pack")
        part.add_argument("--on", default="")
        part.set_defaults(run=run)
    enter = parts.add_parser("enter", parents=[common])
    enter.add_argument("sheet", help="its number or its code")
    enter.add_argument("file", type=Path, help="a row of `register`")
    enter.add_argument("--scan", type=Path, action="append", default=[], metavar="FILE")
    enter.set_defaults(run=run_enter)


def run_print(chosen: argparse.Namespace) -> int:
    """Prints a new pack into one file."""
    opened = desk(chosen)
    try:
        made = outage_printing.print_pack(opened.session, chosen.count)
    finally:
        opened.close()
    return _written(made, chosen.out)


def run_again(chosen: argparse.Namespace) -> int:
    """The file of a pack once more."""
    opened = desk(chosen)
    try:
        made = outage_printing.pack_again(opened.session, chosen.pack)
    finally:
        opened.close()
    return _written(made, chosen.out)


def _written(made: PrintedPack, out: Path) -> int:
    write_bytes(out, made.rendered.pdf)
    emit(
        {
            "pack": made.pack,
            "series": made.series,
            "pages": made.rendered.pages,
            "sheets": list(made.numbers),
            "codes": list(made.codes),
        }
    )
    return 0


def run_list(chosen: argparse.Namespace) -> int:
    """Every pack, and whether one lies ready."""
    opened = desk(chosen)
    try:
        rows = [_pack_object(row) for row in outages.pack_rows(opened.session)]
    finally:
        opened.close()
    emit(rows) if chosen.json else table(rows, PACKS)
    return 0


def _pack_object(row: PackRow) -> dict[str, object]:
    return {
        "pack": row.pack,
        "series": row.series,
        "printed_on": row.on.isoformat(),
        "by": row.by,
        "count": row.count,
        "entered": row.taken,
        "void": row.voided,
        "waiting": row.waiting,
        "free": row.free,
        "state": row.state.value,
        "days": [day.on.isoformat() for day in row.days],
        "reason": row.reason or None,
    }


def run_withdraw(chosen: argparse.Namespace) -> int:
    """A pack is used no more."""
    opened = desk(chosen)
    try:
        outages.withdraw_pack(opened.session, chosen.pack, chosen.reason)
    finally:
        opened.close()
    emit({"withdrawn": True})
    return 0


def run_day(chosen: argparse.Namespace) -> int:
    """Says that a day was worked on paper."""
    on = day_or_none(chosen.on, "on")
    if on is None:
        raise BadInput("field.missing", field="on", name="on")
    opened = desk(chosen)
    try:
        paper = outages.open_day(opened.session, chosen.pack, on, chosen.last, read_times(chosen.times))
    finally:
        opened.close()
    return _told(chosen, paper)


def run_show(chosen: argparse.Namespace) -> int:
    """The sheets of a day in their order, with what became of each."""
    opened = desk(chosen)
    try:
        paper = outages.paper_day(opened.session, chosen.pack, day_or_none(chosen.on, "on"))
    finally:
        opened.close()
    return _told(chosen, paper)


def run_close(chosen: argparse.Namespace) -> int:
    """Says that every sheet of a day is accounted for."""
    opened = desk(chosen)
    try:
        on = outages.paper_day(opened.session, chosen.pack, day_or_none(chosen.on, "on")).day.on
        outages.close_outage(opened.session, chosen.pack, on)
        paper = outages.paper_day(opened.session, chosen.pack, on)
    finally:
        opened.close()
    return _told(chosen, paper)


def _told(chosen: argparse.Namespace, paper: PaperDay) -> int:
    made = paper_object(paper)
    if chosen.json:
        emit(made)
    else:
        table([sheet_object(sheet) for sheet in paper.sheets], SHEETS)
    return 0


def run_enter(chosen: argparse.Namespace) -> int:
    """Registers a sheet with a row of values; scanned pages with its code are kept as its original."""
    rows = rows_of(chosen.file)
    if len(rows) != 1 or not isinstance(rows[0], dict):
        raise BadInput("intake.row_shape", row=1)
    opened = desk(chosen)
    try:
        session = opened.session
        found = form_state(session, chosen.sheet)
        form = parse_form(found.code)
        read = read_sheets(session, ChildScanReader(), form.series, chosen.scan)
        pictures = read.pictures.get(form.place, ())
        made = register_sheet(session, chosen.sheet, rows[0])
        if pictures:
            keep_sheets(session, made.number, pictures)
    finally:
        opened.close()
    emit({"number": made.number, "query_code": made.token, "sheet": found.sheet, "pages": len(pictures)})
    return 0
