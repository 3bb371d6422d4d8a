"""Reading an old ledger in for the window: every function and every step runs in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from app.changes import Changes
from app.errors import BadInput
from app.exchange.profiles.old_ledger import LedgerMapping, require_once
from app.services.bulk import RowResult
from app.services.old_ledger import BadRow, LedgerRun, UnknownWord
from app.services.practising import require_own_kind
from app.services.session import Session
from ui.desk.import_desk import FIRST_FAULTS, Fault
from ui.messages import message_of, words
from ui.new_file import free_name
from ui.old_ledger_file import (
    LedgerFile,
    columns_over,
    field_title,
    keep_mapping,
    ledger_rows,
    look_into,
    mapping_of,
    saved_mapping,
    words_of_ledger,
    write_bad,
)
from ui.tasks import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A ledger as it was looked into, and the mapping that is offered for it."""

    found: LedgerFile
    mapping: LedgerMapping
    by_saved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of a ledger, or would come of it: counts by name, blank rows and sums, bad rows, the import's number."""

    counts: Mapping[str, int]
    passed: int
    bad: tuple[BadRow, ...]
    number: str = ""
    complete: bool = True
    changes: Changes = field(default_factory=Changes)

    @property
    def rows(self) -> int:
        """How many rows that were."""
        return sum(self.counts.values())

    @property
    def faults(self) -> tuple[Fault, ...]:
        """As many bad rows as the screen lists."""
        return tuple(_fault(item) for item in self.bad[:FIRST_FAULTS])


def look(path: str, ledger: str, mapping: str, sheet: str = "", row: int = 0, lines: int = 1) -> Looked:
    """Looks into a ledger. Raises BadInput("field.missing"), what `look_into` and `saved_mapping` raise."""
    if not path.strip():
        raise BadInput("field.missing", field="path", name="path")
    saved = saved_mapping(Path(mapping.strip()).expanduser()) if mapping.strip() else None
    found = look_into(Path(path.strip()).expanduser().absolute(), sheet, row, lines)
    return Looked(found=found, mapping=mapping_of(found, ledger.strip(), saved), by_saved=saved is not None)


def unknown(found: LedgerFile, mapping: LedgerMapping, progress: Progress) -> tuple[UnknownWord, ...]:
    """The words of coded columns that no list knows. Raises BadInput("ledger.no_story", "ledger.field_twice", …)."""
    require_once(mapping)
    return words_of_ledger(found, mapping, lambda rows: progress(rows, 0))


def try_out(session: Session, found: LedgerFile, mapping: LedgerMapping, progress: Progress) -> Tried:
    """Looks at every row; nothing is written. Raises Refused("intake.practice")."""
    require_own_kind(session, practice=found.practice)
    run = LedgerRun(session, mapping, columns_over(found, mapping), trial=True)
    with ledger_rows(found) as rows:
        for _ in run.register(rows):
            progress(sum(run.counts.values()), 0)
    return Tried(counts=run.counts, passed=run.passed_over, bad=tuple(run.bad))


def save_mapping(found: LedgerFile, mapping: LedgerMapping) -> str:
    """Keeps the mapping beside the ledger, for the next one. Raises Unavailable("file.unwritable")."""
    name = str(words("old_ledger")["mapping_file"]).format(name=found.path.stem)
    path = free_name(found.path.with_name(name))
    keep_mapping(path, mapping)
    return path.name


def save_bad(found: LedgerFile, bad: tuple[BadRow, ...]) -> str:
    """Writes the bad rows beside the ledger, to be mended and read again. Raises Unavailable("file.unwritable")."""
    name = str(words("old_ledger")["bad_file"]).format(name=found.path.stem)
    path = free_name(found.path.with_name(name))
    write_bad(path, found.head, bad)
    return path.name


class LedgerImport:
    """The reading in of one ledger (Steps): a batch a step."""

    def __init__(
        self, session: Session, found: LedgerFile, mapping: LedgerMapping, before: Callable[[], object]
    ) -> None:
        self._found, self._before = found, before
        self._run = LedgerRun(session, mapping, columns_over(found, mapping))
        self._open = ExitStack()
        self._batches: Iterator[tuple[RowResult, ...]] = iter(())
        self._numbers: list[str] = []
        self._complete = False
        self.rows = 0
        """How many rows were looked at; read by the page."""

    def begin(self) -> None:
        """Opens the ledger and records that its import begins. Raises BadInput("import.other_file")."""
        rows = self._open.enter_context(ledger_rows(self._found))
        self._before()
        self._run.begin(self._found.imported)
        self._batches = self._run.register(rows)

    def step(self) -> bool:
        """Registers one batch."""
        results = next(self._batches, None)
        if results is None:
            self._complete = True
            return False
        self.rows += len(results)
        self._numbers += [item.number for item in results if item.number and not item.repeated]
        return True

    def conclude(self, *, leaving: bool) -> Tried:
        """Records what came of it and closes the ledger."""
        try:
            self._run.finish()
        finally:
            self._open.close()
        run = self._run
        return Tried(
            counts=run.counts,
            passed=run.passed_over,
            bad=tuple(run.bad),
            number=run.number,
            complete=self._complete,
            changes=Changes(matters=frozenset(self._numbers), obligations=False),
        )


def _fault(item: BadRow) -> Fault:
    message = message_of(item.error)
    named = item.error.field
    return Fault(
        row=item.row,
        field=field_title(named) if named else "",
        reason=f"{message.says}{message.do}",
        refused=True,
    )
