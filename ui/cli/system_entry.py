"""What is typed into the national system, in its order: system-entry."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.exchange.profiles.entry_order import order_text
from app.services.entering import EntryField, EntrySheet, entry_sheet, waiting_entries
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.output import emit, say, table
from ui.entry_order import order_of
from ui.messages import words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    entry = commands.add_parser("system-entry", parents=[common])
    entry.add_argument("number", nargs="?", default="")
    entry.add_argument("--template", type=Path, metavar="FILE.toml", help="writes the order, to be changed")
    entry.set_defaults(run=run_system_entry)


def run_system_entry(chosen: argparse.Namespace) -> int:
    """The fields of one matter in the system's order; without a number, the matters that wait to be typed there."""
    if chosen.template is not None:
        write_bytes(chosen.template, order_text().encode())
        return 0
    opened = desk(chosen)
    try:
        if not chosen.number:
            waiting = [
                {"number": item.number, "due": None if item.due is None else item.due.isoformat()}
                for item in waiting_entries(opened.session)
            ]
        else:
            made = entry_sheet(opened.session, chosen.number, order_of(opened.opened.folder))
    finally:
        opened.close()
    if not chosen.number:
        if chosen.json:
            emit(waiting)
        else:
            table(waiting, ("number", "due"))
    elif chosen.json:
        emit(_sheet_object(made))
    else:
        _tell(made)
    return 0


def _sheet_object(made: EntrySheet) -> dict[str, object]:
    return {
        "number": made.number,
        "system": made.system,
        "version": made.version,
        "recorded": made.recorded or None,
        "fields": [
            {
                "title": item.title,
                "value": item.value or None,
                "text": item.text,
                "longest": item.longest or None,
                "whole": item.whole or None,
                "why": item.why or None,
                "no_word": item.no_word,
                "copied": item.copied,
            }
            for item in made.fields
        ],
    }


def _tell(made: EntrySheet) -> None:
    text = words("system_entry")
    table([{"title": item.title, "text": item.text or _why(item)} for item in made.fields], ("title", "text"))
    told = words("entry_told")["written"]
    say(
        str(told).format(
            count=len(made.fields),
            cut=sum(bool(item.whole) for item in made.fields),
            left=sum(bool(item.why or item.no_word) for item in made.fields),
            version=made.version,
        )
    )
    if made.recorded:
        say(str(text["status_recorded"]).format(recorded=made.recorded))


def _why(item: EntryField) -> str:
    return item.why or str(words("system_entry")["no_word" if item.no_word else "nothing"])
