"""The self-check over the office: what stands beside one matter, in the day's files, under a seal; and in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.acts.accusing import NameAccused
from app.domain.acts.classifying import Classify
from app.domain.acts.explaining import AccountFor
from app.domain.acts.forwarding import Forward
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.noticing import PaperIssued
from app.domain.acts.opining import OpinionGiven, OpinionResult
from app.domain.acts.recording import RecordExternal
from app.domain.acts.refusing import TurnedAway
from app.domain.acts.sealing import PaperSealed
from app.domain.check import Often, checks
from app.domain.claims import Purpose
from app.domain.day_file import TicketOutcome
from app.domain.flaws import Flaw
from app.domain.kinds import Happened
from app.domain.office import Unit
from app.errors import AppError
from app.services.day_closing import check_board, close_day, closing, give_tickets, settle_ticket
from app.services.enquiries import answer_enquiry, discard_draft
from app.services.looking import record_view
from app.services.perform import perform, write
from app.services.selfcheck import Found, found_object, self_check
from app.services.session import Session
from app.services.units import list_units
from resources.loader import words
from tests.desks import START, founded, moved_to, registers, session
from tests.fakes import FakeMemory

TODAY = START.date()
BOARD = ("channels", "addresses", "phones", "hours", "queries", "laws", "procedures")


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def planted(at: Session, number: str, value: Any, on: date | None = None) -> None:
    """An entry as another program, or another station, might have written it: nothing is refused."""
    write(at, number, lambda matter, setting, work: (Happened(value, on or at.today()),))


def found(at: Session, check: str, day: date | None = None) -> list[Found]:
    return [item for item in self_check(at, day) if item.finding.check == check]


def later(at: Session, on: str) -> Session:
    return moved_to(at, f"{on}T10:00:00")


def test_every_check_has_its_words_an_act_and_a_sentence() -> None:
    text = words("words/checks.toml")
    assert list(checks()) == [f"K{at:02d}" for at in range(1, 52)], "K51 and further are our own"
    assert set(text["checks"]) == set(checks())
    for check in checks().values():
        assert {"title", "says", "clears"} <= set(text["checks"][check.id]) and check.group in text["groups"]


def test_a_clean_desk_finds_nothing(desk: Session) -> None:
    registers(desk)
    assert self_check(desk) == []


def test_k01_a_ticket_without_registration_or_reason(desk: Session) -> None:
    give_tickets(desk, "walk_in", 3)
    give_tickets(desk, "letter", 1)
    assert len(found(desk, "K01")) == 4
    number = registers(desk).number
    enquiry = answer_enquiry(desk, "低保怎么办").number
    settle_ticket(desk, "walk_in", 1, TicketOutcome.REGISTERED, number=number)
    settle_ticket(desk, "walk_in", 2, TicketOutcome.ENQUIRY, number=enquiry)
    settle_ticket(desk, "walk_in", 3, TicketOutcome.LEFT, reason="接电话后离开，说明日再来")
    (left,) = found(later(desk, "2026-03-05"), "K01")
    assert left.text == "3月2日来信第1号，没有登记，也没有写明去向。"
    assert (left.number, left.finding.severity, left.finding.often) == ("", "R", Often.DAY)


def test_a_ticket_is_settled_only_by_a_number_that_is_there_or_a_reason(desk: Session) -> None:
    give_tickets(desk, "walk_in", 1)
    for outcome, given, code in (
        (TicketOutcome.REGISTERED, {"number": "LX07-26-09999-0"}, "ticket.number_unknown"),
        (TicketOutcome.REGISTERED, {}, "ticket.number_missing"),
        (TicketOutcome.LEFT, {}, "ticket.reason_missing"),
    ):
        with pytest.raises(AppError) as caught:
            settle_ticket(desk, "walk_in", 1, outcome, **given)
        assert caught.value.code == code
    with pytest.raises(AppError) as caught:
        settle_ticket(desk, "walk_in", 2, TicketOutcome.LEFT, reason="x")
    assert caught.value.code == "ticket.unknown"


def test_k02_a_number_that_stands_nowhere(desk: Session) -> None:
    registers(desk)
    with desk.work() as work:
        work.take_number("matter/LX07/2026")
        work.commit()
    registers(desk)
    (gap,) = found(desk, "K02")
    assert gap.number.startswith("LX07-26-00002-")


@pytest.mark.parametrize("reason", ["没带身份证", "属于越级走访", "非本辖区的人"])
def test_k04_sent_away_for_a_reason_that_is_none(desk: Session, reason: str) -> None:
    give_tickets(desk, "walk_in", 2)
    settle_ticket(desk, "walk_in", 1, TicketOutcome.OTHER_OFFICE, reason=reason)
    settle_ticket(desk, "walk_in", 2, TicketOutcome.OTHER_OFFICE, reason="来送快递")
    (finding,) = found(desk, "K04")
    assert finding.finding.subject == "2026-03-02/walk_in/1"


def test_k04_a_draft_that_was_given_up_for_such_a_reason(desk: Session) -> None:
    discard_draft(desk, "本人没带身份证", had_name=True, had_story=False)
    discard_draft(desk, "来访人改天再来", had_name=True, had_story=False)
    assert len(found(desk, "K04")) == 1


def test_k08_turned_away_as_pending_in_a_matter_that_is_not(desk: Session) -> None:
    pending, silent = registers(desk).number, registers(desk, "另一件").number
    perform(desk, pending, RecordExternal(organ="U1", fact="accepted", on=TODAY))
    for reference in (pending, silent):
        told = registers(desk, f"又来问{reference}").number
        value = TurnedAway(ground="pending-below", claim=0, unit="U1", reference=reference, proved_on=TODAY)
        planted(desk, told, value)
    (finding,) = found(desk, "K08")
    assert silent in finding.text


def test_k09_no_longer_taken_on_without_a_last_opinion_that_was_served(desk: Session) -> None:
    ended, running = registers(desk).number, registers(desk, "另一件").number
    for fact in ("opinion-issued", "review-issued", "re-examination-issued"):
        perform(
            desk, ended, RecordExternal(organ="U2", fact=fact, on=TODAY, number="1号", delivered_on=TODAY)
        )
    for reference in (ended, running):
        told = registers(desk, f"又来问{reference}").number
        value = TurnedAway(
            ground="re-examined", claim=0, again=True, reference=reference, proved_on=TODAY, same_facts=True
        )
        planted(desk, told, value)
    assert [running in item.text for item in found(desk, "K09")] == [True]


SAME = "经调查，你反映的问题基本属实。对照有关规定，你户符合补偿条件，由镇财政所按标准发放到一卡通账户，请注意查收。"
PLACE = "补偿面积以村民小组公示并经你户签字确认的丈量表为准，丈量表存于镇自然资源所，你户可以随时查阅、复制。"
OWN = "你家东边三分地丈量有误，经现场复核改为四分二厘，差额一并补足。你家另有一处坟地，按规定另行迁移并给予补助。"


def test_k25_letters_that_all_say_the_same(desk: Session) -> None:
    numbers = [registers(desk, f"第{at}户").number for at in range(3)]
    for number, own in zip(numbers, ("", "", OWN), strict=True):
        planted(desk, number, _opinion(SAME + PLACE + own))
    (finding,) = found(desk, "K25")
    assert (finding.number, numbers[0] in finding.text) == (numbers[1], True)
    perform(desk, numbers[1], LinkMatter(other=numbers[0], bond=Relation.SAME_EVENT))
    assert found(desk, "K25") == [], "households of one matter may get one letter"


def test_k32_reviewed_by_a_body_that_is_not_above(desk: Session) -> None:
    list_units(desk, (Unit(code="U1", name="示范镇人民政府", review_bodies=("示范县人民政府",)),))
    right, wrong = registers(desk).number, registers(desk, "另一件").number
    for number, body in ((right, "示范县人民政府"), (wrong, "示范县水利局")):
        perform(
            desk,
            number,
            RecordExternal(organ="U1", fact="opinion-issued", on=TODAY, number="1号", delivered_on=TODAY),
        )
        perform(
            desk,
            number,
            RecordExternal(organ=body, fact="review-issued", on=TODAY, number="2号", delivered_on=TODAY),
        )
    assert [item.number for item in found(desk, "K32")] == [wrong]


def test_k38_an_accusation_was_sent_to_the_accused(desk: Session) -> None:
    dark = {"purpose": Purpose.ACCUSATION, "restricted": True}
    wrong, right = registers(desk, "举报", **dark).number, registers(desk, "举报二", **dark).number
    perform(desk, wrong, Forward(unit="U1"))
    perform(desk, right, Forward(unit="U2"))
    for number in (wrong, right):
        perform(desk, number, NameAccused(accused="示范镇人民政府钱某"))
    assert [item.number for item in found(desk, "K38")] == [wrong]
    other = session(desk.memory, "clerk2")
    assert found(other, "K38") == [], "who cannot open the seal learns nothing by checking"


def test_k51_an_accusation_that_names_nobody(desk: Session) -> None:
    dark = {"purpose": Purpose.ACCUSATION, "restricted": True}
    words = registers(desk, "举报", accused="钱某", **dark).number
    units = registers(desk, "举报二", accused_units=("U2",), **dark).number
    nobody = registers(desk, "举报三", **dark).number
    late = registers(desk, "反映问题").number
    assert [item.number for item in found(desk, "K51")] == [nobody]
    perform(moved_to(desk, "2026-03-05T09:00"), late, Classify(purpose=Purpose.ACCUSATION))
    at = moved_to(desk, "2026-03-05T10:00")
    assert {item.number: item.finding.since.day for item in found(at, "K51")} == {nobody: 2, late: 5}
    assert found(session(desk.memory, "clerk2"), "K51") == [], "who cannot open the seal is told nothing"
    perform(at, nobody, Forward(unit="U2"))
    perform(at, nobody, NameAccused(units=("U1",)))
    perform(at, late, AccountFor(check="K51", subject="accused", reason="信中没有写明"))
    assert found(at, "K51") == [] and words and units


def test_k39_a_seal_was_opened_by_somebody_without_right(desk: Session) -> None:
    number = registers(desk, "举报", purpose=Purpose.ACCUSATION, restricted=True).number
    record_view(desk, "matter", number, sealed=True)
    record_view(session(desk.memory, "leader"), "matter", number, sealed=True)
    assert found(desk, "K39") == []
    record_view(session(desk.memory, "mediator"), "matter", number, sealed=True)
    (finding,) = found(session(desk.memory, "leader"), "K39")
    assert "mediator" in finding.text
    leader = session(desk.memory, "leader")
    perform(
        leader, number, AccountFor(check="K39", subject=finding.finding.subject, reason="临时授权，已收回")
    )
    assert found(leader, "K39") == []


def test_k47_one_scan_in_two_matters(desk: Session) -> None:
    for text in ("第一件", "第二件"):
        number = registers(desk, text).number
        planted(desk, number, PaperIssued(kind="D14", template="1", claim=0, number="1号", needs_seal=True))
        planted(desk, number, PaperSealed(paper="D14", scan="a" * 64))
    assert [item.number for item in found(desk, "K47")] == [number]


def test_k49_the_notice_board(desk: Session) -> None:
    assert found(later(desk, "2027-03-02"), "K49") == []
    assert len(found(later(desk, "2027-03-03"), "K49")) == 1, "a year after the office began"
    check_board(desk, BOARD[:-1])
    (finding,) = found(desk, "K49")
    assert "办理程序" in finding.text and finding.finding.severity == "W"
    check_board(desk, BOARD)
    assert found(later(desk, "2027-03-02"), "K49") == []
    assert len(found(later(desk, "2027-03-03"), "K49")) == 1
    with pytest.raises(AppError) as caught:
        check_board(desk, ("windows",))
    assert caught.value.code == "board.item_unknown"


def test_k50_a_figure_that_was_told_is_no_longer_true(desk: Session) -> None:
    registers(desk)
    close_day(desk)
    assert found(desk, "K50") == []
    registers(desk, "收工后又登记了一件", persons_came=3)
    assert {item.finding.subject for item in found(desk, "K50")} == {
        "2026-03-02/visits", "2026-03-02/first_visits",
    }  # fmt: skip
    assert "1/1" in found(desk, "K50")[0].text and "2/4" in found(desk, "K50")[0].text
    close_day(desk)
    assert found(desk, "K50") == []


def test_a_day_is_never_closed_silently_over_something_grave(desk: Session) -> None:
    registers(desk)
    at = later(desk, "2026-03-20")
    with pytest.raises(AppError) as caught:
        close_day(at)
    assert (caught.value.code, caught.value.details["count"]) == ("day.open_findings", 1)
    close_day(at, "责任单位明早来取")
    last = closing(at).file.closings[-1]
    assert (last.reason, [item.check for item in last.findings]) == ("责任单位明早来取", ["K05"])


def test_a_desk_closes_its_own_day(desk: Session) -> None:
    registers(desk)
    at = later(desk, "2026-03-20")
    at.desk = "B"
    assert closing(at).findings == ()
    close_day(at)
    assert closing(at).closed


def test_a_past_day_is_seen_as_it_was_known_then(desk: Session) -> None:
    number = registers(desk).number
    at = later(desk, "2026-03-20")
    assert [item.number for item in found(at, "K05")] == [number]
    perform(at, number, Forward(unit="U1"))
    (late,) = found(at, "K05")
    assert late.finding.late and late.act == "account-for"
    next_day = later(desk, "2026-03-23")
    assert not found(next_day, "K05", date(2026, 3, 19))[0].finding.late
    assert found(next_day, "K05", date(2026, 3, 17)) == []


def test_the_gravest_come_first_and_every_line_says_what_to_do(desk: Session) -> None:
    number = registers(desk).number
    perform(desk, number, RecordExternal(organ="U1", fact="opinion-issued", on=TODAY, number="1号"))
    made = self_check(later(desk, "2026-05-20"))
    assert [item.finding.severity for item in made] == sorted(
        (item.finding.severity for item in made), key="RAW".index
    )
    for item in made:
        data = found_object(item)
        assert {"check", "severity", "number", "text", "article", "clears_when"} <= set(data)
        assert "{" not in str(data["text"]) and data["clears_when"]


def _opinion(text: str) -> OpinionGiven:
    return OpinionGiven(
        result=OpinionResult.SUPPORTED, claim=0, basis="土地管理法", heard_on=TODAY, opinion=text
    )


def test_a_day_that_nobody_closed_is_asked_for_until_it_is(desk: Session) -> None:
    registers(desk)
    assert closing(desk).unclosed == (), "today can still be closed"
    monday = later(desk, "2026-03-05")
    assert closing(monday).unclosed == (TODAY,)
    close_day(monday, day=TODAY)
    assert closing(monday).unclosed == ()
    assert closing(later(desk, "2026-03-20")).unclosed == ()


def test_k01_registered_on_another_day_than_the_ticket_was_given(desk: Session) -> None:
    give_tickets(desk, "walk_in", 1)
    next_day = later(desk, "2026-03-03")
    number = registers(next_day).number
    settle_ticket(next_day, "walk_in", 1, TicketOutcome.REGISTERED, number=number, day=TODAY)
    assert len(found(next_day, "K01")) == 1
    settle_ticket(
        next_day,
        "walk_in",
        1,
        TicketOutcome.REGISTERED,
        number=number,
        reason="当日停电，次日补登",
        day=TODAY,
    )
    assert found(next_day, "K01") == []


def test_each_half_of_a_check_has_a_sentence_without_gaps(desk: Session) -> None:
    """Every sentence that the shipped words can make is whole: no empty quotes, no code on the screen."""
    number = registers(desk).number
    for fact, flaws in (
        ("refused", (Flaw.NO_LAWFUL_GROUND,)),
        ("extended", (Flaw.NO_REASON,)),
        ("opinion-issued", (Flaw.NO_BASIS, Flaw.WRONG_REMEDY, Flaw.NOT_HEARD)),
    ):
        perform(desk, number, RecordExternal(organ="U1", fact=fact, on=TODAY, days=40, flaws=flaws))
    perform(desk, number, RecordExternal(organ="U1", fact="extended", on=TODAY, days=5))
    with desk.work() as work:
        work.take_number("matter/LX07/2026")
        work.commit()
    close_day(desk, "明日")
    registers(desk, "又一件")
    check_board(desk, BOARD[:2])
    made = self_check(later(desk, "2026-09-01"))
    assert {"K02", "K07", "K17", "K19", "K20", "K24", "K26", "K49", "K50"} <= {
        item.finding.check for item in made
    }
    for item in made:
        assert not any(mark in item.text for mark in ("“”", "“U1”", "{", "visits", "：。")), item.text
        assert "示范镇" in item.text or "U1" not in item.text
