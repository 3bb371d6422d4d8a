"""Sitting together (调解会): who mediates, that rights were told, the record of each sitting and who signed it.

A record that somebody signed is never changed: what has to be said besides is added and signed anew (补正). What one side
said alone stays out of every paper (背对背).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.acts.delivering import KEPT_FILES
from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import EntryKind, Happened, Setting
from app.domain.mediation.act import MediationAct, on_day, require_consent, require_running
from app.domain.mediation.moments import minutes_between, moment_text, read_moment
from app.domain.mediation.sides import Side, Willing
from app.domain.mediation.state import (
    Assigned,
    Mediation,
    Pause,
    SeparateTalk,
    Signature,
    SignedHow,
    Sitting,
    SittingResult,
    Statement,
    Supplement,
    Tie,
)
from app.domain.names import search_key
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignMediator:
    """Who mediates (指定、选定调解员, 人民调解法第十九条): by code, what ties them to a party; the name is the register's.

    `accepted`: both sides know of the tie and accept it; `stands_in_for` is whom they stand in for (AB角).
    """

    mediator: str
    tie: Tie
    name: str = ""
    accepted: bool = False
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorAssigned:
    """Somebody was assigned to mediate (调解员已确定)."""

    mediator: str
    name: str
    tie: Tie
    accepted: bool = False
    stands_in_for: str = ""


def assign_mediator(state: Mediation, act: AssignMediator, setting: Setting) -> tuple[Happened, ...]:
    """Assigns. Nobody mediates in a cause of their own; kin and interest only where both sides know and accept it.

    Raises Refused("mediation.ended", "mediation.mediator_is_party", "mediation.mediator_tied") (人民调解法第十五条、
    第二十三条第一项) and BadInput("mediation.no_mediator").
    """
    require_running(state)
    if not act.name.strip():
        raise BadInput("mediation.no_mediator", field="mediator")
    named = search_key(act.name)
    if any(
        named in (search_key(p.name), search_key(p.agent), search_key(p.speaks_for)) for p in state.parties
    ):
        raise Refused("mediation.mediator_is_party", field="mediator", name=act.name)
    if act.tie is not Tie.NONE and not act.accepted:
        raise Refused("mediation.mediator_tied", field="accepted", name=act.name)
    entry = MediatorAssigned(
        mediator=act.mediator,
        name=act.name,
        tie=act.tie,
        accepted=act.accepted,
        stands_in_for=act.stands_in_for,
    )
    return (Happened(entry, setting.today),)


def mediator_assigned(state: Mediation, entry: MediatorAssigned, header: Header) -> Mediation:
    """The mediation with whoever mediates now."""
    assigned = Assigned(
        mediator=entry.mediator,
        name=entry.name,
        on=header.on,
        stands_in_for=entry.stands_in_for,
        tie=entry.tie,
    )
    return replace(state, mediators=(*state.mediators, assigned))


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRights:
    """Rights and duties were told (权利义务告知, 人民调解法第二十三条、第二十四条): to which parties; none named: to all."""

    parties: tuple[int, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsTold:
    """Rights and duties were told to these parties (权利义务已告知)."""

    parties: tuple[int, ...]


def tell_rights(state: Mediation, act: TellRights, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises Refused("mediation.ended"), BadInput("mediation.no_party") and what `on_day` raises."""
    require_running(state)
    for number in act.parties:
        state.require_party(number)
    told = act.parties or tuple(range(1, len(state.parties) + 1))
    return (Happened(RightsTold(parties=told), on_day(act.on, setting, since=state.opened_on)),)


def rights_told(state: Mediation, entry: RightsTold, header: Header) -> Mediation:
    """The mediation whose parties know their rights."""
    return replace(state, rights_told=tuple(sorted({*state.rights_told, *entry.parties})))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSitting:
    """The record of a sitting (调解记录, M07): when, where, who was there, what was said, how it ended.

    `sitting` counts from 1; without one it is the next. The same again replaces the record while nobody has signed it.
    `others` took part with the parties' consent (人民调解法第二十条).
    """

    began_at: str
    ended_at: str
    present: tuple[int, ...]
    sitting_result: SittingResult
    sitting: int | None = None
    room: str = ""
    recorder: str = ""
    others: tuple[str, ...] = ()
    agenda: str = ""
    statements: tuple[Statement, ...] = ()
    pauses: tuple[Pause, ...] = ()
    read_back: bool = False
    next_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingRecorded:
    """A sitting was recorded (调解记录已形成)."""

    sitting: int
    began_at: str
    ended_at: str
    present: tuple[int, ...]
    sitting_result: SittingResult
    room: str = ""
    recorder: str = ""
    others: tuple[str, ...] = field(default=(), metadata={"scope": "people"})
    agenda: str = field(default="", metadata={"scope": "story"})
    statements: tuple[Statement, ...] = field(default=(), metadata={"scope": "story"})
    pauses: tuple[Pause, ...] = ()
    read_back: bool = False
    next_at: str = ""


