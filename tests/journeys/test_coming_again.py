"""Somebody comes again about a running matter: a card, a word, a sheet in the hand. All persons are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.office import Unit
from app.services.days import day_file
from app.services.reading import open_matter
from app.services.units import list_units
from app.settings import CardReaderSettings
from tests.devices.cards import NUMBER, Plate, block
from tests.devices.reader import library, plate
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_matter import ALT, CONTROL, MatterDesk, PaperTray
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.reception import ReceptionPage
from ui.desk.widgets.unit_card import UnitCard

__all__ = ["library", "picture", "plate", "qapp", "usual_look"]

UNIT = Unit(
    code="U01", name="示范镇人民政府", phone="0373-0000111", duty_phone="0373-0000119", hours="8:30-17:30"
)


@pytest.fixture
def number_and_folder(tmp_path: Path) -> tuple[str, Path]:
    """A folder in which the visitor was registered three days ago, with his number."""
    folder = training_folder(tmp_path / "office")
    desk = open_as(folder, at="2026-11-17T10:00")
    list_units(desk.session, (UNIT,))
    number = registered(desk, name="张示范")
    desk.close()
    return number, folder


def form_of_the_visit(window: Window, picture: Picture) -> None:
    """The form that F8 brings, looked at."""
    matter = MatterDesk.on(window)
    window.qtbot.waitUntil(lambda: matter.page.beside.form is not None, timeout=10_000)
    picture(window.shell, "journey-coming-again", 1.0)
    assert cut_labels(matter.page) == []


def test_coming_again_takes_five_keys_and_one_card(
    qtbot: QtBot, number_and_folder: tuple[str, Path], library: Path, plate: Plate, picture: Picture
) -> None:
    """hall.md 2: twenty seconds, five keys; one batch, no new clock, a sheet to take home."""
    number, folder = number_and_folder
    window = Window(qtbot, folder)
    window.desk_window._settings.keep(
        window.desk_window._settings.settings.__class__(card_reader=CardReaderSettings(library=str(library)))
    )
    window.enter("clerk", at="2026-11-20T09:30")
    day = window.desk_window.day
    assert day is not None
    tray = day.printer = PaperTray()
    window.press(Qt.Key.Key_F3)
    page = window.until("reception")
    assert isinstance(page, ReceptionPage)
    qtbot.waitUntil(lambda: page.drafts.live, timeout=10_000)
    window.settle()
    plate.lay(block("张示范", NUMBER))
    qtbot.waitUntil(lambda: page.column.earlier.chosen is not None, timeout=15_000)
    keys = 0
    for key, modifier in ((Qt.Key.Key_F8, None), (Qt.Key.Key_1, ALT), (Qt.Key.Key_P, CONTROL)):
        keys += 1 if modifier is None else 2
        if modifier is None:
            window.press(key)
            form_of_the_visit(window, picture)
        else:
            window.press(key, None, modifier)
    qtbot.waitUntil(lambda: bool(tray.printed), timeout=15_000)
    assert keys <= 5
    assert tray.printed[0][0] == f"{number} D49"
    view = open_matter(day.hall.session, number)
    note = view.known.matter.notes[-1]
    assert (note.kind, note.words, note.persons) == ("visited-again", "询问办理进度", 1)
    window.settle()
    assert page.form().is_blank, "the visit settled the draft; nobody is asked for a reason"
    (given_up,) = day_file(day.hall.session, day.hall.session.today()).discarded
    assert number in given_up.reason and given_up.had_name
    window.close()


def test_what_is_said_again_and_again_is_added_not_put_in_place(
    qtbot: QtBot, number_and_folder: tuple[str, Path]
) -> None:
    number, folder = number_and_folder
    window = Window(qtbot, folder)
    window.enter("clerk", at="2026-11-20T09:30")
    window.today()
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_F8)
    form = matter.page.beside.form
    assert form is not None
    window.keys("问补偿款")
    for _ in range(2):
        matter.key(Qt.Key.Key_2, ALT)
    assert form.fields["asked"].text == "问补偿款；催促尽快办理"
    matter.save()
    assert matter.sheet.matter.notes[-1].words == "问补偿款；催促尽快办理"
    assert not matter.printer.printed, "Ctrl+Enter keeps it; only Ctrl+P prints"
    window.close()


def test_a_unit_is_found_by_two_letters_and_called_by_its_card(
    qtbot: QtBot, number_and_folder: tuple[str, Path], picture: Picture
) -> None:
    """hall.md, at the counter: a call to a unit is an act, from a card of units with duty telephones."""
    number, folder = number_and_folder
    window = Window(qtbot, folder)
    window.enter("clerk", at="2026-11-20T09:30")
    window.today()
    day = window.desk_window.day
    assert day is not None
    qtbot.waitUntil(lambda: bool(day.hall.unit_initials), timeout=20_000)
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_L, ALT)
    matter.fill(unit="sf")
    form = matter.page.beside.form
    assert form is not None
    (card,) = form.findChildren(UnitCard)
    assert card.text() == "电话 0373-0000111  •  值班 0373-0000119  •  8:30-17:30"
    picture(window.shell, "journey-unit-card", 1.0)
    assert cut_labels(matter.page) == []
    matter.fill(person="王值班", answer="已列入本周处理")
    matter.save()
    note = matter.sheet.matter.notes[-1]
    assert (note.kind, note.unit, note.words, note.answer) == ("contacted", "U01", "王值班", "已列入本周处理")
    window.close()
