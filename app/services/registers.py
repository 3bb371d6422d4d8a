"""Registers as sheets to print: columns and words from resources, rows from a register's values, a line to sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.papers.workbook import CellValue, Look, Table, TableColumn, workbook
from resources.loader import words

WORDS = "words/registers.toml"


def register_words(section: str) -> Any:
    """A section of the words of registers."""
    return words(WORDS)[section]


def register_columns(name: str) -> list[str]:
    """The keys of a register's columns, from left to right."""
    return [str(column["key"]) for column in register_words(f"{name}_columns")]


def register_sheet(
    name: str, rows: Iterable[Mapping[str, CellValue]], *, training: bool, **facts: object
) -> bytes:
    """The workbook of the register `name` ("ledger", "leader_log"): rows by column key, `facts` for title and range."""
    text = register_words(name)
    mark = str(register_words("ledger")["training"]) if training else ""
    columns = register_words(f"{name}_columns")
    table = Table(
        name=str(text["sheet"]),
        columns=tuple(
            TableColumn(
                title=str(column["title"]),
                width=int(column["width"]),
                look=Look(str(column.get("look", Look.WRAPPED))),
            )
            for column in columns
        ),
        above=tuple(str(text[line]).format(mark=mark, **facts) for line in ("title", "range")),
        below=("", str(text["signed"])),
        footer=str(text["footer"]),
    )
    keys = register_columns(name)
    return workbook([(table, ([row.get(key) for key in keys] for row in rows))])
