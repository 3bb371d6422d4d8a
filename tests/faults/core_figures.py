"""The two figures of row 42 of trust.md section 6: branches of the trust core, and faults planted into it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any

from tests.faults.figures import Figure, Measure, harness

SAMPLE, LONG = 60, 300
"""Faults that are planted in the short form and in the long one; of about 1,550 that can be (decision 0144)."""


def figures(long: bool) -> Iterator[Measure]:
    """Both figures, from one run."""
    yield lambda: branches(long)
    yield lambda: planted(long)


_ONE_RUN = Lock()


def _found(long: bool) -> dict[str, Any]:
    with _ONE_RUN:  # both figures may be asked for at once
        return _run(long)


@cache
def _run(long: bool) -> dict[str, Any]:
    return harness("mutation_core", "--mutants", str(LONG if long else SAMPLE))


def branches(long: bool) -> Figure:
    """Row 42: branches of the core that no test takes."""
    found = _found(long).get("coverage", {"ok": False})
    told = f"{len(found['missed'])} of {found['branches']} missed" if "missed" in found else "no answer"
    return Figure(
        row="42",
        about="branches of the trust core taken by tests",
        goal="all",
        measured=told,
        ok=bool(found["ok"]),
    )


def planted(long: bool) -> Figure:
    """Row 42: faults planted into the core that its tests notice."""
    found = _found(long)
    told = f"{found['killed']} of {found['mutants']} noticed" if "killed" in found else "no answer"
    return Figure(
        row="42",
        about="faults planted into the trust core",
        goal="85 % noticed",
        measured=f"{told} (a sample)",
        ok=bool(found["ok"]),
    )
