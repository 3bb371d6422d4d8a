"""Letting go of a stick by the desktop's own programs, where they are there: called by arguments, with a time limit."""

from __future__ import annotations

import shutil
import subprocess

from ui.children import without_secrets

PROGRAMS = (("gio", "mount", "-e"), ("umount",))
"""Each is given the place; the first that is installed and says that all is well has done it."""
PATIENCE = 30.0


def eject(place: str) -> bool:
    """Lets go of the stick at that place; False where nothing here can, and the person pulls it out by the light."""
    for program, *arguments in PROGRAMS:
        path = shutil.which(program)
        if path is None:
            continue
        try:
            done = subprocess.run(
                [path, *arguments, place],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=without_secrets(),
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return True
    return False
