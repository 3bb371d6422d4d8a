"""Printing by CUPS: the PDF itself goes into the queue, by the commands every CUPS brings (lp, lpstat).

The commands are asked in the plain locale and never waited for longer than a few seconds. A queue that is stopped
would take the job and keep it, with a person's name on it, until somebody starts it: so it is asked before and after.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from threading import Event

from app.clock import stopwatch
from app.errors import Unavailable

PATIENCE = 5.0
"""Seconds that an answer of the print server is waited for."""
WATCHED = 3.0
"""Seconds that a job is watched after it was sent: a queue that stops over it stops at once."""
LOOK_AGAIN = 0.25
"""Seconds between two looks at a job."""
TROUBLE = (
    "media-empty",
    "media-jam",
    "media-needed",
    "toner-empty",
    "marker-supply-empty",
    "cover-open",
    "offline",
)
"""State reasons of a printer (RFC 8011, 5.4.12) that a person must go and see to."""
_JOB = re.compile(r"request id is (\S+)")


def is_here() -> bool:
    """Whether this computer prints by CUPS."""
    return shutil.which("lp") is not None and shutil.which("lpstat") is not None


def known() -> tuple[str, ...]:
    """The names of the queues; none where the server does not run. Raises Unavailable("print.silent")."""
    return tuple(line.strip() for line in _ask("lpstat", "-e").splitlines() if line.strip())


def default_name() -> str:
    """The default queue; empty where none was set. Raises Unavailable("print.silent")."""
    told = _ask("lpstat", "-d")
    return told.rsplit(":", 1)[1].strip() if ":" in told else ""


def require_ready(name: str) -> None:
    """Raises Unavailable("print.vanished", "print.stopped", "print.trouble", "print.silent") for a queue in trouble."""
    if name not in known():
        raise Unavailable("print.vanished", printer=name)
    state = _ask("lpstat", "-l", "-p", name)
    accepts = _ask("lpstat", "-a", name)
    if " disabled since" in state or "not accepting" in accepts:
        raise Unavailable("print.stopped", printer=name)
    if any(reason in state for reason in TROUBLE):
        raise Unavailable("print.trouble", printer=name)


def send(data: bytes, title: str, name: str, *, media: str = "A4", copies: int = 1) -> None:
    """Prints a PDF as it is on paper of that size (the names of CUPS), and sees that the queue did not stop over it.

    Raises as `require_ready`, and Unavailable("print.failed", "print.waits").
    """
    require_ready(name)
    words = (
        "lp",
        "-d",
        name,
        "-t",
        title,
        "-n",
        str(copies),
        "-o",
        f"media={media}",
        "-o",
        "print-scaling=none",
        "-o",
        "sides=one-sided",
    )
    job = _JOB.search(_ask(*words, "--", "-", data=data))
    if job is None:
        raise Unavailable("print.failed", printer=name)
    _watch(job[1], name)


def _watch(job: str, name: str) -> None:
    began = stopwatch()
    while stopwatch() - began < WATCHED:
        if job not in _ask("lpstat", "-o", name):
            return
        try:
            require_ready(name)
        except Unavailable as error:
            if error.code == "print.trouble":  # with paper in it, the printer goes on by itself
                raise Unavailable("print.waits", printer=name) from error
            # a job left in a stopped queue would come out some day, for anybody to read
            _ask("cancel", job)
            raise
        Event().wait(LOOK_AGAIN)
    if f"printer {name} is idle" in _ask("lpstat", "-p", name) and job in _ask("lpstat", "-o", name):
        # the queue is ready and the job is not moving: a filter of the driver gave up on it
        _ask("cancel", job)
        raise Unavailable("print.failed", printer=name)


def _ask(*words: str, data: bytes | None = None) -> str:
    environment = {**os.environ, "LC_ALL": "C", "LANG": "C"}
    try:
        done = subprocess.run(
            words,
            input=data if data is not None else b"",
            capture_output=True,
            env=environment,
            timeout=PATIENCE,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unavailable("print.silent") from error
    return done.stdout.decode("utf-8", "replace")
