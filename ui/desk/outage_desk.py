"""Days without power, for the window: every function runs in a worker; what draws or opens files is loaded there.

Documented lazy loading: the libraries of papers are heavy and no page may wait for them (rulings.md 27).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.scanning import ScanReader
from app.services.outages import PackRow, PackState, PaperDay, pack_rows, paper_day, record_pack
from app.services.session import Session

if TYPE_CHECKING:
    from app.services.outage_printing import PrintedPack
    from app.services.outage_scans import ReadSheets


@dataclass(frozen=True, slots=True, kw_only=True)
class Packs:
    """The packs of the office, newest first."""

    rows: tuple[PackRow, ...]

    def first(self, state: PackState) -> PackRow | None:
        """The newest pack in that state."""
        return next((row for row in self.rows if row.state is state), None)

    @property
    def to_enter(self) -> PackRow | None:
        """A pack whose sheets wait to be entered."""
        return next((row for row in self.rows if row.waiting), None)


def packs(session: Session) -> Packs:
    """Every pack. Raises NotAllowed("role.reads_no_matters")."""
    return Packs(rows=pack_rows(session))


def record(session: Session, count: int) -> str:
    """Records a new pack; the answer is the name of its series. Raises what `record_pack` raises."""
    return record_pack(session, count).series


def pack_file(session: Session, series: str) -> PrintedPack:
    """The file of a pack. Raises NotFound("form.unknown")."""
    from app.services.outage_printing import pack_again

    return pack_again(session, series)


def day_or_none(session: Session, row: PackRow) -> PaperDay | None:
    """The newest day on paper of a pack; None for one that was never used."""
    return paper_day(session, row.series) if row.days else None


def read(session: Session, reader: ScanReader, series: str, files: Iterable[Path]) -> ReadSheets:
    """The sheets of a pack in scanned files. Raises what `read_sheets` raises."""
    from app.services.outage_scans import read_sheets

    return read_sheets(session, reader, series, files)


def keep(session: Session, number: str, pictures: Sequence[bytes]) -> object:
    """Keeps the pictures of a sheet with its matter. Raises what `keep_sheets` raises."""
    from app.services.outage_scans import keep_sheets

    return keep_sheets(session, number, pictures)
