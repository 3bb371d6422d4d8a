"""Killed at any moment, nothing that was acknowledged is lost and nothing half remains; and planted faults are seen."""

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
        [sys.executable, "-m", "tests.faults.harness", *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if found["ok"] else 1)
    return found


def test_forty_kills_lose_nothing() -> None:
    found = harness("--kills", "40")
    assert found["ok"], found
    assert found["acknowledged"] > 40


@pytest.mark.slow
def test_three_hundred_kills_lose_nothing() -> None:
    found = harness("--kills", "300", "--seed", "7", "--every", "25")
    assert found["ok"], found


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("early", "lost:"),
        ("no-transaction", ""),
        ("number-outside", "half a transaction"),
        ("no-chain", "chain is broken"),
        ("no-projection", "half a registration"),
    ],
)
def test_a_planted_fault_turns_it_red(fault: str, seen: str) -> None:
    found = harness("--kills", "40", "--fault", fault, "--every", "2")
    assert not found["ok"], f"{fault} was not noticed in {found['kills']} kills"
    assert any(seen in line for line in found["wrong"]), found["wrong"]
