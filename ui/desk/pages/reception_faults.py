"""Which field a fault belongs to, so that it is said there and the cursor goes there; and which ones a code fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from app.errors import AppError
from ui.desk.pages.reception_claims import ClaimsCard, PlaceCard
from ui.desk.pages.reception_people import PeopleCard
from ui.desk.pages.reception_strip import Strip
from ui.desk.widgets.field import Field
from ui.messages import message_of

OF_A_PERSON = frozenset({"name", "id_number", "phone", "address"})
OF_A_CLAIM = frozenset({"content", "requested", "category"})
RARE = frozenset({"persons_of_matter", "persons_concerned", "agent", "agent_relation", "agent_phone"})


def say_fault(
    error: AppError, strip: Strip, people: PeopleCard, claims: ClaimsCard, place: PlaceCard
) -> bool:
    """Says the fault at its field and puts the cursor there; False when it belongs to no field of the page."""
    name, at = error.field or "", error.details.get("place")
    words = message_of(error)
    days = {"channel": strip.channel, "received_on": strip.received, "postmark_on": strip.postmark}
    if name in days:
        strip.say(f"{words.says}{words.do}")
        days[name].setFocus()
        return True
    if name in OF_A_PERSON and isinstance(at, int):
        people.turn_to(at)
    if name in OF_A_CLAIM and isinstance(at, int):
        claims.turn_to(at)
    field = _field(name, people, claims, place)
    if field is None:
        return False
    field.warn(words.says)
    field.editor.setFocus()
    return True


def marked_fields(
    people: PeopleCard, claims: ClaimsCard, place: PlaceCard
) -> Mapping[str, Callable[[], Field | None]]:
    """The fields that a visitor's code fills, by name; those of rows that were never unfolded are None."""

    def rare(name: str) -> Field | None:
        return None if people.more is None else people.more.fields[name]

    there = {
        "name": people.name,
        "id_number": people.identity,
        "phone": people.phone,
        "address": people.address,
        "people": people.people,
        "content": claims.story,
        "purpose": claims.purpose,
        "category": claims.category,
        "place": place.place,
        "place_words": place.place_words,
        "materials": place.materials,
    }
    found: dict[str, Callable[[], Field | None]] = {
        name: partial(_same, field) for name, field in there.items()
    }
    return found | {name: partial(rare, name) for name in ("id_type", "area")}


def _same(field: Field) -> Field:
    return field


def _field(name: str, people: PeopleCard, claims: ClaimsCard, place: PlaceCard) -> Field | None:
    fields = {
        "name": people.name,
        "id_number": people.identity,
        "phone": people.phone,
        "address": people.address,
        "people": people.people,
        "representatives": people.representatives,
        "content": claims.story,
        "requested": claims.request,
        "category": claims.category,
        "accused": claims.accused,
        "accused_units": claims.accused_units,
        "place_words": place.place_words,
        "materials": place.materials,
        "talked_by": place.talked_by,
    }
    if name in RARE:
        people.show_rare()
        return None if people.more is None else people.more.fields[name]
    return fields.get(name)
