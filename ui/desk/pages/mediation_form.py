"""Taking a mediation (受理调解): where it comes from, who, about what; kept field by field, saved with one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from app.domain.codes import codes
from app.domain.mediation.opening import OpenMediation
from app.domain.mediation.register import Register
from app.domain.mediation.state import Source
from app.errors import AppError, BadInput
from app.services.mediation.drafting import drop_room_draft, keep_room_draft, room_draft
from app.services.mediation.from_matter import TakenOver, take_over
from app.services.mediation.opening import OpenedMediation, open_mediation
from app.services.mediation.reading import read_register
from ui.desk.hall import Hall
from ui.desk.pages.mediation_parties import NO, YES, PartyLines
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Editor, Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.story_field import StoryField
from ui.messages import words

DRAFT = "mediation-form"
PAUSE = 600
"""Milliseconds after a key until the form is kept."""
PLACES = {"mediation.no_side": "parties.2.name", "mediation.too_few": "parties.2.name"}

_LEAST = {"body": 176}
"""The name of a committee, 示范镇人民调解委员会, in pixels of the 14-pixel desk."""


class MediationFormPage(PageFrame):
    """The form of a new mediation; what is typed is kept until it was taken."""

    left = Signal()
    """Esc: back to the list."""

    def __init__(self, hall: Hall) -> None:
        text = self._text = words("mediation_form")
        super().__init__(text["title"], text["keys"])
        self._hall = hall
        self._busy = False
        self.source = ChoiceField([Choice(code=c.code, word=c.label) for c in codes("mediation_sources")])
        self.body = ChoiceField()
        self.kind = ChoiceField([Choice(code=c.code, word=c.label) for c in codes("dispute_kinds")])
        self.unlisted = PickLine([(NO, text["listed_word"]), (YES, text["unlisted_word"])], NO)
        editors: dict[str, Editor] = {
            "matter": QLineEdit(),
            "source": self.source,
            "body": self.body,
            "dispute_kind": self.kind,
            "place": QLineEdit(),
            "referred_by": QLineEdit(),
            "reference": QLineEdit(),
            "unlisted": self.unlisted,
            "dispute": StoryField(lines=3),
            "reason": StoryField(lines=2),
        }
        self.fields = {
            name: Field(text[name], e, hint=text[f"{name}_hint"], least=_LEAST.get(name, 0))
            for name, e in editors.items()
        }
        self.parties = PartyLines()
        case = Card(text["case_card"])
        for names, widths in (
            (("matter", "source", "body", "dispute_kind"), (3, 4, 5, 3)),
            (("place", "referred_by", "reference", "unlisted"), (3, 4, 4, 3)),
            (("dispute",), (1,)),
            (("reason",), (1,)),
        ):
            case.add_row(FieldRow(*(self.fields[name] for name in names), widths=widths))
        self.main.addWidget(case)
        self.main.addWidget(self.parties)
        self.main.addStretch(1)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PAUSE)
        self._wait.timeout.connect(self.keep)
        self._connect()
        self.setFocusProxy(self.fields["matter"].editor)
        self.open()

    def open(self) -> None:
        """Reads the bodies and what was half typed."""
        session, drafts = self._hall.session, self._hall.drafts
        self._hall.read(lambda: read_register(session), self._take_register, asker=self, question="register")
        self._hall.read(
            lambda: room_draft(session, drafts, DRAFT), self._take_draft, asker=self, question="draft"
        )

    def begin_from(self, number: str) -> None:
        """Begins with what a matter gives."""
        editor = self.fields["matter"].editor
        if isinstance(editor, QLineEdit):
            editor.setText(number)
        self.source.take_code(Source.MATTER)
        session = self._hall.session
        self._hall.read(lambda: take_over(session, number), self._take_over, self._refuse, asker=self)

    def keep(self) -> None:
        """Keeps what stands in the form."""
        session, drafts, content = self._hall.session, self._hall.drafts, self.typed
        self._hall.write(
            lambda: keep_room_draft(session, drafts, DRAFT, content),
            lambda _: self.remark.show_keys(self._text["saved"]),
            asker=self,
        )

    def save(self) -> None:
        """Takes the mediation."""
        if self._busy:
            return
        clear_refusals({**self.fields, **self.parties.fields})
        try:
            act = self.act()
        except AppError as error:
            self._refuse(error)
            return
        self._busy = True
        session, drafts = self._hall.session, self._hall.drafts

        def work() -> OpenedMediation | None:
            made = open_mediation(session, act)
            drop_room_draft(session, drafts, DRAFT)
            return made

        self._hall.write(work, self._saved, self._refuse, asker=self)

    def act(self) -> OpenMediation:
        """What stands in the form. Raises BadInput for a source, a body or a kind that is none."""
        chosen = {name: getattr(self, name).code for name in ("source", "body")}
        for name in ("source", "body"):
            if not chosen[name]:
                raise BadInput("field.missing", field=name, name=name)
        return OpenMediation(
            body=chosen["body"],
            source=Source(chosen["source"]),
            dispute_kind=self.kind.code or "other",
            dispute=self.fields["dispute"].text.strip(),
            parties=self.parties.parties,
            place=self.fields["place"].text.strip(),
            matter=self.fields["matter"].text.strip(),
            reference=self.fields["reference"].text.strip(),
            referred_by=self.fields["referred_by"].text.strip(),
            reason=self.fields["reason"].text.strip(),
            willing=self.parties.willing,
            unlisted=self.unlisted.code == YES,
        )

    @property
    def typed(self) -> dict[str, object]:
        """The form as a draft keeps it."""
        said: dict[str, object] = {name: field.text for name, field in self.fields.items()}
        for name in ("source", "body", "kind"):
            said[f"{name}_code"] = getattr(self, name).code
        return {**said, "parties": [line.content for line in self.parties.lines]}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._wait.stop()
            self.keep()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take_register(self, register: Register) -> None:
        open_bodies = [body for body in register.bodies.values() if not body.closed]
        self.body.offer([Choice(code=body.code, word=body.name) for body in open_bodies])
        if len(open_bodies) == 1 and not self.body.text():
            self.body.take_code(open_bodies[0].code)

    def _take_draft(self, content: Mapping[str, object] | None) -> None:
        if content is None:
            return
        for name, field in self.fields.items():
            said = str(content.get(name, ""))
            if isinstance(field.editor, ChoiceField):
                code = str(content.get(f"{'kind' if name == 'dispute_kind' else name}_code", ""))
                if not field.editor.take_code(code):
                    field.editor.await_code(code, said)
            elif isinstance(field.editor, PickLine):
                field.editor.take(said)
            elif isinstance(field.editor, StoryField):
                field.editor.set_text(said)
            elif isinstance(field.editor, QLineEdit):
                field.editor.setText(said)
        lines = content.get("parties", [])
        if isinstance(lines, list):
            self.parties.show_lines([line for line in lines if isinstance(line, dict)])
        self._wait.stop()

    def _take_over(self, taken: TakenOver) -> None:
        self.parties.take_applicants(taken.parties)
        story, place = self.fields["dispute"].editor, self.fields["place"].editor
        if isinstance(story, StoryField) and not story.text.strip():
            story.set_text(taken.dispute)
        if isinstance(place, QLineEdit) and not place.text().strip():
            place.setText(taken.place)
        self.fields["reason"].editor.setFocus()

    def _saved(self, made: OpenedMediation | None) -> None:
        self._busy = False
        self._wait.stop()
        self._empty()
        if made is not None:
            self._hall.asked_for_mediation.emit(made.number)

    def _empty(self) -> None:
        for name, field in self.fields.items():
            if name != "body":
                field.clear()
        self.unlisted.take(NO)
        self.parties.show_lines(())
        self._wait.stop()

    def _refuse(self, error: AppError) -> None:
        self._busy = False
        if not show_refusal({**self.fields, **self.parties.fields}, error, PLACES):
            self._hall.say_error(error)

    def _connect(self) -> None:
        self.add_act(self._text["save"], is_next=True).clicked.connect(self.save)
        self.add_act(self._text["leave"]).clicked.connect(self.left)
        self.remark.show_keys(self._text["remark"])
        matter = self.fields["matter"].editor
        if isinstance(matter, QLineEdit):
            matter.returnPressed.connect(self._matter_typed)
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+Return", self.save),
            ("Ctrl+Enter", self.save),
            ("Alt+N", self._add),
            ("Alt+X", self.parties.drop_last),
        )
        for key, act in acts:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(_called, act))
        for field in (*self.fields.values(), *self.parties.fields.values()):
            self._listen(field)

    def _listen(self, field: Field) -> None:
        editor = field.editor
        if isinstance(editor, QLineEdit | StoryField):
            editor.textChanged.connect(lambda *_: self._wait.start())
        elif isinstance(editor, PickLine):
            editor.picked.connect(lambda *_: self._wait.start())

    def _add(self) -> None:
        line = self.parties.add()
        if line is not None:
            for field in line.fields.values():
                self._listen(field)
            line.fields["name"].editor.setFocus()

    def _matter_typed(self) -> None:
        number = self.fields["matter"].text.strip()
        if number:
            self.begin_from(number)


def _called(act: Callable[[], object]) -> None:
    act()
