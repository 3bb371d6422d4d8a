"""A refusal shown where it belongs: at its field, with what to do. Knows no form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.errors import AppError
from ui.desk.widgets.field import Field
from ui.messages import Message, message_of, message_of_code

NOWHERE: Mapping[str, str] = MappingProxyType({})
"""No code has a field that the error does not name itself."""


def field_of(error: AppError, places: Mapping[str, str]) -> str:
    """The field that an error belongs to: what a form says of its code, else what the error names; empty for none."""
    return places.get(error.code, error.field or "")


def show_refusal(fields: Mapping[str, Field], error: AppError, places: Mapping[str, str] = NOWHERE) -> bool:
    """Warns at the field of the error and puts the cursor there; False where it belongs to none of these.

    `places` are the fields of codes that name none, or another one.
    """
    field = fields.get(field_of(error, places))
    if field is None:
        return False
    message = message_with_label(error, field.label.text())
    field.warn(f"{message.says}{message.do}")
    field.editor.setFocus()
    return True


def message_with_label(error: AppError, label: str) -> Message:
    """The words of an error, calling the field what the screen calls it."""
    if "name" not in error.details:
        return message_of(error)
    return message_of_code(error.code, **{**error.details, "name": label})


def clear_refusals(fields: Mapping[str, Field]) -> None:
    """Takes the warnings away."""
    for field in fields.values():
        field.say_hint()
