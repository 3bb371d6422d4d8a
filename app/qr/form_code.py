"""The text of the code on a form that was printed empty, before there was a matter (空白表). Light: no library for pictures.

`XFF1:<form>:<check>`, alphanumeric characters only. `form` are 32 upper-case hexadecimal digits: 28 of the series that was
printed together, and four for the place in it; `check` the first four digits of the SHA-256 of what stands before it (it
tells a misread code from another one; it proves nothing). No name, no number of a matter, nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.errors import BadInput
from app.qr.checked_text import with_check, without_check
from app.qr.families import Family

SERIES_DIGITS = 28
LARGEST_PLACE = 0xFFFF
_SERIES = re.compile(r"[0-9a-f]{28}")
_LINE = re.compile(rf"{Family.FORM}:([0-9A-F]{{28}})([0-9A-F]{{4}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCode:
    """What the code of an empty form says: the series it was printed in (28 hexadecimal digits) and its place (from 1)."""

    series: str
    place: int

    def payload(self) -> str:
        """The text of the code. Raises BadInput("form.code_unreadable") for a series or place of another shape."""
        if not _SERIES.fullmatch(self.series) or not 1 <= self.place <= LARGEST_PLACE:
            raise BadInput("form.code_unreadable", field="code")
        return with_check(f"{Family.FORM}:{self.series.upper()}{self.place:04X}")


def parse_form(text: str) -> FormCode:
    """The form code in `text`, as a scanner gave it or a hand typed it (blanks and lower case are forgiven).

    Raises BadInput("form.code_unreadable") when it is another code, or its check does not fit.
    """
    found = _LINE.fullmatch(without_check(text) or "")
    if found is None:
        raise BadInput("form.code_unreadable", field="code")
    return FormCode(series=found[1].lower(), place=int(found[2], 16))
