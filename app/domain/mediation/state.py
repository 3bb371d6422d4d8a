"""A mediation (调解): the frozen state that its entries say. The acts of this package import it; it imports none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.handwriting import Handwriting
from app.domain.mediation.clauses import Clause, Promise, promises_of
from app.domain.mediation.sides import Consent, Party, Side, Willing
from app.domain.spoken_record import Signature as Signature
from app.domain.spoken_record import SignedHow as SignedHow
from app.domain.spoken_record import Statement as Statement
from app.domain.spoken_record import Supplement as Supplement
from app.errors import BadInput, NotFound


class Source(StrEnum):
    """Where a mediation comes from (案件来源): a matter of ours (访调对接), somebody asked for it (当事人申请), the
    committee went there itself (主动调解), a court (诉调对接) or another unit sent it, a round found the dispute (排查).
    """

    MATTER = "matter"
    APPLICATION = "application"
    INITIATIVE = "initiative"
    COURT = "court"
    UNIT = "unit"
    ROUND = "round"


class Stage(StrEnum):
    """How far a mediation has come (调解阶段); derived, never stored as a word of its own."""

    ASKING = "asking"
    READY = "ready"
    SITTING = "sitting"
    AGREED = "agreed"
    EFFECTIVE = "effective"
    PERFORMED = "performed"
    ENDED = "ended"


class MediationEnding(StrEnum):
    """Why a mediation ended without an agreement that is kept (终止原因, 人民调解法第二十三条、第二十六条)."""

    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    WITHDRAWN = "withdrawn"
    ABSENT = "absent"
    NOT_FOR_US = "not_for_us"
    BROKEN = "broken"


class Tie(StrEnum):
    """What ties a mediator to a party (利害关系): nothing, kinship, an interest, another tie."""

    NONE = "none"
    KIN = "kin"
    INTEREST = "interest"
    OTHER = "other"


class SittingResult(StrEnum):
    """How a sitting ended (调解结果)."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    TO_BE_CONTINUED = "to_be_continued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Somebody who mediates (调解员): their code in the register of the rooms, name, since when, whom they stand in for."""

    mediator: str
    name: str
    on: date
    stands_in_for: str = ""
    tie: Tie = Tie.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A break of a sitting (休会): from and until when, as moments."""

    began_at: str
    ended_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One sitting (调解会) as its record says; `place` counts from 1. Signed, it is changed no more."""

    place: int
    began_at: str
    ended_at: str
    room: str
    recorder: str
    present: tuple[int, ...]
    others: tuple[str, ...]
    agenda: str
    statements: tuple[Statement, ...]
    pauses: tuple[Pause, ...]
    read_back: bool
    result: SittingResult
    next_at: str
    on: date
    by: str
    signatures: tuple[Signature, ...] = ()
    supplements: tuple[Supplement, ...] = ()

    @property
    def signed(self) -> bool:
        """Whether anybody signed it: from then on it is only added to."""
        return any(item.how is not SignedHow.REFUSED for item in self.signatures)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparateTalk:
    """A talk with one side alone (背对背): it goes into no paper that another side sees, nor into the record."""

    sitting: int
    side: Side
    on: date
    by: str
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The agreement (调解协议、和解协议): its number, what happened and who answers for what, the clauses, who signed.

    `between_parties` is a settlement that the parties made themselves (和解): no mediator and no committee sign it. `oral`
    was only written onto a card (口头协议), as no matter's may be (条例第三十三条).
    """

    number: str
    on: date
    by: str
    facts: str
    liability: str
    clauses: tuple[Clause, ...]
    copies: int
    between_parties: bool = False
    oral: bool = False
    signatures: tuple[Signature, ...] = ()
    sealed_on: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """That a promise was kept, or a part of it (履行): which (`2/1`), when, how much in fen, what proves it."""

    promise: str
    on: date
    fen: int
    by: str
    evidence: str = ""
    receipt: str = ""


class BreachStep(StrEnum):
    """What was done about a promise that was not kept (违约处置): reminded, visited, guided to court, to enforcement."""

    REMINDED = "reminded"
    VISITED = "visited"
    TO_COURT = "to_court"
    TO_ENFORCEMENT = "to_enforcement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A step about a promise that was not kept in time: which, what was done, when, by whom, what came of it."""

    promise: str
    breach_step: BreachStep
    on: date
    by: str
    words: str = ""


