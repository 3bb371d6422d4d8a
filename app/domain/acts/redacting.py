"""Redacting (摘抄): one person proposes a transcript that names nobody, another confirms exactly what they saw.

Only a confirmed transcript goes to another organ; the original never does (条例第三十条第三款、第四十六条第五项).
Whoever may not open the matter takes no part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.domain.acts.handing_in import KEPT_PAGES, require_material
from app.domain.changed import replace
from app.domain.conflict import may_judge
from app.domain.entry import Header
from app.domain.identities import Identities, identities_of
from app.domain.kinds import ActKind, EntryKind, Happened, Setting, the_desks
from app.domain.matter import Matter
from app.domain.names import clean_text
from app.domain.office import Office
from app.domain.redaction import remaining
from app.domain.transcript import Transcript, hash_of
from app.errors import BadInput, Refused

IDENTITY_LEFT = "redaction.identity_left"
"""The refusal of a text in which somebody can still be known; it says how many finds there are, never which."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRedaction:
    """Propose a transcript (提请核对摘抄件): its words, or kept pages made anew, with the reason for what is gone.

    It comes from a claim's words or a material (its place in the list). `copies_of` are the pages the `files` were made
    from, `pictures` the SHA-256 of the pictures where the store holds them sealed. `hide_accused`: they are taken out too.
    """

    reason: str
    text: str = ""
    claim: int | None = None
    material: str = ""
    hide_accused: bool = False
    files: tuple[str, ...] = field(default=(), metadata={"values": KEPT_PAGES})
    pictures: tuple[str, ...] = field(default=(), metadata={"values": KEPT_PAGES})
    copies_of: tuple[str, ...] = field(default=(), metadata={"values": KEPT_PAGES})


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionProposed:
    """A transcript was proposed (已提请核对摘抄件); `sha256` is the hash of what there is to see."""

    claim: int
    sha256: str
    material: str = ""
    hides_accused: bool = False
    files: tuple[str, ...] = ()
    copies_of: tuple[str, ...] = ()
    text: str = field(default="", metadata={"scope": "story"})
    reason: str = field(default="", metadata={"scope": "story"})
    pictures: tuple[str, ...] = field(default=(), metadata={"scope": "story"})


def propose_redaction(matter: Matter, act: ProposeRedaction, setting: Setting) -> tuple[Happened, ...]:
    """Proposes. What is still to be found in it is said to who proposes it, and stops the second person only.

    Raises Refused("redaction.not_yours", "redaction.original_page"), BadInput("redaction.empty", "field.missing",
    "claim.unknown", "material.unknown", "material.page_unknown", and what `clean_text` refuses).
    """
    require_open_for(matter, setting)
    claim = matter.require_claim(act.claim)
    material = require_material(matter, act.material).id if act.material.strip() else ""
    text = clean_text(act.text, field="text").strip()
    if not text and not act.files:
        raise BadInput("redaction.empty", field="text")
    if not act.reason.strip():
        raise BadInput("field.missing", field="reason", name="reason")
    _require_copies(matter, act)
    entry = RedactionProposed(
        claim=claim,
        sha256=hash_of(text, act.files),
        material=material,
        hides_accused=act.hide_accused,
        files=act.files,
        copies_of=act.copies_of,
        text=text,
        reason=act.reason.strip(),
        pictures=act.pictures,
    )
    return (Happened(entry, setting.today),)


def require_open_for(matter: Matter, setting: Setting) -> None:
    """Raises Refused("redaction.not_yours") for who may not know what the matter says, and so cannot judge a transcript."""
    closed = matter.people_sealed or matter.story_sealed
    if closed or (matter.is_accusation and not may_judge(matter, setting)):
        raise Refused("redaction.not_yours")


def _require_copies(matter: Matter, act: ProposeRedaction) -> None:
    for name, pages in (("files", act.files), ("pictures", act.pictures), ("copies_of", act.copies_of)):
        if not all(_SHA256.fullmatch(item) for item in pages):
            raise BadInput("material.page_unknown", field=name)
    originals = {page.sha256 for page in matter.attachments} | {page.picture for page in matter.attachments}
    if not originals.isdisjoint((*act.files, *act.pictures)):
        raise Refused("redaction.original_page", field="files")


def redaction_proposed(state: Matter, entry: RedactionProposed, header: Header) -> Matter:
    """The matter with one more transcript, not confirmed."""
    made = Transcript(
        id=header.id.hex,
        claim=entry.claim,
        sha256=entry.sha256,
        proposed_by=header.actor,
        proposed_on=header.on,
        material=entry.material,
        text=entry.text,
        reason=entry.reason,
        hides_accused=entry.hides_accused,
        files=entry.files,
        pictures=entry.pictures,
        copies_of=entry.copies_of,
    )
    return replace(state, transcripts=(*state.transcripts, made))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRedaction:
    """Confirm a transcript as the second person (核对确认摘抄件): `sha256` is the hash of what was seen.

    `redaction` is its identity; empty: the last one that waits.
    """

    sha256: str
    redaction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionConfirmed:
    """A transcript was confirmed by a second person (摘抄件已核对), who saw what has this hash."""

    redaction: str
    sha256: str


