"""A matter (信访事项): the frozen state that its entries say. Acts import it; it imports no act.

`milestones` are the dated facts that open and close obligations; each keeps the class and path of the claims as
they stood when it happened, so that a later reclassification can never make a missed duty vanish.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.changed import replace
from app.domain.claims import Claim, ClaimText, Path, Purpose
from app.domain.conversation import Conversation
from app.domain.delivery import Attempt
from app.domain.entry import Header
from app.domain.field_words import FieldWord
from app.domain.flaws import Flaw
from app.domain.material import Attachment, FormFiled, HeldMaterial
from app.domain.paper import PaperDraft, PaperRecord
from app.domain.people import NOBODY, People
from app.domain.proceedings import ProceedingStage
from app.domain.strikable import Strikable
from app.domain.system_word import SystemWord
from app.domain.transcript import Transcript
from app.errors import BadInput

WHOLE = 0
"""The claim number that stands for the whole matter."""


def overlaps(one: int, other: int) -> bool:
    """Whether two claim numbers are about the same claim; the whole matter is about every one."""
    return WHOLE in (one, other) or one == other


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One paper as it was written down at registration (材料): name, whether it is an original, pages and copies."""

    name: str
    original: bool = False
    pages: int | None = None
    copies: int | None = None
    returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A dated fact of the procedure: its name, the claim (0: whole matter), the unit, the entry, the classes then.

    `on` is the day it counts for, `at` when the entry was made (UTC milliseconds), `due_by` a limit set by whoever
    sent the matter down, `paper` the paper it is about.
    """

    name: str
    on: date
    at: int
    entry: UUID
    claim: int = WHOLE
    unit: str = ""
    classes: tuple[tuple[Purpose, Path], ...] = ()
    due_by: date | None = None
    days: int = 0
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Where a claim was sent (转送、交办): unit, day, whether by assignment, the unit's receipt day once known.

    Where `with_units` take part, `unit` leads (牵头) and answers.
    """

    unit: str
    claim: int
    on: date
    entry: UUID
    assigned: bool = False
    due_by: date | None = None
    received_on: date | None = None
    reference: str = ""
    with_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalNumber:
    """A number that another system gave (外部编号): kept beside ours, never over it."""

    system: str
    number: str
    on: date
    query_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FromLedger:
    """What an old ledger says of a matter besides: which book, its number there, who handled it, what came of it, when."""

    ledger: str = ""
    number: str = ""
    unit: str = ""
    outcome: str = ""
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalFact:
    """What another organ did (外部事实): recorded with organ, document number and day, never made by us."""

    organ: str
    fact: str
    on: date
    number: str = ""
    claim: int = WHOLE
    result: str = ""
    delivered_on: date | None = None
    days: int = 0
    flaws: tuple[Flaw, ...] = ()
    instance: ProceedingStage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A claim was turned away (不予受理、不再受理): on which ground, and what was named as its proof."""

    ground: str
    claim: int
    again: bool
    on: date
    unit: str = ""
    reference: str = ""
    proved_on: date | None = None
    same_facts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """Somebody who handles the matter has an interest in it (回避, 条例第二十八条第三款): who, and who stepped in."""

    person: str
    on: date
    replaced_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountGiven:
    """What an office said about a finding of the self-check that nothing can undo any more (说明情况)."""

    check: str
    subject: str
    claim: int
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceGiven:
    """A recommendation as the file needs it (三项建议): which of the three, to whom, and the consequence it rests on."""

    advice: str
    organ: str
    on: date
    grave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDown:
    """Who sent the matter down to us (上级交转): its number, the four days, the limits for passing on and for the whole."""

    sender: str
    number: str = ""
    sent_on: date | None = None
    arrived_on: date | None = None
    signed_on: date | None = None
    paper_on: date | None = None
    route_by: date | None = None
    due_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRecord:
    """A dispute over who is competent (受理争议): between which units, before which body, since when; what was decided."""

    claim: int
    units: tuple[str, ...]
    body: str
    on: date
    reason: str = ""
    decided_on: date | None = None
    unit: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationStep:
    """A step of a mediation as it was recorded (调解记录): consent of both sides, a written agreement, all signatures.

    `mediation` is the number of the file in our own rooms, empty for one that was held elsewhere.
    """

    step: str
    claim: int
    on: date
    both_agree: bool = False
    written: bool = False
    signed: bool = False
    mediation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A dated remark of the history that opens no clock (来访续谈、存、联系): kind, day, words, head count."""

    kind: str
    on: date
    words: str = ""
    answer: str = ""
    persons: int = 0
    unit: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """A remark on the circulation slip (阅批单): a proposal, a consultation, an instruction or what came of it."""

    step: str
    on: date
    by: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderReception:
    """A leader received the petitioner (领导接访): who, in which post, whether as the stand-in (B角), with how many.

    `instruction` are the leader's words, `unit` is to whom they were given, `station` is whose leader it was.
    """

    leader: str
    post: str
    stand_in: bool
    on: date
    persons: int
    station: str
    unit: str = ""
    instruction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A field put right by a further entry (更正): which, from what to what, why, by whom, who looked at it again."""

    field: str
    before: str
    after: str
    reason: str
    on: date
    by: str = ""
    confirmed_by: str = ""
    entry: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterLink:
    """Another matter that belongs to this one (关联): its number, how, and when it was said."""

    number: str
    bond: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldApartFrom:
    """Another matter that was found not to be this one (不是同一件): its number, and when that was taken back."""

    number: str
    on: date
    entry: UUID
    undone_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """It was said that this matter continues in another number: which, when, by whom; when it was taken back.

    By the county (并案), or `folded` by the desk that had registered it twice (重复登记并入) and took over fields.
    """

    into: str
    on: date
    entry: UUID
    station: str
    by: str
    reason: str = ""
    undone_on: date | None = None
    took: tuple[str, ...] = ()
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Leave to open what is sealed (授权查阅): whose account, from which day to which, by whom; when it was taken back."""

    person: str
    on: date
    until: date
    by: str
    ended_on: date | None = None

    def stands(self, day: date) -> bool:
        """Whether it is good on that day."""
        return self.ended_on is None and day <= self.until

    def covered(self, day: date) -> bool:
        """Whether it was good on a day of the past."""
        last = self.until if self.ended_on is None else min(self.until, self.ended_on)
        return self.on <= day <= last


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One petition matter (信访事项) as its entries say.

    `people_sealed` and `story_sealed` say that these parts lie under personal keys; `people` and the claims' words
    are then empty unless the reader may open them. `update_needed` marks a matter with entries of a newer program;
    `settled_above` are the claims whose class the county settled. `said` is every word on a field by a further entry;
    `unseen` names, only while an entry is being read, what its writer did not know.
    """

    id: UUID
    number: str
    station: str
    channel: str
    received_on: date
    registered_on: date
    registered_at: int
    registered_by: str
    desk: str
    persons_came: int
    persons_of_matter: int
    persons_concerned: int
    petition_on: date | None = None
    postmark_on: date | None = None
    anonymous: bool = False
    confidential: bool = False
    restricted: bool = False
    urgent: bool = False
    backfilled: bool = False
    training: bool = False
    unreachable: bool = False
    people_sealed: bool = False
    story_sealed: bool = False
    place: str = ""
    place_words: str = ""
    people: People = NOBODY
    claims: tuple[Claim, ...] = ()
    accused: str = ""
    accused_units: tuple[str, ...] = ()
    materials: tuple[HeldMaterial, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    talked_by: str = ""
    earlier: str = ""
    imported: str = ""
    from_ledger: bool = False
    ledger: FromLedger | None = None
    preregistration: str = ""
    """Identity of the visitor's code that was used for it (预登记); empty for none."""
    token_hash: str = ""
    routings: tuple[Routing, ...] = ()
    disputes: tuple[DisputeRecord, ...] = ()
    papers: tuple[PaperRecord, ...] = ()
    drafts: tuple[PaperDraft, ...] = ()
    minutes: tuple[Minute, ...] = ()
    external_numbers: tuple[ExternalNumber, ...] = ()
    external_facts: tuple[ExternalFact, ...] = ()
    system_words: tuple[SystemWord, ...] = ()
    forwarded_from: ExternalFact | None = None
    sent_down: SentDown | None = None
    notes: tuple[Note, ...] = ()
    leader_receptions: tuple[LeaderReception, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    links: tuple[MatterLink, ...] = ()
    apart: tuple[ToldApartFrom, ...] = ()
    forms: tuple[FormFiled, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    grants: tuple[Grant, ...] = ()
    reseal_proposed_by: str = ""
    mediations: tuple[MediationStep, ...] = ()
    advice: tuple[AdviceGiven, ...] = ()
    reported_to: tuple[str, ...] = ()
    accounts: tuple[AccountGiven, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    withdrawn_on: date | None = None
    voided_on: date | None = None
    void_reason: str = ""
    update_needed: bool = False
    settled_above: tuple[int, ...] = ()
    said: tuple[FieldWord, ...] = ()
    mergers: tuple[Merger, ...] = ()
    strikable: tuple[Strikable, ...] = ()
    unseen: frozenset[UUID] = frozenset()
    heads: tuple[UUID, ...] = ()
    version: int = 0

    @property
    def classes(self) -> tuple[tuple[Purpose, Path], ...]:
        """Class and path of each claim as they stand now, in order."""
        return tuple((claim.purpose, claim.path) for claim in self.claims)

    @property
    def has_words(self) -> bool:
        """Whether anything that the petitioner said is known to whoever reads this."""
        return any(claim.words.text or claim.words.requested for claim in self.claims)

    @property
    def is_accusation(self) -> bool:
        """Whether any claim is an accusation (检举控告) or the matter was sealed as one."""
        return self.restricted or any(claim.purpose is Purpose.ACCUSATION for claim in self.claims)

    @property
    def ended(self) -> bool:
        """Whether it was withdrawn, its number voided, or folded into an earlier one."""
        return self.voided_on is not None or self.withdrawn_on is not None or self.folded

    @property
    def sheet(self) -> FormFiled | None:
        """The sheet from which it was entered, where it was written on paper while the power was gone (停电登记表)."""
        own = (form for form in self.forms if form.number and form.written_on == self.received_on)
        return next(own, None)

    @property
    def merged_into(self) -> str:
        """The number in which the matter continues (并入), or empty."""
        good = [item.into for item in self.mergers if item.undone_on is None]
        return good[-1] if good else ""

    @property
    def folded(self) -> bool:
        """Whether it was registered twice and folded into the number that came first (重复登记并入)."""
        return any(item.folded and item.undone_on is None for item in self.mergers)

    @property
    def told_apart(self) -> frozenset[str]:
        """Numbers that were found not to be the same matter."""
        return frozenset(item.number for item in self.apart if item.undone_on is None)

    def granted(self, person: str, day: date) -> bool:
        """Whether an account may open what is sealed on a day because it was given leave to."""
        return any(grant.person == person and grant.stands(day) for grant in self.grants)

    def claim(self, number: int) -> Claim | None:
        """The claim with that number, or None."""
        return next((claim for claim in self.claims if claim.number == number), None)

    def require_claim(self, number: int | None) -> int:
        """The claim an act is about; None is the whole matter (0). Raises BadInput("claim.unknown")."""
        if number is None or number == WHOLE:
            return WHOLE
        if self.claim(number) is None:
            raise BadInput("claim.unknown", field="claim", claim=number, claims=len(self.claims))
        return number

    def paper(self, reference: str) -> PaperRecord | None:
        """The latest paper with that id, document number or kind that is not void, or None."""
        for record in reversed(self.papers):
            if not record.voided and reference in (record.id, record.number, record.kind):
                return record
        return None

    def draft(self, reference: str) -> PaperDraft | None:
        """The latest draft with that id or kind, or None."""
        return next((d for d in reversed(self.drafts) if reference in (d.id, d.kind)), None)

    def classes_of(self, claim: int) -> tuple[tuple[Purpose, Path], ...]:
        """Class and path of one claim, or of all for the whole matter."""
        found = self.claim(claim)
        return self.classes if found is None else ((found.purpose, found.path),)

    def with_milestone(self, milestone: Milestone) -> Matter:
        """Itself with one more dated fact."""
        return replace(self, milestones=(*self.milestones, milestone))

    def with_paper(self, record: PaperRecord) -> Matter:
        """Itself with this paper in the place of the one with the same id, or added."""
        if any(item.id == record.id for item in self.papers):
            return replace(self, papers=tuple(record if p.id == record.id else p for p in self.papers))
        return replace(self, papers=(*self.papers, record))

    def with_draft(self, draft: PaperDraft) -> Matter:
        """Itself with this draft in the place of the one with the same id, or added."""
        others = tuple(item for item in self.drafts if item.id != draft.id)
        return replace(self, drafts=(*others, draft))


def darkened(matter: Matter) -> Matter:
    """The matter without people, words, accused and papers' facts: what somebody without a key may see of one."""
    return replace(
        matter,
        people=NOBODY,
        people_sealed=True,
        story_sealed=True,
        place="",
        place_words="",
        accused="",
        accused_units=(),
        ledger=None,
        materials=(),
        attachments=(),
        transcripts=(),
        claims=tuple(_wordless(claim) for claim in matter.claims),
        papers=tuple(_factless(paper) for paper in matter.papers),
        drafts=tuple(replace(draft, says="", returned=draft.returned and "-") for draft in matter.drafts),
        minutes=tuple(replace(item, words="") for item in matter.minutes),
        external_facts=tuple(replace(fact, result="") for fact in matter.external_facts),
        disputes=tuple(replace(item, reason="") for item in matter.disputes),
        notes=tuple(replace(note, words="", answer="") for note in matter.notes),
        leader_receptions=tuple(replace(item, instruction="") for item in matter.leader_receptions),
        conversations=tuple(item.darkened for item in matter.conversations),
        corrections=tuple(replace(item, before="", after="", reason="") for item in matter.corrections),
        said=tuple(_unsaid(word) for word in matter.said),
        mergers=tuple(replace(item, reason="") for item in matter.mergers),
        strikable=tuple(replace(item, reason="") for item in matter.strikable),
        external_numbers=tuple(replace(item, query_code="") for item in matter.external_numbers),
        forwarded_from=matter.forwarded_from and replace(matter.forwarded_from, result=""),
        recusals=(),
        void_reason="",
    )


def _unsaid(word: FieldWord) -> FieldWord:
    """A word on a field without what was said; class and path are open in a darkened matter, too."""
    if word.field in ("purpose", "path"):
        return replace(word, reason="")
    return replace(word, uttered="", before="", reason="")


def _wordless(claim: Claim) -> Claim:
    answer = None if claim.answer is None else replace(claim.answer, wording="", decision="")
    return replace(claim, words=ClaimText(), category="", answer=answer)


def _factless(paper: PaperRecord) -> PaperRecord:
    return replace(paper, facts="", override="", handwriting=(), attempts=_nameless(paper.attempts))


def _nameless(attempts: tuple[Attempt, ...]) -> tuple[Attempt, ...]:
    return tuple(
        replace(attempt, receiver="", relation="", place="", witness="", reason="") for attempt in attempts
    )


def milestone(
    state: Matter,
    name: str,
    header: Header,
    *,
    claim: int = WHOLE,
    unit: str = "",
    due_by: date | None = None,
    paper: str = "",
) -> Milestone:
    """A dated fact of the entry with this header, with the classes as they stand in `state`."""
    return Milestone(
        name=name,
        on=header.on,
        at=header.at,
        entry=header.id,
        claim=claim,
        unit=unit,
        classes=state.classes_of(claim),
        due_by=due_by,
        paper=paper,
    )


def on_petition_procedure(state: Matter, claim: int, *, by_others: bool = False) -> Matter:
    """The matter with a claim (0: all) that asks for a decision in the petition procedure (条例第三十一条第六项).

    An accusation stays one whoever accepted it, and what another organ accepted (`by_others`) settles only what was open:
    the self-check says so (K13, K14).
    """

    def settled(item: Claim) -> Claim:
        open_still = item.path is Path.UNDECIDED and item.purpose in (Purpose.UNDECIDED, Purpose.CLAIM)
        kept = item.purpose is Purpose.ACCUSATION or (by_others and not open_still)
        if kept or claim not in (WHOLE, item.number):
            return item
        return replace(item, purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE)

    return replace(state, claims=tuple(settled(item) for item in state.claims))
