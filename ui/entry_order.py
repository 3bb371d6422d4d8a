"""The order in which the office types into the national system: its own file in the data folder, or the shipped one."""

from __future__ import annotations

from pathlib import Path

from app.errors import BadInput
from app.exchange.profiles.bridge import LARGEST
from app.exchange.profiles.entry_order import OWN_FILE, EntryOrder, read_order, shipped_order


def order_of(folder: Path | None) -> EntryOrder:
    """The order of that data folder. Raises BadInput("entry.mapping") at the line of its own file that is wrong."""
    path = None if folder is None else folder / OWN_FILE
    if path is None or not path.is_file():
        return shipped_order()
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST * 4 + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=path.name) from error
    return read_order(text, "own")
