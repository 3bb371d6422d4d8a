"""The ledger and the log of leaders' receptions: what is printed and signed, and what must not stand in it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from app.domain.acts.forwarding import Forward
from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.acts.recording import RecordExternal
from app.domain.claims import Purpose
from app.errors import BadInput, NotAllowed
from app.services.leader_log import leader_log, leader_log_workbook
from app.services.ledger import ledger, ledger_workbook
from app.services.perform import perform
from app.services.session import Session
from tests.desks import START, founded, registers, session
from tests.fakes import FakeMemory

TODAY = START.date()


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def sheet(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def cells(data: bytes) -> list[list[Any]]:
    return [list(row) for row in sheet(data).iter_rows(values_only=True)]


def test_what_has_become_of_a_matter_stands_in_its_row(desk: Session) -> None:
    number = registers(desk, requested="付清余款").number if False else registers(desk, persons_came=3).number
    perform(desk, number, Forward(unit="U1"))
    perform(desk, number, RecordExternal(organ="U1", fact="accepted", on=TODAY))
    perform(desk, number, RecordExternal(organ="U1", fact="extended", on=TODAY, days=30))
    (row,) = ledger(desk, TODAY, TODAY)
    assert (row["place"], row["number"], row["channel"], row["name"], row["persons"]) == (
        1,
        number,
        "来访",
        "张**",
        3,
    )
    assert (row["units"], row["forwarded_on"], row["accepted_on"]) == ("示范镇人民政府", TODAY, TODAY)
    assert (row["state"], row["purpose"]) == ("已受理", "申诉求决、信访程序")
    assert str(row["told"]).startswith("应于 2026-") and "延长 30 日" in str(row["due"])
    assert (row["registrar"], row["requested"]) == ("clerk", "村里修路占用我家承包地。")


def test_an_accusation_has_number_day_and_channel_and_nothing_else(desk: Session) -> None:
    made = registers(desk, "举报某局长", purpose=Purpose.ACCUSATION, place="410721")
    (row,) = ledger(desk, TODAY, TODAY)
    assert row == {"place": 1, "number": made.number, "received_on": TODAY, "channel": "来访"}
    whole = ledger_workbook(desk, TODAY, TODAY, names=True)
    text = str(cells(whole))
    assert "张" not in text and "举报" not in text and made.number in text


def test_who_asked_not_to_be_named_is_not_named(desk: Session) -> None:
    registers(desk, confidential=True)
    assert [row["name"] for row in ledger(desk, TODAY, TODAY, names=True)] == [""]


def test_whole_names_are_for_those_who_act_and_the_asking_is_recorded(desk: Session) -> None:
    registers(desk)
    looks = desk.memory.journal.verify("access").entries
    assert [row["name"] for row in ledger(desk, TODAY, TODAY)] == ["张**"]
    assert desk.memory.journal.verify("access").entries == looks
    assert [row["name"] for row in ledger(desk, TODAY, TODAY, names=True)] == ["张示范"]
    assert desk.memory.journal.verify("access").entries == looks + 1
    archivist = session(desk.memory, "archivist")
    assert [row["name"] for row in ledger(archivist, TODAY, TODAY)] == ["张**"]
    with pytest.raises(NotAllowed):
        ledger(archivist, TODAY, TODAY, names=True)
    with pytest.raises(NotAllowed):
        ledger(session(desk.memory, "auditor"), TODAY, TODAY)


def test_the_ledger_is_printed_with_heads_and_a_line_to_sign(desk: Session) -> None:
    registers(desk)
    registers(desk, backfilled=True, received_on=date(2024, 5, 6))
    data = ledger_workbook(desk, TODAY, TODAY)
    rows = cells(data)
    assert rows[0][0] == "示范县信访局信访登记台账（练习）" and "共 2 件" in rows[1][0]
    assert rows[2][:3] == ["序号", "登记编号", "收到日"] and rows[4][-1] == "补录"
    assert rows[-1][0].startswith("制表：") and sheet(data).print_title_rows == "$1:$3"
    assert ledger_workbook(desk, TODAY, TODAY) == data, "the same facts are the same bytes"


def test_days_must_be_in_order(desk: Session) -> None:
    with pytest.raises(BadInput, match=r"register\.days_out_of_order"):
        ledger(desk, TODAY, date(2026, 3, 1))
    with pytest.raises(BadInput, match=r"register\.days_out_of_order"):
        leader_log(desk, TODAY, date(2026, 3, 1))


def test_the_log_names_leader_stand_in_and_unit(desk: Session) -> None:
    number = registers(desk).number
    dark = registers(desk, purpose=Purpose.ACCUSATION).number
    for matter in (number, dark):
        act = ReceiveByLeader(
            leader="陈示范",
            post="副县长",
            on=TODAY,
            instruction="三日内拿出方案",
            unit="示范镇人民政府",
            stand_in=True,
        )
        perform(desk, matter, act)
    plain, hidden = leader_log(desk, TODAY, TODAY)
    assert (plain.unit, plain.instruction, plain.stand_in) == ("示范镇人民政府", "三日内拿出方案", True)
    assert (hidden.number, hidden.unit, hidden.instruction) == (dark, "", "")
    rows = cells(leader_log_workbook(desk, TODAY, TODAY))
    assert rows[3][2:6] == ["陈示范", "副县长", "B 角", number] and "共 2 批 2 人次" in rows[1][0]
