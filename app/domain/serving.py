"""What each way of service asks for, and the day from which it counts (送达方式与送达日).

Civil Procedure Law, articles 87 to 95, by analogy (reference/law.md 2.3). An attempt without its proof is recorded as
an attempt; a proof without what the article asks for is refused, and the refusal says what to record instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.calendar import WorkCalendar
from app.domain.check import require_check
from app.domain.clocks import Length, last_day
from app.domain.delivery import FAILED, Attempt, Capacity, DeliveryMethod, Outcome
from app.domain.law import Law
from app.domain.matter import Matter
from app.domain.names import search_key
from app.domain.people import Agent, Petitioner, PetitionerKind, Representative
from app.errors import BadInput, Refused

WHO_MAY_SIGN = "K27"
"""The check whose words are the relations that article 88 lets sign."""


def capacity_of(matter: Matter, attempt: Attempt) -> Capacity | None:
    """In which capacity the receiver signed: as was said, else as the record of the matter shows; None for a stranger.

    Where people are sealed or unknown nobody is judged, and the receiver counts as the petitioner.
    """
    if attempt.capacity is not None:
        return attempt.capacity
    people, receiver = matter.people, search_key(attempt.receiver)
    if matter.people_sealed or not people.petitioners:
        return Capacity.SELF
    if receiver in _keys(people.petitioners):
        return Capacity.SELF
    if receiver in _keys(people.agents) | proxies(matter):
        return Capacity.AGENT
    if receiver in _keys(people.representatives):
        return Capacity.REPRESENTATIVE
    if attempt.relation in require_check(WHO_MAY_SIGN).words:
        return Capacity.FAMILY
    return None


def proxies(matter: Matter) -> frozenset[str]:
    """Whom the petitioners named to receive for them in the confirmed address (D08); as `search_key` writes them."""
    return frozenset(search_key(item.proxy) for item in matter.people.petitioners if item.proxy)


def _keys(people: Iterable[Petitioner | Agent | Representative]) -> frozenset[str]:
    """Their names as they are looked up: a dot or a width written otherwise is the same name."""
    return frozenset(search_key(item.name) for item in people)


def require_proof(matter: Matter, attempt: Attempt, earlier: Sequence[Attempt]) -> None:
    """Refuses an attempt that lacks what its way of service asks for; `earlier` are those of the same paper.

    Raises BadInput or Refused "deliver.…", each naming the field and, in its sentence, the article.
    """
    if attempt.outcome in FAILED:
        if attempt.outcome is not Outcome.NOBODY_THERE and not attempt.reason:
            raise BadInput("deliver.reason_missing", field="reason")
        return
    _WAYS[attempt.method](matter, attempt, earlier)


def _in_person(matter: Matter, attempt: Attempt, earlier: Sequence[Attempt]) -> None:
    if attempt.outcome is Outcome.SENT:
        return
    if not attempt.receiver:
        raise BadInput("deliver.receiver_missing", field="receiver")
    _require_entitled(matter, attempt)


def _require_entitled(matter: Matter, attempt: Attempt) -> None:
    """Article 88: the person, an adult of the family living there, the agent, the representative, the mailroom."""
    capacity = capacity_of(matter, attempt)
    if capacity is None:
        raise Refused("deliver.receiver_not_entitled", field="receiver")
    if matter.people_sealed or not matter.people.petitioners:
        return
    people, receiver = matter.people, search_key(attempt.receiver)
    if capacity is Capacity.SELF and receiver not in _keys(people.petitioners):
        raise Refused("deliver.receiver_not_self", field="receiver")
    if capacity is Capacity.FAMILY and not attempt.relation:
        raise BadInput("deliver.relation_missing", field="relation")
    if capacity is Capacity.AGENT and receiver not in proxies(matter):
        agent = next((item for item in people.agents if search_key(item.name) == receiver), None)
        if agent is None or not (agent.mandate_filed or agent.guardian):
            raise Refused("deliver.no_mandate", field="receiver")
    if capacity is Capacity.REPRESENTATIVE and not any(
        search_key(item.name) == receiver and item.signs_for_papers for item in people.representatives
    ):
        raise Refused("deliver.no_power_to_sign", field="receiver")
    if capacity is Capacity.MAILROOM and not any(
        item.kind == PetitionerKind.ORGANISATION for item in people.petitioners
    ):
        raise Refused("deliver.no_organisation", field="capacity")


def _by_post(matter: Matter, attempt: Attempt, earlier: Sequence[Attempt]) -> None:
    """Article 91: the day on the receipt of the post office."""
    posted = [item for item in earlier if _is(item, DeliveryMethod.POST, Outcome.SENT)]
    if not attempt.tracking and (attempt.outcome is Outcome.SENT or not any(p.tracking for p in posted)):
        raise BadInput("deliver.tracking_missing", field="tracking")
    if attempt.outcome is Outcome.RECEIVED and posted and attempt.on < posted[-1].on:
        raise Refused("deliver.before_posting", field="on", day=posted[-1].on.isoformat())


def _left(matter: Matter, attempt: Attempt, earlier: Sequence[Attempt]) -> None:
    """Article 89: witnesses of the local organisation or employer, or pictures; reason and day of the refusal."""
    if attempt.outcome is Outcome.SENT:
        raise BadInput("deliver.not_left", field="outcome")
    if not (attempt.witness or attempt.recording or attempt.evidence):
        raise Refused("deliver.no_witness", field="witness")
    if not attempt.reason and not any(item.outcome is Outcome.REFUSED and item.reason for item in earlier):
        raise BadInput("deliver.reason_missing", field="reason")


def _electronic(matter: Matter, attempt: Attempt, earlier: Sequence[Attempt]) -> None:
    """Article 90: agreed to by the person, to the address agreed; the day it arrives there counts."""
    agreed = {item.electronic_delivery for item in matter.people.petitioners if item.electronic_delivery}
    if not agreed:
        raise Refused("deliver.no_consent", field="method")
    if attempt.place and attempt.place not in agreed:
        raise Refused("deliver.other_address", field="place")


def _handed_on(matter: Matter, attempt: Attempt, earlier: Sequence[Attempt]) -> None:
    """Articles 92 to 94: by the unit of a soldier, by the prison; the person's signature there counts."""
    if attempt.outcome is Outcome.SENT:
        if not (attempt.place or attempt.receiver):
            raise BadInput("deliver.carrier_missing", field="place")
        return
    if not attempt.receiver:
        raise BadInput("deliver.receiver_missing", field="receiver")
    if not attempt.place and not any(_is(item, DeliveryMethod.TRANSFER, Outcome.SENT) for item in earlier):
        raise BadInput("deliver.carrier_missing", field="place")
    _require_entitled(matter, attempt)


