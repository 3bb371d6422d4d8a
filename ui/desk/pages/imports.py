"""Importing tables (Ctrl+I at the matters): a trial run first, then batch by batch, the report, and undoing an import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.changes import Changes
from app.domain.bulk_import import ImportRun
from app.errors import AppError
from app.services.imports import Undone, list_imports
from ui.desk import import_desk, register_desk
from ui.desk.hall import Hall
from ui.desk.import_desk import Imported, ImportTakenBack, ImportUndoing, TableImport, Trial
from ui.desk.pages.imports_tables import ImportsCard, ResultsCard, imports_words
from ui.desk.pages.old_ledger_cards import ledger_words
from ui.desk.pages.returned import returned_words
from ui.desk.stepwise import Stepwise
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.status_note import StatusNote
from ui.tasks import Task
from ui.theme import State


class ImportsPage(PageFrame):
    """One table at a time. What is under way goes on while other pages are used."""

    def __init__(self, hall: Hall, steps: Stepwise) -> None:
        self._text = imports_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall, self._steps = hall, steps
        self._trial: Trial | None = None
        self._trying: Task | None = None
        self._work: TableImport | ImportUndoing | None = None
        self._add_fields()
        self.results = ResultsCard()
        self.list = ImportsCard(hall.session.accounts.accounts)
        self.main.addWidget(self.results, 1)
        self.main.addWidget(self.list, 1)
        self._add_acts()
        self.remark.show_keys(self._text["remark"])
        self.setFocusProxy(self.path)
        steps.stepped.connect(self._tell_progress)
        steps.ended.connect(self._ended)
        hall.bus.changed.connect(self._changed)
        self.list.undoable.connect(self.undo_button.setEnabled)
        self._show_acts()
        self.read()

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {**self._fields, "reason": self.list.reason}

    @property
    def is_busy(self) -> bool:
        """Whether a trial run, an import or an undoing is under way."""
        return self._trying is not None or self._work is not None

    def read(self) -> None:
        """Reads the list of imports."""
        session = self._hall.session
        self._hall.read(lambda: list_imports(session), self.list.show_imports, asker=self, question="imports")

    def go_on(self) -> None:
        """The next thing to do: the trial run, then registering."""
        clear_refusals(self.fields)
        if self.is_busy or self._steps.is_running:
            return
        if self._trial is None:
            self._try_out()
        elif self._trial.tally.registered:
            hall, trial = self._hall, self._trial
            self._begin(TableImport(hall.session, trial, self.report.text(), hall.before_risk))

    def stop(self) -> None:
        """Stops what is under way; what has been registered stays registered."""
        if self._trying is not None:
            self._trying.cancel()
            self._trying = None
            self.status.say("", State.WAITING)
            self._show_acts()
        elif self._work is not None:
            self._steps.stop()
            self.status.say(self._text["stopping"], State.WAITING)

    def undo(self) -> None:
        """Undoes the chosen import, for the reason that stands there."""
        clear_refusals(self.fields)
        chosen = self.list.table.current_row
        if isinstance(chosen, ImportRun) and not self.is_busy:
            self._begin(ImportUndoing(self._hall.session, chosen.number, self.list.reason.text))

    def write_template(self) -> None:
        """Writes an empty table to be filled in, into the folder for documents."""
        area, name = self._hall.session.office.area, self._text["template_file"]
        self._hall.read(
            lambda: register_desk.write_template(area, name),
            lambda file: self._hall.say("import.template", file=file),
            asker=self,
        )

    def _try_out(self) -> None:
        session, typed = self._hall.session, self.path.text()
        self.status.say(self._text["trying"].format(rows=0), State.WAITING)
        self._trying = self._hall.long(
            lambda progress: import_desk.try_out(session, typed, progress),
            self._tried,
            self._not_tried,
            progressed=lambda rows, _of, _stage: self.status.say(
                self._text["trying"].format(rows=rows), State.WAITING
            ),
            asker=self,
        )
        self._show_acts()

    def _tried(self, trial: Trial) -> None:
        self._trying, self._trial = None, trial
        tally = trial.tally
        said = self._text["tried"].format(
            registered=tally.registered, repeated=tally.repeated, refused=tally.refused
        )
        self.status.say("    ".join((said, *trial.told)), State.SOON if tally.refused else State.DONE)
        self.results.show_faults(trial.faults)
        self._hall.read(
            lambda: import_desk.usual_report(trial.path), self._offer_report, asker=self, question="report"
        )
        self._show_acts()

    def _offer_report(self, path: str) -> None:
        if not self.report.isModified():
            self.report.setText(path)

    def _begin(self, work: TableImport | ImportUndoing) -> None:
        if self._steps.run(work):
            self._work = work
            self._tell_progress()
            self._show_acts()

    def _tell_progress(self) -> None:
        work = self._work
        if work is None or self._steps.is_stopping:
            return
        if isinstance(work, TableImport):
            said = self._text["registering"].format(rows=work.tally.rows, of=work.rows)
        else:
            said = self._text["undoing"].format(count=work.count)
        self.status.say(said, State.WAITING)

    def _ended(self, answer: object, error: Exception | None) -> None:
        work, self._work = self._work, None
        if isinstance(answer, Imported) and answer.number:
            self._imported(answer)
            if isinstance(work, TableImport):
                self._write_report(work)
        elif isinstance(answer, ImportTakenBack) and (answer.matters or error is None):
            self._taken_back(answer)
        else:
            self.status.say("", State.WAITING)
        self._show_acts()
        self.read()
        if isinstance(error, AppError):
            self._refuse(error)

    def _imported(self, done: Imported) -> None:
        tally = done.tally
        said = self._text["registered" if done.complete else "stopped"].format(
            number=done.number,
            registered=tally.registered,
            repeated=tally.repeated,
            refused=tally.refused,
        )
        self.status.say(said, State.DONE if done.complete and not tally.refused else State.SOON)
        self.results.show_faults(done.faults)
        self._trial = None

    def _write_report(self, work: TableImport) -> None:
        said, state = self.status.text, self.status.state

        def written(file: str) -> None:
            told = [said, self._text["report_at"].format(file=Path(file).name)] if file else [said]
            self.status.say("    ".join(told), state)
            self.report.setModified(False)

        def failed(error: AppError) -> None:
            self.status.say(said, State.SOON)
            self._hall.say_error(error)

        self.status.say(f"{said}    {self._text['reporting']}", State.WAITING)
        self._hall.read(work.write_report, written, failed, asker=self)

    def _taken_back(self, done: ImportTakenBack) -> None:
        counts = {outcome: done.count(outcome) for outcome in Undone}
        said = self._text["undone" if done.complete else "undo_stopped"].format(
            number=done.number,
            voided=counts[Undone.VOIDED],
            kept=counts[Undone.KEPT],
            before=counts[Undone.BEFORE],
        )
        self.status.say(said, State.DONE if done.complete and not counts[Undone.KEPT] else State.SOON)
        self.results.show_undone(done.matters)
        if done.complete:
            self.list.reason.clear()
        self._trial = None

    def _not_tried(self, error: AppError) -> None:
        self._trying = None
        self.status.say("", State.WAITING)
        self._show_acts()
        self._refuse(error)

    def _refuse(self, error: AppError) -> None:
        at_path = error.field is None and error.code.startswith(("intake.", "sheet."))
        shown = type(error)(error.code, field="path", **error.details) if at_path else error
        if not show_refusal(self.fields, shown):
            self._hall.say_error(error)

    def _path_edited(self) -> None:
        """Another table: what was tried out does not count for it."""
        if self._trial is not None and not self.is_busy:
            self._trial = None
            self.status.say("", State.WAITING)
            self.results.show_faults(())
            self._show_acts()

    def _add_fields(self) -> None:
        text = self._text
        self.path, self.report = QLineEdit(), QLineEdit()
        self._fields = {
            "path": Field(text["path"], self.path, hint=text["path_hint"]),
            "report": Field(text["report"], self.report, hint=text["report_hint"]),
        }
        card = Card(text["card"])
        card.add_row(FieldRow(*self._fields.values()))
        self.status = StatusNote()
        card.content.addWidget(self.status)
        self.main.addWidget(card)
        self.path.textEdited.connect(self._path_edited)

    def _add_acts(self) -> None:
        text = self._text
        self.next = self.add_act("", is_next=True)
        self.next.clicked.connect(self.go_on)
        self.stop_button = self.add_act(text["stop"])
        self.stop_button.clicked.connect(self.stop)
        self.undo_button = self.add_act(text["undo"])
        self.undo_button.clicked.connect(self.undo)
        self.template_button = self.add_act(text["template"])
        self.template_button.clicked.connect(self.write_template)
        others = (("old-ledger", ledger_words()), ("returned", returned_words()))
        self.others = tuple(_other_table(self, self._hall, page, words) for page, words in others)
        for keys, act in (
            ("Ctrl+Return", self.go_on),
            ("Ctrl+Enter", self.go_on),
            ("Alt+U", self.undo),
            ("Ctrl+T", self.write_template),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _show_acts(self) -> None:
        text = self._text
        count = 0 if self._trial is None else self._trial.tally.registered
        if self._trial is None:
            self.next.setText(text["try"])
        else:
            self.next.setText(text["register"].format(count=count) if count else text["nothing"])
        self.next.setEnabled(not self.is_busy and (self._trial is None or count > 0))
        for button in (self.undo_button, self.template_button):
            button.setVisible(not self.is_busy)
        for button in self.others:
            button.setVisible(not self.is_busy and self._trial is None)
        self.stop_button.setVisible(self.is_busy)
        self.undo_button.setEnabled(self.list.can_be_undone)

    def _changed(self, changes: Changes) -> None:
        if changes.matters:
            self.read_when_seen(self.read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.is_busy:
            self.stop()
        else:
            self._hall.asked_for_page.emit("matters")


def _other_table(asker: ImportsPage, hall: Hall, page: str, text: Mapping[str, str]) -> QPushButton:
    """The button that leads to the page of another kind of table, and its key."""
    button = asker.add_act(f"{text['title']}   {text['key']}")
    button.clicked.connect(lambda: hall.asked_for_page.emit(page))
    QShortcut(QKeySequence(text["key"]), asker).activated.connect(button.click)
    return button
