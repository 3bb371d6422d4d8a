"""A day without power: a pack is printed before and watched, sheets are entered afterwards, on the day on which they were
written, in their order; nothing is closed while one is unaccounted for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.acts.binding import BindForm
from app.domain.check import Sight
from app.domain.checks.registering import registered_late
from app.domain.claims import Purpose
from app.domain.day_file import TicketOutcome
from app.domain.material import Piece
from app.domain.office import StationKind
from app.domain.outage import SheetState
from app.errors import AppError, BadInput, NotFound, Refused
from app.papers import qr
from app.qr.form_code import FormCode
from app.scanning import ScannedPage
from app.services.blank_forms import form_state, series_rows, void_form
from app.services.codes import is_code, read_code
from app.services.day_closing import closing, give_tickets, settle_ticket
from app.services.day_report import day_report, report_text
from app.services.days import day_file
from app.services.finding import search
from app.services.form_printing import print_forms
from app.services.ledger import ledger
from app.services.office_checks import office_findings
from app.services.outage_printing import PrintedPack, pack_again, print_pack
from app.services.outage_scans import keep_sheets, read_sheets
from app.services.outages import (
    PackState,
    close_outage,
    open_day,
    pack_lies_ready,
    pack_rows,
    paper_day,
    withdraw_pack,
)
from app.services.papers import issue
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.registration import register_matter
from app.services.selfcheck import worded
from app.services.session import Session
from tests.desks import START, command, founded, moved_to, registers, session
from tests.fakes import FakeMemory
from tests.papers.golden import words_of
from tests.papers.rendering import pictures_of

PAPER = START.date()
NEXT = "2026-03-03T09:00:00"


@pytest.fixture
def desk() -> Session:
    """A clerk in memory, on the day on which the power will go."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


@pytest.fixture
def pack(desk: Session) -> PrintedPack:
    """A pack of five forms that lay ready."""
    return print_pack(desk, 5)


def enters(at: Session, code: str, **more: object) -> str:
    """Registers what stands on a sheet; its number."""
    return register_matter(at, command(received_on=PAPER, sheet=code, **more)).number  # type: ignore[arg-type]


def code_of(error: pytest.ExceptionInfo[AppError]) -> str:
    return error.value.code


def test_numbers_of_packs_are_of_a_series_of_their_own(desk: Session, pack: PrintedPack) -> None:
    assert pack.numbers[0] == "LX07-P001-01-U" and print_pack(desk, 2).pack == 2
    assert registers(desk).number == "LX07-26-00001-C"
    assert [row.pack for row in pack_rows(desk)] == [2, 1]
    assert series_rows(desk) == (), "they are not forms of the waiting room"
    assert desk.memory.queries.gaps() == []


def test_the_file_of_a_pack_holds_instructions_list_forms_and_guidance_and_is_the_same_again(
    desk: Session, pack: PrintedPack
) -> None:
    assert pack.rendered.pages == 1 + 1 + 5 + 1
    assert set(pack.rendered.codes) == set(pack.codes)
    words = pack.rendered.words
    for said in ("停电登记本说明", "停电接待流水表", "本回执不是受理告知书", "指引单", *pack.numbers):
        assert said in words
    assert pack_again(desk, pack.series).rendered.pdf == pack.rendered.pdf


def test_a_scanner_finds_the_code_of_each_form_twice_and_nothing_else(pack: PrintedPack) -> None:
    found = [qr.texts_in(page, thorough=True) for page in pictures_of(pack.rendered.pdf, dots=150)]
    assert found == [[], [], *([code, code] for code in pack.codes), []]


def test_a_form_of_a_pack_is_printed_in_a_pack_only(desk: Session) -> None:
    with pytest.raises(Refused) as refused:
        print_forms(desk, "D58", 3)
    assert code_of(refused) == "form.not_blank"
    for count in (0, 61):
        with pytest.raises(BadInput):
            print_pack(desk, count)


def test_it_is_said_whether_a_pack_lies_ready(desk: Session) -> None:
    assert not pack_lies_ready(desk) and not closing(desk).pack_ready
    made = print_pack(desk, 5)
    assert pack_lies_ready(desk) and closing(desk).pack_ready
    late = moved_to(desk, "2027-03-04T09:00:00")
    assert not pack_lies_ready(late) and pack_rows(late)[0].state is PackState.OLD
    open_day(desk, made.series, PAPER, 2)
    assert not pack_lies_ready(desk) and pack_rows(desk)[0].state is PackState.IN_USE


