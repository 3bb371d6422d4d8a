"""How a data folder can be opened, asked by the door of the window before anything heavy is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.ways_in import ways_in as of_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """What can be told of a data folder without opening it: is it there, for training, what opens it."""

    exists: bool
    training: bool = False
    accounts: tuple[str, ...] = ()
    keyring: bool = False


def ways_in(folder: Path) -> WaysIn:
    """How a folder can be opened. Raises Unavailable("keys.lost"), Damaged("keys.file")."""
    found = of_folder(folder)
    if found is None:
        return WaysIn(exists=False)
    return WaysIn(exists=True, training=found[0], accounts=found[1], keyring=found[2])
