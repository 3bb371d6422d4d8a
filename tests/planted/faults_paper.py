"""Faults of delivery, mediation, confidence and the file: K26 to K29, K33 to K39, K47, K48."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.domain.acts.accusing import NameAccused
from app.domain.acts.delivering import DeliveryAttempted
from app.domain.acts.forwarding import Forward
from app.domain.acts.mediating import Mediated
from app.domain.acts.mediating import Step as Stage
from app.domain.acts.noticing import OUTSIDE, PaperIssued
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.flaws import Flaw
from app.domain.kinds import Happened
from app.services.looking import record_view
from tests.planted.faults_handling import rejected
from tests.planted.hall import DISCIPLINE, LAND, OFFSPRING, TOWN, Hall
from tests.planted.life import InHall, Life, Printed
from tests.planted.planting import plants, plants_at_township

DAY = timedelta(days=1)


def _attempt(life: Life, paper: str, *, days: int = 0, **more: Any) -> None:
    """The delivery of a paper as another program would have written it, so many days off."""
    fields: dict[str, Any] = {
        "method": DeliveryMethod.IN_PERSON,
        "outcome": Outcome.RECEIVED,
        "receiver": life.memo["name"],
        "relation": "本人",
        **more,
    }
    life.replaced(
        f"{paper}-served",
        lambda matter, setting: tuple(
            Happened(DeliveryAttempted(paper=item.id, **fields), setting.today + days * DAY)
            for item in matter.papers
            if item.kind == paper
        ),
    )


@plants("K26")
def notice_never_served(life: Life) -> None:
    """The office's notice was issued and lies in the drawer."""
    life.drop("D11-served")


@plants("K26")
def notice_posted_without_receipt(life: Life) -> None:
    """Posted by registered mail; no receipt came back in months."""
    life.change(
        "D11-served",
        method=DeliveryMethod.POST,
        outcome=Outcome.SENT,
        receiver="",
        relation="",
        tracking="EA1",
    )


@plants_at_township("K26", "direct")
def opinion_never_served(life: Life) -> None:
    """Our own opinion was never delivered."""
    life.drop("D25-served", "close", "archive")


@plants("K26")
def opinion_of_the_unit_never_served(life: Life) -> None:
    """The unit's opinion is on record, its delivery is not."""
    life.change("opinion-issued", delivered_on=None)
    life.drop("close", "archive")


@plants("K26")
def letter_of_forwarding_never_served(life: Life) -> None:
    """The letter to the unit, which must be delivered by its template, was sealed and never left."""
    life.add(life["forward"].on, "D09", Printed(kind="D09"))


@plants("K26", follows=("K06", "K41"))
def notice_of_the_unit_never_served(life: Life) -> None:
    """The unit's notice of acceptance is on record, its delivery is not."""
    life.change("acceptance-notice", delivered_on=None)


@plants("K27")
def taken_by_a_neighbour(life: Life) -> None:
    """Signed for by a neighbour."""
    _attempt(life, "D11", receiver="李邻居", relation="邻居")


@plants("K27")
def left_without_a_witness(life: Life) -> None:
    """Left at the door; nobody witnessed it."""
    _attempt(life, "D11", method=DeliveryMethod.LEFT_AT_ADDRESS, receiver="", relation="")


@plants("K27")
def taken_by_a_village_official(life: Life) -> None:
    """Signed for by the village's accountant, whom nobody had named."""
    _attempt(life, "D11", receiver="王会计", relation="村会计")


@plants("K28")
def served_before_it_was_made(life: Life) -> None:
    """The receipt is older than the paper."""
    life.move("D11-served", life["D11"].on)
    _attempt(life, "D11", days=-3)


@plants("K28", follows=("K26",))
def opinion_served_before_its_day(life: Life) -> None:
    """The unit's opinion was delivered before the day it bears."""
    decided = life["opinion-issued"].do.on
    life.change("opinion-issued", delivered_on=decided - 4 * DAY)
    life.move("opinion-issued", decided)


@plants("K28", follows=("K30", "K31"))
def window_counted_from_the_paper(life: Life) -> None:
    """A request in time was turned away because the thirty days were counted from the paper, not its delivery."""
    decided = life.memo["decided"]
    life.memo["told"] = told = decided + 5 * DAY
    life.change("opinion-issued", delivered_on=told)
    life.move("opinion-issued", told)
    rejected(life, received=28)


@plants("K28", follows=("K26", "K06", "K41"))
def notice_of_the_unit_served_before_its_day(life: Life) -> None:
    """The unit's notice was delivered two days before the day it bears."""
    day = life["acceptance-notice"].do.on
    life.change("acceptance-notice", delivered_on=day - 2 * DAY)
    life.move("acceptance-notice", life["accepted"].on)


