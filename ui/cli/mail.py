"""The command mail: letters opened, listed, registered, joined to a matter, handed back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.errors import BadInput
from app.services.mail import (
    LetterDone,
    fetch_envelope,
    hand_back,
    join_letter,
    letter_object,
    letters,
    open_letter,
    register_letter,
    row_of,
)
from app.services.session import Session
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import day_or_none
from ui.cli.output import emit, error_object, listed, table
from ui.cli.row_files import row_by_row, rows_of
from ui.scans.reader import ChildScanReader

COLUMNS = ("stamp", "state", "received_on", "age", "due", "sender", "matter")
FILES, KEY = "envelope_files", "key"
"""In a row of `mail open`: paths of pictures of the envelope, and its once-only key."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    mail = commands.add_parser("mail", parents=[common])
    mail.add_argument("--all", action="store_true")
    mail.set_defaults(run=run_list)
    steps = mail.add_subparsers(dest="step")
    opening = steps.add_parser("open", parents=[common])
    opening.add_argument(
        "file",
        type=Path,
        help="letters as JSON lines: received_on, postmark_on, sender, sender_address, postal_number, enclosures, note, "
        "restricted, envelope_files: [FILE …], key",
    )
    opening.set_defaults(run=run_open)
    registering = steps.add_parser("register", parents=[common])
    registering.add_argument("stamp")
    registering.add_argument("file", type=Path, nargs="?", help="a row of `register`, over what is known")
    registering.set_defaults(run=run_register)
    joining = steps.add_parser("join", parents=[common])
    joining.add_argument("stamp")
    joining.add_argument("number")
    joining.add_argument("--summary", default="")
    joining.set_defaults(
        run=lambda chosen: _one(
            chosen, lambda at: join_letter(at, chosen.stamp, chosen.number, chosen.summary)
        )
    )
    back = steps.add_parser("back", parents=[common])
    back.add_argument("stamp")
    back.add_argument("--to", default="")
    back.add_argument("--reason", default="")
    back.add_argument("--on", default="")
    back.set_defaults(run=run_back)
    envelope = steps.add_parser("envelope", parents=[common])
    envelope.add_argument("stamp")
    envelope.add_argument("sha256")
    envelope.add_argument("--out", type=Path, required=True)
    envelope.set_defaults(run=run_envelope)


def run_list(chosen: argparse.Namespace) -> int:
    """What waits, a line each; with --all also what was dealt with."""
    opened = desk(chosen)
    try:
        found = letters(opened.session, everything=chosen.all)
    finally:
        opened.close()
    return listed([letter_object(row) for row in found], COLUMNS, as_json=chosen.json)


def run_open(chosen: argparse.Namespace) -> int:
    """Stamps the letters of a .json or .jsonl file; bad rows do not stop good ones."""
    rows = rows_of(chosen.file)
    opened = desk(chosen)

    def opens(_: int, row: dict[str, object]) -> dict[str, object]:
        done = _opened(opened.session, row, chosen.file.parent)
        errors = [error_object(error) for item in done.envelope for error in item.refused]
        return {**letter_object(row_of(opened.session, done.letter)), "refused": errors}

    try:
        return row_by_row(rows, opens)
    finally:
        opened.close()


def _opened(session: Session, row: dict[str, object], folder: Path) -> LetterDone:
    values = dict(row)
    named = values.pop(FILES, [])
    if not isinstance(named, list):
        raise BadInput("field.type", field=FILES, name=FILES, type="list of text")
    files = [folder / str(name) for name in named]
    key = str(values.pop(KEY, ""))
    return open_letter(session, values, envelope=files, reader=ChildScanReader(), key=key)


def run_register(chosen: argparse.Namespace) -> int:
    """Registers a letter; the answer has its number and query code."""
    rows = [{}] if chosen.file is None else rows_of(chosen.file)
    if len(rows) != 1 or not isinstance(rows[0], dict):
        raise BadInput("intake.row_shape", row=1)
    values = rows[0]
    return _one(chosen, lambda at: register_letter(at, chosen.stamp, values))


def run_back(chosen: argparse.Namespace) -> int:
    """Hands a letter on or back."""
    on = day_or_none(chosen.on, "on")
    return _one(chosen, lambda at: hand_back(at, chosen.stamp, chosen.to, chosen.reason, on=on))


def run_envelope(chosen: argparse.Namespace) -> int:
    """Writes a page of an envelope into a file."""
    opened = desk(chosen)
    try:
        data = fetch_envelope(opened.session, chosen.stamp, chosen.sha256)
    finally:
        opened.close()
    write_bytes(chosen.out, data)
    emit({"file": str(chosen.out), "bytes": len(data)})
    return 0


def _one(chosen: argparse.Namespace, act: Callable[[Session], LetterDone]) -> int:
    opened = desk(chosen)
    try:
        done = act(opened.session)
        row = letter_object(row_of(opened.session, done.letter))
    finally:
        opened.close()
    if done.matter is not None:
        row |= {"number": done.matter.number, "query_code": done.matter.token}
    emit(row) if chosen.json else table([row], COLUMNS)
    return 0
