"""Children: how this program starts itself to open what comes from outside, and what such a child may take.

A hostile file meets the libraries that read it in a process that has no journal, no window and no variable that says where
secrets lie, that can write no file, and that ends when it takes too much memory or time.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import resource

ANEW = "PYINSTALLER_RESET_ENVIRONMENT"
"""Tells the frozen program's starter to set everything up as for a program of its own. The path to the libraries was taken
out of its parent's environment (packaging/frozen_start.py), and the starter would think that it still stands there."""
PRIVATE = "PETITION_DESK_"
"""Variables that say where secrets lie; the child is told none of them."""


def child_command(name: str) -> list[str]:
    """How this program starts itself: frozen by its own name, else by the interpreter that runs it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, name]
    return [sys.executable, "-m", "ui", name]


def without_secrets() -> dict[str, str]:
    """The environment for a program that is started: nothing that says where secrets lie."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PRIVATE)}


def child_environment() -> dict[str, str]:
    """What the child is told: where the program lies, nothing of secrets."""
    kept = without_secrets()
    if getattr(sys, "frozen", False):
        kept[ANEW] = "1"
    else:
        root = str(Path(__file__).resolve().parents[1])
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (root, kept.get("PYTHONPATH", ""))))
    return kept


def limit_child(memory: int, seconds: int) -> None:
    """Bytes of memory of its own, seconds of computing, no file written, where the system knows such limits.

    Windows knows none that a process can set for itself: there only the patience of the parent holds (decision 0155).
    """
    if sys.platform != "win32":
        for what, most in (
            (resource.RLIMIT_DATA, memory),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):
            resource.setrlimit(what, (most, most))


def close_doors(open_files: int) -> None:
    """From here on nothing can be opened, connected or started; `open_files` is one more than the highest in use.

    The limit on processes does not bind an administrator: there the hook alone refuses.
    """
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    sys.addaudithook(_refuse)


DOORS = (
    "open", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill",
    "os.remove", "os.rename", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "subprocess.Popen", "ctypes.dlopen", "import",
)  # fmt: skip
"""Audit events (PEP 578) of what a child that only reads has no need of."""


def _refuse(event: str, given: tuple[object, ...]) -> None:
    if event in DOORS or event.startswith("socket."):
        raise PermissionError(event)


class MemoryGauge:
    """The most memory this process ever held. Opened while files can still be opened, read at the end.

    What the system says of a child by `getrusage` counts the parent it was split from.
    """

    def __init__(self) -> None:
        status = Path("/proc/self/status")
        self._status: BinaryIO | None = status.open("rb") if status.exists() else None

    @property
    def fileno(self) -> int:
        """The number of its file; 0 where there is none."""
        return 0 if self._status is None else self._status.fileno()

    def most(self) -> int:
        """Bytes; 0 where the system does not tell."""
        if self._status is None:
            return 0
        self._status.seek(0)
        for line in self._status.read().splitlines():
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1]) * 1024
        return 0
