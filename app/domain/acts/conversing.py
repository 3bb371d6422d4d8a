"""Conversing (谈话、接谈): a talk with the petitioner is written down, read back, signed; after that it is only added to.

No clock begins, stops or moves by it (features.md A13). What was said lies where the story lies, who said it where the
people do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.acts.delivering import KEPT_FILES
from app.domain.changed import replace
from app.domain.conversation import RECEIVER, RECORDER, SPEAKER, Conversation, ReadHow, RightTold
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter
from app.domain.mediation.moments import minutes_between, moment_text, read_moment
from app.domain.spoken_record import Signature, SignedHow, Statement, Supplement
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConversation:
    """A talk is written down (谈话笔录): when, where, with whom, what was told and said, how it was read back.

    `conversation` counts from 1; without one it is the next. The same again replaces the record while nobody has signed
    it. `receiver` and `recorder` left out are who is signed in; they may be the same. `next_at` is the next appointment.
    """

    began_at: str
    ended_at: str
    speakers: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    conversation: int | None = None
    room: str = ""
    receiver: str = ""
    recorder: str = ""
    rights: tuple[RightTold, ...] = ()
    read_how: ReadHow | None = None
    remarks: str = ""
    next_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRecorded:
    """A talk was written down (谈话笔录已形成)."""

    conversation: int
    began_at: str
    ended_at: str
    receiver: str
    recorder: str
    room: str = field(default="", metadata={"scope": "story"})
    speakers: tuple[str, ...] = field(default=(), metadata={"scope": "people"})
    rights: tuple[RightTold, ...] = ()
    statements: tuple[Statement, ...] = field(default=(), metadata={"scope": "story"})
    read_how: ReadHow | None = None
    remarks: str = field(default="", metadata={"scope": "story"})
    next_at: str = ""


def record_conversation(matter: Matter, act: RecordConversation, setting: Setting) -> tuple[Happened, ...]:
    """Records it. It counts for the day on which it began.

    Raises BadInput("mediation.no_time", "mediation.ends_before", "act.date_in_future",
    "conversation.before_registration", "conversation.no_speaker", "conversation.no_statement", "conversation.unknown",
    "mediation.next_before"), Refused("conversation.signed").
    """
    began, ended = read_moment(act.began_at, "began_at"), read_moment(act.ended_at, "ended_at")
    minutes_between(act.began_at, act.ended_at)
    for name, moment in (("began_at", began), ("ended_at", ended)):
        if moment.date() > setting.today:
            raise BadInput("act.date_in_future", field=name, day=moment.date().isoformat())
    if began.date() < matter.received_on:
        raise BadInput("conversation.before_registration", field="began_at", day=began.date().isoformat())
    place = len(matter.conversations) + 1 if act.conversation is None else act.conversation
    if not 1 <= place <= len(matter.conversations) + 1:
        raise BadInput("conversation.unknown", field="conversation", conversation=place)
    if place <= len(matter.conversations) and matter.conversations[place - 1].signed:
        raise Refused("conversation.signed", field="conversation", conversation=place)
    speakers = tuple(dict.fromkeys(name.strip() for name in act.speakers if name.strip()))
    if not speakers:
        raise BadInput("conversation.no_speaker", field="speakers")
    statements = tuple(item for item in act.statements if item.words.strip())
    if not statements:
        raise BadInput("conversation.no_statement", field="statements")
    if act.next_at and read_moment(act.next_at, "next_at") <= ended:
        raise BadInput("mediation.next_before", field="next_at")
    entry = ConversationRecorded(
        conversation=place,
        began_at=moment_text(began),
        ended_at=moment_text(ended),
        receiver=act.receiver.strip() or setting.actor,
        recorder=act.recorder.strip() or act.receiver.strip() or setting.actor,
        room=act.room,
        speakers=speakers,
        rights=act.rights,
        statements=statements,
        read_how=act.read_how,
        remarks=act.remarks,
        next_at=moment_text(read_moment(act.next_at, "next_at")) if act.next_at else "",
    )
    return (Happened(entry, began.date()),)


def conversation_recorded(state: Matter, entry: ConversationRecorded, header: Header) -> Matter:
    """The matter with the record; one that was signed meanwhile stays as it was signed."""
    made = Conversation(
        place=entry.conversation,
        began_at=entry.began_at,
        ended_at=entry.ended_at,
        receiver=entry.receiver,
        recorder=entry.recorder,
        room=entry.room,
        speakers=entry.speakers,
        rights=entry.rights,
        statements=entry.statements,
        read_how=entry.read_how,
        remarks=entry.remarks,
        next_at=entry.next_at,
        on=header.on,
        by=header.actor,
    )
    if entry.conversation > len(state.conversations):
        return replace(state, conversations=(*state.conversations, made))
    if state.conversations[entry.conversation - 1].signed:
        return state
    return _with(state, made)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignConversation:
    """Somebody signed the record of a talk (笔录签名), or would not: `who` is `speaker:1`, `receiver` or `recorder`."""

    conversation: int
    who: str
    signed_how: SignedHow
    reason: str = ""
    picture: str = field(default="", metadata={"values": KEPT_FILES})
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSigned:
    """Somebody signed the record of a talk, or would not (谈话笔录已签名)."""

    conversation: int
    who: str
    signed_how: SignedHow
    reason: str = field(default="", metadata={"scope": "people"})
    picture: str = ""


def sign_conversation(matter: Matter, act: SignConversation, setting: Setting) -> tuple[Happened, ...]:
    """Records it. A record is read back before it is signed; who would not sign is asked why, and that is written down.

    Raises BadInput("conversation.unknown", "conversation.no_signer", "conversation.no_reason", "act.date_in_future",
    "conversation.signed_before"), Refused("conversation.none", "conversation.not_read_back", "conversation.signed_already").
    """
    held = require_conversation(matter, act.conversation)
    who = require_signer(held, act.who)
    refused = act.signed_how is SignedHow.REFUSED
    if held.read_how is None:
        raise Refused("conversation.not_read_back", field="conversation", conversation=act.conversation)
    before = held.signature_of(who)
    if before is not None and before.how is not SignedHow.REFUSED:
        raise Refused("conversation.signed_already", field="who")
    if refused and not act.reason.strip():
        raise BadInput("conversation.no_reason", field="reason")
    on = act.on or setting.today
    if on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=on.isoformat())
    if on < held.on:
        raise BadInput("conversation.signed_before", field="on", day=on.isoformat())
    entry = ConversationSigned(
        conversation=held.place,
        who=who,
        signed_how=act.signed_how,
        reason=act.reason.strip() if refused else "",
        picture=act.picture,
    )
    return (Happened(entry, on),)


def conversation_signed(state: Matter, entry: ConversationSigned, header: Header) -> Matter:
    """The matter with the signature."""
    if entry.conversation > len(state.conversations):
        return state
    held = state.conversations[entry.conversation - 1]
    made = Signature(
        who=entry.who, how=entry.signed_how, on=header.on, picture=entry.picture, reason=entry.reason
    )
    return _with(state, replace(held, signatures=(*held.signatures, made)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementConversation:
    """Something is added to a signed record of a talk (补正说明): it stands below it and is signed for itself."""

    conversation: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSupplemented:
    """Something was added to a signed record of a talk (谈话笔录已补正)."""

    conversation: int
    words: str = field(default="", metadata={"scope": "story"})


def supplement_conversation(
    matter: Matter, act: SupplementConversation, setting: Setting
) -> tuple[Happened, ...]:
    """Adds; a record that nobody has signed is itself put right.

    Raises BadInput("conversation.unknown", "conversation.no_statement"), Refused("conversation.none",
    "conversation.not_signed").
    """
    held = require_conversation(matter, act.conversation)
    if not act.words.strip():
        raise BadInput("conversation.no_statement", field="words")
    if not held.signed:
        raise Refused("conversation.not_signed", field="conversation", conversation=held.place)
    return (Happened(ConversationSupplemented(conversation=held.place, words=act.words), setting.today),)


def conversation_supplemented(state: Matter, entry: ConversationSupplemented, header: Header) -> Matter:
    """The matter with the addition."""
    if entry.conversation > len(state.conversations):
        return state
    held = state.conversations[entry.conversation - 1]
    added = Supplement(on=header.on, by=header.actor, words=entry.words)
    return _with(state, replace(held, supplements=(*held.supplements, added)))


def require_conversation(matter: Matter, place: int) -> Conversation:
    """The record of that talk. Raises Refused("conversation.none") where there is none, BadInput("conversation.unknown")."""
    if not matter.conversations:
        raise Refused("conversation.none", field="conversation")
    if not 1 <= place <= len(matter.conversations):
        raise BadInput("conversation.unknown", field="conversation", conversation=place)
    return matter.conversations[place - 1]


def require_signer(held: Conversation, who: str) -> str:
    """Who signs, as it is kept. Raises BadInput("conversation.no_signer")."""
    word, _, at = who.strip().partition(":")
    known = word == SPEAKER and at.isdecimal() and 1 <= int(at) <= max(len(held.speakers), 1)
    if known:
        return f"{SPEAKER}:{int(at)}"
    if word not in (RECEIVER, RECORDER) or at:
        raise BadInput("conversation.no_signer", field="who")
    return word


def _with(state: Matter, held: Conversation) -> Matter:
    others = list(state.conversations)
    others[held.place - 1] = held
    return replace(state, conversations=tuple(others))


def _picture(entry: ConversationSigned) -> tuple[str, ...]:
    return (entry.picture,) if entry.picture else ()


ENTRIES = (
    EntryKind("conversation-recorded", ConversationRecorded, conversation_recorded),
    EntryKind("conversation-signed", ConversationSigned, conversation_signed, files=_picture),
    EntryKind("conversation-supplemented", ConversationSupplemented, conversation_supplemented),
)
ACTS = (
    ActKind("record-conversation", RecordConversation, record_conversation),
    ActKind("sign-conversation", SignConversation, sign_conversation),
    ActKind("supplement-conversation", SupplementConversation, supplement_conversation),
)
