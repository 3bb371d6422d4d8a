"""The command moving: a small file as pictures of moving codes, and back from pictures of them in any order."""

from __future__ import annotations

import argparse
import hashlib
from itertools import islice
from pathlib import Path

from app.errors import AppError, BadInput
from app.qr.families import Family, family_of
from app.qr.transfer import LARGEST, Gathered, Gatherer, frames, pieces_of
from ui.cli.bulk import write_bytes
from ui.cli.output import emit

SPARE = 2
"""Frames beyond the pieces, where nothing else is asked for."""
SCALE = 5
"""Points a cell of a picture."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    moving = commands.add_parser("moving", parents=[common])
    steps = moving.add_subparsers(dest="step", required=True)
    showing = steps.add_parser("show", parents=[common])
    showing.add_argument("file", type=Path)
    showing.add_argument("--out", type=Path, required=True, help="a folder for the pictures")
    showing.add_argument("--count", type=int, help="pictures; all pieces and two more, if nothing is said")
    showing.set_defaults(run=run_show)
    reading = steps.add_parser("read", parents=[common])
    reading.add_argument("pictures", type=Path, nargs="+")
    reading.add_argument("--out", type=Path, required=True)
    reading.set_defaults(run=run_read)


def run_show(chosen: argparse.Namespace) -> int:
    """Writes the pictures of a file's codes."""
    from PIL import Image

    from app.papers.screen_code import screen_code

    try:
        with chosen.file.open("rb") as source:
            whole = source.read(LARGEST + 1)
    except OSError as error:
        raise BadInput("transfer.empty", field="file") from error
    number = pieces_of(len(whole))
    texts = list(islice(frames(whole), chosen.count or number + SPARE))
    chosen.out.mkdir(parents=True, exist_ok=True)
    for at, text in enumerate(texts, start=1):
        code = screen_code(text)
        side = code.side * SCALE
        picture = Image.frombytes("L", (code.side, code.side), code.points).resize(
            (side, side), Image.Resampling.NEAREST
        )
        picture.save(chosen.out / f"{at:04d}.png")
    emit({"pictures": len(texts), "pieces": number, "sha256": hashlib.sha256(whole).hexdigest()})
    return 0


def run_read(chosen: argparse.Namespace) -> int:
    """Puts a file together from pictures. Raises BadInput("transfer.nothing", "transfer.not_whole")."""
    from app.papers.qr import read_image

    gatherer, told, read = Gatherer(), Gathered(known=0, number=0), 0
    for path in chosen.pictures:
        try:
            texts = read_image(path.read_bytes())
        except (AppError, OSError):
            continue  # a picture in which nothing is to be seen: there are others
        for text in texts:
            if family_of(text) is Family.TRANSPORT:
                told, read = gatherer.add(text), read + 1
        if told.whole is not None:
            break
    if told.whole is None:
        code = "transfer.not_whole" if read else "transfer.nothing"
        raise BadInput(code, field="pictures", known=told.known, number=told.number)
    write_bytes(chosen.out, told.whole)
    emit({"bytes": len(told.whole), "pictures": read, "sha256": hashlib.sha256(told.whole).hexdigest()})
    return 0
