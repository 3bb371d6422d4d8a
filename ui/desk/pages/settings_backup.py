"""Settings › backup: how safe the office's memory is, where backups go, one at once, and trying one out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.clock import CHINA
from app.domain.restoring import BackupRehearsed
from app.errors import AppError
from app.services.backup_plan import Light
from app.services.keeping import BackupRun, record_rehearsal
from resources.loader import words as words_of
from ui.bootstrap.bringing_back import entries_of
from ui.bootstrap.opening import Desk
from ui.desk import keeping_desk
from ui.desk.backup_watch import STATES, BackupWatch
from ui.desk.hall import Hall
from ui.desk.keeping_desk import Look, Target
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.desk.wording import short_day
from ui.messages import message_of
from ui.theme import State

PROBLEMS = 4
"""Problems that are told at once; more folders than two there are not."""


class BackupCard(QWidget):
    """The light with what is wrong, the folders, a line to add one, a line to try a backup out."""

    removed = Signal(object)
    """The Target on which Delete was pressed."""

    def __init__(self) -> None:
        super().__init__()
        text = backup_words()
        standing = Card(text["card"])
        self.light = StatusNote()
        self.problems = [StatusNote() for _ in range(PROBLEMS)]
        self.rehearsed = text_label(text["not_rehearsed"], "small")
        for part in (self.light, *self.problems, self.rehearsed):
            standing.content.addWidget(part)
        self.fields = {
            "folder": Field(text["add"], QLineEdit(), keys=text["add_keys"], hint=text["add_hint"]),
            "file": Field(
                text["rehearse_file"], QLineEdit(), keys=text["rehearse_keys"], hint=text["rehearse_hint"]
            ),
        }
        folders = Card(text["folders_card"], text["folders_keys"])
        self.table = RowTable(_columns(text), key=lambda row: row.folder, empty=text["no_folders"])
        folders.content.addWidget(self.table, 1)
        folders.add_row(FieldRow(self.fields["folder"]))
        trial = Card()
        trial.add_row(FieldRow(self.fields["file"]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(standing)
        column.addWidget(folders, 1)
        column.addWidget(trial)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def show_look(self, found: Look) -> None:
        """The light in words, and every problem with what to do."""
        text, standing = backup_words(), found.standing
        last = standing.last
        at = "" if last is None else last.at.astimezone(CHINA).strftime("%m-%d %H:%M")
        since = standing.unsaved_since
        when = "" if since is None else since.astimezone(CHINA).strftime("%m-%d %H:%M")
        if since is None:
            said = text["nothing"]
            if last is not None:
                said = text["light_green"].format(at=at, entries=last.entries)
        else:
            said = text["light_never" if last is None else "light_unsaved"].format(since=when, at=at)
        state = STATES[standing.light]
        no_folder = not found.plan.folders
        self.light.say(said, State.SOON if no_folder and standing.light is Light.GREEN else state)
        self.show_problems(standing.problems)

    def show_problems(self, problems: tuple[AppError, ...]) -> None:
        """What is wrong."""
        told = [message_of(error) for error in problems[:PROBLEMS]]
        for note, message in zip(self.problems, [*told, *[None] * PROBLEMS], strict=False):
            note.say("" if message is None else f"{message.says}{message.do}", State.SOON)

    def _remove(self) -> None:
        if (row := self.table.current_row) is not None:
            self.removed.emit(row)


class BackupSection(Section):
    """Backups of this data folder. Nothing of it waits on the window: disks and sticks are asked in a worker."""

    def __init__(self, hall: Hall, desk: Desk, watch: BackupWatch) -> None:
        self.backup = BackupCard()
        super().__init__(hall, self.backup, grows=True)
        self._text = backup_words()
        self._desk, self._watch = desk, watch
        self._rehearsing = False
        text = self._text
        self.acts = (
            SectionAct(words=text["save"], act=self.add_folder),
            SectionAct(words=text["now"], act=self.back_up, keys=("Ctrl+B",)),
            SectionAct(words=text["rehearse"], act=self.rehearse, keys=("Ctrl+R",)),
            SectionAct(words=text["restore"], act=self.bring_back, keys=("Ctrl+O",)),
        )
        self.backup.removed.connect(self.remove_folder)
        watch.looked.connect(self._looked)
        watch.failed.connect(lambda error: self.backup.show_problems((error,)))
        watch.running.connect(lambda _: self._show_running())
        if watch.last is not None:
            self._looked(watch.last)

    def enter(self) -> None:
        """Looks at the folders."""
        desk = self._desk
        self._watch.look()
        self.hall.read(
            lambda: keeping_desk.targets(desk), self.backup.table.show_rows, asker=self, question="targets"
        )
        self.hall.read(
            lambda: keeping_desk.last_rehearsal(desk), self._show_rehearsal, asker=self, question="rehearsal"
        )

    def add_folder(self) -> None:
        """Adds the folder that was typed; its first backup is taken at once."""
        desk, typed = self._desk, self.backup.fields["folder"].text
        clear_refusals(self.backup.fields)
        self.hall.read(
            lambda: keeping_desk.add_folder(desk, typed),
            self._added,
            self.refusing(self.backup.fields),
            asker=self,
        )

    def remove_folder(self, target: Target) -> None:
        """Takes a folder out of the plan; what lies there stays."""
        desk = self._desk

        def removed(place: str) -> None:
            self.hall.say("backup.folder_removed", place=place)
            self.enter()

        self.hall.read(lambda: keeping_desk.remove_folder(desk, target.folder), removed, asker=self)

    def back_up(self) -> None:
        """A backup at once."""
        clear_refusals(self.backup.fields)
        self._watch.run_now(self._backed_up)

    def rehearse(self) -> None:
        """Tries out the backup that was typed; that is recorded, also when it fails."""
        if self._rehearsing:
            return
        desk, typed = self._desk, self.backup.fields["file"].text
        clear_refusals(self.backup.fields)
        self._rehearsing = True
        self._show_running()
        self.hall.read(lambda: keeping_desk.rehearse(desk, typed), self._rehearsed, self._failed, asker=self)

    def bring_back(self) -> None:
        """Goes back to an earlier state: the desk is left, and the backups are shown."""
        desk = self._desk
        self.hall.read(
            lambda: entries_of(desk), self.hall.asked_to_bring_back.emit, asker=self, question="entries"
        )

    def _added(self, place: str) -> None:
        self.backup.fields["folder"].clear()
        self.hall.say("backup.folder_added", place=place)
        self._watch.run_now(self._backed_up)
        self.enter()

    def _backed_up(self, done: BackupRun) -> None:
        if not done.kept:
            self.hall.say_error(done.problems[0])
            return
        note = "backup.done" if done.ok else "backup.some"
        self.hall.say(note, count=len(done.kept), entries=done.kept[0].entries)
        file = self.backup.fields["file"].editor
        if isinstance(file, QLineEdit) and not file.isModified():
            file.setText(str(done.kept[0].file))

    def _rehearsed(self, done: BackupRehearsed) -> None:
        session = self.hall.session
        self.hall.write(
            lambda: record_rehearsal(session, done), lambda _: self._recorded(done), self._failed, asker=self
        )

    def _recorded(self, done: BackupRehearsed) -> None:
        self._rehearsing = False
        self.enter()
        self._show_running()
        if done.ok:
            self.hall.say("backup.rehearsed", entries=done.entries, papers=done.papers)
        else:
            self.hall.say_error(keeping_desk.not_equal())

    def _failed(self, error: AppError) -> None:
        self._rehearsing = False
        self._show_running()
        self.refusing(self.backup.fields)(error)

    def _show_rehearsal(self, found: Any) -> None:
        if found is not None:
            day, done = found
            outcome = self._text["passed" if done.ok else "failed"].format(entries=f"{done.entries:,}")
            self.backup.rehearsed.setText(self._text["last"].format(day=short_day(day), outcome=outcome))

    def _looked(self, found: Look) -> None:
        self.backup.show_look(found)
        self.remark = self._text["remark"].format(
            minutes=found.plan.every_minutes, days=found.plan.rehearse_days
        )
        self._show_running()

    def _show_running(self) -> None:
        if self._watch.last is not None:
            plan = self._watch.last.plan
            self.remark = self._text["remark"].format(minutes=plan.every_minutes, days=plan.rehearse_days)
        if self._rehearsing:
            self.remark = self._text["rehearsing"]
        elif self._watch.is_running:
            self.remark = self._text["running"]
        self.changed.emit()


def backup_words() -> dict[str, Any]:
    """The words of the section."""
    found: dict[str, Any] = words_of("words/keeping_page.toml")["backup_card"]
    return found


def _columns(text: dict[str, Any]) -> tuple[Column, ...]:
    words = {True: text["same_disk"], False: text["other_disk"], None: text["gone"]}
    states = {True: State.SOON, False: State.DONE, None: State.LATE}
    return (
        Column(
            title=text["disk"],
            text=lambda row: str(words[row.same_disk]),
            width=170,
            state=lambda row: states[row.same_disk],
        ),
        Column(title=text["folder"], text=lambda row: row.folder),
    )
