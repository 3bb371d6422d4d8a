"""Local crash reports (故障记录): the number a clerk was told, the kind of bug, the places in the code. No data.

An exception's own text may hold what was typed, so it is never kept; places are files and lines of this program.
"""

from __future__ import annotations

import json
import platform
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

FOLDER = "reports"
MOST = 20
"""Reports that are kept; the oldest go."""
FRAMES = 40
"""Places of one report, innermost first."""


def places(trace: TracebackType | None) -> list[str]:
    """Where a bug was, innermost first: file, line, function; no values and no folders of this computer."""
    frames = traceback.extract_tb(trace)
    return [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames)][:FRAMES]


def keep(
    folder: Path,
    number: str,
    kind: type[BaseException],
    trace: TracebackType | None,
    now: datetime,
    version: Callable[[], str],
) -> None:
    """Keeps a report in the data folder if there is one; where it cannot be written, the bug is told all the same."""
    report = {
        "number": number,
        "at": now.isoformat(timespec="seconds"),
        "kind": kind.__name__,
        "places": places(trace),
        "version": version(),
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()}",
    }
    with suppress(OSError):
        if not folder.is_dir():
            return
        room = folder / FOLDER
        room.mkdir(mode=0o700, exist_ok=True)
        name = f"{now:%Y%m%d-%H%M%S}-{number}.json"
        (room / name).write_text(json.dumps(report, indent=1, sort_keys=True), encoding="utf-8")
        for old in sorted(room.glob("*.json"))[:-MOST]:
            old.unlink()


def kept(folder: Path) -> list[dict[str, object]]:
    """The reports of a data folder, oldest first; those that cannot be read are passed over."""
    found = []
    for path in sorted((folder / FOLDER).glob("*.json")):
        with suppress(OSError, ValueError):
            found.append(json.loads(path.read_text(encoding="utf-8")))
    return found
