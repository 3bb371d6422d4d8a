"""Registering (登记): the first entry of a matter. Unconditional (条例第二十二、二十三条: shall be registered).

Missing papers, no telephone, anonymity, a wrong identity number or "the wrong level" never stop it; only what makes
the record unreadable does: no content, a future date, dates out of order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.claims import Claim, ClaimText, Path, Purpose
from app.domain.codes import codes
from app.domain.entry import SEALED, Header
from app.domain.kinds import EntryKind, the_desks
from app.domain.material import HeldMaterial, MaterialForm
from app.domain.matter import ExternalNumber, FromLedger, Material, Matter, Milestone
from app.domain.people import NOBODY, People
from app.errors import BadInput

PEOPLE = "people"
STORY = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGiven:
    """One claim as the visitor brings it (诉求): words, request, class, path, content category."""

    text: str = ""
    requested: str = ""
    purpose: Purpose = Purpose.UNDECIDED
    path: Path = Path.UNDECIDED
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterVisit:
    """What the clerk gives to register a visit, letter, call or online item (登记).

    `restricted` seals people, accused and story from the first second (检举控告, Ctrl+H); `confidential` seals the
    people. `accused_units` are codes of the table: the accused units, or where the accused serve. `imported` is the
    number of the import that the row came with. `ledger` is given for a matter that an old ledger holds: it was
    registered there on its day, and no clock begins by reading it in (decision 0177). `preregistration` is the identity of
    the code that filled the form (32 hexadecimal digits), empty for none. `sheet` is the code of the sheet on which it was
    written while the power was gone; it becomes a fact of the matter by its own entry.
    """

    channel: str
    received_on: date
    people: People
    claims: tuple[ClaimGiven, ...]
    petition_on: date | None = None
    postmark_on: date | None = None
    persons_came: int = 1
    persons_of_matter: int = 0
    persons_concerned: int = 0
    anonymous: bool = False
    confidential: bool = False
    restricted: bool = False
    urgent: bool = False
    backfilled: bool = False
    place: str = ""
    place_words: str = ""
    accused: str = ""
    accused_units: tuple[str, ...] = ()
    materials: tuple[Material, ...] = ()
    talked_by: str = ""
    earlier: str = ""
    imported: str = ""
    ledger: FromLedger | None = None
    preregistration: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimClass:
    """Class and path of a claim in the open part of an entry."""

    purpose: Purpose
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A matter was registered (已登记). Fields with a scope move to the sealed part when that scope is sealed.

    `unit_received` says that the station is itself the responsible unit, so that it has received the matter by
    registering it; `from_ledger` that an old ledger held it before; `unreachable` that name or address is unclear, which
    lifts the duty of written notice (23(2)); `preregistration` is the identity of the visitor's code that was used for it.
    """

    number: str
    channel: str
    received_on: date
    persons_came: int
    persons_of_matter: int
    persons_concerned: int
    claims: tuple[ClaimClass, ...]
    token_hash: str
    petition_on: date | None = None
    postmark_on: date | None = None
    anonymous: bool = False
    confidential: bool = False
    restricted: bool = False
    urgent: bool = False
    backfilled: bool = False
    training: bool = False
    unit_received: bool = False
    unreachable: bool = False
    talked_by: str = ""
    earlier: str = ""
    imported: str = ""
    from_ledger: bool = False
    preregistration: str = ""
    ledger: FromLedger | None = field(default=None, metadata={"scope": STORY})
    people: People | None = field(default=None, metadata={"scope": PEOPLE})
    words: tuple[ClaimText, ...] = field(default=(), metadata={"scope": STORY})
    categories: tuple[str, ...] = field(default=(), metadata={"scope": STORY})
    place: str = field(default="", metadata={"scope": STORY})
    place_words: str = field(default="", metadata={"scope": STORY})
    accused: str = field(default="", metadata={"scope": STORY})
    accused_units: tuple[str, ...] = field(default=(), metadata={"scope": STORY})
    materials: tuple[Material, ...] = field(default=(), metadata={"scope": STORY})


