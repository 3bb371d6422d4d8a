"""The meeting list tells which disputes are open and how the matter went round; one letter names the lead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.acts.disputing import DecideDispute, Dispute
from app.domain.acts.forwarding import Forward
from app.domain.acts.objecting import DecideObjection
from app.domain.acts.recording import RecordExternal
from app.errors import NotAllowed
from app.services import papers
from app.services.meeting_list import meeting_list, row_object
from app.services.offering import offered_acts
from app.services.perform import perform
from app.services.reading import open_matter, view_matter
from app.services.session import Session
from app.services.showing import matter_object
from app.services.timeline import history_lines
from tests.desks import folder, founded, moved_to, registers, session, sign_in
from tests.fakes import FakeMemory
from ui.cli.main import run
from ui.desk.pages.matter_words import history_words


@pytest.fixture
def memory() -> FakeMemory:
    """A founded office."""
    made = FakeMemory()
    founded(made)
    return made


@pytest.fixture
def desk(memory: FakeMemory) -> Session:
    """A clerk in that memory."""
    return session(memory)


def went_round(at: Session, number: str, unit: str, month: int) -> Session:
    """Sent on the third of that month, objected to, taken back on the sixth."""
    later = moved_to(at, f"2026-0{month}-06T09:00")
    perform(later, number, Forward(unit=unit))
    perform(later, number, RecordExternal(organ=unit, fact="objected", on=later.today()))
    perform(later, number, DecideObjection(unit=unit, agreed=True, reason="属实"))
    return later


def test_open_disputes_are_listed_with_the_way_they_went(desk: Session) -> None:
    number = registers(desk).number
    quiet = registers(desk, key="other").number
    went_round(desk, number, "U1", 4)
    later = went_round(desk, number, "U2", 5)
    assert offered_acts(later, view_matter(later, number).known.matter)[:2] == ("dispute", "forward")
    perform(later, number, Dispute(units=("U1", "U2"), body="联席会议", reason="都说不属职责"))
    assert offered_acts(later, view_matter(later, number).known.matter)[0] == "decide-dispute"
    (row,) = meeting_list(later)
    assert row.number == number != quiet
    assert (row.returns, row.units, row.body) == (2, ("示范镇人民政府", "示范县自然资源局"), "联席会议")
    assert [item.fact for item in row.way] == ["forwarded", "objected", "returned"] * 2 + ["disputed"]
    assert row_object(row)["reason"] == "都说不属职责"
    perform(later, number, DecideDispute(unit="U2", by="联席会议"))
    assert meeting_list(later) == []
    assert offered_acts(later, view_matter(later, number).known.matter)[0] == "forward"


def test_a_dispute_of_another_organ_is_listed_with_that_organ(desk: Session) -> None:
    number = registers(desk).number
    perform(
        desk,
        number,
        RecordExternal(organ="示范县人民政府", fact="disputed", on=desk.today(), result="两局相推"),
    )
    (row,) = meeting_list(desk)
    assert (row.units, row.body, row.reason, row.returns) == ((), "示范县人民政府", "两局相推", 0)


def test_the_petitioner_gets_one_letter_that_names_the_lead(desk: Session) -> None:
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1", with_units=("U2",)))
    for kind in ("D09", "D11"):
        record = papers.issue(desk, number, kind).record
        assert record is not None
        said = json.loads(record.facts)["facts"]
        assert (said["unit"]["name"], said["assisting"]) == (
            "示范镇人民政府",
            [{"name": "示范县自然资源局"}],
        )
    shown = matter_object(view_matter(desk, number))
    routings = shown["routings"]
    assert isinstance(routings, list) and routings[0]["with_units"] == ["U2"]
    told = [history_words(line) for line in history_lines(desk, open_matter(desk, number))]
    assert "转送 示范镇人民政府（牵头；协办：示范县自然资源局）" in told


def test_the_command_prints_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(tmp_path / "desk")
    opened = sign_in(tmp_path / "desk")
    number = registers(opened.session).number
    perform(opened.session, number, Dispute(units=("U1", "U2"), body="联席会议", reason="相推"))
    opened.close()
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(tmp_path / "desk.code"))
    at = ("--data", str(tmp_path / "desk"), "--at", "2026-03-02T10:00:00+08:00", "--json")
    assert run(["meeting-list", *at]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) | {"history": []} == {
        "number": number,
        "claim": None,
        "disputed_on": "2026-03-02",
        "units": ["示范镇人民政府", "示范县自然资源局"],
        "body": "联席会议",
        "reason": "相推",
        "returns": 0,
        "history": [],
    }


def test_the_list_is_for_those_who_read_matters(memory: FakeMemory) -> None:
    with pytest.raises(NotAllowed):
        meeting_list(session(memory, "sysadmin"))
