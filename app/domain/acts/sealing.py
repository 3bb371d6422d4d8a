"""Sealing (盖章、用印): the seal is set on a signed paper, and the scan of the sealed sheet is filed beside its hash.

Every use of a seal is allowed by the head of the unit and written down (国家行政机关和企业事业单位社会团体印章管理规定,
item 25); the seal register is read from these entries.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter
from app.domain.paper import SUFFICES, PaperRecord, Sealing, Stamp
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPaper:
    """The seal was set on a paper (盖章).

    Left out, `stamp` is the seal that the paper asks for, `copies` one, `approved_by` who signed the paper; `scan` is the
    SHA-256 of the kept scan of the sealed sheet, when there is one.
    """

    paper: str
    stamp: Stamp | None = None
    copies: int | None = None
    approved_by: str = ""
    scan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSealed:
    """The seal was set (已盖章)."""

    paper: str
    scan: str = ""
    stamp: Stamp | None = None
    copies: int | None = None
    approved_by: str = ""


def seal(matter: Matter, act: SealPaper, setting: Setting) -> tuple[Happened, ...]:
    """Records the use of the seal.

    Raises BadInput("paper.unknown", "seal.copies"), Refused("seal.not_needed", "seal.already", "seal.wrong").
    """
    record = require_paper(matter, act.paper)
    if not record.needs_seal:
        raise Refused("seal.not_needed", field="paper", kind=record.kind)
    if record.sealed_on is not None:
        raise Refused("seal.already", field="paper", day=record.sealed_on.isoformat())
    if act.copies is not None and act.copies < 1:
        raise BadInput("seal.copies", field="copies")
    stamp = act.stamp or record.stamp
    if record.stamp is not None and stamp not in SUFFICES[record.stamp]:
        raise Refused("seal.wrong", field="stamp", kind=record.kind)
    entry = PaperSealed(
        paper=record.id, scan=act.scan, stamp=stamp, copies=act.copies, approved_by=act.approved_by
    )
    return (Happened(entry, setting.today),)


def paper_sealed(state: Matter, entry: PaperSealed, header: Header) -> Matter:
    """The matter with the paper sealed."""
    record = state.paper(entry.paper)
    if record is None:
        return state
    use = Sealing(
        on=header.on,
        stamp=entry.stamp or record.stamp or Stamp.OFFICE,
        copies=entry.copies or 1,
        approved_by=entry.approved_by or record.issued_by,
        by=header.actor,
    )
    return state.with_paper(replace(record, sealed_on=header.on, scan=entry.scan, sealing=use))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileScan:
    """The scan of a sealed or signed sheet is filed beside the paper (盖章件扫描归卷); `scan` is its SHA-256."""

    paper: str
    scan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFiled:
    """A scan was filed beside the paper (已存扫描件)."""

    paper: str
    scan: str


def file_scan(matter: Matter, act: FileScan, setting: Setting) -> tuple[Happened, ...]:
    """Files it; a later scan takes the place of an earlier one, which stays kept.

    Raises BadInput("paper.unknown"), Refused("scan.not_sealed_yet", "scan.same").
    """
    record = require_paper(matter, act.paper)
    if record.needs_seal and record.sealed_on is None:
        raise Refused("scan.not_sealed_yet", field="paper", number=record.number)
    if record.scan == act.scan:
        raise Refused("scan.same", field="scan")
    return (Happened(ScanFiled(paper=record.id, scan=act.scan), setting.today),)


def scan_filed(state: Matter, entry: ScanFiled, header: Header) -> Matter:
    """The matter with the scan beside the paper."""
    record = state.paper(entry.paper)
    return state if record is None else state.with_paper(replace(record, scan=entry.scan))


def require_paper(matter: Matter, reference: str) -> PaperRecord:
    """The latest paper with that id, number or kind that is not void. Raises BadInput("paper.unknown")."""
    record = matter.paper(reference)
    if record is None:
        raise BadInput("paper.unknown", field="paper", paper=reference)
    return record


ENTRIES = (
    EntryKind(
        "paper-sealed", PaperSealed, paper_sealed, files=lambda entry: (entry.scan,) if entry.scan else ()
    ),
    EntryKind("scan-filed", ScanFiled, scan_filed, files=lambda entry: (entry.scan,)),
)
ACTS = (ActKind("seal", SealPaper, seal), ActKind("file-scan", FileScan, file_scan))
