"""How somebody can be reached (送达地址确认、委托、电话通知): where to serve, to whom else, whether electronically; calls.

Civil Procedure Law, articles 88 and 90, by analogy. A call or a message is a notice only: it opens no clock and
proves no service (hall.md 19); what was read out is kept, and whether somebody was reached.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.changed import replace
from app.domain.delivery import Capacity
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, Note
from app.domain.people import Agent, Petitioner, Representative
from app.errors import BadInput, Refused


class Reach(StrEnum):
    """By what somebody was told beforehand (通知方式)."""

    PHONE = "phone"
    MESSAGE = "message"
    WORD_OF_MOUTH = "word_of_mouth"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAddress:
    """The signed confirmation of the address for service (送达地址确认书, D08) came in.

    `petitioner` is who signed it (empty: the first). What is empty stays as it was; `electronic_withdrawn` takes the
    agreement to electronic service back.
    """

    petitioner: str = ""
    address: str = ""
    proxy: str = ""
    electronic: str = ""
    electronic_withdrawn: bool = False
    reference: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressConfirmed:
    """The address for service was confirmed (送达地址已确认)."""

    petitioner: str = field(default="", metadata={"scope": "people"})
    address: str = field(default="", metadata={"scope": "people"})
    proxy: str = field(default="", metadata={"scope": "people"})
    electronic: str = field(default="", metadata={"scope": "people"})
    electronic_withdrawn: bool = False
    reference: str = ""


def confirm_address(matter: Matter, act: ConfirmAddress, setting: Setting) -> tuple[Happened, ...]:
    """Records it.

    Raises BadInput("act.date_in_future", "address.nothing_said", "address.person_unknown"), Refused("matter.sealed").
    """
    on = act.on or setting.today
    if on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=on.isoformat())
    if not (act.address or act.proxy or act.electronic or act.electronic_withdrawn):
        raise BadInput("address.nothing_said", field="address")
    if matter.people_sealed:
        raise Refused("matter.sealed")
    if _signer(matter, act.petitioner) is None:
        raise BadInput("address.person_unknown", field="petitioner")
    entry = AddressConfirmed(
        petitioner=act.petitioner,
        address=act.address,
        proxy=act.proxy,
        electronic="" if act.electronic_withdrawn else act.electronic,
        electronic_withdrawn=act.electronic_withdrawn,
        reference=act.reference,
    )
    return (Happened(entry, on),)


def _signer(matter: Matter, name: str) -> Petitioner | None:
    if not name:
        return matter.people.first
    return next((item for item in matter.people.petitioners if item.name == name), None)


def address_confirmed(state: Matter, entry: AddressConfirmed, header: Header) -> Matter:
    """The matter with what its person confirmed; nothing where people are sealed for this reader."""
    signer = _signer(state, entry.petitioner)
    if signer is None:
        return state
    kept = "" if entry.electronic_withdrawn else signer.electronic_delivery
    made = replace(
        signer,
        service_address=entry.address or signer.service_address,
        proxy=entry.proxy or signer.proxy,
        electronic_delivery=entry.electronic or kept,
    )
    people = tuple(made if item is signer else item for item in state.people.petitioners)
    return replace(state, people=replace(state.people, petitioners=people))


@dataclass(frozen=True, slots=True, kw_only=True)
class Empower:
    """A mandate or a power to sign for papers came in (授权委托书 D06、代表推选书 D05): who may act and sign for whom.

    `capacity` is agent or representative; a `guardian` (监护人) needs no mandate, only the proof named in `reference`.
    """

    name: str
    capacity: Capacity
    relation: str = ""
    guardian: bool = False
    phone: str = ""
    reference: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Empowered:
    """Somebody was empowered (已登记委托)."""

    capacity: Capacity
    guardian: bool = False
    name: str = field(default="", metadata={"scope": "people"})
    relation: str = field(default="", metadata={"scope": "people"})
    phone: str = field(default="", metadata={"scope": "people"})
    reference: str = ""


def empower(matter: Matter, act: Empower, setting: Setting) -> tuple[Happened, ...]:
    """Records it.

    Raises BadInput("act.date_in_future", "empower.capacity", "empower.no_reference"), Refused("matter.sealed").
    """
    on = act.on or setting.today
    if on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=on.isoformat())
    if act.capacity not in (Capacity.AGENT, Capacity.REPRESENTATIVE):
        raise BadInput("empower.capacity", field="capacity")
    if not act.reference.strip():
        raise BadInput("empower.no_reference", field="reference")
    if matter.people_sealed:
        raise Refused("matter.sealed")
    entry = Empowered(
        capacity=act.capacity,
        guardian=act.guardian,
        name=act.name,
        relation=act.relation,
        phone=act.phone,
        reference=act.reference,
    )
    return (Happened(entry, on),)


def empowered(state: Matter, entry: Empowered, header: Header) -> Matter:
    """The matter in which that person may act and sign; nothing where people are sealed for this reader."""
    if not entry.name:
        return state
    people = state.people
    if entry.capacity is Capacity.REPRESENTATIVE:
        known = next((item for item in people.representatives if item.name == entry.name), None)
        speaker = replace(known or Representative(name=entry.name), signs_for_papers=True)
        speaker = replace(speaker, phone=entry.phone or speaker.phone)
        others = tuple(item for item in people.representatives if item is not known)
        return replace(state, people=replace(people, representatives=(*others, speaker)))
    before = next((item for item in people.agents if item.name == entry.name), None)
    agent = replace(before or Agent(name=entry.name), mandate_filed=True)
    agent = replace(
        agent,
        guardian=entry.guardian or agent.guardian,
        relation=entry.relation or agent.relation,
        phone=entry.phone or agent.phone,
    )
    rest = tuple(item for item in people.agents if item is not before)
    return replace(state, people=replace(people, agents=(*rest, agent)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """Somebody was called or sent a message (电话、短信通知): by what, whether reached, the words that were read out."""

    reach: Reach
    reached: bool = False
    told: str
    person: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """A notice by phone or message (已通知); proves nothing."""

    reach: Reach
    reached: bool = False
    told: str = field(default="", metadata={"scope": "story"})
    person: str = field(default="", metadata={"scope": "people"})


def notify(matter: Matter, act: Notify, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises BadInput("act.date_in_future")."""
    on = act.on or setting.today
    if on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=on.isoformat())
    return (Happened(Notified(reach=act.reach, reached=act.reached, told=act.told, person=act.person), on),)


def notified(state: Matter, entry: Notified, header: Header) -> Matter:
    """The matter with the remark."""
    note = Note(kind=f"notified-{entry.reach}", on=header.on, words=entry.told, by=header.actor)
    return replace(state, notes=(*state.notes, note))


ENTRIES = (
    EntryKind("address-confirmed", AddressConfirmed, address_confirmed),
    EntryKind("empowered", Empowered, empowered),
    EntryKind("notified", Notified, notified),
)
ACTS = (
    ActKind("confirm-address", ConfirmAddress, confirm_address),
    ActKind("empower", Empower, empower),
    ActKind("notify", Notify, notify),
)
