"""What an office can go back to: backups and side files, what each would bring back, and what would be missing.

Pure: what was found on the disks goes in, an ordered list comes out. Nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class Source(StrEnum):
    """Where a state comes from."""

    BACKUP = "backup"
    SIDE_FILES = "side_files"


class Soundness(StrEnum):
    """What is known of a choice: nothing looked at yet, whole, whole but files beside it are missing, broken, newer."""

    UNKNOWN = "unknown"
    SOUND = "sound"
    INCOMPLETE = "incomplete"
    BROKEN = "broken"
    NEWER_PROGRAM = "newer_program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One state to go back to: a backup file, or the folder with side files.

    `entries` is how far its journal reaches, `epoch` the stretch of the chain it belongs to (0: the present one).
    """

    source: Source
    place: Path
    at: datetime
    entries: int
    epoch: int
    station: str = ""
    on_stick: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A choice with what would be missing: entries that are known to have been there; None: cannot be told."""

    choice: Choice
    lost: int | None
    newest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The choices, newest first; how many entries are known of; folders that could not be looked into.

    `exact`: the journal itself could be counted, so that what would be lost is no lower bound.

    `accounts` are whose passwords open the data, `training` whether nothing need be typed.
    """

    offered: tuple[Offered, ...]
    known: int
    exact: bool = False
    gone: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    training: bool = False
    station: str = ""


def offered(found: Iterable[Choice], *, entries: int = 0) -> tuple[Offered, ...]:
    """The choices with what each would lose against what is known: `entries` of the open folder, else the furthest.

    Newest first; side files only where they reach further than every backup of the present stretch. A backup from
    before the last restore belongs to a stretch that was left: what it would lose cannot be told.
    """
    every = tuple(found)
    present = max((item.epoch for item in every), default=0)
    of_present = [item for item in every if item.epoch in (0, present)]
    backups = [item.entries for item in of_present if item.source is Source.BACKUP]
    known = max([entries, *(item.entries for item in of_present)])
    made = [
        Offered(
            choice=item,
            lost=max(0, known - item.entries) if item in of_present else None,
            newest=False,
        )
        for item in every
        if item.source is Source.BACKUP or item.entries > max(backups, default=0)
    ]
    made.sort(key=lambda item: (item.lost is not None, item.choice.entries, item.choice.at), reverse=True)
    return tuple(
        Offered(choice=item.choice, lost=item.lost, newest=place == 0) for place, item in enumerate(made)
    )