def record_sitting(state: Mediation, act: RecordSitting, setting: Setting) -> tuple[Happened, ...]:
    """Records it. It counts for the day on which it began.

    Raises Refused("mediation.ended", "mediation.no_consent", "mediation.no_mediator_yet",
    "mediation.rights_not_told", "mediation.sitting_signed"), BadInput("mediation.no_time", "mediation.ends_before",
    "mediation.one_side_only", "mediation.no_party", "mediation.no_sitting", "mediation.no_statement",
    "mediation.next_before", "mediation.pause_outside", "act.date_in_future").
    """
    require_consent(state)
    if state.mediator is None:
        raise Refused("mediation.no_mediator_yet", field="mediator", number=state.number)
    minutes_between(act.began_at, act.ended_at)
    day = on_day(read_moment(act.began_at, "began_at").date(), setting, "began_at")
    place = len(state.sittings) + 1 if act.sitting is None else act.sitting
    if not 1 <= place <= len(state.sittings) + 1:
        raise BadInput("mediation.no_sitting", field="sitting", sitting=place)
    if place <= len(state.sittings) and state.sittings[place - 1].signed:
        raise Refused("mediation.sitting_signed", field="sitting", sitting=place)
    sides = {state.require_party(number).side for number in act.present}
    if not {Side.APPLICANT, Side.RESPONDENT} <= sides:
        raise BadInput("mediation.one_side_only", field="present")
    untold = [number for number in act.present if number not in state.rights_told]
    if untold:
        raise Refused("mediation.rights_not_told", field="present", party=untold[0])
    if not any(item.words.strip() for item in act.statements):
        raise BadInput("mediation.no_statement", field="statements")
    if act.next_at and read_moment(act.next_at, "next_at") <= read_moment(act.ended_at, "ended_at"):
        raise BadInput("mediation.next_before", field="next_at")
    _require_within(act)
    entry = SittingRecorded(
        sitting=place,
        began_at=act.began_at,
        ended_at=act.ended_at,
        present=act.present,
        sitting_result=act.sitting_result,
        room=act.room,
        recorder=act.recorder or setting.actor,
        others=act.others,
        agenda=act.agenda,
        statements=tuple(item for item in act.statements if item.words.strip()),
        pauses=act.pauses,
        read_back=act.read_back,
        next_at=act.next_at,
    )
    return (Happened(entry, day),)


def sitting_recorded(state: Mediation, entry: SittingRecorded, header: Header) -> Mediation:
    """The mediation with the record; one that was signed meanwhile stays as it was signed."""
    made = Sitting(
        place=entry.sitting,
        began_at=entry.began_at,
        ended_at=entry.ended_at,
        room=entry.room,
        recorder=entry.recorder,
        present=entry.present,
        others=entry.others,
        agenda=entry.agenda,
        statements=entry.statements,
        pauses=entry.pauses,
        read_back=entry.read_back,
        result=entry.sitting_result,
        next_at=entry.next_at,
        on=header.on,
        by=header.actor,
    )
    if entry.sitting > len(state.sittings):
        return replace(state, sittings=(*state.sittings, made))
    if state.sittings[entry.sitting - 1].signed:
        return state
    return _with_sitting(state, made)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSitting:
    """Who signed the record of a sitting (笔录签名): `party:1`, `mediator`, `recorder` or `other:` and a name; and how."""

    sitting: int
    who: str
    signed_how: SignedHow
    picture: str = field(default="", metadata={"values": KEPT_FILES})
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingSigned:
    """Somebody signed the record of a sitting, or would not (笔录已签名)."""

    sitting: int
    signed_how: SignedHow
    who: str = field(default="", metadata={"scope": "people"})
    picture: str = ""


def sign_sitting(state: Mediation, act: SignSitting, setting: Setting) -> tuple[Happened, ...]:
    """Records it. A record is read back before it is signed.

    Raises BadInput("mediation.no_sitting", "mediation.no_signer"), Refused("mediation.not_read_back",
    "mediation.signed_already").
    """
    sitting = require_sitting(state, act.sitting)
    who = require_signer(state, act.who)
    if not sitting.read_back:
        raise Refused("mediation.not_read_back", field="sitting", sitting=act.sitting)
    if any(item.who == who and item.how is not SignedHow.REFUSED for item in sitting.signatures):
        raise Refused("mediation.signed_already", field="who", who=who)
    entry = SittingSigned(sitting=act.sitting, who=who, signed_how=act.signed_how, picture=act.picture)
    return (Happened(entry, on_day(act.on, setting, since=sitting.on)),)


