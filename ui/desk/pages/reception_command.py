"""From what was typed to the command that registers it: cleaned, never guessed. No Qt; runs in the lanes.

Faults are BadInput with the field's name and, where there are several, `place`: which person or claim, from 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.claims import Path, Purpose
from app.domain.codes import find_code
from app.domain.identity_card import check_identity
from app.domain.matter import Material
from app.domain.names import clean_name, clean_text
from app.domain.organisation_code import check_organisation
from app.domain.people import Agent, People, Petitioner, PetitionerKind, Representative
from app.domain.phones import read_phones
from app.errors import BadInput
from ui.desk.pages.reception_state import ORGANISATION, ClaimTyped, FormTyped, PersonTyped
from ui.desk.widgets.day_text import read_day

LINE = 500
"""Characters of an address, a request's line or a place."""
_BETWEEN = re.compile(r"[、,，;；/\n]+")
_BETWEEN_MATERIALS = re.compile(r"[、;；\n]+")
_AREA_CODE = re.compile(r"^(0[0-9]{2,3})-")
_PAGES = re.compile(r"([0-9]+)\s*[页张]")
_COPIES = re.compile(r"([0-9]+)\s*[份本]")
_ORIGINAL, _COPY = "原件", re.compile(r"复印件?|影印件?")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a form is read with: today, the office's county and telephone area, the most representatives."""

    today: date
    area: str
    area_code: str | None
    most_representatives: int


def area_code_of(phone: str) -> str | None:
    """The area code that the office's own telephone number begins with, or None."""
    found = _AREA_CODE.match(phone)
    return found[1] if found is not None and found[1].strip("0") else None


def command_of(form: FormTyped, around: Surroundings) -> RegisterVisit:
    """The registration that the form asks for.

    Raises BadInput naming field and place: of names, texts, days and counts that cannot be read.
    """
    restricted = form.sealed
    channel = find_code("channels", form.channel)
    if channel is None:
        raise BadInput("register.channel_unknown", field="channel", channel=form.channel[:20])
    came = _count(form.people, "people") or 1
    return RegisterVisit(
        channel=channel.code,
        received_on=_day(form.received_on, "received_on", around.today) or around.today,
        postmark_on=_day(form.postmark_on, "postmark_on", around.today) if channel.code == "letter" else None,
        people=_people(form, around),
        claims=tuple(_at(place, _claim, claim) for place, claim in enumerate(_claims_given(form))),
        persons_came=came,
        persons_of_matter=_count(form.persons_of_matter, "persons_of_matter"),
        persons_concerned=_count(form.persons_concerned, "persons_concerned"),
        anonymous=form.anonymous,
        confidential=form.confidential or restricted,
        restricted=restricted,
        urgent=form.urgent,
        backfilled=form.backfilled,
        place=form.place or around.area,
        place_words=clean_text(_place_words(form), limit=LINE, field="place_words").strip(),
        accused=clean_text(form.accused, limit=LINE, field="accused").strip() if restricted else "",
        accused_units=read_names(form.accused_units) if restricted else (),
        materials=read_materials(clean_text(form.materials, limit=4 * LINE, field="materials")),
        talked_by=clean_text(form.talked_by, limit=LINE, field="talked_by").strip(),
        earlier=form.earlier,
        preregistration=form.scanned,
        sheet=form.sheet,
    )


def read_names(text: str) -> tuple[str, ...]:
    """The names in a line, cut at commas and the like, as typed."""
    return tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())


def read_materials(text: str) -> tuple[Material, ...]:
    """The papers in a line like '土地承包合同 复印件 3 页；收据 原件 1 页' (材料)."""
    found = []
    for part in _BETWEEN_MATERIALS.split(unicodedata.normalize("NFKC", text)):
        pages, copies = _PAGES.search(part), _COPIES.search(part)
        name = _COPIES.sub("", _PAGES.sub("", _COPY.sub("", part.replace(_ORIGINAL, ""))))
        name = " ".join(name.replace("(", " ").replace(")", " ").split())
        if part.strip():
            found.append(
                Material(
                    name=name or part.strip(),
                    original=_ORIGINAL in part,
                    pages=None if pages is None else int(pages[1]),
                    copies=None if copies is None else int(copies[1]),
                )
            )
    return tuple(found)


