"""Mail in the window: opened with its envelope, seen by age, registered, joined, handed on, all by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.mail import hand_back, letters, open_letter
from app.services.materials import material_list
from app.services.reading import view_matter
from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, CONTROL
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.scan_files import bomb
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.mail import MailPage

AT = "2026-11-20T09:30"
SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier
LETTERS = (
    {
        "received_on": "2026-11-02",
        "sender": "李示范",
        "sender_address": "示范村二号",
        "note": "水渠多年没有修。",
    },
    {"received_on": "2026-11-16", "note": "又催修路补偿款。"},
    {"received_on": "2026-11-18", "sender": "王示范", "note": "写给法院的。"},
)


class MailDesk:
    """The mail page of a window: what a clerk does there by keys."""

    def __init__(self, window: Window) -> None:
        self.window = window
        window.press(Qt.Key.Key_L, None, SHIFT)
        page = window.until("mail")
        assert isinstance(page, MailPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Waits for reads and writes, and for what they set off."""
        for _ in range(4):
            self.window.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key and waits for what it does."""
        self.window.press(key, None, modifier)
        self.settle()

    def choose(self, at: int) -> None:
        """Puts the choice on a letter."""
        self.page.table.selectRow(at)
        QApplication.processEvents()

    def fill(self, **values: str) -> None:
        """Types into the form."""
        for name, text in values.items():
            editor = self.page.forms[self.page.mode].fields[name].editor
            editor.setFocus()
            editor.clear()  # type: ignore[attr-defined]
            self.window.keys(text)

    def save(self) -> None:
        """Ctrl+Enter."""
        self.key(Qt.Key.Key_Return, CONTROL)
        self.settle()

    def note(self, name: str) -> str:
        """What stands below a field of the form."""
        return self.page.forms[self.page.mode].fields[name].note.text


@pytest.fixture
def mail(qtbot: QtBot, tmp_path: Path) -> MailDesk:
    """A page with three letters, and one matter."""
    folder = training_folder(tmp_path / "office")
    desk = open_as(folder, at=AT)
    registered(desk)
    for row in LETTERS:
        open_letter(desk.session, row)
    desk.close()
    window = Window(qtbot, folder)
    window.enter(at=AT)
    window.today()
    return MailDesk(window)


def test_what_waits_is_seen_by_age(mail: MailDesk, picture: Picture) -> None:
    model = mail.page.table.model()
    shown = [[str(model.index(at, column).data()) for column in (0, 2, 3)] for at in range(3)]
    assert shown == [
        ["LX07-L26-00001", "18 天", "11-17 已过 3 天"],
        ["LX07-L26-00002", "4 天", "12-01"],
        ["LX07-L26-00003", "2 天", "12-03"],
    ]
    picture(mail.window.shell, "mail", 1.0)
    assert cut_labels(mail.page) == []
    mail.key(Qt.Key.Key_Escape)
    assert mail.window.shell.current_page == "today"
    mail.window.close()


def test_a_letter_is_opened_with_its_envelope(mail: MailDesk, tmp_path: Path, picture: Picture) -> None:
    envelope = tmp_path / "envelope.jpg"
    Image.effect_noise((900, 400), 60).convert("RGB").save(envelope)
    mail.key(Qt.Key.Key_N, CONTROL)
    mail.fill(sender="赵示范", received_on="11-25", note="信访事项")
    picture(mail.window.shell, "mail-new", 1.0)
    assert cut_labels(mail.page) == []
    mail.save()
    assert mail.page.mode == "new" and "2026-11-25" in mail.note("received_on"), "a day to come"
    mail.fill(received_on="11-19", envelope=str(envelope))
    mail.save()
    assert "收件章号 LX07-L26-00004" in mail.window.said
    session = mail.window.desk_window.day.desk.session  # type: ignore[union-attr]
    assert len(letters(session)[-1].letter.what.envelope) == 1
    mail.window.close()


def test_a_bad_picture_of_an_envelope_stops_no_letter(mail: MailDesk, tmp_path: Path) -> None:
    mail.key(Qt.Key.Key_N, CONTROL)
    mail.fill(sender="赵示范", envelope=str(bomb(tmp_path / "bomb.png")))
    mail.save()
    assert "LX07-L26-00004" in mail.window.said and "大得不正常" in mail.window.said
    mail.window.close()


def test_a_letter_is_registered_with_what_is_known_and_its_matter_opened(mail: MailDesk) -> None:
    mail.choose(0)
    mail.key(Qt.Key.Key_D, ALT)
    form = mail.page.forms["register"]
    assert (form.fields["name"].text, form.fields["content"].text) == ("李示范", "水渠多年没有修。")
    mail.fill(requested="修好水渠")
    mail.save()
    mail.window.until("matter")
    session = mail.window.desk_window.day.desk.session  # type: ignore[union-attr]
    number = letters(session, everything=True)[0].letter.matter
    matter = view_matter(session, number).known.matter
    assert (matter.channel, str(matter.received_on)) == ("letter", "2026-11-02")
    assert material_list(session, number).pages == ()
    mail.window.close()


def test_a_letter_is_joined_and_another_handed_on(mail: MailDesk) -> None:
    mail.choose(1)
    mail.key(Qt.Key.Key_J, ALT)
    mail.fill(number="LX07-26-00009-9")
    mail.save()
    assert mail.page.mode == "join", "an unknown number leaves what was typed"
    session = mail.window.desk_window.day.desk.session  # type: ignore[union-attr]
    number = session.unmasked.newest()[0].number
    mail.fill(number=number)
    mail.save()
    assert f"已并入 {number}" in mail.window.said
    mail.choose(1)
    mail.key(Qt.Key.Key_Y, ALT)
    mail.save()
    assert mail.page.mode == "back" and mail.note("to")
    mail.fill(to="示范县人民法院", reason="误投")
    mail.save()
    assert "已转给示范县人民法院" in mail.window.said
    assert [row.letter.stamp for row in letters(session)] == ["LX07-L26-00001"]
    mail.window.close()


def test_a_form_stays_about_its_letter_when_another_desk_deals_with_one(mail: MailDesk) -> None:
    mail.choose(1)
    mail.key(Qt.Key.Key_Y, ALT)
    session = mail.window.desk_window.day.desk.session  # type: ignore[union-attr]
    hand_back(session, "LX07-L26-00001", "示范县法院", "误投")
    mail.page.read()
    mail.settle()
    mail.fill(to="示范县人民法院", reason="误投")
    mail.save()
    assert "LX07-L26-00002 已转给" in mail.window.said
    assert [row.letter.stamp for row in letters(session)] == ["LX07-L26-00003"]
    mail.window.close()


def test_a_letter_under_seal_says_nothing_in_the_list(mail: MailDesk) -> None:
    session = mail.window.desk_window.day.desk.session  # type: ignore[union-attr]
    open_letter(session, {"sender": "钱示范", "note": "反映村干部", "restricted": True})
    mail.page.read()
    mail.settle()
    model = mail.page.table.model()
    assert [model.index(3, column).data() for column in (4, 5)] == ["受限", ""]
    mail.window.close()
