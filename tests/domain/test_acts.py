"""Every act: what it does, and every reason for which it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain import history
from app.domain.acts.accepting import Accept
from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import CORRECTABLE, Correct, Void, Withdraw
from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Assign, Forward
from app.domain.acts.noticing import VoidPaper
from app.domain.acts.receiving import ContactUnit, Keep, VisitAgain
from app.domain.acts.recording import EXTERNAL_FACTS, RecordExternal, RecordNumber
from app.domain.acts.registering import ClaimGiven, register
from app.domain.acts.sealing import SealPaper
from app.domain.claims import Path, Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.entry import StreamKind
from app.domain.history import ACT_KINDS, act_from_words, require_act
from app.domain.law import Law, shipped_profiles
from app.domain.matter import Material
from app.domain.office import StationKind
from app.domain.people import People, Petitioner
from app.errors import AppError, BadInput, Refused
from tests.domain.story import STORY, Story, claim, day, visit

TODAY = "03-02"


def story(kind: StationKind = StationKind.OFFICE, *claims: ClaimGiven, **given: Any) -> Story:
    made = Story(kind)
    made.begins("03-01", *claims, **given)
    return made


def refused(act: Any, told: Story, on: str = TODAY) -> tuple[str, str | None]:
    """Code and field of the refusal; nothing was recorded."""
    before = len(told.entries)
    with pytest.raises(AppError) as caught:
        told.does(act, on)
    assert len(told.entries) == before
    return caught.value.code, caught.value.field


# ---------------------------------------------------------------- registering


def registering(**given: Any) -> Any:
    return register(
        visit(day(TODAY), **given),
        number="LX07-26-00001-0",
        token_hash="",
        today=day(TODAY),
        training=False,
        unit_received=False,
    )


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"claims": (ClaimGiven(text=" \n"),)}, "register.no_content", "content"),
        ({"received_on": day("03-03")}, "register.date_in_future", "received_on"),
        ({"petition_on": day("03-03")}, "register.dates_out_of_order", "petition_on"),
        ({"postmark_on": day("03-03")}, "register.dates_out_of_order", "postmark_on"),
        ({"persons_came": 0}, "register.head_count", "people"),
    ],
)
def test_only_what_makes_the_record_unreadable_stops_a_registration(
    given: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        registering(**given)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_missing_papers_phone_name_or_level_never_stop_it() -> None:
    entry = registering(people=People(), claims=(ClaimGiven(requested="请查明"),), place="999999")
    assert entry.people is None and entry.unreachable


def test_head_counts_fit_each_other() -> None:
    entry = registering(persons_came=12, persons_of_matter=3)
    assert (entry.persons_came, entry.persons_of_matter, entry.persons_concerned) == (12, 12, 12)


def test_an_accusation_is_dark_without_anybody_pressing_the_key() -> None:
    entry = registering(claims=(claim(), claim(Purpose.ACCUSATION)))
    assert entry.restricted and entry.confidential
    assert registering(restricted=True).confidential


def test_what_was_registered_stands_in_the_matter() -> None:
    matter = story(
        StationKind.OFFICE,
        claim(Purpose.CLAIM),
        claim(Purpose.SUGGESTION),
        materials=(Material(name="合同", original=True),),
    ).matter
    assert [(c.number, c.purpose, c.words.text) for c in matter.claims] == [
        (1, Purpose.CLAIM, STORY),
        (2, Purpose.SUGGESTION, STORY),
    ]
    assert (matter.received_on, matter.registered_on, matter.materials[0].original) == (
        day("03-01"),
        day("03-01"),
        True,
    )
    assert matter.token_hash and matter.station == "LX07"


# ---------------------------------------------------------------- classifying


def test_classifying_one_claim_leaves_the_others() -> None:
    told = story(StationKind.OFFICE, claim(Purpose.UNDECIDED), claim(Purpose.UNDECIDED))
    told.does(Classify(purpose=Purpose.CLAIM, claim=2, path=Path.LITIGATION, category="0101"), TODAY)
    first, second = told.matter.claims
    assert first.purpose is Purpose.UNDECIDED
    assert (second.purpose, second.path, second.category) == (Purpose.CLAIM, Path.LITIGATION, "0101")


def test_another_class_forgets_the_path_of_the_old_one() -> None:
    told = story(StationKind.OFFICE, claim(path=Path.LITIGATION))
    told.does(Classify(purpose=Purpose.CLAIM), TODAY)
    assert told.matter.claims[0].path is Path.LITIGATION
    told.does(Classify(purpose=Purpose.SUGGESTION), TODAY)
    assert told.matter.claims[0].path is Path.UNDECIDED


def test_classified_as_an_accusation_the_matter_goes_dark() -> None:
    told = story()
    told.does(Classify(purpose=Purpose.ACCUSATION, reason="检举某某"), TODAY)
    assert told.matter.restricted and told.matter.confidential
    assert "检举" not in str(told.entries[-1].body())


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (Classify(purpose=Purpose.SUGGESTION, path=Path.LITIGATION), "classify.path_without_claim"),
        (Classify(purpose=Purpose.CLAIM, claim=3), "claim.unknown"),
    ],
)
def test_classifying_refuses(act: Classify, code: str) -> None:
    assert refused(act, story())[0] == code


# ---------------------------------------------------------------- forwarding


def test_forwarding_names_the_unit_by_code_or_name() -> None:
    told = story()
    told.does(Forward(unit="示范镇人民政府", reference="转1"), TODAY)
    (routing,) = told.matter.routings
    assert (routing.unit, routing.assigned, routing.reference, routing.on) == ("U1", False, "转1", day(TODAY))


def test_assigning_sets_a_day() -> None:
    told = story()
    told.does(Assign(unit="U1", due_by=day("03-20")), TODAY)
    assert (told.matter.routings[0].assigned, told.matter.routings[0].due_by) == (True, day("03-20"))


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (Forward(unit="某村委会"), "forward.unit_unknown"),
        (Forward(unit="U1", claim=9), "claim.unknown"),
        (Assign(unit="U1", due_by=day("03-01")), "assign.due_in_past"),
        (Assign(unit="X", due_by=day("03-20")), "forward.unit_unknown"),
    ],
)
def test_forwarding_refuses(act: Any, code: str) -> None:
    assert refused(act, story())[0] == code


def test_nobody_forwards_to_oneself() -> None:
    told = story()
    office = told.office
    ours = replace(office, units=(replace(office.units[0], name=office.name),))
    kind = ACT_KINDS["forward"]
    with pytest.raises(Refused, match=r"forward\.to_ourselves"):
        kind.decide(told.matter, Forward(unit="U1"), replace(told.setting(day(TODAY)), office=ours))


@pytest.mark.parametrize(
    ("act", "stations"),
    [
        ("forward", {"office", "desk", "department"}),
        ("assign", {"office", "desk", "department"}),
        ("accept", {"township", "department"}),
    ],
)
def test_the_kind_of_station_decides_who_may(act: str, stations: set[str]) -> None:
    """A township forwards neither sideways nor up; an office accepts nothing (hall.md 3, ruling 5)."""
    assert {str(kind) for kind in ACT_KINDS[act].stations} == stations


def test_every_other_act_is_open_to_every_station() -> None:
    bound = {name for name, kind in ACT_KINDS.items() if kind.stations}
    ours = {"accept", "object", "extend", "issue-opinion"}
    assert bound == {
        "forward",
        "assign",
        "decide-objection",
        "dispute",
        "decide-dispute",
        "issue-review",
        "take-on-review",
        "issue-re-examination",
    } | ours | {
        "supervise",
        "recommend",
    }


# ---------------------------------------------------------------- accepting


def test_accepting_makes_it_a_claim_on_the_petition_procedure() -> None:
    told = story(StationKind.TOWNSHIP, claim(Purpose.UNDECIDED))
    told.does(
        Accept(received_on=day("03-01"), from_organ="示范县信访局", from_number="转1", from_on=day("02-28")),
        TODAY,
    )
    matter = told.matter
    assert matter.classes == ((Purpose.CLAIM, Path.PETITION_PROCEDURE),)
    assert matter.forwarded_from is not None and matter.forwarded_from.number == "转1"
    assert [m.on for m in matter.milestones if m.name == "accepted"] == [day(TODAY)]


@pytest.mark.parametrize(
    ("claims", "act", "code"),
    [
        ((claim(Purpose.ACCUSATION),), Accept(), "accept.accusation"),
        ((claim(), claim(Purpose.ACCUSATION)), Accept(), "accept.accusation"),
        ((claim(path=Path.LITIGATION),), Accept(), "accept.other_path"),
        ((claim(path=Path.DUTY_PERFORMANCE),), Accept(claim=1), "accept.other_path"),
        ((claim(),), Accept(received_on=day("03-03")), "act.date_in_future"),
        ((claim(),), Accept(claim=2), "claim.unknown"),
    ],
)
def test_accepting_refuses(claims: tuple[ClaimGiven, ...], act: Accept, code: str) -> None:
    assert refused(act, story(StationKind.TOWNSHIP, *claims))[0] == code


@pytest.mark.parametrize(("first", "second"), [(None, None), (None, 1), (1, None), (1, 1)])
def test_nothing_is_accepted_twice(first: int | None, second: int | None) -> None:
    """A second acceptance would open a second, later, sixty days."""
    told = story(StationKind.TOWNSHIP, claim(), claim())
    told.does(Accept(claim=first), TODAY)
    assert refused(Accept(claim=second), told)[0] == "accept.already"


def test_claims_are_accepted_one_by_one() -> None:
    told = story(StationKind.TOWNSHIP, claim(), claim(Purpose.ACCUSATION))
    told.does(Accept(claim=1), TODAY)
    assert refused(Accept(claim=2), told)[0] == "accept.accusation"


# ---------------------------------------------------------------- coming again, keeping, telephoning


def test_coming_again_is_one_batch_of_so_many_persons() -> None:
    told = story()
    told.does(VisitAgain(asked="问进度", told="正在办", persons=3), TODAY)
    told.does(VisitAgain(asked="再问"), TODAY)
    assert [(n.kind, n.words, n.answer, n.persons) for n in told.matter.notes] == [
        ("visited-again", "问进度", "正在办", 3),
        ("visited-again", "再问", "", 1),
    ]
    assert refused(VisitAgain(asked="x", persons=0), told) == ("register.head_count", "persons")


def test_a_repeated_letter_is_kept_with_the_day_it_came() -> None:
    told = story()
    told.does(Keep(channel="letter", received_on=day("03-01"), summary="同一内容"), TODAY)
    assert (told.matter.notes[0].on, told.matter.notes[0].words) == (day("03-01"), "同一内容")
    assert refused(Keep(channel="letter", received_on=day("03-03")), told)[0] == "act.date_in_future"


def test_a_call_to_a_unit_is_kept_and_never_made_about_an_accusation() -> None:
    told = story()
    told.does(ContactUnit(unit="示范镇人民政府", person="王主任", answer="已派人"), TODAY)
    assert (told.matter.notes[0].unit, told.matter.notes[0].words, told.matter.notes[0].answer) == (
        "U1",
        "王主任",
        "已派人",
    )
    dark = story(StationKind.OFFICE, claim(Purpose.ACCUSATION))
    assert refused(ContactUnit(unit="U1", person="王"), dark)[0] == "contact.accusation"


# ---------------------------------------------------------------- what others did


@pytest.mark.parametrize("fact", EXTERNAL_FACTS)
def test_what_another_organ_did_is_recorded_with_its_own_number_and_day(fact: str) -> None:
    told = story()
    told.does(Forward(unit="U1"), TODAY)
    told.does(RecordExternal(organ="示范镇人民政府", fact=fact, on=day("03-03"), number="文1"), "03-05")
    found = told.matter.external_facts[-1]
    assert (found.organ, found.fact, found.on, found.number) == ("U1", fact, day("03-03"), "文1")
    assert [m.on for m in told.matter.milestones if m.name == fact] == [day("03-03")]


@pytest.mark.parametrize("fact", [name for name, proof in EXTERNAL_FACTS.items() if proof])
def test_the_proof_of_their_paper_has_its_own_day(fact: str) -> None:
    told = story()
    told.does(RecordExternal(organ="某局", fact=fact, on=day("03-01"), delivered_on=day("03-02")), "03-05")
    proofs = [m for m in told.matter.milestones if m.name == EXTERNAL_FACTS[fact]]
    assert [(m.on, m.unit) for m in proofs] == [(day("03-02"), "某局")]
    told = story()
    told.does(RecordExternal(organ="某局", fact=fact, on=day("03-01")), "03-05")
    assert not [m for m in told.matter.milestones if m.name == EXTERNAL_FACTS[fact]]


def test_every_recorded_fact_is_one_the_law_listens_to_or_says_nothing_to() -> None:
    """A fact whose name no rule knows would be recorded and change nothing (the notice of the path did)."""
    law = Law.shipped(frozenset(profile.name for profile in shipped_profiles()))
    known = {"heard", "review-rejected", *law.endings} | {  # the self-check listens to the second
        name for r in law.rules for name in (*r.opens, *r.discharged_by, *r.timely_by, *r.voided_by)
    }
    silent = {fact for fact in EXTERNAL_FACTS if fact not in known and EXTERNAL_FACTS[fact] not in known}
    assert silent == set()


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (RecordExternal(organ="U1", fact="invented", on=day("03-01")), "external.fact_unknown"),
        (RecordExternal(organ="U1", fact="accepted", on=day("03-03")), "act.date_in_future"),
        (
            RecordExternal(organ="U1", fact="opinion-issued", on=day("03-01"), delivered_on=day("03-03")),
            "act.date_in_future",
        ),
        (RecordExternal(organ="U1", fact="accepted", on=day("03-01"), claim=4), "claim.unknown"),
        (RecordExternal(organ="U1", fact="extended", on=day("03-01"), days=0), "external.days"),
        (RecordExternal(organ="U1", fact="extended", on=day("03-01"), days=-5), "external.days"),
    ],
)
def test_recording_refuses_only_what_cannot_be(act: RecordExternal, code: str) -> None:
    assert refused(act, story())[0] == code


def test_their_number_stands_beside_ours() -> None:
    told = story()
    told.does(RecordNumber(system="全国信访信息系统", number="4107", query_code="Q1"), TODAY)
    (number,) = told.matter.external_numbers
    assert (number.number, number.query_code, told.matter.number) == ("4107", "Q1", "LX07-26-00001-0")


# ---------------------------------------------------------------- papers and their delivery


def with_paper(*, needs_seal: bool = False, people: People | None = None) -> Story:
    told = story(**({} if people is None else {"people": people}))
    told.issues("D11", TODAY, needs_seal=needs_seal)
    return told


def deliver(**given: Any) -> Deliver:
    words: dict[str, Any] = {
        "paper": "D11",
        "method": DeliveryMethod.IN_PERSON,
        "outcome": Outcome.RECEIVED,
        "receiver": "张示范",
    }
    return Deliver(**{**words, **given})


def test_issuing_is_not_sealing_and_sealing_is_not_delivering() -> None:
    told = with_paper(needs_seal=True)
    assert told.matter.papers[0].state == "awaiting_seal"
    told.does(SealPaper(paper="D11", scan="ab"), TODAY)
    assert (told.matter.papers[0].state, told.matter.papers[0].scan) == ("sealed", "ab")
    told.does(deliver(method=DeliveryMethod.POST, outcome=Outcome.SENT, tracking="EX1"), TODAY)
    assert told.matter.papers[0].state == "sent"
    told.does(deliver(method=DeliveryMethod.POST), "03-04")
    record = told.matter.papers[0]
    assert (record.state, record.handed_on, record.proved_on) == ("delivered", day(TODAY), day("03-04"))
    assert [a.outcome for a in record.attempts] == [Outcome.SENT, Outcome.RECEIVED]


@pytest.mark.parametrize(
    ("act", "code", "field"),
    [
        (deliver(paper="D99"), "paper.unknown", "paper"),
        (deliver(on=day("03-03")), "act.date_in_future", "on"),
        (deliver(on=day("03-01")), "deliver.before_issue", "on"),
        (deliver(receiver=""), "deliver.receiver_missing", "receiver"),
        (deliver(method=DeliveryMethod.LEFT_AT_ADDRESS), "deliver.no_witness", "witness"),
        (deliver(method=DeliveryMethod.ELECTRONIC), "deliver.no_consent", "method"),
        (
            deliver(method=DeliveryMethod.POST, outcome=Outcome.SENT),
            "deliver.tracking_missing",
            "tracking",
        ),
    ],
)
def test_a_delivery_refuses(act: Deliver, code: str, field: str) -> None:
    assert refused(act, with_paper()) == (code, field)


def test_a_paper_without_its_seal_is_not_delivered() -> None:
    assert refused(deliver(), with_paper(needs_seal=True)) == ("deliver.not_sealed", "paper")


def test_what_was_proved_is_not_delivered_again() -> None:
    told = with_paper()
    told.does(deliver(), TODAY)
    assert refused(deliver(), told) == ("deliver.already_proved", "paper")


def test_electronic_delivery_with_consent_and_leaving_it_with_a_witness() -> None:
    consents = People(petitioners=(Petitioner(name="张示范", address="村", electronic_delivery="138"),))
    told = with_paper(people=consents)
    told.does(deliver(method=DeliveryMethod.ELECTRONIC), TODAY)
    assert told.matter.papers[0].state == "delivered"
    told = with_paper()
    left = deliver(method=DeliveryMethod.LEFT_AT_ADDRESS, witness="村干部李某", reason="说不收")
    told.does(left, TODAY)
    assert told.matter.papers[0].state == "delivered"


@pytest.mark.parametrize("outcome", [Outcome.NOBODY_THERE, Outcome.REFUSED, Outcome.RETURNED])
def test_an_attempt_that_failed_is_kept_and_proves_nothing(outcome: Outcome) -> None:
    told = with_paper()
    told.does(deliver(outcome=outcome, receiver="", reason="外出"), TODAY)
    record = told.matter.papers[0]
    assert (record.state, record.attempts[0].reason, record.proved_on) == ("issued", "外出", None)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (SealPaper(paper="D11"), "seal.not_needed"),
        (SealPaper(paper="D77"), "paper.unknown"),
        (VoidPaper(paper="D77", reason="x"), "paper.unknown"),
    ],
)
def test_sealing_and_voiding_refuse(act: Any, code: str) -> None:
    assert refused(act, with_paper())[0] == code


def test_a_paper_is_sealed_once_and_voided_only_while_it_is_in_the_house() -> None:
    told = with_paper(needs_seal=True)
    told.does(SealPaper(paper="D11"), TODAY)
    assert refused(SealPaper(paper="D11"), told)[0] == "seal.already"
    told.does(deliver(), TODAY)
    assert refused(VoidPaper(paper="D11", reason="错字"), told)[0] == "paper.already_outside"
    other = with_paper()
    number = other.matter.papers[0].number
    other.does(VoidPaper(paper=number, reason="错字"), TODAY)
    assert (other.matter.papers[0].voided, other.matter.papers[0].number) == ("错字", number)
    assert refused(deliver(), other)[0] == "paper.unknown"


# ---------------------------------------------------------------- putting right and ending


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "李示范"),
        ("id_number", "410721199001010011"),
        ("phone", "13800000000,0373-1234567"),
        ("address", "示范村二号"),
        ("content", "改后的内容"),
        ("requested", "改后的请求"),
        ("place", "410721"),
        ("received_on", "2026-02-27"),
        ("persons_came", "5"),
        ("earlier", "LX07-25-00009-0"),
    ],
)
def test_every_field_can_be_put_right_and_what_stood_there_stays(field: str, value: str) -> None:
    told = story()
    before = CORRECTABLE[field][0](told.matter)
    told.does(Correct(field=field, value=value, reason="本人要求", asked_by="张示范"), TODAY)
    assert CORRECTABLE[field][0](told.matter) == value
    (kept,) = told.matter.corrections
    assert (kept.field, kept.before, kept.after, kept.reason) == (field, before, value, "本人要求")


def test_every_field_has_an_example_above() -> None:
    assert len(CORRECTABLE) == 10


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("number", "1", "correct.field_unknown"),
        ("received_on", "2026-03-03", "act.date_in_future"),
        ("received_on", "gestern", "field.type"),
        ("persons_came", "0", "register.head_count"),
        ("persons_came", "many", "register.head_count"),
    ],
)
def test_correcting_refuses(field: str, value: str, code: str) -> None:
    assert refused(Correct(field=field, value=value, reason="x"), story())[0] == code


@pytest.mark.parametrize("field", ["name", "content"])
def test_what_is_sealed_for_a_reader_is_not_corrected_by_that_reader(field: str) -> None:
    told = story(StationKind.OFFICE, claim(Purpose.ACCUSATION))
    act = Correct(field=field, value="x", reason="x")
    with pytest.raises(Refused, match=r"matter\.sealed"):
        ACT_KINDS["correct"].decide(told.public, act, told.setting(day(TODAY)))


def test_withdrawing_ends_the_matter_and_keeps_the_paper() -> None:
    told = story()
    told.does(Withdraw(reason="已解决", paper="撤回申请"), TODAY)
    assert told.matter.ended and told.matter.withdrawn_on == day(TODAY)


def test_a_matter_is_withdrawn_once() -> None:
    told = story()
    told.does(Withdraw(reason="已解决"), TODAY)
    with pytest.raises(Refused, match=r"withdraw\.already"):
        told.does(Withdraw(reason="又撤"), TODAY)


def test_a_number_is_voided_only_while_the_matter_is_nowhere_else() -> None:
    told = story()
    told.does(Void(reason="登记错误"), TODAY)
    assert (told.matter.voided_on, told.matter.void_reason, told.matter.ended) == (
        day(TODAY),
        "登记错误",
        True,
    )
    sent = story()
    sent.does(Forward(unit="U1"), TODAY)
    assert refused(Void(reason="x"), sent)[0] == "void.already_outside"
    assert refused(Void(reason="x"), with_paper())[0] == "void.already_outside"
    again = with_paper()
    again.does(VoidPaper(paper="D11", reason="错"), TODAY)
    again.does(Void(reason="登记错误"), TODAY)
    assert again.matter.ended


# ---------------------------------------------------------------- acts by name


def test_an_act_is_found_by_its_name_and_read_from_words() -> None:
    assert act_from_words("forward", {"unit": "U1", "claim": "2"}) == Forward(unit="U1", claim=2)
    assert act_from_words(
        "record-external", {"organ": "U1", "fact": "extended", "on": "2026-03-02"}
    ).on == date(2026, 3, 2)
    with pytest.raises(BadInput, match=r"act\.unknown"):
        require_act("forget")


def test_every_kind_of_entry_and_act_has_a_name_of_its_own() -> None:
    assert all(kind.name == name for name, kind in {**history.ENTRY_KINDS, **ACT_KINDS}.items())
    assert len(history.ENTRY_KINDS_BY_TYPE) == len(history.ENTRY_KINDS)
    assert StreamKind.MATTER.value == "matter"
