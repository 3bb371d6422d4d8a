"""The port to files from a scanner: what the use-cases get to see of them, and who opens them (`ui/scans`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.papers.form_code import FormCode
from app.papers.slip_code import SlipCode


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
