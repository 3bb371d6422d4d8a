"""Commands on the papers of the whole office: drafts, seal-basket, seal-register, number-series, file-scan."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.domain.codes import find_code
from app.domain.paper import Stamp
from app.errors import BadInput
from app.papers.catalogue import paper_kind
from app.readmodels import PaperRow
from app.services.number_series import NumberSeries, number_series, number_series_workbook
from app.services.paper_drafts import waiting_drafts
from app.services.sealing import (
    Stamped,
    fetch_scan,
    file_scan,
    seal_all,
    seal_basket,
    seal_register,
    seal_register_workbook,
)
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import day
from ui.cli.output import emit, error_object, say, table
from ui.cli.registers import write_workbook
from ui.messages import message_of, words

LARGEST_FILE = 64 * 2**20
"""Bytes that are read from a file at most before it is judged."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    drafts = commands.add_parser("drafts", parents=[common])
    drafts.set_defaults(run=run_drafts)
    basket = commands.add_parser("seal-basket", parents=[common])
    basket.add_argument("--seal", action="store_true", help="records the seal on all that is listed")
    basket.add_argument("--only", action="append", default=[], metavar="NUMBER", help="papers of this matter")
    basket.add_argument("--stamp", default="")
    basket.add_argument("--approved-by", dest="approved_by", default="")
    basket.set_defaults(run=run_basket)
    register = commands.add_parser("seal-register", parents=[common])
    register.add_argument("--from", dest="first", type=day, required=True)
    register.add_argument("--to", dest="last", type=day, required=True)
    register.add_argument("--out", type=Path)
    register.set_defaults(run=run_register)
    series = commands.add_parser("number-series", parents=[common])
    series.add_argument("--year", type=int)
    series.add_argument("--out", type=Path)
    series.set_defaults(run=run_series)
    scan = commands.add_parser("file-scan", parents=[common])
    scan.add_argument("number")
    scan.add_argument("paper")
    scan.add_argument("file", type=Path)
    scan.set_defaults(run=run_file_scan)
    shown = commands.add_parser("scan", parents=[common])
    shown.add_argument("number")
    shown.add_argument("paper")
    shown.add_argument("--out", type=Path, required=True)
    shown.set_defaults(run=run_scan)


def run_drafts(chosen: argparse.Namespace) -> int:
    """The drafts that wait for a review, a signature or a change."""
    opened = desk(chosen)
    try:
        rows = waiting_drafts(opened.session)
    finally:
        opened.close()
    _listed(chosen, [_row(row, "draft") for row in rows])
    return 0


def run_basket(chosen: argparse.Namespace) -> int:
    """The papers that wait for a seal; with --seal, the seal is recorded on them."""
    opened = desk(chosen)
    try:
        rows = [row for row in seal_basket(opened.session) if not chosen.only or row.number in chosen.only]
        if not chosen.seal:
            _listed(chosen, [_row(row, "paper") for row in rows])
            return 0
        stamp = None if not chosen.stamp else Stamp(_stamp(chosen.stamp))
        done = seal_all(
            opened.session,
            [(row.number, row.id) for row in rows],
            stamp=stamp,
            approved_by=chosen.approved_by,
        )
    finally:
        opened.close()
    for result in done:
        emit(_stamped(result)) if chosen.json else say(_told(result))
    return next((result.refused.exit_code for result in done if result.refused is not None), 0)


def run_register(chosen: argparse.Namespace) -> int:
    """The uses of seals in some days, as .xlsx or as rows."""
    opened = desk(chosen)
    try:
        if chosen.out is not None:
            return write_workbook(
                chosen, lambda: seal_register_workbook(opened.session, chosen.first, chosen.last)
            )
        uses = seal_register(opened.session, chosen.first, chosen.last)
    finally:
        opened.close()
    rows = [
        {
            "on": use.on.isoformat(),
            "stamp": use.stamp,
            "title": use.title,
            "document_number": use.document_number,
            "number": use.number,
            "copies": use.copies,
            "approved_by": use.approved_by,
            "by": use.by,
            "void": use.void,
        }
        for use in uses
    ]
    _listed(chosen, rows)
    return 0


def run_series(chosen: argparse.Namespace) -> int:
    """The number series of a year, as .xlsx or as rows; a missing number is told by the exit code."""
    opened = desk(chosen)
    try:
        year = chosen.year or opened.session.today().year
        if chosen.out is not None:
            return write_workbook(chosen, lambda: number_series_workbook(opened.session, year))
        found = number_series(opened.session, year)
    finally:
        opened.close()
    _listed(chosen, [row for series in found for row in _numbers(series)])
    return 3 if any(series.missing for series in found) else 0


def run_file_scan(chosen: argparse.Namespace) -> int:
    """Files the scan of a sealed sheet beside its paper."""
    try:
        if chosen.file.stat().st_size > LARGEST_FILE:
            raise BadInput("scan.too_large", field="scan", most=LARGEST_FILE // 2**20)
        scan = chosen.file.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", file=chosen.file.name) from error
    opened = desk(chosen)
    try:
        done = file_scan(opened.session, chosen.number, chosen.paper, scan)
    finally:
        opened.close()
    emit({"number": done.number, "entries": list(done.entries)})
    return 0


def run_scan(chosen: argparse.Namespace) -> int:
    """Writes the scan that is filed beside a paper to a file."""
    opened = desk(chosen)
    try:
        scan = fetch_scan(opened.session, chosen.number, chosen.paper)
    finally:
        opened.close()
    write_bytes(chosen.out, scan)
    emit({"file": str(chosen.out), "bytes": len(scan)})
    return 0


def _stamp(word: str) -> str:
    found = find_code("stamps", word)
    if found is None:
        raise BadInput("field.value", field="stamp", name="stamp", allowed=", ".join(Stamp))
    return found.code


def _row(row: PaperRow, reference: str) -> dict[str, Any]:
    return {
        "number": row.number,
        reference: row.id,
        "kind": row.kind,
        "title": paper_kind(row.kind).title,
        "document_number": row.document_number or None,
        "day": row.issued_on.isoformat(),
        "state": row.state,
    }


def _stamped(result: Stamped) -> dict[str, Any]:
    row: dict[str, Any] = {"number": result.number, "paper": result.paper}
    return row if result.refused is None else {**row, "error": error_object(result.refused)}


def _told(result: Stamped) -> str:
    text = words("office_papers")
    if result.refused is None:
        return str(text["stamped"]).format(number=result.number)
    return str(text["not_stamped"]).format(number=result.number, why=message_of(result.refused).says)


def _numbers(series: NumberSeries) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "kind": series.kind,
            "sequence": paper.sequence,
            "document_number": paper.document_number,
            "number": paper.number,
            "day": paper.issued_on.isoformat(),
            "state": paper.state,
            "reason": paper.reason or None,
            "replaced_by": paper.replaced_by or None,
        }
        for paper in series.papers
    ]
    return [*rows, *({"kind": series.kind, "sequence": n, "state": "missing"} for n in series.missing)]


def _listed(chosen: argparse.Namespace, rows: list[dict[str, Any]]) -> None:
    if chosen.json:
        for row in rows:
            emit(row)
    elif rows:
        table(rows, tuple(rows[0]))
