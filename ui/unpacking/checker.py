"""The program's side of checking a package: starts the child, gives it the key by a pipe, and believes little it says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Timer
from typing import Any, BinaryIO, cast

from app.errors import AppError, BadInput, Damaged, Refused, Unavailable
from app.exchange.checking import Checked, Receiver
from ui.children import child_command, child_environment
from ui.scans.frames import BrokenFrame, read_frame
from ui.unpacking.limits import CHECK_PACKAGE, patience_for

DAMAGED = frozenset(
    {
        "package.frame",
        "package.header",
        "package.not_genuine",
        "package.sender_unknown",
        "package.body",
        "package.not_readable",
        "package.bag",
        "package.name",
        "package.too_large",
        "package.manifest",
        "package.line",
    }
)
"""What a child may say of a package; anything else means that it is no longer ours that speaks."""
OTHERS: Mapping[str, type[AppError]] = {
    "package.not_for_us": Refused,
    "package.newer_format": BadInput,
    "suite.no_sm2": Unavailable,
}
LONGEST_DETAIL = 80


class ChildPackageCheck:
    """Checks packages in a child process; fulfils the port PackageCheck.

    `patience` in seconds and `command` are for tests: usually they follow from the file and the program.
    """

    def __init__(self, patience: float = 0, command: Sequence[str] = ()) -> None:
        self._patience = patience
        self._command = tuple(command) or tuple(child_command(CHECK_PACKAGE))

    def check(self, source: BinaryIO, receiver: Receiver, box: str) -> Checked:
        """As the port says; `source` is a file with a name that the child can open."""
        size = source.seek(0, 2)
        asked = {
            "package": source.name,
            "station": receiver.station,
            "signers": dict(receiver.signers),
            "box": box,
        }
        told = self._answer(json.dumps(asked).encode(), self._patience or patience_for(size))
        if "refused" in told:
            raise _refusal(told)
        try:
            return Checked(
                sha256=str(told["sha256"]),
                lines=int(told["lines"]),
                files=int(told["files"]),
                memory=int(told["memory"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged("package.check_broken") from error

    def _answer(self, asked: bytes, patience: float) -> dict[str, Any]:
        try:
            child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
            )
        except OSError as error:
            raise Unavailable("package.check_missing") from error
        late: list[bool] = []

        def give_up() -> None:
            late.append(True)
            child.kill()

        watch = Timer(patience, give_up)
        watch.daemon = True
        watch.start()
        try:
            return self._told(child, asked)
        except (BrokenFrame, OSError) as error:
            raise Damaged("package.check_slow" if late else "package.check_broken") from error
        finally:
            watch.cancel()
            child.kill()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):  # what was not taken cannot be flushed any more
                    cast(BinaryIO, pipe).close()
            child.wait()

    def _told(self, child: subprocess.Popen[bytes], asked: bytes) -> dict[str, Any]:
        """Raises BrokenFrame for a child that ends without an answer."""
        given = cast(BinaryIO, child.stdin)
        given.write(asked)
        given.close()
        frame = read_frame(cast(BinaryIO, child.stdout))
        if frame is None:
            raise BrokenFrame
        return frame[0]


def _refusal(told: Mapping[str, Any]) -> AppError:
    """The child's reason as one of our errors; Damaged("package.check_broken") for a reason that is none of ours."""
    code, details = told["refused"], told.get("details")
    if not isinstance(code, str) or not isinstance(details, dict) or not (code in DAMAGED or code in OTHERS):
        return Damaged("package.check_broken")
    kept: dict[str, Any] = {
        str(name): item if isinstance(item, int) else str(item)[:LONGEST_DETAIL]
        for name, item in details.items()
        if str(name).isidentifier() and name not in ("code", "field", "self")
    }
    return OTHERS.get(code, Damaged)(code, **kept)
