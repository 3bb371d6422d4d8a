"""Settings › the office's own words on papers: a kind is chosen, its texts are changed, seen, proposed, approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.office_wording import TemplateChange
from app.errors import AppError
from ui.desk import template_desk
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.template_desk import OpenedTemplate
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.paper_view import PaperView
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.story_field import StoryField
from ui.messages import message_of, words
from ui.theme import State

if TYPE_CHECKING:
    from datetime import date

    from app.services.office_templates import PlaceRow, TemplateRow


def template_words() -> dict[str, Any]:
    """The words of this section."""
    return words("template_words")


class TemplatesCard(QWidget):
    """The list of kinds, and in its place the editor of one: its texts, the chosen one, beside it a sample or the diff."""

    def __init__(self, today: date) -> None:
        super().__init__()
        text = self._text = template_words()
        self.texts: dict[str, str] = {}
        """The texts as they stand now, by place."""
        self._today = today
        self._shipped: dict[str, str] = {}
        self._place = ""
        self._list = Card("", text["list_keys"])
        self.table = RowTable(self._kind_columns(), key=lambda row: row.kind.kind)
        self._list.content.addWidget(self.table, 1)
        self._editor = Card("", text["editor_keys"])
        self.places = RowTable(self._place_columns(), key=lambda row: row.place)
        self.places.chosen.connect(self._choose)
        self._original = text_label("", "small")
        self._original.setWordWrap(True)
        self.own = StoryField(lines=4)
        self.own.textChanged.connect(self._typed)
        self.own_field = Field(text["own_text"], self.own, hint=text["own_hint"])
        self.since = Field(text["since"], DateField(today), hint=text["since_hint"])
        self.reason = Field(text["reason"], QLineEdit())
        self._editor.content.addWidget(self.places, 1)
        self._editor.content.addWidget(self._original)
        self._editor.add_row(FieldRow(self.own_field))
        self._editor.add_row(FieldRow(self.reason, self.since, widths=(3, 2)))
        self._beside = Card(text["look"])
        self.view = PaperView(self)
        self.diff = QPlainTextEdit()
        self.diff.setReadOnly(True)
        self.diff.setTabChangesFocus(True)
        self.diff.setAccessibleName(text["diff"])
        for part in (self.view, self.diff):
            self._beside.content.addWidget(part, 1)
            part.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._both = QWidget()
        line = QHBoxLayout(self._both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(11)
        column.addWidget(self._list, 1)
        column.addWidget(self._both, 1)
        line.addWidget(self._editor, 3)
        line.addWidget(self._beside, 2)
        self.show_list(True)
        self.setFocusProxy(self.table)

    @property
    def changed_texts(self) -> dict[str, str]:
        """The texts that differ from the shipped ones, by place."""
        return {place: text for place, text in self.texts.items() if text != self._shipped[place]}

    def show_list(self, shown: bool) -> None:
        """The list of kinds, or the editor in its place."""
        self._list.setVisible(shown)
        self._both.setVisible(not shown)
        (self.table if shown else self.places).setFocus()

    def show_kinds(self, rows: tuple[TemplateRow, ...]) -> None:
        """Fills the list."""
        self._list.set_title(str(self._text["list_title"]).format(count=len(rows)))
        self.table.show_rows(rows)

    def open(self, opened: OpenedTemplate, kept: dict[str, str] | None) -> None:
        """Shows the texts of a kind; `kept` are those that were typed and not proposed yet."""
        self._editor.set_title(str(self._text["editor_title"]).format(title=opened.title, kind=opened.kind))
        self._place = ""
        self._shipped = {row.place: row.shipped for row in opened.places}
        self.texts = {row.place: (kept or {}).get(row.place, row.text) for row in opened.places}
        self.places.show_rows(opened.places)
        self._choose(self.places.current_row)
        self.view.hide()
        self.diff.hide()
        self.show_list(False)

    def go_to(self, place: str) -> bool:
        """Chooses a text by its place; False where there is none."""
        found = next((at for at, row in enumerate(self.places.rows) if row.place == place), None)
        if found is not None:
            self.places.selectRow(found)
        return found is not None

    def show_sample(self, pdf: bytes) -> None:
        """The sample matter in the words of now."""
        self.diff.hide()
        self._beside.set_title(str(self._text["look"]))
        self.view.show()
        self.view.show_pdf(pdf)

    def show_diff(self, shown: str) -> None:
        """What differs from the shipped words."""
        self.view.hide()
        self._beside.set_title(str(self._text["differs"]))
        self.diff.show()
        self.diff.setPlainText(shown or str(self._text["same"]))

    def _choose(self, row: PlaceRow | None) -> None:
        if row is None:
            return
        self._place = ""
        self._original.setText(str(self._text["shipped_text"]).format(text=row.shipped))
        self.own.setPlainText(self.texts[row.place])
        self.own_field.say_hint()
        self._place = row.place
        QTimer.singleShot(0, self.places, lambda: self.places.scrollTo(self.places.currentIndex()))

    def _typed(self) -> None:
        if self._place:
            self.texts[self._place] = self.own.text
            self.places.viewport().update()

    def _kind_columns(self) -> tuple[Column, ...]:
        text = self._text

        def used(row: TemplateRow) -> str:
            shipped = row.used == row.kind.version
            return str(text["shipped"] if shipped else text["own"]).format(version=row.used)

        return (
            Column(title=text["kind"], text=lambda row: row.kind.kind, width=90),
            Column(title=text["title"], text=lambda row: row.kind.title, width=260),
            Column(title=text["used"], text=used, width=200),
            Column(
                title=text["state"],
                text=self._state,
                state=lambda row: State.SOON if template_desk.waiting_of(row) else None,
            ),
        )

    def _state(self, row: TemplateRow) -> str:
        waiting = template_desk.waiting_of(row)
        if waiting is not None:
            return str(self._text["waiting"]).format(version=waiting.version, by=waiting.proposed_by)
        last = row.changes[-1] if row.changes else None
        if last is None or last.withdrawn_on is not None or last.effective_from is None:
            return ""
        if last.based_on != row.kind.version:
            return str(self._text["outdated"])
        coming = last.effective_from > self._today
        return str(self._text["coming"]).format(day=last.effective_from.isoformat()) if coming else ""

    def _place_columns(self) -> tuple[Column, ...]:
        text = self._text

        def mark(row: PlaceRow) -> str:
            return str(text["changed"]) if self.texts[row.place] != row.shipped else ""

        def said(row: PlaceRow) -> str:
            return " ".join(self.texts[row.place].split())

        return (
            Column(title=text["place"], text=lambda row: row.place, width=130),
            Column(title=text["block"], text=lambda row: str(text["blocks"][row.block]), width=90),
            Column(title=text["state"], text=mark, width=80, firm=True),
            Column(title=text["text"], text=said),
        )


class TemplatesSection(Section):
    """The kinds of paper whose words an office may change."""

    def __init__(self, hall: Hall) -> None:
        self.templates = TemplatesCard(hall.session.today())
        super().__init__(hall, self.templates, grows=True)
        text = template_words()
        self.opened: OpenedTemplate | None = None
        """The kind that is being changed; None while the list is shown."""
        self._left: dict[str, dict[str, str]] = {}
        self.remark = text["remark_list"]
        self.acts = (
            SectionAct(words=text["propose"], act=self.propose, offered=self._is_open),
            SectionAct(words=text["preview"], act=self.preview, keys=("Ctrl+R",), offered=self._is_open),
            SectionAct(words=text["diff"], act=self.diff, keys=("Ctrl+D",), offered=self._is_open),
            SectionAct(
                words=text["approve"],
                act=self.approve,
                keys=("Ctrl+B",),
                offered=lambda: self._waiting() is not None,
            ),
            SectionAct(
                words=text["withdraw"],
                act=self.withdraw,
                keys=("Ctrl+T",),
                offered=lambda: self._ending() is not None,
            ),
            SectionAct(words=text["back"], act=self.back, keys=("Esc",), offered=self._is_open),
        )
        self.templates.table.opened.connect(self.open)

    def enter(self) -> None:
        """Reads the list anew."""
        session = self.hall.session
        self.hall.read(
            lambda: template_desk.rows(session), self._show_kinds, asker=self, question="templates"
        )

    def open(self, row: TemplateRow) -> None:
        """Shows the texts of a kind."""
        session = self.hall.session
        self.hall.read(
            lambda: template_desk.opened(session, row), self._show, asker=self, question="template"
        )

    def back(self) -> None:
        """Back to the list; what was typed and not proposed stays."""
        if self.opened is not None:
            self._left[self.opened.kind] = self.templates.changed_texts
        self.opened = None
        self.remark = template_words()["remark_list"]
        self.templates.show_list(True)
        self.changed.emit()

    def preview(self) -> None:
        """The sample matter in the words of now."""
        self._look(template_desk.preview, self.templates.show_sample)

    def diff(self) -> None:
        """What the words of now change of the shipped ones."""
        self._look(template_desk.diff, self.templates.show_diff)

    def propose(self) -> None:
        """Asks for approval of the words of now."""
        opened, session = self.opened, self.hall.session
        if opened is None:
            return
        texts, reason = self.templates.changed_texts, self.templates.reason.text
        self.hall.write(
            lambda: template_desk.propose(session, opened.kind, texts, reason),
            self._proposed,
            self._refuse,
            asker=self,
        )

    def approve(self) -> None:
        """Approves what waits, from the day that was typed."""
        change, session = self._waiting(), self.hall.session
        editor = self.templates.since.editor
        since = editor.value if isinstance(editor, DateField) else None
        if change is not None:
            self.hall.write(
                lambda: template_desk.approve(session, change, since),
                lambda _: self._done("template.approved", change),
                self._refuse,
                asker=self,
            )

    def withdraw(self) -> None:
        """Takes back what waits, or else out of use what is used."""
        change, session = self._ending(), self.hall.session
        if change is not None:
            self.hall.write(
                lambda: template_desk.withdraw(session, change),
                lambda _: self._done("template.taken_back", change),
                self._refuse,
                asker=self,
            )

    def _look(self, look: Any, show: Any) -> None:
        opened, session = self.opened, self.hall.session
        if opened is not None:
            texts = self.templates.changed_texts
            clear_refusals({"own": self.templates.own_field})
            self.hall.read(
                lambda: look(session, opened.kind, texts), show, self._refuse, asker=self, question="look"
            )

    def _show_kinds(self, rows: tuple[TemplateRow, ...]) -> None:
        self.templates.show_kinds(rows)
        self.changed.emit()

    def _show(self, opened: OpenedTemplate) -> None:
        self.opened = opened
        self.remark = template_words()["remark_edit"]
        self.templates.open(opened, self._left.get(opened.kind))
        self.changed.emit()
        self.preview()

    def _proposed(self, change: TemplateChange) -> None:
        self._done("template.proposed", change)

    def _done(self, note: str, change: TemplateChange) -> None:
        self._left.pop(change.kind, None)
        self.opened = None
        self.back()
        self.hall.say(note, change=f"{change.kind} {change.version}")
        self.hall.bus.tell(Changes(settings=True))
        self.enter()

    def _refuse(self, error: AppError) -> None:
        """A fault of a text is told at that text."""
        if error.field and self.templates.go_to(error.field):
            message = message_of(error)
            self.templates.own_field.warn(f"{message.says}{message.do}")
            self.templates.own.setFocus()
        elif not show_refusal({"since": self.templates.since}, error):
            self.hall.say_error(error)

    def _is_open(self) -> bool:
        return self.opened is not None

    def _waiting(self) -> TemplateChange | None:
        return None if self.opened is None else self.opened.waiting

    def _ending(self) -> TemplateChange | None:
        return None if self.opened is None else self.opened.waiting or self.opened.used
