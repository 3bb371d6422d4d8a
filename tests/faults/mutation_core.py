"""Faults planted into the trust core are noticed by its tests (row 42 of trust.md section 6).

python -m tests.faults.mutation_core [--mutants N] [--seed N] [--only WORD]: without N, every fault there is. Each is
planted in a process of its own, that runs the tests which pass its lines, the quick ones first. One JSON object: how many
were tried and killed, which survived, which of those are excused with a reason, and what coverage_core says.
"""

from __future__ import annotations

import argparse
import importlib.abc
import importlib.machinery
import json
import multiprocessing
import os
import random
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import pytest

from tests.faults import coverage_core
from tests.faults.core_runs import Observed, observe
from tests.faults.mutants import Mutant, mutants
from tests.rules.tree import REPOSITORY
from tests.trust.core import MODULES
from tests.trust.core_excused import EXCUSED

GOAL = 0.85
"""Share of the planted faults that must be noticed."""
MOST_SECONDS = 12.0
"""How long the tests for one fault may take together, as measured without it; the quick ones are run first."""
GIVEN_UP = 8.0
"""A run that takes this many times as long, and a minute: a fault that never ends counts as noticed."""


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module of the product with a fault in it."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = mutant.path.removesuffix(".py").replace("/", ".")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module, when it is this one."""
        if fullname != self._name:
            return None
        place = str(REPOSITORY / self._mutant.path)
        return importlib.machinery.ModuleSpec(fullname, self, origin=place)

    def exec_module(self, module: ModuleType) -> None:
        """Runs the module with the fault."""
        place = REPOSITORY / self._mutant.path
        module.__file__ = str(place)
        tree = self._mutant.planted(place.read_text(encoding="utf-8"))
        exec(compile(tree, str(place), "exec"), module.__dict__)


def _run(mutant: Mutant, tests: Sequence[str]) -> None:
    """In the child: 0 when the tests saw nothing."""
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    for name in [name for name in sys.modules if name.split(".")[0] in ("app", "db", "tests")]:
        del sys.modules[name]  # whoever forked may have imported the module without the fault
    sys.meta_path.insert(0, _Planted(mutant))
    done = pytest.main(["-q", "-x", "-p", "no:randomly", "--tb=no", *tests])
    os._exit(0 if done == 0 else 1)


def tests_for(mutant: Mutant, seen: Observed) -> list[str]:
    """The tests that pass the lines of a fault, the quick ones first."""
    lines = seen.by.get(mutant.path, {})
    names = {
        name
        for line in range(mutant.line, mutant.end + 1)
        for name in lines.get(line, ())
        if name in seen.seconds
    }
    chosen, spent = [], 0.0
    for name in sorted(names, key=lambda item: (seen.seconds[item], item)):
        spent += seen.seconds[name]
        if chosen and spent > MOST_SECONDS:
            break
        chosen.append(name)
    return chosen


def is_killed(mutant: Mutant, tests: Sequence[str], seconds: float) -> bool:
    """Whether the tests fail, or never end, with the fault in place."""
    child = multiprocessing.get_context("fork").Process(target=_run, args=(mutant, tests))
    child.start()
    child.join(60 + seconds * GIVEN_UP)
    if child.is_alive():
        child.kill()
        child.join()
    return child.exitcode != 0


def chosen(count: int, seed: int, only: str = "") -> list[Mutant]:
    """Faults to plant: so many by a seed, or all of them."""
    every = [
        mutant
        for path in MODULES
        if only in path
        for mutant in mutants(path, (REPOSITORY / path).read_text(encoding="utf-8"))
    ]
    return random.Random(seed).sample(every, count) if 0 < count < len(every) else every


def tried(plan: Sequence[Mutant], seen: Observed) -> dict[str, Any]:
    """Plants each of them; what came of it, as the harness prints it."""
    survived, excused = [], 0
    for place, mutant in enumerate(plan, start=1):
        tests = tests_for(mutant, seen)
        killed = bool(tests) and is_killed(mutant, tests, sum(seen.seconds[name] for name in tests))
        if not killed and mutant.name in EXCUSED:
            excused += 1
        elif not killed:
            survived.append(f"{mutant.path}:{mutant.line} {mutant.name.partition(' ')[2]}")
            print(f"survived: {survived[-1]}", file=sys.stderr, flush=True)
        if place % 20 == 0:
            print(f"{place} of {len(plan)}, {len(survived)} survived", file=sys.stderr, flush=True)
    counted = len(plan) - excused
    killed_share = (counted - len(survived)) / counted if counted else 1.0
    return {
        "mutants": counted,
        "killed": counted - len(survived),
        "share": round(killed_share, 3),
        "equivalent": excused,
        "survived": survived,
        "ok": killed_share >= GOAL,
    }


def run(count: int, seed: int, only: str = "") -> dict[str, Any]:
    """Both answers of row 42."""
    seen = observe()
    branches = coverage_core.told(seen)
    if not seen.passed:
        return {"ok": False, "coverage": branches, "wrong": ["the tests fail without any fault"]}
    return {**tried(chosen(count, seed, only), seen), "coverage": branches}


def main() -> int:
    """The answer; 1 when too many survived."""
    asked = argparse.ArgumentParser(description="faults planted into the trust core")
    asked.add_argument("--mutants", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="")
    options = asked.parse_args()
    found = run(options.mutants, options.seed, options.only)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
