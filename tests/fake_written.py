"""Who wrote what last, by scanning: one side of the memory's contract."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from app.readmodels import WrittenRow
from app.written_queries import is_written, written_row


class FakeWrittenQueries:
    """Questions about who wrote what last."""

    _memory: Any

    def written_by(self, actor: str, desk: str, kinds: Set[str], limit: int) -> list[WrittenRow]:
        """By going through every entry."""
        state, station = self._memory.state, self._memory.station
        known = {stream: item.matter for stream, item in state.known.items()}
        return [
            written_row(
                entry.header,
                number=known[entry.header.stream].number,
                name=_name(known[entry.header.stream]),
                restricted=known[entry.header.stream].restricted,
            )
            for entry in reversed(state.entries)
            if is_written(entry.header, station, actor, desk, kinds) and entry.header.stream in known
        ][:limit]


def _name(matter: Any) -> str:
    hidden = matter.restricted or matter.confidential or matter.people.first is None
    return "" if hidden else str(matter.people.first.name)
