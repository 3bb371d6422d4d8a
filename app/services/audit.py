"""Verifying the record (核验存证): both chains, the signed heads in them, and anchors that lie outside.

An anchor is a head that somebody else keeps: printed at the foot of a receipt or a day's sheet, in the clear header of a
package, in the manifest of a backup. Only an anchor shows an end that was cut off together with its signed heads
(trust.md 0.9 and 4e); the younger the newest anchor, the less could be cut unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.chains import Chain, Passed, Walked
from app.domain.account import READS_MATTERS, Role
from app.domain.acts.resealing import RESEALED, Resealed, signed_naming
from app.domain.entry import Header
from app.domain.history import read_value
from app.domain.signed_heads import (
    ANCHORED,
    PUBLISHED,
    SIGNED,
    Doubt,
    HeadsSigned,
    LooksAnchored,
    signed_bytes,
    unheld,
)
from app.errors import BadInput, NotAllowed
from app.exchange.keys import is_signed
from app.services.session import Session

SHORTEST = 16
"""Digits of a hash that must be told: what a person types from a sheet of paper."""
_DIGITS = frozenset("0123456789abcdef")
AUDITS = READS_MATTERS | {Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}
"""Everybody may have the chains verified: the answer says nothing of any matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A head kept outside: where it was found, its digits (hex, at least sixteen), when (ISO 8601, or empty), who wrote.

    `place` is the position of that entry in the journal, 0 when it is not there.
    """

    source: str
    digits: str
    at: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found: both chains, the signed heads that were looked at and those that do not hold, and the anchors.

    `signed_at` is the instant of the last signed head that holds (UTC milliseconds, 0: none), `unsigned` the entries of
    both chains after it.
    """

    journal: Chain
    looks: Chain
    signed: int
    doubts: tuple[Doubt, ...]
    signed_at: int
    unsigned: int
    anchors: tuple[Anchor, ...]

    @property
    def missing(self) -> tuple[Anchor, ...]:
        """Anchors whose entry is not in the journal: it was changed, or its end was cut off."""
        return tuple(anchor for anchor in self.anchors if not anchor.place)

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return self.journal.ok and self.looks.ok and not self.doubts and not self.missing


def anchor_of(text: str, source: str, at: str = "") -> Anchor:
    """An anchor as somebody types it from paper: digits in any grouping. Raises BadInput("audit.anchor")."""
    digits = "".join(c for c in text.lower() if not c.isspace() and c not in "-:")
    if len(digits) < SHORTEST or not set(digits) <= _DIGITS:
        raise BadInput("audit.anchor", field="anchor", least=SHORTEST)
    return Anchor(source=source, digits=digits, at=at)


Step = Callable[[int, int], object]
"""Told on the way: entries that were walked, and how many there are."""
STEP = 1000
"""Entries between two steps."""


class _Steps:
    """Counts the entries of both chains as they are walked, where somebody watches."""

    def __init__(self, session: Session, step: Step | None) -> None:
        queries = session.memory.queries
        self._step, self._done, self._total = step, 0, 0
        if step is not None:
            self._total = sum(head.last for chain in ("entry", "access") for head in queries.heads(chain))

    def counting(self, walked: Walked) -> Walked:
        """The same, counted; nobody watches a million entries for nothing."""
        step = self._step
        if step is None:
            return walked

        def passed(item: Passed) -> None:
            self._done += 1
            if not self._done % STEP:
                step(self._done, max(self._total, self._done))
            walked(item)

        return passed


def verify_record(session: Session, anchors: Iterable[Anchor] = (), step: Step | None = None) -> Verified:
    """Walks both chains, holds every signed head against them, and looks for each anchor's entry.

    `step` is told how far it is; whatever it raises gives the walk up. Raises NotAllowed("role.other_needed").
    """
    if session.account.role not in AUDITS:
        raise NotAllowed("role.other_needed", role=session.account.role, needed="auditor")
    signed: list[tuple[int, Header, HeadsSigned, bool]] = []
    walk, queries = session.memory.journal, session.memory.queries
    steps = _Steps(session, step)
    looks = walk.verify("access", walked=steps.counting(_collecting(signed)))
    seen = _Seen(anchors)
    journal = walk.verify(walked=steps.counting(seen))
    doubts = unheld(signed, seen.published, queries.hash_at, lambda head: queries.hash_at(head, "access"))
    bad = {doubt.place for doubt in doubts}
    held = [item for item in signed if item[0] not in bad]
    for place, anchored in seen.anchored:
        if queries.hash_at(anchored.head, "access") != anchored.head.hash:
            doubts.append(Doubt(place=place, why="anchored", account=""))
    for place, header, taken in seen.taken:
        said = signed_naming(taken.lost, header.actor, header.stream)
        genuine = is_signed(said, _raw(taken.signature), taken.public)
        if not genuine or taken.public not in seen.published.get(header.actor, ()):
            doubts.append(Doubt(place=place, why="resealed", account=header.actor))
    return Verified(
        journal=journal,
        looks=looks,
        signed=len(signed),
        doubts=tuple(doubts),
        signed_at=held[-1][1].at if held else 0,
        unsigned=_after(held[-1], journal, looks) if held else journal.entries + looks.entries,
        anchors=tuple(seen.anchors),
    )


def _after(last: tuple[int, Header, HeadsSigned, bool], journal: Chain, looks: Chain) -> int:
    """How many entries of both chains no signed head covers."""
    return max(0, journal.entries - sum(head.last for head in last[2].heads)) + looks.entries - last[0]


def _collecting(signed: list[tuple[int, Header, HeadsSigned, bool]]) -> Walked:
    def walked(passed: Passed) -> None:
        if passed.kind != SIGNED:
            return
        entry = passed.entry()
        found = read_value(entry)
        if found is not None:
            value: HeadsSigned = found[1]
            data = signed_bytes(value.heads, value.looks, value.account)
            genuine = is_signed(data, _raw(value.signature), value.public)
            signed.append((passed.place, entry.header, value, genuine))

    return walked


def _raw(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


class _Seen:
    """What is kept of a walk over the journal: published keys, named ends of the access chain, the places of anchors."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self.published: dict[str, set[str]] = {}
        self.anchored: list[tuple[int, LooksAnchored]] = []
        self.taken: list[tuple[int, Header, Resealed]] = []
        self.anchors = list(anchors)
        self._by_start: dict[str, list[int]] = {}
        for index, anchor in enumerate(self.anchors):
            self._by_start.setdefault(anchor.digits[:SHORTEST], []).append(index)

    def __call__(self, passed: Passed) -> None:
        if self._by_start:
            digits = passed.digits
            for index in self._by_start.get(digits[:SHORTEST], ()):
                if digits.startswith(self.anchors[index].digits):
                    self.anchors[index] = replace(self.anchors[index], place=passed.place)
        if passed.kind == PUBLISHED and (published := read_value(passed.entry())) is not None:
            self.published.setdefault(published[1].account, set()).add(published[1].public)
        if passed.kind == ANCHORED and (anchored := read_value(passed.entry())) is not None:
            self.anchored.append((passed.place, anchored[1]))
        if passed.kind == RESEALED:
            entry = passed.entry()
            if (taken := read_value(entry)) is not None:
                self.taken.append((passed.place, entry.header, taken[1]))
