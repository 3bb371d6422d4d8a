"""Which paper of a mediation's file may be made now, and why another may not: each rests on a fact that must be there.

人民调解法第十七条、第二十六条至第三十三条; 信访工作条例第三十三条; 民事诉讼法第二百零五条.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.mediation.act import require_running
from app.domain.mediation.settling import require_agreement
from app.domain.mediation.sitting import require_sitting
from app.domain.mediation.state import Mediation
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What is about to be made (制作文书): for which party (0: all), of which sitting, today, with what was looked at."""

    today: date
    party: int = 0
    sitting: int = 0
    last_day: date | None = None
    bars_looked_at: bool = False


def require_makeable(state: Mediation, kind: str, making: Making) -> None:
    """Lets a paper of that kind be made, or says what is not there yet.

    Raises BadInput("mediation.no_party", "mediation.no_sitting", "mediation.bars_not_looked_at"),
    Refused("mediation.ended", "mediation.no_agreement", "mediation.settled_alone", "mediation.not_settled_alone",
    "mediation.only_oral", "mediation.not_oral", "mediation.oral_in_matter", "mediation.not_ended",
    "mediation.not_binding", "mediation.not_mediated", "mediation.confirmation_late", "mediation.confirmation_done").
    """
    if making.party:
        state.require_party(making.party)
    rule = RULES.get(kind)
    if rule is not None:
        rule(state, making)


def _runs(state: Mediation, making: Making) -> None:
    require_running(state)


def _sat(state: Mediation, making: Making) -> None:
    require_sitting(state, making.sitting)


def _mediated(state: Mediation, making: Making) -> None:
    """A written agreement that a mediator led to (M08)."""
    agreement = require_agreement(state)
    if agreement.between_parties:
        raise Refused("mediation.settled_alone", number=agreement.number)
    if agreement.oral:
        raise Refused("mediation.only_oral", number=agreement.number)


def _alone(state: Mediation, making: Making) -> None:
    """A settlement that the parties made themselves (M09)."""
    agreement = require_agreement(state)
    if not agreement.between_parties:
        raise Refused("mediation.not_settled_alone", number=agreement.number)


def _oral(state: Mediation, making: Making) -> None:
    """A card of an oral agreement (M10), never within a matter (条例第三十三条)."""
    if state.matter:
        raise Refused("mediation.oral_in_matter", field="kind", matter=state.matter)
    agreement = require_agreement(state)
    if not agreement.oral:
        raise Refused("mediation.not_oral", number=agreement.number)


def _over(state: Mediation, making: Making) -> None:
    """The notice that it ended (M11), only once it has."""
    if state.ended is None:
        raise Refused("mediation.not_ended", number=state.number)


def _binds(state: Mediation, making: Making) -> None:
    if state.effective_on is None:
        raise Refused("mediation.not_binding", number=state.number)


def _proved(state: Mediation, making: Making) -> None:
    """That the committee led to an agreement (M14): one that binds, with a mediator."""
    _binds(state, making)
    if require_agreement(state).between_parties:
        raise Refused("mediation.not_mediated", number=state.number)


def _sought(state: Mediation, making: Making) -> None:
    """The application to the court (M13): of what was mediated and written, in time, with the bars gone through."""
    _proved(state, making)
    _mediated(state, making)
    confirmation = state.confirmation
    if confirmation is not None and confirmation.confirmed is not None:
        raise Refused("mediation.confirmation_done", number=state.number)
    if making.last_day is not None and making.today > making.last_day:
        raise Refused("mediation.confirmation_late", last=making.last_day)
    if confirmation is None and not making.bars_looked_at:
        raise BadInput("mediation.bars_not_looked_at", field="bars_looked_at")


RULES: Mapping[str, Callable[[Mediation, Making], None]] = {
    "M03": _runs,
    "M04": _runs,
    "M06": _runs,
    "M07": _sat,
    "M08": _mediated,
    "M09": _alone,
    "M10": _oral,
    "M11": _over,
    "M12": _binds,
    "M13": _sought,
    "M14": _proved,
}
"""Kind of paper → what must be there before it is made; a kind without a rule may be made at any time."""
