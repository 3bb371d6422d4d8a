"""Reading what options and words of a command say: days, and names with values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.errors import BadInput


def day(text: str, field: str = "day") -> date:
    """A day as YYYY-MM-DD. Raises BadInput("field.type")."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("field.type", field=field, name=field, type="date") from error


def day_or_none(text: str, field: str = "day") -> date | None:
    """The day of an option, None when it was left out. Raises BadInput("field.type")."""
    return day(text, field) if text else None


def pair(item: str) -> tuple[str, str]:
    """The name and the value of NAME=VALUE. Raises BadInput("act.field_shape")."""
    name, mark, value = item.partition("=")
    if not mark:
        raise BadInput("act.field_shape", field=item, given=item)
    return name, value


def pairs(items: Iterable[str]) -> dict[str, str]:
    """Values by name; a name that is said again counts as said last. Raises BadInput("act.field_shape")."""
    return dict(pair(item) for item in items)
