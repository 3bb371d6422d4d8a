"""Performing an agreement (履行): each promise by its day, what is done about one that was not kept, and the call-back.

人民调解法第三十一条: the parties keep it; the committee looks whether they do and urges them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.acts.delivering import KEPT_FILES
from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import EntryKind, Happened, Setting
from app.domain.mediation.act import MediationAct, on_day
from app.domain.mediation.clauses import fen_of, yuan_of
from app.domain.mediation.sides import ReachedBy
from app.domain.mediation.state import Breach, BreachStep, CallBack, Fulfilment, Kept, Mediation
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFulfilment:
    """A promise was kept, or a part of it (履行登记): which (`2/1`), how much in yuan (none: the rest), what proves it.

    `receipt` is the SHA-256 of a kept proof.
    """

    promise: str
    amount: str = ""
    evidence: str = ""
    receipt: str = field(default="", metadata={"values": KEPT_FILES})
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilmentRecorded:
    """A promise was kept, or a part of it (履行已登记)."""

    promise: str
    fen: int
    evidence: str = field(default="", metadata={"scope": "story"})
    receipt: str = ""


def record_fulfilment(state: Mediation, act: RecordFulfilment, setting: Setting) -> tuple[Happened, ...]:
    """Records it.

    Raises NotFound("mediation.no_promise"), Refused("mediation.kept_already", "mediation.paid_too_much"),
    BadInput("mediation.no_sum", "mediation.no_evidence", "act.date_in_future", "mediation.day_before").
    """
    promise = state.require_promise(act.promise)
    if state.kept_on(promise) is not None:
        raise Refused("mediation.kept_already", field="promise", promise=act.promise)
    rest = promise.fen - state.paid(promise)
    fen = fen_of(act.amount) if act.amount.strip() else rest
    if fen > rest or (promise.fen and not fen):
        raise Refused("mediation.paid_too_much", field="amount", said=yuan_of(fen), rest=yuan_of(rest))
    if not act.evidence.strip() and not act.receipt:
        raise BadInput("mediation.no_evidence", field="evidence")
    day = on_day(act.on, setting, since=state.effective_on)
    entry = FulfilmentRecorded(promise=act.promise, fen=fen, evidence=act.evidence, receipt=act.receipt)
    return (Happened(entry, day),)


def fulfilment_recorded(state: Mediation, entry: FulfilmentRecorded, header: Header) -> Mediation:
    """The mediation with what was kept."""
    kept = Fulfilment(
        promise=entry.promise,
        on=header.on,
        fen=entry.fen,
        by=header.actor,
        evidence=entry.evidence,
        receipt=entry.receipt,
    )
    return replace(state, fulfilments=(*state.fulfilments, kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBreach:
    """What was done about a promise that was not kept by its day (督促履行): which, the step, what came of it."""

    promise: str
    breach_step: BreachStep
    words: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachRecorded:
    """Something was done about a promise that was not kept (违约处置已记录)."""

    promise: str
    breach_step: BreachStep
    words: str = field(default="", metadata={"scope": "story"})


def record_breach(state: Mediation, act: RecordBreach, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Enforcement needs what a court confirmed (民事诉讼法第二百零六条).

    Raises NotFound("mediation.no_promise"), Refused("mediation.not_due", "mediation.kept_already",
    "mediation.not_confirmed"), BadInput("act.date_in_future").
    """
    promise = state.require_promise(act.promise)
    day = on_day(act.on, setting, since=state.effective_on)
    if state.kept_on(promise) is not None:
        raise Refused("mediation.kept_already", field="promise", promise=act.promise)
    if act.breach_step is not BreachStep.REMINDED and day <= promise.due:
        raise Refused("mediation.not_due", field="promise", promise=act.promise, due=promise.due)
    confirmed = state.confirmation is not None and state.confirmation.confirmed
    if act.breach_step is BreachStep.TO_ENFORCEMENT and not confirmed:
        raise Refused("mediation.not_confirmed", field="breach_step", number=state.number)
    entry = BreachRecorded(promise=act.promise, breach_step=act.breach_step, words=act.words)
    return (Happened(entry, day),)


def breach_recorded(state: Mediation, entry: BreachRecorded, header: Header) -> Mediation:
    """The mediation with the step."""
    step = Breach(
        promise=entry.promise,
        breach_step=entry.breach_step,
        on=header.on,
        by=header.actor,
        words=entry.words,
    )
    return replace(state, breaches=(*state.breaches, step))


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackParties:
    """A call-back (回访): how they were reached, how far the agreement is kept, whether they are content, what they said."""

    reached_by: ReachedBy
    kept: Kept
    content: bool = False
    words: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledBack:
    """The parties were called back (已回访)."""

    reached_by: ReachedBy
    kept: Kept
    content: bool = False
    words: str = field(default="", metadata={"scope": "story"})


def call_back(state: Mediation, act: CallBackParties, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises Refused("mediation.not_binding"), BadInput("act.date_in_future", "mediation.day_before")."""
    if state.effective_on is None:
        raise Refused("mediation.not_binding", number=state.number)
    entry = CalledBack(reached_by=act.reached_by, kept=act.kept, content=act.content, words=act.words)
    return (Happened(entry, on_day(act.on, setting, since=state.effective_on)),)


def called_back(state: Mediation, entry: CalledBack, header: Header) -> Mediation:
    """The mediation with the call-back."""
    call = CallBack(
        on=header.on,
        by=header.actor,
        reached_by=entry.reached_by,
        kept=entry.kept,
        content=entry.content,
        words=entry.words,
    )
    return replace(state, call_backs=(*state.call_backs, call))


def _receipt(entry: FulfilmentRecorded) -> tuple[str, ...]:
    return (entry.receipt,) if entry.receipt else ()


ENTRIES = (
    EntryKind("fulfilment-recorded", FulfilmentRecorded, fulfilment_recorded, files=_receipt),
    EntryKind("breach-recorded", BreachRecorded, breach_recorded),
    EntryKind("mediation-called-back", CalledBack, called_back),
)
ACTS = (
    MediationAct("record-fulfilment", RecordFulfilment, record_fulfilment),
    MediationAct("record-breach", RecordBreach, record_breach),
    MediationAct("call-back", CallBackParties, call_back),
)
