"""The program's side of reading codes in pictures: the child gets a file's name, or a picture by a pipe."""

from __future__ import annotations

from pathlib import Path

from app.errors import BadInput
from ui.messages import words
from ui.scans.frames import EVERY_CODE, FROM_INPUT, LONGEST_CODE, MOST_CODES, READ_CODES
from ui.scans.one_answer import one_answer
from ui.scans.reader import child_code

PATIENCE = 30.0
"""Seconds until the texts must have come."""
LARGEST_FILE = 64 * 1024 * 1024


class ChildCodeReader:
    """Reads codes in a child process; fulfils the port CodeReader. `patience` in seconds."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience

    def in_file(self, file: Path) -> tuple[str, ...]:
        """Our own codes in a picture or PDF, page by page.

        Raises BadInput: scanned.not_readable, scanned.empty, scanned.too_large, scanned.kind, scanned.password,
        scanned.damaged, scanned.too_many_pages, scanned.page_too_large; Unavailable("scanned.child").
        """
        return self._texts(_checked(file), b"", file.name)

    def every_in_file(self, file: Path) -> tuple[str, ...]:
        """As `in_file`, with the codes of others: what stands beside a poster's own code, a county's official one."""
        return self._texts(_checked(file), b"", file.name, EVERY_CODE)

    def in_picture(self, picture: bytes) -> tuple[str, ...]:
        """The codes in a picture (PNG, JPEG or TIFF bytes) that lies in no file. Raises as `in_file`."""
        return self._texts(FROM_INPUT, picture, str(words("preregistration")["pasted"]))

    def _texts(self, source: str, picture: bytes, name: str, *which: str) -> tuple[str, ...]:
        head, _ = one_answer(READ_CODES, source, *which, given=picture, patience=self._patience)
        if "refused" in head:
            raise BadInput(child_code(head), file=name, page=1)
        told = head.get("codes")
        texts = told[:MOST_CODES] if isinstance(told, list) else []
        return tuple(text for text in texts if isinstance(text, str) and len(text) <= LONGEST_CODE)


def _checked(file: Path) -> str:
    """The whole name of a file that is worth a child. Raises BadInput for one that is not there, empty or too large."""
    try:
        size = file.stat().st_size
    except OSError as error:
        raise BadInput("scanned.not_readable", file=file.name) from error
    if size == 0:
        raise BadInput("scanned.empty", file=file.name)
    if size > LARGEST_FILE:
        raise BadInput("scanned.too_large", file=file.name)
    return str(file.absolute())
