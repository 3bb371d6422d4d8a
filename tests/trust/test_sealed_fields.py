"""Every text that somebody types about an accusation lies in its sealed part, or says here why it may lie open.

A new field of an entry on a matter that takes words and names no scope fails until it has one, or a line below.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest

from app.domain import inbox, mail
from app.domain.account import Role
from app.domain.acts.explaining import AccountFor
from app.domain.acts.recusing import Recuse
from app.domain.claims import Purpose
from app.domain.entry import OPEN
from app.domain.field_classes import record_classes
from app.domain.fields import describe
from app.domain.history import ENTRY_KINDS, OTHER_ENTRIES
from app.domain.matter import Matter, darkened
from app.domain.policy import FieldClass
from app.services.day_closing import close_day
from app.services.perform import perform
from app.services.selfcheck import self_check
from app.services.session import Session
from tests.desks import founded, registers, session, whole
from tests.fakes import FakeMemory

ORGANS = """
forwarded.unit forwarded.with_units external-recorded.organ accepted.from_organ contacted.unit diverted.organ
turned-away.unit objected.to objection-decided.unit dispute-listed.units dispute-listed.body dispute-decided.unit
dispute-decided.by review-requested.body rated.unit supervised.unit recommended.organ reported.organ leader-received.unit
source-recorded.sender archived.receiver item-sent-down.sender system-told.unit
"""
"""An office: where a matter goes is open, because duties are owed by it; to the accused's it never goes."""
STAFF = """
registered.talked_by visited-again.received_by minuted.by paper-issued.signed_by paper-issued.drafted_by
paper-issued.reviewed_by paper-sealed.approved_by handwriting-taken.clerk extended.approver heard.chair
mediated.mediator leader-received.leader leader-received.post access-granted.person access-withdrawn.person
parts-readdressed.person resealed.proposed_by legal-opinion-taken.lawyer conversation-recorded.receiver
conversation-recorded.recorder
"""
"""Who of the offices did it in their office."""
NUMBERS = """
registered.number registered.token_hash registered.earlier registered.imported forwarded.reference
external-recorded.number number-recorded.number accepted.from_number paper-issued.number objected.reference
turned-away.reference dispute-listed.reference dispute-decided.number mediated.reference mediated.mediation
supervised.reference
recommended.reference reported.reference linked.other form-bound.code form-bound.number
source-recorded.number number-told.number
delivery-attempted.tracking address-confirmed.reference empowered.reference archived.volume item-sent-down.number
item-sent-down.sender_number item-sent-down.matter item-sent-down.entry letter-opened.stamp
letter-opened.postal_number letter-handed-back.stamp delivery-attempted.slip merged-into.into
system-told.number
"""
"""A number of a matter, a paper, a volume, a parcel."""
MARKS = """
paper-drafted.draft paper-drafted.replaces draft-reviewed.draft draft-returned.draft draft-dropped.draft
paper-issued.draft paper-issued.replaces paper-issued.template paper-issued.notice paper-frozen.paper
paper-frozen.sha256 paper-frozen.stored paper-frozen.code paper-voided.paper paper-printed.paper paper-printed.sha256
paper-sealed.paper paper-sealed.scan scan-filed.paper scan-filed.scan delivery-attempted.paper
delivery-attempted.recording delivery-attempted.evidence handwriting-taken.paper handwriting-taken.document
handwriting-taken.image handwriting-taken.picture handwriting-taken.bound handwriting-taken.signature
handwriting-taken.key material-added.scan material-returned.material material-returned.receipt
pages-attached.files pages-attached.material withdrawn.paper letter-opened.envelope parts-readdressed.key
redaction-proposed.sha256 redaction-proposed.material redaction-proposed.files redaction-proposed.copies_of
redaction-confirmed.redaction redaction-confirmed.sha256 redaction-withdrawn.redaction
told-apart.other apart-undone.other folded-into.into folded-into.took fold-undone.fold
resealed.public resealed.signature difference-decided.kept decision-undone.decision merge-undone.merger
registered.preregistration entry-struck.entry conversation-signed.who conversation-signed.picture
"""
"""A name that the program gives, or the hash of a file that is itself sealed."""
TIMES = "conversation-recorded.began_at conversation-recorded.ended_at conversation-recorded.next_at"
"""A day and a time of the day: nothing else is taken."""
CODES = """
registered.channel external-recorded.fact number-recorded.system kept.channel paper-drafted.kind paper-issued.kind
corrected.field correction-confirmed.field difference-decided.field decision-undone.field
turned-away.ground closed.cause form-bound.kind form-bound.written_at accounted-for.check
paper-printed.printer entry-struck.kind system-told.system system-told.state system-told.channel system-told.purpose
system-told.rating system-told.unit_rating system-told.ended system-told.first system-told.joint
"""
"""A word of a list, not of a person."""
LAW = "diverted.basis opinion-given.basis answered.basis review-given.basis"
"""The articles that a decision rests on: printed in what is sent out, looked at by checks that hold no key."""
PERSON_NEEDED = (
    "delivery-attempted.relation contacted.person corrected.before corrected.after difference-decided.after "
    "accounted-for.subject"
)
"""A word of kinship, which the check of proofs reads; with whom one telephoned, which an accusation forbids; values of
fields that are dates, codes and counts (those of people and story have places of their own); the subject of a check that
looks under no seal (`accounted-for.about` holds the others)."""
MAY_LIE_OPEN = frozenset(" ".join((ORGANS, STAFF, NUMBERS, MARKS, TIMES, CODES, LAW, PERSON_NEEDED)).split())
ELSEWHERE = (inbox.ItemSentDown, mail.LetterOpened, mail.LetterHandedBack)
"""Entries of other streams that a seal may lie on."""


