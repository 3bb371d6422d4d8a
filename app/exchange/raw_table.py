"""Tables as they lie there: sheets, rows, cells, before anybody knows what the columns mean. Streamed.

Where the head stands is guessed (`likely_head`) and may be told; titles above it, a head of two lines with merged cells,
blank lines and columns of dates are what real lists look like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any, BinaryIO

from app.errors import BadInput
from app.exchange.day_forms import from_serial, read_day
from app.exchange.headers import LOOKED_AT
from app.exchange.spreadsheet import SEPARATORS, kind_of, lines_of_text, records
from app.exchange.workbook_rows import looked_into, opened, raw_cells

TABLES = (".xlsx", ".csv")
MOST_COLUMNS = 256
"""Columns that are looked at; a list of matters has fewer."""
SAMPLES = 3
EXACT = 10**15
"""From this on a spreadsheet's number no longer holds every digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row: its place as the clerk sees it (from 1) and its cells as text; None: the record cannot be read.

    `lost` are the places of cells whose digits the spreadsheet did not keep.
    """

    row: int
    cells: tuple[str, ...] | None
    lost: frozenset[int] = frozenset()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.cells is not None and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A file with its sheets; `rows` reads one of them anew each time, as long as the file is open."""

    sheets: tuple[str, ...]
    rows: Callable[[str], Iterator[RawRow]]

    def first(self, sheet: str, most: int = LOOKED_AT) -> tuple[RawRow, ...]:
        """The first rows of a sheet."""
        return tuple(islice(self.rows(sheet), most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a table: its last line (from 1), and the title of each column; `lines` is 2 for one of two lines."""

    row: int
    titles: tuple[str, ...]
    lines: int = 1
    known: int = field(default=0, compare=False)


def raw_table(name: str, file: BinaryIO) -> RawTable:
    """The sheets of an .xlsx or .csv file (UTF-8, UTF-16 or GB 18030), which must stay open.

    Raises BadInput("table.kind", "intake.encoding", "sheet.not_a_workbook", "sheet.locked", "table.empty"),
    Unavailable("sheet.too_large").
    """
    kind = kind_of(name)
    if kind not in TABLES:
        raise BadInput("table.kind", field="path", kind=kind)
    if kind == ".xlsx":
        return _workbook(file)
    separator = _separator(file)
    return RawTable(sheets=("",), rows=lambda _: _of_text(file, separator))


def _workbook(file: BinaryIO) -> RawTable:
    looked_into(file)
    book = opened(file, values=True)
    sheets = tuple(sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible")
    if not sheets:
        raise BadInput("table.empty", field="path")
    return RawTable(sheets=sheets, rows=lambda sheet: _of_sheet(file, sheet or sheets[0]))


def _of_sheet(file: BinaryIO, sheet: str) -> Iterator[RawRow]:
    book = opened(file, values=True)
    if sheet not in book.sheetnames:
        raise BadInput("table.no_sheet", field="sheet", sheet=sheet[:40])
    for place, cells in enumerate(raw_cells(book[sheet]), start=1):
        values = [cell.value for cell in cells[:MOST_COLUMNS]]
        while values and values[-1] is None:
            values.pop()
        lost = frozenset(at for at, value in enumerate(values) if _is_inexact(value))
        yield RawRow(row=place, cells=tuple(cell_text(value) for value in values), lost=lost)


def _is_inexact(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT


def cell_text(value: Any) -> str:
    """A cell of a workbook as text: days as 2026-03-01, whole numbers without a point."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "1" if value else "0"
        case datetime():
            return value.date().isoformat() if value.time() == time.min else value.isoformat(" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _of_text(file: BinaryIO, separator: str) -> Iterator[RawRow]:
    for place, record in enumerate(records(iter(lines_of_text(file)), separator), start=1):
        yield RawRow(row=place, cells=None if record is None else tuple(record[:MOST_COLUMNS]))


def _separator(file: BinaryIO) -> str:
    """The separator under which the first lines have the most cells."""
    first = list(islice(lines_of_text(file), LOOKED_AT))
    if not first:
        raise BadInput("table.empty", field="path")

    def cells(separator: str) -> int:
        return sum(len(record or ()) for record in islice(records(iter(first), separator), LOOKED_AT))

    return max(SEPARATORS, key=cells)


def likely_head(rows: Sequence[RawRow], knows: Callable[[str], bool]) -> Head:
    """The row, or pair of rows, of which the most cells are heads that somebody knows; else the first with most cells.

    A merged cell of a head of two lines names the cells below it.
    """
    best = Head(row=0, titles=())
    for lines in (1, 2):
        for place in range(1, min(len(rows), LOOKED_AT) + 1):
            made = head_at(rows, place, lines)
            if made is None:
                continue
            known = sum(knows(title) for title in made.titles)
            if known > best.known:
                best = Head(row=made.row, titles=made.titles, lines=lines, known=known)
    if best.known > 1:
        return best
    widest = max(rows, key=lambda row: sum(bool(cell.strip()) for cell in row.cells or ()), default=None)
    made = None if widest is None else head_at(rows, widest.row, 1)
    return made or best


def head_at(rows: Sequence[RawRow], row: int, lines: int = 1) -> Head | None:
    """The head whose first line is that row (from 1); None where there is no such row."""
    if not 1 <= row <= len(rows) or lines not in (1, 2):
        return None
    upper = rows[row - 1].cells or ()
    if lines == 1:
        return Head(row=row, titles=tuple(" ".join(cell.split()) for cell in upper))
    if row >= len(rows):
        return None
    lower = rows[row].cells or ()
    titles = []
    for at in range(max(len(upper), len(lower))):
        above = " ".join(upper[at].split()) if at < len(upper) else ""
        below = " ".join(lower[at].split()) if at < len(lower) else ""
        titles.append(below or above)
    return Head(row=row + 1, titles=tuple(titles), lines=2)


def day_of_cell(text: str) -> date | None:
    """The day a cell tells: written in any way, or as a serial number; None where it tells none."""
    plain = text.strip()
    found = read_day(plain)
    if found is None and plain.replace(".", "", 1).isdigit() and len(plain.partition(".")[0]) == 5:
        found = from_serial(float(plain))
    return found
