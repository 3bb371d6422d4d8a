"""The list that another system gave back: tried first, then recorded as its word; what differs stands beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from app.changes import Changes
from app.errors import AppError, BadInput
from app.exchange.profiles.returned import ReturnedProfile
from app.services.returning import Outcome, ReturnedRow, read_back
from app.services.session import Session
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.messages import message_of
from ui.returned_list import field_word, open_list, profile_for, told_of, value_word
from ui.tasks import Progress, Task
from ui.theme import State

MOST_SHOWN = 2_000
"""Lines that are listed; the command line gives them all."""


def returned_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/returned.toml")["returned_page"]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line of the comparison: a difference, a row without a matter, or a row that cannot be read."""

    row: int
    state: State
    word: str
    number: str
    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """What came of a list: counts by outcome, the lines to be looked at, sentences about columns; told to the views."""

    counts: dict[str, int]
    differing: int
    lines: tuple[ShownLine, ...]
    told: tuple[str, ...]
    trial: bool
    changes: Changes


def read_list(
    session: Session, typed: str, folder: Path | None, progress: Progress, *, trial: bool
) -> ReadList:
    """Reads a list in a worker. Raises BadInput("field.missing", "file.unreadable", "returned.no_head", …)."""
    if not typed.strip():
        raise BadInput("field.missing", field="path", name="path")
    profile: ReturnedProfile = profile_for(folder)
    counts = dict.fromkeys((outcome.value for outcome in Outcome), 0)
    lines: list[ShownLine] = []
    touched: set[str] = set()
    differing = 0
    with open_list(Path(typed.strip()).expanduser().absolute(), profile) as found:
        rows = read_back(session, profile, found.columns, found.rows, found.content, trial=trial)
        for place, row in enumerate(rows, start=1):
            counts[row.outcome.value] += 1
            differing += len(row.differences)
            if len(lines) < MOST_SHOWN:
                lines += _lines(row)
            if row.outcome is Outcome.TOLD and not trial:
                touched.add(row.number)
            progress(place, 0)
    return ReadList(
        counts=counts,
        differing=differing,
        lines=tuple(lines),
        told=tuple(told_of(found.columns)),
        trial=trial,
        changes=Changes(matters=frozenset(touched)),
    )


def _lines(row: ReturnedRow) -> list[ShownLine]:
    text = returned_words()
    if row.error is not None:
        message = message_of(row.error)
        said = f"{message.says}{message.do}"
        return [_line(row, State.LATE, text["refused"], row.error.field or "", "", said)]
    if row.outcome is Outcome.UNMATCHED:
        maybe = str(words_of("words/returned.toml")["returned"]["maybe"])
        ours = maybe.format(numbers="、".join(row.maybe)) if row.maybe else ""
        return [_line(row, State.SOON, text["unmatched"], "number", ours, row.theirs)]
    return [
        _line(row, State.SOON, text["differs"], item.field, value_word(item.ours), value_word(item.theirs))
        for item in row.differences
    ]


def _line(row: ReturnedRow, state: State, word: str, field: str, ours: str, theirs: str) -> ShownLine:
    return ShownLine(
        row=row.row,
        state=state,
        word=word,
        number=row.number,
        field=field_word(field),
        ours=ours,
        theirs=theirs,
    )


