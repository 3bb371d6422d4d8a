"""The figures of trust.md section 6 that are about what is exchanged: bad packages, and everything that is read."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.exchange.test_bad_packages import CORPUS
from tests.faults.figures import Figure, Measure, answer_of, tests_of

SECONDS, LONG = 10, 600
"""Seconds of the fuzz: in the table by default, and in its long form."""
MEMORY, SLOWEST = 256.0, 2.0


def figures(long: bool) -> Iterator[Measure]:
    """Every figure of this file."""
    yield lambda: replace(
        tests_of("tests/exchange/test_package.py", "tests/exchange/test_trust.py", long=long),
        row="23", about="packages: every byte, cuts, splices, replays, other addressees", goal="all refused",
    )  # fmt: skip
    yield lambda: fuzz(LONG if long else SECONDS)
    yield lambda: corpus(long)
    yield lambda: schedules(100_000 if long else 200)


def fuzz(seconds: int) -> Figure:
    """Row 24: how many runs there were, and how many in a minute; the goal counts a whole release."""
    found = answer_of("tests.exchange.fuzz", "--seconds", str(seconds))
    told, enough = str(found.get("wrong", "")), False
    if "runs" in found:
        a_minute = found["runs"] * 60 / found["seconds"]
        limits = f"{found['memory_mb']:.0f} MB, {found['slowest_s']:.2f} s"
        runs = f"{found['runs']:,} runs in {found['seconds']:.0f} s ({a_minute:,.0f} a minute)"
        told = f"{runs}, {len(found['uncaught'])} uncaught, {limits}"
        enough = found["ok"] and found["memory_mb"] <= MEMORY and found["slowest_s"] <= SLOWEST
    return Figure(
        row="24",
        about="everything read from outside, fuzzed; each file 256 MB, 2 s",
        goal="0 uncaught; 20 M runs a release",
        measured=told,
        ok=enough,
    )


def schedules(count: int) -> Figure:
    """Row 26: packages doubled, lost, reordered, imports cut: everybody ends up knowing the same, each entry once.

    Half of the schedules in a process of its own, with disks that break and backups that are put in place.
    """
    half = count // 2
    with ThreadPoolExecutor(2) as both:
        plain, broken = both.map(
            lambda options: answer_of("tests.exchange.schedules", "--count", str(half), *options),
            ((), ("--seed", str(half + 1), "--restoring")),
        )
    played = plain.get("played", 0) + broken.get("played", 0)
    wrong = [*plain["wrong"], *broken["wrong"]]
    return Figure(
        row="26",
        about="random schedules of three parties: each entry exactly once",
        goal="0 wrong in 100,000",
        measured=f"{len(wrong)} wrong in {played:,}" + (f"; {wrong[0]}" if wrong else ""),
        ok=bool(plain["ok"] and broken["ok"]),
    )


def corpus(long: bool) -> Figure:
    """Row 25: the named bad packages, and whether each is refused with its code on each side."""
    made = tests_of("tests/exchange/test_bad_packages.py", long=long)
    each = sum(len(bad.ways) for bad in CORPUS)
    return replace(
        made,
        row="25",
        about="bad packages by name, each refused with its code, nothing written",
        goal="150 names",
        measured=f"{len(CORPUS)} names, {each} takings-in; tests: {made.measured}",
    )
