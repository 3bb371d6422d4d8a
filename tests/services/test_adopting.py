"""Rules and calendars are adopted after the before/after list: what it shows is what comes to pass, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.acts.forwarding import Forward
from app.domain.calendar import NamedDay, WorkCalendar, YearTable
from app.domain.changes_of_duties import Change
from app.domain.law import Law
from app.errors import AppError, NotAllowed, Refused
from app.services.adoption import (
    Adoption,
    adopt,
    propose_calendar,
    propose_file,
    propose_off,
    propose_on,
    read_calendar,
    was_cut_off,
)
from app.services.adoption_preview import preview, preview_object
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.registration import register_matter
from tests.desks import command, folder, sign_in
from tests.domain.test_overlays import OWN
from ui.bootstrap.opening import Desk

SIMPLE = "simple-handling"
LATER = "2026-03-09T09:00:00+08:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    opened = folder(tmp_path / "desk")
    opened.memory.close()
    (tmp_path / "desk.code").write_text("ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-ABCDE")
    return tmp_path / "desk"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    """Two matters of Monday, a week later: one forwarded, one not."""
    first = sign_in(path)
    numbers = [register_matter(first.session, command(f"第 {at} 件")).number for at in range(2)]
    perform(first.session, numbers[1], Forward(unit="U1"))
    first.close()
    opened = sign_in(path, at=LATER)
    yield opened
    opened.close()


def stored(desk: Desk) -> bool:
    """Whether the stored rows are those of the law and calendar that are worked by now."""
    return desk.rebuild(check=True)["equal"] is True


def moved(year: int, *off: date) -> YearTable:
    """The shipped table of a year with more days off."""
    table = next(t for t in WorkCalendar.shipped().tables if t.year == year)
    return YearTable(
        year=year,
        source="示范通知",
        holidays=tuple(sorted((*table.holidays, *(NamedDay(day=d, name="示范节") for d in off)),
                              key=lambda d: d.day)),
        makeup_workdays=table.makeup_workdays,
    )  # fmt: skip


def test_switching_on_from_today_touches_no_running_matter(desk: Desk) -> None:
    found = preview(desk.session, propose_on(desk.session, SIMPLE))
    assert (found.matters, found.rows) == (2, ())


def test_switching_on_for_earlier_days_says_which_matter_becomes_late(desk: Desk) -> None:
    session = desk.session
    found = preview(session, propose_on(session, SIMPLE, since=date(2026, 3, 1)))
    rows = [(row.duty.change, row.duty.either.rule, row.after, row.becomes_late) for row in found.rows]
    assert rows == [(Change.NEW, "simple-route", date(2026, 3, 5), True)]
    assert (found.late, found.count(Change.NEW), found.count(Change.MOVED)) == (1, 1, 0)
    head = session.unmasked.head()
    assert not Law.shipped().profiles & {SIMPLE} and session.unmasked.head() == head


def test_what_was_adopted_is_what_the_list_showed_and_stays_so(desk: Desk, path: Path) -> None:
    session = desk.session
    proposal = propose_on(session, SIMPLE, since=date(2026, 3, 1))
    (row,) = preview(session, proposal).rows
    changes = adopt(session, proposal)
    assert changes.obligations and changes.settings
    assert SIMPLE in session.law.profiles and stored(desk)
    shown = {o.rule: o.due_legal for o in view_matter(session, row.number).known.obligations}
    assert shown["simple-route"] == row.after
    assert preview(session, propose_off(session, SIMPLE, since=date(2026, 3, 1))).count(Change.ENDED) == 1
    desk.close()
    again = sign_in(path, at=LATER)
    assert again.session.law == session.law and stored(again)
    assert not was_cut_off(again.session.memory)


def test_the_office_sets_its_own_number_and_it_is_kept_for_the_next_time(desk: Desk, path: Path) -> None:
    session = desk.session
    adopt(session, propose_on(session, SIMPLE, since=date(2026, 3, 1), days={"simple-route": 9}))
    (row,) = [o for o in _open(desk) if o.rule == "simple-route"]
    assert row.due_legal == date(2026, 3, 13)
    adopt(session, propose_off(session, SIMPLE))
    adopt(session, propose_on(session, SIMPLE, since=date(2026, 3, 20)))
    assert session.law.rule("simple-route").length is not None
    assert session.law.rule("simple-route").length.n == 9  # type: ignore[union-attr]
    with pytest.raises(Refused):
        propose_on(session, SIMPLE, since=date(2026, 3, 20))


def _open(desk: Desk) -> list[Any]:
    rows = desk.session.unmasked.due(today=desk.session.today(), until=date.max)
    return [row.obligation for row in rows]


def test_a_file_of_the_office_is_taken_or_refused_whole(desk: Desk) -> None:
    session = desk.session
    law = session.law
    for text in (OWN.replace("severity", "severety"), OWN.replace("own-forward", "handling"), "= ="):
        with pytest.raises(AppError):
            propose_file(session, "own.toml", text)
    assert session.law == law
    proposal = propose_file(session, "own.toml", OWN, since=date(2026, 3, 1))
    (row,) = preview(session, proposal).rows
    assert (row.title, row.becomes_late) == ("本县三日内转送", True)
    adopt(session, proposal)
    assert [o.due_strict for o in _open(desk) if o.rule == "own-forward"] == [date(2026, 3, 5)]


def test_a_new_holiday_moves_clocks_only_after_the_list(desk: Desk) -> None:
    session = desk.session
    proposal = propose_calendar(session, [moved(2026, date(2026, 3, 17))])
    found = preview(session, proposal)
    assert found.rows and {row.duty.change for row in found.rows} == {Change.MOVED}
    assert {row.duty.either.rule for row in found.rows} >= {"office-route", "office-notice"}
    assert stored(desk), "looking moved nothing"
    adopt(session, proposal)
    assert session.calendar == proposal.calendar and stored(desk)
    legal = {o.rule: o.due_legal for o in _open(desk)}
    assert legal["office-route"] == date(2026, 3, 18)
    with pytest.raises(Refused) as caught:
        propose_calendar(session, [moved(2026, date(2026, 3, 17))])
    assert caught.value.code == "calendar.adopted_already"


def test_an_adopted_table_is_there_at_the_next_opening(desk: Desk, path: Path) -> None:
    adopt(desk.session, propose_calendar(desk.session, [moved(2026, date(2026, 3, 17))]))
    head = desk.session.unmasked.head()
    desk.close()
    again = sign_in(path, at=LATER)
    assert not again.session.calendar.is_workday(date(2026, 3, 17))
    assert again.session.unmasked.head() == head, "opening adopts nothing by itself"
    again.close()


def test_a_table_that_a_new_program_brings_waits_for_its_list(
    desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    whole = WorkCalendar.shipped()
    more = whole.with_table(
        YearTable(
            year=2027,
            source="示范通知",
            holidays=(NamedDay(day=date(2027, 1, 1), name="元旦"),),
            makeup_workdays=(),
        )
    )
    monkeypatch.setattr(WorkCalendar, "shipped", classmethod(lambda cls: more))
    again = sign_in(path, at=LATER)
    assert again.session.calendar == whole
    assert [table.year for table in again.session.adopted.waiting_tables] == [2027]
    adopt(again.session, propose_calendar(again.session, again.session.adopted.waiting_tables))
    assert again.session.calendar == more and again.session.adopted.tables == ()
    again.close()


def test_a_recomputing_that_was_cut_off_is_begun_again(desk: Desk, path: Path) -> None:
    session = desk.session
    adoption = Adoption(session, propose_on(session, SIMPLE, since=date(2026, 3, 1)))
    adoption.begin()
    assert not stored(desk) and was_cut_off(session.memory)
    adoption.conclude(leaving=True)
    assert was_cut_off(session.memory)
    desk.close()
    again = sign_in(path, at=LATER)
    assert stored(again) and not was_cut_off(again.session.memory)
    again.close()


def test_an_act_between_two_steps_does_no_harm(desk: Desk) -> None:
    session = desk.session
    adoption = Adoption(session, propose_on(session, SIMPLE, since=date(2026, 3, 1)))
    adoption.begin()
    (number,) = {r.number for r in session.unmasked.due(today=session.today(), until=date.max)
                 if r.obligation.rule == "office-route"}  # fmt: skip
    perform(session, number, Forward(unit="U1"))
    fresh = register_matter(session, command("第三件"))
    while adoption.step():
        pass
    adoption.conclude()
    assert stored(desk)
    assert "simple-route" in {o.rule for o in view_matter(session, fresh.number).known.obligations}


def test_the_look_can_be_called_off_and_only_some_may_adopt(desk: Desk, path: Path) -> None:
    class Off(Exception):
        pass

    def stop(done: int, total: int) -> None:
        assert (done, total) == (1, 2)
        raise Off

    with pytest.raises(Off):
        preview(desk.session, propose_on(desk.session, SIMPLE), stop)
    desk.close()
    auditor = sign_in(path, "auditor", at=LATER)
    with pytest.raises(NotAllowed):
        adopt(auditor.session, propose_on(auditor.session, SIMPLE))
    auditor.close()


def test_a_calendar_file_is_read_or_refused() -> None:
    text = 'year = 2027\nsource = "通知"\n[[holiday]]\nname = "元旦"\ndays = [2027-01-01]\n'
    assert read_calendar("2027.toml", text).year == 2027
    for name, bad in (
        ("a.toml", "year ="),
        ("a.json", "[1]"),
        ("a.toml", text.replace("2027-01-01", "2028-05-01")),
    ):
        with pytest.raises(AppError) as caught:
            read_calendar(name, bad)
        assert caught.value.code == "calendar.malformed"


def test_the_list_of_the_command_line(desk: Desk) -> None:
    made = preview_object(preview(desk.session, propose_on(desk.session, SIMPLE, since=date(2026, 3, 1))))
    assert (made["new"], made["becomes_late"], made["matters"]) == (1, 1, 2)
    changes = made["changes"]
    assert isinstance(changes, list) and changes[0]["rule"] == "simple-route" and changes[0]["before"] is None
