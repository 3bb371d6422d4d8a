"""A PostgreSQL of one's own in a folder, started and stopped by this program: to try the county's receiver, and for tests.

It listens on a socket in its folder only: no port, no password, nobody else. A county that works for real has a server that
an administrator looks after (docs/COUNTY.md).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Unavailable

if sys.platform != "win32":
    import pwd

BESIDE = "-postgres"
"""What its folder is called, behind the name of the data folder beside which it lies."""
LONGEST_SOCKET = 90
"""Bytes of the path of a socket's folder; the system takes 107 with the socket's own name."""
DURABLE = "-c shared_buffers=64MB"
_NAME = "postgres"


def programs() -> Path:
    """The folder of initdb and pg_ctl, newest version first. Raises Unavailable("server.no_programs")."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: -int(path.parts[-3]))
    if not found and (elsewhere := shutil.which("initdb")):
        found = [Path(elsewhere)]
    if not found:
        raise Unavailable("server.no_programs")
    return found[0].parent


def unprivileged() -> tuple[list[str], int | None]:
    """How to run the server: prefix of the command, and the folder's owner (None: ourselves).

    PostgreSQL refuses to run as root. Raises Unavailable("server.no_account").
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return [], None
    for name in (_NAME, "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        if shutil.which("runuser"):
            return ["runuser", "-u", name, "--"], account.pw_uid
        if shutil.which("setpriv"):
            ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
            return ["setpriv", *ids], account.pw_uid
    raise Unavailable("server.no_account")


class TrialServer:
    """The cluster in a folder; `options` are the server's."""

    def __init__(self, room: Path, options: str = DURABLE) -> None:
        self._room, self._options = room, options
        self._programs = programs()
        self._prefix, self._owner = unprivileged()

    @property
    def address(self) -> str:
        """The address of its first database."""
        return f"postgresql+psycopg://{_NAME}@/{_NAME}?host={self._room}"

    def make(self, *options: str) -> None:
        """Makes the cluster. Raises Unavailable("server.trial_failed", "server.trial_place")."""
        if len(os.fsencode(self._room)) > LONGEST_SOCKET:
            raise Unavailable("server.trial_place")
        self._room.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._owner is not None:
            os.chown(self._room, self._owner, -1)
        self._run("initdb", "-D", str(self._data), "-U", _NAME, "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", *options)  # fmt: skip

    def start(self) -> bool:
        """Starts the server; False when it runs already. Raises Unavailable("server.trial_failed")."""
        if (self._data / "postmaster.pid").exists() and self._does("status"):
            return False
        options = f"{self._options} -c listen_addresses='' -k {self._room}"
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._log), "-w", "-o", options, "start")
        return True

    def stop(self, mode: str = "fast") -> None:
        """Stops it: "fast" after what is being done, "immediate" like a power cut."""
        self._run("pg_ctl", "-D", str(self._data), "-m", mode, "-w", "stop")

    @contextmanager
    def running(self) -> Iterator[str]:
        """Runs it while something is done, unless it runs already; the answer is its address."""
        started = self.start()
        try:
            yield self.address
        finally:
            if started:
                self.stop()

    @property
    def _data(self) -> Path:
        return self._room / "data"

    @property
    def _log(self) -> Path:
        return self._room / "log"

    def _does(self, what: str) -> bool:
        return self._call("pg_ctl", "-D", str(self._data), what).returncode == 0

    def _run(self, program: str, *words: str) -> None:
        done = self._call(program, *words)
        if done.returncode:
            raise Unavailable("server.trial_failed", program=program) from RuntimeError(
                done.stderr or done.stdout
            )

    def _call(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._prefix, str(self._programs / program), *words],
            cwd=self._room, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip


def room_of(folder: Path) -> Path:
    """Where the server of a data folder lies: beside it, because another account runs it where we are root."""
    return folder.absolute().with_name(folder.absolute().name + BESIDE)


@contextmanager
def trial_server_of(folder: Path) -> Iterator[None]:
    """Runs the server of a data folder that has one; does nothing for any other folder."""
    room = room_of(folder)
    if not room.exists():
        yield
        return
    with TrialServer(room).running():
        yield
