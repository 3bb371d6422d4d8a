"""Commands on redacted transcripts: redaction, transcripts, redact-pages, transcript-page."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.domain.areas import read_area
from app.domain.redaction import Mark
from app.errors import BadInput
from app.services.redacting import (
    PageAreas,
    TranscriptRow,
    proposal,
    propose_pages,
    redacted_page,
    transcripts,
)
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.output import emit, say, table
from ui.messages import words
from ui.scans.remover import ChildAreaRemover


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    proposing = commands.add_parser("redaction", parents=[common])
    proposing.add_argument("number")
    proposing.add_argument("--claim", type=int, help="left out: all that was said")
    proposing.add_argument("--text", type=Path, metavar="FILE", help="a text at work, in UTF-8")
    proposing.add_argument("--hide-accused", action="store_true", help="take the accused out too")
    proposing.set_defaults(run=run_proposal)
    listing = commands.add_parser("transcripts", parents=[common])
    listing.add_argument("number")
    listing.set_defaults(run=run_list)
    pages = commands.add_parser("redact-pages", parents=[common])
    pages.add_argument("number")
    pages.add_argument(
        "pages",
        nargs="+",
        metavar="SHA256[:L,T,R,B…]",
        help="a kept page and its areas in picture points; without one: nothing has to go",
    )
    pages.add_argument("--reason", required=True)
    pages.add_argument("--claim", type=int)
    pages.add_argument("--material", default="", help="its place in the list of `materials`")
    pages.set_defaults(run=run_pages)
    page = commands.add_parser("transcript-page", parents=[common])
    page.add_argument("number")
    page.add_argument("sha256")
    page.add_argument("--out", type=Path, required=True)
    page.set_defaults(run=run_page)


def run_proposal(chosen: argparse.Namespace) -> int:
    """What is proposed to be taken out, the words without it, and what could still be known."""
    text = None if chosen.text is None else _read(chosen.text)
    opened = desk(chosen)
    try:
        made = proposal(
            opened.session, chosen.number, claim=chosen.claim, text=text, hide_accused=chosen.hide_accused
        )
    finally:
        opened.close()
    marks = [_mark(item, made.source) for item in made.marks]
    if chosen.json:
        emit(
            {
                "number": made.number,
                "claim": made.claim or None,
                "source": made.source,
                "marks": marks,
                "result": made.result,
                "remaining": [_mark(item, made.result) for item in made.left],
                "sha256": made.sha256,
            }
        )
        return 0
    table(marks, ("start", "end", "kind", "part", "must", "text"))
    say(made.result)
    say(str(words("redaction_lines")["left"]).format(count=len(made.left)))
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("scanned.not_readable", file=path.name) from error


def _mark(mark: Mark, text: str) -> dict[str, object]:
    return {
        "start": mark.start,
        "end": mark.end,
        "kind": str(mark.kind),
        "part": str(mark.part),
        "must": mark.must,
        "text": text[mark.start : mark.end],
    }


def run_list(chosen: argparse.Namespace) -> int:
    """The transcripts of a matter, the newest first; a line each."""
    opened = desk(chosen)
    try:
        found = transcripts(opened.session, chosen.number)
    finally:
        opened.close()
    rows = [_row(item) for item in found]
    if chosen.json:
        for row in rows:
            emit(row)
    else:
        table(rows, ("id", "state", "claim", "proposed_on", "proposed_by", "confirmed_by", "sha256"))
    return 0


def _row(row: TranscriptRow) -> dict[str, object]:
    item = row.transcript
    return {
        "id": item.id,
        "state": item.state,
        "claim": item.claim or None,
        "material": item.material or None,
        "text": item.text,
        "pages": list(item.files),
        "copies_of": list(item.copies_of),
        "reason": item.reason,
        "hides_accused": item.hides_accused,
        "sha256": item.sha256,
        "proposed_by": item.proposed_by,
        "proposed_on": item.proposed_on.isoformat(),
        "confirmed_by": item.confirmed_by or None,
        "confirmed_on": None if item.confirmed_on is None else item.confirmed_on.isoformat(),
        "withdrawn_reason": item.withdrawn_reason or None,
        "remaining": [_mark(mark, item.text) for mark in row.left],
        "confirmable": row.confirmable,
    }


def run_pages(chosen: argparse.Namespace) -> int:
    """Makes pages anew without the areas given and proposes them."""
    pages = [_page(item) for item in chosen.pages]
    opened = desk(chosen)
    try:
        done = propose_pages(
            opened.session,
            chosen.number,
            pages,
            ChildAreaRemover(),
            reason=chosen.reason,
            claim=chosen.claim,
            material=chosen.material,
        )
        row = _row(transcripts(opened.session, chosen.number)[0])
    finally:
        opened.close()
    if chosen.json:
        emit({"number": done.number, "entries": list(done.entries), "transcript": row})
    else:
        say(str(words("redaction_lines")["proposed"]).format(pages=len(pages), id=row["id"]))
    return 0


def _page(text: str) -> PageAreas:
    page, *areas = text.split(":")
    return PageAreas(page=page, areas=tuple(read_area(item) for item in areas))


def run_page(chosen: argparse.Namespace) -> int:
    """Writes a page of a transcript as a picture."""
    opened = desk(chosen)
    try:
        data = redacted_page(opened.session, chosen.number, chosen.sha256)
    finally:
        opened.close()
    write_bytes(chosen.out, data)
    if chosen.json:
        emit({"file": str(chosen.out), "sha256": chosen.sha256})
    return 0
