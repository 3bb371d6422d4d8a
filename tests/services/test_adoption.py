"""A program that ships another law or calendar says so in the journal, and the due days follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.calendar import WorkCalendar
from app.domain.office import OfficeSet, StationKind
from app.services import intake
from app.services.adoption import adopt_shipped
from app.services.reading import view_matter
from app.services.registration import register_matter
from ui.bootstrap.founding import create_folder, new_recovery_code
from ui.bootstrap.opening import Desk, open_desk
from ui.messages import words


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    code = new_recovery_code()
    office = OfficeSet(
        name="示范县信访局", station="LX07", area="410721", kind=StationKind.OFFICE, training=True
    )
    now = datetime(2026, 9, 18, 1, 0, tzinfo=UTC)
    create_folder(tmp_path / "desk", office, code=code, now=now, role_names=words("roles"))
    (tmp_path / "code").write_text(code)
    opened = open_desk(
        tmp_path / "desk",
        at="2026-09-18T09:00:00+08:00",
        environment={"PETITION_DESK_RECOVERY_FILE": str(tmp_path / "code")},
    )
    assert isinstance(opened.session.clock, FixedClock)
    return opened


def test_nothing_is_written_while_law_and_calendar_are_those_adopted(desk: Desk) -> None:
    before = desk.session.unmasked.head()

    assert not adopt_shipped(desk.session)
    assert desk.session.unmasked.head() == before


def test_another_calendar_is_adopted_by_an_entry_and_moves_the_due_days(desk: Desk) -> None:
    session = desk.session
    taken = intake.to_intake(
        {"content": "修路占地的补偿没有付清"}, key="", today=session.today(), area="410721", area_code=None
    )
    number = register_matter(session, taken.command).number
    legal = {o.rule: o.due_legal for o in view_matter(session, number).known.obligations}
    assert str(legal["office-route"]) == "2026-10-08"

    years = [table for table in session.calendar.tables if table.year != 2026]
    session.calendar = WorkCalendar.from_tables(years)
    head = session.unmasked.head()

    assert adopt_shipped(session)
    assert session.adopted.calendar == session.calendar.version
    assert session.unmasked.head() != head
    assert desk.rebuild(check=True)["equal"] is False
    desk.rebuild(check=False)
    assert desk.rebuild(check=True)["equal"] is True
    row = next(
        r
        for r in session.unmasked.due(today=session.today(), until=session.today().replace(year=2027))
        if r.obligation.rule == "office-route"
    )
    assert row.obligation.provisional
    assert replace(row.obligation, provisional=False) != row.obligation