def test_a_withdrawn_pack_is_void_whole_and_says_why(desk: Session, pack: PrintedPack) -> None:
    with pytest.raises(BadInput):
        withdraw_pack(desk, pack.series, " ")
    withdraw_pack(desk, pack.series, "单位换了电话")
    (row,) = pack_rows(desk)
    assert (row.state, row.reason, row.free) == (PackState.WITHDRAWN, "单位换了电话", 0)
    state = form_state(desk, pack.codes[0])
    assert (state.state, state.reason) == ("void", "单位换了电话")
    with pytest.raises(Refused) as refused:
        open_day(desk, pack.series, PAPER, 1)
    assert code_of(refused) == "outage.withdrawn"
    with pytest.raises(Refused):
        enters(desk, pack.codes[0])
    with pytest.raises(Refused):
        withdraw_pack(desk, pack.series, "又一次")


def test_sheets_are_entered_on_the_day_on_paper_in_whatever_order(desk: Session, pack: PrintedPack) -> None:
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 3, ("09:10", "10:05", "11:20"))
    third, first = enters(later, pack.codes[2]), enters(later, pack.numbers[0])
    matter = view_matter(later, first).known.matter
    assert (matter.received_on, matter.registered_on) == (PAPER, date(2026, 3, 3))
    assert matter.sheet is not None and not matter.backfilled
    assert (matter.sheet.number, matter.sheet.written_on, matter.sheet.written_at) == (
        pack.numbers[0],
        PAPER,
        "09:10",
    )
    paper = paper_day(later, pack.series)
    assert [(s.number, s.row.state, s.row.number) for s in paper.sheets] == [
        (pack.numbers[0], SheetState.ENTERED, first),
        (pack.numbers[1], SheetState.WAITING, ""),
        (pack.numbers[2], SheetState.ENTERED, third),
    ]
    assert paper.next is not None and paper.next.number == pack.numbers[1]


def test_the_clocks_of_a_sheet_begin_on_the_day_on_paper(desk: Session, pack: PrintedPack) -> None:
    that_day = view_matter(desk, registers(desk).number).known
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 1)
    on_paper = view_matter(later, enters(later, pack.codes[0])).known

    def days(known: object) -> set[tuple[str, object]]:
        return {(o.rule, o.due_legal) for o in known.obligations if o.rule != "same-day-class"}  # type: ignore[attr-defined]

    assert days(on_paper) == days(that_day)


def test_a_sheet_needs_its_day_and_keeps_it(desk: Session, pack: PrintedPack) -> None:
    later = moved_to(desk, NEXT)
    with pytest.raises(Refused) as refused:
        enters(later, pack.codes[0])
    assert code_of(refused) == "outage.no_day"
    open_day(later, pack.series, PAPER, 2)
    with pytest.raises(BadInput) as other:
        register_matter(later, command(received_on=later.today(), sheet=pack.codes[0]))
    assert (code_of(other), other.value.details) == ("outage.other_day", {"day": PAPER.isoformat()})
    number = enters(later, pack.codes[0])
    with pytest.raises(Refused) as again:
        enters(later, pack.codes[0])
    assert (code_of(again), again.value.details) == ("form.bound_elsewhere", {"number": number})
    assert registers(later).number == "LX07-26-00002-J", "a refusal gives the number back"


def test_a_form_of_the_waiting_room_is_no_sheet_of_a_pack(desk: Session) -> None:
    with pytest.raises(Refused) as refused:
        enters(desk, print_forms(desk, "D01", 1).codes[0])
    assert code_of(refused) == "outage.no_pack"


