"""Runs a part of the program in a network namespace without interfaces, and tells every socket that was asked for.

Python's own calls are told by an audit hook, those of Qt and other libraries by strace. Local sockets (a desktop's bus) and
the print service of this very computer are no network.

    python -m tests.faults.offline TELL MODULE [ARGUMENT...]      runs a module with the hook; each event a line in TELL
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

from tests.rules.tree import REPOSITORY

EVENTS = frozenset(
    {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"}
)
_ADDRESS = re.compile(r"sa_family=AF_INET6?")
_PRINTERS = re.compile(r'port=htons\(631\).*(?:inet_addr\("127\.0\.0\.1"\)|"::1")')
"""The print service of this computer, which `lpstat` asks: no packet leaves the machine."""


def watch(tell: str) -> None:
    """From now on every address that is asked for is written down; what is local is not."""
    handle = os.open(tell, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def hook(event: str, given: tuple[object, ...]) -> None:
        if event in EVENTS:
            address = given[1] if len(given) > 1 and event != "socket.getaddrinfo" else given[0]
            if isinstance(address, tuple) or event in ("socket.getaddrinfo", "socket.gethostbyname"):
                os.write(handle, f"{event} {address}\n".encode())

    sys.addaudithook(hook)


def asked_for(room: Path, module: str, *arguments: str, **environment: str) -> tuple[int, list[str]]:
    """The exit code of a module run without any network, and every socket beyond this machine that was asked for."""
    tell, trace = room / "told", room / "trace"
    words = [sys.executable, "-m", "tests.faults.offline", str(tell), module, *arguments]
    if shutil.which("strace"):
        words = [
            "strace",
            "-f",
            "--seccomp-bpf",
            "-e",
            "trace=socket,connect,sendto",
            "-o",
            str(trace),
            *words,
        ]
    if os.geteuid() == 0 and shutil.which("unshare"):
        words = ["unshare", "-n", *words]
    done = subprocess.run(words, cwd=REPOSITORY, env={**os.environ, **environment}, capture_output=True)
    found = tell.read_text().splitlines() if tell.exists() else []
    if trace.exists():
        found += [
            line
            for line in trace.read_text(errors="replace").splitlines()
            if _ADDRESS.search(line) and not _PRINTERS.search(line)
        ]
    return done.returncode, found


if __name__ == "__main__":
    watch(sys.argv[1])
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
