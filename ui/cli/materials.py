"""Commands on materials and their kept pages: attach, scan-in, scanners, materials, material-file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.domain.material import Piece, Sensitivity
from app.errors import BadInput, Unavailable
from app.services.materials import KeptPages, PageRow, Placing, fetch, keep, material_list, scan_in
from app.services.showing import material_object
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.output import emit, error_object, say, table
from ui.messages import message_of, words
from ui.scans.reader import ChildScanReader
from ui.scans.sane import SaneScanner

COLUMNS = ("place", "name", "form", "pages", "on", "returned_on", "kept")


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    attaching = commands.add_parser("attach", parents=[common])
    attaching.add_argument("number")
    attaching.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_placing(attaching)
    attaching.set_defaults(run=run_attach)
    scanning = commands.add_parser("scan-in", parents=[common])
    scanning.add_argument("number")
    scanning.add_argument("--device", default="", help="as `scanners` names it; left out: the first")
    add_placing(scanning)
    scanning.set_defaults(run=run_scan_in)
    devices = commands.add_parser("scanners", parents=[common])
    devices.set_defaults(run=run_scanners)
    listing = commands.add_parser("materials", parents=[common])
    listing.add_argument("number")
    listing.set_defaults(run=run_list)
    file = commands.add_parser("material-file", parents=[common])
    file.add_argument("number")
    file.add_argument("sha256")
    file.add_argument("--out", type=Path, required=True)
    file.set_defaults(run=run_file)


def add_placing(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say where pages belong."""
    parser.add_argument("--material", default="", help="its place in the list of `materials`")
    parser.add_argument(
        "--kind", default="", help=f"{', '.join(Piece)}; left out: a material's page, or a photo"
    )
    parser.add_argument("--sensitive", default="", help=", ".join(Sensitivity))
    parser.add_argument("--with-blank", action="store_true", help="keep blank pages too")


def placing_of(chosen: argparse.Namespace) -> Placing:
    """Where pages belong by these options. Raises BadInput("field.value")."""
    kind = chosen.kind or (Piece.MATERIAL if chosen.material else Piece.PHOTO)
    if kind not in set(Piece):
        raise BadInput("field.value", field="kind", name="kind", allowed=", ".join(Piece))
    if chosen.sensitive and chosen.sensitive not in set(Sensitivity):
        allowed = ", ".join(Sensitivity)
        raise BadInput("field.value", field="sensitive", name="sensitive", allowed=allowed)
    return Placing(
        piece=Piece(kind),
        material=chosen.material,
        sensitive=Sensitivity(chosen.sensitive) if chosen.sensitive else None,
        with_blank=chosen.with_blank,
    )


def run_attach(chosen: argparse.Namespace) -> int:
    """Keeps the pages of files; a line for each file. The exit code is that of the first refusal."""
    placing = placing_of(chosen)
    opened = desk(chosen)
    try:
        made = keep(
            opened.session,
            chosen.number,
            chosen.files,
            ChildScanReader(),
            placing,
            lambda done: tell(done, as_json=chosen.json),
        )
    finally:
        opened.close()
    return next((item.refused[0].exit_code for item in made if item.refused), 0)


def run_scan_in(chosen: argparse.Namespace) -> int:
    """Scans one sheet and attaches it."""
    placing = placing_of(chosen)
    opened = desk(chosen)
    try:
        made = scan_in(
            opened.session, chosen.number, SaneScanner(), ChildScanReader(), placing, chosen.device
        )
    finally:
        opened.close()
    tell(made, as_json=chosen.json)
    return made.refused[0].exit_code if made.refused else 0


def run_scanners(chosen: argparse.Namespace) -> int:
    """The scanners of this computer, a line each; needs no data folder."""
    rows = [{"device": item.id, "title": item.title} for item in SaneScanner().devices()]
    if chosen.json:
        for row in rows:
            emit(row)
    elif rows:
        table(rows, ("device", "title"))
    else:
        found = message_of(Unavailable("scanner.none"))
        say(f"{found.says}{found.do}")
    return 0


def tell(done: KeptPages, *, as_json: bool) -> None:
    """What became of one file."""
    if as_json:
        emit(
            {
                "file": done.file,
                "kept": list(done.files),
                "twice": done.twice,
                "blank": done.blank,
                "refused": [error_object(error) for error in done.refused],
            }
        )
        return
    text = words("materials_card")
    say(str(text["kept"]).format(file=done.file, kept=len(done.files), twice=done.twice, blank=done.blank))
    for error in done.refused:
        found = message_of(error)
        say(f"{found.says}{found.do}")


def run_list(chosen: argparse.Namespace) -> int:
    """What was handed in and kept, a line each."""
    opened = desk(chosen)
    try:
        found = material_list(opened.session, chosen.number)
    finally:
        opened.close()
    rows: list[dict[str, Any]] = [
        {**material_object(row.place, row.held), "kept": [_page(page) for page in row.pages]}
        for row in found.materials
    ]
    pages = [_page(page) for page in found.pages]
    if chosen.json:
        for row in (*rows, *pages):
            emit(row)
    else:
        table([{**row, "kept": len(row["kept"])} for row in rows], COLUMNS)
        table(pages, ("piece", "on", "sensitive", "sha256"))
    return 0


def _page(row: PageRow) -> dict[str, Any]:
    return {
        "piece": row.page.piece,
        "sha256": row.page.sha256 if row.visible else None,
        "on": row.page.on.isoformat(),
        "by": row.page.by,
        "sensitive": row.page.sensitive,
    }


def run_file(chosen: argparse.Namespace) -> int:
    """Writes the picture of a kept page into a file."""
    opened = desk(chosen)
    try:
        data = fetch(opened.session, chosen.number, chosen.sha256)
    finally:
        opened.close()
    write_bytes(chosen.out, data)
    emit({"file": str(chosen.out), "bytes": len(data)})
    return 0
