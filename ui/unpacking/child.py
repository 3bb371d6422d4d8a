"""The child that checks a package: told by its input which file and whose keys, says by its output what it found, and ends.

It has no journal and no data key. Before the first byte of the package is looked at it closes every door: from then on it
can open no file, reach no network, start nothing, and it can write nowhere but into the pipe.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from app.errors import AppError
from app.exchange import checking
from app.exchange.checking import Receiver
from app.exchange.keys import ReceivingKey, is_signed
from ui.children import MemoryGauge, close_doors, limit_child
from ui.scans.frames import write_frame
from ui.unpacking.limits import LARGEST_REQUEST, MEMORY, patience_for


def main(arguments: Sequence[str]) -> int:
    """Checks the package that standard input names. The answer is the exit code."""
    asked = _asked(sys.stdin.buffer)
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with open(asked["package"], "rb") as source:
        limit_child(MEMORY, patience_for(os.fstat(source.fileno()).st_size))
        receiver = Receiver(station=asked["station"], signers=asked["signers"])
        key = ReceivingKey(asked["box"])
        _load(receiver)
        gauge = MemoryGauge()
        close_doors(max(source.fileno(), pipe.fileno(), gauge.fileno) + 1)
        write_frame(pipe, {**_told(source, receiver, key), "memory": gauge.most()})
    return 0


def _asked(source: BinaryIO) -> dict[str, Any]:
    asked: dict[str, Any] = json.loads(source.read(LARGEST_REQUEST))
    return asked


def _load(receiver: Receiver) -> None:
    """Lets every algorithm load what it needs while files can still be opened."""
    for public in {len(key): key for key in receiver.signers.values()}.values():
        try:
            is_signed(b"", bytes(64), public)
        except AppError:
            continue  # it is said when a package needs it


def _told(source: BinaryIO, receiver: Receiver, key: ReceivingKey) -> dict[str, object]:
    try:
        found = checking.check(source, receiver, key)
    except AppError as error:
        details = {name: item if isinstance(item, int) else str(item) for name, item in error.details.items()}
        return {"refused": error.code, "details": details}
    return {"sha256": found.sha256, "lines": found.lines, "files": found.files}