def register(
    command: RegisterVisit,
    *,
    number: str,
    token_hash: str,
    today: date,
    training: bool,
    unit_received: bool,
) -> Registered:
    """The entry of a registration.

    Raises BadInput: `register.no_content`, `register.date_in_future`, `register.dates_out_of_order`,
    `register.head_count`, `register.id_type_unknown`.
    """
    _check(command, today)
    restricted = command.restricted or any(c.purpose is Purpose.ACCUSATION for c in command.claims)
    return Registered(
        number=number,
        channel=command.channel,
        received_on=command.received_on,
        petition_on=command.petition_on,
        postmark_on=command.postmark_on,
        persons_came=command.persons_came,
        persons_of_matter=max(command.persons_of_matter, command.persons_came),
        persons_concerned=max(command.persons_concerned, command.persons_of_matter, command.persons_came),
        claims=tuple(ClaimClass(purpose=c.purpose, path=c.path) for c in command.claims),
        token_hash=token_hash,
        anonymous=command.anonymous,
        confidential=command.confidential or restricted,
        restricted=restricted,
        urgent=command.urgent,
        backfilled=command.backfilled,
        training=training,
        unit_received=unit_received,
        unreachable=not command.people.reachable,
        talked_by=command.talked_by,
        earlier=command.earlier,
        imported=command.imported,
        from_ledger=command.ledger is not None,
        preregistration=command.preregistration,
        ledger=command.ledger,
        people=command.people if command.people != NOBODY else None,
        words=tuple(ClaimText(text=c.text, requested=c.requested) for c in command.claims),
        categories=tuple(c.category for c in command.claims)
        if any(c.category for c in command.claims)
        else (),
        place=command.place,
        place_words=command.place_words,
        accused=command.accused,
        accused_units=command.accused_units if restricted else (),
        materials=command.materials,
    )


def _check(command: RegisterVisit, today: date) -> None:
    if not any(claim.text.strip() or claim.requested.strip() for claim in command.claims):
        raise BadInput("register.no_content", field="content")
    if command.received_on > today:
        raise BadInput("register.date_in_future", field="received_on", day=command.received_on.isoformat())
    for name in ("petition_on", "postmark_on"):
        day = getattr(command, name)
        if day is not None and day > command.received_on:
            raise BadInput("register.dates_out_of_order", field=name, earlier=name, later="received_on")
    if command.persons_came < 1:
        raise BadInput("register.head_count", field="people")
    known = {"", *(code.code for code in codes("id_documents"))}
    for given in (
        *(p.id_type for p in command.people.petitioners),
        *(a.id_type for a in command.people.agents),
    ):
        if given not in known:
            raise BadInput("register.id_type_unknown", field="id_type", id_type=given[:20])


def registered(state: Matter | None, entry: Registered, header: Header) -> Matter:
    """The matter that a registration makes."""
    classes = tuple((item.purpose, item.path) for item in entry.claims)
    return Matter(
        id=header.stream.id,
        number=entry.number,
        station=header.origin,
        channel=entry.channel,
        received_on=entry.received_on,
        registered_on=header.on,
        registered_at=header.at,
        registered_by=header.actor,
        desk=header.desk,
        persons_came=entry.persons_came,
        persons_of_matter=entry.persons_of_matter,
        persons_concerned=entry.persons_concerned,
        petition_on=entry.petition_on,
        postmark_on=entry.postmark_on,
        anonymous=entry.anonymous,
        confidential=entry.confidential,
        restricted=entry.restricted,
        urgent=entry.urgent,
        backfilled=entry.backfilled,
        training=entry.training,
        people_sealed=entry.people is None
        and SEALED in header.digests
        and not (entry.restricted and entry.words),
        story_sealed=not entry.words and entry.restricted,
        place=entry.place,
        place_words=entry.place_words,
        people=entry.people or NOBODY,
        claims=_claims(entry),
        accused=entry.accused,
        accused_units=entry.accused_units,
        materials=_materials(entry, header),
        talked_by=entry.talked_by,
        earlier=entry.earlier,
        imported=entry.imported,
        from_ledger=entry.from_ledger,
        ledger=entry.ledger,
        preregistration=entry.preregistration,
        external_numbers=_number_there(entry),
        token_hash=entry.token_hash,
        unreachable=entry.unreachable,
        milestones=tuple(
            Milestone(name=name, on=entry.received_on, at=header.at, entry=header.id, classes=classes)
            for name, there in (
                ("registered", True),
                ("unit-received", entry.unit_received),
                ("urgent", entry.urgent),
            )
            if there and not entry.from_ledger
        ),
    )


def _number_there(entry: Registered) -> tuple[ExternalNumber, ...]:
    """The number that the old ledger gave, beside ours."""
    if entry.ledger is None or not entry.ledger.number:
        return ()
    return (ExternalNumber(system=entry.ledger.ledger, number=entry.ledger.number, on=entry.received_on),)


def _materials(entry: Registered, header: Header) -> tuple[HeldMaterial, ...]:
    return tuple(
        HeldMaterial(
            id=f"{header.id.hex}.{place}",
            name=item.name,
            form=MaterialForm.ORIGINAL if item.original else MaterialForm.COPY,
            on=entry.received_on,
            pages=item.pages,
            copies=item.copies,
            returned_on=entry.received_on if item.returned else None,
        )
        for place, item in enumerate(entry.materials, start=1)
    )


def _claims(entry: Registered) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            number=index,
            purpose=item.purpose,
            path=item.path,
            category=entry.categories[index - 1] if entry.categories else "",
            words=entry.words[index - 1] if entry.words else ClaimText(),
        )
        for index, item in enumerate(entry.claims, start=1)
    )


ENTRIES = (EntryKind("registered", Registered, registered, desk_only=the_desks),)
