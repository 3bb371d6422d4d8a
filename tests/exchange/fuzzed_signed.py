"""What is fuzzed of signed codes: payloads signed anew after they were changed, lists of keys, and files of notices."""

from __future__ import annotations

from datetime import date
from functools import cache

from app.errors import AppError
from app.papers.pdf_words import words_of_pdf
from app.papers.render import render
from app.qr import base45
from app.qr.families import Family
from app.qr.key_list import KeyList, ListedKey, read_key_list
from app.qr.notice_code import fingerprint_of, parse_notice
from app.qr.place_code import parse_place
from app.qr.signed_code import HEAD, SIGNATURE, signed_text
from tests.papers.samples import sample
from tests.qr.signing import ED25519, OTHER, notice, place

READERS = {Family.NOTICE: parse_notice, Family.PLACE: parse_place}


@cache
def codes() -> list[bytes]:
    """The bytes of one code of each family."""
    return [base45.decode(made.text.partition(":")[2]) for made in (notice(), place())]


def code(data: bytes) -> None:
    """Changed bytes as either family; and a changed payload that is signed well, so that its reader is reached."""
    for family, parse in READERS.items():
        payload = data[HEAD:-SIGNATURE]
        texts = [f"{family}:{base45.encode(data)}", f"{family}:{data.decode('latin-1')}"]
        if len(payload) % 2 == 0:
            texts.append(signed_text(family, payload, public=ED25519.public, sign=ED25519.sign))
        for text in texts:
            try:
                parse(text)[1].is_genuine(ED25519.public)  # type: ignore[operator]
            except AppError:
                continue


@cache
def lists() -> list[bytes]:
    """A county's list of keys."""
    key = ListedKey(
        station="LX07", office="示范县信访局", sign=OTHER.public, since=date(2026, 3, 2), why="遗失"
    )
    made = KeyList(
        station="CT01", office="示范县", counter=3, made_on=date(2026, 3, 9), keys=(key,), training=True
    )
    return [made.to_bytes(ED25519.sign)]


def key_list(data: bytes) -> None:
    """A changed list, and its words signed anew."""
    said = b"\n".join(data.split(b"\n")[:2]) + b"\n"
    for one in (data, said + ED25519.sign(said).hex().encode() + b"\n"):
        try:
            read_key_list(one, ED25519.public)
        except AppError:
            continue


@cache
def files() -> list[bytes]:
    """A notice as a file."""
    return [render(sample("D22")).pdf]


def file(data: bytes) -> None:
    """The words of a changed file."""
    try:
        fingerprint_of(words_of_pdf(data))
    except AppError:
        return
