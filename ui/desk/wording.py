"""How the screen says days, lights and duties. Words from resources, no widgets."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.law import Law
from app.domain.obligations import Obligation
from app.services.today import IN_TIME, LATE, SOON_LIGHT, WAITING
from resources.loader import words as words_of
from ui.messages import words
from ui.theme import State

STATES = {
    LATE: State.LATE,
    SOON_LIGHT: State.SOON,
    IN_TIME: State.IN_TIME,
    WAITING: State.WAITING,
}
"""Light → shape and colour."""


def today_words() -> dict[str, Any]:
    """The words of the board."""
    found: dict[str, Any] = words_of("words/today.toml")["today"]
    return found


def short_day(day: date | None, today: date | None = None) -> str:
    """11-21 in lists, with the year where it is not this one; a dash for none."""
    if day is None:
        return str(today_words()["none"])
    return (
        day.isoformat() if today is not None and day.year != today.year else f"{day.month:02d}-{day.day:02d}"
    )


def long_day(day: date) -> str:
    """2026年11月21日."""
    return str(today_words()["day"]).format(year=day.year, month=day.month, number=day.day)


def weekday(day: date) -> str:
    """星期六."""
    return str(today_words()["weekdays"][day.weekday()])


def light_words(light: str, days_left: int, *, has_day: bool = True) -> str:
    """逾期 2 天, 今天到期, 还剩 4 天."""
    text = today_words()
    if light == WAITING:
        return str(text["waiting_proof"] if has_day else text["no_day"])
    if days_left < 0:
        return str(text["late_days"]).format(days=-days_left)
    return str(text["today_due"] if days_left == 0 else text["days_left"]).format(days=days_left)


_OWN: dict[str, tuple[str, str]] = {}
"""Title and plain sentence of the rules of the office's own files, which no words of ours know."""


def name_rules(law: Law) -> None:
    """Learns what the rules of the office's own files are called."""
    _OWN.clear()
    _OWN.update({rule.id: (rule.title, rule.plain) for rule in law.rules if rule.called})


def rule_words(rule: str) -> tuple[str, str]:
    """Title and plain sentence of a rule; its id where it is of a file that is not here."""
    known = words("rules").get(rule)
    if known is None:
        return _OWN.get(rule, (rule, ""))
    return str(known["title"]), str(known["plain"])


def duty_title(item: Obligation) -> str:
    """The duty's short name, marked where its day is presumed or may move."""
    title = rule_words(item.rule)[0]
    if item.presumed and "（" not in title:
        return str(today_words()["presumed"]).format(title=title)
    if item.provisional and not item.presumed:
        return str(today_words()["provisional"]).format(title=title)
    return title


def owner_words(owner: str) -> str:
    """Who does it: a unit's name, a party, or this office."""
    if not owner:
        return str(today_words()["this_office"])
    return str(words("parties").get(owner, owner))
