"""The form of a talk (谈话笔录): when, where, who, question and answer, how it was read back; kept as it is typed.

Alt+1 to Alt+9 put a question there; what the petitioner's own screen shows comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from app.domain.acts.conversing import RecordConversation
from app.domain.codes import codes
from app.domain.conversation import Conversation, ReadHow, RightTold
from app.domain.mediation.moments import moment_text
from app.domain.mediation.typed import statements_of, text_of
from app.domain.spoken_record import Statement
from app.services.conversations import ConversationView
from ui.desk.hall import Hall
from ui.desk.pages.kept_form import KeptForm, MomentLine
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import HELP, Field, FieldRow
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.question_field import QuestionField
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.story_field import StoryField
from ui.desk.widgets.ticks import TickRow

LINES = 6
"""Lines of the record that are in sight at least."""
NOT_YET = "not_yet"
ACT = "record-conversation"
BETWEEN, WIDE_COMMA = "\u3001", "\uff0c"
MINUTE = timedelta(minutes=1)
USUALLY_TOLD = tuple(item for item in RightTold if item is not RightTold.LANGUAGE)
"""What every petitioner is told. Nothing is ticked by itself: one key says that all of it was told."""


class ConversationForm(KeptForm):
    """One talk."""

    changed = Signal()
    """Something was typed or chosen."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "conversation")
        text = self.text
        self.number = ""
        """The matter."""
        self.place = 1
        """Which talk it is."""
        self._goes_on = False
        self.people: tuple[str, ...] = ()
        self.questions = QuestionField(text["ask"], text["answer"], lines=LINES)
        read = [(NOT_YET, str(text["not_yet"])), *((item.code, item.label) for item in codes("ways_read"))]
        self.read_how = PickLine(read, NOT_YET)
        remarks = StoryField(lines=2)
        remarks.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )  # room goes to what is said
        self.fields = {
            "began_at": Field(text["began_at"], MomentLine(), hint=text["time_hint"]),
            "ended_at": Field(text["ended_at"], MomentLine(), hint=text["ended_hint"]),
            "room": Field(text["room"], QLineEdit()),
            "receiver": Field(text["receiver"], QLineEdit()),
            "recorder": Field(text["recorder"], QLineEdit(), hint=text["recorder_hint"]),
            "speakers": Field(text["speakers"], TickRow(()), hint=text["speakers_hint"]),
            "others": Field(text["others"], QLineEdit(), hint=text["others_hint"]),
            "rights": Field(
                text["rights"],
                TickRow([(item.code, item.label) for item in codes("rights_told")]),
                keys=text["rights_keys"],
                hint=text["rights_hint"],
            ),
            "statements": Field(
                text["statements"], self.questions, keys=text["statements_keys"], hint=text["statements_hint"]
            ),
            "remarks": Field(text["remarks"], remarks, hint=text["remarks_hint"]),
            "read_how": Field(text["read_how"], self.read_how, hint=text["read_hint"]),
            "next_at": Field(text["next_at"], MomentLine(), hint=text["next_hint"]),
        }
        for name, field in self.fields.items():
            field.editor.setProperty(HELP, f"{ACT}.{name}")
        self._card = Card(str(text["place"]).format(place=self.place))
        self._card.add_row(
            self._row("began_at", "ended_at", "room", "receiver", "recorder", widths=(3, 3, 4, 3, 3))
        )
        self._card.add_row(self._row("rights"))
        said = self._row("statements")
        self._card.add_row(said)
        self._card.content.setStretchFactor(said, 1)
        self._card.add_row(self._row("remarks", "read_how", "next_at", widths=(8, 7, 4)))
        self._people_row: FieldRow | None = None
        self.column.addWidget(self._card)
        self.listen()
        for name in ("rights", "speakers"):
            self._hear_ticks(name)

    @property
    def kept_as(self) -> str:
        """A record for each talk of each matter."""
        return f"conversation/{self.number}/{self.place}"

    @property
    def typed(self) -> dict[str, object]:
        """What stands in the form; ticks by their codes."""
        made = super().typed
        for name in ("speakers", "rights"):
            editor = self.fields[name].editor
            made[name] = ",".join(editor.codes) if isinstance(editor, TickRow) else ""
        return {**made, "read_how": self.read_how.code}

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What was said so far."""
        return statements_of(self.questions.text)

    def begin(self, view: ConversationView, *, anew: bool = False) -> None:
        """Goes on with the last talk while nobody has signed it; else, or `anew`, begins the next."""
        clear_refusals(self.fields)
        self.number, self.subject = view.number, view
        last = view.last if view.last is not None and not view.last.signed and not anew else None
        self._goes_on = last is not None
        self.place = len(view.conversations) + 1 if last is None else last.place
        self._card.set_title(str(self.text["place"]).format(place=self.place))
        self._show_people(view.people)
        first = self._first() if last is None else self._of(last)
        self.put_back(first)
        self._wait.stop()
        self.load()
        self.questions.setFocus()

    def written(self, place: int) -> None:
        """It stands in the journal as that talk; whatever is typed now puts it right."""
        self.recorded()
        self.place, self._goes_on = place, True
        self._card.set_title(str(self.text["place"]).format(place=place))

    def tick_told(self) -> None:
        """Everything that is usually told was told."""
        editor = self.fields["rights"].editor
        if isinstance(editor, TickRow):
            editor.take(tuple(dict.fromkeys((*editor.codes, *USUALLY_TOLD))))

    def value(self) -> RecordConversation:
        """The talk as it stands there; one whose end was not written ends now."""
        clear_refusals(self.fields)
        said = {name: str(value).strip() for name, value in self.typed.items()}
        if not said["ended_at"]:
            said["ended_at"] = self._now_after(said["began_at"])
            self.put_back({**self.typed, "ended_at": said["ended_at"]})
        ticked = [self.people[int(at)] for at in said["speakers"].split(",") if at]
        return RecordConversation(
            conversation=self.place if self._goes_on else None,
            began_at=said["began_at"].replace(" ", "T"),
            ended_at=said["ended_at"].replace(" ", "T"),
            speakers=(*ticked, *_names(said["others"])),
            statements=self.statements,
            room=said["room"],
            receiver=said["receiver"],
            recorder=said["recorder"],
            rights=tuple(RightTold(code) for code in said["rights"].split(",") if code),
            read_how=None if said["read_how"] == NOT_YET else ReadHow(said["read_how"]),
            remarks=said["remarks"],
            next_at=said["next_at"].replace(" ", "T"),
        )

    def put_back(self, content: Mapping[str, object]) -> None:
        """Puts what was kept into the fields; whoever watches is told once."""
        super().put_back(content)
        self.changed.emit()

    def listen(self) -> None:
        """Every key begins the wait after which the form is kept, and is told at once."""
        super().listen()
        for field in self.fields.values():
            editor = field.editor
            if isinstance(editor, QLineEdit | StoryField):
                editor.textChanged.connect(lambda *_: self.changed.emit())
            elif isinstance(editor, PickLine):
                editor.picked.connect(lambda *_: self.changed.emit())

    def _row(self, *names: str, widths: tuple[int, ...] = (1,)) -> FieldRow:
        return FieldRow(*(self.fields[name] for name in names), widths=widths)

    def _hear_ticks(self, name: str) -> None:
        editor = self.fields[name].editor
        if isinstance(editor, TickRow):
            editor.changed.connect(self._wait.start)
            editor.changed.connect(self.changed)

    def _show_people(self, people: tuple[str, ...]) -> None:
        """One tick for each who may have spoken, and a line for whoever is not registered."""
        self.people = people
        if self._people_row is not None:
            self._card.content.removeWidget(self._people_row)
            self._people_row.hide()
            self._people_row.deleteLater()
        ticks = TickRow([(str(at), name) for at, name in enumerate(people)])
        text = self.text
        self.fields["speakers"] = Field(
            text["speakers"], ticks, hint=text["speakers_hint"], help_name=f"{ACT}.speakers"
        )
        self.fields["others"] = Field(text["others"], QLineEdit(), hint=text["others_hint"])
        self._people_row = self._row("speakers", "others", widths=(3, 2))
        self._card.content.insertWidget(2, self._people_row)
        self._hear_ticks("speakers")
        others = self.fields["others"].editor
        if isinstance(others, QLineEdit):
            others.textChanged.connect(lambda *_: self._wait.start())

    def _first(self) -> dict[str, object]:
        """What a new record begins with: now, who is signed in, the first petitioner, the first question."""
        name = self.hall.session.account.name
        return {
            "began_at": _typed(moment_text(self._now())),
            "receiver": name,
            "recorder": name,
            "speakers": "0" if self.people else "",
            "statements": f"{self.text['ask']}\uff1a",
            "read_how": NOT_YET,
        }

    def _of(self, held: Conversation) -> dict[str, object]:
        """A record that was written down and not signed yet."""
        name_of = self.hall.session.accounts.name_of
        return {
            "began_at": _typed(held.began_at),
            "ended_at": _typed(held.ended_at),
            "room": held.room,
            "receiver": name_of(held.receiver),
            "recorder": name_of(held.recorder),
            "speakers": ",".join(str(at) for at, name in enumerate(self.people) if name in held.speakers),
            "others": BETWEEN.join(name for name in held.speakers if name not in self.people),
            "rights": ",".join(held.rights),
            "statements": text_of(held.statements),
            "remarks": held.remarks,
            "read_how": NOT_YET if held.read_how is None else str(held.read_how),
            "next_at": _typed(held.next_at),
        }

    def _now(self) -> datetime:
        return self.hall.session.now().replace(tzinfo=None, second=0, microsecond=0)

    def _now_after(self, began: str) -> str:
        """This minute, or the one after the beginning where it began just now."""
        try:
            earliest = datetime.fromisoformat(began.replace(" ", "T")) + MINUTE
        except ValueError:
            return _typed(moment_text(self._now()))
        return _typed(moment_text(max(self._now(), earliest)))


def _typed(moment: str) -> str:
    return moment.replace("T", " ")


def _names(text: str) -> tuple[str, ...]:
    parts = text.replace(WIDE_COMMA, BETWEEN).replace(",", BETWEEN).split(BETWEEN)
    return tuple(part.strip() for part in parts if part.strip())
