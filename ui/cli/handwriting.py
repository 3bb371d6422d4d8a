"""Commands on pictures of handwritten signatures (手写签名影像): taking one from recorded strokes, checking them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.errors import BadInput
from app.services import papers
from app.services.handwriting import Checked, Signing, check, take
from ui.bootstrap.opening import station_signer
from ui.cli.folder import desk
from ui.cli.output import emit, table

LARGEST = 4 * 2**20
"""Bytes of a file of strokes at most."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    taking = commands.add_parser("handwriting", parents=[common])
    taking.add_argument("number")
    taking.add_argument("paper")
    taking.add_argument(
        "--strokes", type=Path, required=True, help="JSON: strokes of [across, down, milliseconds]"
    )
    taking.add_argument("--signer", required=True)
    taking.add_argument("--witness", default="")
    taking.add_argument(
        "--shown", default="", help="SHA-256 of the PDF that was shown; left out: the frozen paper"
    )
    taking.set_defaults(run=run_taking)
    checking = commands.add_parser("handwriting-check", parents=[common])
    checking.add_argument("number")
    checking.set_defaults(run=run_checking)


def run_taking(chosen: argparse.Namespace) -> int:
    """Keeps the picture of a signature beside a paper."""
    try:
        if chosen.strokes.stat().st_size > LARGEST:
            raise BadInput("file.unreadable", file=chosen.strokes.name)
        strokes = chosen.strokes.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=chosen.strokes.name) from error
    opened = desk(chosen)
    try:
        shown = chosen.shown or papers.fetch(opened.session, chosen.number, chosen.paper).sha256
        given = Signing(
            paper=chosen.paper, shown=shown, strokes=strokes, signer=chosen.signer, witness=chosen.witness
        )
        done = take(opened.session, chosen.number, given, lambda: station_signer(opened))
    finally:
        opened.close()
    emit({"number": done.number, "entries": list(done.entries), "document": shown})
    return 0


def run_checking(chosen: argparse.Namespace) -> int:
    """Checks every picture of a signature of a matter; exit code 3 when one does not hold."""
    opened = desk(chosen)
    try:
        found = check(opened.session, chosen.number, station_signer(opened).sign_public)
    finally:
        opened.close()
    return tell_checked(found, as_json=chosen.json)


def tell_checked(found: Sequence[tuple[str, Checked]], *, as_json: bool) -> int:
    """Writes what a check found, a line for each picture; the exit code is 3 when one does not hold."""
    for paper, item in found:
        kept = item.handwriting
        row = {
            "paper": paper,
            "signer": kept.signer,
            "witness": kept.witness or None,
            "on": kept.on.isoformat(),
            "by": kept.by,
            "sha256": kept.document,
            "document": item.document,
            "unchanged": item.unchanged,
            "signed": item.signed,
            "ours": item.ours,
            "holds": item.holds,
        }
        if as_json:
            emit(row)
        else:
            table([row], ("paper", "signer", "on", "document", "unchanged", "signed", "holds"))
    return 0 if all(item.holds for _, item in found) else 3
