"""What the command line says of matters in the exchange: where they stand, and why one was not taken."""

from __future__ import annotations

from app.clock import from_milliseconds
from app.errors import AppError
from app.package_ports import MatterResult
from app.services.standing import Standing
from ui.cli.output import error_object
from ui.messages import message_of, words
from ui.record_words import reason_in_words, relabelled


def instant(milliseconds: int) -> str | None:
    """UTC milliseconds as ISO 8601 with the offset of this country; None for 0."""
    return from_milliseconds(milliseconds).isoformat() if milliseconds else None


def why_object(why: AppError | None) -> dict[str, object]:
    """The keys `code`, `text`, `do` and `field` of a reason; none where nothing is wrong."""
    if why is None:
        return {}
    return dict(error_object(relabelled(why)))


def standing_object(item: Standing) -> dict[str, object]:
    """Where a matter stands with one office: `with`, `state`, `since`, and more where it waits."""
    made: dict[str, object] = {"with": item.station, "state": str(item.state), "since": instant(item.since)}
    if item.pending:
        made["pending"] = item.pending
    return {**made, **why_object(item.why)}


def result_object(told: MatterResult) -> dict[str, object]:
    """What became of one matter in one package."""
    why = reason_in_words(told.code, told.field) if told.code else None
    return {"number": told.number or None, "result": told.result, **why_object(why)}


def said_of(told: MatterResult) -> dict[str, str]:
    """The same for a sentence."""
    section = words("exchange_states")
    why = message_of(reason_in_words(told.code, told.field)).says if told.code else ""
    return {
        "number": told.number or str(section["no_number"]),
        "state": str(section["results"].get(told.result, told.result)),
        "why": why,
    }
