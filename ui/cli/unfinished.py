"""The command unfinished: what is unfinished at this computer, and what was registered without anybody seeing the number."""

from __future__ import annotations

import argparse

from app.clock import from_milliseconds
from app.services.drafts import note_seen, recover_drafts
from resources.loader import words as words_of
from ui.cli.folder import desk
from ui.cli.output import emit, say


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    unfinished = commands.add_parser("unfinished", parents=[common])
    unfinished.add_argument("--seen", action="store_true")
    unfinished.set_defaults(run=run_unfinished)


def run_unfinished(chosen: argparse.Namespace) -> int:
    """The clerk's drafts, without what stands in them; with --seen the unseen numbers count as seen from now on."""
    text = words_of("words/faults.toml")["found_cli"]
    opened = desk(chosen)
    try:
        found = recover_drafts(opened.session, opened.drafts)
        if chosen.seen:
            note_seen(opened.session, opened.drafts, [item.number for item in found if item.number])
    finally:
        opened.close()
    for item in found:
        at = from_milliseconds(item.saved_at)
        if chosen.json:
            emit({"slot": item.slot, "number": item.number or None, "saved_at": at.isoformat()})
        else:
            line = text["found" if item.number else "draft"]
            say(str(line).format(slot=item.slot, number=item.number, time=at.strftime("%m-%d %H:%M")))
    if not found and not chosen.json:
        say(str(text["none"]))
    return 0
