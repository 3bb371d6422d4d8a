"""What comes out of each reading service for each role: no canary of a class that the role may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from app.domain.account import READS_MATTERS, Role
from app.domain.acts.forwarding import Forward
from app.domain.acts.receiving import VisitAgain
from app.domain.claims import Purpose
from app.domain.entry import StreamId
from app.domain.field_classes import mask_address
from app.domain.names import mask_name, mask_number, mask_phone
from app.errors import AppError, BadInput, NotAllowed
from app.services import papers
from app.services.day_report import day_report
from app.services.enquiries import answer_enquiry
from app.services.finding import search
from app.services.inbox import add_item, inbox
from app.services.leader_log import leader_log
from app.services.ledger import ledger
from app.services.listing import list_matters
from app.services.looking import who_opened
from app.services.mail import letter_for, letters, open_letter
from app.services.materials import material_list
from app.services.matter_sheet import sheet_of
from app.services.meeting_list import meeting_list
from app.services.number_series import number_series
from app.services.paper_drafts import waiting_drafts
from app.services.perform import perform
from app.services.reading import due, view_matter
from app.services.repeats import earlier_matters
from app.services.revealing import reveal, reveal_addressee, reveal_sender
from app.services.review_ledger import review_ledger
from app.services.sealing import seal_basket, seal_register
from app.services.selfcheck import self_check
from app.services.serving import addressee_for, post_list, unserved
from app.services.session import Session
from app.services.showing import matter_object
from app.services.today import board
from app.services.what_if import what_if
from tests.desks import START, founded, registers, session
from tests.fakes import FakeMemory

NAME, IDENTITY, PHONE, ADDRESS = "欧阳金丝雀", "410721199001011234", "13812345678", "示范县示范乡金丝雀村九号"
STORY = "修路占地没有补偿"
INFORMER, SECRET, ACCUSED = "司徒密报", "收了三万元", "钱某某村主任"
PERSONAL, SENSITIVE, SEALED = {NAME, PHONE, ADDRESS}, {IDENTITY}, {INFORMER, SECRET, ACCUSED}
TODAY = START.date()
Reading = Callable[[Session, str, str], object]


@cache
def world() -> tuple[FakeMemory, str, str]:
    """An office with one ordinary matter and one accusation, both registered by the clerk, and papers on the way."""
    memory = FakeMemory()
    founded(memory)
    clerk = session(memory)
    given = {"name": NAME, "id_number": IDENTITY, "phones": (PHONE,), "address": ADDRESS}
    plain = registers(clerk, STORY, **given).number
    dark = registers(clerk, SECRET, name=INFORMER, purpose=Purpose.ACCUSATION, accused=ACCUSED).number
    perform(clerk, plain, Forward(unit="U1"))
    papers.issue(clerk, plain, "D02")
    papers.issue(clerk, plain, "D11")
    letter = {"received_on": TODAY.isoformat(), "sender": NAME, "sender_address": ADDRESS, "note": STORY}
    open_letter(clerk, letter)
    row = {
        "sender": "示范市信访局",
        "arrived_on": TODAY.isoformat(),
        "name": NAME,
        "phone": PHONE,
        "content": STORY,
    }
    add_item(clerk, row)
    answer_enquiry(clerk, "几点上班", "八点")
    return memory, plain, dark


READINGS: dict[str, Reading] = {
    "list": lambda at, n, d: list_matters(at),
    "list found": lambda at, n, d: list_matters(at, "补偿"),
    "search by name": lambda at, n, d: search(at, NAME, field="name"),
    "search by number": lambda at, n, d: search(at, IDENTITY, field="number"),
    "earlier matters": lambda at, n, d: earlier_matters(at, name=NAME, id_number=IDENTITY),
    "due": lambda at, n, d: due(at),
    "board": lambda at, n, d: board(at),
    "view": lambda at, n, d: view_matter(at, n),
    "view of an accusation": lambda at, n, d: view_matter(at, d),
    "show": lambda at, n, d: matter_object(view_matter(at, n)),
    "sheet": lambda at, n, d: sheet_of(at, n),
    "sheet of an accusation": lambda at, n, d: sheet_of(at, d),
    "what if": lambda at, n, d: what_if(at, n, "accepted", TODAY),
    "seal basket": lambda at, n, d: seal_basket(at),
    "seal register": lambda at, n, d: seal_register(at, TODAY, TODAY),
    "drafts": lambda at, n, d: waiting_drafts(at),
    "unserved": lambda at, n, d: unserved(at),
    "post list": lambda at, n, d: post_list(at, TODAY),
    "ledger": lambda at, n, d: ledger(at, TODAY, TODAY),
    "leaders": lambda at, n, d: leader_log(at, TODAY, TODAY),
    "reviews": lambda at, n, d: review_ledger(at, TODAY, TODAY),
    "disputes": lambda at, n, d: meeting_list(at),
    "numbers": lambda at, n, d: number_series(at, TODAY.year),
    "day": lambda at, n, d: day_report(at),
    "letters": lambda at, n, d: letters(at),
    "inbox": lambda at, n, d: inbox(at),
    "materials": lambda at, n, d: material_list(at, n),
    "self-check": lambda at, n, d: list(self_check(at)),
    "newest": lambda at, n, d: at.memory.queries.newest(),
    "papers": lambda at, n, d: at.memory.queries.papers(("issued", "awaiting_seal")),
    "registered": lambda at, n, d: at.memory.queries.registered_between(TODAY, TODAY),
    "enquiries": lambda at, n, d: at.memory.queries.enquiries(TODAY),
}
OWN_WORK = {"view", "show", "sheet"}
"""One matter that lies open: in full for who has to do with it."""
DESK_WORK = {"inbox"}
"""What was sent down is work of whoever acts; the window shows none of its people (tests/trust/shown.py)."""
DARK = {"view of an accusation", "sheet of an accusation"}
ACTING = {Role.CLERK, Role.MEDIATOR, Role.HANDLER, Role.LEADER}
IN_CHARGE = {Role.CLERK, Role.LEADER}


def may_say(role: Role, reading: str) -> set[str]:
    """The canaries that this role may meet in this reading, written apart from the matrix."""
    allowed: set[str] = set()
    if (reading in OWN_WORK and role in IN_CHARGE) or (reading in DESK_WORK and role in ACTING):
        allowed |= PERSONAL
    if reading in DARK and role in IN_CHARGE:
        allowed |= SEALED
    return allowed


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("reading", list(READINGS))
def test_no_reading_says_more_than_the_role_may_see(role: Role, reading: str) -> None:
    memory, plain, dark = world()
    at = session(memory, role.value)
    try:
        said = repr(READINGS[reading](at, plain, dark))
    except AppError as error:
        assert role not in READS_MATTERS or error.code in ("paper.sealed", "mediation.not_the_file"), error
        said = ""
    assert {canary for canary in PERSONAL | SENSITIVE | SEALED if canary in said} <= may_say(role, reading)


@pytest.mark.parametrize("role", sorted(set(Role) - READS_MATTERS))
@pytest.mark.parametrize("reading", list(READINGS))
def test_none_of_the_three_administrators_reads_a_case(role: Role, reading: str) -> None:
    memory, plain, dark = world()
    with pytest.raises(NotAllowed):
        READINGS[reading](session(memory, role.value), plain, dark)


@pytest.mark.parametrize("reading", sorted(OWN_WORK))
def test_who_works_on_it_sees_the_person_and_a_colleague_sees_masks(reading: str) -> None:
    memory, plain, dark = world()
    mine = repr(READINGS[reading](session(memory), plain, dark))
    theirs = repr(READINGS[reading](session(memory, "clerk2"), plain, dark))
    assert {canary for canary in PERSONAL if canary in mine} >= PERSONAL and mask_number(IDENTITY) in mine
    for masked in (mask_name(NAME), mask_phone(PHONE), mask_address(ADDRESS)):
        assert masked in theirs


def test_an_act_makes_the_matter_ones_own() -> None:
    memory = FakeMemory()
    founded(memory)
    number = registers(session(memory), name=NAME, phones=(PHONE,)).number
    other = session(memory, "clerk2")
    assert PHONE not in repr(view_matter(other, number))
    perform(other, number, VisitAgain(persons=1, asked="问进展"))
    assert PHONE in repr(view_matter(other, number))


def test_what_an_act_answers_with_is_masked_too() -> None:
    memory = FakeMemory()
    founded(memory)
    made = registers(session(memory), name=NAME, id_number=IDENTITY)
    assert IDENTITY not in repr(made.known)
    done = perform(session(memory), made.number, VisitAgain(persons=1, asked="问进展"))
    assert IDENTITY not in repr(done) and NAME in repr(done)


def test_the_masked_read_side_gives_no_whole_matter() -> None:
    memory, plain, _ = world()
    queries = session(memory).memory.queries
    stream = queries.find(plain)
    assert isinstance(stream, StreamId)
    for ask in (
        lambda: queries.stream(stream),
        lambda: queries.chain("LX07", 1, 0, 9),
        lambda: queries.token(plain),
    ):
        with pytest.raises(NotAllowed, match=r"policy\.whole_matter"):
            ask()


# ---------------------------------------------------------------- one value in full


def revealed(memory: FakeMemory, number: str) -> list[tuple[str, str, str]]:
    """Who had which field shown, and why."""
    leader = session(memory, "leader")
    return [(o.account, o.revealed, o.reason) for o in who_opened(leader, number) if o.revealed]


def fresh() -> tuple[FakeMemory, str, str]:
    memory = FakeMemory()
    founded(memory)
    clerk = session(memory)
    plain = registers(clerk, name=NAME, id_number=IDENTITY, phones=(PHONE, "0373-1234567")).number
    return memory, plain, registers(clerk, SECRET, name=INFORMER, purpose=Purpose.ACCUSATION).number


def test_an_identity_number_is_shown_one_at_a_time_and_written_down() -> None:
    memory, number, _ = fresh()
    assert reveal(session(memory), number, "petitioners/1/id_number") == IDENTITY
    assert revealed(memory, number) == [("clerk", "petitioners/1/id_number", "")]


def test_in_a_colleagues_matter_a_reason_is_needed() -> None:
    memory, number, _ = fresh()
    other = session(memory, "clerk2")
    with pytest.raises(BadInput, match=r"reveal\.reason"):
        reveal(other, number, "petitioners/1/phones", "  ")
    assert revealed(memory, number) == []
    assert reveal(other, number, "petitioners/1/phones", "回电话") == f"{PHONE} 0373-1234567"
    assert revealed(memory, number) == [("clerk2", "petitioners/1/phones", "回电话")]


@pytest.mark.parametrize("account", ["archivist", "auditor", "sysadmin", "secadmin"])
def test_who_may_not_even_see_the_mask_is_refused(account: str) -> None:
    memory, number, _ = fresh()
    with pytest.raises(NotAllowed):
        reveal(session(memory, account), number, "petitioners/1/id_number", "想看")
    assert revealed(memory, number) == []


def test_an_accusation_reveals_nothing_to_a_colleague() -> None:
    memory, _, dark = fresh()
    with pytest.raises((NotAllowed, BadInput)):
        reveal(session(memory, "handler"), dark, "petitioners/1/name", "想看")
    assert reveal(session(memory), dark, "petitioners/1/name") == INFORMER


@pytest.mark.parametrize(
    "field", ["petitioners/2/name", "petitioners/0/name", "petitioners/1/x", "claims/1/words", ""]
)
def test_what_is_nobodys_field_is_refused(field: str) -> None:
    memory, number, _ = fresh()
    with pytest.raises(BadInput, match=r"reveal\.field"):
        reveal(session(memory), number, field)


def test_a_day_list_of_a_past_day_is_masked_like_todays() -> None:
    memory, *_ = world()
    said = repr(due(session(memory), day=date(2026, 3, 3)))
    assert NAME not in said and mask_name(NAME) in said


def test_the_list_of_what_is_to_be_delivered_is_masked_and_who_begins_to_deliver_is_told() -> None:
    memory, plain, dark = world()
    at = session(memory, "handler")
    (paper,) = [p for p in unserved(at) if p.number == plain]
    assert (paper.addressee.name, paper.paper.facts) == (mask_name(NAME), "")
    entries = len(memory.state.looks)
    assert addressee_for(at, plain).name == NAME
    assert [entry.header.kind for entry in memory.state.looks[entries:]] == ["viewed"]
    for role in ("archivist", "auditor"):
        with pytest.raises(NotAllowed):
            addressee_for(session(memory, role), plain)
    with pytest.raises(NotAllowed):
        addressee_for(at, dark)


@pytest.mark.parametrize("field, value", [("name", NAME), ("address", ADDRESS), ("phone", PHONE)])
def test_one_value_of_an_addressee_is_one_entry_with_the_work_as_its_reason(field: str, value: str) -> None:
    memory, plain, dark = world()
    at = session(memory, "handler")
    entries = len(memory.state.looks)
    assert reveal_addressee(at, plain, field) == value
    assert [entry.header.kind for entry in memory.state.looks[entries:]] == ["revealed"]
    told = revealed(memory, plain)[0]
    assert (told[0], told[2]) == ("handler", "送达文书")
    with pytest.raises(BadInput, match=r"reveal\.field"):
        reveal_addressee(at, plain, "id_number")
    for who, number in (("archivist", plain), ("handler", dark)):
        with pytest.raises(NotAllowed):
            reveal_addressee(session(memory, who), number, field)


def test_one_value_of_a_sender_is_one_entry() -> None:
    memory, *_ = world()
    at = session(memory, "mediator")
    (row,) = letters(at)
    assert row.letter.what.sender == mask_name(NAME)
    entries = len(memory.state.looks)
    assert reveal_sender(at, row.letter.stamp, "sender") == NAME
    assert reveal_sender(at, row.letter.stamp, "sender_address") == ADDRESS
    assert [entry.header.kind for entry in memory.state.looks[entries:]] == ["revealed"] * 2
    with pytest.raises(BadInput, match=r"reveal\.field"):
        reveal_sender(at, row.letter.stamp, "note")
    with pytest.raises(NotAllowed):
        reveal_sender(session(memory, "archivist"), row.letter.stamp, "sender")
    assert letter_for(at, row.letter.stamp).what.sender == NAME
    assert [entry.header.kind for entry in memory.state.looks[entries:]][2:] == ["viewed"]
