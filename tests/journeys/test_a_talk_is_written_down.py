"""A talk with somebody who came: typed, read back, corrected, signed on the pad, printed; the day after something is added.

Once in the window, with the petitioner's own screen on; once at the command line, where a refusal to sign is written down.
"""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.spoken_record import SignedHow
from app.services.handwriting import check
from tests.journeys.room import OFFICE, Folder
from tests.ui.conftest import qapp, usual_look
from tests.ui.pages_conversation import Talk, seen_on
from tests.ui.pages_matter import ALT, CONTROL
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.bootstrap.opening import station_signer

__all__ = ["qapp", "usual_look"]

FIRST, NEXT = "2026-11-19T09:30", "2026-11-20T09:00"


def test_a_talk_at_the_counter_and_what_is_added_the_day_after(qtbot: QtBot, tmp_path: Path) -> None:
    folder = training_folder(tmp_path / "data")
    desk = open_as(folder, at="2026-11-19T09:00")
    number = registered(desk)
    desk.close()
    window = Window(qtbot, folder)
    window.enter("clerk", at=FIRST)
    window.today()
    talk = Talk(window, number)
    duties = talk.matter.sheet.view.known.obligations

    screen = talk.screen()
    talk.key(Qt.Key.Key_0, ALT)
    talk.answers(2, "修路占了我家三亩地。")
    talk.answers(3, "把款付清。")
    assert "三亩地" in seen_on(screen)
    remarks = talk.page.form.fields["remarks"].editor
    remarks.setFocus()
    talk.types("不是三亩，是三分。")
    screen.right.click()
    talk.saves()
    talk.until_paper()
    assert "签名" in seen_on(screen) and "三亩" not in seen_on(screen), "what was said is on the paper now"
    talk.signs()
    talk.signs()
    assert not talk.page.is_signing and "签名已齐" in window.said
    window.close()

    window = Window(qtbot, folder)
    window.enter("clerk", at=NEXT)
    window.today()
    talk = Talk(window, number)
    assert talk.page.view is not None and talk.page.view.last is not None
    assert [item.how for item in talk.page.view.last.signatures] == [SignedHow.HANDWRITING] * 2
    talk.key(Qt.Key.Key_U, ALT)
    talk.matter.fill(words="丈量单昨天没有带来，今天交了一份。")
    talk.matter.save()
    talk.matter.issue("D60")
    talk.matter.key(Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: bool(talk.printer.printed), timeout=15_000)
    (held,) = talk.matter.sheet.matter.conversations
    assert held.remarks == "不是三亩，是三分。" and len(held.rights) == 6
    assert [item.words for item in held.supplements] == ["丈量单昨天没有带来，今天交了一份。"]
    papers = [item for item in talk.matter.sheet.matter.papers if item.kind == "D60"]
    assert [(bool(item.voided), len(item.handwriting)) for item in papers] == [(False, 2), (False, 0)]
    after = talk.matter.sheet.view.known.obligations
    assert [(item.rule, item.due_legal) for item in after] == [(d.rule, d.due_legal) for d in duties]
    window.close()

    desk = open_as(folder, at=NEXT)
    found = check(desk.session, number, station_signer(desk).sign_public)
    desk.close()
    assert len(found) == 2 and all(item.holds and item.ours for _, item in found)


def test_a_talk_at_the_command_line_and_a_refusal_to_sign(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    said = [{"speaker": "问", "words": "请说经过。"}, {"speaker": "答", "words": "补偿款没有付清。"}]
    times = {"began_at": "2026-03-03T09:30", "ended_at": "2026-03-03T10:10"}
    folder.act(
        "03-03", number, "record-conversation", speakers="张示范", statements=json.dumps(said), **times
    )
    early = folder.refused(
        "03-03", number, "sign-conversation", conversation=1, who="speaker:1", signed_how="ink"
    )
    assert early["code"] == "conversation.not_read_back"
    folder.act(
        "03-03", number, "record-conversation", conversation=1, speakers="张示范", statements=json.dumps(said),
        read_how="aloud", rights="identity,record", **times,
    )  # fmt: skip
    refusal = {"act": "sign-conversation", "conversation": 1, "who": "speaker:1", "signed_how": "refused"}
    folder.acts("03-04", number, {**refusal, "reason": "要先问家里人"})
    changed = folder.refused(
        "03-04",
        number,
        "record-conversation",
        conversation=1,
        speakers="张示范",
        statements=json.dumps(said),
        **times,
    )
    assert changed["code"] == "conversation.signed"
    folder.act("03-04", number, "supplement-conversation", conversation=1, words="家里人说面积以丈量单为准。")
    (shown,) = folder.shown("03-04", number)["conversations"]
    assert (shown["read_how"], shown["missing"]) == ("aloud", ["receiver"])
    folder.paper("03-04", "D60", number)
    words = folder.words_of("D60").replace("\n", "")
    assert "答：补偿款没有付清。" in words and "面积以丈量单为准" in words
    folder.clean("03-04")
