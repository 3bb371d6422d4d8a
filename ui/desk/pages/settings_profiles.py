"""Settings › the overlays an office works by: switched on and off, given own numbers, taken from a file; looked at first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.errors import AppError, BadInput
from app.services.adoption import Proposal, propose_file, propose_off, propose_on
from app.services.profiles import ProfileRow, profile_rows
from app.services.session import Session
from ui.desk.hall import Hall
from ui.desk.pages.adoption_card import IDLE, SEEN, AdoptionCard, AdoptionFlow, profile_words
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.stepwise import Stepwise
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import short_day
from ui.messages import words
from ui.theme import State

NUMBERS = 2
"""Numbers of days of one overlay that an office may set, at most."""


class ProfilesCard(QWidget):
    """The list of overlays, what the chosen one holds with its form, a line to import a file, the before/after list."""

    def __init__(self, today: date) -> None:
        super().__init__()
        text = self._text = profile_words()
        self._list = Card(text["title"], text["keys"])
        self.table = RowTable(_columns(), key=lambda row: row.name)
        self._list.content.addWidget(self.table, 1)
        self._form = Card(text["title"])
        self._holds = text_label("", "small")
        self._holds.setWordWrap(True)
        self._form.content.addWidget(self._holds)
        self.since = Field(text["since"], DateField(today, today), hint=text["since_hint"])
        self.days = [Field("", NumberField(1, 999), hint=text["days_hint"]) for _ in range(NUMBERS)]
        self._row = self._form.add_row(FieldRow(self.since, *self.days))
        self.path = Field(
            text["import_path"], QLineEdit(), keys=text["import_keys"], hint=text["import_hint"]
        )
        self._import = Card(text["import_card"])
        self._import.add_row(FieldRow(self.path))
        self.preview = AdoptionCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(self._list, 2)
        column.addWidget(self._form)
        column.addWidget(self._import)
        column.addWidget(self.preview, 3)
        self.setFocusProxy(self.table)

    def show_profiles(self, rows: tuple[ProfileRow, ...]) -> None:
        """Shows the list; the chosen one stays chosen."""
        self.table.show_rows(rows)
        if self.table.current_row is None and rows:
            self.table.selectRow(0)
        self.describe(self.table.current_row)

    def describe(self, row: ProfileRow | None) -> None:
        """What the chosen overlay holds, and the numbers that may be set."""
        if row is None:
            return
        text = self._text
        parts = []
        if row.rules:
            listed = "、".join(_rule_line(row, at) for at in range(len(row.rules)))
            parts.append(text["holds"].format(rules=listed))
        if row.grounds:
            listed = "、".join(ground.title for ground in row.grounds)
            parts.append(text["holds_grounds"].format(grounds=listed))
        self._form.set_title(text["card"].format(title=row.title))
        self._holds.setText("    ".join(parts) or text["holds_nothing"])
        editable = [rule for rule in row.rules if rule.id in row.editable and rule.length is not None]
        for at, field in enumerate(self.days):
            shown = at < len(editable)
            if shown and isinstance(field.editor, NumberField):
                rule = editable[at]
                unit = "" if rule.length is None else words("units")[rule.length.unit]
                field.label.setText(text["days"].format(title=rule.title, unit=unit))
                field.editor.setAccessibleName(field.label.text())
                field.editor.set_value(None if rule.length is None else rule.length.n)
            for part in (field.head, field.editor, field.note):
                part.setVisible(shown)
        self._row.measure()

    def chosen_days(self, row: ProfileRow) -> dict[str, int]:
        """The office's own numbers that differ from those that stand there. Raises BadInput("overlay.days")."""
        editable = [rule for rule in row.rules if rule.id in row.editable and rule.length is not None]
        found = {}
        for rule, field in zip(editable, self.days, strict=False):
            editor = field.editor
            value = editor.value if isinstance(editor, NumberField) else None
            if value is None:
                raise BadInput("overlay.days", field=rule.id, most=999)
            if rule.length is not None and value != rule.length.n:
                found[rule.id] = value
        return found

    def fields_of(self, row: ProfileRow) -> dict[str, Field]:
        """The fields by the names that refusals give them."""
        editable = [rule.id for rule in row.rules if rule.id in row.editable]
        return {"since": self.since, **dict(zip(editable, self.days, strict=False))}

    def stand_back(self, back: bool) -> None:
        """The list and the forms give their room to the before/after list."""
        for part in (self._list, self._form, self._import):
            part.setVisible(not back)


