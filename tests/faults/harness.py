"""Power cuts in short form: writers are killed at random moments, a checker looks at what is left.

A parent that never opens the database forks writers that register through the real services on a real SQLCipher
folder, acknowledge each commit over a pipe, and are killed with SIGKILL. Then another process opens the folder: every
acknowledged number must be there with the same words, the numbers gapless, both chains whole, the projections those
that a rebuild would make, and no half of anything. Planted faults must turn it red (the test of the test).

What it cannot show: the operating system's cache survives a kill. Power loss is `tests/faults/powercut.py`.

    python -m tests.faults.harness --kills 300 [--seed N] [--fault early|no-transaction|…]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.domain import history
from app.domain.acts.receiving import VisitAgain
from app.domain.entry import GENESIS
from app.domain.number import MatterNumber
from app.ports import Known
from app.services.perform import perform
from db import engine, journal
from db.unit_of_work import Work
from tests.desks import folder, registers, sign_in

FAULTS = ("", "early", "no-transaction", "number-outside", "no-chain", "no-projection")
LETTERS = "村里修路占用我家承包地补偿款至今没有付清"


def words(chance: random.Random) -> str:
    """A story of 20 to 600 characters."""
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(20, 600)))


def digest(text: str) -> str:
    """What a registration is known by in an acknowledgement."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# ---------------------------------------------------------------- the writer


def write_until_killed(path: Path, pipe: int, seed: int, fault: str) -> None:
    """Registers, acts and checkpoints until somebody kills the process."""
    chance = random.Random(seed)
    text = ""
    if fault == "no-transaction":
        engine._begin = lambda connection: None  # type: ignore[assignment]

    def acknowledge(number: str) -> None:
        os.write(pipe, f"{number} {digest(text)}\n".encode())

    if fault == "early":
        acknowledge_before_commit(acknowledge)
    elif fault in PLANTED:
        PLANTED[fault]()
    desk = sign_in(path)
    count = 0
    while True:
        count += 1
        text = words(chance)
        made = registers(desk.session, text, key=f"{seed}/{count}")
        if fault != "early":
            acknowledge(made.number)
        if count % 3 == 0:
            perform(desk.session, made.number, VisitAgain(asked=words(chance)))
        if count % 7 == 0:
            desk.rest()


def acknowledge_before_commit(acknowledge: Callable[[str], None], wait: float = 0.01) -> None:
    """A planted fault: the clerk is told before it is durable."""
    keep, commit = Work.keep_token, Work.commit
    told: list[str] = []

    def keep_token(work: Work, number: str, token: str) -> None:
        told.append(number)
        keep(work, number, token)

    def early(work: Work) -> None:
        while told:
            acknowledge(told.pop())
            time.sleep(wait)
        commit(work)

    Work.keep_token = keep_token  # type: ignore[method-assign]
    Work.commit = early  # type: ignore[method-assign]


def _number_outside() -> None:
    """A planted fault: the number is taken in a transaction of its own."""
    take = Work.take_number

    def outside(work: Work, series: str) -> int:
        number = take(work, series)
        work._connection.commit()
        work._connection.begin()
        time.sleep(0.005)
        return number

    Work.take_number = outside  # type: ignore[method-assign]


def _no_chain() -> None:
    """A planted fault: entries do not name the one before."""
    journal.chained = lambda raw: GENESIS  # type: ignore[attr-defined]


def _no_projection() -> None:
    """A planted fault: every second registration is not listed; a writer on a busy machine makes few before it is killed."""
    project, count = Work.project, 0

    def sometimes(work: Work, before: Known | None, after: Known) -> None:
        nonlocal count
        count += before is None
        if before is not None or count % 2:
            project(work, before, after)

    Work.project = sometimes  # type: ignore[method-assign]


PLANTED: dict[str, Callable[[], None]] = {
    "number-outside": _number_outside,
    "no-chain": _no_chain,
    "no-projection": _no_projection,
}


# ---------------------------------------------------------------- the checker


