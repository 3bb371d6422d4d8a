"""Commands on codes: reading one from an image or from its text. Making posters comes with their own chapter."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.errors import BadInput
from app.qr.families import family_of
from app.services.codes import read_receipt
from ui.cli.folder import desk
from ui.cli.output import emit


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    code = commands.add_parser("code", parents=[common])
    code.add_argument("what", choices=("read",))
    code.add_argument("source")
    code.set_defaults(run=run_code)


def run_code(chosen: argparse.Namespace) -> int:
    """Reads a code: an image file, or the text a scanner gave."""
    text = _text(chosen.source)
    opened = desk(chosen)
    try:
        found = read_receipt(opened.session, text)
    finally:
        opened.close()
    emit({"kind": "receipt", "genuine": found.genuine, "number": found.number})
    return 0 if found.genuine else 3


def _text(source: str) -> str:
    path = Path(source)
    if family_of(source) is not None or not path.is_file():
        return source
    from app.papers.qr import read_image  # the reader and Pillow are loaded only for pictures

    found = read_image(path.read_bytes())
    if len(found) != 1:
        raise BadInput("code.not_one", field="source", count=len(found))
    return found[0]
