"""A visitor's code at the counter: every way it comes in, what it fills and leaves alone, and what is said instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.qr.preregistration import PreRegistration
from tests.phone import SAMPLE, MemoryShelf, shown
from tests.phone_picture import png, png_file
from tests.ui.pages_reception import Clerk, at_the_counter, keep_picture
from tests.ui.reception_counter import desk, matter_of, saved_drafts, training_folder
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.opening import Desk
from ui.bootstrap.page_keys import page_key_shelf
from ui.desk.hall import Hall
from ui.theme import Theme, apply_theme, current

__all__ = ["desk", "training_folder"]
TODAY = date(2026, 11, 20)
VISITOR = replace(SAMPLE, place="410721102", area="", address="翟坡镇小宋佛村二组")


@pytest.fixture
def clerk(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clerk]:
    """A clerk whose page reads codes."""
    made = Hall.__init__

    def with_keys(hall: Hall, *given: object) -> None:
        made(hall, *given)  # type: ignore[arg-type]
        hall.page_keys = page_key_shelf(desk)

    monkeypatch.setattr(Hall, "__init__", with_keys)
    with at_the_counter(qtbot, desk) as at:
        yield at


def codes(
    clerk: Clerk, given: PreRegistration = VISITOR, on: date = TODAY, room: int = 4096
) -> Sequence[str]:
    shelf = clerk.hall.page_keys
    assert shelf is not None
    return shown(given, shelf.keys().present.public, on, room)


def scan(clerk: Clerk, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """A scanner: keys as fast as they come, not counted as the clerk's."""
    for letter in text:
        event = QInputMethodEvent()
        if letter.isascii():
            QTest.keyClick(clerk.listening, letter)
        else:
            event.setCommitString(letter)
            QApplication.sendEvent(clerk.target, event)
    if end is not None:
        QTest.keyClick(clerk.listening, end)
    clerk.settle()


def line(clerk: Clerk) -> str:
    return clerk.page.scanning.line.text


def test_a_scan_fills_the_empty_form_and_registers_nothing(clerk: Clerk, desk: Desk) -> None:
    (text,) = codes(clerk)
    clerk.page.claims.story_editor.setFocus()
    scan(clerk, text)
    form = clerk.page.form()
    assert (form.persons[0].name, form.persons[0].id_number) == (VISITOR.name, VISITOR.id_number)
    assert form.claims[0].content == VISITOR.story and form.claims[0].purpose == "claim"
    assert (form.place, form.people, form.materials) == ("410721102", "3", "承包合同；照片两张")
    assert "来自预登记（11月20日" in line(clerk)
    marks = [label for label in clerk.everything_read().splitlines() if label == "▲ 预登记"]
    assert len(marks) == len(form.scanned_fields.split(",")) == 10
    keep_picture(clerk, "reception-scanned")
    assert saved_drafts(clerk, desk) == {} or desk.session.memory.queries.newest() == []
    assert clerk.number == ""


def test_registered_in_two_keys_once_it_was_compared(clerk: Clerk, desk: Desk) -> None:
    (text,) = codes(clerk)
    scan(clerk, text)
    clerk.press("Ctrl+S")
    clerk.settle()
    assert clerk.number == "" and "还没有与证件核对" in line(clerk)
    clerk.press("Alt+Y")
    assert "已与证件核对" in line(clerk) and "▲ 预登记" not in clerk.everything_read()
    clerk.registered("Ctrl+S")
    assert clerk.counter.keys == 3
    matter = matter_of(desk, clerk.number)
    assert matter.people.first is not None and matter.people.first.name == VISITOR.name
    assert matter.preregistration and line(clerk) == ""

    scan(clerk, text)
    assert f"已用于登记 {clerk.number}" in line(clerk) and clerk.page.form().is_blank
    keep_picture(clerk, "reception-replayed")
    asked: list[str] = []
    clerk.hall.asked_for_matter.connect(asked.append)
    clerk.press("Alt+O")
    assert asked == [clerk.number]
    clerk.press("Esc")
    assert line(clerk) == ""


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab, None])
def test_whatever_key_ends_a_scan(clerk: Clerk, end: Qt.Key | None) -> None:
    (text,) = codes(clerk)
    scan(clerk, text, end)
    clerk.until(lambda: clerk.page.form().persons[0].name == VISITOR.name)
    clerk.settle()
    assert QApplication.focusWidget() is clerk.page.people.name.editor


