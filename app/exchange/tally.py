"""What two offices hold of each other's packages, counted (核对): the same on both sides, or it says which packages differ.

A tally is short enough to be read out or typed from a slip: a chain of packages names each one's predecessor, so that the
hash of the last one speaks for all before it. Pure: figures in, figures out (reference/features.md N6).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from app.errors import BadInput

SHORT = 10
"""Hex digits of the last package's hash that a code carries."""
CHECKED = 4
"""Hex digits at the end of a code that tell a slip of the hand."""
_FORM = re.compile(r"[0-9A-Z]{1,12}(\.[0-9A-Z]{1,12}){12}")
_GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One direction: the epoch, the last package and the beginning of its SHA-256, entries and matters up to it."""

    epoch: int
    seq: int
    sha: str
    entries: int
    matters: int

    @property
    def parts(self) -> tuple[str, ...]:
        """The tally as words of a code."""
        return (
            str(self.epoch),
            str(self.seq),
            str(self.entries),
            str(self.matters),
            self.sha[:SHORT].upper() or "0",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Both directions between a station and its county: `up` what the station sends, `down` what it gets."""

    station: str
    county: str
    up: Tally
    down: Tally

    @property
    def code(self) -> str:
        """The whole of it as one line, with four digits that tell a slip of the hand."""
        said = ".".join((self.station, self.county, *self.up.parts, *self.down.parts))
        return f"{said}.{_digest(said)[:CHECKED]}"

    @property
    def check(self) -> str:
        """Twelve digits that are the same on both sides exactly when everything is: to be read out by telephone."""
        digits = _digest(self.code)[: 3 * _GROUP]
        return "-".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))

    @classmethod
    def from_code(cls, text: str) -> Reconciliation:
        """Reads a code, however it was spaced. Raises BadInput("reconcile.code")."""
        code = "".join(text.split()).upper()
        said, _, told = code.rpartition(".")
        if not _FORM.fullmatch(code) or _digest(said)[:CHECKED] != told:
            raise BadInput("reconcile.code", field="code")
        station, county, *figures = said.split(".")
        return cls(station=station, county=county, up=_tally(figures[:5]), down=_tally(figures[5:]))


def _tally(parts: list[str]) -> Tally:
    try:
        epoch, seq, entries, matters = (int(part) for part in parts[:4])
    except ValueError as error:
        raise BadInput("reconcile.code", field="code") from error
    sha = "" if parts[4] == "0" else parts[4].lower()
    return Tally(epoch=epoch, seq=seq, sha=sha, entries=entries, matters=matters)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest().upper()


class Unlike(StrEnum):
    """How two tallies of one direction differ."""

    NOT_THERE = "not-there"
    NOT_HERE = "not-here"
    OTHER_EPOCH = "other-epoch"
    OTHER_BYTES = "other-bytes"
    OTHER_COUNTS = "other-counts"


def unlike(here: Tally, there: Tally, sha_here: str) -> tuple[Unlike, ...]:
    """How they differ; () when they do not. `sha_here` is the SHA-256 of our package with the number of their last one."""
    if here.epoch != there.epoch:
        return (Unlike.OTHER_EPOCH,)
    found = []
    if there.seq < here.seq:
        found.append(Unlike.NOT_THERE)
    if there.seq > here.seq:
        found.append(Unlike.NOT_HERE)
    elif there.sha != sha_here[: len(there.sha)] or bool(there.sha) != bool(sha_here):
        found.append(Unlike.OTHER_BYTES)
    elif there.seq == here.seq and (here.entries, here.matters) != (there.entries, there.matters):
        found.append(Unlike.OTHER_COUNTS)
    return tuple(found)
