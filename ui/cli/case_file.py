"""Command on the case file of a matter: case-file."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.services.case_file import ACCUSATION, ADDRESSEE, MAIN, CaseFile, begin
from app.services.occasion import Facts
from app.services.volumes import Binding
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import pairs
from ui.cli.output import emit, say, table
from ui.messages import words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    made = commands.add_parser("case-file", parents=[common])
    made.add_argument("number")
    made.add_argument("--out", type=Path, help="left out: only what would be in it and what is missing")
    made.add_argument("--volume", default=MAIN, help=f"{MAIN}, {ACCUSATION} or {ADDRESSEE}")
    made.add_argument("--with", dest="extra", action="append", default=[], metavar="NAME=VALUE")
    made.set_defaults(run=run_case_file)


def run_case_file(chosen: argparse.Namespace) -> int:
    """Binds the papers of a matter into one PDF, or lists them."""
    said: Facts = dict(pairs(chosen.extra))
    opened = desk(chosen)
    try:
        made = bind(begin(opened.session, chosen.number, volume=chosen.volume, said=said), chosen)
    finally:
        opened.close()
    if chosen.out is not None:
        write_bytes(chosen.out, made.pdf)
    _tell(chosen, made)
    return 0


def bind(binding: Binding, chosen: argparse.Namespace) -> CaseFile:
    """Binds a volume paper by paper, saying how far it is unless the answer is to be JSON."""
    while binding.step():
        if not chosen.json:
            say(str(words("case_file")["progress"]).format(done=len(binding.bound), total=binding.total))
    return binding.finish()


def _tell(chosen: argparse.Namespace, made: CaseFile) -> None:
    items = [
        {
            "section": item.section,
            "title": item.title,
            "document_number": item.number or None,
            "on": item.on.isoformat(),
            "pages": item.numbers,
            "note": item.note or None,
        }
        for item in made.items
    ]
    if chosen.json:
        file = None if chosen.out is None else str(chosen.out)
        emit({"file": file, "pages": made.pages, "items": items, "missing": list(made.missing)})
    else:
        table(items, ("section", "title", "document_number", "on", "pages"))
        for line in made.missing:
            say(line)
