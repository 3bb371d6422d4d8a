"""What is fuzzed of the codes: lines with a check that fits again, sealed texts sealed anew, frames of both kinds."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import islice
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.errors import AppError
from app.qr import sealed_code, transfer
from app.qr.base45 import decode, encode
from app.qr.checked_text import with_check
from app.qr.evaluation_code import evaluation_code, parse_evaluation
from app.qr.form_code import FormCode, parse_form
from app.qr.frames import Collector, framed
from app.qr.preregistration import PreRegistration, from_text, to_text
from app.qr.receipt_code import ReceiptCode, parse
from app.qr.sealed_code import CHECK, HEAD, PageKey, check_of, open_code, seal
from app.qr.slip_code import SlipCode, parse_slip
from app.qr.story_text import packed

NUMBER = "LX07-26-00001-C"
KEY = PageKey(bytes(range(32)))
ONE_TIME = bytes(range(1, 33))
PARSERS: tuple[Callable[[str], object], ...] = (parse, parse_slip, parse_form, parse_evaluation)


def _all(reads: tuple[Callable[[], object], ...]) -> None:
    for read in reads:
        try:
            read()
        except AppError:
            continue


@cache
def lines() -> list[bytes]:
    """One code of each family that is a line with a check."""
    return [
        ReceiptCode(number=NUMBER, token="0" * 32).payload().encode(),
        SlipCode(station="LX07", paper="0" * 32).payload().encode(),
        FormCode(series="0" * 28, place=1).payload().encode(),
        evaluation_code(NUMBER, "ab" * 32, 0).payload().encode(),
    ]


def line(data: bytes) -> None:
    """The line as it is, and with a check that fits."""
    text = data.decode("utf-8", "replace")
    body = text.strip().upper().rpartition(":")[0]
    texts = (text, with_check(body)) if body.isascii() else (text,)
    _all(tuple(lambda read=read, one=one: read(one) for read in PARSERS for one in texts))


@cache
def sealed() -> list[bytes]:
    """A whole code of a visitor's, and the small text in it."""
    given = PreRegistration(
        name="买买提·吐尔逊",
        id_number="11010519491231002X",
        phone="13900000000",
        evidence=("合同",),
        story="第一段。\n第二段。",
    )
    code = seal(
        to_text(given), KEY.public, identity=UUID(int=1), made_on=date(2026, 11, 20), one_time=ONE_TIME
    )
    return [code, b"\1" + packed(to_text(given)), b"\2" + to_text(given).encode()]


def preregistration(data: bytes) -> None:
    """A changed code with a check that fits; a changed small text, and a changed text, sealed anew."""
    _all((
        lambda: open_code(data, {KEY.id: KEY}),
        lambda: open_code(data[:-CHECK] + check_of(data[:-CHECK]), {KEY.id: KEY}),
        lambda: from_text(open_code(_anew(data[1:]), {KEY.id: KEY}).text),
        lambda: from_text(open_code(_anew(packed(data[1:].decode("utf-8", "replace"))), {KEY.id: KEY}).text),
    ))  # fmt: skip


def _anew(small: bytes) -> bytes:
    """A code that says these bytes, whatever they are."""
    head = sealed()[0][:HEAD]
    key = sealed_code._derived(
        KEY._secret.exchange(PageKey(ONE_TIME)._secret.public_key()), head[5:], KEY.public
    )
    plain = UUID(int=2).bytes + (2500).to_bytes(2, "big") + small
    code = head + ChaCha20Poly1305(key).encrypt(bytes(12), plain, head)
    return code + check_of(code)


@cache
def frames() -> list[bytes]:
    """Frames of a code that fills several, and of a package."""
    whole = random.Random(1).randbytes(1_500)
    moving = [decode(text.removeprefix(transfer.PREFIX)) for text in islice(transfer.frames(whole * 8), 12)]
    return [*framed(whole, 600), *moving]


def frame(data: bytes) -> None:
    """A changed frame, with a check that fits, among good ones."""
    collector, gatherer = Collector(), transfer.Gatherer()
    again = data[:-CHECK] + check_of(data[:-CHECK])
    _all((
        lambda: collector.add(data),
        lambda: collector.add(again),
        *(lambda good=good: collector.add(good) for good in frames()[:3]),
        lambda: gatherer.add(data.decode("latin-1")),
        lambda: gatherer.add(transfer.PREFIX + encode(again)),
        *(lambda good=good: gatherer.add(transfer.PREFIX + encode(good)) for good in frames()[3:6]),
        lambda: gatherer.add(transfer.PREFIX + encode(again)),
    ))  # fmt: skip
