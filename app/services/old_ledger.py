"""Old ledgers in (旧台账导入): any table, by a mapping that a person decided, as matters from before this program.

Such a matter is registered as "from an old ledger" with its own day and in the number series of that year; no clock begins
by it, because the book does not say which duties were done (decision 0177). Good rows do not wait for bad ones; an import
is undone as every other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.bulk_import import ImportedFile
from app.domain.entry import StreamKind, single
from app.errors import AppError, BadInput
from app.exchange.profiles.old_ledger import (
    CODED,
    DAYS,
    MOST_WORDS,
    SEVERAL,
    SKIP,
    LedgerMapping,
    is_dropped,
    is_total,
    phones_in,
    require_complete,
)
from app.exchange.raw_table import Head, RawRow, day_of_cell
from app.exchange.spreadsheet import SourceRow
from app.services.bulk import BulkRegistration, RowResult
from app.services.session import Session

MOST_BAD = 5_000
"""Bad rows that are kept to be mended; what is beyond is only counted."""
DIGITS = frozenset({"id_number", "phone", "ledger_number"})
"""Fields of digits that are no quantities."""
JOINT = "\u3001"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownWord:
    """A word of a coded column that no list knows: its field, the word, in how many rows."""

    field: str
    word: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that was not registered: its place, its cells as they stood (none of what may be an accusation), and why."""

    row: int
    cells: tuple[str, ...]
    error: AppError


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerColumns:
    """A mapping laid over a head: the field of each column by its place, and the titles that are never read."""

    fields: Mapping[int, str]
    dropped: tuple[str, ...]
    left: tuple[str, ...]


def laid_over(mapping: LedgerMapping, head: Head) -> LedgerColumns:
    """Which column of a table is which field. Raises BadInput("ledger.no_story", "ledger.no_day_column")."""
    fields: dict[int, str] = {}
    dropped, left = [], []
    for at, title in enumerate(head.titles):
        if is_dropped(title):
            dropped.append(title)
        elif mapping.field_of(title) != SKIP:
            fields[at] = mapping.field_of(title)
        elif title:
            left.append(title)
    require_complete(LedgerMapping(ledger=mapping.ledger, columns={str(at): f for at, f in fields.items()}))
    return LedgerColumns(fields=fields, dropped=tuple(dropped), left=tuple(left))


def unknown_words(
    mapping: LedgerMapping,
    columns: LedgerColumns,
    rows: Iterable[RawRow],
    seen: Callable[[int], object] = lambda rows: None,
) -> tuple[UnknownWord, ...]:
    """The words of coded columns that are no codes yet, each once, those of most rows first; `seen` is told each row."""
    found: Counter[tuple[str, str]] = Counter()
    coded = {at: name for at, name in columns.fields.items() if name in CODED}
    for place, row in enumerate(rows, start=1):
        for at, name in coded.items():
            word = row.cells[at].strip() if row.cells and at < len(row.cells) else ""
            unknown = word and not is_total(row.cells or ()) and not mapping.code_of(name, word)
            if unknown and ((name, word) in found or len(found) < MOST_WORDS):
                found[name, word] += 1
        seen(place)
    return tuple(
        UnknownWord(field=name, word=word, count=count) for (name, word), count in found.most_common()
    )


