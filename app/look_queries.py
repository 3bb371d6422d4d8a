"""What is asked of the access chain (查阅记录). Part of the port `Queries`."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from app.domain.entry import Entry
from app.readmodels import LookRow


class LookQueries(Protocol):
    """The part of the read side that asks who looked."""

    def looked(self, since: date) -> list[LookRow]:
        """Who looked at matters under seal since that day, from the access chain."""
        ...

    def looks_at(self, number: str) -> list[Entry]:
        """The entries of the access chain that are about one matter, oldest first."""
        ...

    def looks_on(self, day: date) -> list[Entry]:
        """Every entry of the access chain that was made on a day in China, in the order of the chain."""
        ...
