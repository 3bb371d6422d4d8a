"""Facts of the papers in a mediation's file (M01 to M14): what the file knows stands in them and is not asked again.

What one side said alone (背对背) is read by nothing here: it goes into no paper (decision 0197).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.domain.codes import codes, label, region
from app.domain.mediation.booking import Booking
from app.domain.mediation.register import Register
from app.domain.mediation.sides import Side, Willing
from app.domain.mediation.sitting import require_sitting
from app.domain.mediation.state import Mediation
from app.services.facts.matter import STOPS, shortened
from app.services.facts.mediation_parties import (
    counterparts,
    everybody,
    names_of,
    row_of,
    rows_of,
    signers,
    text,
)
from app.services.facts.mediation_terms import (
    agreement_facts,
    payment_rows,
    promise_rows,
    received,
    terms,
    urged,
)
from app.services.facts.other_ways import interrupted, outcome_of, ways_for
from app.services.occasion import Facts

BETWEEN, LAST = "\uff1b", "\u3002"
"""Signs behind the ways of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationOccasion:
    """Why a paper of a mediation is made: of which mediation, today, by whom (`clerk`), for which party, of which sitting.

    `name_of` tells what a person is called; `last_day` is the last on which a court may be asked, None where none runs;
    `booking` is the next time for which a room is booked, None where none is.
    """

    state: Mediation
    register: Register
    today: date
    clerk: str
    name_of: Callable[[str], str]
    party: int = 0
    sitting: int = 0
    last_day: date | None = None
    booking: Booking | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


def known_facts(occasion: MediationOccasion) -> Facts:
    """What any paper of a mediation may speak of; a template takes of it what it declares."""
    state = occasion.state
    mediator = state.mediator
    return {
        "office": committee_facts(occasion),
        "committee": committee_words(occasion),
        "mediation": {
            "number": state.number,
            "file_number": state.file_number,
            "matter": state.matter,
            "reference": state.reference,
        },
        "applicants": rows_of(state, Side.APPLICANT),
        "respondents": rows_of(state, Side.RESPONDENT),
        "thirds": rows_of(state, Side.THIRD),
        "parties": names_of(state, everybody(state)),
        "dispute": state.dispute,
        "mediators": "" if mediator is None else mediator.name,
        "clerk": occasion.clerk,
        "issued_on": occasion.today.isoformat(),
    } | _of_party(occasion)


def committee_facts(occasion: MediationOccasion) -> Facts:
    """Name, address and phone of the committee whose seal is set; of a studio the one under which it works."""
    body = occasion.register.bodies.get(occasion.state.body)
    if body is None:
        return {"name": occasion.state.body}
    committee = occasion.register.committee_of(body)
    return {
        "name": committee.name,
        "phone": body.phone or committee.phone,
        "address": body.address or committee.address,
    }


def committee_words(occasion: MediationOccasion) -> str:
    """The committee, with the studio in which it mediates."""
    body = occasion.register.bodies.get(occasion.state.body)
    if body is None:
        return occasion.state.body
    committee = occasion.register.committee_of(body)
    if committee.code == body.code:
        return body.name
    return str(text()["studio"]).format(committee=committee.name, studio=body.name)


def short_dispute(state: Mediation) -> str:
    """The dispute in half a line, for a sentence that goes on with the word for it."""
    return shortened(state.dispute).rstrip(STOPS).removesuffix(str(text()["dispute_tail"]))


def _of_party(occasion: MediationOccasion) -> Facts:
    if not occasion.party:
        return {}
    return {
        "party": row_of(occasion.state, occasion.party),
        "counterparts": counterparts(occasion.state, occasion.party),
    }


def _application(occasion: MediationOccasion) -> Facts:
    applicants = [n for n, party in enumerate(occasion.state.parties, 1) if party.side is Side.APPLICANT]
    return {"signers": signers(occasion.state, applicants)}


