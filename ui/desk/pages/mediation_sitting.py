"""The record of a sitting (调解会笔录) and of a talk with one side: typed line by line, names by a key, kept as it is typed.

Alt+1 to Alt+9 begin a line of that party, Alt+0 one of the mediator; what stands there is kept all the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QLineEdit

from app.domain.codes import codes
from app.domain.mediation.moments import moment_text
from app.domain.mediation.sides import Side
from app.domain.mediation.sitting import RecordSitting, RecordTalk
from app.domain.mediation.state import Mediation, SittingResult
from app.domain.mediation.typed import pauses_of, pauses_text, statements_of, text_of
from app.errors import BadInput
from app.services.mediation.reading import MediationView
from ui.desk.hall import Hall
from ui.desk.pages.kept_form import KeptForm, MomentLine
from ui.desk.pages.mediation_words import BETWEEN, WIDE_COMMA
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.story_field import StoryField
from ui.desk.widgets.ticks import TickRow

LINES = 14
"""Lines of the record that are in sight."""
YES, NO = "yes", "no"
COLON = "\uff1a"
HOURS_LATER = timedelta(hours=2)


class RecordForm(KeptForm):
    """The record of one sitting: time, place, who is there, every word, the result."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "sitting_form")
        self.state: Mediation | None = None
        text = self.text
        self._place = 1
        self.result = ChoiceField([Choice(code=c.code, word=c.label) for c in codes("sitting_results")])
        self.read_back = PickLine([(NO, text["not_yet"]), (YES, text["read_yes"])], NO)
        self.story = StoryField(lines=LINES)
        self.fields = {
            "began_at": Field(text["began_at"], MomentLine(), hint=text["time_hint"]),
            "ended_at": Field(text["ended_at"], MomentLine(), hint=text["time_hint"]),
            "room": Field(text["room"], QLineEdit()),
            "agenda": Field(text["agenda"], QLineEdit()),
            "present": Field(text["present"], TickRow(()), hint=text["present_hint"]),
            "others": Field(text["others"], QLineEdit(), hint=text["others_hint"]),
            "statements": Field(
                text["record"], self.story, keys=text["record_keys"], hint=text["record_hint"]
            ),
            "sitting_result": Field(text["result"], self.result, hint=text["result_hint"]),
            "pauses": Field(text["pauses"], QLineEdit(), hint=text["pauses_hint"]),
            "next_at": Field(text["next_at"], MomentLine(), hint=text["next_hint"]),
            "read_back": Field(text["read_back"], self.read_back, hint=text["read_hint"]),
        }
        self._card = Card(text["sitting"].format(place=self._place))
        for names, widths in (
            (("began_at", "ended_at", "room", "agenda"), (3, 3, 3, 6)),
            (("others",), (1,)),
            (("statements",), (1,)),
            (("sitting_result", "pauses", "next_at", "read_back"), (3, 3, 3, 4)),
        ):
            self._card.add_row(FieldRow(*(self.fields[name] for name in names), widths=widths))
        self._present_row: FieldRow | None = None
        self.column.addWidget(self._card)
        self.listen()
        for number in range(10):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.speak, number))

    @property
    def kept_as(self) -> str:
        """A record for each sitting."""
        return f"sitting/{'' if self.state is None else self.state.number}/{self._place}"

    def begin(self, view: MediationView) -> None:
        """Begins the next record, or goes on with the last one that nobody has signed."""
        clear_refusals(self.fields)
        state = self.state = self.subject = view.mediation
        last = state.sittings[-1] if state.sittings and not state.sittings[-1].signed else None
        self._place = last.place if last is not None else len(state.sittings) + 1
        self._card.set_title(self.text["sitting"].format(place=self._place))
        self._show_present(state)
        now = self.hall.session.now().replace(tzinfo=None)
        content = _first(now, self.text) if last is None else _of(last)
        self.put_back({**content, "present": ",".join(str(n) for n in range(1, len(state.parties) + 1))})
        self._wait.stop()
        self.load()
        self.story.setFocus()
        self.story.moveCursor(QTextCursor.MoveOperation.End)

    def speak(self, number: int) -> None:
        """Begins a line of the party with that number; 0 is the mediator."""
        state = self.state
        if state is None or number > len(state.parties):
            return
        mediator = self.text["mediator"] if state.mediator is None else state.mediator.name
        name = state.parties[number - 1].name if number else mediator
        self.story.moveCursor(QTextCursor.MoveOperation.End)
        begun = self.story.text.rstrip("\n")
        self.story.set_text(f"{begun}\n{name}{COLON}" if begun else f"{name}{COLON}")
        self.story.moveCursor(QTextCursor.MoveOperation.End)
        self.story.setFocus()

    def value(self) -> RecordSitting:
        """The record as it stands there. Raises BadInput("field.missing")."""
        clear_refusals(self.fields)
        said = self.typed
        if not self.result.code:
            raise BadInput("field.missing", field="sitting_result", name="sitting_result")
        return RecordSitting(
            sitting=self._place,
            began_at=str(said["began_at"]).strip().replace(" ", "T"),
            ended_at=str(said["ended_at"]).strip().replace(" ", "T"),
            present=tuple(int(code) for code in str(said["present"]).split(",") if code),
            sitting_result=SittingResult(self.result.code),
            room=str(said["room"]).strip(),
            others=tuple(name.strip() for name in _names(str(said["others"])) if name.strip()),
            agenda=str(said["agenda"]).strip(),
            statements=statements_of(str(said["statements"])),
            pauses=pauses_of(str(said["pauses"]), str(said["began_at"])),
            read_back=self.read_back.code == YES,
            next_at=str(said["next_at"]).strip().replace(" ", "T"),
        )

    @property
    def typed(self) -> dict[str, object]:
        """What stands in the form; the result by its code."""
        return {**super().typed, "sitting_result": self.result.code or self.result.text()}

    def _show_present(self, state: Mediation) -> None:
        """One tick for each party, with the number of its key."""
        if self._present_row is not None:
            self._card.content.removeWidget(self._present_row)
            self._present_row.deleteLater()
        ticks = TickRow([(str(at), f"{at} {party.name}") for at, party in enumerate(state.parties, 1)])
        field = self.fields["present"] = Field(self.text["present"], ticks, hint=self.text["present_hint"])
        self._present_row = FieldRow(field)
        self._card.content.insertWidget(2, self._present_row)