@pytest.mark.parametrize(
    ("on", "last", "times", "code"),
    [
        (date(2026, 3, 4), 2, (), "outage.day_in_future"),
        (date(2026, 3, 1), 2, (), "outage.before_printing"),
        (PAPER, 6, (), "outage.last_sheet"),
        (PAPER, 0, (), "outage.last_sheet"),
        (PAPER, 1, ("09:00", "09:10"), "outage.times_too_many"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    desk: Session, pack: PrintedPack, on: date, last: int, times: tuple[str, ...], code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        open_day(moved_to(desk, NEXT), pack.series, on, last, times)
    assert code_of(refused) == code
    with pytest.raises(NotFound):
        paper_day(desk, pack.series)
    with pytest.raises(NotFound):
        open_day(desk, "f" * 28, PAPER, 1)


def test_a_second_day_goes_on_where_the_first_ended(desk: Session, pack: PrintedPack) -> None:
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 2)
    second = open_day(later, pack.series, later.today(), 5)
    assert [sheet.place for sheet in second.sheets] == [3, 4, 5]
    assert pack_rows(later)[0].state is PackState.USED_UP
    again = open_day(later, pack.series, PAPER, 1)
    assert [sheet.place for sheet in again.sheets] == [1], "said again, it is replaced"
    with pytest.raises(BadInput):
        open_day(later, pack.series, PAPER, 3)


def test_nothing_is_closed_while_a_sheet_is_unaccounted_for(desk: Session, pack: PrintedPack) -> None:
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 3)
    enters(later, pack.codes[0])
    void_form(later, pack.numbers[1], "写坏，留在本里")
    with pytest.raises(Refused) as refused:
        close_outage(later, pack.series, PAPER)
    assert refused.value.details == {"count": 1, "numbers": pack.numbers[2]}
    with pytest.raises(Refused):
        withdraw_pack(later, pack.series, "丢了")
    void_form(later, pack.codes[2], "遗失，来访人没有留下姓名")
    close_outage(later, pack.series, PAPER)
    assert paper_day(later, pack.series).day.closed
    with pytest.raises(Refused) as twice:
        close_outage(later, pack.series, PAPER)
    assert code_of(twice) == "outage.day_closed"
    (row,) = pack_rows(later)
    assert (row.taken, row.voided, row.waiting, row.free) == (1, 2, 0, 2)


def test_a_sheet_that_came_back_later_than_was_said_is_of_the_day_too(
    desk: Session, pack: PrintedPack
) -> None:
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 1)
    enters(later, pack.codes[0])
    enters(later, pack.codes[2])
    with pytest.raises(Refused) as refused:
        close_outage(later, pack.series, PAPER)
    assert refused.value.details["numbers"] == pack.numbers[1]
    void_form(later, pack.codes[1], "写坏")
    close_outage(later, pack.series, PAPER)
    assert paper_day(later, pack.series).day.last == 3
    with pytest.raises(Refused) as beyond:
        enters(later, pack.codes[3])
    assert code_of(beyond) == "outage.no_day", "the day is closed: another one is to be said"


def test_the_day_report_counts_visitors_on_the_day_on_which_they_came(
    desk: Session, pack: PrintedPack
) -> None:
    registers(desk, persons_came=2)
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 2)
    enters(later, pack.codes[0], persons_came=6)
    registers(later)
    first, second = day_report(later, PAPER), day_report(later)
    assert (first.figure("visits").batches, first.figure("visits").persons) == (2, 8)
    assert (first.figure("collective").batches, first.figure("outage").batches) == (1, 1)
    assert (second.figure("visits").batches, second.figure("outage_entered").batches) == (1, 1)
    assert "停电" in report_text(later, first) and "计入来访当日" in report_text(later, second)


def test_a_day_that_was_spent_entering_is_told_as_empty(desk: Session, pack: PrintedPack) -> None:
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 1)
    enters(later, pack.codes[0])
    assert day_report(later).nothing and not day_report(later, PAPER).nothing
    assert PAPER in closing(later).unclosed, "the day without power is asked for its closing"


def test_the_power_comes_back_on_the_same_day(desk: Session, pack: PrintedPack) -> None:
    open_day(desk, pack.series, PAPER, 1)
    enters(desk, pack.codes[0])
    report = day_report(desk)
    assert (report.figure("visits").batches, report.figure("outage").batches) == (1, 1)
    assert report.figure("outage_entered").batches == 0
    assert len(day_file(desk, PAPER).outage) == 1


def test_a_ticket_of_the_day_on_paper_is_settled_by_a_sheet(desk: Session, pack: PrintedPack) -> None:
    give_tickets(desk, "walk_in", 1)
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 1)
    number = enters(later, pack.codes[0])
    settle_ticket(later, "walk_in", 1, TicketOutcome.REGISTERED, number=number, day=PAPER)
    assert not [item for _, item in office_findings(later, later.today()) if item.check == "K01"]


def test_late_entering_is_said_with_the_sheet_and_nothing_is_glossed_over(
    desk: Session, pack: PrintedPack
) -> None:
    soon, late = moved_to(desk, NEXT), moved_to(desk, "2026-03-09T09:00:00")
    open_day(soon, pack.series, PAPER, 2)
    numbers = enters(soon, pack.codes[0]), enters(late, pack.codes[1])
    sight = Sight(law=late.law, calendar=late.calendar, office=late.office)
    matters = [view_matter(late, number).known.matter for number in numbers]
    assert not list(registered_late(matters[0], sight))
    (finding,) = registered_late(matters[1], sight)
    assert pack.numbers[1] in worded(late, numbers[1], finding).text


