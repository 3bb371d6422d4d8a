"""The fuzz of what a phone shows, as the counter reads it: its text with repairs, codes, anything under a good seal."""

from __future__ import annotations

from datetime import date
from functools import cache
from uuid import UUID

from app.errors import AppError
from app.qr import story_text
from app.qr.scanned_text import code_of
from app.qr.sealed_code import CHECK, check_of, open_code, seal, to_code_text
from app.services.preregistrations import open_preregistration
from app.services.session import Session
from tests.phone import SAMPLE, MemoryShelf, code

SHELF = MemoryShelf()
DAY = date(2026, 3, 2)


@cache
def shown() -> list[bytes]:
    """A code as its text, and what is under its seal."""
    keys = SHELF.keys()
    whole = code(SAMPLE, keys.present.public, DAY, UUID(int=7))
    plain = open_code(whole, {keys.present.id: keys.present}).text
    return [whole, to_code_text(whole).encode(), plain.encode(), story_text.packed(plain)]


def reading(at: Session, data: bytes) -> None:
    """Reads it as it is, with the prefix, with the check that fits it, and sealed."""
    text = data.decode("utf-8", "replace")
    under = text.encode("gb18030", "replace").decode("gb18030")
    public = SHELF.keys().present.public
    sealed = seal(under, public, identity=UUID(int=8), made_on=DAY, one_time=bytes(range(32)))
    for read in (
        lambda: code_of(text), lambda: code_of(f"XFP1:{text}"),
        lambda: open_preregistration(at, SHELF, data[:-CHECK] + check_of(data[:-CHECK])),
        lambda: open_preregistration(at, SHELF, sealed),
    ):  # fmt: skip
        try:
            read()
        except AppError:
            continue
