"""Packages in any order, doubled, lost and re-sent, in both directions: everybody ends up knowing the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange import schedules
from tests.exchange.schedules import database_world, fake_world, run


def test_two_hundred_schedules_end_in_the_same_state() -> None:
    found = run(fake_world, range(1, 201))
    assert found["ok"], found
    assert found["lost"] != 0
    assert isinstance(found["differing"], int) and found["differing"] > 10, "both sides said something"
    assert isinstance(found["merged"], int) and found["merged"] > 10


def test_six_schedules_on_sqlcipher_end_in_the_same_state(tmp_path: Path) -> None:
    found = run(lambda seed: database_world(seed, tmp_path), range(1, 7))
    assert found["ok"], found


def test_sixty_schedules_with_broken_disks_end_in_the_same_state() -> None:
    found = run(fake_world, range(1, 61), restoring=True)
    assert found["ok"], found
    assert isinstance(found["restores"], int) and found["restores"] > 20


def test_somebody_writes_on_a_matter_that_went_with_the_disk() -> None:
    """Seed 50181: the county knows it still, the station says that it does not, and is given it back in the end."""
    assert run(fake_world, range(50_181, 50_182), restoring=True)["ok"]


@pytest.mark.slow
def test_two_thousand_schedules_with_broken_disks_end_in_the_same_state() -> None:
    found = run(fake_world, range(1_001, 3_001), restoring=True)
    assert found["ok"], found


@pytest.mark.slow
def test_ten_thousand_schedules_end_in_the_same_state() -> None:
    found = run(fake_world, range(1_001, 11_001))
    assert found["ok"], found


@pytest.mark.slow
def test_five_hundred_schedules_on_sqlcipher_end_in_the_same_state(tmp_path: Path) -> None:
    found = run(lambda seed: database_world(seed, tmp_path), range(1_001, 1_501))
    assert found["ok"], found


@pytest.mark.parametrize("fault", schedules.FAULTS[1:])
def test_a_planted_mistake_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_place", "_known_as"):
        monkeypatch.setattr(schedules.taking_in, name, getattr(schedules.taking_in, name))
    getattr(schedules, fault)()
    assert not run(fake_world, range(1, 60))["ok"]
