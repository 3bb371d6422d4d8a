"""The what-if card: choose what might happen and a day, see what would fall due and why. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout

from app.domain.changes_of_duties import Change
from app.domain.codes import find_code
from app.domain.law import Explanation
from app.errors import AppError
from app.services.session import Session
from app.services.what_if import Supposed, facts_that_begin, rules_with_days, what_if
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.explanation import day_lines
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.wording import duty_title, long_day, short_day
from ui.theme import current


def what_if_words() -> dict[str, Any]:
    """The words of the card."""
    found: dict[str, Any] = words_of("words/what_if.toml")["what_if"]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of the answer, and the days behind it; `role` is the label's."""

    text: str
    days: tuple[str, ...] = ()
    role: str = "body"


Ask = Callable[[str, date], Sequence[Answer]]
"""Code of what was chosen and the day → the lines of the answer; called in the read lane."""


class WhatIfCard(Card):
    """One question at a time; hidden until asked for. `choices` are what can be supposed."""

    def __init__(self, hall: Hall, label: str) -> None:
        self._text = what_if_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self._ask: Ask | None = None
        self.fact = ChoiceField(())
        self.day = DateField(hall.session.today(), hall.session.today())
        self.fields = {
            "fact": Field(label, self.fact, hint=self._text["ask_hint"]),
            "on": Field(self._text["day"], self.day, hint=self._text["day_hint"]),
        }
        self.add_row(FieldRow(self.fields["fact"]))
        self.add_row(FieldRow(self.fields["on"]))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.content.addLayout(self._lines)
        self.content.addStretch(1)
        self._labels: list[QLabel] = []
        self.fact.chosen.connect(lambda _: self.ask())
        self.day.textChanged.connect(lambda _: self.ask())
        self.measure()
        self.hide()

    def measure(self) -> None:
        """Below the answer there is a margin as below any text."""
        super().measure()
        px = current.theme.px
        self.content.setContentsMargins(px(16), px(12), px(16), px(16))

    @property
    def lines(self) -> tuple[str, ...]:
        """What the card says, line by line."""
        return tuple(label.text() for label in self._labels)

    def open(self, choices: Sequence[Choice], ask: Ask) -> None:
        """Shows the card with what can be supposed; what was chosen before stays if it still can be."""
        kept = self.fact.code
        self._ask = ask
        self.fact.offer(choices)
        if kept:
            self.fact.take_code(kept)
        self.show()
        self.fact.setFocus()
        self.ask()

    def ask(self) -> None:
        """Asks anew, when both are there."""
        on, code, ask = self.day.value, self.fact.code, self._ask
        if self.isHidden() or ask is None or on is None or not code:
            self._show(())
            return
        clear_refusals(self.fields)
        self._hall.read(lambda: ask(code, on), self._show, self._refuse, asker=self, question="what-if")

    def _refuse(self, error: AppError) -> None:
        self._show(())
        if not show_refusal(self.fields, error):
            self._hall.say_error(error)

    def _show(self, answers: Sequence[Answer]) -> None:
        for label in self._labels:
            self._lines.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels.clear()
        for answer in answers:
            self._say(answer.text, answer.role)
            for line in answer.days:
                self._say(line, "hint")
        if answers:
            self._say(self._text["nothing_written"], "small")

    def _say(self, text: str, role: str) -> None:
        label = text_label(text, role)
        label.setWordWrap(True)
        label.setToolTip(text)
        self._lines.addWidget(label)
        self._labels.append(label)


def fact_choices(session: Session) -> tuple[Choice, ...]:
    """What can be supposed for a matter at this kind of station."""
    found = []
    for name in facts_that_begin(session.law, session.office.kind):
        known = find_code("milestones", name)
        found.append(Choice(code=name, word=name if known is None else known.label))
    return tuple(found)


def rule_choices(session: Session) -> tuple[Choice, ...]:
    """The rules that a bare day can be asked about."""
    return tuple(
        Choice(code=rule.id, word=rule.title, path=rule.article) for rule in rules_with_days(session.law)
    )


def answers_for_matter(session: Session, number: str, fact: str, on: date) -> tuple[Answer, ...]:
    """What would follow for a matter, the new duties first."""
    found = what_if(session, number, fact, on).changes
    ordered = sorted(found, key=lambda item: item.duty.change is not Change.NEW)
    text = what_if_words()
    return tuple(_answer(item, on) for item in ordered) or (Answer(text=text["nothing_follows"]),)


def answers_for_rule(session: Session, rule: str, on: date) -> tuple[Answer, ...]:
    """When a clock ends that begins on a day."""
    found = session.law.explain(rule, on, session.calendar)
    line = what_if_words()["bare"].format(strict=long_day(found.due_strict), legal=long_day(found.due_legal))
    return (
        Answer(text=line, role="card-title"),
        Answer(text=found.article, role="small", days=_days(found)),
    )


def _answer(item: Supposed, today: date) -> Answer:
    text, duty = what_if_words(), item.obligation
    title = duty_title(duty)
    if item.duty.change is Change.ENDED:
        return Answer(text=text["ended"].format(title=title), role="small")
    if duty.due_strict is None and duty.due_legal is None:
        return Answer(text=text["new_without_day"].format(title=title), role="small")
    before = item.duty.before
    if item.duty.change is Change.MOVED and before is not None:
        line = text["moved"].format(
            title=title,
            before=short_day(before.due_office or before.due_legal, today),
            after=short_day(duty.due_office or duty.due_legal, today),
        )
    else:
        line = text["new"].format(
            title=title, strict=short_day(duty.due_strict, today), legal=short_day(duty.due_legal, today)
        )
    return Answer(text=line, role="card-title", days=() if item.why is None else _days(item.why))


def _days(found: Explanation) -> tuple[str, ...]:
    return tuple(day_lines(found.days))
