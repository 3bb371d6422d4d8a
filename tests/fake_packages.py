"""The ledger of packages and the chains of others in plain Python: the other side of the memory's contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.clock import milliseconds
from app.domain.entry import GENESIS, SHARED, Entry, StreamKind, home_of
from app.errors import Conflict, Damaged
from app.package_ports import ReceivedPackage, SentPackage
from tests.fake_results import FakeResults


class FakePackages:
    """Works on the copy of a unit of work."""

    def __init__(self, work: Any) -> None:
        self._work = work

    @property
    def _state(self) -> Any:
        return self._work._state

    @property
    def holdings(self) -> FakePackages:
        """What is held of a chain."""
        return self

    def _at(self, chain: str, epoch: int) -> dict[int, Entry]:
        found = self._state.entries
        return {e.header.oseq: e for e in found if (e.header.origin, e.header.epoch) == (chain, epoch)}

    def hash_at(self, chain: str, epoch: int, oseq: int) -> str:
        """The hash at a place."""
        found = self._at(chain, epoch).get(oseq)
        return "" if found is None else found.hash.hex()

    def places(self, chain: str, epoch: int, after: int, until: int) -> int:
        """How many are here."""
        return sum(after < place <= until for place in self._at(chain, epoch))

    def lost(self, chain: str, epoch: int, after: int, until: int, limit: int) -> list[int]:
        """What is not here."""
        here = self._at(chain, epoch)
        return [place for place in range(after + 1, until + 1) if place not in here][:limit]

    def put_back(self, entries: Sequence[Entry]) -> list[Entry]:
        """Adds what is not here."""
        made = [e for e in entries if not self.hash_at(e.header.origin, e.header.epoch, e.header.oseq)]
        known_at = self._work.latest_at
        for entry in made:
            self._state.entries.append(replace(entry, received_at=known_at))
            place = (entry.header.origin, entry.header.epoch)
            if entry.header.oseq > self.head(*place)[0]:
                self._state.heads[place] = entry
        return made

    @property
    def results(self) -> FakeResults:
        """What became of each matter."""
        return FakeResults(self._work)

    def head(self, chain: str, epoch: int) -> tuple[int, bytes]:
        """The last entry of a chain."""
        last = self._state.heads.get((chain, epoch))
        return (0, GENESIS) if last is None else (last.header.oseq, last.hash)

    def own_head(self, chain: str) -> tuple[int, int, bytes]:
        """The epoch and our chain's last entry."""
        return (self._state.epoch, *self.head(chain, self._state.epoch))

    def admit(self, entries: Sequence[Entry], station: str) -> list[Entry]:
        """Adds entries of another writer."""
        state = self._state
        added = []
        known_at = max(milliseconds(self._work._now), self._work.latest_at)
        for entry in entries:
            header = entry.header
            if any(e.raw == entry.raw for e in state.entries):
                continue
            added.append(entry)
            if (header.oseq - 1, header.prev) != self.head(header.origin, header.epoch):
                raise Damaged("package.chain", place=header.oseq)
            if header.stream.kind is StreamKind.ACCESS:
                raise Damaged("package.not_theirs", place=header.oseq)
            if header.stream.kind in SHARED:
                first = next((e for e in state.entries if e.header.stream == header.stream), entry)
                if home_of(first.header.origin) != station:
                    raise Damaged("package.not_theirs", place=header.oseq)
            state.add(replace(entry, received_at=known_at))
        return added

    def numbers(self, chain: str, epoch: int, first: int, last: int) -> list[str]:
        """The numbers of the matters of these entries."""
        streams = {
            e.header.stream
            for e in self._state.entries
            if (e.header.origin, e.header.epoch) == (chain, epoch) and first <= e.header.oseq <= last
        }
        return sorted(known.matter.number for s, known in self._state.known.items() if s in streams)

    def seal(self, package: SentPackage) -> None:
        """Adds a sealed package."""
        if self.sent(package.chain, package.epoch, package.seq) is not None:
            raise Conflict("journal.stream_moved")
        self._state.sent[(package.chain, package.epoch, package.seq)] = package

    def sent(self, chain: str, epoch: int, seq: int) -> SentPackage | None:
        """One sealed package."""
        found: SentPackage | None = self._state.sent.get((chain, epoch, seq))
        return found

    def last_sent(self, chain: str, epoch: int) -> SentPackage | None:
        """The last sealed package of an epoch."""
        return max((p for p in self.sent_to(chain) if p.epoch == epoch), key=lambda p: p.seq, default=None)

    def sent_to(self, chain: str, *, state: str = "", asked: bool = False) -> list[SentPackage]:
        """Sealed packages of a chain."""
        return [
            p
            for key, p in sorted(self._state.sent.items())
            if key[0] == chain and (not state or p.state == state) and (p.asked or not asked)
        ]

    def change_sent(self, package: SentPackage) -> None:
        """Sets what the other side said."""
        self._state.sent[(package.chain, package.epoch, package.seq)] = package

    def received(self, chain: str, epoch: int, seq: int) -> list[ReceivedPackage]:
        """What came with that number."""
        return [p for k, p in self._state.received.items() if k[:3] == (chain, epoch, seq)]

    def received_as(self, chain: str, sha256: str) -> ReceivedPackage | None:
        """What came with these bytes."""
        return next((item for item in self.waiting(chain) if item.sha256 == sha256), None)

    def last_applied(self, chain: str, epoch: int = 0) -> ReceivedPackage | None:
        """The last one applied."""
        found = [p for p in self.waiting(chain, "applied") if epoch in (0, p.epoch)]
        return found[-1] if found else None

    def waiting(self, chain: str, state: str = "", *, untold: bool = False) -> list[ReceivedPackage]:
        """Packages that came."""
        return [
            p
            for key, p in sorted(self._state.received.items())
            if key[0] == chain and (not state or p.state == state) and (p.told != p.state or not untold)
        ]

    def begun(self, chain: str) -> list[ReceivedPackage]:
        """First packages of epochs."""
        return [p for p in self.waiting(chain, "applied") if p.seq == 1 and not p.returned]

    def note(self, package: ReceivedPackage) -> None:
        """Adds one, or what became of it."""
        self._state.received[(package.chain, package.epoch, package.seq, package.sha256)] = package

    def jump_number(self, series: str, last: int) -> int:
        """Moves a series."""
        before: int = self._state.counters.get(series, 0)
        self._state.counters[series] = max(before, last)
        return before

    def epochs(self, chain: str) -> list[int]:
        """The epochs of a chain."""
        return sorted(epoch for origin, epoch in self._state.heads if origin == chain)

    def begin_epoch(self, least: int) -> tuple[int, int, int, bytes]:
        """Raises the epoch."""
        parent, last, head = self.own_head(self._work._memory.station)
        self._state.epoch = max(parent + 1, least)
        return self._state.epoch, parent, last, head
