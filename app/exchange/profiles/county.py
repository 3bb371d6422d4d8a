"""The county's registration spreadsheet (县登记表格): its columns in order, its words for days and numbers.

Everything that can be read stands in resources/spreadsheets/county.toml, with its version.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from resources.loader import read_toml

FIELDS = (
    "key",
    "channel",
    "received_on",
    "name",
    "id_type",
    "id_number",
    "phone",
    "address",
    "area",
    "people",
    "purpose",
    "category",
    "content",
    "requested",
    "confidential",
    "anonymous",
    "representatives",
    "backfilled",
    "accused",
    "accused_units",
)
"""What a row may hold (cli.md, Input of `register`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyColumn:
    """One column of the template: its field, its title, its width in characters, and how its cells are meant.

    `choices` names the code list its cells are chosen from; `text` keeps long digits as text.
    """

    field: str
    title: str
    width: int
    hint: str = ""
    choices: str = ""
    text: bool = False
    day: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountySheet:
    """The template: version, the names of its three sheets, its columns, the lines of its help sheet.

    `rows` is how many rows are prepared for typing, `yes_no` the two words of a flag.
    """

    version: str
    sheet: str
    help_sheet: str
    lists_sheet: str
    rows: int
    columns: tuple[CountyColumn, ...]
    yes_no: tuple[str, ...]
    help_title: str
    help_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMarks:
    """The characters with which days are written in Chinese: after year, month, day and hour, and the numerals."""

    year: str
    month: str
    day: str
    hour: str
    zero: str
    digits: str
    ten: str


@cache
def county_sheet() -> CountySheet:
    """The template as shipped."""
    raw = _raw()
    return CountySheet(
        version=str(raw["version"]),
        sheet=str(raw["sheet"]),
        help_sheet=str(raw["help_sheet"]),
        lists_sheet=str(raw["lists_sheet"]),
        rows=int(raw["rows"]),
        columns=tuple(_column(row) for row in raw["columns"]),
        yes_no=tuple(str(word) for word in raw["yes_no"]),
        help_title=str(raw["help"]["title"]),
        help_lines=tuple(str(line) for line in raw["help"]["lines"]),
    )


@cache
def day_marks() -> DayMarks:
    """How days are written in Chinese."""
    return DayMarks(**{name: str(text) for name, text in _raw()["days"].items()})


@cache
def counting_words() -> str:
    """The characters that may follow a head count (3 人, 3 名)."""
    return str(_raw()["counting"]["after"])


@cache
def flag_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words for yes and for no, in small letters and plain width."""
    flags = _raw()["flags"]
    yes, no = (
        frozenset(unicodedata.normalize("NFKC", str(word)).lower() for word in flags[name])
        for name in ("yes", "no")
    )
    return yes, no


def title_of(field: str) -> str:
    """The title under which a field stands in the template; the field's name where it has no column."""
    return next((column.title for column in county_sheet().columns if column.field == field), field)


def _column(row: dict[str, Any]) -> CountyColumn:
    return CountyColumn(
        field=str(row["field"]),
        title=str(row["title"]),
        width=int(row["width"]),
        hint=str(row.get("hint", "")),
        choices=str(row.get("list", "")),
        text=bool(row.get("text", False)),
        day=bool(row.get("day", False)),
        whole=bool(row.get("whole", False)),
    )


@cache
def _raw() -> dict[str, Any]:
    return read_toml("spreadsheets/county.toml")
