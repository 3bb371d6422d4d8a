"""A lost stick, laptop or package (数据丢失报告): what is left of the report in the journal. Source: PIPL art. 57."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.kinds import EntryKind, unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachReported:
    """Something with data of ours was lost (已报告数据丢失): what, on which day, where, and how much it held.

    `lost` is stick, laptop or package; `packages` name the packages as epoch-sequence; counts are of our journal.
    """

    lost: str
    lost_on: date
    entries: int
    matters: int
    restricted: int
    where: str = ""
    packages: tuple[str, ...] = ()


ENTRIES = (EntryKind("breach-reported", BreachReported, unchanged),)
