"""A backup killed at anything it does leaves whole backups only; a planted fault is seen."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.rules.tree import REPOSITORY


def harness(*options: str) -> dict[str, Any]:
    """One run of the harness in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.backup_harness", *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if found["ok"] else 1)
    return found


def test_killed_at_many_places_nothing_half_is_taken_for_whole() -> None:
    found = harness("--every", "4")
    assert found["ok"], found
    assert found["kills"] >= 5


@pytest.mark.slow
def test_killed_at_every_place_nothing_half_is_taken_for_whole() -> None:
    found = harness()
    assert found["ok"] and found["kills"] >= 20, found


def test_writing_in_place_turns_it_red() -> None:
    found = harness("--fault", "in-place")
    assert not found["ok"] and "half" in found["wrong"][0], found
