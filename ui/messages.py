"""AppError → a Chinese sentence that says what happened, what to do, and that nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from app.errors import AppError
from resources.loader import names_in, read_toml

NO_SERVER = "db.no_server"
"""The hall's server, or the county's, cannot be reached: the window says more than the words of it."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown: the stable code, what happened, what to do now."""

    code: str
    says: str
    do: str
    field: str | None = None


def message_of(error: AppError) -> Message:
    """The words of an error; its details fill the places of the sentence."""
    row = _errors().get(error.code, _errors()["bug.no_words"])
    details = {name: str(value) for name, value in error.details.items()}
    return Message(error.code, _filled(row["says"], details), _filled(row["do"], details), error.field)


def message_of_code(code: str, **details: object) -> Message:
    """The words of a code that is no raised error: a warning of registration, a note that something was done."""
    row = _errors().get(code) or _warnings().get(code) or words("notes").get(code)
    if row is None:
        return Message(code, code, "")
    filled = {name: str(value) for name, value in details.items()}
    if isinstance(row, str):  # a remark beside a field is one sentence, with nothing to do
        return Message(code, _filled(row, filled), "")
    return Message(code, _filled(row["says"], filled), _filled(row.get("do", ""), filled))


def _filled(text: str, details: dict[str, str]) -> str:
    for name, value in details.items():
        text = text.replace("{" + name + "}", value)
    return text


@cache
def _sections() -> dict[str, dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {}
    for name in names_in("words", ".toml"):
        for section, rows in read_toml(f"words/{name}").items():
            if isinstance(rows, dict):
                merged.setdefault(section, {}).update(rows)
    return merged


def words(section: str) -> dict[str, Any]:
    """A section of the words of the screen, merged over all words files."""
    return _sections().get(section, {})


def _errors() -> dict[str, Any]:
    return words("errors")


def _warnings() -> dict[str, Any]:
    return words("warnings")
