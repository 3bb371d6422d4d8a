"""The rooms' calendar by its use-cases: who is booked, what everybody may see, what leaves the program."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.mediation.booking import BookRoom, CancelBooking, MoveBooking
from app.domain.mediation.register import MediatorRegistered, RoomRegistered
from app.domain.mediation.sides import Party, Side
from app.domain.mediation.sitting import AssignMediator
from app.domain.mediation.state import Tie
from app.errors import AppError, BadInput, Conflict, NotAllowed, NotFound, Refused
from app.services.mediation.booking import (
    book,
    bookings_of_mediation,
    cancel,
    day_of_rooms,
    month_of_rooms,
    move,
    note_absence,
    plan_of,
    propose,
)
from app.services.mediation.calendars import calendar_of_rooms, mediator_said, said_of
from app.services.mediation.registering import register_row
from app.services.office_sheets import office_sheet
from app.services.session import Session
from tests.desks import founded, moved_to, session, whole
from tests.fakes import FakeMemory, FakeWork
from tests.services.rooms import APPLICANT, RESPONDENT, acts, furnished, opens

DAY = date(2026, 3, 10)
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def desk() -> Session:
    """A room of eight seats, two mediators of one committee, the second the stand-in of the first."""
    memory = FakeMemory()
    founded(memory)
    at = session(memory)
    furnished(at)
    return at


def mediated(at: Session, **more: Any) -> str:
    number = opens(at, **more)
    acts(at, number, AssignMediator(mediator="P1", name="", tie=Tie.NONE))
    return number


def wish(number: str = "", begin: str = "2026-03-10T09:00", **more: Any) -> BookRoom:
    return BookRoom(**{"room": "R1", "begin": begin, "minutes": 90, "mediation": number, **more})


def refused(at: Session, act: BookRoom) -> AppError:
    with pytest.raises(AppError) as caught:
        book(at, act)
    return caught.value


def test_a_calendar_names_the_mediation_and_the_mediator_and_no_party(desk: Session) -> None:
    number = mediated(desk)
    made = book(desk, wish(number))
    assert (made.mediator, made.crowded) == ("P1", False)
    (slot,) = day_of_rooms(desk, DAY).slots
    assert (slot.mediation, slot.mediator, said_of(slot)) == (number, "李示范", "调解（邻里纠纷）")
    assert APPLICANT.name not in repr(slot) and RESPONDENT.name not in repr(slot)
    assert bookings_of_mediation(desk, number)[0].id == made.booking


def test_what_is_held_in_private_is_taken_and_no_more(desk: Session) -> None:
    number = mediated(desk, unlisted=True)
    book(desk, wish(number))
    for who in ("clerk", "leader", "mediator"):
        (slot,) = day_of_rooms(session(whole(desk), who), DAY).slots
        assert (slot.taken, said_of(slot), mediator_said(slot)) == (True, "已占用", "")
        assert number not in repr(slot) and "neighbours" not in repr(slot) and "P1" not in repr(slot)
    assert refused(desk, wish(words="例会")).code == "mediation.room_taken"
    assert bookings_of_mediation(desk, number)[0].mediator == "P1", "who opened it sees it whole"
    with pytest.raises(NotAllowed, match=r"mediation\.held_in_private"):
        bookings_of_mediation(session(whole(desk), "handler"), number)


def test_a_mediator_who_is_away_is_replaced_by_the_stand_in(desk: Session) -> None:
    number = mediated(desk)
    days = note_absence(desk, "P1", date(2026, 3, 30), date(2026, 4, 1), "培训")
    assert [item.booking for item in days] == ["202603-001", "202603-002", "202604-001"]
    error = refused(desk, wish(number, "2026-03-30T09:00"))
    assert (error.code, error.details["stand_in"]) == ("mediation.mediator_busy_stand_in", "孙示范")
    found = propose(desk, number, "2026-03-30T09:00", 90)
    assert (found.mediator, found.stand_in, found.absent) == ("孙示范", True, "李示范")
    made = book(desk, wish(number, "2026-03-30T09:00", stand_in=True))
    assert (made.mediator, made.stands_in_for) == ("P2", "P1")
    slots = plan_of(desk, date(2026, 3, 30), date(2026, 3, 30)).slots
    assert [said_of(slot) for slot in slots] == ["不在岗 培训", "调解（邻里纠纷）"]
    assert mediator_said(slots[1]) == "孙示范（代李示范）"
    with pytest.raises(BadInput):
        note_absence(desk, "P1", date(2026, 4, 2), date(2026, 4, 1), "培训")


def test_free_rooms_are_proposed_the_smallest_first_that_seats_all(desk: Session) -> None:
    register_row(desk, RoomRegistered(code="R2", name="小调解室", seats=2))
    register_row(desk, RoomRegistered(code="R3", name="大调解室", seats=20))
    register_row(desk, RoomRegistered(code="R4", name="停用", seats=20, closed=True))
    number = mediated(desk, parties=(APPLICANT, RESPONDENT, Party(side=Side.THIRD, name="郑示范")))
    assert propose(desk, number, "2026-03-10T09:00", 60).rooms == ("R1", "R3", "R2")
    book(desk, wish(words="例会"))
    assert propose(desk, number, "2026-03-10T10:00", 60).rooms == ("R3", "R2")
    assert book(desk, wish(number, "2026-03-10T14:00", room="R2")).crowded, "said, not refused"


def test_a_row_of_the_register_that_was_closed_takes_no_bookings(desk: Session) -> None:
    number = mediated(desk)
    register_row(desk, RoomRegistered(code="R1", name="第一调解室", closed=True))
    assert refused(desk, wish(number)).code == "mediation.no_room"
    register_row(desk, RoomRegistered(code="R1", name="第一调解室"))
    register_row(
        desk, MediatorRegistered(code="P1", name="李示范", bodies=("T1",), stand_in="P2", closed=True)
    )
    assert refused(desk, wish(number)).code == "mediation.unknown_mediator"
    assert propose(desk, number, "2026-03-10T09:00", 60).mediator == "孙示范"


def test_who_only_looks_books_nothing_and_who_administers_sees_nothing(desk: Session) -> None:
    with pytest.raises(NotAllowed):
        book(session(whole(desk), "auditor"), wish(words="例会"))
    with pytest.raises(NotAllowed):
        day_of_rooms(session(whole(desk), "sysadmin"), DAY)
    with pytest.raises(NotFound, match=r"mediation\.unknown"):
        book(desk, wish("LX07-M26-00099"))


def test_outrun_once_the_desk_looks_again(desk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    other, append, raced = session(whole(desk), "clerk2"), FakeWork.append, list[str]()

    def outrun(work: FakeWork, drafts: Any) -> Any:
        if not raced:
            raced.append("")
            raised = Conflict("journal.stream_moved")
            work.__exit__(None, None, None)
            raced.append(book(other, wish(words="先到")).booking)
            raise raised
        return append(work, drafts)

    monkeypatch.setattr(FakeWork, "append", outrun)
    assert refused(desk, wish(words="后到")).code == "mediation.room_taken"
    assert raced == ["", "202603-001"]


def test_what_was_cancelled_or_moved_is_gone_from_the_calendar(desk: Session) -> None:
    number = mediated(desk)
    one, two = book(desk, wish(number)), book(desk, wish(words="例会", begin="2026-03-10T14:00"))
    cancel(desk, CancelBooking(booking=two.booking, reason="改期"))
    moved = move(desk, MoveBooking(booking=one.booking, begin="2026-04-02T09:00"))
    assert moved.booking == "202604-001" and moved.minutes == 90
    assert month_of_rooms(desk, 2026, 3).slots == ()
    later = moved_to(desk, "2026-04-02T11:00")
    with pytest.raises(Refused, match=r"mediation\.booking_over"):
        cancel(later, CancelBooking(booking=moved.booking, reason="没来"))


# ---------------------------------------------------------------- calendar files


def read_calendar(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar file by the letter of RFC 5545: what it forbids fails here."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b""), "lines end with CRLF (3.1)"
    physical = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical), "no line is longer than 75 octets (3.1)"
    lines: list[str] = []
    for line in physical:
        text = line.decode("utf-8")  # a character cut in two would fail here
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", text)
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert {"VERSION:2.0", "METHOD:PUBLISH", "CALSCALE:GREGORIAN"} <= set(lines)
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    events: list[dict[str, str]] = []
    inside = False
    for line in lines:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+", name), name
        if line == "BEGIN:VEVENT":
            assert not inside
            inside = True
            events.append({})
        elif line == "END:VEVENT":
            inside = False
            assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"} <= set(events[-1])
        elif inside:
            assert name not in events[-1], f"{name} may stand once"
            events[-1][name] = unescaped(value) if name in TEXTS else value
    for event in events:
        for name in ("DTSTAMP", "DTSTART", "DTEND"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", event[name])
        assert event["DTSTART"] < event["DTEND"]
        assert event["STATUS"] in ("CONFIRMED", "CANCELLED")
    assert len({event["UID"] for event in events}) == len(events)
    return events


TEXTS = ("SUMMARY", "LOCATION", "DESCRIPTION", "UID")


def unescaped(value: str) -> str:
    made, signs = "", iter(value)
    for sign in signs:
        assert sign not in ";,", "a text has no bare separator (3.3.11)"
        if sign == "\\":
            following = next(signs)
            assert following in "\\;,nN"
            made += "\n" if following in "nN" else following
        else:
            made += sign
    return made


def test_a_calendar_file_is_read_by_the_letter_and_names_no_party(desk: Session) -> None:
    words = "例会，“三所一庭”联席；讨论: a,b;c\\d 与长长长长长长长长长长长长长长长长长长长长长长长长长长长长的题目"
    number = mediated(desk)
    book(desk, wish(number))
    book(desk, wish(mediated(desk, unlisted=True), "2026-03-11T09:00"))
    book(desk, wish(begin="2026-03-12T09:00", words=words))
    made = calendar_of_rooms(desk, *MARCH)
    events = read_calendar(made.data)
    assert made.events == 3 == len(events)
    first, private, other = events
    assert (first["DTSTART"], first["DTEND"]) == ("20260310T010000Z", "20260310T023000Z"), "UTC"
    assert (first["SUMMARY"], first["LOCATION"]) == ("调解（邻里纠纷）", "第一调解室")
    assert first["DESCRIPTION"] == f"调解编号：{number}\n调解员：李示范"
    assert first["UID"] == "LX07-202603-001@petition-desk.invalid"
    assert private["SUMMARY"] == "已占用" and "DESCRIPTION" not in private
    assert other["SUMMARY"] == words
    assert not any(name in made.data.decode() for name in (APPLICANT.name, RESPONDENT.name, "院墙"))


def test_a_calendar_that_read_it_before_follows_every_change(desk: Session) -> None:
    one, two = book(desk, wish(words="甲")), book(desk, wish(begin="2026-03-12T09:00", words="乙"))

    def told() -> dict[str, tuple[str, int, str]]:
        both = date(2026, 3, 1), date(2026, 4, 30)
        events = read_calendar(calendar_of_rooms(desk, *both).data)
        return {e["SUMMARY"]: (e["UID"], int(e["SEQUENCE"]), e["STATUS"]) for e in events}

    before = told()
    move(desk, MoveBooking(booking=one.booking, begin="2026-03-10T15:00"))
    cancel(desk, CancelBooking(booking=two.booking, reason="不开了"))
    moved = told()
    assert moved["甲"] == (before["甲"][0], 1, "CONFIRMED") and moved["乙"] == (
        before["乙"][0],
        1,
        "CANCELLED",
    )
    move(desk, MoveBooking(booking=one.booking, begin="2026-04-10T15:00"))
    assert told()["甲"] == (before["甲"][0], 3, "CONFIRMED"), "the same event in another month"
    (left,) = [e for e in read_calendar(calendar_of_rooms(desk, *MARCH).data) if e["SUMMARY"] == "甲"]
    assert (left["STATUS"], left["SEQUENCE"]) == ("CANCELLED", "2"), "of March alone it is gone"


def test_a_calendar_of_one_room_or_one_mediator(desk: Session) -> None:
    register_row(desk, RoomRegistered(code="R2", name="第二调解室"))
    book(desk, wish(mediated(desk)))
    book(desk, wish(begin="2026-03-11T09:00", room="R2", words="例会"))
    note_absence(desk, "P1", DAY.replace(day=12), DAY.replace(day=12), "培训")
    assert len(read_calendar(calendar_of_rooms(desk, *MARCH, room="R2").data)) == 1
    mine = calendar_of_rooms(desk, *MARCH, mediator="P1")
    assert [e["SUMMARY"] for e in read_calendar(mine.data)] == ["调解（邻里纠纷）", "不在岗 培训"]
    assert "调解员日程—李示范" in mine.data.decode()
    with pytest.raises(NotFound):
        calendar_of_rooms(desk, *MARCH, room="R9")


def test_taking_a_calendar_out_is_recorded(desk: Session) -> None:
    memory = whole(desk)
    book(desk, wish(words="例会"))
    looks, entries = len(memory.state.looks), len(memory.state.entries)
    calendar_of_rooms(desk, *MARCH)
    assert [e.header.kind for e in memory.state.looks[looks:]] == ["exported"]
    assert len(memory.state.entries) == entries


# ---------------------------------------------------------------- the sheet on the door


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_the_sheet_on_the_door_says_when_and_who_mediates_and_no_party(desk: Session, tmp_path: Path) -> None:
    def words_of(day: str) -> str:
        path = tmp_path / "door.pdf"
        path.write_bytes(office_sheet(desk, "M16", {"room": "R1", "on": day}).pdf)
        read = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
        return re.sub(r"\s", "", read.stdout.decode())

    register_row(desk, RoomRegistered(code="R2", name="第二调解室"))
    number = mediated(desk)
    book(desk, wish(number))
    book(desk, wish(mediated(desk, unlisted=True), "2026-03-10T14:00"))
    book(desk, wish(begin="2026-03-10T16:00", room="R2", words="别的屋"))
    text = words_of("2026-03-10")
    assert "第一调解室" in text and "09:00—10:30调解（邻里纠纷）李示范" in text
    assert "14:00—15:30已占用" in text and "别的屋" not in text
    assert not any(word in text for word in (APPLICANT.name, RESPONDENT.name, number, "院墙"))
    assert "今天没有安排" in words_of("2026-03-11")
    for given, code in (
        ({}, "mediation.booking_no_room"),
        ({"room": "R1", "on": "x"}, "form.day_unreadable"),
    ):
        with pytest.raises(BadInput, match=code.replace(".", r"\.")):
            office_sheet(desk, "M16", given)
    with pytest.raises(NotFound):
        office_sheet(desk, "M16", {"room": "R9"})


def test_the_clock_of_the_hall_decides_what_is_past(desk: Session) -> None:
    back = replace(desk, clock=moved_to(desk, "2026-02-01T09:00").clock)
    book(desk, wish(begin="2026-03-02T08:30", words="今天"))
    assert refused(back, wish(begin="2026-02-03T09:00", words="过去")).code == "mediation.booking_past"
