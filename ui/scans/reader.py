"""The program's side of opening a scan: starts the child, waits for its pages, and ends it when it takes too long."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any, BinaryIO, cast

from app.errors import BadInput, Unavailable
from app.qr.form_code import FormCode, parse_form
from app.qr.slip_code import SlipCode, parse_slip
from app.scanning import ScannedPage
from ui.children import child_command, child_environment
from ui.scans.frames import READ_SCAN, BrokenFrame, read_frame

PATIENCE = 60.0
"""Seconds until the next page must have come."""
LARGEST_FILE = 256 * 1024 * 1024


class ChildScanReader:
    """Opens scans in a child process; fulfils the port ScanReader. `patience` in seconds."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience

    def read(self, file: Path) -> Iterator[ScannedPage]:
        """The pages of a file as they come.

        Raises BadInput: scanned.not_readable, scanned.empty, scanned.too_large, scanned.kind, scanned.password,
        scanned.damaged, scanned.too_many_pages, scanned.page_too_large; Unavailable("scanned.child"). A page that
        kills the child is answered as a refused page, and the rest as not reached.
        """
        try:
            size = file.stat().st_size
        except OSError as error:
            raise BadInput("scanned.not_readable", file=file.name) from error
        if size == 0:
            raise BadInput("scanned.empty", file=file.name)
        if size > LARGEST_FILE:
            raise BadInput("scanned.too_large", file=file.name)
        last = 0
        for head, picture in self._frames(file):
            if "end" in head:
                return
            if "page" not in head:
                raise BadInput(child_code(head), file=file.name, page=last + 1)
            last = int(head["page"])
            yield _page(head, picture)
        yield ScannedPage(page=last + 1, refused="scanned.gave_out")

    def _frames(self, file: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
        try:
            child = subprocess.Popen(
                [*child_command(READ_SCAN), str(file.absolute())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
            )
        except OSError as error:
            raise Unavailable("scanned.child") from error
        assert child.stdout is not None
        try:
            while True:
                watch = Timer(self._patience, child.kill)
                watch.daemon = True
                watch.start()
                try:
                    frame = read_frame(cast(BinaryIO, child.stdout))
                except BrokenFrame:
                    return
                finally:
                    watch.cancel()
                if frame is None:
                    return
                yield frame
        finally:
            child.kill()
            child.stdout.close()
            child.wait()


CODES = frozenset(
    {
        "scanned.not_readable",
        "scanned.empty",
        "scanned.kind",
        "scanned.password",
        "scanned.damaged",
        "scanned.too_many_pages",
        "scanned.page_too_large",
        "scanned.page_damaged",
    }
)


def child_code(head: dict[str, Any]) -> str:
    """What the child gives as its reason, if it is one of ours."""
    code = str(head.get("refused", ""))
    return code if code in CODES else "scanned.damaged"


def _page(head: dict[str, Any], picture: bytes) -> ScannedPage:
    number = int(head["page"])
    if "refused" in head or not picture.startswith(b"\xff\xd8"):
        return ScannedPage(page=number, refused=child_code(head))
    return ScannedPage(
        page=number,
        picture=picture,
        slips=_slips(head),
        forms=_forms(head),
        blank=head.get("blank") is True,
    )


def _slips(head: dict[str, Any]) -> tuple[SlipCode, ...]:
    """The codes the child read; each is checked once more on this side."""
    try:
        return tuple(parse_slip(str(item)) for item in head.get("slips", []))
    except BadInput:
        return ()


def _forms(head: dict[str, Any]) -> tuple[FormCode, ...]:
    """As `_slips`, for forms that were printed empty."""
    try:
        return tuple(parse_form(str(item)) for item in head.get("forms", []))
    except BadInput:
        return ()
