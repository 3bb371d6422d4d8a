"""A disk whose power can be cut: what was synced is there, of what was not, some is there and some is not.

Per file: writes and cuts since its last sync may all be missing, may be there up to some point, or may be there at
random, torn at 512 bytes. Per folder: making, renaming and removing count as done after a sync of the folder only
(`strict`), or after the next sync of any file, as file systems with one journal do it; before that they are there up
to some point.

What it does not show: disks that lie about a sync, and file systems that mix up the order of names.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.recording import Effect

SECTOR = 512
WAYS = ("nothing", "prefix", "torn")
"""What becomes of writes that were not synced."""


@dataclass(slots=True)
class Stored:
    """One file: the bytes that are safe, and what was done to it since."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[Effect] = field(default_factory=list)

    def sync(self) -> None:
        """What was done is safe."""
        for effect in self.since:
            _apply(self.safe, effect)
        self.since.clear()

    def after(self, chance: random.Random, way: str) -> bytes:
        """What is found after a power cut."""
        found = bytearray(self.safe)
        if way == "prefix":
            for effect in self.since[: chance.randint(0, len(self.since))]:
                _apply(found, effect)
        elif way == "torn":
            for effect in self.since:
                _tear(found, effect, chance)
        return bytes(found)


class Disk:
    """The files of one folder, followed effect by effect."""

    def __init__(self, folder: Path, *, strict: bool = True) -> None:
        self._folder = str(folder)
        self._strict = strict
        self._files: dict[str, Stored] = {}
        self._safe_names: dict[str, Stored | None] = {}
        self._waiting: list[list[tuple[str, Stored | None]]] = []
        """Names given since their folder was synced, in order: path and file, None for a folder, GONE for a removed one."""
        for path in sorted(folder.rglob("*")):
            stored = None if path.is_dir() else Stored(bytearray(path.read_bytes()))
            self._safe_names[str(path)] = stored
            if stored is not None:
                self._files[str(path)] = stored

    def follow(self, effect: Effect) -> None:
        """Does one more thing."""
        path = effect.path
        if effect.what in ("write", "cut"):
            if path in self._files:
                self._files[path].since.append(effect)
        elif effect.what == "sync":
            self._sync(path)
        elif effect.what == "make" and path not in self._files:
            self._files[path] = Stored()
            self._name([(path, self._files[path])])
        elif effect.what == "folder":
            self._name([(path, None)])
        elif effect.what == "remove":
            self._files.pop(path, None)
            self._name([(path, GONE)])
        elif effect.what == "rename":
            self._files[effect.to] = self._files.pop(path)
            self._name([(effect.to, self._files[effect.to]), (path, GONE)])

    def after_cut(self, chance: random.Random, place: Path) -> None:
        """Lays what a power cut now would leave into the folder `place`, which is made."""
        way = chance.choice(WAYS)
        names = dict(self._safe_names)
        kept = 0 if way == "nothing" else chance.randint(0, len(self._waiting))
        for changes in self._waiting[:kept]:
            _rename(names, changes)
        place.mkdir(parents=True)
        for path, stored in sorted(names.items()):
            if path.endswith("-shm"):
                continue
            target = place / os.path.relpath(path, self._folder)
            if stored is None:
                target.mkdir(parents=True, exist_ok=True)
            elif target.parent.is_dir():
                target.write_bytes(stored.after(chance, way))

    def _sync(self, path: str) -> None:
        if path in self._files:
            self._files[path].sync()
            if self._strict:
                return
        rest = []
        for changes in self._waiting:
            if not self._strict or os.path.dirname(changes[0][0]) == path:
                _rename(self._safe_names, changes)
            else:
                rest.append(changes)
        self._waiting = rest

    def _name(self, changes: list[tuple[str, Stored | None]]) -> None:
        self._waiting.append(changes)


GONE = Stored()
"""Stands for a name that was taken away."""


def _rename(names: dict[str, Stored | None], changes: Iterable[tuple[str, Stored | None]]) -> None:
    for path, stored in changes:
        if stored is GONE:
            names.pop(path, None)
        else:
            names[path] = stored


def _apply(data: bytearray, effect: Effect) -> None:
    if effect.what == "cut":
        del data[effect.at :]
        data.extend(bytes(effect.at - len(data)))
        return
    data.extend(bytes(max(0, effect.at - len(data))))
    data[effect.at : effect.at + len(effect.data)] = effect.data


def _tear(data: bytearray, effect: Effect, chance: random.Random) -> None:
    """Does some of it: whole sectors, each or not."""
    if effect.what == "cut":
        if chance.random() < 0.5:
            _apply(data, effect)
        return
    start = effect.at
    while start < effect.at + len(effect.data):
        end = min((start // SECTOR + 1) * SECTOR, effect.at + len(effect.data))
        if chance.random() < 0.5:
            part = effect.data[start - effect.at : end - effect.at]
            _apply(data, Effect(what="write", path=effect.path, at=start, data=part))
        start = end
