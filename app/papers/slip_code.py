"""The text of the code on a delivery receipt (送达回证). Light: loads no library for pictures.

`XFS1:<station>:<paper>:<check>`, alphanumeric characters only. `station` is the code of the office that serves (so that a
slip that went astray finds home), `paper` the identity of the served paper in 32 upper-case hexadecimal digits, `check`
the first four digits of the SHA-256 of what stands before it (it tells a misread code from
another one; it proves nothing). No name, no number, nothing else: who finds a slip learns nothing from its code.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from app.errors import BadInput

SLIP_PREFIX = "XFS1"
_WHAT = re.compile(r"[0-9A-Z]{4}:[0-9A-F]{32}")
_SLIP = re.compile(r"XFS1:([0-9A-Z]{4}):([0-9A-F]{32}):([0-9A-F]{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipCode:
    """What the code of a delivery receipt says: the serving station, the identity of the paper as its record has it."""

    station: str
    paper: str

    def payload(self) -> str:
        """The text of the code. Raises BadInput("slip.code_unreadable") for a station or identity of another shape."""
        what = f"{self.station}:{self.paper}".upper()
        if not _WHAT.fullmatch(what):
            raise BadInput("slip.code_unreadable")
        body = f"{SLIP_PREFIX}:{what}"
        return f"{body}:{_check(body)}"


def parse_slip(text: str) -> SlipCode:
    """The slip code in `text`, as a scanner gave it (blanks around it and lower case are forgiven).

    Raises BadInput("slip.code_unreadable") when it is another code, or its check does not fit.
    """
    cleaned = text.strip().upper()
    found = _SLIP.fullmatch(cleaned)
    if found is None or _check(cleaned.rsplit(":", 1)[0]) != found[3]:
        raise BadInput("slip.code_unreadable")
    return SlipCode(station=found[1], paper=found[2].lower())


def _check(body: str) -> str:
    return hashlib.sha256(body.encode("ascii")).hexdigest()[:4].upper()
