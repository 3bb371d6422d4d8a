"""Every single call to the disk fails once: what was told to be saved is saved, what was refused is not half there.

Children at an open desk are joined by strace, which lets their n-th write, sync, cut, rename, removal or opening fail
(EIO, or ENOSPC). Then each says what it was told; it tries the same again, as a clerk does; and another process opens the
folder and looks. Planted: an error that is swallowed.

    python -m tests.faults.ioerrors [--every N] [--error ENOSPC] [--act visit|paper|key|backup|rest] [--fault swallowed]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.errors import AppError
from app.services.papers import fetch, issue
from db import backup, vault
from db.backup import FolderBackups
from db.unit_of_work import Work
from tests.desks import CODE, START, folder, registers, sign_in
from tests.faults.harness import check, drained, forked
from tests.faults.powercut import fast_room
from ui.bootstrap.opening import Desk

CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink", "openat")
ERRORS = ("EIO", "ENOSPC")
FAULTS = ("", "swallowed")
TEXT = "村里修路占用我家承包地补偿款至今没有付清"
MOST = 400
"""More calls of one kind than any act makes."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is tried while the disk fails: the act, whose answer is what was promised; and whether that is so."""

    do: Callable[[Desk, Path], str]
    kept: Callable[[Desk, Path, str], bool]


def _visit(desk: Desk, room: Path) -> str:
    return registers(desk.session, TEXT, key="tried").number


def _has_visit(desk: Desk, room: Path, number: str) -> bool:
    memory = desk.opened.memory
    return len(list(memory.streams())) == 2 and memory.queries.result_of("register:tried") == number


def _paper(desk: Desk, room: Path) -> str:
    number = first(desk)
    issue(desk.session, number, "D02")
    return number


def _has_paper(desk: Desk, room: Path, number: str) -> bool:
    return fetch(desk.session, number, "D02").pdf.startswith(b"%PDF")


def _key(desk: Desk, room: Path) -> str:
    desk.opened.keys.add_password("clerk", "another password", desk.opened.key)
    return "another password"


def _has_key(desk: Desk, room: Path, password: str) -> bool:
    keys = vault.KeyFile.read(desk.opened.folder)
    return keys.by_password("clerk", password) == keys.by_code(CODE)


def _backup(desk: Desk, room: Path) -> str:
    (made,) = FolderBackups(desk.opened).take([room / "stick"], START + timedelta(hours=1))
    if isinstance(made, AppError):
        raise made
    return str(made.file)


def _has_backup(desk: Desk, room: Path, name: str) -> bool:
    backup.inspect(Path(name))
    return True


def _rest(desk: Desk, room: Path) -> str:
    desk.rest()
    return "rested"


ACTS = {
    "visit": Act(_visit, _has_visit),
    "paper": Act(_paper, _has_paper),
    "key": Act(_key, _has_key),
    "backup": Act(_backup, _has_backup),
    "rest": Act(_rest, lambda desk, room, told: True),
}


def first(desk: Desk) -> str:
    """The number of the matter that is there from the beginning."""
    with desk.opened.memory.engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT number FROM matter ORDER BY pos").scalar())


# ---------------------------------------------------------------- the child


def _tried(act: Act, desk: Desk, room: Path) -> str:
    """What the clerk is told: saved and what, or refused and why."""
    try:
        return f"saved {act.do(desk, room)}"
    except AppError as error:
        return f"refused {error.code}"
    except Exception as error:
        return f"bug {type(error).__name__} {error}"


def child(act: Act, room: Path, line: socket.socket, fault: str) -> None:
    """Opens the desk, waits until somebody is watching, does it, does it again if it was refused."""
    if fault == "swallowed":
        _swallow()
    desk = sign_in(room / "desk")
    line.send(b"open")
    line.recv(8)
    told = _tried(act, desk, room)
    line.send(told.encode())
    if not told.startswith("saved"):
        line.recv(8)
        line.send(_tried(act, desk, room).encode())


def _swallow() -> None:
    """The planted fault: a commit that failed is taken for one that was made."""
    commit = Work.commit

    def quietly(work: Work) -> None:
        try:
            commit(work)
        except AppError:
            return

    Work.commit = quietly  # type: ignore[method-assign]


