"""What the rooms' calendar tells the page of a mediation: when they sit next, and that a stand-in is to be assigned."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.mediation.booking import BookRoom
from app.domain.mediation.sitting import AssignMediator
from app.domain.mediation.state import Tie
from app.services.mediation.booking import book
from tests.services.rooms import acts, agrees, opens
from tests.ui.conftest import Picture
from tests.ui.pages_mediation import ALT, DAY, Room, put, room_folder, state_of
from tests.ui.pages_window import open_as


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return room_folder(tmp_path / "room")


def booked(folder: Path, *, stand_in: bool) -> str:
    desk = open_as(folder, "mediator", at=DAY)
    number = opens(desk.session)
    agrees(desk.session, number)
    acts(desk.session, number, AssignMediator(mediator="P1", name="", tie=Tie.NONE))
    at = "2026-11-23T14:30"
    book(desk.session, BookRoom(room="R1", begin=at, minutes=60, mediation=number, stand_in=stand_in))
    desk.close()
    return number


def test_whoever_was_booked_to_stand_in_is_assigned_with_one_key(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    number = booked(folder, stand_in=True)
    room = Room(qtbot, folder)
    page = room.file(number)
    said = page.overview.booking.text()
    assert "14:30 第一调解室" in said and "孙示范" in said and "Alt+M" in said
    assert page.offered[0] == "assign-mediator"
    picture(room.window.shell, "mediation-stand-in", 1.0)
    room.window.press(Qt.Key.Key_M, page.overview.parties, ALT)
    room.settle()
    assert page.form is not None
    room.save(page)
    assert [item.mediator for item in state_of(page).mediators] == ["P1"], "what ties them has to be said"
    put(page.form.fields["tie"].editor, "none")
    room.save(page)
    last = state_of(page).mediators[-1]
    assert (last.mediator, last.stands_in_for) == ("P2", "P1")
    assert "14:30" in page.overview.booking.text() and "孙示范" not in page.overview.booking.text()


def test_when_they_sit_next_is_said_and_nobody_is_offered_who_is_assigned(qtbot: QtBot, folder: Path) -> None:
    number = booked(folder, stand_in=False)
    page = Room(qtbot, folder).file(number)
    assert "14:30 第一调解室" in page.overview.booking.text()
    assert "B角" not in page.overview.booking.text()
