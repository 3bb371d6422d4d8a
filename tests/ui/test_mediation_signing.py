"""Signing in the mediation room on the screen: one after the other below the very paper, by keys and the pen alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.mediation.settling import MakeAgreement
from app.domain.mediation.state import SignedHow, Stage
from app.services.mediation.signing import check_room
from app.services.session import Session
from tests.services.rooms import acts, agrees, opens, paid_in_parts, sits
from tests.ui.conftest import Picture
from tests.ui.pages_mediation import ALT, CONTROL, DAY, Room, room_folder, state_of
from tests.ui.pages_window import open_as
from tests.ui.test_delivery import write_on
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.opening import station_signer
from ui.desk.pages.mediation_file import MediationFilePage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return room_folder(tmp_path / "room")


def sat(session: Session) -> str:
    number = opens(session)
    agrees(session, number)
    sits(session, number)
    return number


def opened(folder: Path, qtbot: QtBot, *, agreed: bool) -> tuple[Room, MediationFilePage]:
    desk = open_as(folder, "mediator", at=DAY)
    number = sat(desk.session)
    if agreed:
        clause = paid_in_parts((desk.session.today(), 80_000))
        acts(desk.session, number, MakeAgreement(facts="院墙越界半米", clauses=(clause,)))
    desk.close()
    room = Room(qtbot, folder)
    return room, room.file(number)


def brings(qtbot: QtBot, room: Room, page: MediationFilePage) -> None:
    room.window.press(Qt.Key.Key_V, page.overview.parties, ALT)
    qtbot.waitUntil(lambda: page.signing.view.pages > 0, timeout=15_000)
    room.settle()


def writes(room: Room, page: MediationFilePage) -> None:
    write_on(page.signing.pad, [(60, 60), (120, 140), (200, 70)], [(260, 40), (270, 150)])
    room.window.press(Qt.Key.Key_Return, page, CONTROL)
    room.settle()


def test_a_record_is_signed_below_the_paper_by_one_after_the_other(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    room, page = opened(folder, qtbot, agreed=False)
    brings(qtbot, room, page)
    form = page.signing
    assert (form.who.code, form.fields["signer"].text) == ("party:1", "赵示范")
    write_on(form.pad, [(60, 60), (120, 140), (200, 70)], [(260, 40), (270, 150)])
    picture(room.window.shell, "mediation-signing", 1.0)
    assert cut_labels(page) == []
    room.window.press(Qt.Key.Key_X, page, ALT)
    assert form.pad.is_empty
    room.window.press(Qt.Key.Key_Return, page, CONTROL)
    room.settle()
    assert state_of(page).sittings[0].signatures == (), "an empty pad signs nothing"
    writes(room, page)
    (signature,) = state_of(page).sittings[0].signatures
    assert (signature.who, signature.how) == ("party:1", SignedHow.HANDWRITING)
    assert form.isVisible() and form.who.code == "party:2" and form.pad.is_empty, "the next one signs"
    room.window.press(Qt.Key.Key_T, page, ALT)
    room.settle()
    assert page.talk.isVisible() and not form.isVisible(), "another act takes its place"
    room.window.press(Qt.Key.Key_Escape, page)
    brings(qtbot, room, page)
    assert form.who.code == "party:2"
    for _ in range(3):
        writes(room, page)
    assert [item.who for item in state_of(page).sittings[0].signatures] == [
        "party:1", "party:2", "mediator:P1", "recorder",
    ]  # fmt: skip
    assert not form.isVisible() and page.overview.isVisible() and "sign-on-screen" not in page.offered
    number = state_of(page).number
    room.window.close()
    desk = open_as(folder, "mediator", at=DAY)
    found = check_room(desk.session, number, station_signer(desk).sign_public)
    desk.close()
    assert len(found) == 4 and all(item.holds and item.ours for _, item in found)


def test_an_agreement_is_signed_on_the_screen_and_lacks_the_seal_alone(qtbot: QtBot, folder: Path) -> None:
    room, page = opened(folder, qtbot, agreed=True)
    assert "sign-on-screen" in page.offered
    brings(qtbot, room, page)
    for _ in range(3):
        writes(room, page)
    assert page.overview.isVisible() and state_of(page).stage is Stage.AGREED
    assert page.view is not None and page.view.lacking == ("seal",)


def test_what_was_not_read_back_is_not_put_before_anybody(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder, "mediator", at=DAY)
    number = opens(desk.session)
    agrees(desk.session, number)
    sits(desk.session, number, read_back=False)
    desk.close()
    room = Room(qtbot, folder)
    page = room.file(number)
    assert "sign-on-screen" not in page.offered
    room.window.press(Qt.Key.Key_V, page.overview.parties, ALT)
    room.settle()
    assert page.overview.isVisible() and "没有要签名的" in room.window.said


def test_signing_at_twice_the_size_of_a_small_screen(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    room, page = opened(folder, qtbot, agreed=True)
    room.window.shell.resize(683, 364)
    brings(qtbot, room, page)
    picture(room.window.shell, "mediation-signing-200-percent", 2.0)
    assert room.window.shell.width() == 683
