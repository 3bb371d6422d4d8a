"""Clerks that are killed between the commit and the screen: what was registered is shown at the next start, once made.

Each life signs in, tells what it finds, finishes the draft that is there, and goes on: draft, registration, number on the
screen (a line in a pipe), draft put away. Planted: a program that does not look (`forgets`), and one that registers a
recovered draft under a fresh key (`fresh-key`).

    python -m tests.faults.restarts --kills 100 [--seed N] [--fault forgets|fresh-key]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import signal
import sys
import tempfile
import time
from pathlib import Path

from app.services.drafts import drop_draft, note_seen, recover_drafts, save_draft
from tests.desks import folder, registers, sign_in
from tests.faults.harness import drained, forked, words
from tests.faults.powercut import fast_room

FAULTS = ("", "forgets", "fresh-key")


def lives(path: Path, pipe: int, seed: int, fault: str) -> None:
    """One clerk until the kill."""
    chance = random.Random(seed)
    desk = sign_in(path)
    session, drafts = desk.session, desk.drafts

    def tell(what: str, number: str) -> None:
        os.write(pipe, f"{what} {number}\n".encode())

    def visit(key: str, text: str) -> None:
        made = registers(session, text, key=key)
        time.sleep(chance.uniform(0, 0.01))
        tell("shown", made.number)
        drop_draft(session, drafts, 1, made.number)

    if fault == "forgets":
        for item in drafts.load("clerk"):
            drafts.drop("clerk", item.slot)
    if fault == "fresh-key":
        for item in drafts.load("clerk"):
            visit(secrets.token_hex(8), str(item.content["content"]))
    for each in recover_drafts(session, drafts):
        if each.number:
            tell("found", each.number)
            note_seen(session, drafts, [each.number])
        else:
            visit(each.key, str(each.content["content"]))
    while True:
        key, text = secrets.token_hex(8), words(chance)
        save_draft(session, drafts, 1, key, {"content": text})
        visit(key, text)


def life(path: Path, chance: random.Random, fault: str) -> list[tuple[str, str]]:
    """One life and its end; what was told."""
    seed = chance.randrange(2**31)
    child, reading = forked(lambda pipe: lives(path, pipe, seed, fault))
    first = os.read(reading, 65536).decode()
    time.sleep(chance.uniform(0, 0.06))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    lines = (first + drained(reading)).split("\n")[:-1]
    return [(what, number) for what, _, number in (line.partition(" ") for line in lines)]


def look(path: Path) -> tuple[list[str], list[str], int]:
    """The last start: what it finds, every number that is there, and how many stories are there twice."""

    def act(pipe: int) -> None:
        desk = sign_in(path)
        found = [item.number for item in recover_drafts(desk.session, desk.drafts) if item.number]
        with desk.opened.memory.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT number, excerpt FROM matter").fetchall()
        numbers, stories = [str(row[0]) for row in rows], [str(row[1]) for row in rows]
        os.write(pipe, json.dumps([found, numbers, len(stories) - len(set(stories))]).encode())
        desk.close()

    child, reading = forked(act)
    told = drained(reading)
    os.waitpid(child, 0)
    found, numbers, twice = json.loads(told)
    return found, numbers, twice


def run(path: Path, *, kills: int, seed: int, fault: str = "", every: int = 25) -> dict[str, object]:
    """So many lives; stops at the first thing that is wrong."""
    chance = random.Random(seed)
    shown: set[str] = set()
    found: set[str] = set()
    for kill in range(1, kills + 1):
        for what, number in life(path, chance, fault):
            (found if what == "found" else shown).add(number)
        if kill % every and kill != kills:
            continue
        last, numbers, twice = look(path)
        wrong = [f"registered, and never shown: {each}" for each in set(numbers) - shown - found - set(last)]
        wrong += [f"{twice} registered twice"] if twice else []
        if wrong:
            return {"ok": False, "kills": kill, "wrong": wrong[:5]}
    return {"ok": True, "kills": kills, "shown": len(shown), "found": len(found - shown), "wrong": []}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="kill clerks between the commit and the screen")
    asked_for.add_argument("--kills", type=int, default=40)
    asked_for.add_argument("--seed", type=int, default=1)
    asked_for.add_argument("--every", type=int, default=25)
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-restart-", dir=fast_room()) as room:
        folder(Path(room) / "desk").memory.close()
        found = run(
            Path(room) / "desk", kills=chosen.kills, seed=chosen.seed, fault=chosen.fault, every=chosen.every
        )
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
