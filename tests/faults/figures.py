"""The figures of trust.md section 6 that are about faults: each is measured on the spot, beside its goal.

A harness module offers `figures(long: bool) -> list[Figure]`; MODULES names them in the order of the table. Others add
their module to the list.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.rules.tree import REPOSITORY

MODULES = (
    "tests.faults.measured",
    "tests.faults.trusted",
    "tests.faults.exchanged",
    "tests.faults.core_figures",
    "tests.faults.halls",
)
"""Modules that offer figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row: its number in the goal table, what it is about, the goal, what was measured, whether that is enough.

    `ok` is None for what could not be tried here; `measured` says why.
    """

    row: str
    about: str
    goal: str
    measured: str
    ok: bool | None

    @property
    def verdict(self) -> str:
        """One word."""
        return {True: "ok", False: "MISS", None: "not tried"}[self.ok]


Measure = Callable[[], Figure]


@dataclass(frozen=True, slots=True)
class Alone:
    """A measure that tells how long something takes: nothing else may be measured beside it."""

    measure: Measure

    def __call__(self) -> Figure:
        """The figure."""
        return self.measure()


def harness(module: str, *options: str) -> dict[str, Any]:
    """One run of a harness of this folder; as `answer_of`."""
    return answer_of(f"tests.faults.{module}", *options)


def answer_of(module: str, *options: str) -> dict[str, Any]:
    """One run of a module in a process of its own; its answer. An answer that never came is a miss."""
    done = subprocess.run(
        [sys.executable, "-m", module, *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"ok": False, "wrong": [done.stderr.strip().splitlines()[-1:] or ["no answer"]]}
    return found


def tests_of(*files: str, long: bool = True) -> Figure:
    """How many tests of these files hold; the row is filled in by who asks."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "" if long else "not slow", *files],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    last = (done.stdout.strip().splitlines() or ["no answer"])[-1]
    skipped = "skipped" in last
    ok = None if skipped and done.returncode == 0 else done.returncode == 0
    return Figure(row="", about="", goal="", measured=last.split(" in ")[0].strip("= "), ok=ok)


def measures(long: bool) -> Iterator[Measure]:
    """Every figure of every module, not yet measured."""
    for name in MODULES:
        yield from importlib.import_module(name).figures(long)


def table(figures: list[Figure]) -> str:
    """The figures as one table of plain text."""
    head = ("row", "what", "goal", "measured", "")
    rows = [head, *((f.row, f.about, f.goal, f.measured, f.verdict) for f in figures)]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(head))]
    lines = [
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join((lines[0], "  ".join("-" * width for width in widths), *lines[1:]))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
