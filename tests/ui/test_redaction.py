"""A redacted transcript in the window: marks proposed, put right by keys, sent to a second person, confirmed or returned."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.acts.handing_in import Attach
from app.domain.areas import Area
from app.domain.claims import Purpose
from app.domain.material import Piece
from app.services.materials import keeper_for
from app.services.perform import perform
from app.services.redacting import redacted_page, transcripts
from tests.ui.conftest import Picture
from tests.ui.pages_matter import CONTROL, MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.matter_redaction import RedactionCard
from ui.theme import Theme, apply_theme, current

SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier
NAME = "金雀华"
STORY = (
    "我叫金雀华，电话１３８-0000-0001。𠮷村的校长钱某某收受财物三万元，让第三小学的金老师签字。"
    "证人白鹭在场，电话18612345678。"
)


class RedactionDesk(MatterDesk):
    """The card of a transcript: what two people do there."""

    @property
    def card(self) -> RedactionCard:
        """The card."""
        return self.page.redaction

    def bring(self, key: Qt.Key = Qt.Key.Key_H) -> None:
        """Ctrl+Shift+H proposes, Ctrl+Shift+J looks at what waits."""
        self.key(key, SHIFT)
        self.rest()

    def rest(self) -> None:
        """Waits until nothing is read or kept any more."""
        self.settle()
        self.window.qtbot.waitUntil(lambda: not (self.card.busy or self.card.pages.busy), timeout=30_000)
        self.settle()
        self.settle()

    def mark(self, words: str) -> None:
        """Selects words on the left and presses Delete."""
        at = self.card.source.toPlainText().index(words)
        self.card.source.setFocus()
        self.card.source.select(at, at + len(words))
        self.key(Qt.Key.Key_Delete)
        self.rest()

    @property
    def left(self) -> str:
        """What will be left of the words."""
        return self.card.result.toPlainText()

    def send(self) -> None:
        """Ctrl+Enter."""
        self.key(Qt.Key.Key_Return, CONTROL)
        self.rest()


def folder_of(place: Path, *, page: bool = False) -> tuple[Path, str]:
    folder = training_folder(place)
    desk = open_as(folder, at="2026-11-19T15:00")
    number = registered(
        desk, NAME, text=STORY, requested="", purpose=Purpose.ACCUSATION, accused="钱某某 校长"
    )
    if page:
        picture = Image.new("RGB", (800, 1100), (250, 250, 245))
        picture.paste((200, 0, 0), (100, 600, 700, 900))
        picture.paste((20, 20, 20), (120, 100, 500, 140))
        path = place.parent / "page.jpg"
        picture.save(path, quality=90)
        kept = keeper_for(desk.session, number)(path.read_bytes())
        perform(desk.session, number, Attach(piece=Piece.LETTER, files=(kept,)))
        path.unlink()
    desk.close()
    return folder, number


def sits(qtbot: QtBot, folder: Path, number: str, role: str = "clerk") -> RedactionDesk:
    window = Window(qtbot, folder)
    window.enter(role, at="2026-11-20T09:30")
    window.today()
    return RedactionDesk(window, number)


def test_words_are_marked_put_right_and_confirmed_by_a_second_person(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    folder, number = folder_of(tmp_path / "office")
    clerk = sits(qtbot, folder, number)
    clerk.bring()
    assert clerk.card.isVisible() and clerk.card.source.hasFocus()
    assert NAME not in clerk.left and "〔反映人〕" in clerk.left and "没有查到" in clerk.card.told
    picture(clerk.window.shell, "redaction-light", 1.0)
    assert cut_labels(clerk.page) == []

    clerk.mark("第三小学")
    assert "第三小学" not in clerk.left and "〔有关信息〕" in clerk.left
    clerk.mark(NAME)
    assert NAME in clerk.left and "还能看出身份" in clerk.card.told, "a mark that must stay is missed at once"
    clerk.mark(NAME)
    clerk.mark("18612345678")
    assert "18612345678" in clerk.left and "没有查到" in clerk.card.told, "what only looks like one may stay"
    result = clerk.left
    clerk.send()
    assert "已提请第二人核对" in clerk.window.said and clerk.card.waiting is None
    clerk.window.close()

    leader = sits(qtbot, folder, number, "leader")
    leader.bring(Qt.Key.Key_J)
    assert leader.card.waiting is not None and leader.left == result and not leader.card.source.isVisible()
    assert "没有查到" in leader.card.told
    picture(leader.window.shell, "redaction-second-light", 1.0)
    leader.send()
    assert "已核对确认" in leader.window.said
    leader.key(Qt.Key.Key_Escape)
    assert leader.card.isHidden() and leader.left == "", "nothing stays behind"
    leader.window.close()
    desk = open_as(folder, "leader", at="2026-11-20T10:00")
    assert [row.transcript.state for row in transcripts(desk.session, number)] == ["confirmed"]
    desk.close()


def test_what_can_still_be_known_is_shown_to_the_second_person_who_returns_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder, number = folder_of(tmp_path / "office")
    clerk = sits(qtbot, folder, number)
    clerk.bring()
    clerk.mark(NAME)
    clerk.send()
    clerk.window.close()
    leader = sits(qtbot, folder, number, "leader")
    leader.bring(Qt.Key.Key_J)
    assert [leader.left[m.start : m.end] for m in leader.card.result.marks] == [NAME]
    assert not leader.card.confirm.isEnabled()
    leader.card.back.click()
    leader.rest()
    assert leader.card.named["reason"].note.text != "", "a reason is asked for"
    leader.card.reason.setText("第一句还有姓名")
    leader.card.back.click()
    leader.rest()
    assert "已退回" in leader.window.said and leader.card.waiting is None
    leader.window.close()


@pytest.mark.parametrize("name", ["dark", "high_contrast"])
def test_it_looks_well_in_other_lights(
    name: str, qtbot: QtBot, tmp_path: Path, picture: Picture, qapp: QApplication
) -> None:
    folder, number = folder_of(tmp_path / "office", page=True)
    clerk = sits(qtbot, folder, number)
    apply_theme(qapp, Theme(name=name, strong_face=current.theme.strong_face))
    clerk.bring()
    picture(clerk.window.shell, f"redaction-{name}", 1.0)
    assert clerk.window.shell.width() == 1366
    clerk.window.close()


def test_areas_of_a_page_are_drawn_previewed_and_gone(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    folder, number = folder_of(tmp_path / "office", page=True)
    clerk = sits(qtbot, folder, number)
    clerk.bring()
    pages = clerk.card.pages
    assert pages.isVisible() and pages.picture.is_shown
    pages.propose()
    assert "还没有画出" in pages.told
    # with the mouse
    wide = pages.picture.width()
    QTest.mousePress(pages.picture, Qt.MouseButton.LeftButton, pos=QPoint(wide // 3, 30))
    QTest.mouseMove(pages.picture, QPoint(wide // 2, 60))
    QTest.mouseRelease(pages.picture, Qt.MouseButton.LeftButton, pos=QPoint(wide // 2, 60))
    assert len(pages.picture.areas) == 1
    # with keys: the frame comes, moves, is sized, is taken; Backspace takes it back
    pages.picture.setFocus()
    plain, sizing = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    for key, modifier in ((Qt.Key.Key_Down, plain), (Qt.Key.Key_Right, sizing), (Qt.Key.Key_Return, plain)):
        QTest.keyClick(pages.picture, key, modifier)
    assert len(pages.picture.areas) == 2 and pages.picture.areas[1].right == 520
    QTest.keyClick(pages.picture, Qt.Key.Key_Backspace)
    pages.picture.take_back()
    pages.picture.draw_area(Area(112, 96, 512, 144))
    pages.show_preview()
    clerk.rest()
    assert pages.result.is_shown
    clerk.page.bring_to_sight(pages.result)
    picture(clerk.window.shell, "redaction-pages-light", 1.0)
    pages.propose()
    clerk.rest()
    assert "已提请第二人核对" in clerk.window.said
    clerk.window.close()

    leader = sits(qtbot, folder, number, "leader")
    leader.bring(Qt.Key.Key_J)
    assert leader.card.pages.result.is_shown and not leader.card.pages.picture.isVisible()
    leader.send()
    assert "已核对确认" in leader.window.said
    leader.window.close()
    desk = open_as(folder, "leader", at="2026-11-20T10:00")
    (row,) = transcripts(desk.session, number)
    image = QImage.fromData(redacted_page(desk.session, number, row.transcript.files[0]))
    desk.close()
    assert {image.pixel(x, y) for x in range(112, 512, 7) for y in range(96, 144, 5)} == {0xFF000000}
    assert (image.width(), image.height()) == (800, 1100) and image.pixelColor(400, 700).red() > 180
