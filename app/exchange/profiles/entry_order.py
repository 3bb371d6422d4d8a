"""The order in which a matter is typed into a system that is a browser window beside us (录入次序). All of it is data.

A text like those of `bridge` (what fills a field, its words and lengths), with the system's name, the end that carries our
number and the field that takes it. An office may keep its own in its data folder; a mistake in it is refused at its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from app.errors import BadInput
from app.exchange.profiles.bridge import (
    FAULTS,
    BridgeColumn,
    BridgeProfile,
    fault_in,
    made_profile,
    parsed,
)
from resources.loader import read_text

OWN_FILE: Final = "system-entry.toml"
"""What an office's own order is called in its data folder."""
PLACE: Final = "{number}"
"""Where our number stands in the end of the summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryOrder:
    """The order of one system: its name, its fields with their words (`profile`), which of them ends with our number."""

    system: str
    profile: BridgeProfile
    number_end: str
    numbered: str

    def end_of(self, number: str) -> str:
        """What stands at the end of the summary for a matter of that number."""
        return self.number_end.replace(PLACE, number)

    @property
    def fields(self) -> tuple[BridgeColumn, ...]:
        """The fields in order."""
        return self.profile.columns


@cache
def shipped_order() -> EntryOrder:
    """The order that comes with the program."""
    return read_order(order_text(), "national")


def order_text() -> str:
    """The text of the shipped order, to be changed by an office."""
    return read_text("spreadsheets/entry.toml")


def read_order(text: str, name: str) -> EntryOrder:
    """Reads an order. Raises BadInput("entry.mapping") with what is wrong and in which line."""
    try:
        return _made(parsed(text), name)
    except FAULTS as error:
        what, line = fault_in(text, error)
        raise BadInput("entry.mapping", field="mapping", what=what, line=line) from error


def _made(raw: Mapping[str, Any], name: str) -> EntryOrder:
    rows = [dict(row) for row in raw["columns"]]
    marked = [str(row.get("title")) for row in rows if row.pop("numbered", False) is True]
    system, end = raw["system"], raw["number_end"]
    if not isinstance(system, str) or not system.strip():
        raise ValueError("system")
    if not isinstance(end, str) or PLACE not in end:
        raise ValueError("number_end")
    if len(marked) != 1:
        raise ValueError("numbered")
    rest = {key: value for key, value in raw.items() if key not in ("system", "number_end")}
    profile = made_profile({**rest, "columns": rows}, name)
    return EntryOrder(system=system.strip(), profile=profile, number_end=end, numbered=marked[0])
