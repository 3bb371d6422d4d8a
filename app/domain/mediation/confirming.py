"""Judicial confirmation (司法确认): sought by both sides together within its days, of what a court may confirm.

民事诉讼法第二百零五条、第二百零六条; 民诉解释第三百五十三条至第三百五十八条. The days are the law's
(rule `judicial-confirmation`), what no court confirms is a list with its articles (resources/codes/confirmation_bars.tsv).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.changed import replace
from app.domain.codes import codes
from app.domain.entry import Header
from app.domain.kinds import EntryKind, Happened, Setting
from app.domain.mediation.act import MediationAct, on_day
from app.domain.mediation.state import Confirmation, Mediation
from app.errors import BadInput, Refused

RULE = "judicial-confirmation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekConfirmation:
    """Both sides ask a court to confirm the agreement (申请司法确认): which court, that they ask together, which bars apply.

    `bars` are codes of `confirmation_bars`, gone through one by one; any of them ends it here.
    """

    court: str
    together: bool
    bars_looked_at: bool
    bars: tuple[str, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationSought:
    """Both sides asked a court to confirm the agreement (已申请司法确认); `last_day` is the last on which they could."""

    court: str
    last_day: date


def last_day(state: Mediation, setting: Setting) -> date:
    """The last day on which confirmation may be sought. Raises Refused("mediation.not_binding")."""
    if state.effective_on is None:
        raise Refused("mediation.not_binding", number=state.number)
    counted = setting.law.rule(RULE, state.effective_on).due(state.effective_on, setting.calendar)
    return state.effective_on if counted is None else counted.legal


def seek_confirmation(state: Mediation, act: SeekConfirmation, setting: Setting) -> tuple[Happened, ...]:
    """Records it.

    Raises Refused("mediation.not_binding", "mediation.confirmation_late", "mediation.confirmation_one_sided",
    "mediation.confirmation_barred", "mediation.confirmation_sought", "mediation.not_mediated"),
    BadInput("mediation.no_court", "mediation.bars_not_looked_at").
    """
    last = last_day(state, setting)
    day = on_day(act.on, setting, since=state.effective_on)
    if state.agreement is not None and state.agreement.between_parties:
        raise Refused("mediation.not_mediated", number=state.number)
    if state.confirmation is not None and state.confirmation.confirmed is not False:
        raise Refused("mediation.confirmation_sought", number=state.number)
    if not act.court.strip():
        raise BadInput("mediation.no_court", field="court")
    if not act.together:
        raise Refused("mediation.confirmation_one_sided", field="together")
    if day > last:
        raise Refused("mediation.confirmation_late", field="on", last=last)
    if act.bars:
        bar = next((item for item in codes("confirmation_bars") if item.code == act.bars[0]), None)
        if bar is None:
            raise BadInput("mediation.unknown_bar", field="bars", bar=act.bars[0])
        raise Refused("mediation.confirmation_barred", field="bars", bar=bar.label, article=bar.note)
    if not act.bars_looked_at:
        raise BadInput("mediation.bars_not_looked_at", field="bars_looked_at")
    return (Happened(ConfirmationSought(court=act.court, last_day=last), day),)


def confirmation_sought(state: Mediation, entry: ConfirmationSought, header: Header) -> Mediation:
    """The mediation on its way to the court."""
    made = Confirmation(court=entry.court, sought_on=header.on, last_day=entry.last_day)
    return replace(state, confirmation=made)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideConfirmation:
    """What the court ruled (司法确认裁定): whether it confirmed, its number, on which day."""

    confirmed: bool
    number: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationDecided:
    """The court ruled (法院已裁定)."""

    number: str
    confirmed: bool = False


def decide_confirmation(state: Mediation, act: DecideConfirmation, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises Refused("mediation.confirmation_not_sought"), BadInput("mediation.no_ruling_number")."""
    if state.confirmation is None or state.confirmation.confirmed is not None:
        raise Refused("mediation.confirmation_not_sought", number=state.number)
    if not act.number.strip():
        raise BadInput("mediation.no_ruling_number", field="number")
    entry = ConfirmationDecided(number=act.number, confirmed=act.confirmed)
    return (Happened(entry, on_day(act.on, setting, since=state.confirmation.sought_on)),)


def confirmation_decided(state: Mediation, entry: ConfirmationDecided, header: Header) -> Mediation:
    """The mediation with the court's ruling."""
    if state.confirmation is None:
        return state
    ruled = replace(state.confirmation, confirmed=entry.confirmed, number=entry.number, decided_on=header.on)
    return replace(state, confirmation=ruled)


ENTRIES = (
    EntryKind("confirmation-sought", ConfirmationSought, confirmation_sought),
    EntryKind("confirmation-decided", ConfirmationDecided, confirmation_decided),
)
ACTS = (
    MediationAct("seek-confirmation", SeekConfirmation, seek_confirmation),
    MediationAct("decide-confirmation", DecideConfirmation, decide_confirmation),
)