# ---------------------------------------------------------------- the parent


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one failing call: whether it was met at all, what was told at first and after trying again."""

    met: bool
    told: str
    again: str


def one(act: Act, room: Path, call: str, at: int, error: str, fault: str) -> Case:
    """One child whose `at`-th `call` fails."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            child(act, room, theirs, fault)
        finally:
            os._exit(0)
    theirs.close()
    ours.settimeout(60)
    assert ours.recv(8) == b"open"
    watcher = subprocess.Popen(
        ["strace", "-f", "-p", str(pid), "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={at}"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert watcher.stderr is not None
    assert "attached" in watcher.stderr.readline()
    ours.send(b"go")
    told = ours.recv(4096).decode()
    again = told
    if not told.startswith("saved"):
        ours.send(b"again")
        again = ours.recv(4096).decode()
    met = "(INJECTED)" in watcher.stderr.read()
    watcher.wait()
    os.waitpid(pid, 0)
    ours.close()
    return Case(met, told, again)


def wrong_after(act: Act, room: Path, case: Case) -> list[str]:
    """What is wrong with the folder afterwards, seen by a process of its own."""

    def look(pipe: int) -> None:
        wrong = []
        desk = sign_in(room / "desk")
        told = case.again
        try:
            if told.startswith("saved") and not act.kept(desk, room, told.partition(" ")[2]):
                wrong.append(f"told to be saved, and is not: {told}")
        except AppError as error:
            wrong.append(f"told to be saved, and cannot be had: {told}, {error.code}")
        for path in (room / "stick").glob("*.xfbackup"):
            try:
                backup.inspect(path)
            except AppError as error:
                wrong.append(f"half a backup: {error.code}")
        desk.close()
        os.write(pipe, json.dumps(wrong + check(room / "desk", {}, whole=True)).encode())

    pid, reading = forked(look)
    told = drained(reading)
    _, status = os.waitpid(pid, 0)
    return [f"the folder cannot be opened ({status})"] if status else list(json.loads(told))


def _judged(case: Case) -> list[str]:
    """A file of the program itself that cannot be read, or an error nobody translated, is told as a bug with a number:
    it is no answer that anything was saved. What is tried again must be answered."""
    if not case.again.startswith(("saved", "refused")):
        return [f"neither saved nor refused: {case.again}"]
    known = case.told.startswith(("saved", "refused", "bug OSError", "bug ImportError"))
    return [] if known else [f"no words for it: {case.told}"]


def sweep(room: Path, name: str, *, every: int = 1, error: str = "EIO", fault: str = "") -> dict[str, object]:
    """Lets every `every`-th call of an act fail; stops at the first thing that is wrong."""
    act, cases, counts = ACTS[name], 0, {"saved": 0, "refused": 0, "bug": 0}
    before = room / "before"
    for call in CALLS:
        for at in range(1, MOST, every):
            place = room / f"{call}-{at}"
            shutil.copytree(before, place)
            case = one(act, place, call, at, error, fault)
            wrong = _judged(case) or wrong_after(act, place, case)
            shutil.rmtree(place)
            cases += case.met
            if case.met:
                counts[case.told.split()[0]] += 1
            if wrong:
                where = f"{error} at {call} {at}: told {case.told}, again {case.again}"
                return {"ok": False, "cases": cases, **counts, "wrong": [where, *wrong]}
            if not case.met:
                break
    return {"ok": True, "cases": cases, **counts, "wrong": []}


def founded(room: Path) -> None:
    """A desk with one matter, and an empty stick."""
    folder(room / "desk").memory.close()
    (room / "stick").mkdir()
    desk = sign_in(room / "desk")
    registers(desk.session, key="before")
    desk.close()


def run(room: Path, names: tuple[str, ...] = tuple(ACTS), *, every: int = 1, error: str = "EIO", fault: str = ""
        ) -> dict[str, object]:  # fmt: skip
    """The sweep over several acts; one answer."""
    founded(room / "before")
    together: dict[str, object] = {"ok": True, "cases": 0, "saved": 0, "refused": 0, "bug": 0, "wrong": []}
    for name in names:
        found = sweep(room, name, every=every, error=error, fault=fault)
        for each in ("cases", "saved", "refused", "bug"):
            together[each] = int(str(together[each])) + int(str(found[each]))
        if not found["ok"]:
            return {**together, "ok": False, "act": name, "wrong": found["wrong"]}
    return together


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="let calls to the disk fail, look at what is left")
    asked_for.add_argument("--every", type=int, default=1)
    asked_for.add_argument("--error", choices=ERRORS, default="EIO")
    asked_for.add_argument("--act", choices=tuple(ACTS), action="append")
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-io-", dir=fast_room()) as place:
        found = run(
            Path(place), tuple(chosen.act or ACTS), every=chosen.every, error=chosen.error, fault=chosen.fault
        )
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
