"""What a step in the room means for the matter (访调对接): begun, settled, failed, called back, kept, confirmed.

The matter's own clock runs on all the while (reference/law.md 1.4, 8): these acts open and discharge what the law says and
stop nothing. A mediation that was refused before it began leaves its trace, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.acts.mediating import Mediate, Step
from app.domain.acts.opining import Fulfil
from app.domain.acts.recording import RecordExternal
from app.domain.mediation.state import Mediation, MediationEnding


@dataclass(frozen=True, slots=True, kw_only=True)
class EndNotice:
    """The ending notice (M11) of the room was handed over: its number. The matter counts it among its notices."""

    number: str
    claim: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """An act on the matter that follows from the room, and the day it counts for."""

    act: Mediate | Fulfil | RecordExternal | EndNotice
    on: date


def echoes(before: Mediation | None, after: Mediation) -> Iterator[Echo]:
    """What the matter has to know of the way from one state to the next; nothing for a mediation without a matter."""
    if not after.matter:
        return
    claim = after.claim or None
    if after.began_on is not None and (before is None or before.began_on is None):
        yield Echo(act=_step(after, Step.OPENED, both_agree=True), on=after.began_on)
    agreement, old = after.agreement, None if before is None else before.agreement
    if agreement is not None and agreement.effective_on and (old is None or old.effective_on is None):
        due_by = max((promise.due for promise in after.promises), default=None)
        settled = _step(after, Step.SETTLED, reference=agreement.number, signed=True, due_by=due_by)
        yield Echo(act=settled, on=agreement.effective_on)
    if after.performed_on and (before is None or before.performed_on is None) and after.promises:
        yield Echo(
            act=Fulfil(on=after.performed_on, evidence=after.number, claim=claim), on=after.performed_on
        )
    if len(after.call_backs) > (0 if before is None else len(before.call_backs)):
        yield Echo(act=_step(after, Step.CALLED_BACK), on=after.call_backs[-1].on)
    yield from _confirmed(before, after)
    yield from _ended(before, after)
    told = None if after.ended is None else after.ended.told_on
    known = before is not None and before.ended is not None and before.ended.told_on is not None
    if after.ended is not None and told is not None and not known and after.began_on and after.ended.notice:
        yield Echo(act=EndNotice(number=after.ended.notice, claim=claim), on=told)


def _confirmed(before: Mediation | None, after: Mediation) -> Iterator[Echo]:
    known = before.confirmation if before is not None else None
    now = after.confirmation
    if now is None or not now.confirmed or now.decided_on is None or (known is not None and known.confirmed):
        return
    act = RecordExternal(
        organ=now.court, fact="confirmed", on=now.decided_on, claim=after.claim or None, number=now.number
    )
    yield Echo(act=act, on=now.decided_on)


def _ended(before: Mediation | None, after: Mediation) -> Iterator[Echo]:
    if after.ended is None or (before is not None and before.ended is not None):
        return
    if after.ended.mediation_ending is MediationEnding.BROKEN:
        step = Step.BROKEN
    else:
        step = Step.REFUSED if after.began_on is None else Step.FAILED
    yield Echo(act=_step(after, step, reason=after.ended.words), on=after.ended.on)


def _step(
    state: Mediation,
    step: Step,
    *,
    both_agree: bool = False,
    reference: str = "",
    signed: bool = False,
    due_by: date | None = None,
    reason: str = "",
) -> Mediate:
    named = "" if state.mediator is None else state.mediator.name
    return Mediate(
        step=step,
        claim=state.claim or None,
        both_agree=both_agree,
        mediator=named,
        reference=reference,
        signed=signed,
        due_by=due_by,
        reason=reason,
        mediation=state.number,
    )