@plants("K29")
def sent_by_phone_without_consent(life: Life) -> None:
    """Sent electronically; no consent is on record."""
    _attempt(life, "D11", method=DeliveryMethod.ELECTRONIC)


@plants_at_township("K29", "direct")
def opinion_sent_by_phone_without_consent(life: Life) -> None:
    """Our own opinion, sent electronically without consent."""
    _attempt(life, "D25", method=DeliveryMethod.ELECTRONIC)


def _mediated(life: Life, name: str, **fields: Any) -> None:
    entry = Mediated(claim=0, **fields)
    life.replaced(name, lambda matter, setting: (Happened(entry, setting.today),))


@plants("K33", "settled")
def mediated_with_one_consent(life: Life) -> None:
    """Opened without the consent of both."""
    _mediated(life, "mediation-opened", step=Stage.OPENED, both_agree=False, mediator="示范调解员")


@plants("K33", "settled")
def mediated_elsewhere_without_consent(life: Life) -> None:
    """Opened elsewhere without consent."""
    day = life["mediation-opened"].on
    _recorded(life, "mediation-opened", "mediation-opened", day, Flaw.WITHOUT_CONSENT)


@plants_at_township("K33", "reconciled")
def township_mediated_with_one_consent(life: Life) -> None:
    """The same at a township."""
    _mediated(life, "mediation-opened", step=Stage.OPENED, both_agree=False, mediator="示范调解员")


@plants(
    "K34",
    "settled",
    follows=("K16", "K41"),
)
def settlement_unsigned(life: Life) -> None:
    """Another program wrote an agreement that nobody signed."""
    given = life["settled"].do
    _mediated(life, "settled", step=Stage.SETTLED, both_agree=True, reference="协1", due_by=given.due_by)
    life.drop("settled-there", "close", "archive")


@plants(
    "K34",
    "settled",
    follows=("K16", "K41"),
)
def settlement_without_paper(life: Life) -> None:
    """Another program wrote an agreement that has no number and no paper."""
    given = life["settled"].do
    _mediated(life, "settled", step=Stage.SETTLED, both_agree=True, signed=True, due_by=given.due_by)
    life.drop("settled-there", "close", "archive")


@plants("K34", "settled")
def settlement_without_seal(life: Life) -> None:
    """The committee's seal is missing."""
    _recorded(life, "settled", "settled", life.memo["settled"], Flaw.UNSEALED)


@plants("K34", "settled")
def settlement_without_signature(life: Life) -> None:
    """Signature or date are missing."""
    _recorded(life, "settled", "settled", life.memo["settled"], Flaw.UNSIGNED)


@plants("K34", "settled")
def settlement_by_word_of_mouth(life: Life) -> None:
    """Only spoken."""
    _recorded(life, "settled", "settled", life.memo["settled"], Flaw.ORAL)


def _recorded(life: Life, name: str, fact: str, day: date, *flaws: Flaw) -> None:
    life.fact(fact, "示范镇人民调解委员会", day, number="协1", flaws=flaws)
    life[name].do = life.steps.pop().do


@plants("K35", "settled")
def confirmed_after_thirty_days(life: Life) -> None:
    """The court confirmed what was asked for too late."""
    late = life.memo["settled"] + 45 * DAY
    life.change("confirmed", on=late)
    life.move("confirmed", late)


@plants("K35", "settled")
def confirmed_for_one_side(life: Life) -> None:
    """Asked for by one side alone."""
    life.change("confirmed", flaws=(Flaw.ONE_SIDED,))


@plants("K35", "settled")
def confirmed_on_a_barred_subject(life: Life) -> None:
    """A subject that cannot be confirmed."""
    life.change("confirmed", flaws=(Flaw.BARRED_SUBJECT,))


@plants("K36", "unsettled", follows=("K26",))
def end_of_mediation_never_told(life: Life) -> None:
    """Failed; the notice was written and never handed over."""
    life.drop("M11-served")


@plants("K36", "unsettled")
def end_of_mediation_without_notice(life: Life) -> None:
    """Failed; no notice at all."""
    life.change("failed", paper_number="")
    life.drop("M11-served")


@plants("K37", "settled")
def agreement_never_asked_after(life: Life) -> None:
    """The day of performance passed; nobody called."""
    life.drop("called-back")


@plants_at_township("K37", "reconciled")
def township_agreement_never_asked_after(life: Life) -> None:
    """The same at a township."""
    life.drop("called-back")


@plants("K37", "settled")
def agreement_asked_after_late(life: Life) -> None:
    """Somebody called a month after the day."""
    life.move("called-back", life.memo["settled"] + 60 * DAY)


@plants("K38", "accusation")
def accusation_sent_to_the_accused_unit(life: Life) -> None:
    """The accused is an official of the very unit that it went to."""
    _exposed(life, Forward(unit=TOWN), TOWN)