def confirm_redaction(matter: Matter, act: ConfirmRedaction, setting: Setting) -> tuple[Happened, ...]:
    """Confirms.

    Raises Refused("redaction.not_yours", "redaction.none_waits", "redaction.own", "redaction.identity_left"),
    BadInput("redaction.unknown"), BadInput("redaction.other_text") where something else was seen than what waits.
    """
    require_open_for(matter, setting)
    found = waiting(matter, act.redaction)
    if found.proposed_by == setting.actor:
        raise Refused("redaction.own", field="redaction")
    if act.sha256.strip().lower() != found.sha256 or hash_of(found.text, found.files) != found.sha256:
        raise BadInput("redaction.other_text", field="sha256")
    require_nobody_left(matter, found, setting.office)
    return (Happened(RedactionConfirmed(redaction=found.id, sha256=found.sha256), setting.today),)


def require_nobody_left(matter: Matter, transcript: Transcript, office: Office) -> None:
    """Raises Refused("redaction.identity_left") while somebody can be known from the words of a transcript."""
    left = remaining(transcript.text, known_to(matter, office, with_accused=transcript.hides_accused))
    if left:
        raise Refused(IDENTITY_LEFT, field="text", count=len(left))


def known_to(matter: Matter, office: Office, *, with_accused: bool = False) -> Identities:
    """Whom a transcript of this matter must not name; the names of offices stay readable."""
    units = tuple(dict.fromkeys((office.name, *(unit.name for unit in office.units))))
    return identities_of(matter, units, with_accused=with_accused)


def waiting(matter: Matter, reference: str) -> Transcript:
    """The transcript that waits for the second person. Raises Refused("redaction.none_waits"),
    BadInput("redaction.unknown").
    """
    there = [item for item in matter.transcripts if item.state == "proposed"]
    if not there:
        raise Refused("redaction.none_waits", field="redaction")
    return _of(there, reference)


def _of(there: list[Transcript], reference: str) -> Transcript:
    found = next((item for item in reversed(there) if reference.strip() in ("", item.id)), None)
    if found is None:
        raise BadInput("redaction.unknown", field="redaction")
    return found


def redaction_confirmed(state: Matter, entry: RedactionConfirmed, header: Header) -> Matter:
    """The matter with a transcript confirmed; not by who proposed it, whatever a chain says."""

    def confirmed(item: Transcript) -> Transcript:
        same = item.id == entry.redaction and item.sha256 == entry.sha256 and item.state == "proposed"
        if not same or item.proposed_by == header.actor:
            return item
        return replace(item, confirmed_by=header.actor, confirmed_on=header.on)

    return replace(state, transcripts=tuple(confirmed(item) for item in state.transcripts))


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRedaction:
    """Take a transcript back, or return it to who proposed it (退回、撤回摘抄件), with the reason.

    `redaction` is its identity; empty: the last one.
    """

    reason: str
    redaction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionWithdrawn:
    """A transcript was returned or taken back (摘抄件已退回或撤回); it goes to nobody any more."""

    redaction: str
    reason: str = field(default="", metadata={"scope": "story"})


def withdraw_redaction(matter: Matter, act: WithdrawRedaction, setting: Setting) -> tuple[Happened, ...]:
    """Takes it back.

    Raises Refused("redaction.not_yours", "redaction.none_there"), BadInput("redaction.unknown", "field.missing").
    """
    require_open_for(matter, setting)
    there = [item for item in matter.transcripts if item.state != "withdrawn"]
    if not there:
        raise Refused("redaction.none_there", field="redaction")
    found = _of(there, act.redaction)
    if not act.reason.strip():
        raise BadInput("field.missing", field="reason", name="reason")
    return (Happened(RedactionWithdrawn(redaction=found.id, reason=act.reason.strip()), setting.today),)


def redaction_withdrawn(state: Matter, entry: RedactionWithdrawn, header: Header) -> Matter:
    """The matter with a transcript that is good for nothing any more."""
    return replace(
        state,
        transcripts=tuple(
            replace(item, withdrawn_by=header.actor, withdrawn_on=header.on, withdrawn_reason=entry.reason)
            if item.id == entry.redaction and item.state != "withdrawn"
            else item
            for item in state.transcripts
        ),
    )


ENTRIES = (
    EntryKind(
        "redaction-proposed",
        RedactionProposed,
        redaction_proposed,
        files=lambda entry: entry.files,
        desk_only=the_desks,
    ),
    EntryKind("redaction-confirmed", RedactionConfirmed, redaction_confirmed, desk_only=the_desks),
    EntryKind("redaction-withdrawn", RedactionWithdrawn, redaction_withdrawn, desk_only=the_desks),
)
ACTS = (
    ActKind("propose-redaction", ProposeRedaction, propose_redaction),
    ActKind("confirm-redaction", ConfirmRedaction, confirm_redaction),
    ActKind("withdraw-redaction", WithdrawRedaction, withdraw_redaction),
)
