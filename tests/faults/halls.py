"""The figure of reference/exchange.md 7 that is about halls: eight desks on one server, numbers without gap or duplicate."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.figures import Alone, Figure, Measure, harness


def figures(long: bool) -> Iterator[Measure]:
    """Every figure of this file."""
    yield Alone(lambda: desks(long))


def desks(long: bool) -> Figure:
    """Desks of their own folders, some killed, some registrations undone."""
    count, kills = (2500, 40) if long else (12, 3)
    found = harness("hall_numbers", "--desks", "8", "--count", str(count), "--kills", str(kills))
    told = str(found.get("wrong", ""))
    if found["ok"]:
        told = (
            f"{found['registered']} by 8, {kills} kills, p50 {found['p50']:.0f} ms, p99 {found['p99']:.0f} ms"
        )
    return Figure(
        row="H1",
        about="eight desks on one PostgreSQL: numbers without gap or duplicate",
        goal="20,000 by 8; p99 100 ms",
        measured=told,
        ok=found["ok"] and (not long or found["p99"] <= 100),
    )
