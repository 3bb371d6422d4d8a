"""Exports that are cut off at one chosen system call, and what is found afterwards.

Each round copies a folder with something new in it, starts a process that exports and kills itself just before the
n-th call that changes a disk, and looks: no file under a final name that is not a sealed package whole, and the next
export gives what the ledger promised as the same bytes. `--fault` plants a mistake that must turn it red: a file that grows
under its final name, a package that is handed over before the ledger names it.

    python -m tests.faults.exports [--fault straight|unledgered] [--every N]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.exchange.header import file_name
from app.exchange.keys import StationKeys, TrustCard
from app.services import exchange, sending
from db import shelf
from db.packages import PackageWork
from db.shelf import FolderTarget
from tests.desks import folder, registers, sign_in
from ui.bootstrap.opening import exchange_desk

FAULTS = ("", "straight", "unledgered")
CALLS = ("write", "fsync", "fdatasync", "replace", "open", "unlink")


def prepared(path: Path) -> None:
    """A station that trusts a county and has something to export."""
    folder(path).memory.close()
    desk = sign_in(path)
    keys = StationKeys.fresh()[0]
    card = TrustCard(
        station="CT01",
        office="示范县",
        role="county",
        sign=keys.sign_public,
        box=keys.box_public,
        training=True,
    )
    exchange.pin(desk.session, card)
    registers(desk.session, "村里修路占用我家承包地。" * 40)
    desk.close()


def cut(limit: int) -> None:
    """Kills this process just before its `limit`-th call that changes a disk; 0 never does."""
    count = 0

    def guarded(usual: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            if count == limit:
                if name == "write":
                    usual(given[0], bytes(given[1])[: len(given[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return usual(*given, **more)

        return call

    class Counted:
        """A file of the shelf whose writes count like every other."""

        def __init__(self, *given: Any) -> None:
            self._file = open(*given)  # noqa: SIM115
            self.write = guarded(self._file.write, "buffered")

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *given: object) -> None:
            self._file.close()

    for name in CALLS:
        setattr(os, name, guarded(getattr(os, name), name))
    shelf.open = Counted  # type: ignore[attr-defined]


def export_once(path: Path, stick: Path, limit: int, fault: str) -> None:
    """One export of a process that may be cut off."""
    if fault == "straight":
        FolderTarget._place = _straight  # type: ignore[method-assign]
    if fault == "unledgered":
        PackageWork.seal = lambda work, package: None  # type: ignore[method-assign]
    shelf.CHUNK = 2048
    desk = sign_in(path)
    at = exchange_desk(desk)
    cut(limit)
    sending.export(at, FolderTarget.at(stick))
    os._exit(0)


def _straight(target: FolderTarget, path: Path, parts: Any, sha256: str) -> None:
    """The first planted fault: the file grows under its final name."""
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
    for part in parts:
        os.write(number, part)
    os.close(number)


def forked(act: Callable[[], None]) -> int:
    """Runs it in a child; the answer is how the child ended (0: it came to its end)."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(9)
    return os.waitpid(child, 0)[1]


def wrong_with(path: Path, stick: Path) -> list[str]:
    """What is not as it must be after a cut and one more export."""
    found = [f"half a file: {name}" for name in _half(stick, _ledger(path))]
    promised = _ledger(path)
    if forked(lambda: export_once(path, stick, 0, "")) != 0:
        return [*found, "the next export failed"]
    after = _ledger(path)
    if any(after.get(name) != sha256 for name, sha256 in promised.items()):
        found.append("a sealed package changed")
    there = {item.name: _sum(item) for item in stick.glob("*.xfp")}
    if there != after or len(after) != 1:
        found.append(f"handed over {len(there)} of {len(after)} sealed packages")
    for name, sha256 in after.items():
        done = stick / f"{name}.done"
        if not done.exists() or done.read_text() != f"{sha256}  {name}\n":
            found.append("no .done file")
    return found


def _half(stick: Path, ledger: dict[str, str]) -> list[str]:
    """Files under a final name that are not what the ledger says."""
    names = list(stick.glob("*.xfp"))
    wrong = [item.name for item in names if ledger.get(item.name) != _sum(item)]
    for done in stick.glob("*.done"):
        name = done.name.removesuffix(".done")
        if done.read_text() != f"{ledger.get(name)}  {name}\n" or not (stick / name).exists():
            wrong.append(done.name)
    return wrong


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _ledger(path: Path) -> dict[str, str]:
    """Name → SHA-256 of every sealed package, asked in another process so that no lock stays here."""
    reading, writing = os.pipe()

    def ask() -> None:
        desk = sign_in(path)
        with desk.session.work() as work:
            sent = work.packages.sent_to("LX07")
        told = {file_name(p.chain, p.epoch, p.seq): p.sha256 for p in sent}
        os.write(writing, json.dumps(told).encode())
        os._exit(0)

    status = forked(ask)
    os.close(writing)
    data = os.read(reading, 65536)
    os.close(reading)
    if status != 0:
        return {"unreadable": ""}
    told: dict[str, str] = json.loads(data)
    return told


def run(room: Path, *, fault: str = "", every: int = 1) -> dict[str, object]:
    """Cuts an export at every n-th call until one comes to its end; stops at the first thing that is wrong."""
    prepared(room / "made")
    limit, cuts = 1, 0
    while True:
        path, stick = room / f"desk{limit}", room / f"stick{limit}"
        shutil.copytree(room / "made", path)
        shutil.copy(room / "made.code", room / f"desk{limit}.code")
        status = forked(lambda path=path, stick=stick, n=limit: export_once(path, stick, n, fault))  # type: ignore[misc]
        stick.mkdir(exist_ok=True)
        if not os.WIFSIGNALED(status):
            return {"ok": os.WEXITSTATUS(status) == 0, "cuts": cuts, "wrong": []}
        cuts += 1
        wrong = wrong_with(path, stick)
        if wrong:
            return {"ok": False, "cuts": cuts, "at": limit, "wrong": wrong}
        shutil.rmtree(path)
        shutil.rmtree(stick)
        limit += every


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked = argparse.ArgumentParser(description="cut exports off, look at what is left")
    asked.add_argument("--fault", choices=FAULTS, default="")
    asked.add_argument("--every", type=int, default=1)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-cut-") as room:
        found = run(Path(room), fault=chosen.fault, every=chosen.every)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
