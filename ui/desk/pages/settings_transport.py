"""Settings › exchange: by which folders packages leave this computer and come back without a hand, and when."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.clock import CHINA
from app.errors import BadInput
from app.services.transport_plan import TransportPlan
from resources.loader import words as words_of
from ui.bootstrap.opening import Desk
from ui.bootstrap.transports import TransportLook, change_transport, transport_plan
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.transport_watch import TransportWatch
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.status_note import StatusNote
from ui.theme import State

TEXTS = ("to", "certificates", "folder", "back", "extension", "closing")
NUMBERS = ("every_hours", "amber_days")
PROBLEMS = 4


class TransportCard(QWidget):
    """How it stands, and the fields."""

    def __init__(self) -> None:
        super().__init__()
        text = transport_words()
        standing = Card(text["card"])
        self.notes = [StatusNote() for _ in range(2 + PROBLEMS)]
        for note in self.notes:
            standing.content.addWidget(note)
        self.fields = {
            name: Field(text[name], QLineEdit(), hint=text[f"{name}_hint"]) for name in (*TEXTS, *NUMBERS)
        }
        plan = Card()
        plan.add_row(FieldRow(self.fields["to"], self.fields["certificates"]))
        plan.add_row(FieldRow(self.fields["folder"]))
        plan.add_row(FieldRow(self.fields["back"]))
        rest = [self.fields[name] for name in ("extension", "every_hours", "closing", "amber_days")]
        plan.add_row(FieldRow(*rest))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(standing)
        column.addWidget(plan)

    def show_plan(self, plan: TransportPlan) -> None:
        """Fills the fields."""
        for name, field in self.fields.items():
            editor = field.editor
            if isinstance(editor, QLineEdit):
                editor.setText(str(getattr(plan, name)))

    def show_look(self, found: TransportLook) -> None:
        """How it stands, in sentences."""
        text, last = transport_words(), found.last
        said = [(text["standing" if found.plan.stands else "standing_none"], State.WAITING)]
        if found.plan.stands:
            said = [(text["standing"], State.IN_TIME)]
            if last is None:
                said.append((text["never"], State.WAITING))
            else:
                at = f"{last.at.astimezone(CHINA):%m-%d %H:%M}"
                told = text["last"].format(at=at, packages=last.packages, applied=last.applied)
                said.append((told, State.SOON if last.problems else State.DONE))
                said += [(problem, State.LATE) for problem in last.problems]
        if found.waiting_since is not None:
            since = f"{found.waiting_since.astimezone(CHINA):%m-%d %H:%M}"
            said.insert(1, (text["waiting"].format(since=since), State.SOON))
        said += [("", State.WAITING)] * len(self.notes)
        for note, (words, state) in zip(self.notes, said, strict=False):
            note.say(words, state)

    def plan(self, before: TransportPlan) -> TransportPlan:
        """The plan as it stands in the fields. Raises BadInput("transport.…") at its field."""
        given: dict[str, Any] = {name: self.fields[name].text.strip() for name in TEXTS}
        for name in ("folder", "back", "certificates"):
            given[name] = str(Path(given[name]).expanduser()) if given[name] else ""
        for name in NUMBERS:
            typed = self.fields[name].text.strip()
            if not typed.isdecimal():
                raise BadInput("transport.plan_value", field=name, name=self.fields[name].label)
            given[name] = int(typed)
        return replace(before, **given)


class TransportSection(Section):
    """The transport of this computer."""

    def __init__(self, hall: Hall, desk: Desk, watch: TransportWatch) -> None:
        self.transport = TransportCard()
        super().__init__(hall, self.transport)
        text = transport_words()
        self._desk, self._watch = desk, watch
        self.remark = text["remark"]
        self.acts = (
            SectionAct(words=text["save"], act=self.save),
            SectionAct(words=text["run"], act=watch.run_now, keys=("Ctrl+E",)),
        )
        watch.looked.connect(self.transport.show_look)

    def enter(self) -> None:
        """Reads the plan and how it stands."""
        folder = self._desk.opened.folder
        self.hall.read(lambda: transport_plan(folder), self.transport.show_plan, asker=self, question="plan")
        self._watch.look()

    def save(self) -> None:
        """Keeps the plan."""
        clear_refusals(self.transport.fields)
        desk, card = self._desk, self.transport

        def kept(_: object) -> None:
            self.hall.say("transport.saved")
            self._watch.look()

        try:
            plan = card.plan(transport_plan(desk.opened.folder))
        except BadInput as error:
            self.refusing(card.fields)(error)
            return
        self.hall.write(lambda: change_transport(desk, plan), kept, self.refusing(card.fields), asker=self)


def transport_words() -> dict[str, Any]:
    """The words of the section."""
    found: dict[str, Any] = words_of("words/transport.toml")["transport_section"]
    return found
