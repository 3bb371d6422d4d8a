"""Looks in a table (查阅记录): when, who, what they did, which value was shown in full, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.clock import CHINA
from app.services.looking import Opening
from resources.loader import words as words_of
from ui.desk.widgets.row_table import Column
from ui.desk.wording import short_day


def looks_words() -> dict[str, Any]:
    """The words of looks."""
    found: dict[str, Any] = words_of("words/people_window.toml")["looks"]
    return found


def look_columns(today: date) -> tuple[Column, ...]:
    """The columns of one matter's looks."""
    text = looks_words()

    def when(row: Opening) -> str:
        at = row.at.astimezone(CHINA)
        return f"{short_day(at.date(), today)} {at:%H:%M}"

    return (
        Column(title=text["when"], text=when, width=130, firm=True),
        Column(title=text["who"], text=lambda row: row.who, width=110),
        Column(title=text["what"], text=what_words, width=190),
        Column(title=text["revealed"], text=revealed_words, width=150),
        Column(title=text["reason"], text=lambda row: row.reason),
    )


def what_words(row: Opening) -> str:
    """What somebody did; a sealed part that was opened is said."""
    text, administration = looks_words(), words_of("words/administration.toml")["administration"]
    known = {**administration["kinds"], **administration["acts"], **text["acts"]}
    said = str(known.get(row.what, row.what))
    return str(text["sealed"]).format(what=said) if row.sealed else said


def revealed_words(row: Opening) -> str:
    """Which value was shown in full: 第 1 位信访人 证件."""
    if not row.revealed:
        return ""
    text, names = looks_words(), words_of("words/people_window.toml")["masked"]["fields"]
    parts: Sequence[str] = row.revealed.split("/")
    if len(parts) != 3:
        return row.revealed
    group, place, field = parts
    return str(text["value"]).format(
        place=place, group=text["groups"].get(group, group), field=names.get(field, field)
    )


def about_words(row: Opening) -> str:
    """What an act of administration was done to; settings of the computer and roles by their words."""
    computer, roles = words_of("words/administration.toml")["administration"]["computer"], words_of()["roles"]
    parts = [part.partition("=") for part in row.about.split(" ")]
    return " ".join(
        f"{computer.get(name, name)}：{computer.get(value, value)}" if between else str(roles.get(name, name))
        for name, between, value in parts
    )
