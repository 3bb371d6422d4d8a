"""Who mediates where (调解组织、工作室、调解员、调解室): the register of bodies, mediators and rooms of a station.

人民调解法第八条、第十三条、第十四条: committees of villages, townships, enterprises, trades, and the mediators they appoint.
A body has its own name on its papers, its own series and its own seal; the petition office's are never on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import NAMESPACE_OID, uuid5

from app.domain.entry import Header, StreamId, StreamKind
from app.domain.kinds import EntryKind
from app.errors import BadInput, NotFound


def register_of(station: str) -> StreamId:
    """The stream of a station's bodies, mediators and rooms."""
    return StreamId(StreamKind.MEDIATION, uuid5(NAMESPACE_OID, f"{station}/mediation-register"))


class BodyKind(StrEnum):
    """What kind of body mediates (调解组织类别): a village's, a township's or a county's committee, a trade's, an
    enterprise's, or a studio that bears somebody's name (个人调解工作室).
    """

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    TRADE = "trade"
    ENTERPRISE = "enterprise"
    STUDIO = "studio"


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRegistered:
    """A body was registered or changed (调解组织已登记): a row replaces the one with its code.

    `number_word` stands in its numbers (`长调`〔2026〕12号); `of` is the committee under which a studio works and whose seal
    it sets; `court` the court that confirms its agreements; `rate_fen` what finance pays for a mediation (个案补贴).
    """

    code: str
    name: str
    body_kind: BodyKind
    number_word: str
    of: str = ""
    address: str = ""
    phone: str = ""
    court: str = ""
    rate_fen: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorRegistered:
    """A mediator was registered or changed (调解员已登记): of which bodies, under which account, who stands in (B角)."""

    code: str
    name: str
    bodies: tuple[str, ...]
    account: str = ""
    stand_in: str = ""
    phone: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRegistered:
    """A room was registered or changed (调解室已登记): its name on the door, where it is, how many it seats."""

    code: str
    name: str
    where: str = ""
    seats: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """All bodies, mediators and rooms of a station by their codes, closed ones too."""

    bodies: Mapping[str, BodyRegistered] = field(default_factory=dict)
    mediators: Mapping[str, MediatorRegistered] = field(default_factory=dict)
    rooms: Mapping[str, RoomRegistered] = field(default_factory=dict)

    def require_body(self, code: str) -> BodyRegistered:
        """The body of that code that still works. Raises NotFound("mediation.no_body")."""
        found = self.bodies.get(code)
        if found is None or found.closed:
            raise NotFound("mediation.no_body", field="body", body=code)
        return found

    def require_mediator(self, code: str) -> MediatorRegistered:
        """The mediator of that code who still works. Raises NotFound("mediation.unknown_mediator")."""
        found = self.mediators.get(code)
        if found is None or found.closed:
            raise NotFound("mediation.unknown_mediator", field="mediator", mediator=code)
        return found

    def require_room(self, code: str) -> RoomRegistered:
        """The room of that code that is still used. Raises NotFound("mediation.no_room")."""
        found = self.rooms.get(code)
        if found is None or found.closed:
            raise NotFound("mediation.no_room", field="room", room=code)
        return found

    def committee_of(self, body: BodyRegistered) -> BodyRegistered:
        """The committee whose seal a body sets: of a studio the one under which it works."""
        return self.bodies.get(body.of, body) if body.of else body


Row = BodyRegistered | MediatorRegistered | RoomRegistered


def require_row(state: Register, row: Row) -> None:
    """Looks at a row before it is written.

    Raises BadInput("mediation.no_code", "mediation.no_name", "mediation.no_number_word"), NotFound("mediation.no_body",
    "mediation.unknown_mediator") for what it names and is not there.
    """
    if not row.code.strip() or not row.code.isascii() or not row.code.isalnum():
        raise BadInput("mediation.no_code", field="code", given=row.code[:20])
    if not row.name.strip():
        raise BadInput("mediation.no_name", field="name")
    if isinstance(row, BodyRegistered):
        if not row.number_word.strip():
            raise BadInput("mediation.no_number_word", field="number_word")
        if row.of and row.of != row.code:
            state.require_body(row.of)
    if isinstance(row, MediatorRegistered):
        for body in row.bodies:
            state.require_body(body)
        if row.stand_in:
            state.require_mediator(row.stand_in)


def body_registered(state: Register, entry: BodyRegistered, header: Header) -> Register:
    """The register with the body."""
    return replace(state, bodies={**state.bodies, entry.code: entry})


def mediator_registered(state: Register, entry: MediatorRegistered, header: Header) -> Register:
    """The register with the mediator."""
    return replace(state, mediators={**state.mediators, entry.code: entry})


def room_registered(state: Register, entry: RoomRegistered, header: Header) -> Register:
    """The register with the room."""
    return replace(state, rooms={**state.rooms, entry.code: entry})


ENTRIES = (
    EntryKind("mediation-body-registered", BodyRegistered, body_registered),
    EntryKind("mediator-registered", MediatorRegistered, mediator_registered),
    EntryKind("mediation-room-registered", RoomRegistered, room_registered),
)