class Kept(StrEnum):
    """How far an agreement is kept, asked at a call-back (履行情况)."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT_AT_ALL = "not_at_all"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """A call-back (回访, 人民调解法第三十一条第二款): when, how, how far the agreement is kept, whether they are content."""

    on: date
    by: str
    reached_by: str
    kept: Kept
    content: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The way to the court (司法确认, 民事诉讼法第二百零五条、第二百零六条): which court, since when, what it ruled."""

    court: str
    sought_on: date
    last_day: date
    number: str = ""
    confirmed: bool | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """That it ended: why, when, and when everybody was told of the other ways (人民调解法第二十六条)."""

    mediation_ending: MediationEnding
    on: date
    words: str = ""
    told_on: date | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationPaper:
    """A paper of the file (M01 to M15) as it was made: `facts` are what it says, the hashes its bytes and the kept ones.

    `party` is whose copy it is where each gets their own; `sitting` which record it is; `scan` the signed original.
    `override` are characters that no font has, left for the pen; `handwriting` pictures of signatures bound to it.
    """

    id: str
    kind: str
    number: str
    template: str
    facts: str
    on: date
    by: str
    party: int = 0
    sitting: int = 0
    override: str = ""
    sha256: str = ""
    stored: str = ""
    pages: int = 0
    scan: str = ""
    handed_on: date | None = None
    voided: str = ""
    handwriting: tuple[Handwriting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPiece:
    """Something in the file that is no paper of ours (证据材料、付款凭证): its name, who gave it, pages, the kept file."""

    name: str
    on: date
    by: str
    given_by: int = 0
    pages: int = 0
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Mediation:
    """One mediation as its entries say. `number` is what is typed, `file_number` what stands on its papers.

    `unlisted`: it is held in private (不公开, 人民调解法第二十三条第三项) and stands on no shared screen. `confidential`: of
    a matter whose people are under seal. `parties` are counted from 1 in their order. `began_on`: since when all agreed.
    """

    id: UUID
    number: str
    file_number: str
    station: str
    body: str
    source: Source
    dispute_kind: str
    opened_on: date
    opened_by: str
    dispute: str = ""
    place: str = ""
    matter: str = ""
    claim: int = 0
    reference: str = ""
    referred_by: str = ""
    reason: str = ""
    unlisted: bool = False
    confidential: bool = False
    training: bool = False
    people_sealed: bool = False
    began_on: date | None = None
    parties: tuple[Party, ...] = ()
    consents: tuple[Consent, ...] = ()
    mediators: tuple[Assigned, ...] = ()
    rights_told: tuple[int, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    talks: tuple[SeparateTalk, ...] = ()
    agreement: Agreement | None = None
    fulfilments: tuple[Fulfilment, ...] = ()
    breaches: tuple[Breach, ...] = ()
    call_backs: tuple[CallBack, ...] = ()
    confirmation: Confirmation | None = None
    ended: Ended | None = None
    papers: tuple[MediationPaper, ...] = ()
    filed: tuple[FiledPiece, ...] = ()
    update_needed: bool = False
    heads: tuple[UUID, ...] = ()
    version: int = 0

    def said(self, party: int) -> Willing | None:
        """What a party said last about being mediated; not having been reached takes nothing back. None: nothing yet."""
        answers = [item.willing for item in self.consents if item.party == party]
        settled = [item for item in answers if item is not Willing.NOT_REACHED]
        return settled[-1] if settled else (answers[-1] if answers else None)

    @property
    def all_agree(self) -> bool:
        """Whether every party agreed to be mediated (人民调解法第十七条)."""
        return bool(self.parties) and all(
            self.said(place) is Willing.AGREED for place in range(1, len(self.parties) + 1)
        )

    @property
    def mediator(self) -> Assigned | None:
        """Who mediates now: the last to be assigned."""
        return self.mediators[-1] if self.mediators else None

    @property
    def effective_on(self) -> date | None:
        """The day from which the agreement binds, or None."""
        return None if self.agreement is None else self.agreement.effective_on

    @property
    def promises(self) -> tuple[Promise, ...]:
        """What is to be done by which day under the agreement that binds; nothing before it does."""
        if self.agreement is None or self.agreement.effective_on is None:
            return ()
        return tuple(promises_of(self.agreement.clauses, self.agreement.effective_on))

    def paid(self, promise: Promise) -> int:
        """How much of a promised sum has come, in fen."""
        return sum(item.fen for item in self.fulfilments if item.promise == promise.key)

    def kept_on(self, promise: Promise) -> date | None:
        """The day on which a promise was wholly kept, or None."""
        done = 0
        for item in sorted(self.fulfilments, key=lambda found: found.on):
            if item.promise == promise.key:
                done += item.fen
                if done >= promise.fen:
                    return item.on
        return None

    @property
    def performed_on(self) -> date | None:
        """The day on which everything was kept, or None; what only binds for good is kept from its first day."""
        if self.effective_on is None:
            return None
        days = [self.kept_on(promise) for promise in self.promises]
        if any(day is None for day in days):
            return None
        return max((day for day in days if day is not None), default=self.effective_on)

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.ended is not None:
            return Stage.ENDED
        if self.agreement is not None:
            if self.agreement.effective_on is None:
                return Stage.AGREED
            return Stage.EFFECTIVE if self.performed_on is None else Stage.PERFORMED
        if self.sittings:
            return Stage.SITTING
        return Stage.READY if self.all_agree else Stage.ASKING

    def require_party(self, number: int) -> Party:
        """The party at that place. Raises BadInput("mediation.no_party")."""
        if not 1 <= number <= len(self.parties):
            raise BadInput("mediation.no_party", field="party", party=number, parties=len(self.parties))
        return self.parties[number - 1]

    def require_promise(self, key: str) -> Promise:
        """The promise of that key. Raises NotFound("mediation.no_promise")."""
        found = next((item for item in self.promises if item.key == key), None)
        if found is None:
            raise NotFound("mediation.no_promise", field="promise", promise=key)
        return found

    def paper(self, reference: str) -> MediationPaper | None:
        """The newest paper with that id, number or kind that is not void."""
        found = [
            p for p in self.papers if reference in (p.id, p.number, p.kind) and reference and not p.voided
        ]
        return found[-1] if found else None


def advanced(state: Mediation, header: Header) -> Mediation:
    """The state with an entry counted: version and heads of its stream."""
    heads = tuple(head for head in state.heads if head not in header.after)
    return replace(state, version=state.version + 1, heads=(*heads, header.id))
