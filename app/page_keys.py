"""The keys to which the office's phone page seals (预登记页面钥匙): the present one, earlier ones, where they are kept.

What a key that was destroyed was called is kept, so that "made with an old page" is told from "for another office".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.clock import milliseconds
from app.qr.sealed_code import PageKey


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPageKey:
    """A key that was replaced: its short name, until when (UTC milliseconds) it reads, its secret; empty once destroyed."""

    id: bytes
    until: int
    secret: bytes = b""


class PageKeys:
    """What an office can read, and what it once could."""

    def __init__(self, secret: bytes, earlier: Sequence[EarlierPageKey] = ()) -> None:
        """The present secret (32 bytes) and those before it, newest first."""
        self.present = PageKey(secret)
        self.earlier = tuple(earlier)

    def readable(self, now: datetime) -> Mapping[bytes, PageKey]:
        """The keys that read at `now`, by short name."""
        at = milliseconds(now)
        old = {item.id: PageKey(item.secret) for item in self.earlier if item.secret and item.until >= at}
        return {**old, self.present.id: self.present}

    def replaced(self, name: bytes) -> EarlierPageKey | None:
        """The key of before with that short name; None for the present one and for those of other offices."""
        return next((item for item in self.earlier if item.id == name), None)


class PageKeyShelf(Protocol):
    """Where the page keys are kept; the desks of a hall share one."""

    def keys(self) -> PageKeys:
        """The keys as they are now; made at first need. Raises Damaged("keys.page")."""
        ...

    def renew(self, *, now: int, until: int) -> PageKeys:
        """Puts a new key in the place of the present one, which reads on until `until` (UTC milliseconds).

        Earlier ones whose time is over at `now` lose their secret and keep their name. Raises Damaged("keys.page").
        """
        ...
