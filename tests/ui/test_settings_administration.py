"""The auditor reads in the settings who administered what; a setting of safety is written down. All persons are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.account import Role
from app.services import accounts
from tests.trust.reading import looks
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_window import open_as, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_settings_keeping import SettingsAtWork
from ui.bootstrap.backups import backup_plan, change_backup_plan
from ui.bootstrap.people import personal_keys
from ui.desk.pages.settings_computer import LookSection
from ui.desk.pages.settings_looks import ADMINISTRATION, LooksSection

__all__ = ["picture", "qapp", "usual_look"]

AT = "2026-11-20T09:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office in which somebody was given another role, and the backups another place."""
    made = training_folder(tmp_path / "data")
    keeper = open_as(made, "secadmin", AT)
    accounts.open_account(
        keeper.session,
        personal_keys(keeper),
        identifier="chen",
        name="陈示范",
        role=Role.CLERK,
        password="some quiet words",
    )
    accounts.change_role(keeper.session, "chen", Role.MEDIATOR, "调到调解室")
    keeper.close()
    leader = open_as(made, "leader", AT)
    change_backup_plan(leader, replace(backup_plan(made), folders=(str(tmp_path / "stick"),)))
    leader.close()
    return made


def test_the_auditor_reads_who_administered_what_since_a_day(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    at = SettingsAtWork(qtbot, folder, "looks", "auditor")
    section = at.page.section("looks")
    assert isinstance(section, LooksSection)
    section.looks.which.take(ADMINISTRATION)
    section.looks.day.set_value(date(2026, 11, 20))
    at.press(Qt.Key.Key_Return)
    model = section.looks.table.model()
    told = [[str(model.index(row, column).data()) for column in (3, 4, 6)] for row in range(model.rowCount())]
    assert ["改角色", "chen 调解员", "调到调解室"] in told
    assert any(what == "改备份设置" and about.endswith("stick") for what, about, _ in told)
    assert cut_labels(at.page) == []
    picture(at.window.shell, "administration-light", 1.0)
    at.window.close()


def test_where_the_computer_stands_is_written_down(qtbot: QtBot, folder: Path) -> None:
    at = SettingsAtWork(qtbot, folder, "look", "leader")
    section = at.page.section("look")
    assert isinstance(section, LookSection)
    section.look.place.take("laptop")
    section.save()
    section.save()
    at.settle()
    day = at.window.desk_window.day
    assert day is not None
    told = [(body or {}).get("about") for kind, _, body in looks(day.desk) if kind == "administered"]
    assert told[-1] == "place=laptop" and told.count("place=laptop") == 1, "a save without a change is none"
    at.window.close()