def test_a_scan_into_any_field_leaves_no_trace_in_it(clerk: Clerk) -> None:
    page = clerk.page
    fields = (page.people.people, page.people.representatives, page.claims.purpose, page.claims.category)
    for editor in (
        page.strip.received,
        page.strip.channel,
        page.place.place_editor,
        *(each.editor for each in fields),
    ):
        editor.setFocus()
        scan(clerk, codes(clerk)[0])
        form = page.form()
        assert (form.received_on, form.channel, form.persons[0].name) == ("", "walk_in", VISITOR.name)
        clerk.press("Alt+Z")
        assert page.form().is_blank
    clerk.page.claims.category_editor.setFocus()
    clerk.type("td")
    scan(clerk, codes(clerk)[0])
    assert clerk.page.claims.category_editor.text() == "td"
    assert clerk.page.form().persons[0].name == VISITOR.name


@pytest.mark.parametrize("way", ["caps", "wide"])
def test_an_input_method_or_caps_lock_in_the_way(clerk: Clerk, way: str) -> None:
    (text,) = codes(clerk)
    wide = str.maketrans({":": "：", "$": "￥", ".": "。", "/": "、", "+": "＋", "%": "％"})
    scan(clerk, text.swapcase() if way == "caps" else text.translate(wide))
    assert clerk.page.form().persons[0].name == VISITOR.name


def test_a_spoilt_scan_is_said_and_nothing_is_filled(clerk: Clerk) -> None:
    scan(clerk, codes(clerk)[0].replace(" ", ""))
    assert clerk.page.form().is_blank and "摄像头或图片" in line(clerk)


def test_a_burst_that_an_input_method_made_words_of_is_said(clerk: Clerk) -> None:
    story = clerk.page.claims.story_editor
    story.setFocus()
    scan(clerk, "小范破一：" * 30, None)
    clerk.until(lambda: "像是扫码枪" in line(clerk))
    assert story.text == "小范破一：" * 30, "nothing is taken away unasked"
    clerk.press("Esc")
    clerk.write("来访人说的话" * 40)
    QTest.qWait(400)
    assert line(clerk) == "", "what comes at once was pasted"


def test_what_a_fast_hand_types_is_never_eaten(clerk: Clerk) -> None:
    story = clerk.page.claims.story_editor
    story.setFocus()
    clerk.type("abc XFP1")
    assert story.text == "abc XFP1"
    clerk.type(":go")
    clerk.until(lambda: not clerk.page.scanning.wedge.holding)
    assert story.text == "abc XFP1:go" and line(clerk) == ""
    clerk.page.scanning.wedge._clock = count(100).__next__
    clerk.type(" XFP1:SLOW AS A HAND TYPES IT, AND LONGER THAN A CODE")
    assert story.text.endswith("LONGER THAN A CODE"), "slow keys are never held"


def test_a_field_that_holds_something_else_is_asked_about(clerk: Clerk) -> None:
    clerk.write("李示范")
    clerk.page.claims.story_editor.setFocus()
    clerk.write("另一件事")
    (text,) = codes(clerk)
    before = clerk.page.form()
    scan(clerk, text)
    assert clerk.page.form() == before, "nothing changes before the clerk decides"
    assert "姓名（表：李示范；码：张示范）" in line(clerk) and "诉求" in line(clerk)
    keep_picture(clerk, "reception-clash")
    clerk.press("Esc")
    assert clerk.page.form() == before and line(clerk) == ""
    scan(clerk, text)
    clerk.press("Alt+K")
    form = clerk.page.form()
    assert (form.persons[0].name, form.claims[0].content) == ("李示范", "另一件事")
    assert form.persons[0].id_number == VISITOR.id_number and "name" not in form.scanned_fields.split(",")
    clerk.press("Alt+Z")
    assert clerk.page.form() == before
    scan(clerk, text)
    clerk.press("Alt+R")
    assert clerk.page.form().persons[0].name == VISITOR.name
    clerk.press("Alt+Z")
    assert clerk.page.form() == before


