"""The code on a notice (文书验证码, `XFV1:`): what was issued, when, and a fingerprint of its words.

    payload = station (4) · kind (4) · matter: station (4), year (1), sequence (4)
            · year (1) and running number (4) of the document · day (2) · words (16)

No name and nothing personal. `words` are the first bytes of the SHA-256 of all words on the pages, head and foot included.
The foot bears the head of the journal before the issue, which nobody guesses: so a photograph of the code alone does not
even let somebody try names (docs/decisions/0188). A document without a number has zeros there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.number import MatterNumber
from app.errors import BadInput, Refused
from app.qr.families import Family
from app.qr.signed_code import (
    DAY,
    STATION,
    Reader,
    Sign,
    Signed,
    day_bytes,
    day_of_bytes,
    filled,
    signed_text,
    taken_apart,
)

WORDS: Final = 16
KIND: Final = 4
_KIND: Final = re.compile(r"[0-9A-Z]{1,4}")
_RUNNING: Final = re.compile(r"([0-9]{4})\D+([0-9]{1,9})\D*$")
_HYPHENS: Final = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2212\ufffe")
CENTURY: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeCode:
    """What the code of a notice says. `year` and `running` are those of the document's number, 0 for one without.

    `words` is the fingerprint of the words in hexadecimal digits.
    """

    station: str
    kind: str
    number: str
    year: int
    running: int
    day: date
    words: str

    def text(self, *, public: str, sign: Sign) -> str:
        """The text of the code, signed. Raises ValueError for fields of another shape."""
        matter = MatterNumber.parse(self.number)
        if not _KIND.fullmatch(self.kind) or len(self.words) != 2 * WORDS or len(self.station) != STATION:
            raise ValueError("notice code")
        payload = (
            filled(self.station, STATION)
            + filled(self.kind, KIND)
            + matter.station.encode("ascii")
            + bytes([matter.year])
            + matter.sequence.to_bytes(4, "big")
            + bytes([self.year - CENTURY if self.year else 0])
            + self.running.to_bytes(4, "big")
            + day_bytes(self.day)
            + bytes.fromhex(self.words)
        )
        return signed_text(Family.NOTICE, payload, public=public, sign=sign)


def parse_notice(text: str) -> tuple[NoticeCode, Signed]:
    """What a code claims to say, and its parts: nothing of it is proved before its signature was looked at.

    Raises BadInput("code.misread"), Refused("code.newer").
    """
    found = taken_apart(text, Family.NOTICE)
    reader = Reader(found.payload)
    station = reader.text(STATION)
    kind = reader.text(KIND)
    home, year, sequence = reader.text(STATION), reader.number(1), reader.number(4)
    try:
        number = MatterNumber(station=home, year=year, sequence=sequence).text
    except (BadInput, Refused) as error:
        raise BadInput("code.misread") from error
    written, running = reader.number(1), reader.number(4)
    day, words = day_of_bytes(reader.take(DAY)), reader.take(WORDS).hex()
    reader.end()
    code = NoticeCode(
        station=station,
        kind=kind,
        number=number,
        year=CENTURY + written if running else 0,
        running=running,
        day=day,
        words=words,
    )
    return code, found


def running_of(document_number: str) -> tuple[int, int]:
    """Year and running number of a document number (文号), as 〔2026〕12号; zeros for one that has none."""
    found = _RUNNING.search(document_number)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def fingerprint_of(words: str) -> str:
    """The fingerprint of the words of a paper, in hexadecimal digits: of the normalised text (`normalised`)."""
    return hashlib.sha256(normalised(words).encode("utf-8")).hexdigest()[: 2 * WORDS]


def normalised(words: str) -> str:
    """The words as they are compared: NFKC, without blanks, control characters and hyphens (readers lose those at the
    ends of lines)."""
    plain = unicodedata.normalize("NFKC", words)
    return "".join(c for c in plain if c not in _HYPHENS and unicodedata.category(c)[0] not in "ZC")
