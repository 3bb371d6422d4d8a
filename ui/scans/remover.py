"""The program's side of taking areas out of a kept page: the child gets the picture by a pipe, never as a file."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence

from app.domain.areas import Area
from app.errors import BadInput, Unavailable
from ui.children import child_command, child_environment
from ui.scans.frames import REMOVE_AREAS, BrokenFrame, read_frame
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
        try:
            done = subprocess.run(
                [*child_command(REMOVE_AREAS), *(area.text for area in areas)],
                input=picture,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
                timeout=self._patience,
                check=False,
            )
            frame = read_frame(io.BytesIO(done.stdout))
        except (OSError, subprocess.TimeoutExpired, BrokenFrame) as error:
            raise Unavailable("scanned.child") from error
        if frame is None:
            raise Unavailable("scanned.child")
        head, made = frame
        if "refused" in head or not made.startswith(JPEG):
            raise BadInput(child_code(head), file="", page=1)
        return made
