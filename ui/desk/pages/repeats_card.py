"""Is it the same matter? (核对重复件): two stories whole beside each other, what became of each, the reasons, a key for each
answer.

In the place of the page's cards, never a window of its own. It lists matters, never people, and decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.codes import region
from app.errors import AppError
from app.readmodels import PersonRow
from app.services.side_by_side import Choice, Comparison, Side
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.matters import state_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.marked_text import Marked, MarkedText
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.desk.wording import short_day
from ui.messages import words
from ui.theme import current

ROWS = ("person", "received_on", "state", "place", "unit", "due", "answered", "papers", "visits")
STORY_LINES, MOST_LINES = 7, 15
"""Lines of a story that stand there at least, and at most before it scrolls."""


def repeats_words() -> dict[str, Any]:
    """The words of this card."""
    found: dict[str, Any] = words_of("words/repeats.toml")["repeats"]
    return found


def reasons_of(row: PersonRow, *, short: bool = False) -> str:
    """Why it is shown, in words: what the two have in common."""
    text = repeats_words()
    names = [
        name for name in ("same_id_number", "same_name", "near_name", "same_place") if getattr(row, name)
    ]
    said = [str(text[name]) for name in names]
    if row.similarity:
        said.append(str(text["similarity"]).format(percent=row.similarity))
    joined = str(text["between"]).join(said)
    return joined if short else str(text["reasons"]).format(reasons=joined)


class RepeatsCard(Card):
    """One candidate after the other beside the matter in hand. Esc puts it away."""

    turned = Signal(int)
    """Another candidate was chosen: its place among the rows."""
    closed = Signal()
    """It was put away."""

    def __init__(self, hall: Hall, acts: str) -> None:
        text = self._text = repeats_words()
        super().__init__(text["title"], text["keys"])
        self._hall = hall
        self._ask: Callable[[str], Comparison] = lambda _: Comparison(
            left=Side(), right=Side(), left_marks=(), right_marks=()
        )
        self._rows: tuple[PersonRow, ...] = ()
        self._at = 0
        self._built = False
        self._acts = str(text[acts])
        self.comparison: Comparison | None = None
        """What is shown."""
        self.taken: set[str] = set()
        """Fields of which the later registration's value is to stand."""
        self.choosing = False
        """Whether the fields to be chosen from are shown."""
        self.hide()

    @property
    def chosen(self) -> PersonRow | None:
        """The candidate that is shown."""
        return self._rows[self._at] if self._at < len(self._rows) and not self.isHidden() else None

    @property
    def texts(self) -> list[str]:
        """Everything that stands here, for tests."""
        return [label.text() for label in self.findChildren(QLabel) if not label.isHidden()]

    def open(self, rows: Sequence[PersonRow], at: int, ask: Callable[[str], Comparison]) -> None:
        """Shows the candidate at that place; `ask` reads it beside the matter in hand, in the read lane."""
        self._build()
        self._rows, self._at, self._ask = tuple(rows), min(at, max(len(rows) - 1, 0)), ask
        self.comparison = None
        self.show()
        self.right.setFocus()
        self._read()

    def turn(self, step: int) -> None:
        """The next candidate, or the one before."""
        if self._rows and not self.isHidden():
            self._at = (self._at + step) % len(self._rows)
            self.turned.emit(self._at)
            self._read()

    def drop(self, number: str) -> None:
        """Takes a candidate away that was said not to be the same; with the last one the card goes."""
        self._rows = tuple(row for row in self._rows if row.number != number)
        self._at = min(self._at, max(len(self._rows) - 1, 0))
        if self._rows:
            self._read()
        else:
            self.leave()

    def leave(self) -> bool:
        """Puts it away with what it shows; False when it was not there."""
        if self.isHidden():
            return False
        self.hide()
        self._rows, self.comparison = (), None
        for story in (self.left, self.right):
            story.show_text("")
        self.closed.emit()
        return True

    def say_below(self, text: str) -> None:
        """A line about all candidates, empty for none."""
        self._build()
        self.below.setText(text)
        self.below.setVisible(bool(text))

    def choose_fields(self) -> None:
        """Shows which fields the two registrations say differently."""
        found = self.comparison
        if found is None:
            return
        self.choosing, self.taken = True, set()
        self._show_choices(found.choices, found.right.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        choices = () if self.comparison is None else self.comparison.choices
        if self.choosing and 0 <= place < len(choices):
            self.taken ^= {choices[place].field}
            self._show_choices(choices, "" if self.comparison is None else self.comparison.right.number)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        """Makes its parts when it is first wanted."""
        if self._built:
            return
        self._built = True
        self.reasons = WrappedLine("", "body")
        self.content.addWidget(self.reasons)
        self._choices = QWidget()
        self._choice_column = QVBoxLayout(self._choices)
        self._choice_column.setContentsMargins(0, 0, 0, 0)
        self.content.addWidget(self._choices)
        self.below = WrappedLine("", "small")
        self.acts = WrappedLine(self._acts, "hint")
        self.content.addWidget(self.acts)
        self.content.addWidget(self.below)
        self.below.hide()
        self._grid_holder = QWidget()
        self._grid = QGridLayout(self._grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._heads = (text_label("", "card-title"), text_label("", "card-title"))
        for column, head in enumerate(self._heads, start=1):
            self._grid.addWidget(head, 0, column)
        self._values: dict[str, tuple[QLabel, QLabel, QLabel]] = {}
        for at, name in enumerate(ROWS, start=1):
            title = text_label(str(self._text["rows"][name]), "small")
            sides = (WrappedLine("", "body"), WrappedLine("", "body"))
            self._grid.addWidget(title, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(sides[0], at, 1)
            self._grid.addWidget(sides[1], at, 2)
            self._values[name] = (title, *sides)
        self.left, self.right = MarkedText(STORY_LINES), MarkedText(STORY_LINES)
        self._grid.setRowStretch(len(ROWS) + 3, 1)
        self._grid.addWidget(text_label(str(self._text["common"]), "hint"), len(ROWS) + 1, 1, 1, 2)
        self._grid.addWidget(self.left, len(ROWS) + 2, 1)
        self._grid.addWidget(self.right, len(ROWS) + 2, 2)
        self._grid.setRowStretch(len(ROWS) + 2, 100)
        self.content.addWidget(self._grid_holder, 1)

    def measure(self) -> None:
        """Gaps of the grid."""
        super().measure()
        if getattr(self, "_built", False):
            px = current.theme.px
            self._grid.setHorizontalSpacing(px(14))
            self._grid.setVerticalSpacing(px(2))
            for story in (self.left, self.right):
                story.setMaximumHeight(px(21 * MOST_LINES))

    def _read(self) -> None:
        row = self._rows[self._at]
        ask, number = self._ask, row.number
        self.choosing = False
        self._show_choices((), "")

        def shown(found: Comparison) -> None:
            if self.chosen is not None and self.chosen.number == number:
                self._show(row, found)

        def refused(error: AppError) -> None:
            self._hall.say_error(error)
            self.leave()

        self._hall.read(lambda: ask(number), shown, refused, asker=self, question=(id(self), "beside"))

    def _show(self, row: PersonRow, found: Comparison) -> None:
        self.comparison = found
        text = self._text
        self.set_title(str(text["title_of"]).format(place=self._at + 1, count=len(self._rows)))
        self.reasons.setText(reasons_of(row))
        self._heads[0].setText(found.left.number or str(text["typed"]))
        self._heads[1].setText(found.right.number)
        for name in ROWS:
            title, left, right = self._values[name]
            said = [_value(name, side) for side in (found.left, found.right)]
            left.setText(said[0])
            right.setText(said[1])
            for part in (title, left, right):
                part.setVisible(any(said))
        for story, side, marks in (
            (self.left, found.left, found.left_marks),
            (self.right, found.right, found.right_marks),
        ):
            closed = str(text["restricted_hint"]) if side.closed else side.story
            story.show_text(closed, [Marked(start, end, must=False) for start, end in marks])
            story.setAccessibleName(side.number or str(text["typed"]))
        self.measure()

    def _show_choices(self, choices: Sequence[Choice], into: str) -> None:
        for old in self._choices.findChildren(WrappedLine, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self._choice_column.removeWidget(old)
            old.hide()
            old.deleteLater()
        if self.choosing:
            text = self._text
            lines = [str(text["fold_title"]).format(into=into)]
            lines += [self._choice_line(at, choice) for at, choice in enumerate(choices, start=1)]
            lines.append(str(text["fold_hint"] if choices else text["fold_same"]))
            for at, line in enumerate(lines):
                made = WrappedLine(
                    line, "card-title" if at == 0 else "hint" if at == len(lines) - 1 else "body"
                )
                self._choice_column.addWidget(made)
        self._choices.setVisible(self.choosing)
        self.acts.setVisible(not self.choosing)

    def _choice_line(self, at: int, choice: Choice) -> str:
        text, taken = self._text, choice.field in self.taken
        kept, other = (
            " ".join(said.split())[:28] or str(text["none"]) for said in (choice.kept, choice.other)
        )
        marks = (text["fold_not"], text["fold_stands"]) if taken else (text["fold_stands"], text["fold_not"])
        field = field_title(choice.field)
        line = str(text["fold_row"])
        return line.format(key=at, field=field, first=marks[0], kept=kept, second=marks[1], other=other)


def field_title(name: str) -> str:
    """What a field of the registration is called on the screen."""
    return str(words("correctable").get(name, name))


def _value(name: str, side: Side) -> str:
    """What stands in a row for one side; empty where there is nothing."""
    text = repeats_words()["rows"]
    if side.closed:
        return short_day(side.received_on) if name == "received_on" else ""
    if name == "person":
        several = side.persons > 1 and side.person
        return (
            str(text["and_others"]).format(name=side.person, count=side.persons) if several else side.person
        )
    if name == "received_on":
        return _day(side.received_on)
    if name == "state":
        return state_words(side.state) if side.state else ""
    if name == "place":
        found = region(side.place) if side.place else None
        return side.place if found is None else found.name
    if name == "unit":
        return side.unit
    if name == "due":
        return "" if side.due is None else f"{_day(side.due)} {side.duty}"
    if name == "answered":
        return "\n".join(side.answers)
    if name == "papers":
        between = str(repeats_words()["between"])
        return between.join(f"{title} {short_day(on)}" for title, on in side.papers)
    return str(text["times"]).format(count=side.visits) if side.visits else ""


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
