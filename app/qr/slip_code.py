"""The text of the code on a delivery receipt (送达回证). Light: loads no library for pictures.

`XFS1:<station>:<paper>:<check>`, alphanumeric characters only. `station` is the code of the office that serves (so that a
slip that went astray finds home), `paper` the identity of the served paper in 32 upper-case hexadecimal digits, `check`
the first four digits of the SHA-256 of what stands before it (it tells a misread code from
another one; it proves nothing). No name, no number, nothing else: who finds a slip learns nothing from its code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.errors import BadInput
from app.qr.checked_text import with_check, without_check
from app.qr.families import Family

_WHAT = re.compile(r"[0-9A-Z]{4}:[0-9A-F]{32}")
_LINE = re.compile(rf"{Family.SLIP}:([0-9A-Z]{{4}}):([0-9A-F]{{32}})")


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
        return with_check(f"{Family.SLIP}:{what}")


def parse_slip(text: str) -> SlipCode:
    """The slip code in `text`, as a scanner gave it (blanks around it and lower case are forgiven).

    Raises BadInput("slip.code_unreadable") when it is another code, or its check does not fit.
    """
    found = _LINE.fullmatch(without_check(text) or "")
    if found is None:
        raise BadInput("slip.code_unreadable")
    return SlipCode(station=found[1], paper=found[2].lower())