def _register_sheet(occasion: MediationOccasion) -> Facts:
    state = occasion.state
    place = region(state.place) if state.place else None
    return {
        "accepted_on": state.opened_on.isoformat(),
        "dispute_type": label("dispute_kinds", state.dispute_kind),
        "source": label("mediation_sources", state.source),
        "referred_by": state.referred_by,
        "place": state.place if place is None else place.path,
        "consents": [_consent(state, n) for n in everybody(state)],
        "registered_by": occasion.name_of(state.opened_by),
    }


def _consent(state: Mediation, number: int) -> Facts:
    """What a party said to being mediated, how it was asked, when; the answer that counts."""
    row = row_of(state, number)
    made: Facts = {"label": row["label"], "name": row["name"]}
    willing = state.said(number)
    found = [item for item in state.consents if item.party == number and item.willing is willing]
    if not found or willing is Willing.NOT_REACHED:
        return made
    last = found[-1]
    return made | {
        "said": label("willingness", last.willing),
        "reached": label("ways_reached", last.reached_by),
        "on": last.on.isoformat(),
    }


def _notice(occasion: MediationOccasion) -> Facts:
    """When and where it is by the rooms' calendar, and who stands in then."""
    made: Facts = {"dispute": short_dispute(occasion.state)}
    booked = occasion.booking
    if booked is None:
        return made
    called: Facts = {"at": booked.begin.replace("T", " "), "place": _room(occasion, booked.room)}
    person = occasion.register.mediators.get(booked.mediator)
    if booked.stands_in_for and person is not None:
        called["mediator"] = person.name
    return made | {"session": called}


def _mandate(occasion: MediationOccasion) -> Facts:
    state, number = occasion.state, occasion.party
    if not number:
        return {}
    agent = state.parties[number - 1].agent
    made: Facts = {"principals": [row_of(state, number) | {"note": ""}]}
    return made | ({"agents": [{"name": agent}]} if agent else {})


def _record(occasion: MediationOccasion) -> Facts:
    """A sitting as it was recorded, and below it what was added after somebody had signed."""
    state = occasion.state
    sitting = require_sitting(state, occasion.sitting)
    assigned = [item for item in state.mediators if item.on <= sitting.on] or list(state.mediators)
    separator = str(text()["separator"])
    away = [n for n in everybody(state) if n not in sitting.present]
    return {
        "sitting": {
            "place": sitting.place,
            "began_at": sitting.began_at,
            "ended_at": sitting.ended_at,
            "room": _room(occasion, sitting.room),
            "agenda": sitting.agenda,
            "others": separator.join(sitting.others),
            "recorder": occasion.name_of(sitting.recorder),
            "result": label("sitting_results", sitting.result),
            "next_at": sitting.next_at,
            "read_back": sitting.read_back,
            "rights_told": set(sitting.present) <= set(state.rights_told),
            "willing": all(state.said(n) is Willing.AGREED for n in sitting.present),
        },
        "present": [_present(state, n) for n in everybody(state) if n in sitting.present],
        "absent": names_of(state, away),
        "mediators": assigned[-1].name if assigned else "",
        "statements": [{"speaker": item.speaker, "words": item.words} for item in sitting.statements],
        "pauses": [{"began_at": item.began_at, "ended_at": item.ended_at} for item in sitting.pauses],
        "supplements": [
            {"on": item.on.isoformat(), "by": occasion.name_of(item.by), "words": item.words}
            for item in sitting.supplements
        ],
        "signers": signers(state, [n for n in everybody(state) if n in sitting.present]),
    }


def _present(state: Mediation, number: int) -> Facts:
    party, said = state.parties[number - 1], text()
    acting = said["acting"] if party.agent else said["heading"] if party.speaks_for else ""
    return {
        "side": str(said["sides"][party.side.value]),
        "name": party.name,
        "agent": str(acting).format(name=party.agent or party.speaks_for),
    }


