"""Commands on codes: reading one from a picture or its text; those on signed codes and posters have their own files."""

from __future__ import annotations

import argparse

from app.qr.families import Family, family_of
from app.services.codes import read_receipt
from ui.cli import notice_codes, place_codes
from ui.cli.folder import desk
from ui.cli.output import emit
from ui.code_texts import code_text

SIGNED = (Family.NOTICE, Family.PLACE)


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    code = commands.add_parser("code", parents=[common])
    parts = code.add_subparsers(dest="part", required=True, parser_class=type(code))
    read = parts.add_parser("read", parents=[common])
    read.add_argument("source")
    read.set_defaults(run=run_read)
    notice_codes.add_parts(parts, common)
    place_codes.add_parts(parts, common)


def run_read(chosen: argparse.Namespace) -> int:
    """Reads a code: an image file, or the text a scanner gave."""
    text = code_text(chosen.source)
    opened = desk(chosen)
    try:
        if family_of(text) in SIGNED:
            made, _, good = notice_codes.signed_answer(opened.session, text)
        else:
            found = read_receipt(opened.session, text)
            made, good = {"kind": "receipt", "genuine": found.genuine, "number": found.number}, found.genuine
    finally:
        opened.close()
    emit(made)
    return 0 if good else notice_codes.BAD