def takes_words(hint: Any) -> bool:
    """Whether a field of that type takes what somebody types."""
    if isinstance(hint, type):
        return issubclass(hint, str) and not issubclass(hint, Enum)
    return any(takes_words(part) for part in get_args(hint))


def open_fields() -> set[str]:
    """Every field of an entry on a matter that takes words and is never sealed."""
    others = {kind.name for kind in OTHER_ENTRIES if kind.type not in ELSEWHERE}
    return {
        f"{kind.name}.{spec.name}"
        for kind in ENTRY_KINDS.values()
        if kind.name not in others
        for spec in describe(kind.type)
        if not spec.scope and takes_words(get_type_hints(kind.type)[spec.name])
    }


def test_no_field_that_takes_words_lies_open_without_a_reason() -> None:
    assert open_fields() - MAY_LIE_OPEN == set()
    assert MAY_LIE_OPEN - open_fields() == set(), "a reason is given for a field that is sealed or gone"


# ---------------------------------------------------------------- what the accused's name may hide in


@pytest.fixture
def memory() -> FakeMemory:
    made = FakeMemory()
    founded(made)
    return made


def accusation(at: Session, **more: Any) -> str:
    return registers(at, "举报收钱", name="密报人", purpose=Purpose.ACCUSATION, **more).number


def opened(memory: FakeMemory) -> str:
    """The open part of every entry of the memory."""
    whole_memory = whole(session(memory, "leader"))
    entries = [
        entry for stream in whole_memory.journal.streams() for entry in whole_memory.queries.stream(stream)
    ]
    return repr([entry.body(OPEN) for entry in entries])


def test_who_hands_an_accusation_over_is_not_named_in_the_open(memory: FakeMemory) -> None:
    leader = session(memory, "leader")
    number = accusation(leader)
    perform(leader, number, Recuse(person="金雀科长", reason="被举报的就是他"))
    assert "金雀科长" not in opened(memory)
    for role in (Role.CLERK, Role.HANDLER):
        assert "金雀科长" not in repr(self_check(session(memory, role.value)))
    (told,) = [item for item in self_check(leader) if item.finding.check == "K40"]
    assert told.finding.subject == "金雀科长"
    perform(leader, number, Recuse(person="金雀科长", replaced_by="白鹭科长"))
    assert not [item for item in self_check(leader) if item.finding.check == "K40"]
    assert "白鹭科长" not in opened(memory)


def test_what_was_explained_under_the_seal_names_no_unit_in_the_open(memory: FakeMemory) -> None:
    leader = session(memory, "leader")
    number = accusation(leader, accused="示范镇人民政府钱某")
    act = AccountFor(check="K38", subject="U-accused", reason="当时不知道")
    perform(leader, number, act)
    assert "U-accused" not in opened(memory)
    assert "U-accused" not in repr(whole(leader).queries.accounts())


def test_closing_the_day_does_not_write_down_who_is_accused(memory: FakeMemory) -> None:
    leader = session(memory, "leader")
    number = accusation(leader)
    perform(leader, number, Recuse(person="金雀科长"))
    written = close_day(leader, "已看过").file
    (left,) = [item for item in written.closings[-1].findings if item.check == "K40"]
    assert (left.number, left.subject) == (number, "")


def filled(kind: Any) -> Any:
    """A record with its own place as the value of each of its texts, and one record in each of its lists."""
    hints = get_type_hints(kind)
    return kind(
        **{item.name: _filling(hints[item.name], f"{kind.__name__}.{item.name}") for item in fields(kind)}
    )


def _filling(hint: Any, place: str) -> Any:
    parts = [part for part in get_args(hint) if part not in (Ellipsis, type(None))]
    if get_origin(hint) is tuple:
        return tuple(_filling(part, place) for part in parts)
    if parts:
        return _filling(parts[0], place)
    if is_dataclass(hint):
        return filled(hint)
    if issubclass(hint, Enum):
        return next(iter(hint))
    known: dict[type, object] = {date: date(2026, 3, 2), UUID: UUID(int=7), str: f"<{place}>"}
    return known[hint] if hint in known else hint()


def test_a_darkened_matter_holds_nothing_of_people_or_story() -> None:
    """What lay open before a matter was found to be an accusation is shown to nobody who may not open it."""
    before, after = repr(filled(Matter)), repr(darkened(filled(Matter)))
    places = [
        f"<{record}.{name}>"
        for record, kinds in record_classes().items()
        for name, classed in kinds.items()
        if classed.story or classed.kind in (FieldClass.PERSONAL, FieldClass.SENSITIVE, FieldClass.INFORMER)
    ]
    there = [place for place in places if place in before]
    assert len(there) > 30, "the record was filled"
    assert [place for place in there if place in after] == []
