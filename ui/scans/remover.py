"""The program's side of taking areas out of a kept page: the child gets the picture by a pipe, never as a file."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.areas import Area
from app.errors import BadInput
from ui.scans.frames import REMOVE_AREAS
from ui.scans.one_answer import one_answer
from ui.scans.reader import child_code

PATIENCE = 60.0
"""Seconds until the new picture must have come."""
JPEG = b"\xff\xd8\xff"


class ChildAreaRemover:
    """Takes areas out of pictures in a child process; fulfils the port AreaRemover. `patience` in seconds."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience

    def without(self, picture: bytes, areas: Sequence[Area]) -> bytes:
        """The JPEG without these areas. Raises BadInput("scanned.…"), Unavailable("scanned.child")."""
        texts = [area.text for area in areas]
        head, made = one_answer(REMOVE_AREAS, *texts, given=picture, patience=self._patience)
        if "refused" in head or not made.startswith(JPEG):
            raise BadInput(child_code(head), file="", page=1)
        return made
