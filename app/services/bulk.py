"""Registering whole tables: several rows a transaction, nothing acknowledged before it is committed.

Each run is one import with a number. Rows keep the contract of single ones: a refused row stops no other, a row that
was registered before is not registered again. Where one row spoils a batch, the batch is undone and its rows are
registered one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from app.domain.acts.registering import RegisterVisit
from app.domain.bulk_import import STREAM, ImportBegun, ImportDone, ImportedFile
from app.domain.codes import version
from app.domain.fields import to_json
from app.errors import AppError, Damaged, NotAllowed, Unavailable
from app.exchange.cells import Remark
from app.exchange.spreadsheet import SourceRow
from app.ports import UnitOfWork
from app.services.intake import from_ledger, is_accusation, keyed, to_intake
from app.services.registration import (
    RegisteredMatter,
    checked,
    record,
    register_matter,
    remembered,
    unnumbered,
)
from app.services.session import Session

BATCH = 100
"""Rows that share one transaction: enough to make the sync cheap, few enough not to keep another desk waiting."""
STOPS = (Unavailable, NotAllowed, Damaged)
"""What stops a run: the disk, the person, the memory; never a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """What became of a row: a number with its receipt token, a number from before (`repeated`), or an error.

    In a trial run a row that would be registered has neither. `values` are the row's, empty for an accusation.
    """

    row: int
    number: str = ""
    token: str = ""
    repeated: bool = False
    error: AppError | None = None
    remarks: tuple[Remark, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A row that may be registered."""

    row: SourceRow
    key: str
    command: RegisterVisit
    remarks: tuple[Remark, ...]


class BulkRegistration:
    """One run over one or more files. `number` names the import; empty in a trial run, which writes nothing.

    `old_ledger`: the rows are of a book from before this program (app/services/old_ledger.py).
    """

    def __init__(self, session: Session, *, trial: bool = False, old_ledger: bool = False) -> None:
        self._session = session
        self._old_ledger = old_ledger
        self._trial = trial
        self._tried: set[str] = set()
        self.number = ""
        self.registered = 0
        self.repeated = 0
        self.refused = 0

    def begin(self, files: Sequence[ImportedFile]) -> None:
        """Records that the import begins. Raises NotAllowed("role.acts_on_no_matters")."""
        session = self._session
        session.require_actor()
        if self._trial:
            return
        with session.work() as work:
            today = session.setting(work.latest_at).today
            sequence = work.take_number(f"import/{session.office.station}/{today.year}")
            number = f"{session.office.station}-P{today.year % 100:02d}-{sequence:05d}"
            headers = version("spreadsheet_headers")
            append_to_imports(session, work, ImportBegun(number=number, files=tuple(files), headers=headers))
            work.commit()
        self.number = number

    def register(self, rows: Iterator[SourceRow]) -> Iterator[tuple[RowResult, ...]]:
        """Registers the rows of one file; what is handed out is committed. Raises Unavailable, NotAllowed, Damaged."""
        pairs = keyed(rows)
        while batch := list(islice(pairs, BATCH)):
            results = tuple(self._results(batch))
            for result in results:
                self._count(result)
            yield results

    def finish(self, *, dropped_columns: int, unknown_columns: int) -> None:
        """Records what came of it."""
        if not self.number:
            return
        value = ImportDone(
            number=self.number,
            registered=self.registered,
            repeated=self.repeated,
            refused=self.refused,
            dropped_columns=dropped_columns,
            unknown_columns=unknown_columns,
        )
        with self._session.work() as work:
            append_to_imports(self._session, work, value)
            work.commit()

    def _count(self, result: RowResult) -> None:
        if result.error is not None:
            self.refused += 1
        elif result.repeated:
            self.repeated += 1
        else:
            self.registered += 1

    def _results(self, batch: Sequence[tuple[SourceRow, str]]) -> Iterable[RowResult]:
        """The results of a batch, in its order."""
        today = self._session.today()
        found = [self._ready(row, key, today) for row, key in batch]
        ready = [item for item in found if isinstance(item, _Ready)]
        made = iter(self._tried_out(ready) if self._trial else self._registered(ready))
        return [next(made) if isinstance(item, _Ready) else item for item in found]

    def _ready(self, row: SourceRow, key: str, today: date) -> _Ready | RowResult:
        session = self._session
        try:
            if row.error is not None:
                raise row.error
            taken = to_intake(row.values, key=key, today=today, area=session.office.area, area_code=None)
            command = replace(
                checked(session, taken.command),
                imported=self.number,
                ledger=from_ledger(row.values) if self._old_ledger else None,
            )
        except STOPS:
            raise
        except AppError as error:
            return RowResult(row=row.row, error=error, remarks=row.remarks, values=_shown(row))
        warned = tuple(Remark(code=code) for code in taken.warnings)
        return _Ready(row=row, key=key, command=command, remarks=(*row.remarks, *warned))

    def _registered(self, ready: Sequence[_Ready]) -> list[RowResult]:
        if not ready:
            return []
        try:
            return self._together(ready)
        except STOPS:
            raise
        except AppError:
            return [self._single(item) for item in ready]

    def _together(self, ready: Sequence[_Ready]) -> list[RowResult]:
        """All rows in one transaction."""
        session = self._session
        made = []
        with session.work() as work:
            setting = session.setting(work.latest_at)
            for item in ready:
                place, earlier = remembered(work.result_of, item.key)
                if earlier:
                    made.append(_again(item, earlier))
                else:
                    made.append(_done(item, record(session, work, item.command, setting, place)))
            work.commit()
        return made

    def _single(self, item: _Ready) -> RowResult:
        """One row in a transaction of its own."""
        try:
            made = register_matter(self._session, item.command, key=item.key)
        except STOPS:
            raise
        except AppError as error:
            return RowResult(row=item.row.row, error=error, remarks=item.remarks, values=_shown(item.row))
        return _again(item, made.number) if made.repeated else _done(item, made)

    def _tried_out(self, ready: Sequence[_Ready]) -> list[RowResult]:
        """What would become of the rows; nothing is written."""
        session = self._session
        setting = session.setting(session.memory.queries.latest_at())
        made = []
        for item in ready:
            _, earlier = remembered(session.memory.queries.result_of, item.key)
            try:
                if not earlier and item.key not in self._tried:
                    to_json(unnumbered(session, item.command, "", setting))
                    made.append(RowResult(row=item.row.row, remarks=item.remarks, values=_shown(item.row)))
                else:
                    made.append(_again(item, earlier))
                self._tried.add(item.key)
            except AppError as error:
                made.append(
                    RowResult(row=item.row.row, error=error, remarks=item.remarks, values=_shown(item.row))
                )
        return made


def append_to_imports(session: Session, work: UnitOfWork, value: Any) -> None:
    """Appends an entry to the stream of imports; the caller commits."""
    head = work.stream_head(STREAM)
    draft = session.draft(STREAM, value, session.setting(work.latest_at).today, None)
    work.append([replace(draft, after=head)])


def _done(item: _Ready, made: RegisteredMatter) -> RowResult:
    return RowResult(
        row=item.row.row,
        number=made.number,
        token=made.token,
        remarks=item.remarks,
        values=_shown(item.row),
    )


def _again(item: _Ready, number: str) -> RowResult:
    return RowResult(
        row=item.row.row, number=number, repeated=True, remarks=item.remarks, values=_shown(item.row)
    )


def _shown(row: SourceRow) -> Mapping[str, object]:
    """The row's values as a report may repeat them: nothing of an accusation, nor of what may be one."""
    unread = row.error is not None and row.error.field == "purpose"
    return {} if unread or is_accusation(row.values) else row.values
