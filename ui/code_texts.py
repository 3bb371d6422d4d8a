"""The texts of codes that somebody names: as they were scanned or typed, or from the file of a picture or a PDF.

A file is opened by a child only: whoever sends a picture of a code must not meet the process that holds the journal.
"""

from __future__ import annotations

from pathlib import Path

from app.errors import BadInput
from app.qr.families import Family, family_of, is_of_later_program
from ui.scans.code_reader import ChildCodeReader


def code_texts(source: str) -> list[str]:
    """The text itself, or all codes in the file of that name, those of others too; none where there is no code.

    Raises what `ChildCodeReader.in_file` raises.
    """
    path = Path(source)
    if family_of(source) is not None or is_of_later_program(source) or not _is_file(path):
        return [source]
    return list(ChildCodeReader().every_in_file(path))


def code_text(source: str) -> str:
    """The one code that is meant. Raises BadInput("code.not_one") for a file with none or several, and as `code_texts`."""
    found = code_texts(source)
    if len(found) != 1:
        raise BadInput("code.not_one", field="source", count=len(found))
    return found[0]


def form_codes(file: Path) -> list[str]:
    """The codes of empty forms on a scanned page, each once; other codes are passed over.

    Raises BadInput("form.code_unreadable") for a page that shows none, and what `ChildCodeReader.in_file` raises.
    """
    found = [text for text in ChildCodeReader().in_file(file) if family_of(text) is Family.FORM]
    if not found:
        raise BadInput("form.code_unreadable", field="scan")
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
