"""A change of the data key killed at anything it does leaves the old folder or the new one; a planted fault is seen."""

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
        [sys.executable, "-m", "tests.faults.rotation_harness", *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if found["ok"] else 1)
    return found


def test_killed_at_many_places_it_is_the_old_or_the_new() -> None:
    found = harness("--every", "4")
    assert found["ok"], found
    assert found["kills"] >= 10 and found["old"] and found["new"]


def test_whoever_finishes_it_may_be_killed_too() -> None:
    found = harness("--every", "6", "--again")
    assert found["ok"] and found["new"], found


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--again",)])
def test_killed_at_every_place_it_is_the_old_or_the_new(options: tuple[str, ...]) -> None:
    found = harness(*options)
    assert found["ok"] and found["kills"] >= 50, found


def test_renaming_without_writing_it_down_turns_it_red() -> None:
    found = harness("--fault", "no-state", "--every", "3")
    assert not found["ok"], found
