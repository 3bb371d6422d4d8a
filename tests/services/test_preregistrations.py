"""Opening what a visitor's phone shows: what fills the form, and a sentence of its own for each reason against (case 36)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import milliseconds
from app.errors import AppError, BadInput, Refused
from app.qr.page import GOOD_FOR_DAYS
from app.qr.preregistration import PreRegistration
from app.services.codes import is_code, read_code
from app.services.preregistration_page import code_plan
from app.services.preregistrations import open_preregistration
from app.services.session import Session
from tests.desks import START, founded, registers, session
from tests.fakes import FakeMemory
from tests.phone import SAMPLE, MemoryShelf, code
from ui.messages import message_of

TODAY = START.date()


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


@pytest.fixture
def shelf() -> MemoryShelf:
    return MemoryShelf()


def made(shelf: MemoryShelf, given_: PreRegistration = SAMPLE, on: date = TODAY) -> bytes:
    return code(given_, shelf.keys().present.public, on)


def test_everything_that_was_written_comes_in(desk: Session, shelf: MemoryShelf) -> None:
    read = open_preregistration(desk, shelf, made(shelf))
    assert read.given == SAMPLE and read.left_out == () and read.made_on == TODAY
    assert not (read.old_page or read.ahead)


def test_codes_of_no_list_are_left_out_and_said(desk: Session, shelf: MemoryShelf) -> None:
    strange = replace(
        SAMPLE,
        id_type="driver",
        purpose="重点人员",
        category="9999",
        area="999999",
        place="410721101201",
        persons="0",
    )
    read = open_preregistration(desk, shelf, made(shelf, strange))
    assert read.left_out == ("id_type", "purpose", "category", "area", "persons")
    assert read.given.place == "410721101", "a village is told by words; its township is known"
    assert read.given == replace(
        SAMPLE, id_type="", purpose="", category="", area="", place="410721101", persons=""
    )


def test_text_is_composed_but_no_character_of_a_name_is_exchanged(desk: Session, shelf: MemoryShelf) -> None:
    odd = replace(SAMPLE, name="\uf9d1示范 ", address="Cafe\u0301 街\uf9d1号", story=" 写\u0041\u030a了 ")
    read = open_preregistration(desk, shelf, made(shelf, odd))
    assert (read.given.name, read.given.address, read.given.story) == (
        "\uf9d1示范",
        "Café 街\uf9d1号",
        "写Å了",
    )


Spoil = Callable[[Session, MemoryShelf], bytes]


def other_office(desk: Session, shelf: MemoryShelf) -> bytes:
    return made(MemoryShelf())


def expired(desk: Session, shelf: MemoryShelf) -> bytes:
    return made(shelf, on=TODAY - timedelta(days=code_plan().valid_days + 1))


def ahead(desk: Session, shelf: MemoryShelf) -> bytes:
    return made(shelf, on=TODAY + timedelta(days=code_plan().ahead_days + 1))


def replayed(desk: Session, shelf: MemoryShelf) -> bytes:
    whole = made(shelf)
    registers(desk, preregistration=open_preregistration(desk, shelf, whole).identity)
    return whole


def of_an_old_page(desk: Session, shelf: MemoryShelf) -> bytes:
    whole = made(shelf)
    shelf.renew(now=0, until=milliseconds(START) - 1)
    return whole


def of_a_destroyed_key(desk: Session, shelf: MemoryShelf) -> bytes:
    whole = of_an_old_page(desk, shelf)
    shelf.renew(now=milliseconds(START), until=milliseconds(START))
    return whole


def changed(desk: Session, shelf: MemoryShelf) -> bytes:
    from app.qr.sealed_code import CHECK, check_of

    whole = bytearray(made(shelf))
    whole[60] ^= 1
    return bytes(whole[:-CHECK]) + check_of(bytes(whole[:-CHECK]))


def misread(desk: Session, shelf: MemoryShelf) -> bytes:
    return made(shelf)[:-1]


def of_a_later_program(desk: Session, shelf: MemoryShelf) -> bytes:
    from app.qr.sealed_code import CHECK, check_of

    whole = b"\x02" + made(shelf)[1:-CHECK]
    return whole + check_of(whole)


REASONS: dict[Spoil, str] = {
    other_office: "code.other_key",
    expired: "prereg.expired",
    ahead: "prereg.ahead",
    replayed: "prereg.used",
    of_an_old_page: "prereg.old_key",
    of_a_destroyed_key: "prereg.old_key",
    changed: "code.altered",
    misread: "code.misread",
    of_a_later_program: "code.newer",
}


@pytest.mark.parametrize("spoil", REASONS)
def test_case_36_each_reason_has_its_own_sentence(desk: Session, shelf: MemoryShelf, spoil: Spoil) -> None:
    whole = spoil(desk, shelf)
    with pytest.raises(AppError) as refused:
        open_preregistration(desk, shelf, whole)
    assert refused.value.code == REASONS[spoil]
    message = message_of(refused.value)
    assert "{" not in message.says + message.do and message.do


def test_the_sentences_differ() -> None:
    told = {message_of(Refused(reason)).says for reason in REASONS.values()}
    assert len(told) == len(set(REASONS.values()))


@pytest.mark.parametrize("days", [-code_plan().valid_days, -1, 0, code_plan().ahead_days])
def test_the_first_and_the_last_day_are_good(desk: Session, shelf: MemoryShelf, days: int) -> None:
    read = open_preregistration(desk, shelf, made(shelf, on=TODAY + timedelta(days=days)))
    assert read.ahead == (days > 0)


def test_an_old_page_reads_in_its_time_of_grace_and_says_so(desk: Session, shelf: MemoryShelf) -> None:
    whole = made(shelf)
    shelf.renew(now=0, until=milliseconds(START))
    assert open_preregistration(desk, shelf, whole).old_page
    assert not open_preregistration(desk, shelf, made(shelf)).old_page


def test_the_page_tells_the_days_that_the_counter_keeps() -> None:
    assert code_plan().valid_days == GOOD_FOR_DAYS


def test_reading_twice_uses_nothing(desk: Session, shelf: MemoryShelf) -> None:
    whole = made(shelf)
    assert open_preregistration(desk, shelf, whole) == open_preregistration(desk, shelf, whole)


def test_who_does_not_register_is_given_a_masked_name_only(desk: Session, shelf: MemoryShelf) -> None:
    read = open_preregistration(session(desk.memory, "archivist"), shelf, made(shelf))
    assert read.given == PreRegistration(name="张**")
    with pytest.raises(AppError, match="role"):
        open_preregistration(session(desk.memory, "sysadmin"), shelf, made(shelf))


def test_a_field_is_named_in_the_screens_words(
    desk: Session, shelf: MemoryShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.qr.preregistration.MOST_STORY", 3000)
    whole = made(shelf, replace(SAMPLE, story="长" * 2000))
    monkeypatch.undo()
    with pytest.raises(BadInput, match=r"prereg\.field") as refused:
        open_preregistration(desk, shelf, whole)
    assert "“诉求”" in message_of(refused.value).says


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_our_own_words(data: bytes) -> None:
    memory = FakeMemory()
    founded(memory)
    with pytest.raises((BadInput, Refused)):
        open_preregistration(session(memory), MemoryShelf(), data)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("XFV1:ABC", "code.other_family"),
        ("xfs1：ABC", "code.other_family"),
        ("XFP1:ABC", "code.other_family"),
        ("XFP2:ABC", "code.newer"),
        ("ＸＦＺ９：ABC", "code.newer"),
    ],
)
def test_codes_of_other_families_and_later_programs_are_said(desk: Session, text: str, reason: str) -> None:
    assert is_code(text)
    with pytest.raises(Refused) as refused:
        read_code(desk, text)
    assert refused.value.code == reason
    assert "{" not in message_of(refused.value).says


def test_words_are_no_code() -> None:
    assert not any(is_code(text) for text in ("张三", "XF", "XFP1", "LX07-26-00001-C", str(uuid4())))
