"""The program's side of reading the words of a PDF that somebody brought: the child gets the file's name."""

from __future__ import annotations

from pathlib import Path

from app.errors import BadInput
from ui.scans.frames import READ_WORDS
from ui.scans.one_answer import one_answer

PATIENCE = 60.0
"""Seconds until the words must have come."""


def words_in_pdf(file: Path, patience: float = PATIENCE) -> str:
    """All words of a PDF in the order of the file; `patience` in seconds.

    Raises BadInput("file.unreadable"), BadInput("notice.pdf") for what is no PDF, spoiled or too large,
    Unavailable("scanned.child") where the child did not survive it.
    """
    head, words = one_answer(READ_WORDS, str(file.absolute()), given=b"", patience=patience)
    if head.get("refused") == "file.unreadable":
        raise BadInput("file.unreadable", field="pdf", file=file.name)
    if head.get("words") is not True:
        raise BadInput("notice.pdf", field="pdf")
    return words.decode("utf-8", "replace")
