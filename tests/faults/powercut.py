"""Power cuts on the real folder through the real services: what was acknowledged before the cut is there after it.

One process registers, acts, saves drafts, issues papers and moves the log into the file, and strace records everything it
does to its files together with its acknowledgements. From the one film many cuts are made (tests/faults/disk.py); each
is opened by the product and compared with what had been acknowledged by then. Planted faults must turn it red.

    python -m tests.faults.powercut --cuts 200 [--seed N] [--fault normal|early]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from app.domain import codec
from app.domain.acts.receiving import VisitAgain
from app.errors import AppError
from app.services.drafts import save_draft
from app.services.papers import issue
from app.services.perform import perform
from db import engine, vault
from db.drafts import DraftFile
from db.memory import DatabaseMemory, open_file
from db.store import FileStore
from tests.desks import CODE, folder, registers, sign_in
from tests.faults.disk import Disk
from tests.faults.harness import acknowledge_before_commit, check, digest, words
from tests.faults.recording import Effect, record

FAULTS = ("", "normal", "early")
MEMORY_DISK = Path("/dev/shm")
THOROUGH = 50
"""Every so many cuts the whole checker of the kills looks at the image too."""


# ---------------------------------------------------------------- the writer


def write(path: Path, told: Path, *, seed: int, visits: int, papers: bool, fault: str) -> None:
    """A day at the counter; each thing that is done is acknowledged in the file `told`."""
    chance = random.Random(seed)
    tell = os.open(told, os.O_WRONLY | os.O_CREAT)
    text = ""

    def acknowledge(kind: str, name: str, what: str) -> None:
        os.write(tell, f"{kind} {name} {what}\n".encode())

    if fault == "normal":
        plant_normal()
    if fault == "early":
        acknowledge_before_commit(lambda number: acknowledge("visit", number, digest(text)), 0.0)
    desk = sign_in(path)
    for count in range(1, visits + 1):
        text = words(chance)
        save_draft(desk.session, desk.drafts, 1, f"{seed}/{count}", {"content": text})
        acknowledge("draft", "1", str(count))
        made = registers(desk.session, text, key=f"{seed}/{count}")
        if fault != "early":
            acknowledge("visit", made.number, digest(text))
        if count % 3 == 0:
            perform(desk.session, made.number, VisitAgain(asked=words(chance)))
        if papers and count % 4 == 0:
            acknowledge("paper", made.number, issue(desk.session, made.number, "D02").sha256)
        if papers and count % 10 == 0:
            desk.opened.keys.add_password("clerk", f"password {count}", desk.opened.key)
            acknowledge("password", "clerk", str(count))
        if count % 7 == 0:
            desk.rest()
    desk.close()


def plant_normal() -> None:
    """The second planted fault: the usual advice for speed, synchronous=NORMAL."""
    set_up = engine._set_up

    def faster(connection: object, literal: str) -> None:
        set_up(connection, literal)
        connection.execute("PRAGMA synchronous = NORMAL")  # type: ignore[attr-defined]

    engine._set_up = faster


# ---------------------------------------------------------------- the film


@dataclass(slots=True)
class Told:
    """What was acknowledged so far: visits and papers by number, the draft, the password."""

    visits: dict[str, str] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    draft: str = ""
    password: str = ""

    def hear(self, line: bytes) -> None:
        """One acknowledgement."""
        kind, name, what = line.decode().split()
        if kind == "visit":
            self.visits[name] = what
        elif kind == "paper":
            self.papers[name] = what
        elif kind == "draft":
            self.draft = what
        else:
            self.password = what


@dataclass(frozen=True, slots=True)
class Film:
    """A folder as it stood, its data key, and everything that was done to it."""

    before: Path
    key: bytes
    effects: list[Effect]


def filmed(room: Path, *, seed: int, visits: int, papers: bool = False, fault: str = "") -> Film:
    """Founds a folder, keeps a copy of it, and records a writer on it."""
    room.mkdir(parents=True, exist_ok=True)
    path, before, told = room / "desk", room / "before", room / "told"
    opened = folder(path)
    opened.memory.close()
    sign_in(path).close()
    shutil.copytree(path, before)
    words = [sys.executable, "-m", "tests.faults.powercut", "--write", str(path), "--told", str(told),
             "--seed", str(seed), "--visits", str(visits), "--fault", fault, *(["--papers"] if papers else [])]  # fmt: skip
    done = record(words, path, told, room / "trace")
    (room / "trace").unlink()
    shutil.rmtree(path)
    shutil.copytree(before, path)
    return Film(path, opened.key, done)


# ---------------------------------------------------------------- the checker


def wrong_after(image: Path, key: bytes, told: Told, *, passwords: bool = False) -> list[str]:
    """What is wrong with a folder after a cut; with `passwords` a new one that was acknowledged must open it."""
    wrong = _wrong_in_the_journal(image, key, told)
    wrong += _wrong_beside_it(image, key, told, passwords) if not wrong else []
    return wrong


def _wrong_in_the_journal(image: Path, key: bytes, told: Told) -> list[str]:
    try:
        memory = open_file(image, key)
    except AppError as error:
        return [f"the folder does not open: {error.code}"]
    try:
        found = _visits(memory)
        wrong = [f"lost: {number}" for number, sha in told.visits.items() if found.get(number) != sha]
        wrong += [] if memory.verify().ok and memory.verify("access").ok else ["the chain is broken"]
        with memory.engine.connect() as connection:
            one = connection.exec_driver_sql
            counter = one("SELECT max(value) FROM counter WHERE series LIKE 'matter/%'").fetchone()[0] or 0
            keys = one("SELECT count(*) FROM done WHERE key LIKE 'register:%'").fetchone()[0]
            if not counter == keys == len(found):
                wrong.append(f"half a transaction: {len(found)} matters, counter {counter}, {keys} keys")
        store = FileStore(image / "papers", key)
        for number, sha in told.papers.items():
            try:
                store.fetch(sha)
            except AppError as error:
                wrong.append(f"paper lost: {number} {error.code}")
        return wrong
    except AppError as error:
        return [f"the folder cannot be read: {error.code}"]
    finally:
        memory.close()


def _visits(memory: DatabaseMemory) -> dict[str, str]:
    with memory.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT m.number, b.body FROM matter m JOIN entry e ON e.stream = m.stream AND e.version = 1 "
            "JOIN entry_body b ON b.pos = e.pos AND b.part = 'open' JOIN token t ON t.number = m.number"
        ).fetchall()
    return {str(n): digest(_story(codec.parse_object(bytes(body)))) for n, body in rows}


def _story(entry: dict[str, object]) -> str:
    given = entry["words"]
    assert isinstance(given, list)
    return str(given[0]["text"])


def _wrong_beside_it(image: Path, key: bytes, told: Told, passwords: bool) -> list[str]:
    wrong = []
    drafts = DraftFile(image, key, seal=lambda plain: plain, unseal=lambda sealed: b"{}" if sealed else None)
    kept = [int(item.key.split("/")[1]) for item in drafts.load("clerk")]
    drafts.close()
    if told.draft and (not kept or kept[0] < int(told.draft)):
        wrong.append("the draft is lost")
    try:
        keys = vault.KeyFile.read(image)
        keys.by_code(CODE)
        if passwords and told.password and not _opens(keys, int(told.password)):
            wrong.append("the new password is lost")
    except AppError as error:
        wrong.append(f"the key file: {error.code}")
    return wrong


def _opens(keys: vault.KeyFile, count: int) -> bool:
    """Whether the password that was acknowledged, or the next one, opens the folder."""
    tries = (f"password {count}", f"password {count + 10}")
    return any(keys.by_password("clerk", password) is not None for password in tries)


# ---------------------------------------------------------------- many cuts


def cut_often(
    film: Film, room: Path, *, cuts: int, seed: int, strict: bool = True, passwords: bool = False
) -> dict[str, object]:
    """Cuts the power so often along the film; stops at the first thing that is wrong."""
    chance = random.Random(seed)
    places = sorted(chance.randint(1, len(film.effects)) for _ in range(cuts))
    disk, told, done, acknowledged = Disk(film.before, strict=strict), Told(), 0, 0
    for count, place in enumerate(places, start=1):
        for effect in film.effects[done:place]:
            if effect.what == "told":
                told.hear(effect.data)
            else:
                disk.follow(effect)
        done = place
        acknowledged += len(told.visits)
        image = room / f"image-{count}"
        disk.after_cut(chance, image)
        wrong = wrong_after(image, film.key, told, passwords=passwords)
        if not wrong and (count % THOROUGH == 0 or count == cuts):
            wrong = check(image, told.visits, whole=True)
        shutil.rmtree(image)
        if wrong:
            return {"ok": False, "cuts": count, "acknowledged": acknowledged, "wrong": wrong[:5]}
    return {"ok": True, "cuts": cuts, "acknowledged": acknowledged, "wrong": []}


def run(
    room: Path,
    *,
    cuts: int,
    seed: int,
    visits: int = 60,
    papers: bool = False,
    passwords: bool = False,
    fault: str = "",
) -> dict[str, object]:
    """One film and its cuts. With papers, names are taken as safe after the next sync of any file."""
    film = filmed(room / "film", seed=seed, visits=visits, papers=papers, fault=fault)
    return cut_often(film, room, cuts=cuts, seed=seed, passwords=passwords)


def fast_room() -> str | None:
    """A folder in memory for images, where the system has one: nothing of an image must outlive the test."""
    return str(MEMORY_DISK) if MEMORY_DISK.is_dir() else None


def main() -> int:
    """One run; prints what was found as one JSON object. With --write it is the process that is recorded."""
    asked_for = argparse.ArgumentParser(description="cut the power, look at what is left")
    asked_for.add_argument("--cuts", type=int, default=60)
    asked_for.add_argument("--seed", type=int, default=1)
    asked_for.add_argument("--visits", type=int, default=60)
    asked_for.add_argument("--papers", action="store_true", help="papers, drafts and the key file too")
    asked_for.add_argument("--passwords", action="store_true", help="ask for acknowledged passwords too")
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    asked_for.add_argument("--write", type=Path)
    asked_for.add_argument("--told", type=Path)
    chosen = asked_for.parse_args()
    if chosen.write is not None:
        write(chosen.write, chosen.told, seed=chosen.seed, visits=chosen.visits, papers=chosen.papers,
              fault=chosen.fault)  # fmt: skip
        return 0
    with tempfile.TemporaryDirectory(prefix="desk-cut-", dir=fast_room()) as place:
        found = run(Path(place), cuts=chosen.cuts, seed=chosen.seed, visits=chosen.visits, papers=chosen.papers,
                    passwords=chosen.passwords, fault=chosen.fault)  # fmt: skip
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
