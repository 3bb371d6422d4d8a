"""Delivery receipts for papers that go out (印送达回证): one for each paper, in one job, never a second."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.paper import PaperRecord
from app.errors import AppError
from app.qr.slip_code import SlipCode
from app.services import papers
from app.services.printing import PrintBatch, batch
from app.services.reading import open_matter
from app.services.session import Session

SLIP = "D33"
"""The kind of paper that a delivery receipt is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipJob:
    """The receipts as one job for the printer, or None where there is none; who was refused: matter's number and why."""

    batch: PrintBatch | None
    refused: tuple[tuple[str, AppError], ...] = ()


def slips_of(session: Session, chosen: Sequence[tuple[str, str]]) -> SlipJob:
    """The delivery receipt of each paper (matter's number, paper's id); issued where there is none yet.

    One that is refused stops no other. Raises BadInput("print.nothing", "print.too_many").
    """
    made: list[tuple[str, str]] = []
    refused: list[tuple[str, AppError]] = []
    for number, paper in chosen:
        try:
            made.append((number, _slip_of(session, number, paper)))
        except AppError as error:
            refused.append((number, error))
    found = None if refused and not made else batch(session, made)
    return SlipJob(batch=found, refused=tuple(refused))


def _slip_of(session: Session, number: str, paper: str) -> str:
    """The id of the receipt of a paper: the one that is there, else a new one."""
    matter = open_matter(session, number).known.matter
    code = SlipCode(station=session.office.station, paper=paper).payload()
    there = next((p for p in reversed(matter.papers) if _is_slip(p, code)), None)
    if there is not None:
        return there.id
    record = papers.issue(session, number, SLIP, extra={"about": paper}).record
    if record is None:
        raise AssertionError("an issued paper has its record")
    return record.id


def _is_slip(paper: PaperRecord, code: str) -> bool:
    if paper.kind != SLIP or paper.voided or not paper.facts:
        return False
    return bool(json.loads(paper.facts)["facts"].get("slip_code") == code)
