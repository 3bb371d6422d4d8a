"""A talk is typed while the petitioner sits there: questions by a key, both see it; it is read back, signed, not changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.acts.conversing import RecordConversation
from app.domain.claims import Purpose
from app.domain.conversation import ReadHow
from app.domain.spoken_record import SignedHow, Statement
from app.services.perform import perform
from app.services.phrases import add_phrase, approve_phrase
from tests.ui.conftest import Picture, picture_of
from tests.ui.pages_conversation import SHIFT, Talk, VoiceThatKeeps, seen_on
from tests.ui.pages_matter import ALT, CONTROL
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels

DAY = "2026-11-20T09:30"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def begun(qtbot: QtBot, folder: Path, **given: object) -> Talk:
    desk = open_as(folder, at="2026-11-20T09:00")
    number = registered(desk, **given)  # type: ignore[arg-type]
    desk.close()
    window = Window(qtbot, folder)
    window.shell.resize(1366, 728)
    window.enter("clerk", at=DAY)
    window.today()
    return Talk(window, number)


def test_questions_and_answers_go_line_by_line(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    talk = begun(qtbot, folder)
    form = talk.page.form
    assert form.questions.hasFocus() and form.questions.text == "问："
    assert form.fields["began_at"].text == "2026-11-20 09:30"
    talk.types("请说经过。")
    talk.key(Qt.Key.Key_Return)
    talk.types("路修到我家地里。")
    talk.key(Qt.Key.Key_Return)
    talk.key(Qt.Key.Key_Tab)
    assert form.questions.text.endswith("\n答：") and form.questions.hasFocus(), "Tab turns an empty line"
    talk.types("是去年的事。")
    talk.key(Qt.Key.Key_Return, SHIFT)
    talk.types("没有人来量过。")
    talk.answers(5, "向镇里反映过。")
    said = [(item.speaker, item.words) for item in form.statements]
    assert said == [
        ("问", "请说经过。"),
        ("答", "路修到我家地里。"),
        ("答", "是去年的事。\n没有人来量过。"),
        ("问", "这件事以前向哪些单位反映过？有什么答复？"),
        ("答", "向镇里反映过。"),
    ]
    talk.settle()
    picture(talk.window.shell, "conversation", 1.0)
    assert cut_labels(talk.page) == []
    talk.key(Qt.Key.Key_Tab)
    assert not form.questions.hasFocus(), "Tab leaves a line that is written"


def test_what_is_half_typed_is_there_again_after_the_power_went(qtbot: QtBot, folder: Path) -> None:
    talk = begun(qtbot, folder)
    number = talk.page.number
    talk.types("请说经过。")
    qtbot.wait(700)
    talk.settle()
    talk.window.close()
    window = Window(qtbot, folder)
    window.enter("clerk", at="2026-11-20T10:00")
    window.today()
    again = Talk(window, number)
    assert again.page.form.questions.text == "问：请说经过。"
    assert again.page.form.fields["began_at"].text == "2026-11-20 09:30", "it began when it began"


def test_two_desks_that_talk_at_once_write_two_records(qtbot: QtBot, folder: Path) -> None:
    talk = begun(qtbot, folder)
    talk.answers(1, "本人在一窗说的。")
    day = talk.window.desk_window.day
    assert day is not None
    said = (Statement(speaker="答", words="家人在二窗说的。"),)
    times = {"began_at": "2026-11-20T09:00", "ended_at": "2026-11-20T09:20"}
    other = RecordConversation(speakers=("李示范",), statements=said, **times)
    perform(day.hall.session, talk.page.number, other)
    talk.reads_back()
    talk.key(Qt.Key.Key_Return, CONTROL)
    talk.until_paper()
    talk.matter.page.read()
    talk.settle()
    held = talk.matter.sheet.matter.conversations
    assert [item.speakers for item in held] == [("李示范",), ("张示范",)]
    assert talk.page.form.place == 2


def test_it_is_written_down_signed_on_the_pad_and_only_added_to(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    talk = begun(qtbot, folder)
    talk.answers(2, "路修到我家地里，款没有付清。")
    talk.saves()
    note = talk.page.form.fields["read_how"].note.text
    assert not talk.page.is_signing and "还没有交本人看过" in note, "nobody signs what was not read back"
    talk.reads_back()
    talk.saves()
    talk.until_paper()
    signing = talk.page.signing
    assert "信访人 张示范" in signing.card.accessibleName()
    assert signing.fields["signer"].text == "张示范"
    qtbot.wait(600)  # the view draws its pages a moment later
    picture(talk.window.shell, "conversation-signing", 1.0)
    assert cut_labels(talk.page) == []
    talk.signs()
    assert "接谈人" in signing.card.accessibleName()
    talk.key(Qt.Key.Key_P, ALT)
    assert not talk.page.is_signing and talk.page.view is not None
    held = talk.page.view.last
    assert held is not None and not held.missing
    assert [item.how for item in held.signatures] == [SignedHow.HANDWRITING, SignedHow.INK]
    assert talk.page.form.place == 2, "what was signed is not typed into any more"
    talk.key(Qt.Key.Key_U, ALT)
    assert talk.matter.page.beside.form is not None
    talk.matter.fill(words="面积以丈量单为准。")
    talk.matter.save()
    matter = talk.matter.sheet.matter
    assert [item.words for item in matter.conversations[0].supplements] == ["面积以丈量单为准。"]
    (paper,) = [item for item in matter.papers if item.kind == "D60"]
    assert len(paper.handwriting) == 1


def test_it_is_written_down_and_printed_by_one_key_and_a_refusal_says_why(qtbot: QtBot, folder: Path) -> None:
    talk = begun(qtbot, folder)
    talk.answers(1, "张示范，住东村二组。")
    talk.reads_back("aloud")
    talk.key(Qt.Key.Key_P, CONTROL)
    talk.until_paper()
    qtbot.waitUntil(lambda: bool(talk.printer.printed), timeout=15_000)
    assert talk.printer.printed[0][0].endswith("D60")
    talk.key(Qt.Key.Key_R, ALT)
    form = talk.matter.page.beside.form
    assert form is not None and form.act == "sign-conversation"
    assert form.fields["who"].text == "信访人 张示范" and form.fields["signed_how"].text == "拒绝签名"
    talk.matter.fill(reason="要等家人来看")
    talk.matter.save()
    (held,) = talk.matter.sheet.matter.conversations
    assert held.signatures[0].how is SignedHow.REFUSED and held.read_how is ReadHow.ALOUD


def test_before_anybody_signs_it_is_put_right_on_a_paper_that_takes_the_place_of_the_other(
    qtbot: QtBot, folder: Path
) -> None:
    talk = begun(qtbot, folder)
    talk.answers(2, "三亩地。")
    talk.reads_back()
    talk.saves()
    talk.until_paper()
    talk.key(Qt.Key.Key_Escape)
    remarks = talk.page.form.fields["remarks"].editor
    remarks.setFocus()
    talk.types("三亩应为三分。")
    talk.saves()
    talk.until_paper()
    talk.matter.page.read()
    talk.settle()
    matter = talk.matter.sheet.matter
    assert [(item.kind, bool(item.voided)) for item in matter.papers] == [("D60", True), ("D60", False)]
    assert [item.remarks for item in matter.conversations] == ["三亩应为三分。"]


def test_the_petitioner_follows_on_a_screen_and_no_stranger_reads_a_number(
    qtbot: QtBot, folder: Path
) -> None:
    talk = begun(qtbot, folder)
    screen = talk.screen()
    talk.answers(1, "身份证 410721199003070010，电话 13803735566，少付 120000 元。")
    text = seen_on(screen)
    assert "410721199003070010" not in text and "13803735566" not in text and "张示范" not in text
    assert "410***********0010" in text and "138****5566" in text and "120000 元" in text
    assert "接下来：" in text
    next_at = talk.page.form.fields["next_at"].editor
    assert isinstance(next_at, QLineEdit)
    next_at.setText("2026-12-01 09:00")
    assert "下次约谈：2026年12月1日 09:00" in seen_on(screen)
    keep = os.environ.get("PETITION_DESK_PICTURES")
    if keep:
        assert picture_of(screen, 1.0).save(str(Path(keep) / "conversation-screen.png"))
    assert cut_labels(screen) == []
    screen.right.click()
    assert talk.page.form.read_how.code == "self" and "没有写错" in talk.window.said
    talk.key(Qt.Key.Key_2, CONTROL | SHIFT)
    assert talk.page.beside.screen is None


def test_of_an_accusation_the_screen_is_dark_and_nothing_is_read_aloud(qtbot: QtBot, folder: Path) -> None:
    talk = begun(qtbot, folder, purpose=Purpose.ACCUSATION)
    voice = talk.page.beside.voice = VoiceThatKeeps()
    screen = talk.screen()
    talk.answers(2, "某干部收了钱。")
    assert "干部" not in seen_on(screen) and "遮盖" in seen_on(screen)
    talk.key(Qt.Key.Key_F9)
    assert voice.said == [] and "不在大厅里朗读" in talk.window.said


def test_a_voice_reads_it_and_leaves_off_by_the_same_key(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = begun(qtbot, folder)
    monkeypatch.setattr("ui.desk.pages.conversation_beside.installed_voice", lambda: None)
    talk.key(Qt.Key.Key_F9)
    assert "没有中文语音" in talk.window.said
    voice = talk.page.beside.voice = VoiceThatKeeps()
    talk.key(Qt.Key.Key_F9)
    assert voice.said == [] and "还没有写" in talk.window.said
    talk.answers(2, "款没有付清。")
    talk.key(Qt.Key.Key_F9)
    assert voice.is_reading and voice.said[0].endswith("答：款没有付清。")
    talk.key(Qt.Key.Key_F9)
    assert not voice.is_reading


def test_the_office_puts_its_own_questions_first(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder, "leader", at=DAY)
    phrase = add_phrase(desk.session, "您的户口在哪个村？", kind="D60")
    approve_phrase(desk.session, phrase.id)
    desk.close()
    talk = begun(qtbot, folder)
    talk.answers(1, "东村。")
    assert talk.page.form.questions.text == "问：您的户口在哪个村？\n答：东村。"
