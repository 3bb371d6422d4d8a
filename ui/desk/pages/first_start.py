"""The first start: who the office is, the first accounts, the recovery code on paper. Nothing is made before the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.account import Role
from app.domain.codes import codes
from app.domain.office import OfficeSet
from app.domain.passwords import check_password
from app.domain.policy_profiles import profile
from app.errors import AppError
from app.services.offices import office_from
from resources.loader import words as words_of
from ui.desk.people import Person
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Editor, Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.new_password import SecretLine, rules_words
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.messages import message_of, words

FIRST = (Role.CLERK, Role.LEADER, Role.SECURITY_ADMINISTRATOR)
REAL, TRAINING = "real", "training"
NO, YES = "no", "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Everything the wizard gathered: the office, its people, the code that was typed back, whether to use the keyring."""

    office: OfficeSet
    people: tuple[Person, ...]
    typed: str
    keyring: bool = False


class FirstStartPage(PageFrame):
    """Three steps (two for training), each on one screen. Esc goes back, what was typed stays."""

    people_given = Signal(object)
    """The Person accounts, to be checked before the code is shown."""
    finished = Signal(object)
    """The Wish."""
    join_asked = Signal()
    """The office has a hall on a server, and this computer is to be one of its windows."""
    restore_asked = Signal()
    """There was a data folder, and somebody has a backup of it."""

    def __init__(self) -> None:
        self._text = words_of("words/window.toml")["first_start"]
        super().__init__(self._text["title"], self._text["keys"])
        self._chip = text_label("", "chip")
        self.header.add_chip(self._chip)
        self._office: OfficeSet | None = None
        self._step = 0
        self.fields: dict[str, Field] = {}
        self.people: dict[str, Field] = {}
        self._cards: Sequence[QWidget] = (self._office_card(), self._people_card(), self._code_card())
        for card in self._cards:
            self.main.addWidget(card)
        self.main.addStretch(1)
        self.next = self.add_act("", is_next=True)
        self.next.clicked.connect(self.go_on)
        self.back = self.add_act(self._text["back"])
        self.back.clicked.connect(self.go_back)
        self.restore = self.add_act(self._text["restore"])
        self.restore.clicked.connect(self.restore_asked)
        self.join = self.add_act(words_of("words/hall.toml")["join_page"]["first_start"])
        self.join.clicked.connect(self.join_asked)
        QShortcut(QKeySequence("F9"), self).activated.connect(self.restore.click)
        QShortcut(QKeySequence("F10"), self).activated.connect(self.join.click)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.go_on)
        QShortcut(QKeySequence("Ctrl+Enter"), self).activated.connect(self.go_on)
        self._show(0)

    @property
    def is_training(self) -> bool:
        """Whether sample data is wanted."""
        return self.fields["training"].text == TRAINING

    @property
    def step(self) -> int:
        """Which card is in front: 0 office, 1 accounts, 2 recovery code."""
        return self._step

    @property
    def code(self) -> str:
        """The recovery code as it stands on the screen."""
        return self._code.text()

    def offer_counties(self, counties: Sequence[Choice]) -> None:
        """The list behind the field of the area."""
        editor = self.fields["area"].editor
        if isinstance(editor, ChoiceField):
            editor.offer(counties)

    def show_code(self, code: str) -> None:
        """The recovery code, large, in two lines."""
        groups = code.split("-")
        half = len(groups) // 2
        self._code.setText("-".join(groups[:half]) + "-\n" + "-".join(groups[half:]))

    def go_on(self) -> None:
        """Checks this step and goes to the next; at the end asks for the folder to be made."""
        clear_refusals({**self.fields, **self.people, "typed": self.typed})
        if self._step == 0:
            self._take_office()
        elif self._step == 1:
            self.people_given.emit(self._people())
        elif self._office is not None and self.next.isEnabled():
            people = () if self.is_training else self._people()
            self.wait(self._text["making"])
            wish = Wish(
                office=self._office,
                people=people,
                typed=self.typed.text,
                keyring=self.keyring.code == YES,
            )
            self.finished.emit(wish)

    def accept_people(self) -> None:
        """The accounts are good: on to the recovery code."""
        self._show(2)

    def go_back(self) -> None:
        """The step before; the code goes out of sight."""
        if self._step == 2 and self.is_training:
            self._show(0)
        elif self._step > 0:
            self._show(self._step - 1)

    def wait(self, words: str) -> None:
        """Says what is being done; an empty text when nothing is."""
        self.next.setEnabled(not words)
        self.remark.show_keys(words or self._text["remark"])

    def refuse(self, error: AppError) -> bool:
        """Shows a refusal at its field, on the step that has it."""
        self.wait("")
        fields = {**self.fields, **self.people, "typed": self.typed}
        place = error.field or ""
        step = 0 if place in self.fields else 1 if place in self.people else self._step
        if step != self._step and place in fields:
            self._show(step)
        return show_refusal(fields, error)

    def _take_office(self) -> None:
        values = {name: field.text for name, field in self.fields.items()}
        area = self.fields["area"].editor
        if isinstance(area, ChoiceField):
            values["area"] = area.choice.code if area.choice else area.text().strip()
        if self.is_training:
            sample = str(words("cli")["training_phone"])
            values["phone"] = values["phone"] or sample
            values["complaint_phone"] = values["complaint_phone"] or sample
        try:
            self._office = office_from(values, training=self.is_training)
        except AppError as error:
            self.refuse(error)
            return
        self._show(2 if self.is_training else 1)

    def _people(self) -> tuple[Person, ...]:
        return tuple(
            Person(
                role=role,
                **{n: self.people[f"{role}.{n}"].text for n in ("account", "name", "password", "again")},
            )
            for role in FIRST
        )

    def _show(self, step: int) -> None:
        self._step = step
        for at, card in enumerate(self._cards):
            card.setVisible(at == step)
        self._count_steps()
        self.next.setText(self._text["finish" if step == 2 else "next"])
        self.back.setVisible(step > 0)
        self.wait("")
        first = {0: "name", 1: f"{Role.CLERK}.name", 2: "typed"}[step]
        editor = {**self.fields, **self.people, "typed": self.typed}[first].editor
        self.setFocusProxy(editor)
        editor.setFocus()

    def _count_steps(self) -> None:
        steps = 2 if self.is_training else 3
        self._chip.setText(self._text["step"].format(step=min(self._step + 1, steps), steps=steps))

    def _field(self, name: str, editor: Editor, hint: str = "") -> Field:
        hint = hint or str(self._text.get(f"{name}_hint", ""))
        self.fields[name] = Field(self._text[name], editor, hint=hint)
        return self.fields[name]

    def _office_card(self) -> Card:
        card = Card(self._text["office_card"])
        kinds = [(item.code, item.label) for item in codes("station_kinds")]
        uses = [(REAL, self._text["real_word"]), (TRAINING, self._text["training_word"])]
        card.add_row(FieldRow(self._field("name", QLineEdit()), self._field("area", ChoiceField())))
        card.add_row(
            FieldRow(self._field("kind", PickLine(kinds)), self._field("station", QLineEdit()), widths=(2, 1))
        )
        card.add_row(FieldRow(self._field("phone", QLineEdit()), self._field("complaint_phone", QLineEdit())))
        hours = self._field("hours", QLineEdit(), self._text["hours_example"])
        card.add_row(FieldRow(self._field("address", QLineEdit()), hours))
        card.add_row(FieldRow(self._field("training", PickLine(uses))))
        pick = self.fields["training"].editor
        if isinstance(pick, PickLine):
            pick.picked.connect(lambda _: self._count_steps())
        return card

    def _people_card(self) -> Card:
        card = Card(self._text["people_card"])
        told = text_label(f"{rules_words(profile(''))}{self._text['people_hint']}", "hint")
        told.setWordWrap(True)
        card.content.addWidget(told)
        titles = words("roles")
        for role in FIRST:
            row = []
            for name, label in (("name", "person"), ("account", "account"), ("password", "password")):
                row.append(self._person(role, name, label))
            row[0].label.setText(f"{titles[role.value]}  {self._text['person']}")
            row.append(self._person(role, "again", "again"))
            card.add_row(FieldRow(*row, widths=(3, 2, 3, 3)))
        return card

    def _person(self, role: Role, name: str, label: str) -> Field:
        secret = name in ("password", "again")
        editor = SecretLine() if secret else QLineEdit(role.value if name == "account" else "")
        if name == "password":
            editor.textEdited.connect(lambda _: self._judge(role))
        field = self.people[f"{role}.{name}"] = Field(self._text[label], editor)
        return field

    def _judge(self, role: Role) -> None:
        """Says of a password, while it is typed, whether it can be taken."""
        field, about = (
            self.people[f"{role}.password"],
            [self.people[f"{role}.{name}"].text for name in ("account", "name")],
        )
        if self._office is not None:
            about.append(self._office.name)
        try:
            check_password(field.text, profile(""), about)
        except AppError as error:
            field.warn(message_of(error).says)
        else:
            field.say_hint()

    def _code_card(self) -> Card:
        card = Card(self._text["code_card"])
        why = text_label(self._text["code_why"], "body")
        why.setWordWrap(True)
        self._code = text_label("", "figure")
        self._code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card.content.addWidget(why)
        card.content.addSpacing(16)
        card.content.addWidget(self._code)
        card.content.addSpacing(16)
        self.typed = Field(self._text["typed"], QLineEdit(), hint=self._text["typed_hint"])
        card.add_row(FieldRow(self.typed))
        text = words_of("words/keeping_page.toml")["wizard_keyring"]
        self.keyring = PickLine([(NO, text["no"]), (YES, text["yes"])])
        card.add_row(FieldRow(Field(text["label"], self.keyring, hint=text["hint"])))
        return card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