def sitting_signed(state: Mediation, entry: SittingSigned, header: Header) -> Mediation:
    """The mediation with the signature."""
    if entry.sitting > len(state.sittings):
        return state
    sitting = state.sittings[entry.sitting - 1]
    signature = Signature(who=entry.who, how=entry.signed_how, on=header.on, picture=entry.picture)
    return _with_sitting(state, replace(sitting, signatures=(*sitting.signatures, signature)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementSitting:
    """Something is added to a signed record (补正说明): it stands below it and is signed for itself."""

    sitting: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingSupplemented:
    """Something was added to a signed record (笔录已补正)."""

    sitting: int
    words: str = field(default="", metadata={"scope": "story"})


def supplement_sitting(state: Mediation, act: SupplementSitting, setting: Setting) -> tuple[Happened, ...]:
    """Adds. Raises BadInput("mediation.no_sitting", "mediation.no_statement")."""
    require_sitting(state, act.sitting)
    if not act.words.strip():
        raise BadInput("mediation.no_statement", field="words")
    return (Happened(SittingSupplemented(sitting=act.sitting, words=act.words), setting.today),)


def sitting_supplemented(state: Mediation, entry: SittingSupplemented, header: Header) -> Mediation:
    """The mediation with the addition."""
    if entry.sitting > len(state.sittings):
        return state
    sitting = state.sittings[entry.sitting - 1]
    added = Supplement(on=header.on, by=header.actor, words=entry.words)
    return _with_sitting(state, replace(sitting, supplements=(*sitting.supplements, added)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTalk:
    """A talk with one side alone (背对背谈话): of which sitting (0: before any), with whom, what was said."""

    side: Side
    statements: tuple[Statement, ...]
    sitting: int = 0
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRecorded:
    """A talk with one side alone was written down (背对背谈话已记录); its words are sealed to those who mediate, and travel
    nowhere.
    """

    side: Side
    sitting: int = 0
    statements: tuple[Statement, ...] = field(default=(), metadata={"scope": "talk"})


def record_talk(state: Mediation, act: RecordTalk, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises Refused("mediation.ended", "mediation.side_refused"), BadInput("mediation.no_statement")."""
    require_running(state)
    asked = [n for n, party in enumerate(state.parties, 1) if party.side is act.side]
    if any(state.said(n) is Willing.REFUSED for n in asked):
        raise Refused("mediation.side_refused", field="side")
    if not any(item.words.strip() for item in act.statements):
        raise BadInput("mediation.no_statement", field="statements")
    entry = TalkRecorded(side=act.side, sitting=act.sitting, statements=act.statements)
    return (Happened(entry, on_day(act.on, setting, since=state.opened_on)),)


def talk_recorded(state: Mediation, entry: TalkRecorded, header: Header) -> Mediation:
    """The mediation with the talk; its words are empty for whoever holds no key for them."""
    talk = SeparateTalk(
        sitting=entry.sitting,
        side=entry.side,
        on=header.on,
        by=header.actor,
        statements=entry.statements,
    )
    return replace(state, talks=(*state.talks, talk))


def require_sitting(state: Mediation, place: int) -> Sitting:
    """The record of that sitting. Raises BadInput("mediation.no_sitting")."""
    if not 1 <= place <= len(state.sittings):
        raise BadInput("mediation.no_sitting", field="sitting", sitting=place)
    return state.sittings[place - 1]


def require_signer(state: Mediation, who: str) -> str:
    """Who signs, as it is kept. Raises BadInput("mediation.no_signer", "mediation.no_party")."""
    word, _, rest = who.strip().partition(":")
    if word == "party" and rest.isdecimal():
        state.require_party(int(rest))
    elif word == "mediator" and state.mediator is not None:
        return f"mediator:{rest or state.mediator.mediator}"
    elif not (word == "recorder" and not rest) and not (word == "other" and rest.strip()):
        raise BadInput("mediation.no_signer", field="who", who=who)
    return who.strip()


def _require_within(act: RecordSitting) -> None:
    """Whoever takes a break is there before it and comes back after it."""
    began, ended = read_moment(act.began_at, "began_at"), read_moment(act.ended_at, "ended_at")
    for place, item in enumerate(act.pauses, 1):
        minutes_between(item.began_at, item.ended_at)
        if read_moment(item.began_at, "pauses") < began or read_moment(item.ended_at, "pauses") > ended:
            times = {"began": moment_text(began)[11:], "ended": moment_text(ended)[11:]}
            raise BadInput("mediation.pause_outside", field="pauses", place=place, **times)


def _with_sitting(state: Mediation, sitting: Sitting) -> Mediation:
    changed = list(state.sittings)
    changed[sitting.place - 1] = sitting
    return replace(state, sittings=tuple(changed))


def _picture(entry: SittingSigned) -> tuple[str, ...]:
    return (entry.picture,) if entry.picture else ()


ENTRIES = (
    EntryKind("mediator-assigned", MediatorAssigned, mediator_assigned),
    EntryKind("rights-told", RightsTold, rights_told),
    EntryKind("sitting-recorded", SittingRecorded, sitting_recorded),
    EntryKind("sitting-signed", SittingSigned, sitting_signed, files=_picture),
    EntryKind("sitting-supplemented", SittingSupplemented, sitting_supplemented),
    EntryKind("talk-recorded", TalkRecorded, talk_recorded, stays=True),
)
ACTS = (
    MediationAct("assign-mediator", AssignMediator, assign_mediator),
    MediationAct("tell-rights", TellRights, tell_rights),
    MediationAct("record-sitting", RecordSitting, record_sitting),
    MediationAct("sign-sitting", SignSitting, sign_sitting),
    MediationAct("supplement-sitting", SupplementSitting, supplement_sitting),
    MediationAct("record-talk", RecordTalk, record_talk),
)
