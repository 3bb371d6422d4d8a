"""A backup that is killed at every single thing it does to the stick: what is there afterwards is whole.

Children take a backup and kill themselves at their n-th open, write, sync, rename or removal; the parent, which never
opens the database, looks at the stick after each: every backup there is whole, the one from before is still there, every
paper is the paper. The last one, which nobody kills, restores. A planted fault must turn it red.

    python -m tests.faults.backup_harness [--fault in-place] [--every N]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.errors import AppError
from app.ports import KeptBackup
from app.services.papers import issue
from db import backup, backup_file, durable, restore
from db.backup import FolderBackups
from tests.desks import CODE, START, folder, registers, sign_in

FAULTS = ("", "in-place")
EFFECTS = ("open", "write", "fsync", "replace", "unlink")
KILLED = -int(signal.SIGKILL)


def in_child(act: Callable[[], None]) -> int:
    """Runs it in a process of its own; how that ended, as `subprocess` says it."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def founded(room: Path) -> None:
    """A desk, a stick with a backup of its first matter, then a paper and a second matter that no backup has yet."""
    folder(room / "desk").memory.close()
    (room / "stick").mkdir()
    desk = sign_in(room / "desk")
    number = registers(desk.session).number
    FolderBackups(desk.opened).take([room / "stick"], START)
    issue(desk.session, number, "D02")
    registers(desk.session, "第二件")
    desk.close()


def dies_at(room: Path, stick: Path, at: int, fault: str) -> None:
    """Takes a backup and kills itself at its `at`-th effect on the stick; 0: never."""
    if fault == "in-place":
        durable.FRESH = backup_file.FRESH = ""  # type: ignore[misc]
    desk = sign_in(room / "desk")
    count = 0

    def killing(real: Any) -> Any:
        def effect(*given: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            if count == at:
                if real is write and len(given[1]) > 1:
                    real(given[0], bytes(given[1])[: len(given[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **more)

        return effect

    write, put = os.write, FolderBackups._put

    def watched(self: FolderBackups, *given: Any) -> Any:
        for name in EFFECTS:
            setattr(os, name, killing(getattr(os, name)))
        return put(self, *given)

    FolderBackups._put = watched  # type: ignore[method-assign]
    (made,) = FolderBackups(desk.opened).take([stick], START + timedelta(hours=1))
    assert isinstance(made, KeptBackup), made


def wrong_on(stick: Path, desk: Path) -> list[str]:
    """What is wrong with a stick after a kill."""
    wrong = []
    for path in stick.glob("*.xfbackup"):
        try:
            backup.inspect(path)
        except AppError as error:
            wrong.append(f"half a backup is taken for a whole one: {path.name} {error.code}")
    if not list(stick.glob("LX07-1-20260302-090000*")):
        wrong.append("the backup from before is gone")
    for path in (stick / "papers").rglob("*"):
        own = desk / "papers" / path.parent.name / path.name
        if path.is_file() and not path.name.endswith(".new") and path.read_bytes() != own.read_bytes():
            wrong.append("half a paper is taken for a whole one")
    return wrong


def restores(stick: Path, room: Path) -> None:
    """The newest backup on a stick opens, with its paper."""
    newest = max(stick.glob("*.xfbackup"), key=lambda path: path.name)
    with restore.unpacked(newest, room, lambda keys: keys.by_code(CODE)) as found:
        assert restore.open_every_paper(found.opened) == (1, 0)
        assert len(list(found.opened.memory.streams())) == 2


def run(room: Path, *, fault: str, every: int) -> dict[str, object]:
    """Kills at every effect (every `every`-th), then lets one live."""
    if in_child(lambda: founded(room)) != 0:
        return {"ok": False, "kills": 0, "wrong": ["the desk could not be made"]}
    kills = 0
    for at in range(1, 10_000, every):
        stick = room / "trial"
        shutil.copytree(room / "stick", stick)
        ended = in_child(lambda at=at, stick=stick: dies_at(room, stick, at, fault))  # type: ignore[misc]
        wrong = wrong_on(stick, room / "desk")
        if ended == KILLED and not wrong:
            kills += 1
            if in_child(lambda stick=stick: dies_at(room, stick, 0, "")) != 0:  # type: ignore[misc]
                wrong = ["the next backup fails"]
            elif list(stick.rglob("*.new")) or list((room / "desk").glob("backup-*")):
                wrong = ["the next backup leaves the half one lying"]
        elif ended == 0 and in_child(lambda stick=stick: restores(stick, room)) != 0:  # type: ignore[misc]
            wrong = ["what nobody killed does not restore"]
        elif ended not in (0, KILLED):
            wrong = [f"it ended with {ended}"]
        shutil.rmtree(stick)
        if wrong or ended == 0:
            return {"ok": not wrong, "kills": kills, "wrong": wrong}
    return {"ok": False, "kills": kills, "wrong": ["it never came to an end"]}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="kill backups, look at the stick")
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    asked_for.add_argument("--every", type=int, default=1)
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-backup-") as room:
        found = run(Path(room), fault=chosen.fault, every=chosen.every)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
