"""Importing whole tables for the window: every function and every step runs in a worker.

A trial run looks and writes nothing. Registering then goes batch by batch, so that the counter is never kept waiting.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.changes import Changes
from app.domain.bulk_import import ImportedFile
from app.errors import AppError, BadInput
from app.exchange.profiles.county import title_of
from app.exchange.spreadsheet import SourceFile, kind_of
from app.services.bulk import BulkRegistration, RowResult
from app.services.imports import Undone, UndoneMatter, undo_import
from app.services.intake import read_file
from app.services.practising import require_own_kind
from app.services.session import Session
from ui.import_report import reason, require_report, write_report
from ui.messages import words
from ui.new_file import free_name
from ui.opened_table import opened_table
from ui.tasks import Progress

FIRST_FAULTS = 200
"""Faulty rows that are listed on the screen; the report has them all."""
UNDONE_AT_ONCE = 20
"""Matters voided in one turn of the write lane: each is a transaction of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row that is refused, or about which something is to be told: its number, the column, the reason."""

    row: int
    field: str
    reason: str
    refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What came of the rows so far, or would come of them."""

    registered: int = 0
    repeated: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        """How many rows that are."""
        return self.registered + self.repeated + self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a trial run found. `told` are sentences about sheets and columns; `content` is the file's SHA-256."""

    path: Path
    content: str
    tally: Tally
    faults: tuple[Fault, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: its number (empty when it was not begun), whether it came to its end, counts, rows."""

    number: str
    complete: bool
    tally: Tally
    faults: tuple[Fault, ...]
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTakenBack:
    """What undoing an import did, matter by matter, and whether it came to its end."""

    number: str
    complete: bool
    matters: tuple[UndoneMatter, ...]
    changes: Changes

    def count(self, outcome: Undone) -> int:
        """How many matters ended so."""
        return sum(item.outcome is outcome for item in self.matters)


def try_out(session: Session, typed: str, progress: Progress) -> Trial:
    """Looks at every row; nothing is written. Reports rows as it goes on and may be called off.

    Raises BadInput("field.missing", "file.unreadable", "intake.kind", "sheet.no_header", …).
    """
    path, file, content = _opened(typed)
    with file:
        source = read_file(path.name, file)
        require_own_kind(session, practice=source.practice)
        run = BulkRegistration(session, trial=True)
        run.begin(())
        listed = _Listed()
        for results in run.register(source.rows):
            listed.add(results)
            progress(_tally(run).rows, 0)
        return Trial(
            path=path,
            content=content,
            tally=_tally(run),
            faults=listed.faults,
            told=tuple(_told(source)),
        )


def usual_report(path: Path) -> str:
    """Where the report of an import usually goes: beside its table, under a free name."""
    word = words("bulk_report")["sheet"]
    return str(free_name(path.with_name(f"{path.stem}-{word}.xlsx")))


class TableImport:
    """The registering of one table (Steps): a batch a step. Without a `report` path no report is written."""

    def __init__(
        self, session: Session, trial: Trial, report: str, before: Callable[[], object] = lambda: None
    ) -> None:
        self._trial, self._run, self._before = trial, BulkRegistration(session), before
        self._report = report.strip()
        self._file: BinaryIO | None = None
        self._source: SourceFile | None = None
        self._batches: Iterator[tuple[RowResult, ...]] = iter(())
        self._results: list[RowResult] = []
        self._complete = False
        self.tally = Tally()
        """How far it is; read by the page."""

    @property
    def rows(self) -> int:
        """How many rows the trial run counted."""
        return self._trial.tally.rows

    def begin(self) -> None:
        """Opens the table that was tried out and records that its import begins.

        Raises BadInput("import.other_file", "report.kind"), Unavailable("file.unwritable") before anything is written.
        """
        if self._report:
            self._report = str(free_name(Path(self._report).expanduser().absolute()))
            self._require_report()
        path, self._file, content = _opened(str(self._trial.path))
        if content != self._trial.content:
            raise BadInput("import.other_file", field="path")
        self._before()
        self._source = read_file(path.name, self._file)
        digest = hashlib.sha256(path.name.encode("utf-8", "replace")).hexdigest()
        kind = kind_of(path.name).removeprefix(".")
        self._run.begin([ImportedFile(kind=kind, name_digest=digest, content_digest=content)])
        self._batches = self._run.register(self._source.rows)

    def step(self) -> bool:
        """Registers one batch."""
        results = next(self._batches, None)
        if results is None:
            self._complete = True
            return False
        self._results += results
        self.tally = _tally(self._run)
        return True

    def conclude(self, *, leaving: bool) -> Imported:
        """Records what came of it and closes the table; whoever leaves finds the report beside it all the same."""
        source = self._source
        try:
            self._run.finish(
                dropped_columns=len(source.dropped_columns) if source else 0,
                unknown_columns=len(source.unknown_columns) if source else 0,
            )
        finally:
            if self._file is not None:
                self._file.close()
        if leaving:
            with suppress(
                AppError
            ):  # nobody is there to be told; what was registered stands in the list of imports
                self.write_report()
        return Imported(
            number=self._run.number,
            complete=self._complete,
            tally=_tally(self._run),
            faults=_Listed(self._results).faults,
            changes=_changes(result.number for result in self._results if not result.repeated),
        )

    def _require_report(self) -> None:
        try:
            require_report(Path(self._report))
        except AppError as error:
            raise type(error)(error.code, field="report", **error.details) from error

    def write_report(self) -> str:
        """Writes the report of all rows, in the read lane: the counter goes on. The answer is where it lies, or "".

        Raises Unavailable("file.unwritable"); what was registered stays registered.
        """
        if not self._report or not self._results:
            return ""
        write_report(Path(self._report), self._results, trial=False, closing=lambda: self._trial.told)
        return self._report


class ImportUndoing:
    """The undoing of one import (Steps): some matters a step."""

    def __init__(self, session: Session, number: str, why: str) -> None:
        self._session, self._number, self._why = session, number, why
        self._rest: Iterator[UndoneMatter] = iter(())
        self._done: list[UndoneMatter] = []
        self._complete = False

    @property
    def count(self) -> int:
        """How many matters were looked at so far; read by the page."""
        return len(self._done)

    def begin(self) -> None:
        """Raises what `undo_import` raises before anything is changed."""
        self._rest = undo_import(self._session, self._number, self._why)

    def step(self) -> bool:
        """Some matters more."""
        found = list(islice(self._rest, UNDONE_AT_ONCE))
        self._done += found
        self._complete = len(found) < UNDONE_AT_ONCE
        return not self._complete

    def conclude(self, *, leaving: bool) -> ImportTakenBack:
        """What was done so far; one that was stopped can be undone to its end later."""
        voided = (item.number for item in self._done if item.outcome is Undone.VOIDED)
        return ImportTakenBack(
            number=self._number,
            complete=self._complete,
            matters=tuple(self._done),
            changes=_changes(voided),
        )


def _opened(typed: str) -> tuple[Path, BinaryIO, str]:
    """The table, open, and the SHA-256 of what is in it."""
    if not typed.strip():
        raise BadInput("field.missing", field="path", name="path")
    path = Path(typed.strip()).expanduser().absolute()
    kind_of(path.name)
    file, content = opened_table(path)
    return path, file, content


class _Listed:
    """The first rows of which something is to be told, those that are refused before those that are odd."""

    def __init__(self, results: Iterable[RowResult] = ()) -> None:
        self._refused: list[Fault] = []
        self._odd: list[Fault] = []
        self.add(results)

    def add(self, results: Iterable[RowResult]) -> None:
        """More rows."""
        for item in results:
            refused = item.error is not None
            into = self._refused if refused else self._odd
            if (refused or item.remarks) and len(into) < FIRST_FAULTS:
                field = item.error.field if item.error is not None else None
                into.append(
                    Fault(
                        row=item.row,
                        field=title_of(field) if field else "",
                        reason=reason(item),
                        refused=refused,
                    )
                )

    @property
    def faults(self) -> tuple[Fault, ...]:
        """As many as the screen lists."""
        return tuple([*self._refused, *self._odd][:FIRST_FAULTS])


def _told(source: SourceFile) -> Iterator[str]:
    text = words("bulk")
    if source.left_sheets:
        yield str(text["left_sheets"]).format(sheets="、".join(source.left_sheets))
    if source.unknown_columns:
        yield str(text["unknown_columns"]).format(columns="、".join(sorted(source.unknown_columns)))
    if source.dropped_columns:
        yield str(words("cli")["dropped"]).format(count=len(source.dropped_columns))


def _tally(run: BulkRegistration) -> Tally:
    return Tally(registered=run.registered, repeated=run.repeated, refused=run.refused)


def _changes(numbers: Iterable[str]) -> Changes:
    touched = frozenset(number for number in numbers if number)
    return Changes(matters=touched, obligations=bool(touched))
