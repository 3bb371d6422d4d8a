"""Eight desks register at once, some are killed, some registrations undone: every number is there once."""

from __future__ import annotations

import pytest

from tests.faults.figures import harness

pytestmark = pytest.mark.postgres


def test_eight_desks_give_numbers_without_gap_or_duplicate(postgres_url: str) -> None:
    found = harness("hall_numbers", "--desks", "8", "--count", "12", "--kills", "3")
    assert found["ok"] and found["registered"] == 96, found


def test_numbers_taken_outside_the_transaction_are_seen(postgres_url: str) -> None:
    found = harness("hall_numbers", "--desks", "2", "--count", "8", "--kills", "0", "--fault", "outside")
    assert not found["ok"], found
