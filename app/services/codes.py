"""Reading our own codes at the window: which matter a receipt belongs to, and whether it is the one we gave out."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from app.domain import history
from app.errors import NotFound
from app.qr.families import Family, family_of
from app.qr.receipt_code import parse
from app.services.blank_forms import FormState, form_state
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
    stream = session.unmasked.find(code.number)
    if stream is None:
        raise NotFound("matter.unknown", field="number", number=code.number)
    matter = history.fold(session.unmasked.stream(stream))
    digest = hashlib.sha256(code.token.encode()).hexdigest()
    genuine = matter is not None and hmac.compare_digest(digest, matter.token_hash)
    return ReadReceipt(number=code.number, genuine=genuine)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCode:
    """A code that came into the search line, from a scanner or a hand: of a receipt, or of a form that was printed empty.

    `number` is the matter it leads to, empty where there is none yet or this person may not know it; `genuine` is False
    for a receipt that this office did not give out. `form` is what is known of the sheet.
    """

    number: str = ""
    genuine: bool = True
    form: FormState | None = None


def is_code(text: str) -> bool:
    """Whether a typed line is one of our codes and no words to look for."""
    return family_of(text) in (Family.RECEIPT, Family.FORM)


def read_code(session: Session, text: str) -> ReadCode:
    """What a code leads to. Raises what `read_receipt` and `form_state` raise."""
    if family_of(text) is Family.FORM:
        form = form_state(session, text)
        return ReadCode(number=form.number, form=form)
    session.require_reader()
    receipt = read_receipt(session, text)
    return ReadCode(number=receipt.number, genuine=receipt.genuine)
