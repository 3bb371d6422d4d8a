"""Settings › update: a file is looked at, tried on a copy and put in place; every refusal says why. All in workers."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from app.errors import AppError, Refused
from resources.loader import words as words_of
from ui.bootstrap import updating
from ui.bootstrap.opening import Desk, training_password
from ui.bootstrap.updating import STAGES, Updated, UpdateSeen
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.new_password import SecretLine
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.status_note import StatusNote
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import message_of
from ui.program import program_version
from ui.tasks import Progress
from ui.theme import State

NOTES = 4
MEGABYTE = 1024 * 1024
FIELD_OF_CODE = {"sign_in.wrong": "password", "sign_in.locked": "password", "update.no_file": "file"}


class UpdateCard(QWidget):
    """Which file, what it says of itself, what installing does."""

    def __init__(self, *, asks_password: bool) -> None:
        super().__init__()
        text = update_words()
        self.notes = [StatusNote() for _ in range(NOTES)]
        self.password = SecretLine()
        self.fields = {
            "file": Field(text["file"], QLineEdit(), hint=text["file_hint"]),
            "password": Field(text["password"], self.password, hint=text["password_hint"]),
        }
        file, what = Card(text["card"]), Card(text["what_card"])
        file.add_row(FieldRow(self.fields["file"]))
        for note in self.notes:
            file.content.addWidget(note)
        for line in text["what"]:
            what.content.addWidget(WrappedLine(line, "body"))
        asked = FieldRow(self.fields["password"])
        what.add_row(asked)
        asked.setVisible(asks_password)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(file)
        column.addWidget(what)

    def say(self, *told: tuple[str, State]) -> None:
        """What is known, a note each."""
        for at, note in enumerate(self.notes):
            note.say(*(told[at] if at < len(told) else ("", State.WAITING)))

    def show_seen(self, seen: UpdateSeen) -> None:
        """What the file says of itself, and whether it may be installed."""
        text, release = update_words(), seen.release
        here = "installed" if seen.installed else "installed_unnumbered"
        told = [(text[here].format(number=seen.installed, version=program_version()), State.DONE)]
        if release is not None:
            said = text["offered"].format(
                version=release.version,
                number=release.number,
                made_on=release.made_on,
                until=release.until,
                files=len(release.files),
                size=max(1, round(release.size / MEGABYTE)),
            )
            told.append((said, State.DONE))
        enough = bool(seen.pinned) and seen.signed >= seen.needed
        said = text["signed"].format(pinned=seen.pinned, needed=seen.needed, signed=seen.signed)
        told.append((said, State.DONE if enough else State.LATE))
        if seen.refusal is None:
            told.append((text["may"], State.DONE))
        else:
            message = message_of(seen.refusal)
            told.append((f"{message.says}{message.do}", State.LATE))
        self.say(*told)


class UpdateSection(Section):
    """A newer program from a file."""

    def __init__(self, hall: Hall, desk: Desk) -> None:
        training = hall.session.office.training
        self.update = UpdateCard(asks_password=not training)
        super().__init__(hall, self.update)
        self._desk, self._text, self._training = desk, update_words(), training
        self._seen: UpdateSeen | None = None
        self._file = Path()
        self._running = False
        self._stop = Event()
        self._has_before = False
        text = self._text
        self.acts = (
            SectionAct(words=text["check"], act=self.check, offered=self._rests),
            SectionAct(
                words=text["install"], act=self.install, keys=("Ctrl+I",), offered=self._may, is_next=True
            ),
            SectionAct(words=text["stop"], act=self.stop, keys=("Alt+T",), offered=self._runs),
            SectionAct(words=text["choose"], act=self.choose_file, keys=("Alt+F",), offered=self._rests),
            SectionAct(
                words=text["back"],
                act=self.take_back,
                keys=("Ctrl+Shift+Z",),
                offered=lambda: self._rests() and self._has_before,
            ),
        )
        self.remark = text["remark"]

    def enter(self) -> None:
        """Whether there is a program from before; a password never stays in its line."""
        self.update.password.clear()
        self.hall.read(_has_before, self._show_before, self._no_program, asker=self, question="before")

    def choose_file(self) -> None:
        """Asks the system for a file."""
        found, _ = QFileDialog.getOpenFileName(
            self.card, self._text["choose_title"], "", self._text["filter"]
        )
        editor = self.update.fields["file"].editor
        if found and isinstance(editor, QLineEdit):
            editor.setText(found)
            self.check()

    def check(self) -> None:
        """Looks at the file that was typed; nothing is changed by that."""
        clear_refusals(self.update.fields)
        self._seen = None
        self.update.say()
        desk, typed = self._desk, self.update.fields["file"].text.strip()
        self._file = Path(typed).expanduser()
        file = self._file
        self.hall.read(
            lambda: updating.look_at_update(file, updating.program_folder(), desk),
            self._show_seen,
            self._refused,
            asker=self,
            question="update",
        )
        self.changed.emit()

    def install(self) -> None:
        """Installs the file that was looked at; until the last stage it can be stopped."""
        clear_refusals(self.update.fields)
        password = training_password() if self._training else self.update.password.take()
        desk, file = self._desk, self._file
        stop = self._stop = Event()

        def work(progress: Progress) -> Updated:
            def step(stage: str) -> None:
                if stop.is_set() and stage != STAGES[-1]:
                    raise Refused("update.stopped")
                progress(STAGES.index(stage), len(STAGES), stage)

            return updating.update(
                file,
                updating.program_folder(),
                desk,
                password=password,
                step=step,
            )

        self._running = True
        self.hall.long(work, self._installed, self._failed, progressed=self._show_stage, asker=self)
        self._show_stage(0, len(STAGES), STAGES[0])
        self.changed.emit()

    def stop(self) -> None:
        """Asks for it to be given up; from the last stage on it goes through, and is told."""
        self._stop.set()

    def take_back(self) -> None:
        """The program from before the last update takes its place again."""
        desk = self._desk

        def done(_: object) -> None:
            self.update.say((self._text["undone"], State.DONE))
            self.enter()

        self.hall.write(
            lambda: updating.take_back(updating.program_folder(), desk), done, self._refused, asker=self
        )

    def _show_before(self, there: bool) -> None:
        self._has_before = there
        self.changed.emit()

    def _no_program(self, error: AppError) -> None:
        message = message_of(error)
        self.update.say((f"{message.says}{message.do}", State.SOON))

    def _show_seen(self, seen: UpdateSeen) -> None:
        self._seen = seen
        self.update.show_seen(seen)
        self.changed.emit()

    def _show_stage(self, at: int, of: int, stage: str) -> None:
        if self._running:
            said = self._text["running"].format(stage=self._text["stages"][stage], at=at + 1, of=of)
            self.update.say((said, State.WAITING))

    def _installed(self, done: Updated) -> None:
        self._ended()
        self.update.say((self._text["done"].format(version=done.release.version), State.DONE))
        self.enter()

    def _failed(self, error: AppError) -> None:
        self._ended()
        self._refused(error)

    def _refused(self, error: AppError) -> None:
        message = message_of(error)
        self.update.say((f"{message.says}{message.do}", State.LATE))
        if error.code in FIELD_OF_CODE:
            self.refusing(self.update.fields, FIELD_OF_CODE)(error)

    def _ended(self) -> None:
        self._running, self._seen = False, None
        self.changed.emit()

    def _rests(self) -> bool:
        return not self._running

    def _runs(self) -> bool:
        return self._running

    def _may(self) -> bool:
        return self._rests() and self._seen is not None and self._seen.refusal is None


def _has_before() -> bool:
    return updating.has_before(updating.program_folder())


def update_words() -> dict[str, Any]:
    """The words of the section."""
    found: dict[str, Any] = words_of("words/update_page.toml")["update_page"]
    return found