@plants("K38", "accusation")
def accusation_sent_below_the_accused_unit(life: Life) -> None:
    """It went to a subordinate of the accused's unit."""
    _exposed(life, Forward(unit=OFFSPRING), OFFSPRING)


@plants("K38", "accusation")
def accusation_shared_with_the_accused_unit(life: Life) -> None:
    """The discipline body leads, the accused's unit contributes."""
    _exposed(life, Forward(unit=DISCIPLINE, with_units=(TOWN,)), DISCIPLINE)


@plants("K38", "accusation")
def accusation_sent_to_a_unit_named_as_people_do(life: Life) -> None:
    """The accused leads the unit that it went to; the petitioner says its name without the county's."""
    _exposed(life, Forward(unit=LAND), LAND, "自然资源局王局长")


def _exposed(life: Life, sent: Forward, unit: str, accused: str = "示范镇人民政府副镇长赵某某") -> None:
    """The accused is named only after it was sent: before, the program refuses."""
    life["forward"].do = sent
    life.add(life["forward"].on, "named", NameAccused(accused=accused))
    life.change("unit-received", organ=unit)


@plants("K39", "accusation", matures=60, back=380)
def accusation_opened_by_a_handler(life: Life) -> None:
    """Opened by somebody to whom nobody gave it."""
    _opened(life, "handler", "matter")


@plants("K39", "accusation", matures=60, back=380)
def accusation_printed_by_an_archivist(life: Life) -> None:
    """A paper of it, opened by the archivist."""
    _opened(life, "archivist", "paper")


@plants("K39", "accusation", matures=60, back=380)
def accusation_opened_by_an_auditor(life: Life) -> None:
    """Opened by a role that reads no matters at all."""
    _opened(life, "auditor", "matter")


def _opened(life: Life, account: str, what: str) -> None:
    def look(at: Hall) -> None:
        record_view(at.session(account), what, at.number(life.key), sealed=True)

    life.add(life["forward"].on + 20 * DAY, "look", InHall(done=look))


@plants("K47", "plain", "plain")
def one_scan_for_two_matters(life: Life, other: Life) -> tuple[str, ...]:
    """The same scan stands in two matters."""
    scan = f"{life.random.getrandbits(256):064x}"
    for item in (life, other):
        item["D11"].do = Printed(kind="D11", scan=scan)
    return (f"K47:{other.key}",)


@plants("K47", follows=("K16", "K41"))
def opinion_older_than_acceptance(life: Life) -> None:
    """The opinion bears a day before the unit took it on."""
    life.change("opinion-issued", on=life.memo["accepted"] - 1 * DAY)


@plants("K47")
def notice_older_than_its_template(life: Life) -> None:
    """A notice dated before there was such a template."""
    _dated(life, lambda sent: date(2022, 4, 1), "1")


@plants("K47")
def notice_older_than_the_letter(life: Life) -> None:
    """A notice dated before the matter came."""
    _dated(life, lambda sent: life["register"].do.received_on - 20 * DAY, OUTSIDE)


@plants("K47")
def notice_written_long_after_its_day(life: Life) -> None:
    """The file was made forty days after the day that the notice bears."""
    sent = life["D11"].on
    _dated(life, lambda made: sent, OUTSIDE)
    life.move("D11", sent + 40 * DAY)
    life.move("D11-served", sent + 40 * DAY)


def _dated(life: Life, day: Any, template: str) -> None:
    given = day(life["D11"].on)
    life.replaced(
        "D11",
        lambda matter, setting: (
            Happened(
                PaperIssued(
                    kind="D11",
                    template=template,
                    claim=0,
                    number=life.number("D11"),
                    needs_delivery=True,
                    notice=setting.law.notices["D11"],
                ),
                given,
            ),
        ),
    )


@plants("K48")
def closed_and_never_archived(life: Life) -> None:
    """Closed for more than three months, not in the archive."""
    life.drop("archive")


@plants_at_township("K48", "direct")
def township_closed_and_never_archived(life: Life) -> None:
    """The same at a township."""
    life.drop("archive")


@plants("K48", "review", matures=480)
def ended_and_never_archived(life: Life) -> None:
    """Re-examined, closed, and left on the shelf."""
    life.drop("archive")


@plants("K52", "accusation")
def accusation_on_the_ordinary_letter(life: Life) -> None:
    """Another program wrote the ordinary letter of forwarding, with what was said in it."""
    _written(life, "D09")


@plants("K52", "accusation")
def accusation_on_the_letter_of_assignment(life: Life) -> None:
    """As above, with a day for the report."""
    _written(life, "D10")


@plants("K52", "accusation")
def accusation_on_the_letter_to_the_courts(life: Life) -> None:
    """As above, as if it were a lawsuit."""
    _written(life, "D21")


def _written(life: Life, kind: str) -> None:
    on = life["forward"].on
    life.paper(on, kind)
    life.served(on, kind)
