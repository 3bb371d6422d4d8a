"""Forms made for a matter: what the journal knows stands in them, what it does not know is left for the pen."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.extending import Extend
from app.domain.acts.forwarding import Forward
from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.acts.recording import RecordExternal
from app.domain.acts.supervising import Advice, Recommend
from app.domain.claims import Purpose
from app.domain.office import StationKind
from app.domain.people import Agent, People, Petitioner, Representative
from app.errors import Refused
from app.papers.catalogue import catalogue
from app.services import papers
from app.services.offering import offered_papers
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, moved_to, registers, session
from tests.fakes import FakeMemory

PEOPLE = People(
    petitioners=(Petitioner(name="张示范", address="示范村一号", phones=("13800000001",)),),
    representatives=(Representative(name="李示范", phone="13800000002", signs_for_papers=True),),
    agents=(
        Agent(
            name="王示范",
            id_type="resident_card",
            id_number="110101199003071233",
            phone="13800000003",
            relation="女儿",
        ),
    ),
)
FORMS = tuple(
    kind.kind
    for kind in catalogue()
    if kind.layout in ("form", "record", "half", "label") and kind.scope == "matter" and not kind.after
)


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def facts_of(desk: Session, number: str, kind: str, **extra: str) -> dict[str, Any]:
    """What an issued form says."""
    papers.issue(desk, number, kind, extra=extra)
    record = view_matter(desk, number).known.matter.papers[-1]
    return dict(json.loads(record.facts)["facts"])


@pytest.mark.parametrize("kind", sorted(set(FORMS) - {"D33", "D34"}))
def test_a_form_of_a_fresh_matter_is_printed_and_its_gaps_are_left_for_the_pen(
    desk: Session, kind: str
) -> None:
    number = registers(desk, people=PEOPLE).number
    perform(desk, number, Forward(unit="U1"))
    assert papers.draft(desk, number, kind).pages >= 1
    if "office" in next(item for item in catalogue() if item.kind == kind).stations:
        made = papers.issue(desk, number, kind)
        assert made.record is not None and made.pdf.startswith(b"%PDF")


def test_the_sheet_of_representatives_knows_who_signs_for_papers(desk: Session) -> None:
    number = registers(desk, people=PEOPLE, persons_of_matter=12).number
    made = facts_of(desk, number, "D05")
    assert made["representatives"] == [{"name": "李示范", "phone": "13800000002", "signs": True}]
    assert made["persons"]["of_matter"] == 12


def test_a_mandate_names_the_agent_and_masks_the_identity_number(desk: Session) -> None:
    number = registers(desk, people=PEOPLE).number
    (agent,) = facts_of(desk, number, "D06", until="2026-12-31")["agents"]
    assert (agent["name"], agent["relation"]) == ("王示范", "女儿")
    assert "110101199003071233" not in agent["identity"] and agent["identity"]


def test_an_application_for_review_knows_the_opinion_and_the_day_it_was_received(desk: Session) -> None:
    number = registers(desk, people=PEOPLE).number
    perform(desk, number, Forward(unit="U1"))
    later = moved_to(desk, "2026-05-20T09:00:00")
    perform(later, number, RecordExternal(organ="U1", fact="accepted", on=date(2026, 3, 10)))
    perform(
        later,
        number,
        RecordExternal(
            organ="U1",
            fact="opinion-issued",
            on=date(2026, 5, 6),
            number="示镇信处〔2026〕4号",
            delivered_on=date(2026, 5, 8),
        ),
    )
    made = facts_of(later, number, "D28")
    assert made["opinion"] == {
        "organ": "示范镇人民政府",
        "number": "示镇信处〔2026〕4号",
        "issued_on": "2026-05-06",
        "received_on": "2026-05-08",
    }
    with pytest.raises(Refused):
        papers.issue(later, registers(later).number, "D22A")


def test_the_record_of_a_leaders_reception_says_what_was_instructed(desk: Session) -> None:
    number = registers(desk, people=PEOPLE).number
    assert "leader" not in facts_of(desk, number, "D48L")
    perform(
        desk,
        number,
        ReceiveByLeader(
            leader="陈示范", post="副县长", on=desk.today(), instruction="一周内答复。", unit="U1", persons=3
        ),
    )
    made = facts_of(desk, number, "D48L")
    assert (made["leader"], made["unit"], made["instruction"]) == ("陈示范", "示范镇人民政府", "一周内答复。")
    assert made["persons"]["received"] == 3


def test_the_approval_of_a_longer_period_counts_from_the_law() -> None:
    memory = FakeMemory()
    founded(memory, StationKind.TOWNSHIP)
    town = session(memory)
    number = registers(town, people=PEOPLE).number
    with pytest.raises(Refused) as refused:
        papers.issue(town, number, "D22A", extra={"reason": "情况复杂"})
    assert refused.value.code == "paper.not_accepted"
    perform(town, number, Accept())
    made = facts_of(town, number, "D22A", reason="跨三个村民小组，需要重新测绘。")
    assert (made["accepted_on"], made["due_on"]) == ("2026-03-02", "2026-05-01")
    assert "new_due_on" not in made
    perform(town, number, Extend(days=20, reason="跨三个村民小组，需要重新测绘。", approver="陈示范"))
    after = facts_of(town, number, "D22A")
    assert (after["days"], after["new_due_on"], after["reason"]) == (
        20,
        "2026-05-21",
        "跨三个村民小组，需要重新测绘。",
    )


def test_a_postal_label_of_an_accusation_does_not_name_the_office(desk: Session) -> None:
    plain = registers(desk, people=PEOPLE).number
    secret = registers(desk, people=PEOPLE, purpose=Purpose.ACCUSATION).number
    assert facts_of(desk, plain, "D55")["contains_accusation"] is False
    assert facts_of(desk, secret, "D55")["contains_accusation"] is True


def test_lists_of_the_office_are_not_offered_for_a_matter(desk: Session) -> None:
    number = registers(desk, people=PEOPLE).number
    offered = {kind.kind for kind in offered_papers(desk, view_matter(desk, number).known.matter)}
    assert {"D03", "D05", "D06", "D07", "D08"} <= offered
    assert not offered & {"D34", "D47", "D48", "D53", "D54", "D55"}


def test_the_confirmation_of_an_address_begins_with_what_is_known(desk: Session) -> None:
    given = Petitioner(
        name="张示范",
        address="示范村一号",
        service_address="县城九号",
        electronic_delivery="13800000001",
        proxy="赵示范",
    )
    number = registers(desk, people=People(petitioners=(given,))).number
    made = facts_of(desk, number, "D08")
    assert made["petitioner"]["address"] == "县城九号"
    assert (made["electronic"], made["electronic_account"], made["receiver"]) == (
        True,
        "13800000001",
        "赵示范",
    )
    plain = facts_of(desk, registers(desk, people=PEOPLE).number, "D08")
    assert plain["petitioner"]["address"] == "示范村一号" and "electronic" not in plain


def test_the_note_for_signing_says_by_when_the_next_step_is_owed(desk: Session) -> None:
    number = registers(desk, people=PEOPLE).number
    made = facts_of(desk, number, "D51", proposal="拟转示范镇人民政府。")
    assert date.fromisoformat(made["due_on"]) > desk.today()
    assert made["proposed_by"] == "clerk"


def test_a_slip_for_the_answer_names_the_recommendation_it_goes_with(desk: Session) -> None:
    number = registers(desk, people=PEOPLE).number
    perform(desk, number, Forward(unit="U1"))
    perform(desk, number, Recommend(advice=Advice.IMPROVE_WORK, organ="U1", reason="补偿款没有公示。"))
    made = facts_of(desk, number, "D39")
    assert made["organ"] == "示范镇人民政府"
    assert made["advice"]["on"] == "2026-03-02"
    assert facts_of(moved_to(desk, "2026-03-03T09:00:00"), number, "D41")["unit"] == "示范镇人民政府"
