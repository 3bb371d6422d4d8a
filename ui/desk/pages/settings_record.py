"""Settings › record: verifying that nothing was changed, crash numbers, and a diagnostic bundle that may be read first."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.clock import CHINA, from_milliseconds
from app.errors import AppError
from resources.loader import words as words_of
from ui.bootstrap.opening import Desk
from ui.desk import record_desk
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.record_desk import Bundle, Looked
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.tasks import Task
from ui.theme import State

NOTES = 4
FIELD_OF_CODE = {"audit.anchor": "digits"}


class RecordCard(QWidget):
    """What the last look found, a line for digits from a paper, crash numbers, the bundle."""

    def __init__(self) -> None:
        super().__init__()
        text = record_words()
        self.notes = [StatusNote() for _ in range(NOTES)]
        self.fields = {
            "digits": Field(text["digits"], QLineEdit(), keys=text["digits_keys"], hint=text["digits_hint"]),
            "folder": Field(text["folder"], QLineEdit(), keys=text["folder_keys"], hint=text["folder_hint"]),
        }
        record = Card(text["card"])
        for note in self.notes:
            record.content.addWidget(note)
        record.add_row(FieldRow(self.fields["digits"]))
        self.table = RowTable(_columns(text), key=lambda row: row["number"], empty=text["no_reports"])
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName(text["preview"])
        self.preview.hide()
        bundle = Card(text["help_card"])
        bundle.content.addWidget(self.table, 1)
        bundle.content.addWidget(self.preview, 2)
        bundle.add_row(FieldRow(self.fields["folder"]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(record)
        column.addWidget(bundle, 1)
        self.say([(text["not_yet"], State.WAITING)])

    def say(self, told: list[tuple[str, State]]) -> None:
        """What is known of the record, a note each."""
        for at, note in enumerate(self.notes):
            note.say(*(told[at] if at < len(told) else ("", State.WAITING)))

    def show_looked(self, looked: Looked) -> None:
        """What was found, in plain words."""
        text, found = record_words(), looked.found
        if looked.reproaches:
            self.say([(reproach, State.LATE) for reproach in looked.reproaches])
            return
        at = text["never"]
        if found.signed_at:
            at = f"{from_milliseconds(found.signed_at).astimezone(CHINA):%m-%d %H:%M}"
        newest = max((anchor.at for anchor in found.anchors if anchor.at), default="")
        told = [
            (
                text["sound"].format(entries=f"{found.journal.entries:,}", looks=f"{found.looks.entries:,}"),
                State.DONE,
            ),
            (text["signed"].format(count=found.signed, at=at, unsigned=found.unsigned), State.DONE),
        ]
        if found.anchors:
            when = newest[:16].replace("T", " ") or text["never"]
            told.append((text["anchors"].format(count=len(found.anchors), at=when), State.DONE))
        else:
            told.append((text["no_anchors"], State.SOON))
        self.say(told)


class RecordSection(Section):
    """The record of this data folder."""

    def __init__(self, hall: Hall, desk: Desk) -> None:
        self.record = RecordCard()
        super().__init__(hall, self.record, grows=True)
        self._desk, self._text = desk, record_words()
        self._running: Task | None = None
        text, own = self._text, walking_words()
        self.acts = (
            SectionAct(words=text["verify"], act=self.verify, offered=lambda: self._running is None),
            SectionAct(
                words=own["stop"], act=self.stop, keys=("Alt+T",), offered=lambda: self._running is not None
            ),
            SectionAct(words=text["look"], act=self.preview, keys=("Ctrl+P",)),
            SectionAct(words=text["write"], act=self.write, keys=("Ctrl+D",)),
        )
        self.remark = text["remark"]

    def enter(self) -> None:
        """Reads the crash numbers."""
        desk = self._desk
        self.hall.read(
            lambda: record_desk.reports(desk), self.record.table.show_rows, asker=self, question="reports"
        )

    def verify(self) -> None:
        """Walks the whole record beside the counter."""
        if self._running is not None:
            return
        clear_refusals(self.record.fields)
        desk, digits = self._desk, self.record.fields["digits"].text
        self.record.say([(self._text["running"], State.WAITING)])
        self._running = self.hall.long(
            lambda progress: record_desk.verified(desk, digits, progress),
            self._verified,
            self._not_verified,
            progressed=self._walked,
            asker=self,
        )
        self.changed.emit()

    def stop(self) -> None:
        """Gives the walk up; nothing is known of the record then."""
        if self._running is not None:
            self._running.cancel()
            self._ended()
            self.record.say([(walking_words()["stopped"], State.WAITING)])

    def _walked(self, done: int, total: int, _stage: str) -> None:
        percent = 100 * done // total if total else 0
        said = walking_words()["walked"].format(done=f"{done:,}", total=f"{total:,}", percent=percent)
        self.record.say([(said, State.WAITING)])

    def _ended(self) -> None:
        self._running = None
        self.changed.emit()

    def preview(self) -> None:
        """Shows everything that a bundle would hold."""
        desk = self._desk

        def show(found: Bundle) -> None:
            self.record.preview.setPlainText(found.text)
            self.record.preview.show()
            self.record.preview.setFocus()

        self.hall.read(lambda: record_desk.bundle(desk), show, asker=self, question="bundle")

    def write(self) -> None:
        """Writes the bundle into the folder that was typed."""
        clear_refusals(self.record.fields)
        desk, typed = self._desk, self.record.fields["folder"].text
        self.hall.read(
            lambda: record_desk.write(desk, typed),
            lambda file: self.hall.say("record.bundle_written", file=file),
            self._refused,
            asker=self,
        )

    def _verified(self, looked: Looked) -> None:
        self._ended()
        self.record.show_looked(looked)

    def _not_verified(self, error: AppError) -> None:
        self._ended()
        self.record.say([(self._text["not_yet"], State.WAITING)])
        self._refused(error)

    def _refused(self, error: AppError) -> None:
        self.refusing(self.record.fields, FIELD_OF_CODE)(error)


def record_words() -> dict[str, Any]:
    """The words of the section."""
    found: dict[str, Any] = words_of("words/keeping_window.toml")["record_section"]
    return found


def walking_words() -> dict[str, Any]:
    """The words of a walk that goes on."""
    found: dict[str, Any] = words_of("words/recovery_sheet.toml")["record_walk"]
    return found


def _columns(text: dict[str, Any]) -> tuple[Column, ...]:
    return (
        Column(title=text["number"], text=lambda row: str(row.get("number", "")), width=130, firm=True),
        Column(
            title=text["at"],
            text=lambda row: str(row.get("at", ""))[:16].replace("T", " "),
            width=170,
            firm=True,
        ),
        Column(title=text["kind"], text=lambda row: str(row.get("kind", ""))),
    )
