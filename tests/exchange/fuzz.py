"""A fuzz of everything that is read from outside: only AppError may come out, in 256 MB and 2 seconds for each file.

    python -m tests.exchange.fuzz [--seconds N] [--seed N] [--target NAME] [--only N] [--fault crash]

The runs are in a child process with limits; a child that dies is one finding, and the next goes on behind it. A finding
names target, seed and number: `--target T --seed S --only N` does that one again and shows where it came from.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
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
MOST = 20
"""Findings after which there is no more to learn."""


class TooSlow(BaseException):
    """A run used up its time; no reader may catch it."""


def one(name: str, data: bytes) -> str:
    """Runs one input: empty, or what came out that is no AppError, and from where."""
    try:
        fuzzed.TARGETS[name].run(data)
    except AppError:
        return ""
    except (Exception, TooSlow) as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:80]} ({Path(place.filename).name}:{place.lineno} {place.name})"
    return ""


def child(seconds: float, seed: int, first: int, names: list[str], place: str) -> dict[str, Any]:
    """Runs for so long, from the run with the number `first`; says in the file `place` where it is."""
    _prepare(names)
    before = _peak()
    uncaught: dict[str, dict[str, Any]] = {}
    slowest, number, end = 0.0, first, time.monotonic() + seconds
    mark = os.open(place, os.O_RDWR | os.O_CREAT)
    while time.monotonic() < end and len(uncaught) < MOST:
        name = names[number % len(names)]
        os.pwrite(mark, struct.pack("<Q", number), 0)
        data = fuzzed.made(name, seed, number)
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SLOWEST)
        said = one(name, data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, time.process_time() - begun)
        if said:
            uncaught.setdefault(
                f"{name} {said}", {"target": name, "seed": seed, "number": number, "said": said}
            )
        number += 1
    memory = _peak() - before
    return {
        "runs": number - first, "uncaught": list(uncaught.values()), "memory_mb": round(memory, 1),
        "slowest_s": round(slowest, 3),
    }  # fmt: skip


def _prepare(names: list[str]) -> None:
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


def run(seconds: float, seed: int, names: list[str], fault: str = "") -> dict[str, Any]:
    """Children one after the other until the time is over; what they found together."""
    found: dict[str, Any] = {
        "ok": True,
        "runs": 0,
        "seconds": 0.0,
        "uncaught": [],
        "memory_mb": 0.0,
        "slowest_s": 0.0,
    }
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as room:
        place = Path(room) / "at"
        while (left := seconds - found["seconds"]) > 0 and len(found["uncaught"]) < MOST:
            first = found["runs"]
            options = [
                f"--seconds={left}",
                f"--seed={seed}",
                f"--first={first}",
                f"--place={place}",
                f"--fault={fault}",
            ]
            done = subprocess.run(
                [sys.executable, "-m", "tests.exchange.fuzz", "--child", *options, *(f"--target={n}" for n in names)],
                cwd=REPOSITORY, capture_output=True, text=True, check=False,
            )  # fmt: skip
            _add(found, done, place, names, seed)
            found["seconds"] = round(time.monotonic() - begun, 1)
            if done.returncode == 0:
                break
    found["ok"] = found["runs"] > 0 and not found["uncaught"]
    return found


def _add(
    found: dict[str, Any], done: subprocess.CompletedProcess[str], place: Path, names: list[str], seed: int
) -> None:
    if done.returncode == 0:
        more = json.loads(done.stdout)
        found["runs"] += more["runs"]
        found["uncaught"] += more["uncaught"]
        for key in ("memory_mb", "slowest_s"):
            found[key] = max(found[key], more[key])
        return
    number = struct.unpack("<Q", place.read_bytes())[0] if place.exists() else found["runs"]
    last = (done.stderr.strip().splitlines() or [""])[-1][:120]
    name = names[number % len(names)]
    said = f"the process died ({done.returncode}) {last}"
    found["uncaught"].append({"target": name, "seed": seed, "number": number, "said": said})
    found["runs"] = number + 1


def plant() -> None:
    """A planted mistake: a reader of lines that stumbles over what is no object."""
    usual = lines.codec.parse_object

    def stumbling(data: bytes) -> dict[str, object]:
        if data[:1] != b"{":
            raise ZeroDivisionError("planted")
        return usual(data)

    lines.codec.parse_object = stumbling


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked = argparse.ArgumentParser(description="fuzz of everything that is read from outside")
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--target", action="append", choices=sorted(fuzzed.TARGETS))
    asked.add_argument("--only", type=int, help="the one run with that number, with its traceback")
    asked.add_argument("--fault", choices=("", "crash"), default="")
    asked.add_argument(
        "--atheris", action="store_true", help="guided by coverage, where atheris is installed"
    )
    asked.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    asked.add_argument("--place", default="", help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    names = chosen.target or list(fuzzed.TARGETS)
    if chosen.fault:
        plant()
    if chosen.atheris:
        fuzz_atheris.guided(chosen.seconds, chosen.seed, names[0])
        return 0
    if chosen.only is not None:
        name = names[chosen.only % len(names)]
        fuzzed.TARGETS[name].run(fuzzed.made(name, chosen.seed, chosen.only))
        return 0
    if chosen.child:
        print(
            json.dumps(
                child(chosen.seconds, chosen.seed, chosen.first, names, chosen.place), ensure_ascii=False
            )
        )
        return 0
    found = run(chosen.seconds, chosen.seed, names, chosen.fault)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
