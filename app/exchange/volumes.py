"""Volumes (分卷): a package that is larger than its medium takes, as several files, and several files as one package.

`LX07-1-000012.xfp.001`, `.002` …: the bytes of the package one after the other, nothing added, all of one size but the
last. Joined they are the package again, to the byte, so everything that is signed stays signed. How many there must be
follows from the clear header in the first. Pure: streams in, streams out; docs/FORMAT.md, "Volumes".
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from app.errors import BadInput, Damaged, NotFound
from app.exchange import container

FAT32 = 0xFFFF_FFFF
"""Bytes of the largest file of a FAT32 medium: four gibibytes less one."""
SMALLEST = 1024 * 1024
"""Bytes of the smallest volume: the clear header of a package lies whole in the first."""
MOST = 999
_NAME = re.compile(r"(?P<package>.+\.xfp)\.(?P<number>[0-9]{3})", re.IGNORECASE)

Opened = Callable[[int], BinaryIO | None]
"""The volume of that number, from 1, open for reading; None when it is not there."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume: its number from 1, where it begins in the package, how many bytes it has."""

    number: int
    at: int
    size: int


def volume_name(package: str, number: int) -> str:
    """`LX07-1-000012.xfp.002`."""
    return f"{package}.{number:03d}"


def of_name(name: str) -> tuple[str, int] | None:
    """The package and the number that a file's name says; None for one that is no volume's."""
    found = _NAME.fullmatch(name)
    return None if found is None or found["number"] == "000" else (found["package"], int(found["number"]))


def cut(size: int, most: int) -> tuple[Volume, ...]:
    """The volumes of a package of so many bytes, each of at most `most`. Raises BadInput("export.volume_size")."""
    most = min(most, FAT32)
    if most < 1 or -(-size // most) > MOST:
        raise BadInput("export.volume_size", field="volume_size", most=MOST)
    places = range(0, size, most)
    return tuple(Volume(place, at, min(most, size - at)) for place, at in enumerate(places, start=1))


def join(opened: Opened, package: str) -> Joined:
    """The volumes of `package` as one file. Nothing is read but the sizes and the beginning.

    Raises NotFound("package.volume_missing") naming exactly the file that is not there or was cut, and
    Damaged("package.frame") for what are no volumes of one package.
    """
    parts: list[BinaryIO] = []
    while (part := opened(len(parts) + 1)) is not None:
        parts.append(part)
        if len(parts) > MOST:
            raise Damaged("package.frame")
    if not parts:
        raise NotFound("package.volume_missing", file=volume_name(package, 1))
    joined = Joined(parts)
    usual = Counter(joined.sizes[:-1] or joined.sizes)
    each = max(usual, key=lambda size: (usual[size], size))
    for place, size in enumerate(joined.sizes[:-1], start=1):
        if size < each:
            raise NotFound("package.volume_missing", file=volume_name(package, place))
        if size > each:
            raise Damaged("package.frame")
    whole = container.expected_size(cast(BinaryIO, joined))
    if joined.size < whole:
        short = len(parts) + (joined.sizes[-1] >= each)
        raise NotFound("package.volume_missing", file=volume_name(package, short))
    joined.seek(0)
    return joined


class _Reading(io.RawIOBase):
    """Bytes of a known number that are read from a place onwards."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._at = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """How far it was read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Moves to a place; the answer is that place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at


class Window(_Reading):
    """The bytes of one volume, read from the package: a file of its own for whoever hands it over."""

    def __init__(self, source: BinaryIO, volume: Volume) -> None:
        super().__init__(volume.size)
        self._source = source
        self._volume = volume

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        left = max(0, self.size - self._at)
        self._source.seek(self._volume.at + self._at)
        data = self._source.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data


class Joined(_Reading):
    """Several files one after the other, read as one. Closing it closes them."""

    def __init__(self, parts: Sequence[BinaryIO]) -> None:
        self._parts = tuple(parts)
        self.sizes = tuple(part.seek(0, io.SEEK_END) for part in self._parts)
        super().__init__(sum(self.sizes))

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        left = max(0, self.size - self._at)
        wanted = left if size < 0 else min(size, left)
        found = bytearray()
        begins = 0
        for part, length in zip(self._parts, self.sizes, strict=True):
            within = self._at - begins
            begins += length
            if wanted and 0 <= within < length:
                part.seek(within)
                data = part.read(min(wanted, length - within))
                found += data
                self._at += len(data)
                wanted -= len(data)
                if len(data) < min(wanted + len(data), length - within):
                    break  # a part that was shortened under our hands: what follows is no continuation
        return bytes(found)

    def close(self) -> None:
        """Closes every part."""
        for part in self._parts:
            part.close()
        super().close()
