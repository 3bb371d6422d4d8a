"""Granting access in the window: the leader's act on the matter page, made from the act's fields, and what it leaves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.acts.classifying import Classify
from app.domain.claims import Purpose
from app.services.perform import perform
from app.services.reading import open_matter
from tests.ui.conftest import Picture
from tests.ui.pages_matter import MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels

STORY = "村主任倒卖宅基地指标，收据在我家里。"
AT = "2026-11-20T09:30"


def test_a_leader_gives_access_on_the_matter_page_and_the_history_says_so(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    folder = training_folder(tmp_path / "office")
    desk = open_as(folder, at="2026-11-19T15:00")
    number = registered(desk, text=STORY, restricted=True, purpose=Purpose.ACCUSATION)
    desk.close()
    window = Window(qtbot, folder)
    window.enter("leader", at=AT)
    window.today()
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    matter.fill(person="auditor", until="11-30", reason="承办此件")
    matter.save()
    form = matter.page.beside.form
    assert form is not None and "岗位" in form.fields["person"].note.text
    matter.fill(person="handler")
    picture(window.shell, "matter-grant", 1.0)
    assert cut_labels(matter.page) == []
    matter.save()
    assert "已记下：授权查阅" in window.said
    model = matter.page.overview.history.model()
    lines = "\n".join(str(model.index(row, 1).data()) for row in range(model.rowCount()))
    assert "授权handler查阅封存内容，至2026-11-30" in lines
    picture(window.shell, "matter-granted", 1.0)
    window.close()
    handler = open_as(folder, "handler", at="2026-11-20T10:00")
    assert open_matter(handler.session, number).known.matter.claims[0].words.text == STORY
    handler.close()


def test_a_reseal_is_two_persons_work(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    folder = training_folder(tmp_path / "office")
    desk = open_as(folder, at="2026-11-19T15:00")
    number = registered(desk, text=STORY)
    perform(desk.session, number, Classify(purpose=Purpose.ACCUSATION))
    desk.close()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    window = Window(qtbot, folder)
    window.enter("clerk", at=AT)
    window.today()
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_F, keys)
    matter.fill(reason="先前写着姓名")
    matter.save()
    assert "已记下：提请补充封存" in window.said
    window.close()
    window = Window(qtbot, folder)
    window.enter("leader", at=AT)
    window.today()
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_Y, keys)
    matter.save()
    form = matter.page.beside.form
    assert form is not None and "不能撤回" in form.fields["confirmed"].note.text
    form.fields["confirmed"].editor.setFocus()
    window.press(Qt.Key.Key_Space)
    picture(window.shell, "matter-reseal", 1.0)
    assert cut_labels(matter.page) == []
    matter.save()
    assert "已记下：补充封存" in window.said
    window.close()
    other = open_as(folder, "mediator", at="2026-11-20T11:00")
    found = open_matter(other.session, number).known.matter
    assert not found.has_words and found.story_sealed
    other.close()
