"""Commands on printing: print (many papers in one job, pages of it again), printers."""

from __future__ import annotations

import argparse
from typing import Any

from app.errors import BadInput
from app.services.printing import BatchPaper, PrintBatch, batch, note_printed
from app.services.session import Session
from app.settings import PrinterSettings
from ui.cli.folder import desk
from ui.cli.output import emit, table
from ui.printing import SystemPrinter, known_printers

BETWEEN = ":"


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    made = commands.add_parser("print", parents=[common])
    made.add_argument(
        "papers", nargs="*", metavar="NUMBER:PAPER", help="paper: its id, document number or kind"
    )
    made.add_argument(
        "--state", default="", help="every paper in this state, as in show: awaiting_seal, issued …"
    )
    made.add_argument("--printer", default="")
    made.add_argument("--copies", type=int, default=1)
    made.add_argument("--preprinted", action="store_true", help="on sheets that bear the red head already")
    made.add_argument("--pages", default="", metavar="A-B", help="only these pages of the job, printed again")
    made.set_defaults(run=run_print)
    known = commands.add_parser("printers", parents=[common])
    known.set_defaults(run=run_printers)


def run_print(chosen: argparse.Namespace) -> int:
    """Prints papers in one job and writes down what was printed."""
    if not 1 <= chosen.copies <= 99:
        raise BadInput("print.copies", field="copies")
    opened = desk(chosen)
    try:
        wanted = _wanted(opened.session, chosen)
        job = batch(opened.session, wanted, preprinted=chosen.preprinted)
        if chosen.pages:
            job = job.on_pages(*_pages(chosen.pages))
        title = f"{opened.session.office.station} {len(job.papers)}"
        printed = SystemPrinter(PrinterSettings(name=chosen.printer)).print_pdf(job.pdf, title, chosen.copies)
        note_printed(opened.session, job.papers, printed.printer, chosen.copies, again=bool(chosen.pages))
    finally:
        opened.close()
    _tell(chosen, job, printed.printer, printed.pages)
    return 0


def run_printers(chosen: argparse.Namespace) -> int:
    """The printers of this computer."""
    rows = [{"printer": name} for name in known_printers()]
    for row in rows:
        emit(row) if chosen.json else table([row], ("printer",))
    return 0


def _wanted(session: Session, chosen: argparse.Namespace) -> list[tuple[str, str]]:
    if chosen.state:
        return [(row.number, row.id) for row in session.memory.queries.papers((chosen.state,))]
    pairs = [item.partition(BETWEEN) for item in chosen.papers]
    if not all(mark and paper for _, mark, paper in pairs):
        raise BadInput("print.which", field="papers")
    return [(number, paper) for number, _, paper in pairs]


def _pages(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        raise BadInput("field.type", field="pages", name="pages", type="7-8")
    return int(first), int(last or first)


def _tell(chosen: argparse.Namespace, job: PrintBatch, printer: str, pages: int) -> None:
    rows = [_row(paper) for paper in job.papers]
    if chosen.json:
        emit({"printer": printer, "pages": pages, "copies": chosen.copies, "papers": rows})
    else:
        table(rows, ("pages", "number", "kind", "document_number"))


def _row(paper: BatchPaper) -> dict[str, Any]:
    return {
        "number": paper.number,
        "paper": paper.paper,
        "kind": paper.kind,
        "document_number": paper.document_number or None,
        "sha256": paper.sha256,
        "pages": f"{paper.first}-{paper.last}",
    }
