"""The ports to files from a scanner and to the scanner: what the use-cases get to see, and who opens it (`ui/scans`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.areas import Area
from app.qr.form_code import FormCode
from app.qr.slip_code import SlipCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage:
    """One page of a scan as it was read: an upright JPEG made anew, and the codes of slips and of empty forms on it.

    `page` counts from 1. `blank`: nothing is printed on it. `refused` is the code of the error that stands in the place
    of a picture.
    """

    page: int
    picture: bytes = b""
    slips: tuple[SlipCode, ...] = ()
    forms: tuple[FormCode, ...] = ()
    blank: bool = False
    refused: str = ""


class ScanReader(Protocol):
    """Opens files from a scanner away from this process; what is no picture never gets here."""

    def read(self, file: Path) -> Iterator[ScannedPage]:
        """The pages of a file, in order, as they are read. Raises BadInput("scanned.…") for a file that has none."""
        ...


class CodeReader(Protocol):
    """Reads the texts of our own codes in a picture, away from this process; nothing of the picture is kept."""

    def in_file(self, file: Path) -> tuple[str, ...]:
        """The codes in a picture or PDF, page by page. Raises BadInput("scanned.…"), Unavailable("scanned.child")."""
        ...

    def in_picture(self, picture: bytes) -> tuple[str, ...]:
        """The codes in a picture (PNG, JPEG or TIFF bytes) that lies in no file. Raises as `in_file`."""
        ...


class AreaRemover(Protocol):
    """Takes areas out of a kept page away from this process: the picture is made anew, nothing is merely covered."""

    def without(self, picture: bytes, areas: Sequence[Area]) -> bytes:
        """The JPEG without these areas, in which nothing else of the old file is left.

        Raises BadInput("scanned.page_damaged", "scanned.page_too_large"), Unavailable("scanned.child").
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerDevice:
    """A scanner that the system knows: the name by which it is called, and what its maker calls it."""

    id: str
    title: str


class Scanner(Protocol):
    """The scanners of this computer. No desk needs one: files can always be attached."""

    def devices(self) -> tuple[ScannerDevice, ...]:
        """The scanners that answer now. Raises Unavailable("scanner.absent", "scanner.slow", "scanner.failed")."""
        ...

    def scan(self, device: str) -> AbstractContextManager[Path]:
        """One sheet, grey at 200 dpi, as a file that is gone when the context is left.

        Raises as `devices`.
        """
        ...
