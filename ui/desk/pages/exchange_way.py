"""The way of one package in a sentence: when it was handed over, received and checked, and which matters were not taken."""

from __future__ import annotations

from app.clock import from_milliseconds
from app.exchange.results import MatterState
from app.package_ports import MatterResult
from app.services.outbox import PackageLine, PackageWay
from resources.loader import words as words_of
from ui.desk.wording import short_day
from ui.messages import message_of, words
from ui.record_words import reason_in_words
from ui.theme import State

MOST = 4
"""Matters that one sentence names; `packages` on the command line names all."""


def way_in_words(line: PackageLine, way: PackageWay) -> str:
    """What became of a package."""
    text = words_of("words/open_items.toml")["open_items"]["way"]
    steps = [
        str(text["at"]).format(
            day=short_day(from_milliseconds(step.at).date()), step=text["steps"].get(step.step, step.step)
        )
        for step in way.steps
    ]
    told = [_matter(item, text) for item in way.matters[:MOST]]
    if len(way.matters) > MOST:
        told.append(str(text["more"]).format(count=len(way.matters)))
    nothing = text["none" if line.sent else "came"]
    return str(text["line"]).format(
        name=line.name,
        steps=str(text["steps_between"]).join(steps) or nothing,
        matters=str(text["matters_between"]).join(told) + ("。" if told else ""),
    )


def way_state(way: PackageWay) -> State:
    """How it looks: late when a matter was not taken."""
    if any(item.result == MatterState.REJECTED for item in way.matters):
        return State.LATE
    return State.SOON if any(item.result == MatterState.HELD for item in way.matters) else State.WAITING


def _matter(item: MatterResult, text: dict[str, str]) -> str:
    section = words("exchange_states")
    why = message_of(reason_in_words(item.code, item.field)).says if item.code else ""
    return text["matter"].format(
        number=item.number or section["no_number"],
        state=section["results"].get(item.result, item.result),
        why=text["why"].format(why=why) if why else "",
    )
