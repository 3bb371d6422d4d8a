"""The command inbox: items sent down to this station, listed, added, signed for, registered, handed back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.services.inbox import (
    InboxDone,
    add_item,
    inbox,
    item_object,
    object_to_item,
    register_item,
    sign_item,
)
from app.services.session import Session
from ui.cli.folder import desk
from ui.cli.options import day_or_none
from ui.cli.output import emit, listed, table
from ui.cli.row_files import row_by_row, rows_of

COLUMNS = ("number", "state", "sender", "sender_number", "due_by", "to_do")


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    items = commands.add_parser("inbox", parents=[common])
    items.add_argument("--all", action="store_true")
    items.set_defaults(run=run_list)
    steps = items.add_subparsers(dest="step")
    add = steps.add_parser("add", parents=[common])
    add.add_argument("file", type=Path)
    add.set_defaults(run=run_add)
    sign = steps.add_parser("sign", parents=[common])
    sign.add_argument("number")
    sign.add_argument("--on", default="")
    sign.add_argument("--paper-on", default="")
    sign.set_defaults(run=run_sign)
    register = steps.add_parser("register", parents=[common])
    register.add_argument("number")
    register.set_defaults(run=lambda chosen: _one(chosen, lambda at: register_item(at, chosen.number)))
    back = steps.add_parser("object", parents=[common])
    back.add_argument("number")
    back.add_argument("--reason", default="")
    back.set_defaults(
        run=lambda chosen: _one(chosen, lambda at: object_to_item(at, chosen.number, chosen.reason))
    )


def run_list(chosen: argparse.Namespace) -> int:
    """What waits, a line each; with --all also what was registered or handed back."""
    opened = desk(chosen)
    try:
        found = inbox(opened.session, everything=chosen.all)
    finally:
        opened.close()
    return listed([item_object(item) for item in found], COLUMNS, as_json=chosen.json)


def run_add(chosen: argparse.Namespace) -> int:
    """Adds the items of a .json or .jsonl file; bad rows do not stop good ones."""
    rows = rows_of(chosen.file)
    opened = desk(chosen)
    try:
        return row_by_row(rows, lambda _, row: item_object(add_item(opened.session, row).item))
    finally:
        opened.close()


def run_sign(chosen: argparse.Namespace) -> int:
    """Signs for an item."""
    on, paper_on = day_or_none(chosen.on, "on"), day_or_none(chosen.paper_on, "paper_on")
    return _one(chosen, lambda at: sign_item(at, chosen.number, on=on, paper_on=paper_on))


def _one(chosen: argparse.Namespace, act: Callable[[Session], InboxDone]) -> int:
    opened = desk(chosen)
    try:
        done = act(opened.session)
    finally:
        opened.close()
    made = item_object(done.item)
    emit(made) if chosen.json else table([made], COLUMNS)
    return 0
