"""Who signed in at this computer lately: account and name, nothing else. The door lists them, unless the settings say no.

The file lies open beside the data, as the accounts do in the key file; it tells nothing of a case.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "recent.json"
MOST = 6
"""Names that are listed: each has a key of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentPerson:
    """One line of the list."""

    account: str
    name: str


def recent_people(folder: Path) -> tuple[RecentPerson, ...]:
    """The list, whoever was here last first. A file that cannot be read is an empty one."""
    try:
        rows = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return tuple(RecentPerson(account=str(r["account"]), name=str(r["name"])) for r in rows[:MOST])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def note_person(folder: Path, person: RecentPerson) -> None:
    """Puts somebody at the head of the list. A disk that takes nothing more is no reason to keep anybody out."""
    others = [item for item in recent_people(folder) if item.account != person.account]
    rows = [asdict(item) for item in (person, *others)][:MOST]
    fresh = folder / f"{FILE}.new"
    with suppress(OSError):
        fresh.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        fresh.replace(folder / FILE)


def forget_people(folder: Path) -> None:
    """Takes the list away: the settings say that no names are shown."""
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)
