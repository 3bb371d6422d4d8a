"""Two desks correct the same matter at once: each opens it, types and saves, in any order.

Nothing that was written is written over by somebody who had not seen it, and whoever is refused is shown both texts and
may save again. `blind` is the planted fault: saving without saying what was seen.

    python -m tests.faults.interleavings --count 300 [--seed N] [--blind]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable

from app.domain.acts.correcting import CORRECTABLE, Correct
from app.domain.acts.receiving import VisitAgain
from app.domain.matter import Matter
from app.errors import Conflict
from app.services.both_texts import both_texts
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory

FIELDS = ("address", "phone", "content")
STEPS = 8


class Counter:
    """One desk: what it has open, what it typed, and what became of it."""

    def __init__(self, at: Session, number: str, name: str, chance: random.Random) -> None:
        self._at, self._number, self._name, self._chance = at, number, name, chance
        self._seen: Matter | None = None
        self._typed: Correct | None = None
        self._count = 0
        self.saved: list[tuple[Correct, str]] = []
        """What was saved, and what the clerk saw in the field before."""
        self.shown: list[tuple[str, str]] = []
        """Both texts of each refusal: what stood there, what was typed."""

    def step(self, *, blind: bool) -> None:
        """The next thing this clerk does."""
        if self._typed is None or self._seen is None:
            self._seen = view_matter(self._at, self._number).known.matter
            self._count += 1
            text = f"{self._name}{self._count}"
            self._typed = Correct(field=self._chance.choice(FIELDS), value=text, reason="更正")
            return
        read = CORRECTABLE[self._typed.field][0]
        try:
            perform(self._at, self._number, self._typed, seen=None if blind else self._seen)
        except Conflict:
            both, now = both_texts(self._at, self._number, self._typed)
            self.shown.append((both.theirs, both.yours))
            self._seen = now
            return
        self.saved.append((self._typed, read(self._seen)))
        self._typed = None


def one(chance: random.Random, made: Callable[[], Session], *, blind: bool) -> list[str]:
    """One interleaving; what is wrong with it."""
    first = made()
    number = registers(first).number
    second = session(first.memory, "clerk2")
    perform(
        second, number, VisitAgain(asked="办得怎样")
    )  # it is the matter of both, and shown to both as it is
    counters = (Counter(first, number, "甲", chance), Counter(second, number, "乙", chance))
    for _ in range(STEPS):
        chance.choice(counters).step(blind=blind)
    known = view_matter(first, number).known.matter
    wrong = []
    before = {(each.field, each.after): each.before for each in known.corrections}
    for counter in counters:
        for act, seen in counter.saved:
            if (act.field, act.value) not in before:
                wrong.append(f"{act.value} was saved, and is nowhere")
            elif before[act.field, act.value] != seen:
                wrong.append(
                    f"{before[act.field, act.value]} was written over by somebody who had not seen it"
                )
        wrong += [f"one text only: {theirs} {yours}" for theirs, yours in counter.shown if theirs == yours]
    return wrong


def run(*, count: int, seed: int, blind: bool = False) -> dict[str, object]:
    """So many interleavings; stops at the first thing that is wrong."""
    chance = random.Random(seed)
    memory = FakeMemory()
    founded(memory)
    for place in range(1, count + 1):
        if place % 25 == 0:
            memory = FakeMemory()
            founded(memory)
        wrong = one(chance, lambda: session(memory), blind=blind)  # noqa: B023 - used at once
        if wrong:
            return {"ok": False, "interleavings": place, "wrong": wrong[:5]}
    return {"ok": True, "interleavings": count, "wrong": []}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="let two desks correct one matter in any order")
    asked_for.add_argument("--count", type=int, default=300)
    asked_for.add_argument("--seed", type=int, default=1)
    asked_for.add_argument("--blind", action="store_true")
    chosen = asked_for.parse_args()
    found = run(count=chosen.count, seed=chosen.seed, blind=chosen.blind)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
