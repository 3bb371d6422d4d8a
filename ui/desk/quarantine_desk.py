"""Refused packages for the window: every function runs in a worker."""

from __future__ import annotations

from dataclasses import dataclass

from app.changes import Changes
from app.errors import AppError, Refused
from app.services import quarantine
from app.services.exchange import ExchangeDesk
from app.services.quarantine import Quarantined
from ui.desk.exchange_desk import Taken, taken_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedOnes:
    """What lies in the quarantine, and whether it is full."""

    notes: tuple[Quarantined, ...]
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedAgain:
    """How many were tried again and how many passed, with what that changed."""

    tried: int
    passed: int
    taken: Taken

    @property
    def changes(self) -> Changes:
        """The notice for open views."""
        return self.taken.changes


def refused_ones(desk: ExchangeDesk) -> RefusedOnes:
    """What was refused. Raises NotAllowed for roles that act on no matters."""
    return RefusedOnes(notes=quarantine.quarantined(desk), full=quarantine.is_full(desk))


def try_all_again(desk: ExchangeDesk) -> TriedAgain:
    """Tries every refused package again, in the order of their names: a chain follows its numbers.

    Raises Refused("quarantine.nothing_passed") when none passes.
    """
    from app.services.taking_in import Outcome, try_again

    notes = sorted(quarantine.quarantined(desk), key=lambda item: item.name)
    whole, passed = Outcome(), 0
    for note in notes:
        try:
            whole.add(try_again(desk, note.sha256))
        except AppError:
            continue  # its note says by now why it was refused this time
        passed += 1
    if not passed:
        raise Refused("quarantine.nothing_passed", count=len(notes))
    return TriedAgain(tried=len(notes), passed=passed, taken=taken_of(whole))
