"""The report of the day: every figure with its definition and the matters behind it, and a text to paste."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.acts.receiving import Keep, VisitAgain
from app.domain.claims import Purpose
from app.errors import NotAllowed
from app.services.day_report import DayReport, day_report, report_object, report_text
from app.services.enquiries import answer_enquiry
from app.services.perform import perform
from app.services.session import Session
from tests.desks import START, founded, moved_to, registers, session
from tests.fakes import FakeMemory

TODAY = START.date()


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def counts(report: DayReport) -> dict[str, tuple[int, int]]:
    return {item.name: (item.batches, item.persons) for item in report.figures if item.batches}


def a_day(at: Session) -> str:
    """Twelve come, one writes, one calls, one comes again with five, a letter is kept, a leader receives."""
    number = registers(at, persons_came=12, urgent=True).number
    registers(at, channel="letter")
    registers(at, channel="wechat")
    registers(at, channel="phone")
    registers(at, channel="sent_down")
    registers(at, purpose=Purpose.ACCUSATION)
    registers(at, backfilled=True, received_on=date(2024, 5, 6))
    perform(at, number, VisitAgain(asked="问进度", persons=5))
    perform(at, number, Keep(channel="letter", received_on=TODAY))
    answer_enquiry(at, "低保怎么办", "去镇民政所", persons=2)
    perform(at, number, ReceiveByLeader(leader="陈示范", post="副县长", on=TODAY, stand_in=True, persons=5))
    return number


def test_a_day_in_figures(desk: Session) -> None:
    number = a_day(desk)
    report = day_report(desk)
    assert counts(report) == {
        "visits": (3, 18), "first_visits": (2, 13), "visits_again": (1, 5), "collective": (2, 17), "kept": (1, 0),
        "letters": (1, 1), "online": (1, 1), "phone": (1, 1), "sent_down": (1, 1), "enquiries": (1, 2),
        "leaders": (1, 5), "backfilled": (1, 1),
    }  # fmt: skip
    assert report.urgent == (number,) and not report.nothing
    assert report.figure("collective").numbers == (number,), "one matter, two visits"
    assert report.backlog is not None and report.backlog.unserved == 0


def test_the_day_as_text_to_paste(desk: Session) -> None:
    number = a_day(desk)
    text = report_text(desk, day_report(desk))
    assert text.startswith(
        "示范县信访局2026年3月2日信访情况日报（练习）\n一、来访 3 批 18 人次，其中初次 2 批 13 人次、"
    )
    assert "5 人以上集体访 2 批 17 人次" in text
    assert "来信 1 件、网上信访 1 件、来电 1 件、上级转送交办 1 件；另收重复件 1 件" in text
    assert f"领导接访 1 批 5 人次：陈示范（副县长，B 角）接访 {number}。" in text
    assert f"重大紧急事项 1 件：{number}。" in text and "补录旧事项 1 件，不计入当日。" in text
    assert "张" not in text and "承包地" not in text, "nothing personal is pasted anywhere"


def test_a_day_on_which_nothing_came_is_reported_too(desk: Session) -> None:
    report = day_report(desk)
    assert report.nothing
    text = report_text(desk, report)
    assert "一、当日无来访、来信、网上信访和来电，无需要报告的事项（零报告）。" in text and "批" not in text


def test_a_past_day_has_its_visits_and_no_backlog(desk: Session) -> None:
    a_day(desk)
    later = moved_to(desk, "2026-03-05T17:00")
    report = day_report(later, TODAY)
    assert counts(report)["visits"] == (3, 18) and report.backlog is None
    assert "已超期" not in report_text(later, report)
    assert day_report(later).nothing


def test_what_is_late_today_is_counted(desk: Session) -> None:
    registers(desk)
    backlog = day_report(moved_to(desk, "2026-06-01T17:00")).backlog
    assert backlog is not None and backlog.late >= 1


def test_every_figure_says_what_it_counts(desk: Session) -> None:
    made = report_object(day_report(desk))
    figures = made["figures"]
    assert isinstance(figures, list) and len(figures) == 14
    assert all(item["label"] and item["definition"].endswith("。") for item in figures)
    assert made["nothing"] is True


def test_who_reads_no_matters_reads_no_report(desk: Session) -> None:
    with pytest.raises(NotAllowed):
        day_report(session(desk.memory, "secadmin"))