def test_going_back_keeps_what_the_clerk_changed_since(clerk: Clerk) -> None:
    scan(clerk, codes(clerk)[0])
    clerk.page.people.phone.editor.setFocus()
    clerk.page.people.phone.editor.selectAll()  # type: ignore[attr-defined]
    clerk.type("13800000001")
    clerk.press("Alt+Z")
    form = clerk.page.form()
    assert form.persons[0].phone == "13800000001"
    assert replace(form, persons=(replace(form.persons[0], phone=""),)).is_blank


def test_the_draft_keeps_where_it_came_from(clerk: Clerk, desk: Desk, qtbot: QtBot) -> None:
    scan(clerk, codes(clerk)[0])
    clerk.page.drafts.flush()
    (content,) = saved_drafts(clerk, desk).values()
    assert content["scanned"] and content["scanned_checked"] is False
    clerk.press("Ctrl+2")
    assert line(clerk) == "" and clerk.page.form().is_blank
    clerk.press("Ctrl+1")
    assert "来自预登记" in line(clerk) and clerk.page.scanning.unchecked
    clerk.press("Alt+Z")
    assert "已与码脱开" in line(clerk) and clerk.page.form().persons[0].name == VISITOR.name
    assert not clerk.page.form().scanned


def test_a_code_in_two_drafts_is_used_once_and_nothing_is_lost(clerk: Clerk, desk: Desk) -> None:
    (text,) = codes(clerk)
    for draft in ("Ctrl+1", "Ctrl+2"):
        clerk.press(draft)
        scan(clerk, text)
        clerk.press("Alt+Y")
    first = clerk.registered("Ctrl+S")
    clerk.press("Ctrl+1")
    clerk.press("Ctrl+S")
    clerk.settle()
    assert f"已用于登记 {first}" in line(clerk)
    assert clerk.page.form().claims[0].content == VISITOR.story, "what stands there stays"
    clerk.press("Alt+Z")
    assert clerk.registered("Ctrl+S") != first, "as a visit without a code"


def test_an_accusation_darkens_the_form_and_shows_nothing_beside_it(clerk: Clerk) -> None:
    clerk.write("李示范")
    (text,) = codes(clerk, replace(VISITOR, purpose="accusation"))
    scan(clerk, text)
    assert "姓名" in line(clerk) and "示范" not in line(clerk)
    clerk.press("Alt+R")
    assert clerk.page.form().sealed
    for told in (VISITOR.name, VISITOR.id_number, VISITOR.phone, VISITOR.story[:6]):
        assert told not in clerk.everything_read()
    keep_picture(clerk, "reception-scanned-dark")
    story = clerk.page.claims.story_editor
    story.verticalScrollBar().setValue(1)
    QApplication.processEvents()
    cover = clerk.page.curtain._dots[story]
    assert cover.isVisible() and cover.geometry() == story.viewport().rect(), "a scrolled text stays covered"


def test_frames_in_any_order_and_those_of_another_visitor_beside(clerk: Clerk) -> None:
    frames, others = codes(clerk, room=100), codes(clerk, replace(VISITOR, name="王示范"), room=100)
    assert len(frames) > 2
    scan(clerk, frames[-1])
    assert f"一共 {len(frames)} 个" in line(clerk)
    keep_picture(clerk, "reception-frames")
    scan(clerk, others[0])
    for frame in frames[:-1]:
        scan(clerk, frame)
    assert clerk.page.form().persons[0].name == VISITOR.name


def test_two_visitors_in_one_picture_are_not_mixed(clerk: Clerk) -> None:
    other = codes(clerk, replace(VISITOR, name="王示范"))
    clerk.page.scanning._take_texts((*codes(clerk), *other))
    clerk.settle()
    assert "需要正好一个" in line(clerk) and clerk.page.form().is_blank


