"""What a record is made of that is read back and signed (笔录): what was said, who signed it how, what was added later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SignedHow(StrEnum):
    """How somebody signed (签署方式): ink, fingerprint, seal, a picture of handwriting; or would not."""

    INK = "ink"
    FINGERPRINT = "fingerprint"
    SEAL = "seal"
    HANDWRITING = "handwriting"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody said at the table (陈述): who, and their words as they were written down and read back.

    Without a speaker it is what the recorder notes of the course of things.
    """

    words: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """That somebody signed a record or an agreement: who (`party:1`, `mediator:T01`, `recorder`, `other:…`), how, when.

    A matter's conversation has `speaker:1`, `receiver`, `recorder`. `picture` is the SHA-256 of a kept picture of the
    handwriting, `reason` why somebody would not sign.
    """

    who: str
    how: SignedHow
    on: date
    picture: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What was added to a record after somebody had signed it (补正): the record itself stays as it was."""

    on: date
    by: str
    words: str
