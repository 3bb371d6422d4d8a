"""A PostgreSQL cluster that lives as long as the tests that asked for it: no port, no password, no sync."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = (
    "-c listen_addresses='' -c fsync=off -c shared_buffers=16MB -c max_connections=40"
    " -c unix_socket_permissions=0777"
)


class ClusterMissing(Exception):
    """There is no PostgreSQL here, or no account that may run it."""


def programs() -> Path:
    """The folder of initdb and pg_ctl, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3]))
    if not found and (elsewhere := shutil.which("initdb")):
        found = [Path(elsewhere)]
    if not found:
        raise ClusterMissing("initdb is not installed (packaging/prepare.sh test installs it)")
    return found[0].parent


def unprivileged() -> tuple[list[str], int | None]:
    """How to run the server: prefix of the command, and the folder's owner (None: ourselves)."""
    if os.geteuid() != 0:
        return [], None
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        if shutil.which("runuser"):
            return ["runuser", "-u", name, "--"], account.pw_uid
        if shutil.which("setpriv"):
            return [
                "setpriv",
                f"--reuid={account.pw_uid}",
                f"--regid={account.pw_gid}",
                "--clear-groups",
            ], account.pw_uid
    raise ClusterMissing("root may not run PostgreSQL, and there is no other account for it")


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """Starts a cluster, yields its address, stops it and removes its folder. Raises ClusterMissing."""
    binaries = programs()
    prefix, owner = unprivileged()
    # Not pytest's folder: its parents are closed to other accounts, and sockets need paths under 108 bytes.
    room = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    try:
        if owner is not None:
            os.chown(room, owner, -1)
        data, log = room / "data", room / "log"

        def run(*words: str) -> None:
            done = subprocess.run(
                [*prefix, *words],
                cwd=room,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                told = log.read_text(errors="replace")[-2000:] if log.exists() else ""
                raise ClusterMissing(f"{Path(words[0]).name}: {done.stderr or done.stdout} {told}")

        run(
            str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust",
            "--no-sync", "-E", "UTF8", "--locale=C.UTF-8",
        )  # fmt: skip
        control = str(binaries / "pg_ctl")
        run(control, "-D", str(data), "-l", str(log), "-w", "-o", f"{SERVER} -k {room}", "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={room}"
        finally:
            run(control, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(room, ignore_errors=True)
