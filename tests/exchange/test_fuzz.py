"""A few seconds of the fuzz find nothing; a planted stumble is found, told with its number, and found again by it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import Any

import pytest

from tests.exchange import fuzz, fuzzed
from tests.exchange.mutating import VALUES, changed_bytes, changed_json
from tests.rules.tree import REPOSITORY


def fuzzing(*options: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.fuzz", *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_nothing_but_our_own_errors_comes_out() -> None:
    code, out, _ = fuzzing("--seconds", "4", "--seed", "11")
    found = json.loads(out)
    assert (code, found["uncaught"]) == (0, [])
    assert found["ok"] and found["runs"] > len(fuzzed.TARGETS)
    assert found["memory_mb"] <= fuzz.MEMORY and found["slowest_s"] <= fuzz.SLOWEST


def test_a_planted_stumble_is_found_and_found_again_by_its_number() -> None:
    code, out, _ = fuzzing("--seconds", "3", "--target", "line", "--fault", "crash")
    (first, *_) = json.loads(out)["uncaught"]
    assert code == 1 and "ZeroDivisionError" in first["said"]
    again = ("--target", first["target"], "--seed", str(first["seed"]), "--only", str(first["number"]))
    assert "ZeroDivisionError" in fuzzing(*again, "--fault", "crash")[2]
    assert fuzzing(*again)[2].strip().splitlines()[-1].startswith("app.errors."), (
        "without the fault it is a refusal"
    )


@pytest.mark.parametrize("name", sorted(fuzzed.TARGETS))
def test_good_examples_are_read_and_a_number_means_one_input(name: str) -> None:
    target = fuzzed.TARGETS[name]
    if name not in UNREAD:
        for data in target.examples():
            target.run(data)
    inputs = [fuzzed.made(name, 1, number) for number in range(20)]
    assert inputs == [fuzzed.made(name, 1, number) for number in range(20)]
    assert len(set(inputs)) > 10


UNREAD = ("release",)
"""What its good examples need keys or files for."""


def test_a_reader_that_never_ends_or_fills_the_memory_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_slow(data: bytes) -> None:
        raise fuzz.TooSlow("more than 2 s")

    def too_large(data: bytes) -> None:
        raise MemoryError

    def talking(data: bytes) -> None:
        print("7 is out of range")

    for run, word in ((too_slow, "TooSlow"), (too_large, "MemoryError"), (talking, "printed '7 is")):
        monkeypatch.setitem(fuzzed.TARGETS, "line", fuzzed.Target(list, changed_bytes, run))
        assert word in fuzz.one("line", b"")


def test_the_mutator_makes_odd_values_and_keeps_its_own() -> None:
    before = repr(VALUES)
    chance = random.Random(5)
    texts = [changed_json(b'{"a":[1,{"b":"x"}],"c":null}', chance) for _ in range(300)]
    values: list[Any] = []
    for text in texts:
        try:
            values.append(json.loads(text))
        except (ValueError, RecursionError):
            continue
    assert len({repr(value) for value in values}) > 50 and len(values) < len(texts)
    assert repr(VALUES) == before
