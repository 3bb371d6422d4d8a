"""Drafting (拟稿、审核): a paper before it is signed. It has no number yet and tells nobody anything.

Who drafts, who looks it over and who signs may be one person in a small office (hall.md); each step says who it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter
from app.domain.paper import PaperDraft
from app.errors import BadInput, Refused

RETURNED = "-"
"""Stands for a reason that is sealed for this reader: the draft was returned all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDrafted:
    """A paper was drafted (已拟稿), or the draft `draft` was changed: kind, claim, what was said (canonical JSON).

    `replaces` is the issued paper that it takes the place of.
    """

    kind: str
    claim: int
    draft: str = ""
    says: str = field(default="", metadata={"scope": "people"})
    replaces: str = ""


def paper_drafted(state: Matter, entry: PaperDrafted, header: Header) -> Matter:
    """The matter with the draft; a change asks for a new look at it."""
    draft = PaperDraft(
        id=entry.draft or header.id.hex,
        kind=entry.kind,
        claim=entry.claim,
        says=entry.says,
        drafted_by=header.actor,
        drafted_on=header.on,
        replaces=entry.replaces,
    )
    return state.with_draft(draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDraft:
    """Somebody looked a draft over and agrees (审核同意)."""

    draft: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReviewed:
    """A draft was looked over and agreed to (已审核)."""

    draft: str


def review_draft(matter: Matter, act: ReviewDraft, setting: Setting) -> tuple[Happened, ...]:
    """Records the review. Raises BadInput("draft.unknown"), Refused("draft.already_reviewed", "draft.was_returned")."""
    draft = require_draft(matter, act.draft)
    if draft.state == "reviewed":
        raise Refused("draft.already_reviewed", field="draft", kind=draft.kind)
    if draft.state == "returned":
        raise Refused("draft.was_returned", field="draft", kind=draft.kind)
    return (Happened(DraftReviewed(draft=draft.id), setting.today),)


def draft_reviewed(state: Matter, entry: DraftReviewed, header: Header) -> Matter:
    """The matter with the draft agreed to."""
    draft = state.draft(entry.draft)
    if draft is None:
        return state
    return state.with_draft(replace(draft, reviewed_by=header.actor, reviewed_on=header.on, returned=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDraft:
    """A draft goes back to its author with the reason (退回修改)."""

    draft: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReturned:
    """A draft went back to its author (已退回修改)."""

    draft: str
    reason: str = field(default="", metadata={"scope": "people"})


def return_draft(matter: Matter, act: ReturnDraft, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises BadInput("draft.unknown"), Refused("draft.was_returned")."""
    draft = require_draft(matter, act.draft)
    if draft.state == "returned":
        raise Refused("draft.was_returned", field="draft", kind=draft.kind)
    return (Happened(DraftReturned(draft=draft.id, reason=act.reason), setting.today),)


def draft_returned(state: Matter, entry: DraftReturned, header: Header) -> Matter:
    """The matter with the draft back at its author; an earlier review no longer counts."""
    draft = state.draft(entry.draft)
    if draft is None:
        return state
    returned = entry.reason or RETURNED
    return state.with_draft(replace(draft, returned=returned, reviewed_by=header.actor, reviewed_on=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDraft:
    """A draft is given up (不再制发); `reason` may be left out."""

    draft: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDropped:
    """A draft was given up (草稿已弃用)."""

    draft: str
    reason: str = field(default="", metadata={"scope": "people"})


def drop_draft(matter: Matter, act: DropDraft, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises BadInput("draft.unknown")."""
    draft = require_draft(matter, act.draft)
    return (Happened(DraftDropped(draft=draft.id, reason=act.reason), setting.today),)


def draft_dropped(state: Matter, entry: DraftDropped, header: Header) -> Matter:
    """The matter without the draft."""
    return without_draft(state, entry.draft)


def without_draft(state: Matter, identity: str) -> Matter:
    """The matter without that draft: it was signed or given up."""
    return replace(state, drafts=tuple(item for item in state.drafts if item.id != identity))


def require_draft(matter: Matter, reference: str) -> PaperDraft:
    """The draft with that id, or the latest of that kind. Raises BadInput("draft.unknown")."""
    draft = matter.draft(reference)
    if draft is None:
        raise BadInput("draft.unknown", field="draft", draft=reference)
    return draft


ENTRIES = (
    EntryKind("paper-drafted", PaperDrafted, paper_drafted),
    EntryKind("draft-reviewed", DraftReviewed, draft_reviewed),
    EntryKind("draft-returned", DraftReturned, draft_returned),
    EntryKind("draft-dropped", DraftDropped, draft_dropped),
)
ACTS = (
    ActKind("review-draft", ReviewDraft, review_draft),
    ActKind("return-draft", ReturnDraft, return_draft),
    ActKind("drop-draft", DropDraft, drop_draft),
)
