"""What a visitor's code puts into the form: which fields, what stands there already, and how it comes out again. No Qt.

A field that holds something else is never written over unasked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.codes import region
from app.errors import BadInput
from app.page_keys import PageKeyShelf
from app.qr.frames import Collector, Progress
from app.qr.preregistration import PreRegistration
from app.qr.scanned_text import code_of
from app.services.preregistrations import ReadPreregistration, open_preregistration
from app.services.session import Session
from ui.desk.pages.reception_state import ClaimTyped, FormTyped

OF_PERSON = ("name", "id_type", "id_number", "phone", "address", "area")
OF_CLAIM = ("content", "purpose", "category")
OF_FORM = ("people", "place", "place_words", "materials")
FIELDS = (*OF_PERSON, *OF_CLAIM, *OF_FORM)
"""Fields of the form that a code may fill, as the clerk goes through them."""
USUAL = "resident_card"
"""The kind of document that is meant when none is chosen: saying it would only unfold a row."""
_UNDECIDED = "undecided"
_BETWEEN = "；"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a code would put into the form: field → value, as typed; and what is told beside it."""

    read: ReadPreregistration
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form with a code's values, which fields came from it, and those in which something else stands."""

    form: FormTyped
    fields: tuple[str, ...]
    clashes: tuple[str, ...]


class Opener:
    """Takes the texts of codes one after the other and opens a whole one. Lives in the write lane alone."""

    def __init__(self, session: Session, shelf: PageKeyShelf) -> None:
        self._session, self._shelf = session, shelf
        self._collector = Collector()

    def take(self, texts: tuple[str, ...]) -> Offered | Progress:
        """What the codes say, or how far their set was read. Raises what `code_of` and `open_preregistration` raise;
        BadInput("code.not_one") for the codes of two visitors in one picture.
        """
        progress, wholes = Progress(seen=(), count=0), set[bytes]()
        for text in texts:
            progress = self._collector.add(code_of(text))
            if progress.whole is not None:
                wholes.add(progress.whole)
        if not wholes:
            return progress
        if len(wholes) > 1:
            raise BadInput("code.not_one", field="source", count=len(wholes))
        read = open_preregistration(self._session, self._shelf, wholes.pop())
        return Offered(read=read, values=values_from(read.given, self._session.office.area))

    def forget(self) -> None:
        """Lets go of what was half read: another visitor is there."""
        self._collector.forget()


def values_from(given: PreRegistration, county: str) -> dict[str, str]:
    """The form's fields for what a visitor wrote; places outside the county are told by words."""
    area, address = _placed(given.area, given.address, county)
    place, place_words = _placed(given.place, given.place_words, county)
    values = {
        "name": given.name,
        "id_type": "" if given.id_type == USUAL else given.id_type,
        "id_number": given.id_number,
        "phone": given.phone,
        "address": address,
        "area": area,
        "content": given.story,
        "purpose": "" if given.purpose == _UNDECIDED else given.purpose,
        "category": given.category,
        "people": given.persons,
        "place": place,
        "place_words": place_words,
        "materials": _BETWEEN.join(given.evidence),
    }
    return {name: values[name] for name in FIELDS if values[name]}


def values_of(form: FormTyped) -> dict[str, str]:
    """What stands in those fields now; of the first petitioner and the first claim. Free text counts as an answer."""
    person, claim = form.persons[0], form.claims[0]
    found = {name: str(getattr(person, name)) for name in OF_PERSON}
    found |= {name: str(getattr(claim, name)) for name in OF_CLAIM}
    found |= {name: str(getattr(form, name)) for name in OF_FORM}
    found["purpose"] = "" if claim.purpose == _UNDECIDED else claim.purpose
    found["category"] = claim.category or claim.category_typed
    found["place"] = form.place or form.place_typed
    return found


def with_values(form: FormTyped, values: Mapping[str, str]) -> FormTyped:
    """The form with other values in these fields; an empty one empties its field."""
    person = replace(form.persons[0], **_among(values, OF_PERSON))
    claim = replace(form.claims[0], **_among(values, OF_CLAIM))
    if not claim.purpose:
        claim = replace(claim, purpose=_UNDECIDED)
    if "category" in values:
        claim = replace(claim, category_typed="")
    made = replace(form, persons=(person, *form.persons[1:]), claims=(claim, *form.claims[1:]))
    made = replace(made, **_among(values, OF_FORM))
    return replace(made, place_typed="") if "place" in values else made


def _among(values: Mapping[str, str], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def filled(form: FormTyped, offered: Offered, *, over: bool = False) -> Filled:
    """The form with what a code says: in fields that are empty, and `over` also in those that hold something else."""
    here, there = values_of(form), offered.values
    clashes = tuple(name for name in there if here[name].strip() and not _same(here[name], there[name]))
    fields = tuple(name for name in there if over or name not in clashes)
    made = with_values(form, {name: there[name] for name in fields})
    made = replace(
        made,
        scanned=offered.read.identity,
        scanned_on=offered.read.made_on.isoformat(),
        scanned_fields=",".join(fields),
        scanned_checked=False,
    )
    return Filled(form=made, fields=fields, clashes=clashes)


def taken_back(form: FormTyped, before: FormTyped, offered: Offered) -> FormTyped:
    """The form without what a code put there; what the clerk has changed since stays."""
    here, was = values_of(form), values_of(before)
    named = [name for name in form.scanned_fields.split(",") if name]
    undone = {name: was[name] for name in named if _same(here[name], offered.values.get(name, ""))}
    made = with_values(form, undone)
    if "category" in undone:
        made = replace(made, claims=(_as_typed(made, before), *made.claims[1:]))
    if "place" in undone:
        made = replace(made, place=before.place, place_typed=before.place_typed)
    return replace(
        made,
        scanned=before.scanned,
        scanned_on=before.scanned_on,
        scanned_fields=before.scanned_fields,
        scanned_checked=before.scanned_checked,
    )


def _as_typed(form: FormTyped, before: FormTyped) -> ClaimTyped:
    was = before.claims[0]
    return replace(form.claims[0], category=was.category, category_typed=was.category_typed)


def _same(here: str, there: str) -> bool:
    return "".join(here.split()).casefold() == "".join(there.split()).casefold()


def _placed(code: str, words: str, county: str) -> tuple[str, str]:
    """A township of the county by its code; any other place in front of the words, where they do not name it."""
    found = region(code) if code else None
    if found is None or code == county:
        return "", words
    if code.startswith(county):
        return code, words
    return "", words if found.name in words else f"{found.path}{words}"
