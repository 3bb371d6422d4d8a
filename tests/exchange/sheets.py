"""Workbooks as counties send them, made in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

Sheet = Any
HEADS = ("登记编号", "信访形式", "收到日期", "姓名", "证件号码", "手机号码", "住址", "来访人数", "投诉内容")
STORY = "村里修路占用我家承包地，补偿款至今没有付清。"


def sheet_of(*rows: Sequence[Any], heads: Sequence[Any] = HEADS, name: str = "登记") -> bytes:
    """A workbook with one sheet: heads in the first row, then the rows."""
    return workbook_of({name: [heads, *rows]})


def workbook_of(
    sheets: dict[str, list[Sequence[Any]]], change: Callable[[Any], None] = lambda book: None
) -> bytes:
    """A workbook of several sheets; `change` may still do to it what it likes."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def row(story: str = STORY, **cells: Any) -> list[Any]:
    """A row under HEADS; cells by their head."""
    given = {"投诉内容": story, "姓名": "张示范", **cells}
    return [given.get(head) for head in HEADS]
