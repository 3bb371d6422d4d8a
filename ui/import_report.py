"""The report of an import: each row with number, result and reason, as .xlsx or .csv. Ids stay text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from app.errors import BadInput, Unavailable
from app.exchange.profiles.county import county_sheet
from app.papers.workbook import Look, Table, TableColumn, neutral, write_workbook
from app.services.bulk import RowResult
from ui.messages import message_of, message_of_code, words

KINDS = (".xlsx", ".csv")
PART = ".part"
"""Ending of a report that is still being written."""


def require_report(path: Path) -> None:
    """Raises BadInput("report.kind"), Unavailable("file.unwritable") before anything is registered."""
    if path.suffix.lower() not in KINDS:
        raise BadInput("report.kind", kind=path.suffix or "?")
    try:
        _part(path).touch()
        _part(path).unlink()
    except OSError as error:
        raise Unavailable("file.unwritable", file=path.name) from error


def write_report(
    path: Path, results: Iterable[RowResult], *, trial: bool, closing: Callable[[], Iterable[str]]
) -> None:
    """Writes the rows as they come, then the lines of `closing`; the file gets its name when it is whole.

    Raises Unavailable("file.unwritable").
    """
    rows = chain(
        (report_row(result, trial=trial) for result in results),
        (("", "", "", line) for closed in (closing,) for line in closed()),
    )
    part = _part(path)
    try:
        with part.open("wb") as file:
            if path.suffix.lower() == ".xlsx":
                write_workbook(file, [(_table(), rows)])
            else:
                _write_csv(file, rows)
        part.replace(path)
    except OSError as error:
        raise Unavailable("file.unwritable", file=path.name) from error
    finally:
        part.unlink(missing_ok=True)


def report_row(result: RowResult, *, trial: bool) -> tuple[str | int, ...]:
    """The cells of one row: its place, number, result, reason, and what stood in it."""
    text = words("bulk_report")
    if result.error is not None:
        outcome = "refused"
    elif result.repeated:
        outcome = "repeated"
    else:
        outcome = "would" if trial else "registered"
    values = (_plain(result.values.get(column.field)) for column in county_sheet().columns)
    return (result.row, result.number, str(text[outcome]), reason(result), *values)


def reason(result: RowResult) -> str:
    """Why a row was refused, or what was odd about it, in Chinese."""
    told = [message_of_code(remark.code, **remark.details).says for remark in result.remarks]
    if result.error is not None:
        message = message_of(result.error)
        told.insert(0, message.says + message.do)
    return "".join(dict.fromkeys(told))


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "\u3001".join(str(item) for item in value)
    return "" if value is None else str(value)


def _columns() -> tuple[TableColumn, ...]:
    text = words("bulk_report")
    head = (
        ("row", 8, Look.NUMBER),
        ("number", 18, Look.LINE),
        ("result", 12, Look.LINE),
        ("reason", 50, Look.WRAPPED),
    )
    return (
        *(TableColumn(title=str(text[name]), width=width, look=look) for name, width, look in head),
        *(
            TableColumn(
                title=column.title, width=column.width, look=Look.LINE if column.text else Look.WRAPPED
            )
            for column in county_sheet().columns
        ),
    )


def _table() -> Table:
    return Table(name=str(words("bulk_report")["sheet"]), columns=_columns())


def _write_csv(file: io.BufferedWriter, rows: Iterable[tuple[str | int, ...]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text)
    writer.writerow([column.title for column in _columns()])
    for row in rows:
        writer.writerow([neutral(str(cell).replace("\x00", "")) for cell in row])
    text.flush()
    text.detach()


def _part(path: Path) -> Path:
    return path.with_name(path.name + PART)