def _by_notice(matter: Matter, attempt: Attempt, earlier: Sequence[Attempt]) -> None:
    """Article 95: nobody knows where the person is, or every other way failed; where it was posted up."""
    if attempt.outcome is Outcome.RECEIVED:
        return
    if not attempt.place:
        raise BadInput("deliver.board_missing", field="place")
    if not attempt.reason and not any(item.outcome in FAILED for item in earlier):
        raise Refused("deliver.other_ways_first", field="reason")


_WAYS = {
    DeliveryMethod.IN_PERSON: _in_person,
    DeliveryMethod.POST: _by_post,
    DeliveryMethod.LEFT_AT_ADDRESS: _left,
    DeliveryMethod.ELECTRONIC: _electronic,
    DeliveryMethod.TRANSFER: _handed_on,
    DeliveryMethod.PUBLIC_NOTICE: _by_notice,
}


def notice_full_on(published: date, law: Law, calendar: WorkCalendar) -> date:
    """The day on which a public notice is full and counts as service: the law's days after its publication."""
    return last_day(published, Length(n=law.public_notice_days, unit="day"), calendar).strict


def published_on(attempts: Sequence[Attempt]) -> date | None:
    """When the paper was posted up publicly the last time, or None."""
    found = [a.on for a in attempts if _is(a, DeliveryMethod.PUBLIC_NOTICE, Outcome.SENT)]
    return found[-1] if found else None


def day_of_service(
    given: date | None, method: DeliveryMethod, outcome: Outcome, earlier: Sequence[Attempt], *, today: date,
    law: Law, calendar: WorkCalendar,
) -> date:  # fmt: skip
    """The day that counts: what is on the proof (`given`, else today); for a public notice the day it is full.

    Raises Refused("deliver.not_published", "deliver.notice_running"), BadInput("deliver.notice_day").
    """
    if method is not DeliveryMethod.PUBLIC_NOTICE or outcome is not Outcome.RECEIVED:
        return given or today
    published = published_on(earlier)
    if published is None:
        raise Refused("deliver.not_published", field="outcome")
    full = notice_full_on(published, law, calendar)
    days = law.public_notice_days
    if today < full:
        raise Refused("deliver.notice_running", field="outcome", days=days, day=full.isoformat())
    if given is not None and given != full:
        raise BadInput("deliver.notice_day", field="on", days=days, day=full.isoformat())
    return full


def _is(attempt: Attempt, method: DeliveryMethod, outcome: Outcome) -> bool:
    return attempt.method is method and attempt.outcome is outcome
