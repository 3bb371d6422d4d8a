"""One cell of a table → the text that is registered, or the reason why it cannot be taken. Nothing is guessed.

A number with more digits than a spreadsheet keeps (fifteen) has lost some: an identity number is never rebuilt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.errors import BadInput
from app.exchange.day_forms import from_serial

EXACT = 10**15
"""From this on a spreadsheet's number no longer holds every digit."""
EIGHT_DIGITS = range(10_000_000, 100_000_000)
"""Whole numbers that are year, month and day written together, in a column of days."""
FULL_CELL = 32_767
"""Characters that a cell of Excel holds; a text of exactly this length was probably cut."""
DAY_FIELD = "received_on"
LONG_DIGITS = frozenset({"id_number", "phone", "key"})
"""Fields of digits that are no quantities."""
_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f]|5[Ff])_")
"""How a workbook writes characters that XML cannot hold, and the mark itself."""
_KEPT_FROM_FORMULAS = ("'=", "'+", "'-", "'@")
"""How texts that begin like formulas are written where a spreadsheet would take them for one."""
_AS_TEXT = re.compile(r'="(.*)"')
_POWER = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+?\d{2,}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something odd that was registered all the same: the code of its words, and what fills them."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell's text as it will be registered, and what was odd about it."""

    text: str
    remarks: tuple[Remark, ...] = ()


def cell_of_text(value: str, name: str, head: str) -> Cell:
    """A cell that holds text. Raises BadInput("sheet.digits_lost") for a number in powers of ten."""
    remarks: list[Remark] = []
    if len(value) == FULL_CELL:
        remarks.append(Remark(code="sheet.cell_full", details={"header": head}))
    if "_x00" in value:
        value = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if value.startswith(_KEPT_FROM_FORMULAS):
        value = value[1:]
    plain = value.strip()
    if name in LONG_DIGITS:
        unwrapped = _AS_TEXT.fullmatch(plain)
        value = (unwrapped[1] if unwrapped else plain).lstrip("'`\u2018\u2019")
        if _POWER.fullmatch(value):
            raise BadInput("sheet.digits_lost", field=name, header=head)
    elif name == DAY_FIELD and _SERIAL.fullmatch(plain):
        return _day(from_serial(float(plain)), name, head)
    return Cell(text=value, remarks=tuple(remarks))


def cell_of_value(value: object, name: str, head: str, *, since_1904: bool = False) -> Cell:
    """A cell of a workbook.

    Raises BadInput: `sheet.digits_lost` for a number too long to be exact, `sheet.day_unreadable` for a number that is
    no day where a day belongs.
    """
    match value:
        case None:
            return Cell(text="")
        case str():
            return cell_of_text(value, name, head)
        case bool():
            return Cell(text="true" if value else "false")
        case int() | float():
            return _number(value, name, head, since_1904)
        case datetime():
            whole = value.time() == time.min or name == DAY_FIELD
            return Cell(text=value.date().isoformat() if whole else value.isoformat(" "))
        case date():
            return Cell(text=value.isoformat())
        case time() | timedelta() if name == DAY_FIELD:
            raise BadInput("sheet.day_unreadable", field=name, header=head)
    return Cell(text=str(value))


def _number(value: float, name: str, head: str, since_1904: bool) -> Cell:
    if name == DAY_FIELD:
        if isinstance(value, int) and value in EIGHT_DIGITS:
            return Cell(text=str(value))
        return _day(from_serial(value, since_1904=since_1904), name, head)
    whole = isinstance(value, int) or value.is_integer()
    if abs(value) >= EXACT or (name in LONG_DIGITS and not whole):
        raise BadInput("sheet.digits_lost", field=name, header=head)
    return Cell(text=str(int(value)) if whole else repr(value))


def _day(day: date | None, name: str, head: str) -> Cell:
    if day is None:
        raise BadInput("sheet.day_unreadable", field=name, header=head)
    remark = Remark(code="sheet.serial_day", details={"header": head, "day": day.isoformat()})
    return Cell(text=day.isoformat(), remarks=(remark,))
