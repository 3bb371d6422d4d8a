"""What changes between two lists of obligations of one matter (前后对照): new, ended or moved.

Used where a fact is only supposed, and where another law or calendar is about to be adopted. An obligation is the same
one when its rule, claim and opening entry are: then its id is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.obligations import Obligation, Status


class Change(StrEnum):
    """What becomes of one obligation: it is new, it is gone or over, it runs to other days."""

    NEW = "new"
    ENDED = "ended"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDuty:
    """One obligation before and after; one of the two is None where it is new or gone."""

    change: Change
    before: Obligation | None
    after: Obligation | None

    @property
    def either(self) -> Obligation:
        """The one that is there, the later one first."""
        found = self.after or self.before
        if found is None:
            raise AssertionError("a change has one side at least")
        return found

    def becomes_late(self, today: date) -> bool:
        """Whether it was not missed on `today` and is so now."""
        return _missed(self.after, today) and not _missed(self.before, today)


def changed_duties(before: Iterable[Obligation], after: Iterable[Obligation]) -> Iterator[ChangedDuty]:
    """Every obligation that is not the same in both lists, in the order of the later one, then those that are gone."""
    old = {item.id: item for item in before}
    for item in after:
        known = old.pop(item.id, None)
        if known is None:
            yield ChangedDuty(change=Change.NEW, before=None, after=item)
        elif _running(known) and not _running(item):
            yield ChangedDuty(change=Change.ENDED, before=known, after=item)
        elif _days(known) != _days(item):
            yield ChangedDuty(change=Change.MOVED, before=known, after=item)
    for gone in old.values():
        yield ChangedDuty(change=Change.ENDED, before=gone, after=None)


def _running(item: Obligation) -> bool:
    return item.discharged_on is None and item.voided_on is None


def _days(item: Obligation) -> tuple[object, ...]:
    return item.due_strict, item.due_office, item.due_legal, item.provisional


def _missed(item: Obligation | None, today: date) -> bool:
    return item is not None and item.kind == "duty" and item.status(today) is Status.MISSED and _running(item)
