"""Commands on the papers of a mediation's file: mediation paper, papers, signatures, volume; files given to its acts."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.errors import BadInput
from app.papers.catalogue import paper_kind
from app.services.mediation.filing import keep_in_file
from app.services.mediation.papers import (
    MadeMediationPaper,
    Wanted,
    draft_paper,
    fetch_paper,
    make_for_all,
    make_paper,
    papers_of_file,
)
from app.services.mediation.signing import check_room
from app.services.mediation.volume import begin_volume
from app.services.session import Session
from app.services.volumes import CaseFile
from ui.bootstrap.opening import station_signer
from ui.cli.bulk import write_bytes
from ui.cli.case_file import bind
from ui.cli.folder import desk
from ui.cli.handwriting import tell_checked
from ui.cli.options import pairs
from ui.cli.output import emit, error_object, listed, say, table
from ui.scans.reader import ChildScanReader

FILES = ("scan", "sha256", "picture", "receipt")
"""Fields of the room's acts that name a kept file; `@FILE` keeps one first."""
PICTURE = "picture"
AT = "@"


def add_paper_commands(
    parts: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parts of `mediation`."""
    paper = parts.add_parser("paper", parents=[common])
    paper.add_argument("kind", help="M01 to M14; with --again also an id or a number")
    paper.add_argument("number")
    paper.add_argument("--party", type=int, default=0, help="whose copy, from 1")
    paper.add_argument("--all", dest="everybody", action="store_true", help="a copy for each party")
    paper.add_argument("--sitting", type=int, default=0, help="left out: the last")
    paper.add_argument("--draft", action="store_true")
    paper.add_argument("--again", action="store_true", help="the one made last, as the same bytes")
    paper.add_argument("--set", dest="extra", action="append", default=[], metavar="NAME=VALUE")
    paper.add_argument("--leave-for-pen", dest="overrides", default="")
    paper.add_argument(
        "--out", type=Path, required=True, help="a file; with --all each copy has its party in its name"
    )
    paper.set_defaults(run=run_paper)
    listing = parts.add_parser("papers", parents=[common])
    listing.add_argument("number")
    listing.set_defaults(run=run_papers)
    signatures = parts.add_parser("signatures", parents=[common])
    signatures.add_argument("number")
    signatures.set_defaults(run=run_signatures)
    volume = parts.add_parser("volume", parents=[common])
    volume.add_argument("number")
    volume.add_argument("--out", type=Path, help="left out: only what would be in it and what is missing")
    volume.add_argument("--with", dest="extra", action="append", default=[], metavar="NAME=VALUE")
    volume.set_defaults(run=run_volume)


def run_paper(chosen: argparse.Namespace) -> int:
    """Makes a paper of the file, a copy for each party, a draft, or fetches the one made last."""
    wanted = Wanted(
        kind=chosen.kind,
        party=chosen.party,
        sitting=chosen.sitting,
        extra=pairs(chosen.extra),
        overrides=frozenset(chosen.overrides),
    )
    opened = desk(chosen)
    try:
        if chosen.everybody:
            made = make_for_all(opened.session, chosen.number, wanted)
        elif chosen.again:
            made = [fetch_paper(opened.session, chosen.number, chosen.kind, party=chosen.party)]
        elif chosen.draft:
            made = [draft_paper(opened.session, chosen.number, wanted)]
        else:
            made = [make_paper(opened.session, chosen.number, wanted)]
    finally:
        opened.close()
    for item in made:
        path = _path_of(chosen.out, item) if chosen.everybody else chosen.out
        write_bytes(path, item.pdf)
        emit(_told(item, path))
    return 0


def run_papers(chosen: argparse.Namespace) -> int:
    """The papers of a file, and the kinds that may be made now or why not."""
    opened = desk(chosen)
    try:
        found = papers_of_file(opened.session, chosen.number)
    finally:
        opened.close()
    rows = [
        {
            "paper": item.id,
            "kind": item.kind,
            "title": paper_kind(item.kind).title,
            "document_number": item.number or None,
            "party": item.party or None,
            "sitting": item.sitting or None,
            "on": item.on.isoformat(),
            "pages": item.pages,
            "sha256": item.sha256,
            "scanned": bool(item.scan),
            "handed_on": None if item.handed_on is None else item.handed_on.isoformat(),
            "voided": item.voided or None,
        }
        for item in found.made
    ]
    if not chosen.json:
        return listed(rows, ("kind", "title", "document_number", "party", "on", "pages"), as_json=False)
    offers = [
        {
            "kind": offer.kind.kind,
            "title": offer.kind.title,
            "party": offer.kind.party or None,
            "sitting": offer.kind.sitting,
            "asks": [
                {"name": item.name, "label": item.label, "type": item.type} for item in offer.kind.asked
            ],
            "refused": None if offer.refused is None else error_object(offer.refused),
        }
        for offer in found.offers
    ]
    emit({"number": found.number, "papers": rows, "offers": offers})
    return 0


def run_signatures(chosen: argparse.Namespace) -> int:
    """Checks every picture of a signature in the file against its paper; exit code 3 when one does not hold."""
    opened = desk(chosen)
    try:
        found = check_room(opened.session, chosen.number, station_signer(opened).sign_public)
    finally:
        opened.close()
    return tell_checked(found, as_json=chosen.json)


def run_volume(chosen: argparse.Namespace) -> int:
    """Binds the volume of a mediation into one PDF, or lists what would be in it."""
    said: dict[str, object] = dict(pairs(chosen.extra))
    opened = desk(chosen)
    try:
        made = bind(begin_volume(opened.session, chosen.number, said=said), chosen)
    finally:
        opened.close()
    if chosen.out is not None:
        write_bytes(chosen.out, made.pdf)
    _tell(chosen, made)
    return 0


def with_files(
    session: Session, number: str, given: Mapping[str, Any], *, typed: bool = False
) -> dict[str, Any]:
    """The fields of an act in which `@FILE` stands for a scan or a picture, each kept and named by its SHA-256.

    `typed`: they come from JSON, where a number is one.
    Raises as `keep_in_file`.
    """
    made = dict(given)
    for name in FILES:
        value = made.get(name)
        if not isinstance(value, str) or not value.startswith(AT):
            continue
        kept = keep_in_file(
            session, number, Path(value.removeprefix(AT)), ChildScanReader(), picture=name == PICTURE
        )
        made[name] = kept.sha256
        if name == "sha256":
            made.setdefault("pages", kept.pages if typed else str(kept.pages))
    return made


def _path_of(out: Path, item: MadeMediationPaper) -> Path:
    """Where one of several copies is written: `notice.pdf` gives `notice-3.pdf`."""
    if item.record is None:
        raise BadInput("copy.no_target", field="out")
    return out.with_name(f"{out.stem}-{item.record.party}{out.suffix}")


def _told(item: MadeMediationPaper, path: Path) -> dict[str, object]:
    record = item.record
    made: dict[str, object] = {
        "paper": None if record is None else record.id,
        "kind": item.kind.kind,
        "document_number": item.number or None,
        "sha256": item.sha256,
        "pages": item.pages,
        "file": str(path),
    }
    if record is not None and record.party:
        made["party"] = record.party
    if record is None:
        made["asks"] = [
            {"name": field.name, "label": field.label, "guess": item.guesses.get(field.name)}
            for field in item.asks
        ]
    return made


def _tell(chosen: argparse.Namespace, made: CaseFile) -> None:
    items = [
        {
            "section": item.section,
            "title": item.title,
            "document_number": item.number or None,
            "on": item.on.isoformat(),
            "pages": item.numbers,
        }
        for item in made.items
    ]
    if chosen.json:
        file = None if chosen.out is None else str(chosen.out)
        emit({"file": file, "pages": made.pages, "items": items, "missing": list(made.missing)})
        return
    table(items, ("section", "title", "document_number", "on", "pages"))
    for line in made.missing:
        say(line)
