"""Whether everything the office keeps can be read as it was written: pages, chains, key file, frozen papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.errors import AppError
from db import vault
from db.engine import damaged_pages
from db.restore import open_every_paper
from ui.bootstrap.opening import Desk


def _go_on() -> None:
    """Nobody wants to give it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """What a look through a data folder found: counts of what is damaged, and the first reason."""

    pages: int = 0
    chains: int = 0
    papers: int = 0
    keys: int = 0
    why: AppError | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is damaged."""
        return not (self.pages or self.chains or self.papers or self.keys)


def look_through(desk: Desk, *, papers: bool = True, step: Callable[[], None] = _go_on) -> Soundness:
    """Reads every page against its HMAC, walks both chains, reads the key file, opens every frozen paper.

    Damage is the answer and not an error. Without `papers` it takes about a second for 100 MB. `step` is called on the
    way; whatever it raises gives the look up.
    """
    looks: dict[str, Callable[[], int]] = {
        "pages": lambda: damaged_pages(desk.opened.memory.engine),
        "chains": lambda: sum(not chain.ok for chain in desk.verify()),
        "keys": lambda: _damaged_key_file(desk),
        "papers": lambda: open_every_paper(desk.opened)[1] if papers else 0,
    }
    found: dict[str, int] = {}
    why: AppError | None = None
    for name, count in looks.items():
        step()
        try:
            found[name] = count()
        except AppError as error:
            found[name], why = 1, why or error
    return Soundness(**found, why=why)


def _damaged_key_file(desk: Desk) -> int:
    """The key file must be whole and be for this data key; a slot is only proved by its own secret."""
    vault.KeyFile.read(desk.opened.folder).checked(desk.opened.key)
    return 0