class ReturnedPage(PageFrame):
    """One list at a time."""

    left = Signal()
    """Esc: back to the imports."""

    def __init__(self, hall: Hall, folder: Path | None) -> None:
        text = self._text = returned_words()
        super().__init__(text["title"], text["keys"])
        self._hall, self._folder = hall, folder
        self._read: ReadList | None = None
        self._task: Task | None = None
        self.path = QLineEdit()
        self.fields = {"path": Field(text["path"], self.path, hint=text["path_hint"])}
        card = Card(text["card"])
        card.add_row(FieldRow(*self.fields.values()))
        self.status = StatusNote()
        card.content.addWidget(self.status)
        self.main.addWidget(card)
        self.lines = Card(text["rows"].format(count=0), text["rows_keys"])
        self.table = RowTable(self._list_columns(), key=lambda row: (row.row, row.field), empty=text["empty"])
        self.table.opened.connect(self._open)
        self.lines.content.addWidget(self.table, 1)
        self.main.addWidget(self.lines, 1)
        self.next = self.add_act(text["try"], is_next=True)
        self.next.clicked.connect(self.go_on)
        self.back = self.add_act(text["back"])
        self.back.clicked.connect(self.go_back)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.go_on)
        self.remark.show_keys(text["remark"])
        self.path.textEdited.connect(lambda _: self._forget())
        self.setFocusProxy(self.path)
        self._show()

    @property
    def is_busy(self) -> bool:
        """Whether a list is being read."""
        return self._task is not None

    def go_on(self) -> None:
        """Tries the list out; then records what is new in it."""
        clear_refusals(self.fields)
        found = self._read
        if self.is_busy:
            return
        if found is not None and not found.trial:
            self.path.clear()
            self._forget()
            return
        trial = found is None
        if found is not None and not found.counts[Outcome.TOLD]:
            return
        session, typed, folder = self._hall.session, self.path.text(), self._folder
        self._task = self._hall.tasks.long(
            lambda progress: read_list(session, typed, folder, progress, trial=trial),
            self._done,
            self._failed,
            progressed=lambda rows, _of, _stage: self._tell(rows),
            asker=self,
            writes=not trial,
        )
        self._show()

    def go_back(self) -> None:
        """Stops reading, or leaves; what was recorded stays recorded."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.status.say("")
            self._show()
        else:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _tell(self, rows: int) -> None:
        if self._task is not None:
            self.status.say(self._text["reading"].format(rows=rows), State.WAITING)

    def _done(self, found: ReadList) -> None:
        self._task, self._read = None, found
        words = words_of("words/returned.toml")["returned"]
        said = str(words["trial" if found.trial else "written"])
        told = [
            said.format(rows=sum(found.counts.values()), **found.counts),
            str(words["differing"]).format(count=found.differing),
            *found.told,
        ]
        odd = found.differing or found.counts[Outcome.REFUSED] or found.counts[Outcome.UNMATCHED]
        self.status.say("    ".join(told), State.SOON if odd else State.DONE)
        self.table.show_rows(found.lines)
        self.lines.set_title(self._text["rows"].format(count=len(found.lines)))
        self._show()
        self.table.setFocus()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.status.say("")
        self._show()
        if not isinstance(error, AppError):
            raise error
        at_path = error.field is None and error.code.startswith(("intake.", "sheet.", "table."))
        shown = type(error)(error.code, field="path", **error.details) if at_path else error
        if not show_refusal(self.fields, shown):
            self._hall.say_error(error)

    def _open(self, line: ShownLine) -> None:
        if line.number:
            self._hall.asked_for_matter.emit(line.number)

    def _forget(self) -> None:
        if not self.is_busy and self._read is not None:
            self._read = None
            self.table.show_rows(())
            self.lines.set_title(self._text["rows"].format(count=0))
            self.status.say("")
            self._show()

    def _show(self) -> None:
        text, found = self._text, self._read
        count = 0 if found is None else found.counts[Outcome.TOLD]
        if found is None:
            self.next.setText(text["try"])
        elif found.trial:
            self.next.setText(text["record"].format(count=count) if count else text["nothing"])
        else:
            self.next.setText(text["again"])
        self.next.setEnabled(not self.is_busy and not (found is not None and found.trial and not count))
        self.back.setText(text["stop" if self.is_busy else "back"])

    def _list_columns(self) -> tuple[Column, ...]:
        text = self._text
        return (
            Column(title=text["row"], text=lambda line: str(line.row), width=60, firm=True),
            Column(title=text["number"], text=lambda line: line.number, width=150, firm=True),
            Column(
                title=text["differs"], text=lambda line: line.word, width=110, state=lambda line: line.state
            ),
            Column(title=text["field"], text=lambda line: line.field, width=120),
            Column(title=text["ours"], text=lambda line: line.ours),
            Column(title=text["theirs"], text=lambda line: line.theirs),
        )