class LedgerRun:
    """One run over one ledger, in batches; a trial run writes nothing. Bad rows are kept with their cells."""

    def __init__(
        self, session: Session, mapping: LedgerMapping, columns: LedgerColumns, *, trial: bool = False
    ) -> None:
        self._mapping, self._columns = mapping, columns
        self._began = _first_day(session)
        self._run = BulkRegistration(session, trial=trial, old_ledger=True)
        self._cells: dict[int, tuple[str, ...]] = {}
        self.bad: list[BadRow] = []
        self.passed_over = 0
        """Blank rows and sums."""

    @property
    def number(self) -> str:
        """The import's number; empty in a trial run."""
        return self._run.number

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows were registered, registered before, refused."""
        run = self._run
        return {"registered": run.registered, "repeated": run.repeated, "refused": run.refused}

    def begin(self, file: ImportedFile) -> None:
        """Records that the import begins. Raises NotAllowed("role.acts_on_no_matters")."""
        self._run.begin([file])

    def register(self, rows: Iterable[RawRow]) -> Iterator[tuple[RowResult, ...]]:
        """Registers batch by batch; what is handed out is committed. Raises Unavailable, NotAllowed, Damaged."""
        for results in self._run.register(self._sources(rows)):
            for result in results:
                cells = self._cells.pop(result.row, ())
                if result.error is not None and len(self.bad) < MOST_BAD:
                    kept = cells if result.values else ()
                    self.bad.append(BadRow(row=result.row, cells=kept, error=result.error))
            yield results

    def finish(self) -> None:
        """Records what came of it."""
        self._run.finish(dropped_columns=len(self._columns.dropped), unknown_columns=len(self._columns.left))

    def _sources(self, rows: Iterable[RawRow]) -> Iterator[SourceRow]:
        for row in rows:
            if row.is_blank or (row.cells is not None and is_total(row.cells)):
                self.passed_over += 1
                continue
            self._cells[row.row] = row.cells or ()
            yield _before(self._began, source_row(self._mapping, self._columns, row))


def _first_day(session: Session) -> date:
    """The day on which this office began to register here: its first entry."""
    return session.memory.queries.stream(single(StreamKind.OFFICE))[0].header.on


def _before(began: date, row: SourceRow) -> SourceRow:
    """The row, refused where its day is not before the office began here: no clock begins for a matter of an old ledger,
    so none that was to be registered may come in as one.
    """
    on = str(row.values.get("received_on", ""))
    if row.error is None and on >= began.isoformat():
        late = BadInput("ledger.after_start", field="received_on", day=on, began=began.isoformat())
        return replace(row, error=late)
    return row


def source_row(mapping: LedgerMapping, columns: LedgerColumns, row: RawRow) -> SourceRow:
    """A row of the book as a row of a registration table, with what only the book says under `ledger_…`."""
    if row.cells is None:
        return SourceRow(row=row.row, values={}, error=BadInput("intake.row_shape", row=row.row))
    values: dict[str, object] = {"ledger": mapping.ledger, "backfilled": True}
    if mapping.channel and "channel" not in columns.fields.values():
        values["channel"] = mapping.channel
    wrong: BadInput | None = None
    for at, name in columns.fields.items():
        text = row.cells[at].strip() if at < len(row.cells) else ""
        try:
            if text and at in row.lost and name in DIGITS:
                raise BadInput("ledger.digits_lost", field=name)
            if text:
                _put(values, name, _value(mapping, name, text))
        except BadInput as error:
            wrong = (
                wrong or error
            )  # the others are read all the same: one of them may say that it is an accusation
    if wrong is None and not values.get("received_on"):
        wrong = BadInput("ledger.no_day", field="received_on")
    return SourceRow(row=row.row, values=values, error=wrong)


def _value(mapping: LedgerMapping, name: str, text: str) -> str:
    if name in DAYS:
        day = day_of_cell(text)
        if day is None:
            raise BadInput("ledger.day_unreadable", field=name, day=text[:20])
        return day.isoformat()
    if name == "phone":
        return phones_in(text)
    if name in CODED:
        code = mapping.code_of(name, text)
        if not code and name == "channel":
            raise BadInput("ledger.word_unknown", field=name, word=text[:20])
        return code or text
    return text


def _put(values: dict[str, object], name: str, text: str) -> None:
    if name not in values:
        values[name] = text
    elif name in SEVERAL and text and text not in str(values[name]):
        values[name] = f"{values[name]}{JOINT if name == 'phone' else chr(10)}{text}"


def bad_table(head: Head, bad: Sequence[BadRow]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The bad rows as a table to be mended and read again: the titles of the ledger, and its cells.

    A row of what may be an accusation is left out: it is mended in the ledger itself.
    """
    bad = [item for item in bad if item.cells]
    width = max((len(head.titles), *(len(item.cells) for item in bad)), default=len(head.titles))
    titles = tuple(head.titles[at] if at < len(head.titles) else "" for at in range(width))
    return titles, [(*item.cells, *[""] * (width - len(item.cells))) for item in bad]
