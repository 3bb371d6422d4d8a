"""Files of matters, one a row: .json, .jsonl, .csv and .xlsx → rows with their fields, streamed, whatever their dialect.

A row that cannot be read carries its error and stops no other; a file whose header cannot be told is refused whole
before anything is registered. Row numbers of tables are those a clerk sees in the spreadsheet.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import PurePath
from typing import BinaryIO

from app.errors import AppError, BadInput
from app.exchange.cells import Remark, cell_of_text
from app.exchange.headers import LOOKED_AT, Header, find_header, header_of_object, values_of

KINDS = (".json", ".jsonl", ".csv", ".xlsx")
SEPARATORS = ",;\t"
PIECE = 1 << 20
"""Bytes read at once while the encoding is told."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One row: its place as the clerk sees it, its values by field, what was odd, or why it cannot be read."""

    row: int
    values: Mapping[str, object]
    error: AppError | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True, kw_only=True)
class SourceFile:
    """A file's rows, and what was told about it: the sheet that was read, other sheets that look alike, columns.

    `dropped_columns` rate or watch persons; `unknown_columns` nobody knows. Those of JSON grow as rows are read.
    `practice`: the table says that it is one of a practice folder.
    """

    rows: Iterator[SourceRow]
    dropped_columns: set[str] = field(default_factory=set)
    unknown_columns: set[str] = field(default_factory=set)
    sheet: str = ""
    left_sheets: tuple[str, ...] = ()
    practice: bool = False


def kind_of(name: str) -> str:
    """The ending of a file that can be read. Raises BadInput("intake.kind")."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in KINDS:
        raise BadInput("intake.kind", kind=suffix or "?")
    return suffix


def text_rows(suffix: str, file: BinaryIO) -> SourceFile:
    """The rows of a .json, .jsonl or .csv file, open for reading and seeking; it must stay open while rows are read.

    Raises BadInput("intake.encoding", "intake.json", "sheet.no_header", "sheet.header_twice").
    """
    text = _Text(file, encoding=_encoding(file), newline="")
    if suffix == ".csv":
        return _from_csv(text)
    made = SourceFile(rows=iter(()))
    made.rows = _from_lines(text, made) if suffix == ".jsonl" else _from_json(text.read(), made)
    return made


def lines_of_text(file: BinaryIO) -> Iterator[str]:
    """The lines of a text in whichever encoding it is, from its beginning. Raises BadInput("intake.encoding")."""
    text = _Text(file, encoding=_encoding(file), newline="")
    # not `yield from`: a reader that stops early would close the file with the text
    for line in text:  # noqa: UP028
        yield line


class _Text(io.TextIOWrapper):
    """The text of a file that somebody else opened and will close."""

    def __del__(self) -> None:
        with suppress(ValueError):
            self.detach()


def _encoding(file: BinaryIO) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, or GB 18030; the file is read once through to know."""
    file.seek(0)
    for encoding in ("utf-16",) if file.read(2) in _UTF_16 else ("utf-8-sig", "gb18030"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while piece := file.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeError:
            continue
        file.seek(0)
        return encoding
    raise BadInput("intake.encoding")


def _from_lines(text: io.TextIOWrapper, made: SourceFile) -> Iterator[SourceRow]:
    row = 0
    for line in text:
        if not line.strip():
            continue
        row += 1
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield SourceRow(row=row, values={}, error=BadInput("intake.json", row=row))
            continue
        yield _from_object(row, value, made)


def _from_json(text: str, made: SourceFile) -> Iterator[SourceRow]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput("intake.json", row=1) from error
    items = value if isinstance(value, list) else [value]
    return (_from_object(row, item, made) for row, item in enumerate(items, start=1))


def _from_object(row: int, value: object, made: SourceFile) -> SourceRow:
    if not isinstance(value, Mapping):
        return SourceRow(row=row, values={}, error=BadInput("intake.row_shape", row=row))
    keys = tuple(str(key) for key in value)
    header = header_of_object(keys)
    made.dropped_columns.update(header.dropped)
    made.unknown_columns.update(header.unknown)
    try:
        header.require_clear()
    except BadInput as error:
        return SourceRow(row=row, values={}, error=error)
    cells = dict(enumerate(value.values()))
    return SourceRow(row=row, values=values_of(header.columns, cells))


def _from_csv(text: io.TextIOWrapper) -> SourceFile:
    lines = _Lines(text)
    header, separator = _header_of(lines.first)
    header.require_clear()
    rows = _csv_rows(records(iter(lines), separator), header)
    return SourceFile(rows=rows, dropped_columns=set(header.dropped), unknown_columns=set(header.unknown))


class _Lines:
    """The lines of a text, of which the first may be looked at before they are read."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.first = list(islice(text, LOOKED_AT * 2))

    def __iter__(self) -> Iterator[str]:
        return chain(self.first, self._text)


def _header_of(lines: Sequence[str]) -> tuple[Header, str]:
    """The header and the separator under which the first lines name the most fields."""
    found = []
    for separator in SEPARATORS:
        rows = list(islice(records(iter(lines), separator), LOOKED_AT))
        header = find_header([() if row is None else row for row in rows])
        if header is not None:
            found.append((header, separator))
    if not found:
        raise BadInput("sheet.no_header")
    return max(found, key=lambda item: len(item[0].fields))


def records(lines: Iterator[str], separator: str) -> Iterator[list[str] | None]:
    """The records of a text; None for one that cannot be read."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _csv_rows(records: Iterator[list[str] | None], header: Header) -> Iterator[SourceRow]:
    for row, record in enumerate(records, start=1):
        if row <= header.row:
            continue
        if record is None:
            yield SourceRow(row=row, values={}, error=BadInput("intake.row_shape", row=row))
        else:
            made = _csv_row(row, record, header)
            if made.values or made.error is not None:
                yield made


def _csv_row(row: int, record: Sequence[str], header: Header) -> SourceRow:
    cells: dict[int, object] = {}
    remarks: list[Remark] = []
    wrong: BadInput | None = None
    for column in header.columns:
        if column.index < len(record):
            try:
                cell = cell_of_text(record[column.index], column.field, column.head)
            except BadInput as error:
                wrong = wrong or error
                continue
            cells[column.index] = cell.text if cell.text.strip() else ""
            remarks += cell.remarks
    return SourceRow(row=row, values=values_of(header.columns, cells), error=wrong, remarks=tuple(remarks))
