"""Commands on papers: paper, papers."""

from __future__ import annotations

import argparse
import errno
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.errors import BadInput, Unavailable
from app.papers.catalogue import FactField, catalogue
from app.services import paper_copies, paper_drafts, papers
from app.services.session import Session
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import pairs
from ui.cli.output import emit, table


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    paper = commands.add_parser("paper", parents=[common])
    paper.add_argument("kind")
    paper.add_argument("number")
    paper.add_argument("--out", type=Path)
    paper.add_argument(
        "--docx", type=Path, metavar="FILE.docx", help="an editable copy; alone: of the paper issued last"
    )
    paper.add_argument("--draft", action="store_true")
    paper.add_argument("--again", action="store_true", help="the paper issued last, as the same bytes")
    paper.add_argument(
        "--strip", action="store_true", help="the receipt (D02) as a strip for an 80 mm printer"
    )
    paper.add_argument("--preprinted", action="store_true", help="with --again: without the red head")
    paper.add_argument("--keep", action="store_true", help="hands the draft on to be reviewed and signed")
    paper.add_argument("--sign", action="store_true", help="signs the draft with that id or of that kind")
    paper.add_argument("--replaces", default="", metavar="PAPER", help="the paper it takes the place of")
    paper.add_argument("--reason", default="", help="why that one is void")
    paper.add_argument("--with", dest="extra", action="append", default=[], metavar="NAME=VALUE")
    paper.add_argument("--facts", type=Path, metavar="FILE.json", help="what the paper asks for, by name")
    paper.add_argument("--leave-for-pen", dest="overrides", default="")
    paper.set_defaults(run=run_paper)
    listed = commands.add_parser("papers", parents=[common])
    listed.set_defaults(run=run_papers)


def run_paper(chosen: argparse.Namespace) -> int:
    """Makes, and without --draft issues, a paper."""
    extra = {} if chosen.facts is None else dict(_said_in(chosen.facts))
    extra |= pairs(chosen.extra)
    if chosen.out is None and chosen.docx is None:
        raise BadInput("copy.no_target", field="out")
    opened = desk(chosen)
    try:
        if chosen.out is None:
            return _copy(opened.session, chosen, extra)
        made = _made(opened.session, chosen, extra)
        if chosen.docx is not None:
            reference = made.kind.kind if made.record is None else made.record.id
            _write_copy(opened.session, chosen, extra, reference, draft=made.record is None)
    finally:
        opened.close()
    try:
        chosen.out.write_bytes(made.pdf)
    except OSError as error:
        raise Unavailable("disk.full" if error.errno == errno.ENOSPC else "disk.read_only") from error
    emit(
        {
            "paper": None if made.record is None else made.record.id,
            "kind": made.kind.kind,
            "document_number": made.number or None,
            "sha256": made.sha256,
            "pages": made.pages,
        }
    )
    return 0


def _copy(session: Session, chosen: argparse.Namespace, extra: dict[str, str]) -> int:
    """Only an editable copy: of a draft with --draft, else of the paper that was issued; nothing is issued."""
    _write_copy(session, chosen, extra, chosen.kind, draft=chosen.draft)
    emit({"kind": chosen.kind, "copy": chosen.docx.name, "draft": chosen.draft})
    return 0


def _write_copy(
    session: Session, chosen: argparse.Namespace, extra: dict[str, str], reference: str, *, draft: bool
) -> None:
    data = (
        paper_copies.copy_of_draft(session, chosen.number, reference, extra)
        if draft
        else paper_copies.copy_of(session, chosen.number, reference)
    )
    write_bytes(chosen.docx, data)


def _said_in(path: Path) -> Iterator[tuple[str, str]]:
    """What a JSON file says for the fields of a paper: dotted names or tables in tables; lists stay JSON.

    Raises BadInput("letter.facts_file") for what is no table of JSON.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput("letter.facts_file", field="facts", file=path.name) from error
    if not isinstance(told, Mapping):
        raise BadInput("letter.facts_file", field="facts", file=path.name)
    yield from _flat(told, "")


def _flat(told: Mapping[str, object], before: str) -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, bool):
            yield f"{before}{name}", "yes" if value else "no"
        elif isinstance(value, list):
            yield f"{before}{name}", json.dumps(value, ensure_ascii=False)
        elif value is not None:
            yield f"{before}{name}", str(value)


def _made(session: Session, chosen: argparse.Namespace, extra: dict[str, str]) -> papers.MadePaper:
    """The paper in the way that was asked for."""
    overrides = frozenset(chosen.overrides)
    replaces = papers.Replacement(paper=chosen.replaces, reason=chosen.reason) if chosen.replaces else None
    if chosen.strip:
        return papers.strip_of(session, chosen.number, chosen.kind)
    if chosen.again and chosen.preprinted:
        return papers.for_preprinted(session, chosen.number, chosen.kind)
    if chosen.again:
        return papers.fetch(session, chosen.number, chosen.kind)
    if chosen.sign:
        return paper_drafts.sign(session, chosen.number, chosen.kind, overrides=overrides)
    if chosen.keep:
        paper_drafts.keep_draft(session, chosen.number, chosen.kind, extra=extra, replaces=replaces)
    if chosen.keep or chosen.draft:
        return papers.draft(session, chosen.number, chosen.kind, extra)
    return papers.issue(
        session, chosen.number, chosen.kind, extra=extra, overrides=overrides, replaces=replaces
    )


def _asked(field: FactField) -> dict[str, object]:
    """A field that the clerk says when the paper is made (`--with` or `--facts`), with the columns of a list."""
    made: dict[str, object] = {
        "name": field.name,
        "label": field.label,
        "type": field.type,
        "required": field.required and field.default is None,
    }
    return made | ({"columns": [inner.name for inner in field.fields]} if field.fields else {})


def run_papers(chosen: argparse.Namespace) -> int:
    """The catalogue of papers."""
    made = [
        {
            "kind": kind.kind,
            "title": kind.title,
            "basis": list(kind.basis),
            "addressee": kind.addressee,
            "delivery_needed": kind.delivery_required,
            "seal": kind.seal,
            "stations": list(kind.stations),
            "mandatory": [field.label for field in kind.facts if field.required],
            "asks": [_asked(field) for field in kind.asked],
        }
        for kind in catalogue()
    ]
    emit(made) if chosen.json else table(made, ("kind", "title", "addressee", "seal"))
    return 0
