"""Keeping what is put into a mediation's file (归入): scans of signed papers, proofs, pictures of signatures.

A picture is opened by a scan reader alone and kept made anew (decision 0104); a PDF is kept whole, as the scan of a sealed
paper is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.domain.shut_files import reason, shut_as
from app.errors import BadInput
from app.scanning import ScanReader
from app.services.materials import keep_pages
from app.services.mediation.papers import keep_bytes, open_whole
from app.services.mediation.reading import read_register
from app.services.sealing import LARGEST_SCAN
from app.services.session import Session

PDF = b"%PDF-"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptInFile:
    """What was kept: its SHA-256 as stored, and how many pages it has."""

    sha256: str
    pages: int


def keep_in_file(
    session: Session, number: str, file: Path, reader: ScanReader, *, picture: bool = False
) -> KeptInFile:
    """Keeps a file for a mediation; an act then says what it is. `picture`: only a picture will do.

    Raises BadInput("file.unreadable", "mediation.file_what", "mediation.file_pages", "bind.unreadable" and what the reader
    finds), Refused("shut.…"), Unavailable("scanned.child", "disk.full"), NotAllowed as `open_whole`.
    """
    session.require_actor()
    state = open_whole(session, number, recorded=True)
    keeper = partial(keep_bytes, session, read_register(session), state)
    try:
        if file.stat().st_size > LARGEST_SCAN:
            raise _unfit(file)
        data = file.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", file=file.name) from error
    if not data.startswith(PDF):
        return _kept_picture(file, reader, keeper)
    if picture:
        raise _unfit(file)
    kind = shut_as(data, file.name)
    if kind is not None:
        raise reason(kind)
    pages = _pages(data)
    return KeptInFile(sha256=keeper(data), pages=pages)


def _kept_picture(file: Path, reader: ScanReader, keeper: partial[str]) -> KeptInFile:
    # a signature leaves a page nearly blank, and this one file was chosen by hand
    made = keep_pages(keeper, file, reader, with_blank=True)
    if made.refused:
        raise made.refused[0]
    if len(made.files) != 1:
        raise BadInput("mediation.file_pages", field="file", file=file.name, pages=len(made.files))
    return KeptInFile(sha256=made.files[0], pages=1)


def _pages(data: bytes) -> int:
    """How many pages a PDF has. Documented lazy loading: pypdf is needed only here and for binding."""
    from app.papers.binding import pages_of

    return len(pages_of(data))


def _unfit(file: Path) -> BadInput:
    return BadInput("mediation.file_what", field="file", file=file.name, most=LARGEST_SCAN // 2**20)
