"""Reading our own codes at the window: which matter a receipt belongs to, and whether it is the one we gave out.

Every family is known here by its prefix (app/qr/families.py); what a visitor's phone shows is opened elsewhere, because it
needs the page's keys (app/services/preregistrations.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain import history
from app.domain.outage import is_outage_number
from app.errors import NotFound, Refused
from app.qr.families import Family, family_of, is_of_later_program, mended
from app.qr.receipt_code import parse
from app.services.blank_forms import FormState, form_state
from app.services.session import Session
from resources.loader import read_toml


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
    genuine = matter is not None and code.is_for(matter.token_hash)
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
    """Whether a typed or scanned line is one of our codes, or of a later program's, and no words to look for.

    The number on a sheet of a pack for days without power leads where its code leads.
    """
    line = mended(text)
    return family_of(line) is not None or is_of_later_program(line) or is_outage_number(line)


def family_in(text: str) -> Family | None:
    """Which of our codes a text is, as a scanner or an input method left it; None for anything else."""
    return family_of(mended(text))


def read_code(session: Session, text: str) -> ReadCode:
    """What a code leads to. Raises what `read_receipt` and `form_state` raise; Refused("code.newer") for one of a later
    program, Refused("code.other_family") for one that leads nowhere here, and says where it is used.
    """
    line = mended(text)
    family = family_of(line)
    if family is Family.FORM or is_outage_number(line):
        form = form_state(session, line)
        return ReadCode(number=form.number, form=form)
    session.require_reader()
    if family is Family.RECEIPT or not is_code(line):
        receipt = read_receipt(session, line)
        return ReadCode(number=receipt.number, genuine=receipt.genuine)
    if family is None:
        raise Refused("code.newer")
    told = read_toml("words/preregistration.toml")["code_families"][family.name.lower()]
    raise Refused("code.other_family", family=told["title"], where=told["where"])
