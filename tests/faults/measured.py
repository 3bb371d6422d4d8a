"""Which figures the harnesses of this folder give, in short and in long form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.faults.figures import Figure, Measure, harness, tests_of
from tests.faults.recording import can_record

PLANTED = (
    ("acknowledge before the commit", "harness", ("--kills", "40", "--every", "2", "--fault", "early")),
    ("synchronous=NORMAL", "powercut", ("--cuts", "40", "--visits", "12", "--fault", "normal")),
    (
        "number outside the transaction",
        "harness",
        ("--kills", "40", "--every", "2", "--fault", "number-outside"),
    ),
    ("no chain", "harness", ("--kills", "40", "--every", "2", "--fault", "no-chain")),
    ("no projection", "harness", ("--kills", "40", "--every", "2", "--fault", "no-projection")),
    ("an error swallowed", "ioerrors", ("--act", "visit", "--every", "5", "--fault", "swallowed")),
)
"""The six faults of trust.md, 6.3, and which harness must see each."""


def figures(long: bool) -> Iterator[Measure]:
    """Every figure of this folder."""
    yield lambda: kills(long)
    yield lambda: cuts(long, papers=False)
    yield lambda: cuts(long, papers=True)
    yield planted
    yield lambda: numbers(long)
    yield lambda: restarts(long)
    yield lambda: replace(
        tests_of("tests/faults/test_full_disk.py", long=long),
        row="6", about="disk full: nothing lost or half, the matter at hand saved", goal="all hold",
    )  # fmt: skip
    yield lambda: replace(
        tests_of("tests/faults/test_read_only.py", long=long),
        row="7", about="read-only and zero-free: opens for reading", goal="100 %",
    )  # fmt: skip
    yield lambda: killed("11", "thinning of backups killed: newest three whole", "prune", 1 if long else 20)
    yield lambda: killed("12", "upgrade killed: old or new, a copy first", "upgrade", 1 if long else 60)
    yield lambda: flips(long)
    yield lambda: interleavings(long)
    yield lambda: replace(
        tests_of("tests/faults/test_clock.py", long=long),
        row="33", about="clock back and forward: nothing turns green, flagged within one act", goal="0 green",
    )  # fmt: skip
    for error in ("EIO", "ENOSPC"):
        yield lambda error=error: failing(long, error)  # type: ignore[misc]


def _wrong(found: dict[str, Any]) -> str:
    return "" if found["ok"] else f"; {found['wrong'][0]}"


def _not_here(row: str, about: str, goal: str) -> Figure | None:
    why = can_record()
    return Figure(row=row, about=about, goal=goal, measured=why, ok=None) if why else None


def kills(long: bool) -> Figure:
    """Row 1: kill -9 at random moments; a fresh folder for every two hundred."""
    asked_for, done, acknowledged, wrong = 2000 if long else 40, 0, 0, ""
    for seed in range(max(1, asked_for // 200)):
        found = harness("harness", "--kills", str(min(200, asked_for)), "--seed", str(seed), "--every", "20")
        done, acknowledged = done + found.get("kills", 0), acknowledged + found.get("acknowledged", 0)
        wrong = wrong or _wrong(found)
    return Figure(
        row="1", about="registrations that survive kill -9", goal="0 lost in 2,000",
        measured=f"0 lost of {acknowledged} in {done} kills" if not wrong else f"{done} kills{wrong}", ok=not wrong,
    )  # fmt: skip


def cuts(long: bool, *, papers: bool) -> Figure:
    """Row 2: simulated power cuts on SQLCipher."""
    about = (
        "papers, drafts and key file, too" if papers else "registrations and drafts that survive a power cut"
    )
    goal = "0 lost in 400" if papers else "0 lost in 2,000"
    if (gone := _not_here("2", about, goal)) is not None:
        return gone
    each = (100 if papers else 500) if long else 20
    done, wrong = 0, ""
    for seed in range(4 if long else 1):
        more = ["--visits", "120" if long and not papers else "40"]
        more += ["--papers"] if papers else []
        more += ["--passwords"] if papers and long else []
        found = harness("powercut", "--cuts", str(each), "--seed", str(seed), *more)
        done, wrong = done + found.get("cuts", 0), wrong or _wrong(found)
    told = f"0 lost in {done} cuts" if not wrong else f"{done} cuts{wrong}"
    return Figure(row="2", about=about, goal=goal, measured=told, ok=not wrong)


def planted() -> Figure:
    """Row 3: the harnesses can fail."""
    about = "planted faults that the harnesses see"
    if (gone := _not_here("3", about, "6 of 6")) is not None:
        return gone
    missed = [name for name, module, options in PLANTED if harness(module, *options)["ok"]]
    told = f"{len(PLANTED) - len(missed)} of {len(PLANTED)}" + (f"; not seen: {missed}" if missed else "")
    return Figure(row="3", about=about, goal="6 of 6", measured=told, ok=not missed)


def numbers(long: bool) -> Figure:
    """Row 4: numbers over several processes."""
    found = harness("numbering", "--count", "99996" if long else "400")
    told = f"{found.get('registered', 0)} by {found.get('processes', 0)} processes{_wrong(found)}"
    return Figure(
        row="4",
        about="numbers without gap or duplicate",
        goal="99,996 by 4, a whole series",
        measured=told,
        ok=found["ok"],
    )


def restarts(long: bool) -> Figure:
    """Row 5: found after a restart."""
    found = harness("restarts", "--kills", "500" if long else "40")
    told = (
        f"{found.get('found', 0)} unseen, all shown, 0 twice, {found['kills']} kills"
        if found["ok"]
        else _wrong(found)
    )
    return Figure(
        row="5", about="committed and never shown: shown at the next start", goal="100 %, 0 twice", measured=told,
        ok=found["ok"],
    )  # fmt: skip


def killed(row: str, about: str, what: str, every: int) -> Figure:
    """Rows 11 and 12: killed at each call to the system."""
    if (gone := _not_here(row, about, "at each call")) is not None:
        return gone
    found = harness("upgrades", what, "--every", str(every))
    told = f"{found.get('kills', 0)} kills, every {every}{_wrong(found)}"
    return Figure(row=row, about=about, goal="at each call", measured=told, ok=found["ok"])


def flips(long: bool) -> Figure:
    """Row 19: bits that turn round."""
    found = harness("bitflips", "--flips", "1000" if long else "40")
    told = f"{found['flips']} of {found['flips']} seen" if found["ok"] else _wrong(found)
    return Figure(
        row="19",
        about="bit flips seen by the self-check",
        goal="100 % of 1,000",
        measured=told,
        ok=found["ok"],
    )


def interleavings(long: bool) -> Figure:
    """Row 27: two windows."""
    found = harness("interleavings", "--count", "10000" if long else "300")
    told = f"0 lost in {found['interleavings']}" if found["ok"] else _wrong(found)
    return Figure(
        row="27",
        about="two windows on one matter: lost updates",
        goal="0 in 10,000",
        measured=told,
        ok=found["ok"],
    )


def failing(long: bool, error: str) -> Figure:
    """Row 43: calls to the disk that fail."""
    about = f"{error} at the n-th call: saved or refused, never lost"
    if (gone := _not_here("43", about, "each call")) is not None:
        return gone
    found = harness("ioerrors", "--error", error, *([] if long else ["--act", "visit", "--every", "9"]))
    told = f"{found.get('cases', 0)} calls failed{_wrong(found)}"
    return Figure(row="43", about=about, goal="each call", measured=told, ok=found["ok"])
