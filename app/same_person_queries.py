"""What the county asks of the matters of its stations: who may have been at two of them. Part of the port `Queries`."""

from __future__ import annotations

from typing import Protocol

from app.readmodels import SamePersonRow


class SamePersonQueries(Protocol):
    """The part of the read side that suggests what may be one matter."""

    def same_persons(self) -> list[SamePersonRow]:
        """Pairs of matters of two stations, not voided, with a petitioner of the same identity number, the same category and
        place; in order of registration. Nobody of a confidential matter or an accusation is in it.
        """
        ...
