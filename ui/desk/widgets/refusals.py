"""A refusal shown where it belongs: at its field, with what to do. Knows no form."""

from __future__ import annotations

from collections.abc import Mapping

from app.errors import AppError
from ui.desk.widgets.field import Field
from ui.messages import Message, message_of, message_of_code


def show_refusal(fields: Mapping[str, Field], error: AppError) -> bool:
    """Warns at the field that the error names and puts the cursor there; False where it names none of these."""
    field = fields.get(error.field or "")
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
