"""An upgrade, and the thinning of backups, killed at each call to the system.

strace kills a child at its n-th write, sync, rename, removal … while it opens a folder of the revision before, or takes
old backups away. Afterwards the schema is the old one or the new one, never between, and a whole copy was made before
anything was changed; of the backups the newest three are whole. Planted faults must turn it red.

    python -m tests.faults.upgrades upgrade|prune [--every N] [--fault no-copy|two-steps|forgets-the-newest]
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
from datetime import timedelta
from functools import partial
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.errors import AppError
from app.services import keeping
from app.services.backup_plan import BackupPlan
from app.services.keeping import BackupKeeper
from db import backup, engine, memory, tables, upgrade
from db.backup import FolderBackups
from db.before_upgrade import DATABASE, FOLDER
from db.engine import WRITING, cipher_engine
from db.ways_in import key_file
from tests.desks import CODE, START, folder, registers, sign_in
from tests.faults.harness import check, drained, forked
from tests.faults.powercut import fast_room

CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink", "mkdir", "openat")
FAULTS = ("", "no-copy", "two-steps", "forgets-the-newest")
LATER = "2026-03-03T09:00:00+08:00"
MOST = 2000
PLAN = BackupPlan(
    folders=(),
    every_minutes=15,
    keep_hours=1,
    keep_days=1,
    keep_months=1,
    amber_minutes=60,
    red_hours=24,
    rehearse_days=7,
)


def config() -> Config:
    """The revisions."""
    made = Config()
    made.set_main_option("script_location", str(Path(upgrade.__file__).parent / "migrations"))
    return made


def before_head() -> str:
    """The revision before the newest one."""
    found = ScriptDirectory.from_config(config()).get_revision(upgrade.HEAD)
    assert found is not None and isinstance(found.down_revision, str)
    return found.down_revision


def columns(at: engine.Engine) -> dict[str, set[str]]:
    """The lasting tables of a database with their columns."""
    lasting = {table.name for table in tables.LASTING}
    with at.connect() as connection:
        run = connection.exec_driver_sql
        names = [name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        return {
            name: {row[1] for row in run(f"PRAGMA table_info('{name}')").fetchall()}
            for name in names
            if name in lasting
        }


def schema_before(room: Path) -> dict[str, set[str]]:
    """The lasting tables as the revision before made them."""
    made = cipher_engine(room / "schema.db", bytes(32))
    with made.connect().execution_options(**WRITING) as connection, connection.begin():
        asked_for = config()
        asked_for.attributes["connection"] = connection
        command.upgrade(asked_for, before_head())
    found = columns(made)
    made.dispose()
    return found


def made_older(path: Path, old: dict[str, set[str]]) -> None:
    """Takes a folder of this program back to the revision before, as that program would have left it."""
    at = cipher_engine(path / DATABASE, key_file(path).by_code(CODE))
    now = columns(at)
    with at.connect().execution_options(**WRITING) as connection, connection.begin():
        run = connection.exec_driver_sql
        for name in now.keys() - old.keys():
            run(f'DROP TABLE "{name}"')
        for name, known in old.items():
            for column in now[name] - known:
                run(f'ALTER TABLE "{name}" DROP COLUMN "{column}"')
        run(f"UPDATE alembic_version SET version_num = '{before_head()}'")
        run("UPDATE local SET value = '1' WHERE name = 'projections'")
    at.dispose()


# ---------------------------------------------------------------- what is killed


def upgrades(room: Path) -> None:
    """Opens the older folder."""
    sign_in(room / "desk", at=LATER).close()


def prunes(room: Path) -> None:
    """Takes away what the plan no longer keeps."""
    desk = sign_in(room / "desk", at=LATER)
    BackupKeeper(FolderBackups(desk.opened), PLAN)._thin(room / "stick", START + timedelta(days=90))
    desk.close()


def plant(fault: str) -> None:
    """The planted faults."""
    if fault == "no-copy":
        memory.set_aside = lambda *given: None  # type: ignore[attr-defined]
    elif fault == "two-steps":
        run = upgrade.upgrade_connection

        def stamped_first(connection: engine.Connection) -> None:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{upgrade.HEAD}'")
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{before_head()}'")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            run(connection)

        upgrade.upgrade_connection = stamped_first
    elif fault == "forgets-the-newest":
        keeping.kept = lambda *given: frozenset()


def killed(act: Callable[[Path], None], room: Path, call: str, at: int, fault: str) -> bool:
    """One child that is killed at its `at`-th `call`; False when it came to its end before."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            plant(fault)
            theirs.send(b"here")
            theirs.recv(8)
            act(room)
        finally:
            os._exit(0)
    theirs.close()
    assert ours.recv(8) == b"here"
    watcher = subprocess.Popen(
        ["strace", "-f", "-p", str(pid), "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={at}"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert watcher.stderr is not None and "attached" in watcher.stderr.readline()
    ours.send(b"go")
    watcher.stderr.read()
    watcher.wait()
    ours.close()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0


# ---------------------------------------------------------------- what is left


def wrong_schema(room: Path, old: dict[str, set[str]]) -> list[str]:
    """Old or new, never between; a copy first; and the next start brings it to its end."""
    path = room / "desk"
    key = key_file(path).by_code(CODE)
    at = cipher_engine(path / DATABASE, key)
    found, revision = columns(at), upgrade.current(at)
    with at.connect() as connection:
        run = connection.exec_driver_sql
        row = run("SELECT value FROM local WHERE name = 'projections'").fetchone()
    at.dispose()
    wrong = []
    if (revision == before_head()) is not (found == old):
        wrong.append(f"between: revision {revision} with other tables")
    touched = revision != before_head() or row is None or row[0] != "1"
    copies = list((path / FOLDER).glob("desk-*"))
    if touched and not copies:
        wrong.append("changed without a copy")
    for copy in copies:
        there = cipher_engine(copy / DATABASE, key_file(copy).by_code(CODE))
        if columns(there) != old:
            wrong.append("the copy is not the older folder")
        there.dispose()
    return wrong + check(path, {}, whole=True)


def wrong_stick(room: Path, newest: list[str]) -> list[str]:
    """The newest three are whole; and so is every other that is there."""
    wrong = [f"one of the newest is gone: {name}" for name in newest if not (room / "stick" / name).exists()]
    for path in (room / "stick").glob("*.xfbackup"):
        try:
            backup.inspect(path)
        except AppError as error:
            wrong.append(f"not whole: {path.name} {error.code}")
    return wrong


def found_in_a_child(look: Callable[[], list[str]]) -> list[str]:
    """Looks in a process of its own: whoever forks opens no database."""
    pid, reading = forked(lambda pipe: [os.write(pipe, json.dumps(look()).encode()), None][1])  # type: ignore[func-returns-value]
    told = drained(reading)
    _, status = os.waitpid(pid, 0)
    return [f"the folder cannot be looked at ({status})"] if status else list(json.loads(told))


def founded(room: Path, *, backups: int) -> None:
    """An office of the revision before (or of this one, with that many old backups)."""
    folder(room / "desk").memory.close()
    desk = sign_in(room / "desk")
    (room / "stick").mkdir()
    for count in range(12):
        registers(desk.session, f"第{count}件", key=f"k{count}")
    for count in range(backups):
        FolderBackups(desk.opened).take([room / "stick"], START + timedelta(days=count))
    desk.close()
    if not backups:
        made_older(room / "desk", schema_before(room))


def run(
    room: Path, what: str, *, every: int = 1, fault: str = "", calls: tuple[str, ...] = CALLS
) -> dict[str, object]:
    """Kills it at every `every`-th call of each kind; stops at the first thing that is wrong."""
    before, kills = room / "before", 0
    before.mkdir()
    found_in_a_child(lambda: [founded(before, backups=7 if what == "prune" else 0), []][1])  # type: ignore[func-returns-value,list-item]
    old = schema_before(room)
    newest = sorted(path.name for path in (before / "stick").iterdir() if path.suffix == ".xfbackup")[-3:]
    act = prunes if what == "prune" else upgrades
    for call in calls:
        for at in range(1, MOST, every):
            place = room / f"{call}-{at}"
            shutil.copytree(before, place)
            dead = killed(act, place, call, at, fault)
            look = (
                partial(wrong_stick, place, newest) if what == "prune" else partial(wrong_schema, place, old)
            )
            wrong = found_in_a_child(look)
            shutil.rmtree(place)
            kills += dead
            if wrong:
                return {"ok": False, "kills": kills, "wrong": [f"killed at {call} {at}", *wrong[:4]]}
            if not dead:
                break
    return {"ok": True, "kills": kills, "wrong": []}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="kill upgrades and thinning, look at what is left")
    asked_for.add_argument("what", choices=("upgrade", "prune"))
    asked_for.add_argument("--every", type=int, default=1)
    asked_for.add_argument("--call", choices=CALLS, action="append")
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-upgrade-", dir=fast_room()) as place:
        found = run(Path(place), chosen.what, every=chosen.every, fault=chosen.fault,
                    calls=tuple(chosen.call or CALLS))  # fmt: skip
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
