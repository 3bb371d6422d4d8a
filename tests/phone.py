"""A visitor's phone in tests: fields into the text, or the frames, that its page would show to an office."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from app.page_keys import EarlierPageKey, PageKeys
from app.qr.frames import framed
from app.qr.preregistration import PreRegistration, to_text
from app.qr.sealed_code import seal, to_code_text

SAMPLE = PreRegistration(
    name="张示范",
    id_type="resident_card",
    id_number="11010519491231002X",
    phone="13900000000",
    area="410721",
    address="示范镇示范村三组",
    place="410721101",
    place_words="村东头机井旁",
    purpose="claim",
    persons="3",
    evidence=("承包合同", "照片两张"),
    story="村里修路占用我家承包地，至今没有补偿。\n请求按标准补偿。",
)
"""What somebody wrote at home."""


class MemoryShelf:
    """Page keys in plain Python; fulfils the port PageKeyShelf."""

    def __init__(self) -> None:
        self._secret, self._earlier = secrets.token_bytes(32), ()

    def keys(self) -> PageKeys:
        """As they are now."""
        return PageKeys(self._secret, self._earlier)

    def renew(self, *, now: int, until: int) -> PageKeys:
        """A new key; those whose time is over lose their secret."""
        keys = self.keys()
        before = [
            item if item.until >= now else EarlierPageKey(id=item.id, until=item.until)
            for item in self._earlier
        ]
        replaced = EarlierPageKey(id=keys.present.id, until=until, secret=self._secret)
        self._secret, self._earlier = secrets.token_bytes(32), (replaced, *before)
        return self.keys()


def code(given: PreRegistration, public: bytes, made_on: date, identity: UUID | None = None) -> bytes:
    """A whole code, as bytes."""
    return seal(
        to_text(given),
        public,
        identity=identity or uuid4(),
        made_on=made_on,
        one_time=secrets.token_bytes(32),
    )


def shown(given: PreRegistration, public: bytes, made_on: date, room: int = 4096) -> Sequence[str]:
    """The texts of the pictures that a phone shows: one, or several in turn."""
    return [to_code_text(frame) for frame in framed(code(given, public, made_on), room)]
