"""The built program's start against the same program under Python: from spawning to the first painted picture.

Both sides are the whole program as somebody starts it, offscreen, on the same data folder, in turn. The first picture is
when Qt itself says that it flushed one (its logging category qt.widgets.painting): nothing is built in for measuring.
Without dist/ there is nothing to measure; `make build` makes it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 7
ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "dist" / "petition-desk" / "petition-desk"
Ratio = tuple[str, float, float]


def run() -> list[Ratio]:
    """The ratios: name, value, goal."""
    if not PROGRAM.exists():
        print("  nothing is built here (make build)", flush=True)
        return []
    sides = {"frozen": [str(PROGRAM)], "python": [sys.executable, "-m", "ui"]}
    shown: dict[str, list[float]] = {name: [] for name in sides}
    told: dict[str, list[float]] = {name: [] for name in sides}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "desk"
        init = ["init", "--training", "--office", "bench", "--area", "410721", "--station", "LX07"]
        words = ["--data", str(folder), *init, "--recovery-out", str(folder.with_suffix(".code"))]
        for (
            command
        ) in sides.values():  # each side once, unmeasured: the files come from the disk but for once
            _painted([*command, "--data", str(folder)])
        subprocess.run([*sides["python"], *words], check=True, capture_output=True, cwd=ROOT)
        for _ in range(ROUNDS):
            for name, command in sides.items():
                shown[name].append(_painted([*command, "--data", str(folder)]))
                told[name].append(_ended([*command, "--version"]))
    return [
        (
            f"first picture, frozen {median(shown['frozen']):.2f} s / under Python",
            median(shown["frozen"]) / median(shown["python"]),
            1.5,
        ),
        (
            f"a command, frozen {median(told['frozen']):.2f} s / under Python",
            median(told["frozen"]) / median(told["python"]),
            1.5,
        ),
    ]


def _painted(command: list[str]) -> float:
    """Seconds until the first picture."""
    settings = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.widgets.painting=true"}
    began = perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        if process.stderr is None:
            raise RuntimeError("the process has no pipe")
        for line in process.stderr:
            if "Flushing" in line:
                break
        else:
            raise RuntimeError("the window never painted anything")
        seconds = perf_counter() - began
        process.kill()
        process.stderr.close()
    return seconds


def _ended(command: list[str]) -> float:
    """Seconds of a whole command."""
    began = perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return perf_counter() - began
