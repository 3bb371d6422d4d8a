"""A list of another system on disk, opened and looked into: the same for the window and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from app.errors import BadInput
from app.exchange.profiles.returned import (
    ReturnedColumns,
    ReturnedProfile,
    columns_of,
    read_returned,
    shipped_returned,
)
from app.exchange.raw_table import Head, RawRow, likely_head, raw_table
from ui.messages import words
from ui.opened_table import opened_table

OWN_FILE = "returned-list.toml"
"""What an office's own way of reading is called in its data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedList:
    """An open list: its profile, what its columns tell, the sheet and head, its SHA-256. To be used in a `with`."""

    file: BinaryIO
    profile: ReturnedProfile
    columns: ReturnedColumns
    sheet: str
    head: Head
    content: str
    rows: Iterator[RawRow]

    def __enter__(self) -> ReturnedList:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()


def profile_for(folder: Path | None, mapping: Path | None = None) -> ReturnedProfile:
    """The way of reading: the file that is named, the office's own in its data folder, or the shipped one.

    Raises BadInput("returned.mapping", "file.unreadable").
    """
    own = None if folder is None else folder / OWN_FILE
    path = mapping or (own if own is not None and own.is_file() else None)
    if path is None:
        return shipped_returned()
    try:
        return read_returned(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", field="mapping", file=path.name) from error


def open_list(path: Path, profile: ReturnedProfile, sheet: str = "") -> ReturnedList:
    """Opens a list and finds its head. Raises BadInput("file.unreadable", "returned.no_head", …)."""
    with ExitStack() as stack:
        file, content = opened_table(path)
        stack.callback(file.close)
        table = raw_table(path.name, file)
        chosen = sheet or table.sheets[0]
        head = likely_head(table.first(chosen), lambda title: bool(profile.value_of(title)))
        columns = columns_of(profile, head)
        stack.pop_all()
    rows = (row for row in table.rows(chosen) if row.row > head.row)
    return ReturnedList(
        file=file, profile=profile, columns=columns, sheet=chosen, head=head, content=content, rows=rows
    )


def told_of(columns: ReturnedColumns) -> list[str]:
    """Sentences about the columns that were not read."""
    text, told = words("returned"), []
    if columns.unknown:
        told.append(str(text["unknown"]).format(columns="\u3001".join(columns.unknown)))
    if columns.dropped:
        told.append(str(text["dropped"]).format(count=len(columns.dropped)))
    return told


def field_word(field: str) -> str:
    """A field of a difference in the office's words."""
    return str(words("returned")["fields"].get(field, field))


def value_word(text: str) -> str:
    """A value of a difference; nothing stands as "none"."""
    return str(words("returned")["flags"].get(text, text)) if text else str(words("returned")["none"])
