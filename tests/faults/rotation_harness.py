"""A change of the data key that is killed at every single thing it does to the disk: what opens is the old or the new.

Children change the key and kill themselves at their n-th open, sync, rename, removal or making of a folder; with `--again`
whoever finishes it is killed as well. The parent, which never opens the database while they live, then opens the folder as
the next morning would. It must open by the same code, hold every entry, every paper and the draft, be of one generation
throughout, and its key file must open by every password. A planted fault must turn it red.

    python -m tests.faults.rotation_harness [--fault no-state] [--every N] [--again]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.services.papers import issue
from db import folder as folders
from db import generations, vault
from db import rotation as rotation
from db.diagnosis import Finding, of_database, of_paper
from tests.desks import CODE, folder, registers, sign_in
from tests.faults.backup_harness import KILLED, in_child
from ui.bootstrap.rotating import rotate_keys

FAULTS = ("", "no-state")
EFFECTS = ("open", "fsync", "replace", "unlink", "rmdir", "mkdir")
MATTERS = 2


def founded(room: Path) -> None:
    """A desk with two matters, a paper and a draft."""
    folder(room / "desk").memory.close()
    desk = sign_in(room / "desk")
    number = registers(desk.session).number
    registers(desk.session, "第二件")
    issue(desk.session, number, "D02")
    desk.drafts.save("clerk", 1, key="k", content={"a": "没写完"}, saved_at=1)
    desk.close()


def dies_at(path: Path, at: int, fault: str) -> None:
    """Changes the key and kills itself at its `at`-th effect on the disk; 0: never."""
    desk = sign_in(path, "leader")
    if fault == "no-state":
        rotation.commit = _file_by_file  # type: ignore[attr-defined]
    die_at_effect(at)
    rotate_keys(desk, reason="演练")


def finishes_and_dies_at(path: Path, at: int) -> None:
    """Finishes what was cut off and kills itself at its `at`-th effect."""
    die_at_effect(at)
    generations.settle(path)


def die_at_effect(at: int) -> None:
    """Kills this process at its `at`-th effect on the disk from here on."""
    count = 0

    def killing(real: Any) -> Any:
        def effect(*given: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **more)

        return effect

    for name in EFFECTS:
        setattr(os, name, killing(getattr(os, name)))


def _file_by_file(path: Path, state: dict[str, Any]) -> None:
    """The new files are renamed over the old ones, and nothing says that this was begun."""
    for name in state["names"]:
        goal = path / name
        if goal.is_dir():
            shutil.rmtree(goal)
        os.replace(path / generations.STAGE / name, goal)
    shutil.rmtree(path / generations.STAGE)


def wrong_with(path: Path) -> list[str]:
    """What is wrong with a folder on the next morning."""
    try:
        desk = sign_in(path)
    except AppError as error:
        return [f"it does not open: {error.code}"]
    wrong = []
    keys, key = desk.opened.keys, desk.opened.key
    try:
        chain = desk.opened.memory.verify()
        if not chain.ok or len(list(desk.opened.memory.streams())) != MATTERS:
            wrong.append("entries are missing")
        if desk.drafts.load("clerk") == []:
            wrong.append("the draft is gone")
        if len(list(desk.opened.store.files())) != 1:
            wrong.append("the paper is gone")
        if desk.rebuild(check=True)["equal"] is not True:
            wrong.append("the projections differ")
    except AppError as error:
        wrong.append(f"it breaks: {error.code}")
    finally:
        desk.close()
    for name in generations.DATABASES[:2]:
        if of_database(path / name, key) is not Finding.SOUND:
            wrong.append(f"{name} is of another generation")
    for paper in (path / "papers").glob("??/*"):
        if of_paper(paper, key, keys.suite) is not Finding.SOUND:
            wrong.append("a paper is of another generation")
    if any(keys.by_password(account, folders.TRAINING_PASSWORD) != key for account in keys.accounts):
        wrong.append("a password no longer opens")
    if (path / generations.STAGE).exists() or (path / generations.STATE).exists():
        wrong.append("it was not settled")
    if keys.generation == 2 and not (path / "generation-1.kept" / vault.FILE).exists():
        wrong.append("the old files are gone")
    return wrong


def kill_who_finishes(path: Path) -> None:
    """Kills those who finish what was cut off, each a little later, until one comes to its end."""
    for at in range(1, 1000):
        if in_child(lambda at=at: finishes_and_dies_at(path, at)) == 0:  # type: ignore[misc]
            return


def run(room: Path, *, fault: str, every: int, again: bool = False) -> dict[str, object]:
    """Kills at every effect (every `every`-th), then lets one live."""
    if in_child(lambda: founded(room)) != 0:
        return {"ok": False, "kills": 0, "old": 0, "new": 0, "wrong": ["the desk could not be made"]}
    kills = old = new = 0
    for at in range(1, 10_000, every):
        path = room / "trial"
        shutil.copytree(room / "desk", path)
        ended = in_child(lambda at=at, path=path: dies_at(path, at, fault))  # type: ignore[misc]
        if again and ended == KILLED:
            kill_who_finishes(path)
        wrong = wrong_with(path) if ended in (0, KILLED) else [f"it ended with {ended}"]
        if not wrong:
            generation = vault.KeyFile.read(path).generation
            old, new, kills = old + (generation == 1), new + (generation == 2), kills + (ended == KILLED)
            vault.KeyFile.read(path).by_code(CODE)
        shutil.rmtree(path)
        if wrong or ended == 0:
            return {"ok": not wrong, "kills": kills, "old": old, "new": new, "at": at, "wrong": wrong}
    return {"ok": False, "kills": kills, "old": old, "new": new, "wrong": ["it never came to an end"]}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="kill changes of the data key, open the folder")
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    asked_for.add_argument("--every", type=int, default=1)
    asked_for.add_argument("--again", action="store_true")
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-rotate-") as room:
        found = run(Path(room), fault=chosen.fault, every=chosen.every, again=chosen.again)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
