"""A child that is asked one thing and answers with one frame: started, given what to read, ended when it takes too long."""

from __future__ import annotations

import io
import subprocess
from typing import Any

from app.errors import Unavailable
from ui.children import child_command, child_environment
from ui.scans.frames import BrokenFrame, read_frame


def one_answer(command: str, *arguments: str, given: bytes, patience: float) -> tuple[dict[str, Any], bytes]:
    """Head and picture of the answer; `given` is its standard input. Raises Unavailable("scanned.child")."""
    try:
        done = subprocess.run(
            [*child_command(command), *arguments],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            timeout=patience,
            check=False,
        )
        frame = read_frame(io.BytesIO(done.stdout))
    except (OSError, subprocess.TimeoutExpired, BrokenFrame) as error:
        raise Unavailable("scanned.child") from error
    if frame is None:
        raise Unavailable("scanned.child")
    return frame
