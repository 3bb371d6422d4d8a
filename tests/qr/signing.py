"""Stations that sign codes in tests, with keys that are the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.qr.notice_code import NoticeCode, fingerprint_of
from app.qr.place_code import PlaceCode, official_fingerprint
from app.suites import suite as suites

ED25519 = suites.signer(suites.INTL.sign, bytes(range(32)))
OTHER = suites.signer(suites.INTL.sign, bytes(range(1, 33)))
SM2 = suites.signer(suites.GM.sign, bytes(range(1, 33)))
OFFICIAL = "HTTPS://XF.EXAMPLE.GOV.CN/FY/410721"


@dataclass(frozen=True)
class Made:
    """A code and what it says."""

    text: str
    says: NoticeCode | PlaceCode


def notice(signer: suites.Signer = ED25519, **changed: object) -> Made:
    """The code of an acceptance notice."""
    words = {
        "station": "LX07",
        "kind": "D14",
        "number": "LX07-26-01207-N",
        "year": 2026,
        "running": 12,
        "day": date(2026, 3, 9),
        "words": fingerprint_of("受理告知书 张示范"),
        **changed,
    }
    says = NoticeCode(**words)  # type: ignore[arg-type]
    return Made(says.text(public=signer.public, sign=signer.sign), says)


def place(signer: suites.Signer = ED25519, **changed: object) -> Made:
    """The code of a poster."""
    words = {
        "station": "LX07",
        "place": "XH0001",
        "serial": 41,
        "until": date(2027, 3, 9),
        "official": official_fingerprint(OFFICIAL),
        **changed,
    }
    says = PlaceCode(**words)  # type: ignore[arg-type]
    return Made(says.text(public=signer.public, sign=signer.sign), says)
