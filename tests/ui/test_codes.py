"""The page of codes: a notice is verified as it is scanned, a poster printed, looked at, found pasted over, withdrawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.acts.forwarding import Forward
from app.papers import qr
from app.papers.pdf_words import words_of_pdf
from app.qr.fingerprint import four_words
from app.services.papers import issue
from app.services.perform import perform
from tests.papers.rendering import pictures_of
from tests.ui.conftest import Picture
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk import poster_desk
from ui.desk.pages.codes import CodesPage
from ui.theme import Theme, apply_theme, current

OFFICIAL = "https://xf.example.gov.cn/fy?area=410721"
PHISH = "https://xf.examp1e.com/fy?area=410721"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opened(qtbot: QtBot, folder: Path) -> tuple[Window, CodesPage, PaperTray]:
    window = Window(qtbot, folder)
    window.shell.resize(1366, 768)
    window.enter(at="2026-11-20T09:30")
    window.today()
    window.press(Qt.Key.Key_F4, None, SHIFT)
    page = window.until("codes")
    assert isinstance(page, CodesPage)
    window.settle()
    tray, day = PaperTray(), window.desk_window.day
    assert day is not None
    day.printer = tray
    return window, page, tray


def settled(window: Window) -> None:
    for _ in range(6):
        window.settle()


def scan(window: Window, page: CodesPage, *texts: str) -> None:
    """What a scanner like a keyboard does: the code and Enter."""
    editor = page.scan.editor
    assert isinstance(editor, QLineEdit)
    for text in texts:
        editor.setText(text)
        editor.returnPressed.emit()
        settled(window)


def fill(page: CodesPage, **said: str) -> None:
    for name, text in said.items():
        editor = page.place[name].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)


def place_with_poster(window: Window, page: CodesPage, tray: PaperTray) -> list[str]:
    """A place whose card was printed; the codes on it."""
    fill(page, code="xh0001", name="柳溪镇便民服务大厅", address="一楼东墙", contact="党政办")
    window.press(Qt.Key.Key_S, page.place["code"].editor, CONTROL)
    settled(window)
    fill(page, code="XH0001", official=OFFICIAL, again=OFFICIAL)
    window.press(Qt.Key.Key_B, page.place["official"].editor, CONTROL)
    settled(window)
    page.sheet.take_code("card")
    window.press(Qt.Key.Key_P, page.place["code"].editor, CONTROL)
    settled(window)
    window.qtbot.waitUntil(lambda: len(tray.printed) == 1, timeout=15_000)
    settled(window)
    (sheet,) = pictures_of(tray.printed[0][1], dots=200)
    return sorted(qr.texts_in(sheet.convert("L"), thorough=True), key=lambda text: text.startswith("XFW1"))


def test_a_poster_is_printed_looked_at_and_found_pasted_over(
    qtbot: QtBot, tmp_path: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster_desk, "usual_folder", lambda: str(tmp_path))
    window, page, tray = opened(qtbot, training_folder(tmp_path / "data"))
    official, small = place_with_poster(window, page, tray)
    assert official == OFFICIAL and (tmp_path / "场所码 XH0001 000001 card.pdf").is_file()
    (row,) = page.table.rows
    assert (row.state, row.poster.serial) == ("fine", 1)
    scan(window, page, small.lower())
    assert "没有读全" in page.result.says[0], "the official code is still to be scanned"
    scan(window, page, official)
    assert page.result.says[0] == "正常"
    window.press(Qt.Key.Key_Return, page.scan.editor, CONTROL)
    settled(window)
    assert page.table.rows[0].last_on is not None and "已记录" in window.said
    scan(window, page, small, PHISH)
    assert page.result.says[0] == "官方码被覆盖" and "xf.examp1e.com" in " ".join(page.result.says)
    window.press(Qt.Key.Key_Return, page.scan.editor, CONTROL)
    settled(window)
    assert page.table.rows[0].state == "bad"
    page.table.setFocus()
    page.table.selectRow(0)
    settled(window)
    assert page.place["name"].text == "柳溪镇便民服务大厅"
    picture(window.shell, "codes-round", 1.0)
    assert cut_labels(page) == []
    page.withdraw()
    settled(window)
    assert page.place["note"].note.text or "原因" in window.said, "why is missing"
    fill(page, note="被覆盖")
    page.withdraw()
    settled(window)
    assert page.table.rows[0].state == "no_poster"
    page.record()
    settled(window)
    assert "还没有扫码" in window.said
    page.finding.take_code("missing")
    page.table.selectRow(0)
    window.press(Qt.Key.Key_E, page.table, CONTROL)
    settled(window)
    window.close()


def test_a_notice_is_verified_as_it_is_scanned(
    qtbot: QtBot, tmp_path: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = training_folder(tmp_path / "data")
    desk = open_as(folder, at="2026-11-19T15:00")
    number = registered(desk)
    perform(desk.session, number, Forward(unit="U01"))
    made = issue(desk.session, number, "D11")
    desk.close()
    assert made.record is not None and made.record.code
    pdf = tmp_path / "notice.pdf"
    pdf.write_bytes(made.pdf)
    window, page, _ = opened(qtbot, folder)
    page.compare_pdf()
    settled(window)
    assert "还没有扫文书上的码" in window.said
    scan(window, page, made.record.code)
    assert page.result.says[0] == "真实有效"
    assert any(number in line for line in page.result.says) and any(
        "去向告知书" in line for line in page.result.says
    )
    picture(window.shell, "codes-notice", 1.0)
    assert cut_labels(page) == []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (str(pdf), ""))
    page.compare_pdf()
    settled(window)
    assert any("文字与出具时一致" in line for line in page.result.says)
    code = made.record.code
    scan(window, page, code.lower().translate(str.maketrans(":%+-./", "：％＋－．／")))
    assert page.result.says[0] == "真实有效", "an input method was on, and Caps Lock"
    scan(window, page, code[:60] + ("0" if code[60] != "0" else "1") + code[61:])
    assert page.result.says[0] in ("不能认可", "须向出具单位核实") or "没有读全" in window.said
    scan(window, page, "XFV9:ABC")
    assert "更新版本" in window.said
    window.close()


def test_a_picture_with_both_codes_is_one_scan_and_the_county_picture_binds(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster_desk, "usual_folder", lambda: str(tmp_path))
    window, page, tray = opened(qtbot, training_folder(tmp_path / "data"))
    place_with_poster(window, page, tray)
    (sheet,) = pictures_of(tray.printed[0][1], dots=200)
    photo = tmp_path / "photo.png"
    sheet.save(photo)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (str(photo), ""))
    page.take_picture()
    settled(window)
    assert page.result.says[0] == "正常"
    fill(page, code="XH0001")
    page.bind_picture()
    settled(window)
    assert "应当正好一个" in window.said or page.place["official"].note.text
    fill(
        page,
        official="https://a.example.gov.cn/?utm_source=x",
        again="https://a.example.gov.cn/?utm_source=x",
    )
    page.bind()
    settled(window)
    assert "追踪" in page.place["official"].note.text
    window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 18), ("light", 24)])
def test_every_look_and_size_has_room(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    body: int,
) -> None:
    monkeypatch.setattr(poster_desk, "usual_folder", lambda: str(tmp_path))
    window, page, tray = opened(qtbot, training_folder(tmp_path / "data"))
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    scan(window, page, *place_with_poster(window, page, tray))
    assert page.result.says[0] == "正常" and window.shell.width() == 1366
    picture(window.shell, f"codes-{name}-{body}", 1.0)
    assert cut_labels(page) == []
    window.close()


def test_a_photo_of_the_poster_is_kept_with_the_look_and_shown_again(
    qtbot: QtBot, tmp_path: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster_desk, "usual_folder", lambda: str(tmp_path))
    window, page, tray = opened(qtbot, training_folder(tmp_path / "data"))
    codes = place_with_poster(window, page, tray)
    assert "还没有巡查过" in page.looks.says and not page.looks.picture.is_shown
    (sheet,) = pictures_of(tray.printed[0][1], dots=200)
    photo, broken = tmp_path / "现场.jpg", tmp_path / "坏的.jpg"
    sheet.convert("RGB").save(photo)
    broken.write_bytes(photo.read_bytes()[:40])
    chosen = [str(broken)]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (chosen[0], ""))
    scan(window, page, *codes)
    page.looks.choose()
    settled(window)
    assert "坏的.jpg" in window.said and page.looks.photo is None
    chosen[0] = str(photo)
    window.press(Qt.Key.Key_P, page.scan.editor, Qt.KeyboardModifier.AltModifier)
    settled(window)
    assert "“现场.jpg”将随下一次记录留存" in page.looks.says
    window.press(Qt.Key.Key_Return, page.scan.editor, CONTROL)
    settled(window)
    assert page.looks.photo is None and page.looks.picture.is_shown
    assert "今年巡查 1 次，完好 1 次" in page.looks.says and "照片：11-20，正常" in page.looks.says
    assert "今天巡查过" in page.looks.says
    page.finding.take_code("missing")
    window.press(Qt.Key.Key_E, page.place["note"].editor, CONTROL)
    settled(window)
    assert "不见了 1 次" in page.looks.says and "照片：11-20，正常" in page.looks.says, "the newest there is"
    picture(window.shell, "codes-photo", 1.0)
    assert cut_labels(page) == []
    window.close()


def test_the_four_words_of_the_phone_page_stand_on_a_poster_where_they_are_wanted(
    qtbot: QtBot, tmp_path: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words of the very page that this office gives out; the next poster of the place shows them again."""
    monkeypatch.setattr(poster_desk, "usual_folder", lambda: str(tmp_path))
    folder = training_folder(tmp_path / "data")
    window, page, tray = opened(qtbot, folder)
    place_with_poster(window, page, tray)
    assert "四个词" not in words_of_pdf(tray.printed[0][1])
    page.sheet.take_code("a5")
    page.page_words.take_code("with")
    window.press(Qt.Key.Key_P, page.place["code"].editor, CONTROL)
    window.qtbot.waitUntil(lambda: len(tray.printed) == 2, timeout=15_000)
    settled(window)
    shelf = page._hall.page_keys
    assert shelf is not None
    words = four_words(shelf.keys().present.public)
    said = words_of_pdf(tray.printed[1][1])
    assert "四个词" in said and all(word in said for word in words)
    page.page_words.take_code("without")
    page.table.setFocus()
    page.table.selectRow(0)
    settled(window)
    page._show_row(page.table.rows[0])
    assert page.page_words.code == "with", "as the poster that hangs there"
    picture(window.shell, "codes-words", 1.0)
    assert cut_labels(page) == []
    window.close()


def test_the_halls_own_screen_is_opened_from_here(qtbot: QtBot, tmp_path: Path) -> None:
    window, page, _ = opened(qtbot, training_folder(tmp_path / "data"))
    (button,) = [item for item in page.findChildren(QPushButton) if item.text().startswith("自助屏")]
    button.click()
    day = window.desk_window.day
    assert day is not None and day.self_service is not None and day.self_service.screen.isVisible()
    day.self_service.screen.left.emit()
    window.at_the_door()
    window.close()
