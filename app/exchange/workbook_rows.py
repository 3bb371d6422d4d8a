"""Workbooks (.xlsx) → rows, streamed: the sheet whose header fits, values as they were last computed.

A formula is never computed here: what the spreadsheet program last saw is taken, and where it kept nothing the row
is refused. Hidden sheets are passed over; sheets that also look like a list of matters are named.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, BinaryIO

from app.errors import BadInput, Damaged, Unavailable
from app.exchange.cells import Cell, Remark, cell_of_value
from app.exchange.headers import LOOKED_AT, Column, Header, find_header, values_of
from app.exchange.practice_mark import is_of_practice
from app.exchange.spreadsheet import SourceFile, SourceRow

LARGEST = 1 << 30
"""Bytes that a workbook may hold when unpacked; a file that claims more is refused before it is unpacked."""
MEMBERS = 10_000
LAST_ROW = 1_048_576
"""The last row of a sheet."""
STUMBLES = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    EOFError,
    SyntaxError,
    RuntimeError,
    zlib.error,
    zipfile.BadZipFile,
)
"""What a damaged workbook makes the library stumble over (a fault of its XML is a SyntaxError)."""
_FORMULA = (b"<f>", b"<f ", b"<f/>")
_ENCRYPTED = b"\xd0\xcf\x11\xe0"
"""How an encrypted or old (.xls) workbook begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    name: str
    header: Header
    practice: bool = False


def workbook_rows(file: BinaryIO) -> SourceFile:
    """The rows of the sheet whose header names the most fields; `file` must stay open while rows are read.

    Raises BadInput("sheet.not_a_workbook", "sheet.locked", "sheet.no_header", "sheet.header_twice"),
    Unavailable("sheet.too_large").
    """
    with_formulas = looked_into(file)
    book = opened(file, values=True)
    found = _sheets(book)
    if not found:
        raise BadInput("sheet.no_header")
    best = max(found, key=lambda item: len(item.header.fields))
    best.header.require_clear()
    formulas = opened(file, values=False)[best.name] if with_formulas else None
    return SourceFile(
        rows=_rows(book[best.name], formulas, best.header, since_1904=book.epoch.year == 1904),
        dropped_columns=set(best.header.dropped),
        unknown_columns=set(best.header.unknown),
        sheet=best.name,
        left_sheets=tuple(item.name for item in found if item is not best),
        practice=best.practice,
    )


def looked_into(file: BinaryIO) -> bool:
    """Whether any sheet holds a formula. Refuses what is no workbook, or is larger than it may be."""
    file.seek(0)
    if file.read(4) == _ENCRYPTED:
        raise BadInput("sheet.locked")
    try:
        with zipfile.ZipFile(file) as parts:
            listed = parts.infolist()
            if len(listed) > MEMBERS or sum(part.file_size for part in listed) > LARGEST:
                raise Unavailable("sheet.too_large", most=LARGEST >> 20)
            sheets = [part for part in listed if part.filename.startswith("xl/worksheets/")]
            return any(_holds_formula(parts, part) for part in sheets)
    except STUMBLES as error:
        raise BadInput("sheet.not_a_workbook") from error


def _holds_formula(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with parts.open(part) as text:
        rest = b""
        while piece := text.read(1 << 20):
            if any(mark in rest + piece for mark in _FORMULA):
                return True
            rest = piece[-4:]
    return False


def opened(file: BinaryIO, *, values: bool) -> Any:
    """The workbook, with values as they were last computed or with the formulas. Raises BadInput("sheet.not_a_workbook")."""
    from openpyxl import load_workbook  # 60 ms and its parts: only when a workbook is read

    file.seek(0)
    try:
        with _quietly():
            return load_workbook(file, read_only=True, data_only=values, keep_links=False)
    except STUMBLES as error:
        raise BadInput("sheet.not_a_workbook") from error


def _quietly() -> ExitStack:
    """Keeps the library from warning about parts it does not know, and from printing: what matters is told by us.

    It prints the number of a style that is out of range, amid the lines that somebody else's program reads.
    """
    stack = ExitStack()
    stack.enter_context(redirect_stdout(io.StringIO()))
    stack.enter_context(warnings.catch_warnings())
    warnings.simplefilter("ignore")
    return stack


def _sheets(book: Any) -> list[_Sheet]:
    """The visible sheets with a header, in their order."""
    found = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        first = [[_text(cell.value) for cell in row] for row in islice(raw_cells(sheet), LOOKED_AT + 1)]
        header = find_header(first)
        if header is not None:
            practice = is_of_practice(sheet.title, first[: header.row - 1])
            found.append(_Sheet(name=sheet.title, header=header, practice=practice))
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else "0"


def raw_cells(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows of a sheet from the first on, whatever its stated size says."""
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(), LAST_ROW)
    place = 0
    while True:
        place += 1
        try:
            with _quietly():
                row = next(rows, None)
        except STUMBLES as error:
            raise Damaged("sheet.broken_off", row=place) from error
        if row is None:
            return
        yield row


def _rows(sheet: Any, formulas: Any, header: Header, *, since_1904: bool) -> Iterator[SourceRow]:
    written = repeat(()) if formulas is None else raw_cells(formulas)
    for place, (cells, origin) in enumerate(zip(raw_cells(sheet), written, strict=False), start=1):
        if place > header.row and any(cell.value is not None for cell in (*cells, *origin)):
            made = _row(place, cells, origin, header, since_1904)
            if made.values or made.error is not None:
                yield made


def _row(
    place: int, cells: Sequence[Any], origin: Sequence[Any], header: Header, since_1904: bool
) -> SourceRow:
    values: dict[int, object] = {}
    remarks: list[Remark] = []
    wrong: BadInput | None = None
    for column in header.columns:
        if column.index >= len(cells):
            continue
        source = origin[column.index] if column.index < len(origin) else None
        try:
            made = _read(cells[column.index], source, column, since_1904)
        except BadInput as error:
            wrong = wrong or error
            continue
        values[column.index] = made.text if made.text.strip() else ""
        remarks += made.remarks
    return SourceRow(row=place, values=values_of(header.columns, values), error=wrong, remarks=tuple(remarks))


def _read(cell: Any, source: Any, column: Column, since_1904: bool) -> Cell:
    by_formula = source is not None and source.data_type == "f"
    if cell.data_type == "e":
        raise BadInput("sheet.cell_error", field=column.field, header=column.head)
    if by_formula and cell.value is None and cell.data_type != "str":
        raise BadInput("sheet.formula_without_value", field=column.field, header=column.head)
    made = cell_of_value(cell.value, column.field, column.head, since_1904=since_1904)
    if not (by_formula and made.text):
        return made
    remark = Remark(code="sheet.formula", details={"header": column.head})
    return Cell(text=made.text, remarks=(*made.remarks, remark))
