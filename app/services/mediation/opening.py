"""Opening a mediation (调解受理): its numbers are taken, its parties asked who asked for it, its matter told."""

from __future__ import annotations

from dataclasses import dataclass

from app.changes import Changes
from app.clock import milliseconds
from app.domain import history
from app.domain.codes import find_code
from app.domain.entry import StreamId, StreamKind
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.mediation import folding
from app.domain.mediation.act import on_day
from app.domain.mediation.opening import ConsentRecorded, MediationOpened, OpenMediation, require_openable
from app.domain.mediation.register import BodyRegistered
from app.domain.mediation.sides import ReachedBy, Willing
from app.domain.mediation.state import Mediation, Source
from app.errors import BadInput, NotFound, Refused
from app.ids import new_id
from app.ports import UnitOfWork
from app.services.mediation.numbering import written
from app.services.mediation.writing import draft_of, register_in, tell_matter
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMediation:
    """A mediation that was opened: its numbers, and what changed."""

    number: str
    file_number: str
    mediation: Mediation
    told: tuple[str, ...]
    changes: Changes


def open_mediation(session: Session, act: OpenMediation, *, key: str = "") -> OpenedMediation | None:
    """Opens a mediation. With a `key`, a second call does nothing and answers None.

    Raises NotAllowed("role.acts_on_no_matters"), what `require_openable` refuses, NotFound("mediation.no_body",
    "matter.unknown"), BadInput("mediation.no_matter", "field.value", "claim.unknown"), Refused("mediate.accusation",
    "mediation.already_running").
    """
    session.require_actor()
    require_openable(act)
    if find_code("dispute_kinds", act.dispute_kind) is None:
        raise BadInput("field.value", field="dispute_kind", name="dispute_kind", allowed="dispute_kinds")
    if (act.source is Source.MATTER) != bool(act.matter):
        raise BadInput("mediation.no_matter", field="matter")
    with session.work() as work:
        if key and work.result_of(_remembered(key)) is not None:
            return None
        setting = session.setting(work.latest_at)
        register = register_in(session, work)
        body = register.require_body(act.body)
        matter = _mediated(session, work, act) if act.matter else None
        entry = _entry(session, work, act, body, matter, setting.today.year)
        stream = StreamId(StreamKind.MEDIATION, new_id(milliseconds(session.now())))
        state: Mediation | None = None
        for happened in _first_entries(act, entry, setting):
            draft = draft_of(session, register, stream, happened, state, sealed=entry.confidential)
            (recorded,) = work.append([draft])
            state = folding.step(state, recorded, session.sealer.open)
        if state is None:
            raise AssertionError("a mediation that was opened is there")
        told = tell_matter(session, work, None, state)
        work.mediations.put(state)
        if key:
            work.remember(_remembered(key), entry.number)
        work.commit()
    matters = frozenset({act.matter}) if act.matter else frozenset[str]()
    return OpenedMediation(
        number=entry.number,
        file_number=entry.file_number,
        mediation=state,
        told=told,
        changes=Changes(matters=matters, obligations=True),
    )


def _entry(
    session: Session,
    work: UnitOfWork,
    act: OpenMediation,
    body: BodyRegistered,
    matter: Matter | None,
    year: int,
) -> MediationOpened:
    """The first entry, with its two numbers taken: the station's, and the body's own."""
    station = session.office.station
    sequence = work.take_number(f"mediation/{station}/{year}")
    filed = work.take_number(f"mediation-file/{body.code}/{year}")
    return MediationOpened(
        number=f"{station}-M{year % 100:02d}-{sequence:05d}",
        file_number=written("file", body.number_word, year, filed),
        station=station,
        body=body.code,
        source=act.source,
        dispute_kind=act.dispute_kind,
        dispute=act.dispute,
        parties=act.parties,
        place=act.place or ("" if matter is None else matter.place),
        matter=act.matter,
        claim=act.claim,
        reference=act.reference,
        referred_by=act.referred_by,
        reason=act.reason,
        unlisted=act.unlisted,
        confidential=matter is not None and matter.confidential,
        training=session.office.training,
    )


def _first_entries(act: OpenMediation, entry: MediationOpened, setting: Setting) -> tuple[Happened, ...]:
    """That it was opened, and the consent of those who have agreed already."""
    day = on_day(act.on, setting)
    agreed = (
        ConsentRecorded(party=number, willing=Willing.AGREED, reached_by=ReachedBy.PRESENT)
        for number in dict.fromkeys(act.willing)
    )
    return (Happened(entry, day), *(Happened(item, day) for item in agreed))


def _mediated(session: Session, work: UnitOfWork, act: OpenMediation) -> Matter:
    """The matter that is to be mediated."""
    stream = work.find(act.matter)
    matter = None if stream is None else history.fold(work.stream(stream))
    if matter is None:
        raise NotFound("matter.unknown", field="matter", number=act.matter)
    if matter.is_accusation:
        raise Refused("mediate.accusation", field="matter")
    matter.require_claim(act.claim or None)
    running = work.mediations.running_of(act.matter)
    if running:
        raise Refused("mediation.already_running", field="matter", number=running)
    return matter


def _remembered(key: str) -> str:
    return f"open-mediation:{key}"[:96]
