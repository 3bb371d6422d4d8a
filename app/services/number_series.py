"""The number series of documents (发文字号): every number of a year with what became of it, and whether one is missing.

Numbers are taken without gap for each office, kind and year; a void paper keeps its number with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.domain.matter import Matter
from app.domain.paper import PaperRecord
from app.papers.catalogue import PaperKind, catalogue, paper_kind
from app.papers.workbook import CellValue
from app.services.looking import record_export
from app.services.reading import papers_of
from app.services.registers import register_sheet
from app.services.session import Session
from resources.loader import words


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedPaper:
    """One number of a series: its sequence, of which matter, when issued, how far it has come.

    `reason` says why a void one is void (empty where it is under seal), `replaced_by` which number took its place.
    """

    sequence: int
    document_number: str
    number: str
    issued_on: date
    state: str
    reason: str = ""
    replaced_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSeries:
    """The numbers of one kind of paper in one year, in order; `missing` are sequences that nobody can account for."""

    kind: str
    title: str
    year: int
    papers: tuple[NumberedPaper, ...]
    missing: tuple[int, ...]


def number_series(session: Session, year: int) -> list[NumberSeries]:
    """The series of a year, in the order of the catalogue. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    found: dict[str, list[NumberedPaper]] = {}
    rows = session.memory.queries.papers_issued(date(year, 1, 1), date(year, 12, 31))
    for matter, record in papers_of(session, ((row.number, row.id) for row in rows)):
        if not record.number:
            continue
        kind = paper_kind(record.kind)
        sequence = _sequence(session, kind, year, record.number)
        if sequence is not None:
            found.setdefault(kind.kind, []).append(_row(matter, record, sequence))
    return [_series(kind, year, found[kind.kind]) for kind in catalogue() if kind.kind in found]


def number_series_workbook(session: Session, year: int) -> bytes:
    """The series of a year as .xlsx (发文登记簿), to be printed and signed."""
    rows: list[dict[str, CellValue]] = [
        {
            "document_number": paper.document_number,
            "title": series.title,
            "issued_on": paper.issued_on,
            "number": paper.number,
            "state": str(words("words/matter.toml")["paper_states"][paper.state]),
            "reason": paper.reason,
            "replaced_by": paper.replaced_by,
        }
        for series in number_series(session, year)
        for paper in series.papers
    ]
    record_export(session, "number_series", str(year), len(rows))
    return register_sheet(
        "number_series",
        rows,
        training=session.office.training,
        office=session.office.name,
        year=year,
        count=len(rows),
    )


def series_name(session: Session, kind: PaperKind, year: int) -> str:
    """Under which name the numbers of a kind are counted, at this office and in this year."""
    return f"document/{_office_word(session)}/{kind.kind}/{year}"


def written_number(session: Session, kind: PaperKind, year: int, sequence: int | str) -> str:
    """How a number is written on paper."""
    return str(words("words/papers.toml")["document_number"]).format(
        office=_office_word(session), series=kind.series, year=year, sequence=sequence
    )


def _office_word(session: Session) -> str:
    return session.office.number_word or session.office.station


def _sequence(session: Session, kind: PaperKind, year: int, number: str) -> int | None:
    """The sequence in a number of ours; None for one that somebody else gave."""
    before, after = written_number(session, kind, year, "\0").split("\0")
    found = re.fullmatch(f"{re.escape(before)}([0-9]+){re.escape(after)}", number)
    return None if found is None else int(found[1])


def _row(matter: Matter, record: PaperRecord, sequence: int) -> NumberedPaper:
    successor = next((paper.number for paper in matter.papers if paper.id == record.replaced_by), "")
    return NumberedPaper(
        sequence=sequence,
        document_number=record.number,
        number=matter.number,
        issued_on=record.issued_on,
        state=record.state,
        reason=record.voided,
        replaced_by=successor,
    )


def _series(kind: PaperKind, year: int, papers: list[NumberedPaper]) -> NumberSeries:
    ordered = tuple(sorted(papers, key=lambda paper: paper.sequence))
    there = {paper.sequence for paper in ordered}
    missing = tuple(n for n in range(1, ordered[-1].sequence + 1) if n not in there)
    return NumberSeries(kind=kind.kind, title=kind.title, year=year, papers=ordered, missing=missing)
