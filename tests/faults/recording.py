"""What a process does to its files, call by call, as strace sees it: the film from which power cuts are made.

Nothing of the program is wrapped or replaced: SQLCipher's own writes and Python's are seen alike, below both. What goes
through shared memory (SQLite's `-shm`) is not seen; that file is built anew by whoever opens the database first.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.rules.tree import REPOSITORY

CALLS = (
    "write,pwrite64,writev,pwritev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,"
    "openat,open,creat,mkdir,mkdirat,lseek,fallocate,copy_file_range,sendfile"
)
UNKNOWN = ("writev", "pwritev", "fallocate", "copy_file_range", "sendfile")
"""Calls whose effect is not modelled: a recording that holds one inside the folder is refused, not misread."""
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) = (-?\d+)", re.ASCII)
HANDLE = re.compile(r"^(?:AT_FDCWD|(-?\d+))<((?:\\x[0-9a-f]{2})*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that was done: `what` is make, folder, write, cut, sync, rename, remove or told.

    `path` and `to` are absolute; `at` is a place or a size in bytes; `data` what was written, or the words of `told`.
    """

    what: str
    path: str = ""
    to: str = ""
    at: int = 0
    data: bytes = b""


def can_record() -> str:
    """Why nothing can be recorded here; "" when it can."""
    if shutil.which("strace") is None:
        return "NO STRACE, power cuts are not simulated here"
    tried = subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "STRACE MAY NOT TRACE, power cuts are not simulated here"


def record(
    words: Sequence[str], folder: Path, told: Path, trace: Path, environment: Mapping[str, str] = os.environ
) -> list[Effect]:
    """Runs a program of ours to its end; what it did inside `folder`, with what it wrote into `told` between.

    Raises AssertionError when the program failed or did something that is not understood.
    """
    done = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "16777216", "-e", f"trace={CALLS}", "-e", "signal=none",
         "-o", str(trace), *words],
        cwd=REPOSITORY, env=dict(environment), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with open(trace, encoding="ascii") as lines:
        found = list(effects(lines, str(folder), str(told)))
    assert any(effect.what == "sync" for effect in found), (
        "the recording shows nothing: the trace was not understood"
    )
    return found


def effects(lines: Iterator[str] | Sequence[str], folder: str, told: str) -> Iterator[Effect]:
    """The effects of a trace inside `folder`, and what was written into the file `told`, in order.

    Raises AssertionError for calls that overlap another thread's: one thread does all the work of a recording.
    """
    places: dict[tuple[str, int], int] = {}
    for line in lines:
        assert "<unfinished" not in line or folder.encode().hex() not in line.replace("\\x", ""), line[:200]
        found = LINE.match(line)
        if found is None or found[4].startswith("-"):
            continue
        process, call, given, answer = found[1], found[2], found[3], int(found[4])
        paths, handle = _paths(call, given)
        inside = [path == folder or path.startswith(f"{folder}/") for path in paths]
        if call == "write" and paths[:1] == [told]:
            yield Effect(what="told", data=_texts(given)[0][:answer])
            continue
        if call in ("openat", "open", "creat"):
            places[process, answer] = 0
        if not any(inside):
            continue
        assert call not in UNKNOWN, f"{call} is not modelled"
        if call == "lseek":
            places[process, handle] = answer
        elif call == "write":
            start = places.get((process, handle), 0)
            places[process, handle] = start + answer
            yield Effect(what="write", path=paths[0], at=start, data=_texts(given)[0][:answer])
        else:
            yield from _effect(call, given, paths, answer)


def _effect(call: str, given: str, paths: list[str], answer: int) -> Iterator[Effect]:
    path = paths[0]
    if call == "pwrite64":
        yield Effect(what="write", path=path, at=int(given.rsplit(",", 1)[1]), data=_texts(given)[0][:answer])
    elif call == "ftruncate":
        yield Effect(what="cut", path=path, at=int(given.rsplit(",", 1)[1]))
    elif call in ("fsync", "fdatasync"):
        yield Effect(what="sync", path=path)
    elif call.startswith("rename"):
        yield Effect(what="rename", path=path, to=paths[1])
    elif call.startswith("unlink"):
        yield Effect(what="remove", path=path)
    elif call.startswith("mkdir"):
        yield Effect(what="folder", path=path)
    elif "O_CREAT" in given or call == "creat":
        yield Effect(what="make", path=path)
        if "O_TRUNC" in given or call == "creat":
            yield Effect(what="cut", path=path, at=0)
    elif "O_TRUNC" in given:
        yield Effect(what="cut", path=path, at=0)


def _texts(given: str) -> list[bytes]:
    return [bytes.fromhex(text.replace("\\x", "")) for text in TEXT.findall(given)]


def _paths(call: str, given: str) -> tuple[list[str], int]:
    """The absolute paths a call is about, and the handle it was given (-1: none)."""
    if call in (
        "rename",
        "renameat",
        "renameat2",
        "unlink",
        "unlinkat",
        "mkdir",
        "mkdirat",
        "openat",
        "open",
        "creat",
    ):
        return [os.path.abspath(os.fsdecode(text)) for text in _texts(given)], -1
    found = HANDLE.match(given)
    if found is None or found[1] is None:
        return [], -1
    return [os.fsdecode(bytes.fromhex(found[2].replace("\\x", "")))], int(found[1])
