"""One bit of what the office keeps turns round, anywhere: the self-check sees it.

python -m tests.faults.bitflips [--flips N] [--seed N]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.errors import AppError
from app.services.papers import issue
from db import backup, vault
from db.backup import FolderBackups
from db.folder import Opened, open_by_code
from db.store import FileStore
from tests.desks import CODE, START, folder, registers, sign_in
from tests.faults.powercut import fast_room
from ui.bootstrap.opening import Desk
from ui.bootstrap.soundness import look_through

NAMES = ("clerk", "handler", "leader")
STORY = "村里修路占用我家承包地，补偿款至今没有付清。"


class Kept:
    """An office with some matters and papers, closed, and a backup of it."""

    def __init__(self, room: Path) -> None:
        self.folder, stick = room / "desk", room / "stick"
        folder(self.folder).memory.close()
        stick.mkdir()
        desk = sign_in(self.folder)
        for count in range(20):
            number = registers(desk.session, f"{count} {STORY * 20}").number
            if count % 5 == 0:
                issue(desk.session, number, "D02")
        FolderBackups(desk.opened).take([stick], START)
        desk.rest()
        self._desk = desk
        desk.close()
        self.backup = next(stick.glob("*.xfbackup"))

    def files(self) -> list[tuple[Path, Callable[[], bool]]]:
        """Each file that is kept, with what sees damage in it."""
        papers = [path for path in (self.folder / "papers").rglob("*") if path.is_file()]
        return [
            (self.folder / "desk.db", self._sees),
            (self.backup, self._backup_is_refused),
            (self.folder / vault.FILE, self._key_file_gives_no_wrong_key),
            *((path, self._sees_without_pages) for path in papers),
        ]

    def _sees(self) -> bool:
        """Whether the self-check, or opening, notices."""
        try:
            opened = open_by_code(self.folder, CODE)
        except AppError:
            return True
        try:
            return not look_through(self._at(opened), papers=False).ok
        finally:
            opened.memory.close()

    def _sees_without_pages(self) -> bool:
        opened = open_by_code(self.folder, CODE)
        try:
            return look_through(self._at(opened)).papers == 1
        finally:
            opened.memory.close()

    def _at(self, opened: Opened) -> Desk:
        store = FileStore(self.folder / "papers", opened.key)
        session = replace(self._desk.session, memory=opened.memory, store=store)
        return Desk(session, opened, self._desk.drafts, self._desk.suggestions)

    def _backup_is_refused(self) -> bool:
        try:
            backup.inspect(self.backup)
        except AppError:
            return True
        return False

    def _key_file_gives_no_wrong_key(self) -> bool:
        """Whatever a damaged key file answers: an error, no key, or the right one; never another."""
        try:
            keys = vault.KeyFile.read(self.folder)
        except AppError:
            return True
        found = []
        for ask in (
            lambda: keys.by_code(CODE),
            *(partial(keys.by_password, name, "training") for name in NAMES),
        ):
            with contextlib.suppress(AppError):
                found.append(ask())
        return all(key in (None, self._desk.opened.key) for key in found)


def flip(path: Path, place: int) -> None:
    """Turns one bit of a file round."""
    with open(path, "r+b") as file:
        file.seek(place // 8)
        byte = file.read(1)[0]
        file.seek(place // 8)
        file.write(bytes([byte ^ 1 << place % 8]))


def run(room: Path, *, flips: int, seed: int, keys: bool = False) -> dict[str, object]:
    """So many flips, spread over the database (half of them), backup and papers; stops at the first unseen one.

    The key file is counted apart (`keys`): a bit in the slot of somebody who is not here is seen when that person comes;
    there it is asked whether anything gives a wrong key.
    """
    chance, kept = random.Random(seed), Kept(room)
    for path, sees in kept.files():
        if sees() is not (path.name == vault.FILE):
            return {"ok": False, "flips": 0, "wrong": [f"damage is seen where there is none: {path.name}"]}
    database, saved, key_file, *papers = kept.files()
    for count in range(1, flips + 1):
        path, sees = key_file if keys else database if count % 2 else chance.choice([saved, *papers])
        place = chance.randrange(path.stat().st_size * 8)
        before = path.read_bytes()
        flip(path, place)
        seen = sees()
        path.write_bytes(before)
        for extra in kept.folder.glob("desk.db-*"):
            extra.unlink()
        if not seen:
            return {"ok": False, "flips": count, "wrong": [f"bit {place} of {path.name} was not seen"]}
    return {"ok": True, "flips": flips, "wrong": []}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="turn bits round, ask the self-check")
    asked_for.add_argument("--flips", type=int, default=60)
    asked_for.add_argument("--seed", type=int, default=1)
    asked_for.add_argument("--keys", action="store_true")
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-bits-", dir=fast_room()) as place:
        found = run(Path(place), flips=chosen.flips, seed=chosen.seed, keys=chosen.keys)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
