"""Scanners by SANE (Linux): the program `scanimage`, where it is installed. Windows (WIA) is not covered.

Called by its arguments, never by a shell, with a time limit. What it writes is a file like any other: opened by the child
process only. It lies in memory where the system has a folder for that, and is gone at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.errors import Unavailable
from app.scanning import ScannerDevice
from ui.children import without_secrets

PROGRAM = "scanimage"
ASKING, SCANNING = 30.0, 180.0
"""Seconds: until the scanners have answered, until a sheet is through."""
DOTS = 200
LISTING = "--formatted-device-list=%d%t%v %m%n"
RUNTIME = "XDG_RUNTIME_DIR"
"""Names a folder in memory that is this person's only."""


class SaneScanner:
    """The scanners that SANE knows; fulfils the port Scanner. `program` is the command, `patience` seconds for a sheet."""

    def __init__(self, program: str = PROGRAM, patience: float = SCANNING) -> None:
        self._program, self._patience = program, patience

    def devices(self) -> tuple[ScannerDevice, ...]:
        """The scanners that answer now; see the port."""
        told = self._run([LISTING], ASKING).decode("utf-8", "replace")
        rows = (line.partition("\t") for line in told.splitlines() if "\t" in line)
        return tuple(
            ScannerDevice(id=name.strip(), title=" ".join(title.split()) or name.strip())
            for name, _, title in rows
            if name.strip()
        )

    @contextmanager
    def scan(self, device: str) -> Iterator[Path]:
        """One sheet as a file; see the port. A device that knows neither grey nor dots is asked for what it can."""
        with tempfile.TemporaryDirectory(prefix="petition-desk-", dir=_folder()) as room:
            file = Path(room) / "scan.png"
            asked = [f"--device-name={device}", "--format=png", f"--output-file={file}"]
            try:
                self._run([*asked, "--mode=Gray", f"--resolution={DOTS}"], self._patience)
            except Unavailable as refused:
                if refused.code != "scanner.failed":
                    raise
                self._run(asked, self._patience)
            if not file.exists():
                raise Unavailable("scanner.failed")
            yield file

    def _run(self, arguments: Sequence[str], seconds: float) -> bytes:
        program = shutil.which(self._program)
        if program is None:
            raise Unavailable("scanner.absent")
        try:
            done = subprocess.run(
                [program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=without_secrets() | {"LC_ALL": "C.UTF-8"},
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unavailable("scanner.slow", seconds=round(seconds)) from error
        except OSError as error:
            raise Unavailable("scanner.failed") from error
        if done.returncode:
            raise Unavailable("scanner.failed")
        return done.stdout


def _folder() -> str | None:
    """A folder in memory if there is one, else the system's own for such files."""
    found = os.environ.get(RUNTIME, "")
    return found if found and os.access(found, os.W_OK) else None
