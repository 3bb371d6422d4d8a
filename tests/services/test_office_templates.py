"""An office changes one template: proposed, approved from a day on, and every old paper is the same bytes for ever."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import date

import pytest

from app.errors import AppError, BadInput, NotAllowed, NotFound, Refused, Unavailable
from app.papers.catalogue import paper_kind
from app.papers.facts import PaperFacts
from app.papers.office_words import places_of
from app.papers.render import render
from app.services import form_printing, office_templates, paper_copies, papers
from app.services.office_sheets import office_sheet
from app.services.office_templates import approve, kind_in_force, propose, withdraw
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, moved_to, registers, session
from tests.fake_keeping import FakeStore
from tests.fakes import FakeMemory

KIND = "D01"
OWN = "登记单位（本县）：{{ office.name }}　　登记编号：{{ matter.number }}　　登记时间：{{ matter.registered_at | moment }}"
PLACE = "1.text"


@pytest.fixture
def clerk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


@pytest.fixture
def leader(clerk: Session) -> Session:
    """The leader of the same office, on the same memory and store."""
    made = session(clerk.memory, "leader")
    made.store = clerk.store
    return made


def refusal(error: type[AppError], code: str) -> AbstractContextManager[object]:
    return pytest.raises(error, match=code.replace(".", r"\."))


def approved(clerk: Session, leader: Session, text: str = OWN, since: date | None = None) -> str:
    """A change proposed by the clerk and approved by the leader; its name."""
    name = office_templates.name_of(propose(clerk, KIND, {PLACE: text}))
    approve(leader, name, since=since)
    clerk.office = leader.office
    return name


def test_nothing_is_made_from_a_change_before_a_leader_approved_it(clerk: Session, leader: Session) -> None:
    change = propose(clerk, KIND, {PLACE: OWN}, reason="与县里的叫法一致")
    assert change.version == "1+LX07.1" and change.based_on == "1"
    assert kind_in_force(clerk, KIND).version == "1"
    with refusal(NotAllowed, "role.other_needed"):
        approve(clerk, "D01:1+LX07.1")
    approve(leader, "D01:1+LX07.1")
    assert kind_in_force(leader, KIND).version == "1+LX07.1"
    (kept,) = leader.office.wording.templates
    assert (kept.proposed_by, kept.approved_by) == ("clerk", "leader")


def test_a_small_office_lets_one_person_do_both_and_both_names_are_kept(leader: Session) -> None:
    name = office_templates.name_of(propose(leader, KIND, {PLACE: OWN}))
    approve(leader, name)
    (kept,) = leader.office.wording.templates
    assert (kept.proposed_by, kept.approved_by) == ("leader", "leader")


def test_an_old_paper_reprints_byte_for_byte_after_the_template_changed(
    clerk: Session, leader: Session
) -> None:
    number = registers(clerk).number
    old = papers.issue(clerk, number, KIND)
    approved(clerk, leader)
    new = papers.issue(clerk, number, KIND)
    assert new.pdf != old.pdf
    assert old.record is not None and new.record is not None
    assert (old.record.template, new.record.template) == ("1", "1+LX07.1")
    approved(clerk, leader, OWN.replace("本县", "本局"))
    withdraw(leader, "1+LX07.1")
    clerk.office = leader.office
    for made in (old, new):
        assert made.record is not None
        assert papers.fetch(clerk, number, made.record.id).pdf == made.pdf
        kept = json.loads(made.record.facts)
        again = PaperFacts(
            kind=KIND,
            template_version=made.record.template,
            document_number=None,
            facts=kept["facts"],
            head=kept["head"] or None,
            training=kept["training"],
            words=office_templates.words_of_version(clerk, KIND, made.record.template),
        )
        assert render(again).pdf == made.pdf, "made again from its facts and its version"


def test_a_crash_before_the_bytes_were_kept_makes_the_words_of_that_day(
    clerk: Session, leader: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(clerk, leader)
    number = registers(clerk).number
    kept: list[bytes] = []

    def full(store: FakeStore, data: bytes) -> str:
        kept.append(data)
        raise Unavailable("disk.full")

    with monkeypatch.context() as broken:
        broken.setattr(FakeStore, "keep", full)
        with pytest.raises(Unavailable):
            papers.issue(clerk, number, KIND)
    approved(clerk, leader, OWN.replace("本县", "本局"))
    withdraw(leader, "D01:1+LX07.1")
    later = session(clerk.memory)
    later.store = clerk.store
    assert papers.fetch(later, number, KIND).pdf == kept[0]
    (record,) = view_matter(later, number).known.matter.papers
    assert record.template == "1+LX07.1"


def test_a_change_counts_from_its_day_and_until_it_is_withdrawn(clerk: Session, leader: Session) -> None:
    name = approved(clerk, leader, since=date(2026, 3, 9))
    assert kind_in_force(clerk, KIND).version == "1"
    monday = moved_to(leader, "2026-03-09T09:00:00")
    assert kind_in_force(monday, KIND).version == "1+LX07.1"
    second = approved(monday, monday, OWN.replace("本县", "本局"), since=date(2026, 3, 10))
    tuesday = moved_to(monday, "2026-03-10T09:00:00")
    assert kind_in_force(tuesday, KIND).version == "1+LX07.2"
    withdraw(tuesday, second)
    assert kind_in_force(tuesday, KIND).version == "1+LX07.1", "the one before it is used again"
    withdraw(tuesday, name)
    assert kind_in_force(tuesday, KIND).version == "1"
    with refusal(Refused, "template.withdrawn"):
        approve(tuesday, name)
    assert propose(tuesday, KIND, {PLACE: OWN}).version == "1+LX07.3", "a number is never used twice"


def test_what_cannot_be_approved_says_why_and_stays(clerk: Session, leader: Session) -> None:
    name = office_templates.name_of(propose(clerk, KIND, {PLACE: OWN}))
    with refusal(BadInput, "template.day_past"):
        approve(leader, name, since=date(2026, 3, 1))
    with refusal(NotFound, "template.unknown"):
        approve(leader, "D01:1+LX07.9")
    approve(leader, name)
    with refusal(Refused, "template.approved_already"):
        approve(leader, name)
    assert len(leader.office.wording.templates) == 1


def test_who_proposed_a_waiting_change_may_take_it_back_and_nobody_else_but_a_leader(
    clerk: Session, leader: Session
) -> None:
    name = office_templates.name_of(propose(clerk, KIND, {PLACE: OWN}))
    with refusal(NotAllowed, "role.other_needed"):
        withdraw(session(clerk.memory, "clerk2"), name)
    withdraw(clerk, name)
    with refusal(Refused, "template.withdrawn"):
        approve(leader, name)
    auditor = session(clerk.memory, "auditor")
    with refusal(NotAllowed, "role.other_needed"):
        propose(auditor, KIND, {PLACE: OWN})


def test_words_of_an_older_shipped_version_do_not_hide_a_newer_one(clerk: Session, leader: Session) -> None:
    approved(clerk, leader)
    wording = leader.office.wording
    assert wording.in_force(KIND, "1", leader.today()) is not None
    assert wording.in_force(KIND, "2", leader.today()) is None


def test_strict_words_stay_as_shipped(clerk: Session) -> None:
    head = clerk.memory.queries.head()
    with refusal(Refused, "template.strict"):
        propose(clerk, "D14", {"1.text": "别的话"})
    with refusal(Refused, "template.strict"):
        office_templates.preview(clerk, "D14", {"1.text": "别的话"})
    assert clerk.memory.queries.head() == head


def test_a_fault_writes_nothing(clerk: Session) -> None:
    head = clerk.memory.queries.head()
    with refusal(BadInput, "template.unknown_name"):
        propose(clerk, KIND, {PLACE: OWN + "{{ matter.nummer }}"})
    assert clerk.memory.queries.head() == head


def test_the_list_the_texts_and_the_difference(clerk: Session, leader: Session) -> None:
    rows = {row.kind.kind: row for row in office_templates.template_rows(clerk)}
    assert rows["D01"].editable and not rows["D14"].editable and rows["D01"].used == "1"
    texts = office_templates.place_rows(clerk, KIND)
    assert [row.place for row in texts] == [p.place for p in places_of(paper_kind(KIND))]
    assert office_templates.diff_of(clerk, KIND, {}) == ""
    shown = office_templates.diff_of(clerk, KIND, {PLACE: OWN})
    assert "--- D01 1 1.text" in shown and "+登记单位（本县）" in shown and "\n-登记单位：" in shown
    approved(clerk, leader)
    (changed,) = [row for row in office_templates.place_rows(clerk, KIND) if row.text != row.shipped]
    assert changed.text == OWN


def test_the_preview_shows_the_sample_matter_and_writes_nothing(clerk: Session) -> None:
    head = clerk.memory.queries.head()
    shipped, own = (office_templates.preview(clerk, KIND, texts) for texts in (None, {PLACE: OWN}))
    assert shipped.pdf.startswith(b"%PDF") and shipped.sha256 != own.sha256
    assert clerk.memory.queries.head() == head


def test_forms_printed_empty_keep_the_words_of_their_series(clerk: Session, leader: Session) -> None:
    before = form_printing.print_forms(clerk, KIND, 2)
    approved(clerk, leader)
    after = form_printing.print_forms(clerk, KIND, 2)
    assert after.kind.version == "1+LX07.1"
    approved(clerk, leader, OWN.replace("本县", "本局"))
    for made in (before, after):
        assert form_printing.print_again(clerk, made.series).rendered.pdf == made.rendered.pdf


def test_a_sheet_of_the_office_takes_the_words_in_force(clerk: Session, leader: Session) -> None:
    shipped = next(p for p in places_of(paper_kind("D48")) if p.block == "paragraph")
    before = office_sheet(clerk, "D48", {}, draft=True)
    change = propose(leader, "D48", {shipped.place: shipped.text + "（本局）"})
    approve(leader, office_templates.name_of(change))
    clerk.office = leader.office
    assert office_sheet(clerk, "D48", {}, draft=True).sha256 != before.sha256


def test_another_desk_knows_a_version_that_was_approved_since_it_signed_in(
    clerk: Session, leader: Session
) -> None:
    name = office_templates.name_of(propose(leader, KIND, {PLACE: OWN}))
    approve(leader, name)
    assert not clerk.office.wording.templates
    assert office_templates.words_of_version(clerk, KIND, "1+LX07.1") == {PLACE: OWN}


def test_an_editable_copy_has_the_words_of_its_paper_s_version_and_issues_nothing(
    clerk: Session, leader: Session
) -> None:
    number = registers(clerk).number
    old = papers.issue(clerk, number, KIND)
    assert old.record is not None
    before = paper_copies.copy_of(clerk, number, old.record.id)
    approved(clerk, leader)
    head = clerk.memory.queries.head()
    assert paper_copies.copy_of(clerk, number, KIND) == before
    assert paper_copies.copy_of_draft(clerk, number, KIND) != before
    assert clerk.memory.queries.head() == head
    with refusal(NotFound, "paper.unknown"):
        paper_copies.copy_of(clerk, number, "D11")
