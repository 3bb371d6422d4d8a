"""The figures of trust.md section 6 that are about what is exchanged: bad packages, and everything that is read."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.exchange.test_bad_packages import CORPUS
from tests.faults.figures import Figure, Measure, answer_of, tests_of

SECONDS = 10
"""Seconds of the fuzz in the short form."""
RUNS, PROCESSES = 20_000_000, 2
"""Runs in the long form, and among how many processes."""
MEMORY, SLOWEST = 256.0, 2.0


def figures(long: bool) -> Iterator[Measure]:
    """Every figure of this file."""
    yield lambda: replace(
        tests_of("tests/exchange/test_package.py", "tests/exchange/test_trust.py", long=long),
        row="23", about="packages: every byte, cuts, splices, replays, other addressees", goal="all refused",
    )  # fmt: skip
    yield lambda: fuzz(long=long)
    yield lambda: corpus(long)
    yield lambda: schedules(100_000 if long else 200)


def fuzz(*, long: bool) -> Figure:
    """Row 24: how many runs there were, and the fewest of one reader; the goal counts a whole release."""
    options = ("--runs", str(RUNS // PROCESSES)) if long else ("--seconds", str(SECONDS))
    seeds = range(1, PROCESSES + 1 if long else 2)
    with ThreadPoolExecutor(len(seeds)) as together:
        found = list(
            together.map(lambda seed: answer_of("tests.exchange.fuzz", "--seed", str(seed), *options), seeds)
        )
    wrong = [str(each["wrong"]) for each in found if "wrong" in each]
    told, enough = "; ".join(wrong), False
    if not wrong:
        memory, slowest = max(each["memory_mb"] for each in found), max(each["slowest_s"] for each in found)
        uncaught = sum(len(each["uncaught"]) for each in found)
        fewest = min(sum(each["readers"][name] for each in found) for name in found[0]["readers"])
        runs = f"{sum(each['runs'] for each in found):,} runs, {fewest:,} at least of each reader"
        told = f"{runs}, {uncaught} uncaught, {memory:.0f} MB, {slowest:.2f} s"
        enough = all(each["ok"] for each in found) and memory <= MEMORY and slowest <= SLOWEST
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
