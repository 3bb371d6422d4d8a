"""The "why this date" card: from when, which days count, which do not, and the article. Inline, never a pop-up."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout

from app.domain.law import ExplainedDay, Explanation
from app.domain.obligations import Obligation
from resources.loader import words as words_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.wording import duty_title, long_day, rule_words, short_day, weekday

LISTED = 14
"""Lines of days at most; the counted days between are drawn together."""


class ExplanationCard(Card):
    """Explains one obligation at a time; hidden until asked."""

    def __init__(self) -> None:
        self._text: dict[str, Any] = words_of("words/today.toml")["explanation"]
        super().__init__(self._text["title"], self._text["keys"])
        self._labels: list[QLabel] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.content.addLayout(self._lines)
        self.content.addStretch(1)
        self.hide()

    @property
    def lines(self) -> tuple[str, ...]:
        """What the card says, line by line."""
        return tuple(label.text() for label in self._labels)

    def explain(self, item: Obligation, found: Explanation | None) -> None:
        """Shows why the obligation ends on its day."""
        for label in self._labels:
            self._lines.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels.clear()
        self._say(duty_title(item), "card-title")
        self._say(item.article, "small")
        self._say(rule_words(item.rule)[1], "small")
        for text in self._days_of(item):
            self._say(text, "body")
        if found is None:
            self._say(self._text["no_days"], "hint")
        else:
            self._say(self._text["from"].format(day=long_day(found.start)), "small")
            for text in day_lines(found.days):
                self._say(text, "hint")
        self._warn(item)
        self.show()

    def _days_of(self, item: Obligation) -> list[str]:
        found = []
        if item.due_strict is not None:
            found.append(self._text["strict"].format(day=long_day(item.due_strict)))
        if item.due_legal is not None and item.due_legal != item.due_strict:
            found.append(self._text["legal"].format(day=long_day(item.due_legal)))
        if item.due_office is not None and item.due_office != item.due_strict:
            found.append(self._text["office"].format(day=long_day(item.due_office)))
        return found

    def _warn(self, item: Obligation) -> None:
        if item.extended:
            self._say(self._text["extended"].format(days=item.extended), "small")
        if item.handed_on is not None:
            self._say(self._text["posted"].format(day=long_day(item.handed_on)), "small")
        if item.presumed:
            self._say(self._text["presumed"], "warning")
        elif item.provisional:
            self._say(self._text["provisional"], "warning")

    def _say(self, text: str, role: str) -> None:
        if text:
            label = text_label(text, role)
            label.setWordWrap(True)
            self._lines.addWidget(label)
            self._labels.append(label)


def _run(day: ExplainedDay) -> str:
    return "counted" if day.code == "counted_day_off" else day.code


def day_lines(days: tuple[ExplainedDay, ...]) -> list[str]:
    """The days in lines: runs of plainly counted days drawn together, every other day by itself."""
    text = words_of("words/today.toml")["explanation"]
    lines = []
    for _, run in groupby(days, key=_run):
        together = list(run)
        if len(together) > 2 and together[0].counts:
            lines.append(
                text["counted"].format(
                    first=short_day(together[0].day), last=short_day(together[-1].day), count=len(together)
                )
            )
            continue
        lines += [
            text["line"].format(day=short_day(day.day), weekday=weekday(day.day), why=day.why)
            for day in together
        ]
    if len(lines) <= LISTED:
        return lines
    half = LISTED // 2
    return [*lines[:half], "……", *lines[-half:]]