def check(path: Path, acknowledged: dict[str, str], *, whole: bool) -> list[str]:
    """What is wrong with the folder; `whole` also compares every projection with a rebuild."""
    desk = sign_in(path)
    memory = desk.opened.memory
    wrong: list[str] = []
    found: dict[str, str] = {}
    for stream in memory.streams():
        matter = history.fold(memory.queries.stream(stream))
        if matter is None:
            wrong.append("a stream without a registration")
            continue
        found[matter.number] = digest(matter.claims[0].words.text)
        if memory.queries.token(matter.number) == "" or memory.queries.find(matter.number) != stream:
            wrong.append(f"half a registration: {matter.number}")
    wrong += [f"lost: {n}" for n, sha in acknowledged.items() if found.get(n) != sha]
    sequence = sorted(MatterNumber.parse(number).sequence for number in found)
    if sequence != list(range(1, len(found) + 1)):
        wrong.append(f"a gap in the numbers: {len(found)} matters up to {sequence[-1]}")
    if not (memory.verify().ok and memory.verify("access").ok):
        wrong.append("the chain is broken")
    wrong += _databases_own_opinion(memory, len(found))
    if whole and desk.rebuild(check=True)["equal"] is not True:
        wrong.append("the projections are not those of the journal")
    desk.close()
    return wrong


def _databases_own_opinion(memory: Any, matters: int) -> list[str]:
    wrong = []
    with memory._engine.connect() as connection:
        one = connection.exec_driver_sql
        if one("PRAGMA quick_check").fetchone()[0] != "ok" or one("PRAGMA foreign_key_check").fetchall():
            wrong.append("the database itself complains")
        counter = one("SELECT max(value) FROM counter WHERE series LIKE 'matter/%'").fetchone()[0]
        keys = one("SELECT count(*) FROM done WHERE key LIKE 'register:%'").fetchone()[0]
        if (counter or 0) != matters or keys != matters:
            wrong.append(f"half a transaction: {matters} matters, counter {counter}, {keys} keys")
    return wrong


# ---------------------------------------------------------------- the parent


def forked(act: Callable[[int], None]) -> tuple[int, int]:
    """Runs `act` with the writing end of a pipe in a child; answers its id and the reading end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            act(writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    return child, reading


def drained(reading: int) -> str:
    """Everything that was written into the pipe before its last writer was gone."""
    data = b""
    while part := os.read(reading, 65536):
        data += part
    os.close(reading)
    return data.decode()


def asked(path: Path, acknowledged: dict[str, str], *, whole: bool) -> list[str]:
    """The checker's findings, from a process of its own."""

    def act(pipe: int) -> None:
        os.write(pipe, json.dumps(check(path, acknowledged, whole=whole)).encode())

    child, reading = forked(act)
    told = drained(reading)
    _, status = os.waitpid(child, 0)
    if status != 0:
        return [f"the folder could not be checked ({status})"]
    wrong: list[str] = json.loads(told)
    return wrong


def one_life(path: Path, chance: random.Random, fault: str) -> dict[str, str]:
    """One writer from fork to kill; what it acknowledged."""
    seed = chance.randrange(2**31)
    child, reading = forked(lambda pipe: write_until_killed(path, pipe, seed, fault))
    told = ""
    if chance.random() < 0.15:
        time.sleep(chance.uniform(0, 0.02))
    else:
        told = os.read(reading, 65536).decode()
        time.sleep(chance.uniform(0, 0.05))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told += drained(reading)
    whole = told.split("\n")[:-1]
    return dict(line.split(" ") for line in whole)  # type: ignore[misc]


def run(path: Path, *, kills: int, seed: int, fault: str = "", every: int = 10) -> dict[str, object]:
    """Kills that many writers; stops at the first thing that is wrong."""
    chance = random.Random(seed)
    acknowledged: dict[str, str] = {}
    for kill in range(1, kills + 1):
        acknowledged |= one_life(path, chance, fault)
        last = kill == kills
        if kill % every == 0 or last:
            wrong = asked(path, acknowledged, whole=True)
            if wrong:
                return {"ok": False, "kills": kill, "acknowledged": len(acknowledged), "wrong": wrong[:5]}
    return {"ok": True, "kills": kills, "acknowledged": len(acknowledged), "wrong": []}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="kill writers, look at what is left")
    asked_for.add_argument("--kills", type=int, default=40)
    asked_for.add_argument("--seed", type=int, default=1)
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    asked_for.add_argument("--every", type=int, default=10, help="check after so many kills")
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-kill-") as room:
        path = Path(room) / "desk"
        folder(path).memory.close()
        found = run(path, kills=chosen.kills, seed=chosen.seed, fault=chosen.fault, every=chosen.every)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
