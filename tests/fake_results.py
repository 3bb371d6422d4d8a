"""What became of each matter, in plain Python: the other side of the memory's contract."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.domain.entry import StreamId
from app.package_ports import MatterResult, OpenMatter, PackageFile, PackageStep, SentPackage, WrittenEntry


class FakeResults:
    """Works on the copy of a unit of work."""

    def __init__(self, work: Any) -> None:
        self._work = work

    @property
    def _state(self) -> Any:
        return self._work._state

    def note(self, result: MatterResult) -> None:
        """Adds a result."""
        self._state.results[(result.chain, result.epoch, result.seq, result.stream)] = result

    def _all(self) -> list[MatterResult]:
        return sorted(self._state.results.values(), key=lambda item: (item.at, item.stream))

    def of_package(self, chain: str, epoch: int, seq: int) -> list[MatterResult]:
        """Of one package."""
        found = [item for item in self._all() if (item.chain, item.epoch, item.seq) == (chain, epoch, seq)]
        return sorted(found, key=lambda item: item.stream)

    def of_matter(self, stream: StreamId) -> list[MatterResult]:
        """Of one matter."""
        return [item for item in self._all() if item.stream == stream.text]

    def unsettled(self, chain: str) -> list[MatterResult]:
        """The newest of each matter that is held or rejected."""
        newest = {item.stream: item for item in self._all() if item.chain == chain}
        found = [item for item in newest.values() if item.result in ("held", "rejected")]
        return sorted(found, key=lambda item: (item.since, item.stream))

    def streams_aside(self) -> frozenset[StreamId]:
        """The matters of which entries are not read."""
        return frozenset(self._state.aside)

    def aside(self, stream: StreamId) -> frozenset[UUID]:
        """What is not read."""
        found: frozenset[UUID] = self._state.aside.get(stream, frozenset())
        return found

    def put_aside(self, stream: StreamId, entries: frozenset[UUID]) -> None:
        """Sets what is not read."""
        self._state.aside[stream] = entries

    def note_step(self, step: PackageStep) -> None:
        """Adds a step."""
        self._state.steps[(step.chain, step.epoch, step.seq, step.step, step.at)] = step

    def steps(self, chain: str, epoch: int, seq: int) -> list[PackageStep]:
        """The steps of a package."""
        found = [item for key, item in self._state.steps.items() if key[:3] == (chain, epoch, seq)]
        return sorted(found, key=lambda item: (item.at, item.step))

    def note_file(self, file: PackageFile) -> None:
        """Adds a file."""
        self._state.files[(file.chain, file.sha256, file.stream)] = file

    def files(self, chain: str, sha256: str) -> list[PackageFile]:
        """A file of a chain."""
        return [item for key, item in sorted(self._state.files.items()) if key[:2] == (chain, sha256)]

    def awaited(self, chain: str) -> list[PackageFile]:
        """What did not come."""
        found = [item for key, item in self._state.files.items() if key[0] == chain and item.seq == 0]
        return sorted(found, key=lambda item: (item.at, item.sha256, item.stream))

    def carrying(self, chain: str, epoch: int, oseq: int) -> SentPackage | None:
        """The package that holds an entry."""
        found = (p for k, p in self._state.sent.items() if k[:2] == (chain, epoch))
        return next((p for p in found if p.first <= oseq <= p.last), None)

    def matters_after(self, chain: str, epoch: int, after: int, most: int | None = None) -> list[OpenMatter]:
        """Matters with entries beyond a place."""
        made: dict[str, OpenMatter] = {}
        for entry in self._state.entries:
            header = entry.header
            known = self._state.known.get(header.stream)
            if (header.origin, header.epoch) == (chain, epoch) and header.oseq > after and known is not None:
                at = min(header.at, made[header.stream.text].at) if header.stream.text in made else header.at
                first = made[header.stream.text].first if header.stream.text in made else header.oseq
                made[header.stream.text] = OpenMatter(
                    stream=header.stream.text, number=known.matter.number, first=first, at=at
                )
        return list(made.values())[:most]

    def written(self, chain: str, stream: StreamId) -> list[WrittenEntry]:
        """Entries of a stream in a chain."""
        found = [
            e.header for e in self._state.entries if (e.header.stream, e.header.origin) == (stream, chain)
        ]
        made = [WrittenEntry(epoch=h.epoch, oseq=h.oseq, at=h.at) for h in found]
        return sorted(made, key=lambda item: (item.epoch, item.oseq))
