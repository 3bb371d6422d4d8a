"""Checks of mediation (调解): without consent, an agreement that binds nobody, a failure nobody was told of."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.acts.mediating import Step
from app.domain.check import Finding, Sight, found
from app.domain.flaws import Flaw
from app.domain.matter import Matter, overlaps

NOT_BINDING = frozenset({Flaw.UNSIGNED, Flaw.UNSEALED, Flaw.ORAL})
TOLD = frozenset({"mediation-notice-handed", "mediation-notice-proved"})


def without_consent(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K33: opened although a side had refused, or without both consents (人民调解法第十七条)."""
    for fact in matter.external_facts:
        if fact.fact == "mediation-opened" and Flaw.WITHOUT_CONSENT in fact.flaws:
            yield found("K33", fact.on, fact.claim, subject=fact.organ, unit=fact.organ)
    for item in matter.mediations:
        if item.step == Step.OPENED and not item.both_agree:
            yield found("K33", item.on, item.claim, subject="own", unit=sight.office.name)


def agreement_not_binding(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K34: an agreement without signatures, seal or paper (人民调解法第二十九条; in writing by 条例第三十三条)."""
    for fact in matter.external_facts:
        if fact.fact != "settled":
            continue
        what = next(
            (str(flaw) for flaw in fact.flaws if flaw in NOT_BINDING), "" if fact.number else "unsigned"
        )
        if what:
            yield found("K34", fact.on, fact.claim, subject=f"{fact.organ}/{fact.on}", what=what)
    for item in matter.mediations:
        if item.step == Step.SETTLED and not (item.signed and item.written):
            what = str(Flaw.UNSIGNED if item.written else Flaw.ORAL)
            yield found("K34", item.on, item.claim, subject=f"own/{item.on}", what=what)


def confirmed_wrongly(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K35: confirmation sought after its thirty days, by one side, or of what no court confirms (民事诉讼法第二百零五条)."""
    for window in sight.of_rule("judicial-confirmation"):
        if window.discharged_on and window.due_legal and window.discharged_on > window.due_legal:
            yield found("K35", window.discharged_on, window.claim, subject=window.id, what="late")
    for fact in matter.external_facts:
        if fact.fact == "confirmed":
            for flaw in fact.flaws:
                if flaw in (Flaw.ONE_SIDED, Flaw.BARRED_SUBJECT):
                    yield found("K35", fact.on, fact.claim, subject=f"{fact.organ}/{flaw}", what=str(flaw))


def failed_and_not_told(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K36: mediation failed and nobody was told of the other ways (人民调解法第二十六条)."""
    for m in matter.milestones:
        if m.name != "mediation-failed":
            continue
        if not any(t.name in TOLD and t.on >= m.on and overlaps(t.claim, m.claim) for t in matter.milestones):
            yield found("K36", sight.after("K36", "told", m.on), m.claim, subject=m.entry.hex, day=m.on)
