"""The side column: what was registered last, who has been here before, what registering will cause, and why that day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.codes import label
from app.domain.law import ExplainedDay, Explanation
from app.domain.obligations import Obligation
from app.readmodels import PersonRow
from app.services.preview import Caused
from resources.loader import words
from ui.desk.pages.reception_strip import section
from ui.desk.pages.repeats_card import reasons_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.state_mark import StateMark
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import words as screen_words
from ui.theme import State, current

SHOWN = 3
"""Earlier matters that stand in the column at once."""
EXCERPT = 44
"""Characters of an earlier matter's words."""
FEW_DAYS = 7
"""Days of a clock that are listed one by one; of longer ones only those that differ."""


def short_day(day: date, today: date | None) -> str:
    """A day as it stands in lists: 12-06, with the year when it is another one."""
    if today is not None and day.year != today.year:
        return day.isoformat()
    return f"{day.month:02d}-{day.day:02d}"


def wrapped(text: str, role: str) -> QLabel:
    """A label that breaks its lines."""
    made = text_label(text, role)
    made.setWordWrap(True)
    return made


class Lines(Measured, QWidget):
    """Labels below each other, made anew for each content."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: list[QWidget] = []
        self.measure()

    def measure(self) -> None:
        """Narrow gaps."""
        self._column.setSpacing(current.theme.px(3))

    @property
    def texts(self) -> list[str]:
        """Everything that stands here, for reading aloud and for tests."""
        found: list[str] = []
        for widget in self._shown:
            for part in (widget, *widget.findChildren(QWidget)):
                if isinstance(part, QLabel):
                    found.append(part.text())
                elif isinstance(part, StateMark):
                    found.append(part.word)
        return found

    def show_lines(self, lines: Sequence[QWidget]) -> None:
        """These widgets in place of those that were here."""
        for old in self._shown:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = list(lines)
        for line in lines:
            self._column.addWidget(line)
        self.updateGeometry()


class EarlierCard(Card):
    """Earlier matters like the one being typed, with the reasons; Ctrl+B shows one whole beside it."""

    def __init__(self) -> None:
        text = self._text = section("earlier")
        super().__init__(text["title"], "")
        self.lines = Lines()
        self.content.addWidget(self.lines)
        self._rows: tuple[PersonRow, ...] = ()
        self._at = 0
        self._linked = ""
        self._apart: tuple[str, ...] = ()
        self._quiet = False
        self._draw()

    @property
    def chosen(self) -> PersonRow | None:
        """The matter that Ctrl+L and F8 mean."""
        return self._rows[self._at] if self._at < len(self._rows) else None

    @property
    def rows(self) -> tuple[PersonRow, ...]:
        """All that were found, newest first."""
        return self._rows

    def show_rows(self, rows: Sequence[PersonRow]) -> None:
        """What was found for what is typed now; one matter once. Who chose one keeps it while more is typed."""
        before = self.chosen
        self._rows = tuple({row.number: row for row in rows}.values())
        numbers = [row.number for row in self._rows]
        self._at = numbers.index(before.number) if before is not None and before.number in numbers else 0
        self._draw()

    def choose(self, step: int) -> None:
        """The next earlier matter, or the one before."""
        if self._rows:
            self._at = (self._at + step) % len(self._rows)
            self._draw()

    def show_link(self, number: str) -> None:
        """Which matter this registration is linked to; empty for none."""
        self._linked = number
        self._draw()

    def show_apart(self, numbers: tuple[str, ...]) -> None:
        """Which matters were found not to be this one; empty for none."""
        self._apart = numbers
        self._draw()

    def choose_at(self, at: int) -> None:
        """The earlier matter at that place, from 0."""
        if at < len(self._rows):
            self._at = at
            self._draw()

    @property
    def at(self) -> int:
        """The place of the chosen one."""
        return self._at

    def set_quiet(self, quiet: bool) -> None:
        """Numbers only: nothing of a person or a story."""
        self._quiet = quiet
        self._draw()

    def _draw(self) -> None:
        made: list[QWidget] = []
        if self._linked:
            made.append(StateMark(State.DONE, self._text["linked"].format(number=self._linked)))
        first = max(0, min(self._at - 1, len(self._rows) - SHOWN))
        for at, row in list(enumerate(self._rows))[first : first + SHOWN]:
            made += self._block(row, chosen=at == self._at)
        if self._apart:
            numbers = "、".join(self._apart)
            made.append(WrappedLine(self._text["apart"].format(numbers=numbers), "hint"))
        if not made:
            made.append(wrapped(self._text["quiet" if self._quiet else "nothing"], "hint"))
        elif len(self._rows) > SHOWN:
            made.append(wrapped(self._text["count"].format(count=len(self._rows)), "hint"))
        self.lines.show_lines(made)
        self.set_keys("" if len(self._rows) < 2 else self._text["keys"])

    def _block(self, row: PersonRow, *, chosen: bool) -> list[QWidget]:
        number = text_label(("▸ " if chosen and len(self._rows) > 1 else "") + row.number, "card-title")
        channel = label("channels", row.channel)
        state = screen_words("states").get(row.state, row.state)
        made: list[QWidget] = [
            number, wrapped(f"{row.received_on.isoformat()} {channel} • {state}", "small")
        ]  # fmt: skip
        same = reasons_of(row, short=True)
        excerpt = row.excerpt[:EXCERPT] + ("…" if len(row.excerpt) > EXCERPT else "")
        if not self._quiet:
            made += [WrappedLine(part, role) for part, role in ((same, "small"), (excerpt, "hint")) if part]
        if chosen:
            linked = self._linked == row.number
            made.append(WrappedLine(self._text["acts_linked" if linked else "acts"], "hint"))
        return made


class DutiesCard(Card):
    """What registering will cause, before the key is pressed."""

    def __init__(self) -> None:
        text = self._text = section("duties")
        super().__init__(text["title"], "")
        self.lines = Lines()
        self.content.addWidget(self.lines)
        self._caused: tuple[Caused, ...] = ()
        self._today: date | None = None
        self.lines.show_lines([wrapped(text["wait"], "hint")])

    @property
    def caused(self) -> tuple[Caused, ...]:
        """What stands in the card."""
        return self._caused

    @property
    def today(self) -> date | None:
        """The day for which they were computed; None before the first time."""
        return self._today

    @property
    def explained(self) -> tuple[Caused, ...]:
        """Those with a card of days, in order: what F10 goes through."""
        return tuple(item for item in self._caused if item.explanation is not None)

    def show_caused(self, caused: tuple[Caused, ...], today: date) -> None:
        """The obligations of a registration as the form stands now."""
        self._caused, self._today = caused, today
        lines: list[QWidget] = []
        for item in caused:
            lines.append(self._line(item.obligation, item.title, today))
            lines += self._law(item)
        self.lines.show_lines(lines or [wrapped(self._text["none"], "hint")])
        self.set_keys(self._text["keys"] if self.explained else "")

    def _line(self, item: Obligation, title: str, today: date) -> QWidget:
        state, word = due_words(item, today)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        mark = StateMark(state, f"{title}  {word}")
        mark.setMinimumWidth(1)
        mark.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(mark, 1)
        owner = str(words("words/law.toml")["parties"].get(item.owner, item.unit or item.owner))
        row.addWidget(text_label(owner, "small"))
        return line

    def _law(self, item: Caused) -> list[QWidget]:
        parts = [item.obligation.article]
        if item.obligation.voided_on is not None:
            parts.append(self._text["waived"])
        elif item.obligation.presumed:
            parts.append(self._text["presumed"])
        said = "  •  ".join(part for part in parts if part)
        if not said:
            return []
        made = wrapped(said, "hint")
        made.setIndent(current.theme.px(21))
        return [made]


def due_words(item: Obligation, today: date) -> tuple[State, str]:
    """State and day of an obligation that was just opened."""
    text = section("duties")
    if item.voided_on is not None:
        return State.WAITING, text["not_owed"]
    if item.due_office is None:
        return State.IN_TIME, text["no_day"]
    if item.due_office < today:
        return State.LATE, text["by"].format(day=short_day(item.due_office, today))
    if item.due_office == today:
        return State.SOON, text["today"]
    return State.IN_TIME, text["by"].format(day=short_day(item.due_office, today))


class WhyCard(Card):
    """Why this day (为什么是这一天): the rule in plain words and the days that matter. Never a window of its own."""

    def __init__(self) -> None:
        self._text = section("why")
        super().__init__(self._text["title"], self._text["keys"])
        self.lines = Lines()
        self.content.addWidget(self.lines)
        self.hide()

    def show_why(self, item: Caused, today: date | None) -> None:
        """Shows the card of one obligation."""
        card = item.explanation
        if card is None:
            return
        text = self._text
        made: list[QWidget] = [
            wrapped(f"{item.title}  {short_day(card.due_strict, today)}", "body"),
            wrapped(item.plain, "hint"),
            wrapped(text["start"].format(day=short_day(card.start, today)), "small"),
            wrapped(text["strict"].format(day=short_day(card.due_strict, today)), "small"),
        ]
        if card.due_legal != card.due_strict:
            made.append(wrapped(text["legal"].format(day=short_day(card.due_legal, today)), "small"))
        made += [wrapped(f"{short_day(day.day, today)}  {day.why}", "hint") for day in telling_days(card)]
        if card.provisional:
            made.append(wrapped(text["provisional"], "warning"))
        self.lines.show_lines(made)
        self.show()


def telling_days(card: Explanation) -> tuple[ExplainedDay, ...]:
    """The days of a card worth a line: all of a short clock; of a long one those from its last day on."""
    if len(card.days) <= FEW_DAYS:
        return card.days[1:]
    return tuple(day for day in card.days if day.day >= card.due_strict)


class DoneCard(Card):
    """The number that was given, large; what to do next, with its key."""

    def __init__(self) -> None:
        self._text = section("done")
        self._recovered: list[str] = []
        super().__init__(self._text["title"])
        self.number = text_label("", "figure")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.number.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.next = wrapped("", "body")
        self.paper = wrapped("", "small")
        for line in (self.number, self.next, self.paper):
            self.content.addWidget(line)
        self.hide()

    def show_number(
        self, number: str, duties: Sequence[Obligation], titles: Sequence[str], today: date
    ) -> None:
        """A registration that was just made, and its most urgent duty."""
        owed = [
            (item, title)
            for item, title in zip(duties, titles, strict=True)
            if item.kind == "duty" and item.voided_on is None and item.due_office is not None
        ]
        self._recovered.clear()
        self.set_title(self._text["title"])
        self.number.setText(number)
        if owed:
            item, title = min(owed, key=lambda pair: pair[0].due_office or date.max)
            _, word = due_words(item, today)
            self.next.setText(self._text["next"].format(duty=title, day=word))
        else:
            self.next.setText(self._text["next_open"])
        self.say_paper("")
        self.show()

    def show_recovered(self, number: str) -> None:
        """A registration that was made, but whose number nobody saw; the first in large letters, others below."""
        if not self._recovered:
            self.number.setText(number)
        self._recovered.append(number)
        self.set_title(self._text["recovered"])
        found = [self._text["recovered_next"].format(number=each) for each in self._recovered]
        self.next.setText("\n".join(found))
        self.say_paper("")
        self.show()

    def say_paper(self, text: str) -> None:
        """What became of the receipt."""
        self.paper.setText(text)
        self.paper.setVisible(bool(text))
