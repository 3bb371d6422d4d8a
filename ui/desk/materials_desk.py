"""Materials for the window: files are read ahead in the read lane, kept and attached in the write lane."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.domain.material import Attachment, HeldMaterial
from app.errors import BadInput, Unavailable
from app.scanning import ScannedPage, Scanner, ScanReader
from app.services.materials import MaterialList, fetch
from app.services.session import Session
from ui.desk.delivery_desk import SHOWN_WIDE, files_of
from ui.tasks import Progress


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """Files that a scan reader has read already; fulfils the port ScanReader, so that keeping them waits for nothing."""

    pages: Mapping[Path, tuple[ScannedPage, ...]]
    refused: Mapping[Path, BadInput]

    @property
    def files(self) -> list[Path]:
        """The files, in order."""
        return list(self.pages)

    def read(self, file: Path) -> Iterator[ScannedPage]:
        """The pages as they were read, then the refusal that ended them."""
        yield from self.pages[file]
        if file in self.refused:
            raise self.refused[file]


def read_ahead(reader: ScanReader, typed: str, progress: Progress) -> ReadAhead:
    """Reads files, several between semicolons or all of a folder; tells after each page how many there were.

    Raises BadInput("field.missing", "slip.folder_empty"), Unavailable("scanned.child").
    """
    return _ahead(reader, files_of(typed), progress)


def file_ahead(reader: ScanReader, file: Path, progress: Progress) -> ReadAhead:
    """Reads one file. Raises Unavailable("scanned.child")."""
    return _ahead(reader, [file], progress)


def scan_ahead(scanner: Scanner, reader: ScanReader, progress: Progress) -> ReadAhead:
    """One sheet from the first scanner. Raises Unavailable("scanner.…")."""
    known = scanner.devices()
    if not known:
        raise Unavailable("scanner.none")
    with scanner.scan(known[0].id) as file:
        return _ahead(reader, [file], progress)


def _ahead(reader: ScanReader, files: Sequence[Path], progress: Progress) -> ReadAhead:
    pages: dict[Path, tuple[ScannedPage, ...]] = {}
    refused: dict[Path, BadInput] = {}
    count = 0
    for file in files:
        read: list[ScannedPage] = []
        try:
            for page in reader.read(file):
                read.append(page)
                count += 1
                progress(count, 0)
        except BadInput as error:
            refused[file] = error
        pages[file] = tuple(read)
    return ReadAhead(pages, refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One line of the card: a material, or a kept page. `page` counts within its material or kind, from 1."""

    place: int = 0
    held: HeldMaterial | None = None
    page: int = 0
    picture: Attachment | None = None
    visible: bool = True
    kept: int = 0

    @property
    def key(self) -> str:
        """What stays the same when the list is read again."""
        if self.picture is not None:
            return f"{self.picture.material}/{self.picture.piece}/{self.picture.sha256}"
        return "" if self.held is None else self.held.id


def rows_of(found: MaterialList) -> tuple[ShownRow, ...]:
    """The lines of the card: each material with its pages below it, then the pages of the matter itself."""
    rows: list[ShownRow] = []
    for item in found.materials:
        rows.append(ShownRow(place=item.place, held=item.held, kept=len(item.pages)))
        rows += [
            ShownRow(place=item.place, page=at, picture=row.page, visible=row.visible)
            for at, row in enumerate(item.pages, start=1)
        ]
    seen: dict[str, int] = {}
    for row in found.pages:
        seen[row.page.piece] = seen.get(row.page.piece, 0) + 1
        rows.append(ShownRow(page=seen[row.page.piece], picture=row.page, visible=row.visible))
    return tuple(rows)


def picture_of(session: Session, number: str, sha256: str) -> QImage:
    """A kept page, no larger than is shown. Raises what `materials.fetch` raises."""
    image = QImage.fromData(fetch(session, number, sha256))
    if image.width() <= SHOWN_WIDE:
        return image
    return image.scaledToWidth(SHOWN_WIDE, Qt.TransformationMode.SmoothTransformation)
