"""Serving for the window: every function runs in a worker; what opens scans and writes tables is loaded there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.domain.acts.delivering import Deliver
from app.errors import BadInput
from app.scanning import ScanReader
from app.services.perform import Performed, perform
from app.services.sealing import LARGEST_SCAN
from app.services.serving import (
    PostedPaper,
    UnservedPaper,
    keep_proof,
    post_list,
    post_list_workbook,
    unserved,
)
from app.services.session import Session
from app.services.slips import SlipPage, SlipState, read_slips
from ui.desk.register_desk import usual_folder, written
from ui.tasks import Progress

if TYPE_CHECKING:
    from app.services.slip_printing import SlipJob

SEVERAL = ";"
"""Between the files of one batch, where several are typed."""
SUFFIXES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})
"""What a folder is looked through for."""
SHOWN_WIDE = 1100
"""Picture points across a page that is shown: handwriting can be read, and a worker makes it in no time."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the page shows: papers without proof, and what was posted today."""

    unserved: tuple[UnservedPaper, ...]
    posted: tuple[PostedPaper, ...]


def waiting(session: Session) -> Waiting:
    """Papers without proof, and what was posted today."""
    return Waiting(tuple(unserved(session)), tuple(post_list(session, session.today())))


def write_post_list(session: Session, day: date, name: str) -> str:
    """The post list of a day as .xlsx in the folder for documents; the answer is where it lies."""
    path = str(Path(usual_folder()) / name.format(day=day.isoformat()))
    return written(path, lambda: post_list_workbook(session, day))


def files_of(typed: str) -> list[Path]:
    """The files of a batch: one, several between semicolons, or all scans of a folder.

    Raises BadInput("field.missing", "slip.folder_empty").
    """
    if not typed.strip():
        raise BadInput("field.missing", field="path", name="path")
    found: list[Path] = []
    for part in filter(None, (part.strip() for part in typed.split(SEVERAL))):
        path = Path(part).expanduser().absolute()
        if path.is_dir():
            found += sorted(item for item in path.iterdir() if item.suffix.lower() in SUFFIXES)
        else:
            found.append(path)
    if not found:
        raise BadInput("slip.folder_empty", field="path")
    return found


def serve(session: Session, number: str, act: Deliver, typed: str) -> Performed | None:
    """Records an attempt; the pictures at `typed` are kept first and named by it.

    Raises BadInput("file.unreadable", "scan.no_picture", "scan.too_large"), and whatever the act refuses.
    """
    kept: list[str] = []
    for part in filter(None, (part.strip() for part in typed.split(SEVERAL))):
        path = Path(part).expanduser()
        try:
            if path.stat().st_size > LARGEST_SCAN:
                raise BadInput("scan.too_large", field="evidence", most=LARGEST_SCAN // 2**20)
            data = path.read_bytes()
        except OSError as error:
            raise BadInput("file.unreadable", field="evidence", file=path.name) from error
        kept.append(keep_proof(session, number, data))
    return perform(session, number, replace(act, evidence=tuple(kept)))


def read_batch(session: Session, reader: ScanReader, typed: str, progress: Progress) -> tuple[SlipPage, ...]:
    """Reads the files; tells after each page how many there were. Raises what `files_of` and `read_slips` raise."""
    pages: list[SlipPage] = []
    for page in read_slips(session, reader, files_of(typed)):
        pages.append(page)
        progress(len(pages), 0)
    return tuple(pages)


def picture_of(page: SlipPage) -> QImage:
    """The picture of a page, no larger than is shown; it was made anew by the child that opened the file."""
    image = QImage.fromData(page.picture)
    if image.width() <= SHOWN_WIDE:
        return image
    return image.scaledToWidth(SHOWN_WIDE, Qt.TransformationMode.SmoothTransformation)


def left_to_do(pages: Sequence[SlipPage]) -> int:
    """How many pages can still be filed."""
    return sum(page.state is SlipState.READY for page in pages)


def slips_of(session: Session, chosen: Sequence[tuple[str, str]]) -> SlipJob:
    """The delivery receipts of papers (matter's number, paper's id) as one job. Raises as `slip_printing.slips_of`."""
    from app.services import slip_printing

    return slip_printing.slips_of(session, chosen)


def pdf_of(session: Session, number: str, paper: str) -> bytes:
    """The frozen bytes of an issued paper. Raises what `papers.fetch` raises."""
    from app.services.papers import fetch

    return fetch(session, number, paper).pdf
