"""What is typed on the registration page, as frozen values: the content of a draft. No Qt, no cleaning.

Everything is text as typed, so that a draft holds exactly what the clerk saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, TypeVar

from app.domain.names import mask_name
from app.services.drafts import NAME_FIELDS, STORY_FIELDS

ORGANISATION = "organisation"
"""The kind of document of a petitioner that is no person: the unified social credit code (统一社会信用代码)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTyped:
    """One petitioner as typed (信访人). `no_phone`: there is none, said so."""

    name: str = ""
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    no_phone: bool = False
    address: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTyped:
    """One claim as typed (诉求): story, request, class, path, category code and what stands in its field."""

    content: str = ""
    requested: str = ""
    purpose: str = "undecided"
    path: str = "undecided"
    category: str = ""
    category_typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTyped:
    """The whole form as typed. Days and head counts are texts; codes are codes of resources/codes."""

    channel: str = "walk_in"
    received_on: str = ""
    postmark_on: str = ""
    persons: tuple[PersonTyped, ...] = (PersonTyped(),)
    representatives: str = ""
    people: str = ""
    persons_of_matter: str = ""
    persons_concerned: str = ""
    agent: str = ""
    agent_relation: str = ""
    agent_phone: str = ""
    guardian: bool = False
    anonymous: bool = False
    confidential: bool = False
    restricted: bool = False
    urgent: bool = False
    backfilled: bool = False
    accused: str = ""
    accused_units: str = ""
    claims: tuple[ClaimTyped, ...] = (ClaimTyped(),)
    place: str = ""
    place_typed: str = ""
    place_words: str = ""
    materials: str = ""
    talked_by: str = ""
    earlier: str = ""
    apart: str = ""
    """Numbers that were found not to be this matter, a space between them."""
    scanned: str = ""
    """Identity of the visitor's code that filled the form (预登记); then the day it was made, the fields it filled, and
    whether the clerk has compared them with the card."""
    scanned_on: str = ""
    scanned_fields: str = ""
    scanned_checked: bool = False
    sheet: str = ""
    """Code of the sheet on which it was written while the power was gone (停电登记表); then its number, ISO day, time."""
    sheet_number: str = ""
    sheet_on: str = ""
    sheet_at: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed or chosen at all."""
        return self == BLANK

    @property
    def sealed(self) -> bool:
        """Whether it is, or may be, an accusation: nothing of it is shown outside its own fields."""
        return self.restricted or any(claim.purpose == "accusation" for claim in self.claims)

    @property
    def called(self) -> str:
        """The first name for a chip, masked; empty where there is none or it must not be shown."""
        hidden = self.sealed or self.confidential or self.anonymous
        return "" if hidden else mask_name(self.persons[0].name.strip())

    def to_content(self) -> dict[str, object]:
        """As a draft keeps it."""
        return asdict(self) | {
            "persons": [asdict(person) for person in self.persons],
            "claims": [asdict(claim) for claim in self.claims],
        }

    def held(self) -> dict[str, object]:
        """Which of the fields that make giving up a thing to be explained were filled; no content."""
        made: dict[str, object] = {
            name: any(getattr(person, name).strip() for person in self.persons) for name in NAME_FIELDS
        }
        for name in STORY_FIELDS:
            made[name] = any(getattr(claim, name).strip() for claim in self.claims)
        return made

    @property
    def holds_something(self) -> bool:
        """Whether it holds a name or a story: then giving it up needs a reason (rulings 10)."""
        return any(self.held().values())


BLANK = FormTyped()
"""An empty form."""

T = TypeVar("T")


def form_of(content: Mapping[str, object]) -> FormTyped:
    """The form of a draft's content; what a newer or older program kept in it and we do not know is passed over."""
    persons = _listed(PersonTyped, content.get("persons")) or BLANK.persons
    claims = _listed(ClaimTyped, content.get("claims")) or BLANK.claims
    return replace(_read(FormTyped, content), persons=persons, claims=claims)


def _listed(kind: type[T], rows: object) -> tuple[T, ...]:
    if not isinstance(rows, list | tuple):
        return ()
    return tuple(_read(kind, row) for row in rows if isinstance(row, Mapping))


def _read(kind: type[T], content: Mapping[str, object]) -> T:
    values: dict[str, Any] = {}
    blank = kind()
    for item in fields(kind):  # type: ignore[arg-type]
        given = content.get(item.name)
        if isinstance(given, str | bool) and type(given) is type(getattr(blank, item.name)):
            values[item.name] = given
    return kind(**values)