def _room(occasion: MediationOccasion, room: str) -> str:
    """Where it sits, as the register of rooms has it, or as it was written down."""
    found = occasion.register.rooms.get(room)
    if found is None:
        return room
    return str(text()["room"]).format(name=found.name, where=found.where) if found.where else found.name


def _agreement(occasion: MediationOccasion) -> Facts:
    state = occasion.state
    made = agreement_facts(state)
    return {
        "agreement": made,
        "signers": signers(state, everybody(state)),
        "made_on": made.get("on", ""),
        **terms(state),
    }


def _ended(occasion: MediationOccasion) -> Facts:
    state = occasion.state
    if state.ended is None:
        return {}
    ways = [way.text for way in ways_for(state.dispute_kind)]
    return {
        "dispute": short_dispute(state),
        "outcome": outcome_of(state),
        "reason": state.ended.words or label("mediation_endings", state.ended.mediation_ending),
        "ended_on": state.ended.on.isoformat(),
        "interrupts": interrupted(),
        "ways": [{"text": way + (BETWEEN if way is not ways[-1] else LAST)} for way in ways],
    }


def _call_back(occasion: MediationOccasion) -> Facts:
    """How far the agreement is kept; with a party, what it got, line by line for its signature."""
    state, party = occasion.state, occasion.party
    made: Facts = {
        "agreement": agreement_facts(state),
        "promises": promise_rows(state, occasion.today, party),
        "payments": payment_rows(state, party),
        "received": received(state, party) if party else "",
        "reason": str(text()["call_reason"]),
    }
    if state.breaches:
        made["measures"] = "\n".join(urged(state))
    if not state.call_backs:
        return made
    last = state.call_backs[-1]
    return made | {
        "called_on": last.on.isoformat(),
        "way": label("ways_reached", last.reached_by),
        "kept": label("kept", last.kept),
        "said": last.words,
        "caller": occasion.name_of(last.by),
    }


def _application_to_court(occasion: MediationOccasion) -> Facts:
    state, said = occasion.state, text()
    last = {} if occasion.last_day is None else {"last_day": occasion.last_day.isoformat()}
    proved = any(paper.kind == "M14" and not paper.voided for paper in state.papers)
    attached = [*said["attachments"], *([said["attachment_proof"]] if proved else [])]
    return {
        **_agreement(occasion),
        "agreement": agreement_facts(state) | last,
        **{
            name: rows_of(state, side, whole=True)
            for name, side in (
                ("applicants", Side.APPLICANT),
                ("respondents", Side.RESPONDENT),
                ("thirds", Side.THIRD),
            )
        },
        "court": _court(occasion),
        "bars_looked_at": state.confirmation is not None,
        "bars": [{"text": item.label} for item in codes("confirmation_bars")],
        "attachments": [{"text": item} for item in attached],
    }


def _proof(occasion: MediationOccasion) -> Facts:
    return {
        "dispute": short_dispute(occasion.state),
        "court": _court(occasion),
        "agreement": agreement_facts(occasion.state),
    }


def _court(occasion: MediationOccasion) -> str:
    """Which court confirms: the one that was asked, else the one of the body."""
    if occasion.state.confirmation is not None:
        return occasion.state.confirmation.court
    body = occasion.register.bodies.get(occasion.state.body)
    return "" if body is None else body.court or occasion.register.committee_of(body).court


MAKERS: Mapping[str, Callable[[MediationOccasion], Facts]] = {
    "M01": _application,
    "M02": _register_sheet,
    "M04": _notice,
    "M05": _mandate,
    "M07": _record,
    "M08": _agreement,
    "M09": _agreement,
    "M10": _agreement,
    "M11": _ended,
    "M12": _call_back,
    "M13": _application_to_court,
    "M14": _proof,
}
"""Kind of paper → how the facts are gathered that not every paper of a mediation has."""
