"""What may become of one matter in a package, by word, and why not in words that a clerk reads.

docs/decisions/0145: what each word means. A word of a newer program is kept as it is and changes nothing here.
"""

from __future__ import annotations

from enum import StrEnum

from app.domain import shut_files
from app.errors import AppError, Refused


class MatterState(StrEnum):
    """What became of a matter at the other side (业务回执)."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    HELD = "held"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    CORRECTED = "corrected"


class RecordCode(StrEnum):
    """Why a matter was not made, or (SHUT, which stands with ACCEPTED) what is to be said of it: travels in a receipt."""

    FIELD = "record.field"
    ORDER = "record.order"
    NUMBER_TWICE = "record.number_twice"
    FILE = "record.file"
    MERGED = "record.merged"
    SHUT = "record.shut"
    WRITER = "record.writer"


def reason(code: str, field: str, named: str = "") -> AppError:
    """The code of a receipt as an error with its sentence, in which the field is called `named` (by its key when empty).

    A code that is not known here keeps its name in the sentence.
    """
    named = named or field or "-"
    match code:
        case RecordCode.FIELD:
            return Refused("record.field", field=field, name=named)
        case RecordCode.ORDER:
            return Refused("record.order", field=field, name=named)
        case RecordCode.NUMBER_TWICE:
            return Refused("record.number_twice", field=field)
        case RecordCode.FILE:
            return Refused("record.file", field=field)
        case RecordCode.MERGED:
            return Refused("record.merged", field=field, name=named)
        case RecordCode.WRITER:
            return Refused("record.writer", field=field, name=named)
        case RecordCode.SHUT:
            return shut_files.reason(field)
        case _:
            return Refused("record.other", field=field, reason=code)
