"""A sieve as a condition of SQL on `matter m`, answered by indexes."""

from __future__ import annotations

from app.sieve import Sieve

Condition = tuple[str, tuple[object, ...]]
"""A condition on the rows of `matter m`, and its values."""


def condition(sieve: Sieve) -> Condition:
    """The condition; "true" in words of SQL when everything passes."""
    parts: list[str] = []
    values: list[object] = []
    for column, wanted in (
        ("open", sieve.open),
        ("channel", sieve.channel or None),
        ("main_category", sieve.category or None),
        ("year", sieve.year or None),
    ):
        if wanted is not None:
            parts.append(f"m.{column} = ?")
            values.append(wanted)
    if sieve.unit:
        parts.append("m.pos IN (SELECT o.matter FROM obligation o WHERE o.unit = ? AND o.kind = 'duty')")
        values.append(sieve.unit)
    if sieve.due_from is not None or sieve.due_until is not None:
        parts.append(_due(sieve, values))
    if sieve.speaks_of_sealed:
        parts.append("NOT m.restricted")
    return " AND ".join(parts) or "1 = 1", tuple(values)


def _due(sieve: Sieve, values: list[object]) -> str:
    limits = ["o.open", "o.kind = 'duty'", "o.handed_on IS NULL"]
    for mark, day in ((">=", sieve.due_from), ("<=", sieve.due_until)):
        if day is not None:
            limits.append(f"o.due_office {mark} ?")
            values.append(day)
    return f"m.pos IN (SELECT o.matter FROM obligation o WHERE {' AND '.join(limits)})"
