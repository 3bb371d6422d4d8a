"""Commands on forms printed empty: forms print, again, list, void."""

from __future__ import annotations

import argparse
import errno
from pathlib import Path

from app.errors import Unavailable
from app.services import blank_forms, form_printing
from app.services.form_printing import PrintedForms
from ui.cli.folder import desk
from ui.cli.output import emit, table
from ui.code_texts import form_codes


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    forms = commands.add_parser("forms", parents=[common])
    parts = forms.add_subparsers(dest="part", required=True, parser_class=type(forms))
    made = parts.add_parser("print", parents=[common])
    made.add_argument("kind")
    made.add_argument("--count", type=int, default=1)
    made.add_argument("--out", type=Path, required=True)
    made.set_defaults(run=run_print)
    again = parts.add_parser("again", parents=[common])
    again.add_argument("series")
    again.add_argument("--out", type=Path, required=True)
    again.set_defaults(run=run_again)
    listed = parts.add_parser("list", parents=[common])
    listed.set_defaults(run=run_list)
    show = parts.add_parser("show", parents=[common])
    show.add_argument("code", nargs="?", default="")
    show.add_argument("--scan", type=Path, metavar="PICTURE")
    show.set_defaults(run=run_show)
    void = parts.add_parser("void", parents=[common])
    void.add_argument("code")
    void.add_argument("--reason", required=True)
    void.set_defaults(run=run_void)


def run_print(chosen: argparse.Namespace) -> int:
    """Prints a new series of empty forms into one file."""
    opened = desk(chosen)
    try:
        made = form_printing.print_forms(opened.session, chosen.kind, chosen.count)
    finally:
        opened.close()
    return _written(made, chosen.out)


def run_again(chosen: argparse.Namespace) -> int:
    """The file of a series once more."""
    opened = desk(chosen)
    try:
        made = form_printing.print_again(opened.session, chosen.series)
    finally:
        opened.close()
    return _written(made, chosen.out)


def _written(made: PrintedForms, out: Path) -> int:
    try:
        out.write_bytes(made.rendered.pdf)
    except OSError as error:
        raise Unavailable("disk.full" if error.errno == errno.ENOSPC else "disk.read_only") from error
    emit(
        {
            "series": made.series,
            "kind": made.kind.kind,
            "count": len(made.codes),
            "pages": made.rendered.pages,
            "codes": list(made.codes),
        }
    )
    return 0


def run_list(chosen: argparse.Namespace) -> int:
    """Every series, and what became of its forms."""
    opened = desk(chosen)
    try:
        rows = blank_forms.series_rows(opened.session)
    finally:
        opened.close()
    made = [
        {
            "series": row.series,
            "kind": row.kind,
            "title": row.title,
            "printed_on": row.on.isoformat(),
            "by": row.by,
            "count": row.count,
            "bound": row.taken,
            "void": row.voided,
            "free": row.free,
        }
        for row in rows
    ]
    if chosen.json:
        emit(made)
    else:
        table(made, ("series", "title", "printed_on", "by", "count", "bound", "void", "free"))
    return 0


def run_show(chosen: argparse.Namespace) -> int:
    """Where sheets belong: the one whose code was typed, or all that a scanned picture shows."""
    codes = [chosen.code] if chosen.scan is None else form_codes(chosen.scan)
    opened = desk(chosen)
    try:
        states = [blank_forms.form_state(opened.session, code) for code in codes]
    finally:
        opened.close()
    made = [
        {
            "code": state.code,
            "kind": state.kind,
            "title": state.title,
            "printed_on": state.printed_on.isoformat(),
            "state": state.state,
            "number": state.number or None,
            "reason": state.reason or None,
        }
        for state in states
    ]
    if chosen.json:
        emit(made)
    else:
        table(made, ("code", "title", "state", "number", "reason"))
    return 0


def run_void(chosen: argparse.Namespace) -> int:
    """A form was lost or spoiled."""
    opened = desk(chosen)
    try:
        blank_forms.void_form(opened.session, chosen.code, chosen.reason)
    finally:
        opened.close()
    emit({"void": True})
    return 0
