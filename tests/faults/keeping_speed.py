"""How long a clerk waits for a folder brought back, and an office for a new data key.

python -m tests.faults.keeping_speed [--megabytes N]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.trust import RESTORE, ROTATION, keeping


def run(megabytes: int) -> dict[str, object]:
    """One folder of at least that size, brought back and given a new key."""
    with (
        tempfile.TemporaryDirectory(prefix="desk-keeping-") as room,
        contextlib.redirect_stdout(sys.stderr),
    ):
        restored, _, rotated = (ratio for _, ratio, _ in keeping(Path(room), megabytes))
        size = (Path(room) / "desk" / "desk.db").stat().st_size / 1e6
    restore, rotation = restored * RESTORE * size / 100, rotated * ROTATION * size / 100
    return {
        "ok": restore <= RESTORE and rotation <= ROTATION,
        "megabytes": round(size),
        "restore_s": round(restore, 1),
        "rotation_s": round(rotation, 1),
    }


def main() -> int:
    """One run; prints what was measured as one JSON object."""
    asked_for = argparse.ArgumentParser(description="bring a folder back and give it a new key")
    asked_for.add_argument("--megabytes", type=int, default=100)
    found = run(asked_for.parse_args().megabytes)
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