class ProfilesSection(Section):
    """The overlays, one chosen at a time."""

    def __init__(self, hall: Hall, steps: Stepwise) -> None:
        self.profiles = ProfilesCard(hall.session.today())
        super().__init__(hall, self.profiles, grows=True)
        text = profile_words()
        self.flow = AdoptionFlow(hall, steps, self.profiles.preview, self._subject)
        self.flow.changed.connect(self._turn)
        self.flow.adopted.connect(self.enter)
        self.remark = text["remark"]
        self.acts = (
            SectionAct(words=text["adopt"], act=self.flow.adopt, offered=lambda: self.flow.state == SEEN),
            SectionAct(
                words=text["look_on"],
                act=self.look_on,
                offered=lambda: self.flow.state == IDLE,
                is_next=True,
            ),
            SectionAct(words=text["look_off"], act=self.look_off, keys=("Ctrl+D",), offered=self._can_end),
            SectionAct(
                words=text["give_up"],
                act=self.flow.give_up,
                keys=("Esc",),
                offered=lambda: self.flow.state not in (IDLE, "adopting"),
            ),
        )
        self.profiles.table.chosen.connect(self._choose)
        path = self.profiles.path.editor
        if isinstance(path, QLineEdit):
            path.returnPressed.connect(self.look_at_file)

    def enter(self) -> None:
        """Reads the overlays as they are now."""
        session = self.hall.session
        self.hall.read(
            lambda: profile_rows(session), self.profiles.show_profiles, asker=self, question="profiles"
        )

    def look_on(self) -> None:
        """What switching on, or other numbers, would change."""
        row = self.profiles.table.current_row
        if row is None:
            return
        refused = self._begin(row)
        try:
            days = self.profiles.chosen_days(row)
            since = self._since()
        except AppError as error:
            refused(error)
            return
        session = self.hall.session
        self.flow.look(lambda: propose_on(session, row.name, since=since, days=days), refused)

    def look_off(self) -> None:
        """What switching off would change."""
        row = self.profiles.table.current_row
        if row is None:
            return
        refused = self._begin(row)
        try:
            since = self._since()
        except AppError as error:
            refused(error)
            return
        session = self.hall.session
        self.flow.look(lambda: propose_off(session, row.name, since=since), refused)

    def look_at_file(self) -> None:
        """What a rules file of the office would change; a faulty one is refused at its line."""
        clear_refusals({"file": self.profiles.path, "since": self.profiles.since})
        path, session = Path(self.profiles.path.text.strip()), self.hall.session
        try:
            since = self._since()
        except AppError as error:
            show_refusal({"since": self.profiles.since}, error)
            return
        self.flow.look(partial(_proposed, session, path, since), self._refuse_file)

    def _since(self) -> date:
        editor = self.profiles.since.editor
        value = editor.value if isinstance(editor, DateField) else None
        if value is None:
            raise BadInput("field.type", field="since", name="since", type="2026-11-21")
        return value

    def _begin(self, row: ProfileRow) -> Callable[[AppError], object]:
        fields = self.profiles.fields_of(row)
        clear_refusals(fields)
        return self.refusing(fields)

    def _refuse_file(self, error: AppError) -> None:
        at_file = type(error)(error.code, field="file", **error.details)
        if not show_refusal({"file": self.profiles.path}, at_file):
            self.hall.say_error(error)

    def _can_end(self) -> bool:
        row = self.profiles.table.current_row
        return self.flow.state == IDLE and row is not None and row.on

    def _choose(self, row: ProfileRow) -> None:
        self.profiles.describe(row)
        self.changed.emit()

    def _turn(self) -> None:
        self.profiles.stand_back(self.flow.state != IDLE)
        if self.flow.state == IDLE:
            self.profiles.table.setFocus()
        self.changed.emit()

    def _subject(self, proposal: Proposal) -> str:
        rows = {row.name: row.title for row in self.profiles.table.rows}
        for item in proposal.overlays:
            if item.name == proposal.subject and item.text:
                return str(item.file.data["title"])
        return str(rows.get(proposal.subject, proposal.subject))


def _proposed(session: Session, path: Path, since: date) -> Proposal:
    """In the worker: reads the file. Raises BadInput("file.unreadable", "law.malformed", …)."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=path.name) from error
    return propose_file(session, path.name, text, since=since)


def _rule_line(row: ProfileRow, at: int) -> str:
    rule = row.rules[at]
    if rule.length is None:
        return rule.title
    return f"{rule.title} {rule.length.n} {words('units')[rule.length.unit]}"


def _columns() -> tuple[Column, ...]:
    text = profile_words()

    def state(row: ProfileRow) -> str:
        if not row.on:
            return str(text["off"])
        if row.since is None:
            return str(text["on"])
        return str(text["since_word"]).format(day=short_day(row.since))

    return (
        Column(
            title=text["state"],
            text=state,
            width=120,
            state=lambda row: State.DONE if row.on else State.WAITING,
        ),
        Column(title=text["name"], text=lambda row: row.title, width=260),
        Column(
            title=text["certainty"],
            text=lambda row: str(text["certainties"][row.certainty]),
            width=110,
            state=lambda row: State.DONE if row.certainty == "verified" else State.SOON,
        ),
        Column(
            title=text["rules"],
            text=lambda row: str(text["rules_count"]).format(count=len(row.rules) + len(row.grounds)),
            width=100,
        ),
        Column(title=text["source"], text=lambda row: row.source),
    )
