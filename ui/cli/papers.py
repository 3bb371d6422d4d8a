"""Commands on papers: paper, papers."""

from __future__ import annotations

import argparse
import errno
from pathlib import Path

from app.errors import BadInput, Unavailable
from app.papers.catalogue import catalogue
from app.services import paper_drafts, papers
from app.services.session import Session
from ui.cli.folder import desk
from ui.cli.output import emit, table


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    paper = commands.add_parser("paper", parents=[common])
    paper.add_argument("kind")
    paper.add_argument("number")
    paper.add_argument("--out", type=Path, required=True)
    paper.add_argument("--draft", action="store_true")
    paper.add_argument("--again", action="store_true", help="the paper issued last, as the same bytes")
    paper.add_argument("--keep", action="store_true", help="hands the draft on to be reviewed and signed")
    paper.add_argument("--sign", action="store_true", help="signs the draft with that id or of that kind")
    paper.add_argument("--replaces", default="", metavar="PAPER", help="the paper it takes the place of")
    paper.add_argument("--reason", default="", help="why that one is void")
    paper.add_argument("--with", dest="extra", action="append", default=[], metavar="NAME=VALUE")
    paper.add_argument("--leave-for-pen", dest="overrides", default="")
    paper.set_defaults(run=run_paper)
    listed = commands.add_parser("papers", parents=[common])
    listed.set_defaults(run=run_papers)


def run_paper(chosen: argparse.Namespace) -> int:
    """Makes, and without --draft issues, a paper."""
    extra = {}
    for item in chosen.extra:
        name, mark, value = item.partition("=")
        if not mark:
            raise BadInput("act.field_shape", field=item, given=item)
        extra[name] = value
    opened = desk(chosen)
    try:
        made = _made(opened.session, chosen, extra)
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


def _made(session: Session, chosen: argparse.Namespace, extra: dict[str, str]) -> papers.MadePaper:
    """The paper in the way that was asked for."""
    overrides = frozenset(chosen.overrides)
    replaces = papers.Replacement(paper=chosen.replaces, reason=chosen.reason) if chosen.replaces else None
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
        }
        for kind in catalogue()
    ]
    emit(made) if chosen.json else table(made, ("kind", "title", "addressee", "seal"))
    return 0
