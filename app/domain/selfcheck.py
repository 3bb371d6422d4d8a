"""The self-check (程序自查): every check and what it looks at; the findings of one matter. The only file that knows all.

A finding says from which day on it stands, never "today": so it can be stored beside the matter and asked for any day.
Findings that are duties not done are read off the duties themselves; no second place computes a deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from app.domain.acts.differing import leads_of_differences
from app.domain.acts.merging import leads_of_mergers
from app.domain.acts.telling_apart import leads_of_apart
from app.domain.check import Finding, Lead, Sight, checks, found, live
from app.domain.checks import (
    accepting,
    closing,
    handling,
    mediating,
    registering,
    reviewing,
    serving,
    supervising,
)
from app.domain.matter import AccountGiven, Matter
from app.domain.obligations import Obligation
from app.domain.overtaken import leads_of_overtaken

Look = Callable[[Matter, Sight], Iterator[Finding]]

LOOKS: Mapping[str, tuple[Look, ...]] = {
    "K02": (registering.changed_afterwards, registering.unit_changed_silently),
    "K03": (registering.registered_late,),
    "K07": (accepting.turned_away_without_ground,),
    "K08": (accepting.turned_away_as_pending,),
    "K09": (accepting.refused_again_without_end,),
    "K11": (accepting.objected_wrongly,),
    "K12": (accepting.sent_to_and_fro,),
    "K13": (accepting.accusation_on_the_petition_road,),
    "K14": (accepting.other_road_on_the_petition_clock,),
    "K15": (accepting.words_of_another_road,),
    "K17": (handling.extended_wrongly,),
    "K19": (handling.opinion_lacks_something,),
    "K20": (handling.wrong_remedy,),
    "K21": (handling.supported_without_day,),
    "K22": (closing.closed_without_substance,),
    "K23": (closing.led_away_and_forgotten,),
    "K24": (handling.not_heard,),
    "K25": (handling.repealed_law,),
    "K26": (serving.not_proved,),
    "K27": (serving.weak_proof,),
    "K28": (serving.impossible_day,),
    "K29": (serving.electronic_without_consent,),
    "K31": (reviewing.rejected_though_in_time,),
    "K32": (reviewing.decided_by_the_same,),
    "K33": (mediating.without_consent,),
    "K34": (mediating.agreement_not_binding,),
    "K35": (mediating.confirmed_wrongly,),
    "K36": (mediating.failed_and_not_told,),
    "K40": (supervising.interest_not_resolved,),
    "K41": (supervising.not_supervised,),
    "K42": (supervising.pressed_without_advice,),
    "K43": (supervising.held_to_account_wrongly,),
    "K44": (supervising.urgent_not_reported,),
    "K45": (registering.too_many_representatives,),
    "K46": (registering.record_not_read_back, registering.conversation_not_signed),
    "K47": (serving.out_of_order,),
    "K48": (closing.not_filed,),
    "K52": (serving.words_of_an_accusation_sent,),
}
"""What each check looks at in the record of one matter. Duties not done: `duties` of the check (K05, K06, K16 …)."""

AT_ONCE: tuple[Look, ...] = (
    registering.registered_late,
    registering.too_many_representatives,
    accepting.words_of_another_road,
    supervising.urgent_not_reported,
)
"""What can be found in a matter that was only registered: nothing else has happened, and the clerk waits for the receipt."""

COMPARED: Mapping[str, Callable[[Matter], Iterator[Lead]]] = {
    "K08, K09": accepting.leads_of_refusals,
    "K25": handling.leads_of_wording,
    "K32": reviewing.leads_of_bodies,
    "K47": serving.leads_of_scans,
    "LINK": handling.leads_of_links,
}
"""What can only be judged beside other matters or the office's table; compared in `app/services/comparing.py`."""

OF_BOTH_SIDES: tuple[Callable[[Matter], Iterable[Lead]], ...] = (
    leads_of_differences,
    leads_of_mergers,
    leads_of_overtaken,
    leads_of_apart,
)
"""What two sides wrote of one matter: no check looks at it, the ledger of differences and the mergers do."""

OF_THE_OFFICE = frozenset({"K01", "K04", "K49", "K50"})
"""Checks of the office and its days, not of a matter: `app/services/office_checks.py`."""
UNDER_SEAL = frozenset({"K38", "K39", "K40", "K51"})
"""Checks that look under a seal, with the keys of whoever is entitled: `app/services/sealed_checks.py`."""
NAMES_ACCUSED = frozenset({"K38", "K40"})
"""Checks whose subject in an accusation is the accused or their unit: nowhere written down in the open."""

OVER = "over"
"""Marks a duty that was missed and then needed no more: handed back, led elsewhere, withdrawn."""
TELLS = frozenset({"K06", "K10"})
"""Checks of notices: K06 asks for a clear name and address (条例第二十三条第二款)."""
ONE_DAY = timedelta(days=1)


def record_findings(matter: Matter, sight: Sight) -> tuple[Finding, ...]:
    """What the record of a matter shows, from which day on; without what was accounted for."""
    if not live(matter):
        return ()
    looks = AT_ONCE if matter.version == 1 else tuple(look for looks in LOOKS.values() for look in looks)
    made = [finding for look in looks for finding in look(matter, sight)]
    return tuple(item for item in made if not accounted(item, matter.accounts))


def leads(matter: Matter) -> tuple[Lead, ...]:
    """What of a matter has to be compared with others."""
    if matter.version == 1:
        return ()
    both = tuple(lead for look in OF_BOTH_SIDES for lead in look(matter))
    if not live(matter):
        return both
    return (*(lead for look in COMPARED.values() for lead in look(matter)), *both)


def duty_findings(
    duties: Iterable[Obligation], today: date, *, unreachable: bool = False
) -> Iterator[Finding]:
    """Duties that were missed by `today`, and those that were done late, each for the check that watches its rule.

    Nobody can be told whose name or address is unclear (`unreachable`): such a notice is owed and not reproached.
    """
    watching = _watching()
    for duty in duties:
        check = watching.get(duty.rule)
        if check is None or duty.due_legal is None or duty.kind != "duty":
            continue
        if unreachable and check in TELLS:
            continue
        status = duty.status(today)
        if status in ("missed", "late"):
            yield found(
                check,
                duty.due_legal + ONE_DAY,
                duty.claim,
                subject=duty.id,
                late=status == "late" or duty.voided_on is not None,
                **({"what": OVER} if duty.voided_on is not None else {}),
                unit=duty.unit,
                day=duty.due_legal,
                done=duty.handed_on or duty.discharged_on or duty.voided_on or "",
            )


def accounted(finding: Finding, accounts: Iterable[AccountGiven]) -> bool:
    """Whether somebody accounted for the finding, and it is one that can be accounted for."""
    return finding.explainable and any(
        item.check == finding.check
        and item.subject in ("", finding.subject)
        and item.claim in (0, finding.claim)
        and item.on >= finding.since
        for item in accounts
    )


def standing(matter: Matter, sight: Sight, today: date) -> tuple[Finding, ...]:
    """Every finding of the matter alone that stands on `today`: of its record and of its duties."""
    if not live(matter):
        return ()
    told = duty_findings(sight.duties, today, unreachable=matter.unreachable)
    owed = (item for item in told if not accounted(item, matter.accounts))
    return tuple(item for item in (*record_findings(matter, sight), *owed) if item.since <= today)


@cache
def _watching() -> Mapping[str, str]:
    """Rule → the check that watches it."""
    return {rule: check.id for check in checks().values() for rule in check.duties}
