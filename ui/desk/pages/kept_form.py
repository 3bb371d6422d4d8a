"""A form whose words are kept as they are typed, so that nothing is lost with the power (草稿): what such forms share."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.mediation.drafting import drop_room_draft, keep_room_draft, room_draft
from ui.desk.hall import Hall
from ui.desk.widgets.choice import ChoiceField
from ui.desk.widgets.field import Field
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import show_refusal
from ui.desk.widgets.story_field import StoryField
from ui.desk.widgets.ticks import TickRow
from ui.messages import words
from ui.theme import current

PAUSE = 600
"""Milliseconds after a key until what stands there is kept."""


class MomentLine(Measured, QLineEdit):
    """A day and a time, never cut: `2026-11-22 09:30`."""

    def __init__(self) -> None:
        super().__init__()
        self.measure()

    def measure(self) -> None:
        """Room for sixteen characters."""
        self.setMinimumWidth(current.theme.px(146))


class KeptForm(QWidget):
    """A form in the place of the overview whose words are kept as they are typed, under a name of their own."""

    def __init__(self, hall: Hall, section: str) -> None:
        super().__init__()
        self.text = words(section)
        self.hall = hall
        self.subject: object | None = None
        """What the form is about; None before it was begun."""
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(11)
        self._loading = False
        self._recorded: dict[str, object] | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE)
        self._wait.timeout.connect(self.keep)

    @property
    def kept_as(self) -> str:
        """Under which name it is kept."""
        raise NotImplementedError

    @property
    def typed(self) -> dict[str, object]:
        """What stands in the form."""
        return {name: field.text for name, field in self.fields.items()}

    def keep(self) -> None:
        """Keeps what stands in the form."""
        self._wait.stop()
        if self.subject is None or self._loading or self.typed == self._recorded:
            return
        session, drafts, what, content = self.hall.session, self.hall.drafts, self.kept_as, self.typed
        self.hall.write(lambda: keep_room_draft(session, drafts, what, content), lambda _: None, asker=self)

    def recorded(self) -> None:
        """It was recorded: nothing is kept any more until something else stands there."""
        self._wait.stop()
        self._recorded = self.typed
        session, drafts, what = self.hall.session, self.hall.drafts, self.kept_as
        self.hall.write(lambda: drop_room_draft(session, drafts, what), lambda _: None, asker=self)

    def refuse(self, error: AppError) -> bool:
        """Shows a refusal at its field; False where it belongs to none here."""
        return show_refusal(self.fields, error)

    def load(self) -> None:
        """Brings back what was kept."""
        session, drafts, what = self.hall.session, self.hall.drafts, self.kept_as
        self._loading = True

        def found(content: Mapping[str, object] | None) -> None:
            if content is not None:
                self.put_back(content)
            self._loading = False

        self.hall.read(lambda: room_draft(session, drafts, what), found, asker=self, question="room-draft")

    def put_back(self, content: Mapping[str, object]) -> None:
        """Puts what was kept into the fields."""
        for name, field in self.fields.items():
            put(field, str(content.get(name, "")))

    def listen(self) -> None:
        """Every key begins the wait after which the form is kept."""
        for field in self.fields.values():
            editor = field.editor
            if isinstance(editor, QLineEdit | StoryField):
                editor.textChanged.connect(lambda *_: self._wait.start())
            elif isinstance(editor, PickLine):
                editor.picked.connect(lambda *_: self._wait.start())


def put(field: Field, said: str) -> None:
    """Puts a text or a code into a field."""
    editor = field.editor
    if isinstance(editor, ChoiceField):
        if not editor.take_code(said):
            editor.setText(said)
    elif isinstance(editor, StoryField):
        editor.set_text(said)
    elif isinstance(editor, QLineEdit):
        editor.setText(said)
    elif isinstance(editor, PickLine):
        editor.take(said)
    elif isinstance(editor, TickRow):
        editor.take([code for code in said.split(",") if code])
