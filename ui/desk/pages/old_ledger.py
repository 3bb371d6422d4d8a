"""Reading an old ledger in, step by step: file, columns, words, trial, registered. Ctrl+Enter goes on, Esc goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from app.domain.codes import codes
from app.errors import AppError
from app.exchange.profiles.old_ledger import LedgerMapping
from app.services.old_ledger import UnknownWord
from ui.desk import ledger_desk
from ui.desk.hall import Hall
from ui.desk.ledger_desk import LedgerImport, Looked, Tried
from ui.desk.pages.imports_tables import ResultsCard
from ui.desk.pages.old_ledger_cards import ColumnsCard, WordsCard, ledger_words
from ui.desk.stepwise import Stepwise
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.status_note import StatusNote
from ui.tasks import Progress, Task
from ui.theme import State

FILE, COLUMNS, WORDS, PREVIEW, DONE = range(5)
NEXT = ("next_file", "next_columns", "next_words", "next_preview", "next_done")


class OldLedgerPage(PageFrame):
    """One ledger at a time. What is being registered goes on while other pages are used."""

    left = Signal()
    """Esc at the first step: back to the matters."""

    def __init__(self, hall: Hall, steps: Stepwise) -> None:
        text = self._text = ledger_words()
        super().__init__(text["title"], text["keys"])
        self._hall, self._steps = hall, steps
        self.step = FILE
        """Which of the five steps is shown."""
        self._looked: Looked | None = None
        self._tried: Tried | None = None
        self._task: Task | None = None
        self._work: LedgerImport | None = None
        self._words: dict[str, dict[str, str]] = {}
        self.sheet = PickLine([("", "1")], wraps=True)
        self._sheet_place = QVBoxLayout()
        self._trail = text_label("", "small")
        self.status = StatusNote()
        self.columns, self.words, self.results = ColumnsCard(), WordsCard(), ResultsCard()
        self.main.addWidget(self._trail)
        self.main.addWidget(self.status)
        self._add_fields()
        for card in (self.columns, self.words, self.results):
            self.main.addWidget(card, 1)
        self.main.addStretch(0)
        self._add_acts()
        self.remark.show_keys(text["remark"])
        self.setFocusProxy(self.path)
        steps.stepped.connect(self._tell_progress)
        steps.ended.connect(self._ended)
        self._show()

    @property
    def is_busy(self) -> bool:
        """Whether a file is being looked through or registered."""
        return self._task is not None or self._work is not None

    @property
    def mapping(self) -> LedgerMapping | None:
        """The mapping as it stands on the screen; None before a file was looked into."""
        looked = self._looked
        if looked is None:
            return None
        ledger = self.ledger.text().strip() or looked.mapping.ledger
        words = {name: {**listed} for name, listed in looked.mapping.words.items()}
        for name, listed in self._words.items():
            words.setdefault(name, {}).update(listed)
        columns = self.columns.columns()
        return LedgerMapping(ledger=ledger, columns=columns, words=words, channel=self.channel.code)

    def go_on(self) -> None:
        """The next step."""
        clear_refusals(self.fields)
        if self.is_busy or self._steps.is_running:
            return
        (self._look, self._list_words, self._try_out, self._register, self._again)[self.step]()

    def go_back(self) -> None:
        """Stops what is under way, or goes a step back."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.status.say("")
            self._show()
        elif self._work is not None:
            self._steps.stop()
            self.status.say(self._text["stopping"], State.WAITING)
        elif self.step == FILE:
            self.left.emit()
        else:
            self.step = FILE if self.step == DONE else self.step - 1
            self.status.say("")
            self._show()

    def look_again(self) -> None:
        """Reads the columns anew under another sheet or head."""
        if self.step == COLUMNS and self._looked is not None and not self.is_busy:
            clear_refusals(self.fields)
            self._look()

    def save_mapping(self) -> None:
        """Keeps the mapping for the next ledger."""
        looked, mapping = self._looked, self.mapping
        if looked is not None and mapping is not None and self.step != FILE and not self.is_busy:
            found, said = looked.found, self._text["mapping_saved"]
            self._hall.read(
                lambda: ledger_desk.save_mapping(found, mapping),
                lambda file: self.status.say(said.format(file=file), State.DONE),
                asker=self,
            )

    def save_bad(self) -> None:
        """Writes the bad rows as a table to be mended."""
        looked, tried = self._looked, self._tried
        if looked is not None and tried is not None and tried.bad and self.step >= PREVIEW:
            found, bad, said = looked.found, tried.bad, self._text["bad_saved"]
            self._hall.read(
                lambda: ledger_desk.save_bad(found, bad),
                lambda file: self.status.say(said.format(file=file), State.DONE),
                asker=self,
            )

    def _look(self) -> None:
        path, ledger, saved = self.path.text(), self.ledger.text(), self.saved.text()
        again = self._looked is not None and self.step == COLUMNS
        row = self.head.text().strip()
        told = (
            (self.sheet.code, int(row) if row.isdecimal() else 0, int(self.lines.code))
            if again
            else ("", 0, 1)
        )
        self._run(lambda _: ledger_desk.look(path, ledger, saved, *told), self._was_looked_into)

    def _was_looked_into(self, looked: Looked) -> None:
        self._looked, self._tried, self._words = looked, None, {}
        found = looked.found
        if not self.ledger.text().strip():
            self.ledger.setText(looked.mapping.ledger)
        self._offer_sheets(found.sheets, found.sheet)
        self.head.setText(str(found.head.row - found.head.lines + 1))
        self.lines.take(str(found.head.lines))
        if looked.mapping.channel:
            self.channel.take(looked.mapping.channel)
        self.columns.show_columns(found.guessed, looked.mapping, looked.by_saved)
        self.step = COLUMNS
        self._show()
        self.columns.table.setFocus()

    def _list_words(self) -> None:
        looked, mapping = self._looked, self.mapping
        if looked is not None and mapping is not None:
            self._run(
                lambda progress: ledger_desk.unknown(looked.found, mapping, progress), self._words_listed
            )

    def _words_listed(self, unknown: tuple[UnknownWord, ...]) -> None:
        self.words.show_words(unknown, self._words)
        self.step = WORDS
        self._show()
        self.words.table.setFocus()

    def _try_out(self) -> None:
        self._words = self.words.words()
        session, looked, mapping = self._hall.session, self._looked, self.mapping
        if looked is not None and mapping is not None:
            self._run(
                lambda progress: ledger_desk.try_out(session, looked.found, mapping, progress),
                self._was_tried,
            )

    def _was_tried(self, tried: Tried) -> None:
        self._tried = tried
        self.results.show_faults(tried.faults)
        self.step = PREVIEW
        self._show()
        said = self._text["tried"].format(passed=tried.passed, **tried.counts)
        self.status.say(said, State.SOON if tried.bad else State.DONE)
        self.results.table.setFocus()

    def _register(self) -> None:
        looked, mapping, tried = self._looked, self.mapping, self._tried
        if looked is None or mapping is None or tried is None or not tried.counts["registered"]:
            return
        work = LedgerImport(self._hall.session, looked.found, mapping, self._hall.before_risk)
        if self._steps.run(work):
            self._work = work
            self._tell_progress()
            self._show()

    def _again(self) -> None:
        self._looked, self._tried, self._words = None, None, {}
        self.path.clear()
        self.step = FILE
        self._show()
        self.path.setFocus()

    def _tell_progress(self) -> None:
        work, tried = self._work, self._tried
        if work is not None and tried is not None and not self._steps.is_stopping:
            self.status.say(self._text["registering"].format(rows=work.rows, of=tried.rows), State.WAITING)

    def _ended(self, answer: object, error: Exception | None) -> None:
        work, self._work = self._work, None
        if work is None:
            return
        if isinstance(answer, Tried) and answer.number:
            self._tried = answer
            self.results.show_faults(answer.faults)
            self.step = DONE
            self._show()
            said = self._text["registered" if answer.complete else "stopped"]
            state = State.DONE if answer.complete and not answer.bad else State.SOON
            self.status.say(said.format(number=answer.number, **answer.counts), state)
        self._show()
        if isinstance(error, AppError):
            self._refuse(error)

    def _run(self, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        def finished(found: Any) -> None:
            self._task = None
            self.status.say("")
            done(found)
            self._show()

        def failed(error: AppError) -> None:
            self._task = None
            self.status.say("")
            self._show()
            self._refuse(error)

        self._task = self._hall.long(
            work,
            finished,
            failed,
            progressed=lambda rows, _of, _stage: self.status.say(
                self._text["reading"].format(rows=rows), State.WAITING
            ),
            asker=self,
        )
        self._show()

    def _refuse(self, error: AppError) -> None:
        at_file = error.field in (None, "path") and error.code.startswith(("intake.", "sheet.", "table."))
        shown = type(error)(error.code, field="path", **error.details) if at_file else error
        if self.step > FILE or not show_refusal(self.fields, shown):
            self._hall.say_error(error)

    def _offer_sheets(self, sheets: tuple[str, ...], chosen: str) -> None:
        """A line of sheets as this file has them; a text file has one without a name."""
        fresh = PickLine([(name, name or "1") for name in sheets], chosen, wraps=True)
        self._sheet_place.removeWidget(self.sheet)
        self.sheet.hide()
        self.sheet.deleteLater()
        self.sheet = fresh
        self._sheet_place.addWidget(fresh)
        fresh.picked.connect(lambda _: self.look_again())
        fresh.setVisible(len(sheets) > 1)
        self._sheet_label.setVisible(len(sheets) > 1)

    def _add_fields(self) -> None:
        text = self._text
        self.path, self.ledger, self.saved = QLineEdit(), QLineEdit(), QLineEdit()
        self.channel = PickLine([(code.code, code.label) for code in codes("channels")], wraps=True)
        self.fields = {
            "path": Field(text["path"], self.path, hint=text["path_hint"]),
            "ledger": Field(text["ledger"], self.ledger, hint=text["ledger_hint"]),
            "channel": Field(text["channel"], self.channel, hint=text["channel_hint"]),
            "mapping": Field(text["mapping"], self.saved, hint=text["mapping_hint"]),
        }
        self.file_card = Card(text["file"])
        for field in self.fields.values():
            self.file_card.add_row(FieldRow(field))
        self.main.addWidget(self.file_card)
        self.head, self.lines = QLineEdit(), PickLine([("1", text["one"]), ("2", text["two"])])
        self._sheet_place.addWidget(self.sheet)
        self.head_card = Card()
        head = Field(text["head"], self.head, hint=text["head_hint"])
        lines = Field(text["lines"], self.lines)
        self.head_card.add_row(FieldRow(head, lines, widths=(2, 1)))
        self._sheet_label = text_label(text["sheet"], "label")
        self.head_card.content.addWidget(self._sheet_label)
        self.head_card.content.addLayout(self._sheet_place)
        self.main.addWidget(self.head_card)
        self.head.returnPressed.connect(self.look_again)
        self.lines.picked.connect(lambda _: self.look_again() if self.lines.hasFocus() else None)

    def _add_acts(self) -> None:
        text = self._text
        self.next = self.add_act(text["next_file"], is_next=True)
        self.back = self.add_act(text["back"])
        self.mapping_button = self.add_act(text["save_mapping"])
        self.bad_button = self.add_act(text["save_bad"])
        for button, act in (
            (self.next, self.go_on),
            (self.back, self.go_back),
            (self.mapping_button, self.save_mapping),
            (self.bad_button, self.save_bad),
        ):
            button.clicked.connect(act)
        for keys, act in (
            ("Ctrl+Return", self.go_on),
            ("Ctrl+Enter", self.go_on),
            ("Ctrl+S", self.save_mapping),
            ("Ctrl+B", self.save_bad),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _show(self) -> None:
        text, step, tried = self._text, self.step, self._tried
        names = text["steps"]
        self._trail.setText(
            "   ".join(
                f"【{at + 1} {name}】" if at == step else f"{at + 1} {name}" for at, name in enumerate(names)
            )
        )
        self.file_card.setVisible(step == FILE)
        self.head_card.setVisible(step == COLUMNS)
        self.columns.setVisible(step == COLUMNS)
        self.words.setVisible(step == WORDS)
        self.results.setVisible(step in (PREVIEW, DONE))
        count = 0 if tried is None else tried.counts["registered"]
        nothing = step == PREVIEW and not count
        self.next.setText(text["nothing"] if nothing else text[NEXT[step]].format(count=count))
        self.next.setEnabled(not self.is_busy and not nothing)
        self.back.setText(text["stop" if self.is_busy else "leave" if step == FILE else "back"])
        self.mapping_button.setVisible(step in (COLUMNS, WORDS, PREVIEW) and not self.is_busy)
        self.bad_button.setVisible(step in (PREVIEW, DONE) and tried is not None and bool(tried.bad))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
