"""Settings › the phrase library: what is said often, in one wording; added, approved, retired by its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.office_wording import Phrase
from app.errors import BadInput
from app.services.session import Session
from ui.desk import template_desk
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.story_field import StoryField
from ui.messages import words
from ui.theme import State


def phrase_words() -> dict[str, Any]:
    """The words of this section."""
    return words("phrase_words")


class PhrasesCard(QWidget):
    """The list of phrases and the form of a new one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        text = self._text = phrase_words()
        self._session = session
        self._list = Card(text["list_title"], text["list_keys"])
        self.table = RowTable(self._columns(), key=lambda row: row.id, empty=text["none"])
        self._list.content.addWidget(self.table, 1)
        self.text = StoryField(lines=3)
        self.fields = {
            "text": Field(text["text"], self.text),
            "kind": Field(text["kind_field"], QLineEdit(), hint=text["kind_hint"]),
            "subject": Field(text["subject"], QLineEdit()),
            "until": Field(text["until"], DateField(session.today()), hint=text["until_hint"]),
        }
        add = Card(text["add_title"])
        add.add_row(FieldRow(self.fields["text"]))
        add.add_row(FieldRow(self.fields["kind"], self.fields["subject"], self.fields["until"]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(self._list, 1)
        column.addWidget(add)
        self.setFocusProxy(self.table)

    @property
    def until(self) -> date | None:
        """The last day that was typed."""
        editor = self.fields["until"].editor
        return editor.value if isinstance(editor, DateField) else None

    def show_phrases(self, rows: Sequence[Phrase]) -> None:
        """Shows the library, the newest first; the form is empty."""
        self.table.show_rows(tuple(reversed(rows)))

    def clear(self) -> None:
        """Empties the form."""
        for field in self.fields.values():
            field.clear()

    def _state(self, row: Phrase) -> str:
        if row.approved_on is None:
            return str(self._text["proposed"])
        if not row.in_use(self._session.today()):
            return str(self._text["retired"])
        until = "" if row.until is None else row.until.isoformat()
        return str(self._text["coming"]).format(day=until) if until else str(self._text["in_use"])

    def _people(self, row: Phrase) -> str:
        name = self._session.accounts.name_of
        return " → ".join(name(who) for who in (row.proposed_by, row.approved_by) if who)

    def _columns(self) -> tuple[Column, ...]:
        text = self._text

        def light(row: Phrase) -> State:
            if row.approved_on is None:
                return State.SOON
            return State.DONE if row.in_use(self._session.today()) else State.WAITING

        return (
            Column(title=text["state"], text=self._state, width=190, state=light),
            Column(title=text["for_kind"], text=lambda row: row.kind or str(text["any_kind"]), width=110),
            Column(title=text["subject"], text=lambda row: row.subject, width=120),
            Column(title=text["text"], text=lambda row: " ".join(row.text.split())),
            Column(title=text["people"], text=self._people, width=200),
        )


class PhrasesSection(Section):
    """The phrase library."""

    def __init__(self, hall: Hall) -> None:
        self.phrases = PhrasesCard(hall.session)
        super().__init__(hall, self.phrases, grows=True)
        text = phrase_words()
        self.remark = text["remark"]
        self.acts = (
            SectionAct(words=text["add"], act=self.add),
            SectionAct(words=text["approve"], act=self.approve, keys=("Ctrl+B",), offered=self._waits),
            SectionAct(words=text["retire"], act=self.retire, keys=("Ctrl+D",), offered=self._has_one),
        )
        self.phrases.table.chosen.connect(lambda _: self.changed.emit())

    def enter(self) -> None:
        """Reads the library anew."""
        session = self.hall.session
        self.hall.read(lambda: template_desk.phrases(session), self._show, asker=self, question="phrases")

    def add(self) -> None:
        """Proposes the phrase that was typed."""
        card, session = self.phrases, self.hall.session
        clear_refusals(card.fields)
        text, until = card.text.text, card.until
        kind, subject = card.fields["kind"].text.strip().upper(), card.fields["subject"].text
        self.hall.write(
            lambda: template_desk.add_phrase(session, text, kind, subject, until),
            lambda _: self._done("phrase.added", clear=True),
            self.refusing(card.fields),
            asker=self,
        )

    def approve(self) -> None:
        """Approves the chosen phrase."""
        row, session = self.phrases.table.current_row, self.hall.session
        if row is not None:
            self.hall.write(
                lambda: template_desk.approve_phrase(session, row.id),
                lambda _: self._done("phrase.approved"),
                self.refusing(self.phrases.fields),
                asker=self,
            )

    def retire(self) -> None:
        """Ends the chosen phrase by the day that was typed."""
        row, session, until = self.phrases.table.current_row, self.hall.session, self.phrases.until
        clear_refusals(self.phrases.fields)
        if until is None:  # an empty day means "for good" when a phrase is added: it never means "today"
            self.refusing(self.phrases.fields)(BadInput("phrase.no_day", field="until"))
        elif row is not None:
            self.hall.write(
                lambda: template_desk.retire_phrase(session, row.id, until),
                lambda _: self._done("phrase.retired"),
                self.refusing(self.phrases.fields),
                asker=self,
            )

    def _show(self, rows: Sequence[Phrase]) -> None:
        self.phrases.show_phrases(rows)
        self.changed.emit()

    def _done(self, note: str, *, clear: bool = False) -> None:
        if clear:
            self.phrases.clear()
        self.hall.say(note)
        self.hall.bus.tell(Changes(settings=True))
        self.enter()

    def _waits(self) -> bool:
        row = self.phrases.table.current_row
        return row is not None and row.approved_on is None

    def _has_one(self) -> bool:
        row = self.phrases.table.current_row
        return row is not None and row.in_use(self.hall.session.today())
