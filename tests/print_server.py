"""A CUPS of its own with one PDF queue, as long as the tests that asked for it: a socket in its folder, no port."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

QUEUE = "DESK"
OUT = Path(pwd.getpwuid(0).pw_dir) / "PDF"
"""Where cups-pdf puts what root prints (its configuration in /etc is not ours to change)."""
FILES = """
ServerRoot {room}/root
StateDir {room}/state
CacheDir {room}/cache
RequestRoot {room}/spool
TempDir {room}/tmp
AccessLog {room}/log/access
ErrorLog {room}/log/error
PageLog {room}/log/page
Sandboxing relaxed
"""
SERVER = """
LogLevel warn
Listen {room}/cups.sock
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


class PrintServerMissing(Exception):
    """There is no CUPS with a PDF queue here, or this account may not run it."""


@dataclass(frozen=True, slots=True)
class PrintServer:
    """A running CUPS."""

    socket: Path

    def run(self, *words: str) -> str:
        """A command of CUPS, asked of this server."""
        environment = {**os.environ, "CUPS_SERVER": str(self.socket), "LC_ALL": "C"}
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=30, check=False)
        if done.returncode:
            raise PrintServerMissing(f"{words[0]}: {done.stderr}")
        return done.stdout

    def came_out(self, title: str, wait: float = 30.0) -> bytes:
        """The file that the queue made of the job with this title."""
        until = time.monotonic() + wait
        while time.monotonic() < until:
            for found in OUT.glob(f"*{title}*.pdf"):
                before = found.stat().st_size
                time.sleep(0.3)
                if before and found.stat().st_size == before:
                    data = found.read_bytes()
                    found.unlink()
                    return data
            time.sleep(0.2)
        raise AssertionError(f"nothing came out for {title}: {self.run('lpstat', '-t')}")


@contextmanager
def throw_away_print_server() -> Iterator[PrintServer]:
    """Starts CUPS, yields it, stops it and removes its folder. Raises PrintServerMissing."""
    if os.geteuid() != 0:
        raise PrintServerMissing("only root may run cups-pdf")
    for program in ("/usr/sbin/cupsd", "/usr/lib/cups/backend/cups-pdf"):
        if shutil.which(program) is None:
            raise PrintServerMissing(f"{program} is not installed (packaging/prepare.sh test installs it)")
    room = Path(tempfile.mkdtemp(prefix="desk-cups-"))
    room.chmod(0o755)  # the filters run as another user
    for name in ("root/ppd", "state", "cache", "spool", "log", "tmp"):
        (room / name).mkdir(parents=True)
    (room / "tmp").chmod(0o1777)
    (room / "root/cups-files.conf").write_text(FILES.format(room=room), encoding="ascii")
    (room / "root/cupsd.conf").write_text(SERVER.format(room=room), encoding="ascii")
    words = ["/usr/sbin/cupsd", "-f", "-c", room / "root/cupsd.conf", "-s", room / "root/cups-files.conf"]
    with (room / "log/out").open("wb") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log)
    server = PrintServer(room / "cups.sock")
    try:
        for _ in range(100):
            if server.socket.exists():
                break
            time.sleep(0.1)
        model = "lsb/usr/cups-pdf/CUPS-PDF_opt.ppd"
        server.run("lpadmin", "-p", QUEUE, "-E", "-v", "cups-pdf:/", "-m", model)
        yield server
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(room, ignore_errors=True)
        if OUT.is_dir() and not any(OUT.iterdir()):
            OUT.rmdir()
