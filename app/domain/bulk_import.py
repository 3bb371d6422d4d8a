"""Imports of whole tables (批量导入): one run of `register`, with what came of it. No personal data, not even a file name.

A stream of its own beside the office's; each matter names the import that registered it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.domain.entry import Header, StreamId, StreamKind
from app.domain.kinds import EntryKind

STREAM = StreamId(StreamKind.OFFICE, UUID(int=1))
"""Where the imports of this office stand, apart from who the office is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """One file of an import: its kind, and SHA-256 in hex of its name and of its bytes."""

    kind: str
    name_digest: str
    content_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBegun:
    """An import was begun (已开始导入): its number, its files, the edition of the headers that were known."""

    number: str
    files: tuple[ImportedFile, ...]
    headers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDone:
    """An import came to its end (已导入): how many rows became matters, were there already, were refused.

    `dropped_columns` rated or watched persons; `unknown_columns` nobody knew.
    """

    number: str
    registered: int
    repeated: int
    refused: int
    dropped_columns: int
    unknown_columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone:
    """What an import registered was voided as far as nobody had worked on it (已撤销导入), with the reason."""

    number: str
    reason: str
    voided: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """An import as its entries say (导入批次). `done` is None for one that was cut off or still runs."""

    number: str
    on: date
    at: int
    actor: str
    files: tuple[ImportedFile, ...]
    done: ImportDone | None = None
    undone: ImportUndone | None = None
    undone_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """All imports of this office, in their order."""

    runs: tuple[ImportRun, ...] = ()

    def find(self, number: str) -> ImportRun | None:
        """The import with that number, or None."""
        return next((run for run in self.runs if run.number == number), None)

    def _with(self, changed: ImportRun) -> Imports:
        return Imports(runs=tuple(changed if run.number == changed.number else run for run in self.runs))


def import_begun(state: Imports, entry: ImportBegun, header: Header) -> Imports:
    """The imports with one more."""
    run = ImportRun(number=entry.number, on=header.on, at=header.at, actor=header.actor, files=entry.files)
    return Imports(runs=(*state.runs, run))


def import_done(state: Imports, entry: ImportDone, header: Header) -> Imports:
    """The imports with one at its end."""
    run = state.find(entry.number)
    return state if run is None else state._with(replace(run, done=entry))


def import_undone(state: Imports, entry: ImportUndone, header: Header) -> Imports:
    """The imports with one undone."""
    run = state.find(entry.number)
    return state if run is None else state._with(replace(run, undone=entry, undone_on=header.on))


ENTRIES = (
    EntryKind("import-begun", ImportBegun, import_begun),
    EntryKind("import-done", ImportDone, import_done),
    EntryKind("import-undone", ImportUndone, import_undone),
)
