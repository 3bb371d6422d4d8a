"""The texts of codes that somebody names: as they were scanned or typed, or from the file of a picture."""

from __future__ import annotations

from pathlib import Path

from app.errors import BadInput
from app.qr.families import family_of, is_of_later_program


def code_texts(source: str) -> list[str]:
    """The text itself, or all codes in the picture of that name. Raises BadInput("paper.receipt_code_unreadable")."""
    path = Path(source)
    if family_of(source) is not None or is_of_later_program(source) or not _is_file(path):
        return [source]
    from app.papers.qr import read_image  # the reader and Pillow are loaded only for pictures

    return read_image(path.read_bytes())


def code_text(source: str) -> str:
    """The one code that is meant. Raises BadInput("code.not_one") for a picture with none or several."""
    found = code_texts(source)
    if len(found) != 1:
        raise BadInput("code.not_one", field="source", count=len(found))
    return found[0]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