class TalkForm(KeptForm):
    """A talk with one side alone; what is written here no paper shows."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "sitting_form")
        self.state: Mediation | None = None
        text = self.text
        self.with_whom = PickLine([(c.code, c.label) for c in codes("mediation_sides")], Side.APPLICANT)
        self.story = StoryField(lines=LINES)
        self.fields = {
            "side": Field(text["with"], self.with_whom),
            "statements": Field(text["talk"], self.story, hint=text["talk_hint"]),
        }
        card = Card(text["talk_card"])
        card.add_row(FieldRow(self.fields["side"]))
        card.add_row(FieldRow(self.fields["statements"]))
        self.column.addWidget(card)
        self.listen()

    @property
    def kept_as(self) -> str:
        """One talk at a time for each mediation."""
        return f"talk/{'' if self.state is None else self.state.number}"

    def begin(self, view: MediationView) -> None:
        """An empty form, or what was half typed."""
        clear_refusals(self.fields)
        self.state = self.subject = view.mediation
        self.story.set_text("")
        self._wait.stop()
        self.load()
        self.story.setFocus()

    def value(self) -> RecordTalk:
        """The talk as it stands there."""
        clear_refusals(self.fields)
        sittings = 0 if self.state is None else len(self.state.sittings)
        return RecordTalk(
            side=Side(self.with_whom.code), statements=statements_of(self.story.text), sitting=sittings
        )


def _first(now: datetime, text: Mapping[str, Any]) -> dict[str, object]:
    """What a new record begins with: from now on, and what the mediator says first."""
    return {
        "began_at": moment_text(now).replace("T", " "),
        "ended_at": moment_text(min(now + HOURS_LATER, now.replace(hour=23, minute=59))).replace("T", " "),
        "statements": str(text["opening"]),
        "read_back": NO,
    }


def _of(sitting: Any) -> dict[str, object]:
    """A record that was written down and not signed yet."""
    return {
        "began_at": sitting.began_at.replace("T", " "),
        "ended_at": sitting.ended_at.replace("T", " "),
        "room": sitting.room,
        "agenda": sitting.agenda,
        "others": BETWEEN.join(sitting.others),
        "statements": text_of(sitting.statements),
        "sitting_result": str(sitting.result),
        "pauses": pauses_text(sitting.pauses),
        "next_at": sitting.next_at.replace("T", " "),
        "read_back": YES if sitting.read_back else NO,
    }


def _names(text: str) -> list[str]:
    return text.replace(WIDE_COMMA, BETWEEN).replace(",", BETWEEN).split(BETWEEN)
