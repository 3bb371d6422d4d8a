"""Reading what a visitor's phone shows (预登记): opened, looked through, made ready to fill the form. Registers nothing.

Each reason why a code is not taken has its own sentence: for another office, made with an old page, too old, of a day to
come, used before, misread, changed, of a later program (case 36).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from app.clock import day_of, from_milliseconds
from app.domain.codes import category, codes, region
from app.domain.names import mask_name
from app.errors import BadInput, Refused
from app.page_keys import PageKeys, PageKeyShelf
from app.qr.preregistration import PreRegistration, from_text
from app.qr.sealed_code import Said, open_code
from app.services.preregistration_page import code_plan
from app.services.session import Session
from app.services.used_codes import require_unused
from resources.loader import read_toml

_AS_GIVEN = re.compile("([\\uf900-\\ufaff\\U0002f800-\\U0002fa1f]+)")
"""Ideographs that normalising would exchange for others: some are of names."""
_MOST_PERSONS = 999_999
_VILLAGE, _TOWNSHIP = 12, 9
"""Digits of a code of GB/T 2260 and of what our lists know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPreregistration:
    """A code that was opened. `identity` are 32 hexadecimal digits; `left_out` names fields whose code no list knows.

    `old_page`: it was made with a page whose key was replaced; `ahead`: the phone's clock is ahead of ours. Who does not act
    on matters is given the masked name and nothing else.
    """

    identity: str
    made_on: date
    given: PreRegistration
    left_out: tuple[str, ...] = ()
    old_page: bool = False
    ahead: bool = False


def open_preregistration(session: Session, shelf: PageKeyShelf, code: bytes) -> ReadPreregistration:
    """What a whole code says.

    Raises BadInput("code.misread", "code.altered", "prereg.field"), Refused("code.newer", "code.other_key",
    "prereg.old_key", "prereg.expired", "prereg.ahead", "prereg.used", "prereg.used_unseen"), Damaged("keys.page"),
    NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    keys = shelf.keys()
    said, old_page = _opened(session, keys, code)
    require_unused(session, said.identity.hex)
    today, plan = session.today(), code_plan()
    if said.made_on > today + timedelta(days=plan.ahead_days):
        raise Refused("prereg.ahead", day=said.made_on.isoformat())
    if said.made_on < today - timedelta(days=plan.valid_days):
        raise Refused("prereg.expired", day=said.made_on.isoformat(), days=plan.valid_days)
    given, left_out = _known(_said(said.text))
    whole = session.may_act()
    return ReadPreregistration(
        identity=said.identity.hex,
        made_on=said.made_on,
        given=given if whole else PreRegistration(name=mask_name(given.name)),
        left_out=left_out if whole else (),
        old_page=old_page,
        ahead=said.made_on > today,
    )


def field_word(name: str) -> str:
    """What a field of a pre-registration is called on the screen."""
    return str(read_toml("words/preregistration.toml")["preregistration"]["fields"].get(name, name))


def _opened(session: Session, keys: PageKeys, code: bytes) -> tuple[Said, bool]:
    """What was sealed, and whether an earlier key opened it."""
    now = session.now()
    try:
        return open_code(code, {keys.present.id: keys.present}), False
    except Refused as error:
        if error.code != "code.other_key":
            raise
        name = bytes.fromhex(str(error.details["key"]))
    earlier = keys.replaced(name)
    if earlier is None:
        raise Refused("code.other_key")
    readable = keys.readable(now)
    if name not in readable:
        raise Refused("prereg.old_key", day=day_of(from_milliseconds(earlier.until)).isoformat())
    return open_code(code, readable), True


def _said(text: str) -> PreRegistration:
    try:
        given = from_text(text)
    except BadInput as error:
        if error.code == "prereg.field":
            error.details["name"] = field_word(str(error.details["name"]))
        raise
    lines: dict[str, Any] = {
        item.name: _composed(getattr(given, item.name)).strip()
        for item in fields(given)
        if item.name not in ("evidence", "name")
    }
    return replace(given, **lines, name=given.name.strip(), evidence=tuple(map(_composed, given.evidence)))


def _known(given: PreRegistration) -> tuple[PreRegistration, tuple[str, ...]]:
    """What our lists know of it, and the names of the fields they do not know."""
    coded: dict[str, Any] = {
        "id_type": given.id_type if given.id_type in {each.code for each in codes("id_documents")} else "",
        "purpose": given.purpose if given.purpose in {each.code for each in codes("purposes")} else "",
        "category": given.category if given.category and category(given.category) is not None else "",
        "area": _place(given.area),
        "place": _place(given.place),
        "persons": given.persons if _is_count(given.persons) else "",
    }
    left_out = tuple(name for name, value in coded.items() if getattr(given, name) and not value)
    return replace(given, **coded), left_out


def _place(code: str) -> str:
    """The code of a division as our lists have it; villages are told by words. Empty for one that no list knows."""
    if not (code.isascii() and code.isdecimal()):
        return ""
    known = code[:_TOWNSHIP] if len(code) == _VILLAGE else code
    return known if region(known) is not None else ""


def _is_count(digits: str) -> bool:
    return len(digits) <= len(str(_MOST_PERSONS)) and 0 < int(digits or 0) <= _MOST_PERSONS


def _composed(text: str) -> str:
    """NFC, but for ideographs that it would exchange."""
    parts = _AS_GIVEN.split(text)
    return "".join(part if at % 2 else unicodedata.normalize("NFC", part) for at, part in enumerate(parts))
