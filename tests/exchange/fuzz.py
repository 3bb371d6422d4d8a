"""A fuzz of everything that is read from outside: only AppError may come out, in 256 MB and 2 seconds for each file.

    python -m tests.exchange.fuzz [--seconds N | --runs N] [--seed N] [--target NAME] [--only N] [--fault crash]

Every reader gets the same share of the processor, so a quick one runs oftener. The runs are in a child process with
limits; a child that dies is one finding, and the next goes on behind it. A finding names target, seed and number:
`--target T --seed S --only N` does that one again and shows where it came from.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.exchange import lines
from tests.exchange import fuzz_atheris, fuzzed
from tests.rules.tree import REPOSITORY

MEMORY = 256
"""Megabytes that reading one file may take beyond what the program has."""
SLOWEST = 2.0
"""Seconds of the processor for one file."""
A_MINUTE = 60.0
"""Seconds of a run when nobody said how much."""
MOST = 20
"""Findings after which there is no more to learn."""


class TooSlow(BaseException):
    """A run used up its time; no reader may catch it."""


def one(name: str, data: bytes) -> str:
    """Runs one input: empty, or what came out that is no AppError, and from where. Nothing may be printed either."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            fuzzed.TARGETS[name].run(data)
    except AppError:
        pass
    except (Exception, TooSlow) as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:80]} ({Path(place.filename).name}:{place.lineno} {place.name})"
    return f"printed {printed.getvalue()[:40]!r}" if printed.getvalue() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How much: until the time is over or so many runs are made, with this seed, for these readers."""

    seconds: float
    runs: int
    seed: int
    names: tuple[str, ...]


def child(asked: Asked, counts: list[int], place: str) -> dict[str, Any]:
    """Runs on from `counts`, the runs that each reader had; says in the file `place` where it is."""
    _prepare(asked.names)
    before = _peak()
    uncaught: dict[str, dict[str, Any]] = {}
    slowest, left, end = 0.0, asked.runs - sum(counts), time.monotonic() + asked.seconds
    spent = [0.0] * len(counts)
    mark = os.open(place, os.O_RDWR | os.O_CREAT)
    while left > 0 and time.monotonic() < end and len(uncaught) < MOST:
        at = spent.index(min(spent))
        name, number = asked.names[at], counts[at]
        os.pwrite(mark, _marked(at, counts), 0)
        begun = time.process_time()
        data = fuzzed.made(name, asked.seed, number)
        made = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SLOWEST)
        said = one(name, data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        done = time.process_time()
        slowest, spent[at] = max(slowest, done - made), spent[at] + done - begun
        if said:
            uncaught.setdefault(f"{name} {said}", _finding(name, asked.seed, number, said))
        counts[at], left = number + 1, left - 1
    memory = _peak() - before
    return {
        "counts": counts, "uncaught": list(uncaught.values()), "memory_mb": round(memory, 1),
        "slowest_s": round(slowest, 3),
    }  # fmt: skip


def _finding(name: str, seed: int, number: int, said: str) -> dict[str, Any]:
    return {"target": name, "seed": seed, "number": number, "said": said}


def _marked(at: int, counts: list[int]) -> bytes:
    """Where a child is: the reader whose turn it is, and the runs that each had."""
    return struct.pack(f"<{len(counts) + 1}Q", at, *counts)


def _prepare(names: tuple[str, ...]) -> None:
    """What is loaded once does not count; then the limits."""
    for name in names:
        for data in fuzzed.TARGETS[name].examples():
            one(name, data)
    signal.signal(signal.SIGPROF, _too_slow)
    pages = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (pages + (MEMORY << 20),) * 2)


def _too_slow(*given: object) -> None:
    raise TooSlow(f"more than {SLOWEST} s")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(asked: Asked, fault: str = "") -> dict[str, Any]:
    """Children one after the other until enough was run; what they found together."""
    found: dict[str, Any] = {"uncaught": [], "memory_mb": 0.0, "slowest_s": 0.0}
    counts = [0] * len(asked.names)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as room:
        place = Path(room) / "at"
        while (left := asked.seconds - (time.monotonic() - begun)) > 0 and len(found["uncaught"]) < MOST:
            done = _of_a_child(replace(asked, seconds=left), counts, place, fault)
            counts = _add(found, done, asked, counts, place)
            if done.returncode == 0:
                break
    found |= {"runs": sum(counts), "seconds": round(time.monotonic() - begun, 1)}
    found["readers"] = dict(zip(asked.names, counts, strict=True))
    found["ok"] = found["runs"] > 0 and not found["uncaught"]
    return found


def _of_a_child(asked: Asked, counts: list[int], place: Path, fault: str) -> subprocess.CompletedProcess[str]:
    options = (
        f"--seconds={asked.seconds}", f"--runs={asked.runs}", f"--seed={asked.seed}", f"--place={place}",
        f"--counts={','.join(map(str, counts))}", f"--fault={fault}", *(f"--target={name}" for name in asked.names),
    )  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "tests.exchange.fuzz", "--child", *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _add(
    found: dict[str, Any],
    done: subprocess.CompletedProcess[str],
    asked: Asked,
    counts: list[int],
    place: Path,
) -> list[int]:
    """Adds what a child found, or that it died; the runs each reader has had now."""
    if done.returncode == 0:
        more = json.loads(done.stdout)
        found["uncaught"] += more["uncaught"]
        for key in ("memory_mb", "slowest_s"):
            found[key] = max(found[key], more[key])
        return list(more["counts"])
    at = 0
    if place.exists():
        at, *counts = struct.unpack(f"<{len(counts) + 1}Q", place.read_bytes())
    last = (done.stderr.strip().splitlines() or [""])[-1][:120]
    said = f"the process died ({done.returncode}) {last}"
    found["uncaught"].append(_finding(asked.names[at], asked.seed, counts[at], said))
    counts[at] += 1
    return counts


def plant() -> None:
    """A planted mistake: a reader of lines that stumbles over what is no object."""
    usual = lines.codec.parse_object

    def stumbling(data: bytes) -> dict[str, object]:
        if data[:1] != b"{":
            raise ZeroDivisionError("planted")
        return usual(data)

    lines.codec.parse_object = stumbling


def _asked_for() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description="fuzz of everything that is read from outside")
    asked.add_argument("--seconds", type=float, help="how long; a minute when no number of runs is given")
    asked.add_argument("--runs", type=int, help="how many runs of all readers together")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--target", action="append", choices=sorted(fuzzed.TARGETS))
    asked.add_argument(
        "--only", type=int, help="the one run of that target with that number, with its traceback"
    )
    asked.add_argument("--fault", choices=("", "crash"), default="")
    asked.add_argument(
        "--atheris", action="store_true", help="guided by coverage, where atheris is installed"
    )
    asked.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--counts", default="", help=argparse.SUPPRESS)
    asked.add_argument("--place", default="", help=argparse.SUPPRESS)
    return asked.parse_args()


def main() -> int:
    """One run; prints what was found as one JSON object."""
    chosen = _asked_for()
    names = tuple(chosen.target or fuzzed.TARGETS)
    seconds = chosen.seconds or (math.inf if chosen.runs else A_MINUTE)
    asked = Asked(seconds=seconds, runs=chosen.runs or sys.maxsize, seed=chosen.seed, names=names)
    if chosen.fault:
        plant()
    if chosen.atheris:
        fuzz_atheris.guided(seconds, chosen.seed, names[0])
        return 0
    if chosen.only is not None:
        fuzzed.TARGETS[names[0]].run(fuzzed.made(names[0], chosen.seed, chosen.only))
        return 0
    found = (
        child(asked, [int(count) for count in chosen.counts.split(",")], chosen.place)
        if chosen.child
        else run(asked, chosen.fault)
    )
    print(json.dumps(found, ensure_ascii=False))
    return 0 if chosen.child or found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