def test_a_pasted_picture_and_a_pasted_text(clerk: Clerk) -> None:
    (text,) = codes(clerk)
    clipboard = QApplication.clipboard()
    clipboard.setImage(QImage.fromData(png(text)))
    clerk.press("Ctrl+V")
    clerk.until(lambda: bool(clerk.page.form().scanned))
    clerk.settle()
    clerk.press("Alt+Z")
    assert clerk.page.form().is_blank
    clipboard.setText(text)
    clerk.press("Ctrl+V")
    clerk.settle()
    assert clerk.page.form().persons[0].name == VISITOR.name
    clipboard.setText("普通的字")
    clerk.page.claims.request.editor.setFocus()
    clerk.press("Ctrl+V")
    assert clerk.page.claims.request.text == "普通的字"
    clipboard.clear()


def test_a_dropped_file_with_several_codes(clerk: Clerk, tmp_path: Path) -> None:
    frames = codes(clerk, room=100)
    file = png_file(tmp_path / "手机.png", *frames)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    story = clerk.page.claims.story_editor.viewport()
    as_given = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    clerk.page.dropping.eventFilter(story, QDropEvent(QPointF(3, 3), Qt.DropAction.CopyAction, *as_given))
    clerk.until(lambda: bool(clerk.page.form().scanned))
    clerk.settle()
    assert clerk.page.form().claims[0].content == VISITOR.story
    white = png_file(tmp_path / "白.png", "HTTPS://EXAMPLE.COM")
    clerk.page.scanning.take_file(white)
    clerk.until(lambda: "白.png" in line(clerk))
    clerk.page.scanning.take_file(tmp_path / "没有.png")
    clerk.until(lambda: "没有.png" in line(clerk))
    clerk.press("Esc")
    assert "来自预登记" in line(clerk)


def test_case_36_each_reason_is_said_and_nothing_is_filled(clerk: Clerk) -> None:
    (old,) = codes(clerk, on=TODAY - timedelta(days=8))
    (other,) = shown(VISITOR, MemoryShelf().keys().present.public, TODAY)
    for text, told in ((old, "已过期"), (other, "不是给本单位的"), ("XFP8:" + "A" * 40, "更新版本")):
        scan(clerk, text)
        assert told in line(clerk) or any(told in message.says for message in clerk.said)
        assert clerk.page.form().is_blank


def test_what_no_list_knows_is_left_empty_and_said(clerk: Clerk) -> None:
    scan(clerk, codes(clerk, replace(VISITOR, category="9999", place="999999"))[0])
    assert "没有填入（本机构的表里没有）：内容分类、属地" in line(clerk)
    assert clerk.page.form().place == "" and clerk.page.form().claims[0].category == ""


def test_a_receipts_code_leads_to_its_matter(clerk: Clerk, desk: Desk) -> None:
    from app.qr.receipt_code import ReceiptCode

    scan(clerk, codes(clerk)[0])
    clerk.press("Alt+Y")
    number = clerk.registered("Ctrl+S")
    token = desk.session.unmasked.token(number)
    asked: list[str] = []
    clerk.hall.asked_for_matter.connect(asked.append)
    scan(clerk, ReceiptCode(number=number, token=token).payload().lower())
    clerk.until(lambda: asked == [number])
    assert clerk.page.form().is_blank


@pytest.mark.parametrize(
    ("name", "body", "width", "height"),
    [("light", 14, 1366, 728), ("dark", 14, 760, 700), ("light", 24, 1366, 728), ("light", 14, 683, 364)],
)
def test_nothing_of_a_scanned_form_is_cut_off_in_any_look(
    clerk: Clerk, qapp: QApplication, name: str, body: int, width: int, height: int
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    clerk.shell.resize(width, height)
    scan(clerk, codes(clerk, replace(VISITOR, id_type="passport", area="410721102", category="9999"))[0])
    keep_picture(clerk, f"reception-scanned-{name}-{body}-{width}")
    assert clerk.shell.width() == width, "the page needs more room than the screen has"
    assert cut_labels(clerk.page) == []
    clerk.press("Alt+Y")
    clerk.press("Alt+Z")
    assert clerk.page.form().persons[0].id_type == ""
