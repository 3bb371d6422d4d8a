"""An old ledger on disk: opened, its head guessed, its columns offered, its words looked through, its rows read.

The same for the window's steps and for the command line. Each look opens the file anew and closes it again, so that a stick
may be pulled out between two steps; what was looked at is told apart by its SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.bulk_import import ImportedFile
from app.errors import BadInput, Unavailable
from app.exchange.headers import LOOKED_AT
from app.exchange.practice_mark import is_of_practice
from app.exchange.profiles.old_ledger import (
    GIVEN,
    OF_LEDGER,
    SKIP,
    GuessedColumn,
    LedgerMapping,
    guessed_columns,
    is_dropped,
    mapping_text,
    read_mapping,
)
from app.exchange.raw_table import Head, RawRow, RawTable, head_at, likely_head, raw_table
from app.exchange.spreadsheet import kind_of
from app.papers.workbook import Look, Table, TableColumn, write_workbook
from app.services.old_ledger import (
    BadRow,
    LedgerColumns,
    UnknownWord,
    bad_table,
    laid_over,
    unknown_words,
)
from ui.messages import message_of, words
from ui.opened_table import opened_table

TOLD_AFTER = 500
"""Rows between two words of progress."""
Progressed = Callable[[int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFile:
    """A ledger as it was looked into: path, SHA-256, its sheets, the sheet and head that are read, columns as guessed.

    `practice`: it says that it is a table of a practice folder.
    """

    path: Path
    content: str
    sheets: tuple[str, ...]
    sheet: str
    head: Head
    guessed: tuple[GuessedColumn, ...]
    practice: bool = False

    @property
    def imported(self) -> ImportedFile:
        """How the journal names the file."""
        name = hashlib.sha256(self.path.name.encode("utf-8", "replace")).hexdigest()
        kind = kind_of(self.path.name).removeprefix(".")
        return ImportedFile(kind=kind, name_digest=name, content_digest=self.content)


def look_into(path: Path, sheet: str = "", row: int = 0, lines: int = 0) -> LedgerFile:
    """Opens a ledger and guesses sheet, head and columns, or takes those that are told (`row` from 1, 0: guess).

    Raises BadInput("file.unreadable", "table.kind", "table.empty", "table.no_sheet", "ledger.no_head", …).
    """
    with _table(path) as (table, content):
        chosen = sheet or _best_sheet(table)
        first = table.first(chosen, LOOKED_AT * 2)
        head = head_at(first, row, lines or 1) if row else likely_head(first, _knows)
        if head is None or not any(head.titles):
            raise BadInput("ledger.no_head", field="head", row=row)
        below = [item for item in first if item.row > head.row]
        guessed = guessed_columns(head, below)
        above = [item.cells or () for item in first if item.row <= head.row - head.lines]
        return LedgerFile(
            path=path,
            content=content,
            sheets=table.sheets,
            sheet=chosen,
            head=head,
            guessed=guessed,
            practice=is_of_practice(chosen, above),
        )


def mapping_of(
    found: LedgerFile, ledger: str, saved: LedgerMapping | None = None, channel: str = ""
) -> LedgerMapping:
    """The mapping of a ledger: what a saved one says of its titles, else what was guessed."""
    columns = {
        item.title: saved.columns.get(item.title, item.field) if saved is not None else item.field
        for item in found.guessed
        if item.title
    }
    return LedgerMapping(
        ledger=ledger or (saved.ledger if saved is not None else "") or found.path.stem,
        columns=columns,
        words={} if saved is None else saved.words,
        channel=channel or (saved.channel if saved is not None else ""),
    )


def saved_mapping(path: Path) -> LedgerMapping:
    """A mapping that was kept. Raises BadInput("ledger.mapping", "file.unreadable")."""
    try:
        return read_mapping(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", field="mapping", file=path.name) from error


def keep_mapping(path: Path, mapping: LedgerMapping) -> None:
    """Writes a mapping for the next ledger. Raises Unavailable("file.unwritable")."""
    try:
        path.write_text(mapping_text(mapping), encoding="utf-8")
    except OSError as error:
        raise Unavailable("file.unwritable", field="path", file=path.name) from error


def words_of_ledger(
    found: LedgerFile, mapping: LedgerMapping, progressed: Progressed = lambda rows: None
) -> tuple[UnknownWord, ...]:
    """The words of coded columns that no list knows, each once. Raises what `laid_over` raises."""
    columns = laid_over(mapping, found.head)
    with ledger_rows(found) as rows:
        return unknown_words(
            mapping, columns, rows, lambda place: progressed(place) if place % TOLD_AFTER == 0 else None
        )


def columns_over(found: LedgerFile, mapping: LedgerMapping) -> LedgerColumns:
    """The mapping laid over the head of this ledger. Raises what `laid_over` raises."""
    return laid_over(mapping, found.head)


@contextmanager
def ledger_rows(found: LedgerFile) -> Iterator[Iterator[RawRow]]:
    """The rows below the head. Raises BadInput("import.other_file") where the file is not the one that was looked into."""
    with _table(found.path) as (table, content):
        if content != found.content:
            raise BadInput("import.other_file", field="path")
        yield (row for row in table.rows(found.sheet) if row.row > found.head.row)


def write_bad(path: Path, head: Head, bad: Sequence[BadRow]) -> None:
    """The bad rows as a table to be mended and read again, each with its reason in the last column.

    Raises Unavailable("file.unwritable").
    """
    bad = [item for item in bad if item.cells]
    titles, rows = bad_table(head, bad)
    why = str(words("old_ledger")["head_of_bad"])
    columns = [TableColumn(title=title, width=18, look=Look.LINE) for title in (*titles,)]
    columns.append(TableColumn(title=why, width=50, look=Look.WRAPPED))
    told = ((*cells, _reason(item)) for cells, item in zip(rows, bad, strict=True))
    try:
        with path.open("wb") as file:
            write_workbook(
                file, [(Table(name=str(words("old_ledger")["file"]), columns=tuple(columns)), told)]
            )
    except OSError as error:
        raise Unavailable("file.unwritable", field="path", file=path.name) from error


def _reason(item: BadRow) -> str:
    message = message_of(item.error)
    return f"{message.says}{message.do}"


def field_title(name: str) -> str:
    """A field of a ledger in the office's words."""
    return str(words("old_ledger")["fields"].get(name, name))


def choices() -> tuple[str, ...]:
    """The fields a column may be, as they are offered."""
    return (SKIP, *GIVEN, *OF_LEDGER)


def is_offered(item: GuessedColumn) -> bool:
    """Whether anybody may choose what a column is: not one that watches persons."""
    return not is_dropped(item.title)


def _knows(title: str) -> bool:
    return bool(title) and any(item.by for item in guessed_columns(Head(row=0, titles=(title,)), ()))


def _best_sheet(table: RawTable) -> str:
    """The sheet whose head is known best."""
    if len(table.sheets) == 1:
        return table.sheets[0]
    return max(table.sheets, key=lambda sheet: likely_head(table.first(sheet), _knows).known)


@contextmanager
def _table(path: Path) -> Iterator[tuple[RawTable, str]]:
    file, content = opened_table(path)
    with file:
        yield raw_table(path.name, file), content