def test_a_sheet_is_found_by_its_number_and_by_its_code(desk: Session, pack: PrintedPack) -> None:
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 2)
    number = enters(later, pack.codes[0])
    slip = pack.numbers[0].lower()
    assert is_code(slip) and read_code(later, slip).number == number
    assert read_code(later, pack.codes[0]).number == number
    assert [hit.number for hit in search(later, slip)] == [number]
    assert search(later, pack.numbers[1]) == [] and search(later, slip[:-1] + "0") == []
    waits = read_code(later, pack.numbers[1])
    assert waits.form is not None and (waits.form.state, waits.form.written_on) == ("free", PAPER)


def test_nobody_learns_of_an_accusation_by_the_number_of_its_sheet(desk: Session, pack: PrintedPack) -> None:
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 1)
    number = enters(later, pack.codes[0], purpose=Purpose.ACCUSATION)
    other = replace(session(later.memory, "clerk2"), clock=later.clock)
    assert search(other, pack.numbers[0]) == []
    assert form_state(other, pack.numbers[0]).number == ""
    (sheet,) = paper_day(other, pack.series).sheets
    assert sheet.unseen and sheet.row.number == "" and sheet.row.state is SheetState.ENTERED
    (own,) = paper_day(later, pack.series).sheets
    assert own.row.number == number


def test_receipt_and_form_and_ledger_say_when_it_was_written(desk: Session, pack: PrintedPack) -> None:
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 1, ("09:10",))
    number = enters(later, pack.codes[0], talked_by="李示范")
    for kind in ("D01", "D02"):
        words = words_of(issue(later, number, kind).pdf)
        assert pack.numbers[0] in words and "2026年3月2日 09:10" in words, kind
    assert "停电" not in words_of(issue(later, registers(later).number, "D02").pdf)
    told = [str(row["remark"]) for row in ledger(later, later.today(), later.today())]
    assert sum(pack.numbers[0] in remark and "3月2日09:10" in remark for remark in told) == 1


def test_somebody_who_came_again_is_written_to_the_running_matter(desk: Session, pack: PrintedPack) -> None:
    number = registers(desk).number
    later = moved_to(desk, NEXT)
    open_day(later, pack.series, PAPER, 1, ("10:00",))
    perform(later, number, BindForm(code=pack.numbers[0]))
    (form,) = view_matter(later, number).known.matter.forms
    assert (form.code, form.number, form.written_at) == (pack.codes[0], pack.numbers[0], "10:00")
    close_outage(later, pack.series, PAPER)


class Pages:
    """A reader that gives the pages it was made with, by file name."""

    def __init__(self, **files: list[ScannedPage] | AppError) -> None:
        self.files = files

    def read(self, file: Path) -> Iterator[ScannedPage]:
        found = self.files[file.stem]
        if isinstance(found, AppError):
            raise found
        yield from found


def page(number: int, *forms: FormCode, **more: object) -> ScannedPage:
    return ScannedPage(page=number, picture=b"\xff\xd8\xff" + bytes([number]), forms=forms, **more)  # type: ignore[arg-type]


def test_pages_are_given_to_their_sheets_by_code_never_by_where_they_lay(
    desk: Session, pack: PrintedPack
) -> None:
    one, three = FormCode(series=pack.series, place=1), FormCode(series=pack.series, place=3)
    reader = Pages(
        a=[
            page(1, three),
            page(2),
            page(3, one, one),
            page(4, blank=True),
            page(5, refused="scanned.page_damaged"),
        ],
        b=[page(6, FormCode(series="0" * 28, place=1)), page(7, one, three), page(8, one)],
        c=BadInput("scanned.empty"),
    )
    found = read_sheets(desk, reader, pack.series, [Path("a"), Path("b"), Path("c")])
    assert found.places == (1, 3)
    assert [len(found.pictures[place]) for place in found.places] == [2, 1]
    assert (found.unread, found.other, found.blank, len(found.refused)) == (("a#2",), ("b#6", "b#7"), 1, 2)


def test_the_handwriting_is_kept_as_the_original_of_its_matter(desk: Session, pack: PrintedPack) -> None:
    open_day(desk, pack.series, PAPER, 1)
    number = enters(desk, pack.codes[0])
    keep_sheets(desk, number, (b"\xff\xd8\xff1", b"\xff\xd8\xff2"))
    kept = view_matter(desk, number).known.matter.attachments
    assert [item.piece for item in kept] == [Piece.FORM, Piece.FORM]


def test_a_department_prints_packs_too() -> None:
    memory = FakeMemory()
    founded(memory, StationKind.DEPARTMENT)
    assert print_pack(session(memory), 1).pack == 1