def is_organisation(person: PersonTyped) -> bool:
    """Whether the petitioner is an organisation: said so, or the number is a good credit code and nothing else."""
    if person.id_type:
        return person.id_type == ORGANISATION
    finding = check_organisation(person.id_number)
    return bool(finding.number) and not finding.warnings and not finding.number[:17].isdigit()


def _claims_given(form: FormTyped) -> tuple[ClaimTyped, ...]:
    """The claims with anything in them; the first one if there is none."""
    given = tuple(claim for claim in form.claims if claim.content.strip() or claim.requested.strip())
    return given or form.claims[:1]


def _people(form: FormTyped, around: Surroundings) -> People:
    names = read_names(form.representatives)
    if len(names) > around.most_representatives:
        raise BadInput(
            "people.too_many_representatives",
            field="representatives",
            most=around.most_representatives,
            given=len(names),
        )
    persons = () if form.anonymous else form.persons
    given = [_at(place, _petitioner, person, around) for place, person in enumerate(persons)]
    return People(
        petitioners=tuple(person for person in given if person is not None),
        representatives=tuple(Representative(name=_name(name, "representatives")) for name in names),
        agents=_agents(form, around),
    )


def _petitioner(person: PersonTyped, around: Surroundings) -> Petitioner | None:
    if not any((person.name.strip(), person.id_number.strip(), person.phone.strip(), person.address.strip())):
        return None
    name = clean_name(person.name) if person.name.strip() else None
    phones = () if person.no_phone else read_phones(person.phone, area_code=around.area_code)
    organisation = is_organisation(person)
    common = {
        "name": "" if name is None else name.text,
        "name_as_typed": person.name if name is not None and name.changed else "",
        "address": clean_text(person.address, limit=LINE, field="address").strip(),
        "area": person.area,
    }
    if organisation:
        return Petitioner(
            **common,
            kind=PetitionerKind.ORGANISATION,
            id_number=check_organisation(person.id_number).number,
            phones=tuple(phone.number for phone in phones),
            no_phone=person.no_phone,
        )
    finding = check_identity(person.id_type, person.id_number, today=around.today)
    return Petitioner(
        **common,
        kind=PetitionerKind.PERSON,
        id_type="" if finding.kind == "none" and not person.id_type else finding.kind,
        id_number=finding.number,
        phones=tuple(phone.number for phone in phones),
        no_phone=person.no_phone,
        sex=finding.sex or "",
        born_on=finding.birth.isoformat() if finding.birth else "",
    )


def _agents(form: FormTyped, around: Surroundings) -> tuple[Agent, ...]:
    if not form.agent.strip():
        return ()
    phones = read_phones(form.agent_phone, area_code=around.area_code)
    return (
        Agent(
            name=_name(form.agent, "agent"),
            relation=clean_text(form.agent_relation, limit=LINE, field="agent_relation").strip(),
            phone=phones[0].number if phones else "",
            guardian=form.guardian,
        ),
    )


def _claim(claim: ClaimTyped) -> ClaimGiven:
    purpose = Purpose(claim.purpose)
    return ClaimGiven(
        text=clean_text(claim.content, field="content"),
        requested=clean_text(claim.requested, limit=LINE, field="requested").strip(),
        purpose=purpose,
        path=Path(claim.path) if purpose is Purpose.CLAIM else Path.UNDECIDED,
        category=claim.category,
    )


def _place_words(form: FormTyped) -> str:
    """The words of the place; what fits no code of the county's places is kept in front of them."""
    typed = "" if form.place else form.place_typed.strip()
    return " ".join(part for part in (typed, form.place_words.strip()) if part)


def _name(text: str, field: str) -> str:
    try:
        return clean_name(text).text
    except BadInput as error:
        error.field = field
        raise


def _count(text: str, field: str) -> int:
    """A head count, 0 where nothing is typed. Raises BadInput("register.head_count")."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not plain:
        return 0
    if not plain.isdecimal() or len(plain) > 6 or int(plain) < 1:
        raise BadInput("register.head_count", field=field)
    return int(plain)


def _day(text: str, field: str, today: date) -> date | None:
    if not text.strip():
        return None
    day = read_day(text, today)
    if day is None:
        raise BadInput("register.day_unreadable", field=field, typed=text.strip()[:20])
    return day


def _at(place: int, read: Callable[..., T], *given: object) -> T:
    try:
        return read(*given)
    except BadInput as error:
        error.details["place"] = place
        raise
