"""Reading our own codes at the window: which matter a receipt belongs to, and whether it is the one we gave out."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from app.domain import history
from app.errors import NotFound
from app.papers.receipt_code import parse
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReceipt:
    """A receipt's code that was read: its matter, and whether its token is the one of that registration."""

    number: str
    genuine: bool


def read_receipt(session: Session, text: str) -> ReadReceipt:
    """Reads the text of a receipt's code (`XFQ1:`). Works after the token table is lost: the journal holds its hash.

    Raises BadInput("paper.receipt_code_unreadable"), NotFound("matter.unknown").
    """
    code = parse(text)
    stream = session.memory.queries.find(code.number)
    if stream is None:
        raise NotFound("matter.unknown", field="number", number=code.number)
    matter = history.fold(session.memory.queries.stream(stream))
    digest = hashlib.sha256(code.token.encode()).hexdigest()
    genuine = matter is not None and hmac.compare_digest(digest, matter.token_hash)
    return ReadReceipt(number=code.number, genuine=genuine)
