"""The best of several runs of a benchmark, each in a fresh process: what the machine did beside is no figure."""

from __future__ import annotations

import json
import os
import subprocess
import sys


def best_of(module: str, rounds: int) -> dict[str, float]:
    """The least of each figure over so many runs of `python -m module`, whose last line is a JSON object of them.

    Raises RuntimeError with what a run complained about.
    """
    best: dict[str, float] = {}
    for _ in range(rounds):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run([sys.executable, "-m", module], capture_output=True, text=True, env=environment)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        for name, took in json.loads(done.stdout.splitlines()[-1]).items():
            best[name] = min(took, best.get(name, took))
    return best
