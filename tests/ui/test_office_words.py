"""Settings › templates and phrases, phrases while a paper is written, editable copies: as an office sees and uses them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from app.domain.acts.forwarding import Forward
from app.services.office_templates import approve, kind_in_force, name_of, propose
from app.services.perform import perform
from app.services.phrases import add_phrase, approve_phrase
from app.services.reading import view_matter
from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_settings import CONTROL, save, settings, shown, write
from ui.desk.pages.settings_phrases import PhrasesSection
from ui.desk.pages.settings_templates import TemplatesSection
from ui.desk.widgets.story_field import StoryField

AT = "2026-11-20T09:30"
PLACE = "12.text"
OWN = "说明：本申请书一式两份，一份由申请人留存。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def entered(qtbot: QtBot, folder: Path, role: str = "clerk") -> Window:
    made = Window(qtbot, folder)
    made.enter(role, at=AT)
    made.today()
    return made


def settle(window: Window) -> None:
    for _ in range(3):
        window.settle()


def templates(window: Window, kind: str) -> TemplatesSection:
    """The section, with a kind opened by Enter."""
    page = settings(window)
    page.sections.take("templates")
    settle(window)
    made = page.section("templates")
    assert isinstance(made, TemplatesSection)
    table = made.templates.table
    table.selectRow([row.kind.kind for row in table.rows].index(kind))
    window.press(Qt.Key.Key_Return, table)
    settle(window)
    return made


def acts(window: Window) -> list[str]:
    page = settings(window)
    return [b.text().split()[0] for bs in page._buttons.values() for _, b in bs if b.isVisible()]


def key(window: Window, which: Qt.Key) -> None:
    window.press(which, None, CONTROL)
    settle(window)


def test_a_template_is_worded_seen_proposed_and_approved(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    window = entered(qtbot, folder)
    page = settings(window)
    page.sections.take("templates")
    settle(window)
    section = page.section("templates")
    assert isinstance(section, TemplatesSection)
    kinds = {row.kind.kind for row in section.templates.table.rows}
    assert "D28" in kinds and "D14" not in kinds, "strict words are not offered"
    picture(window.shell, "settings-templates-list", 1.0)
    assert cut_labels(page) == []
    section = templates(window, "D28")
    card = section.templates
    assert acts(window) == ["报批改动", "看样件", "与原文对照", "可用名称", "返回清单"]
    assert card.go_to(PLACE) and "一式两份" in card.own.text
    card.own.setFocus()
    card.own.setPlainText(OWN)
    assert card.changed_texts == {PLACE: OWN}
    key(window, Qt.Key.Key_R)
    assert card.view.isVisible() and card.view.pages == 1
    qtbot.wait(300)  # the page is drawn in a thread of Qt's own
    picture(window.shell, "settings-templates-sample", 1.0)
    assert cut_labels(page) == []
    key(window, Qt.Key.Key_D)
    assert f"+{OWN}" in card.diff.toPlainText() and not card.view.isVisible()
    picture(window.shell, "settings-templates-diff", 1.0)
    key(window, Qt.Key.Key_I)
    assert "{{ matter.number }}   登记编号" in card.diff.toPlainText()
    save(window)
    settle(window)
    assert "已报批：D28 1+LX07.1" in window.said
    (row,) = (row for row in card.table.rows if row.kind.kind == "D28")
    assert row.used == "1" and len(row.changes) == 1
    window.close()
    window = entered(qtbot, folder, "leader")
    section = templates(window, "D28")
    assert section.templates.texts[PLACE] == OWN and "批准" in acts(window)
    write(window, section.templates.since.editor, "2026-11-20")
    key(window, Qt.Key.Key_B)
    assert "已批准" in window.said
    window.close()
    desk = open_as(folder, at=AT)
    assert kind_in_force(desk.session, "D28").version == "1+LX07.1"
    (change,) = desk.session.office.wording.templates
    assert (change.proposed_by, change.approved_by) == ("clerk", "leader")
    desk.close()


def test_a_fault_is_told_at_its_text_and_nothing_that_was_typed_is_lost(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    window = entered(qtbot, folder)
    section = templates(window, "D28")
    card = section.templates
    card.go_to(PLACE)
    card.own.setPlainText("说明：{{ matter.nummer }}")
    card.places.selectRow(0)
    save(window)
    settle(window)
    assert "matter.nummer" in card.own_field.note.text and card.own.text == "说明：{{ matter.nummer }}"
    picture(window.shell, "settings-templates-fault", 1.0)
    window.press(Qt.Key.Key_Escape)
    settle(window)
    assert section.opened is None and card.table.isVisible()
    section = templates(window, "D28")
    assert section.templates.texts[PLACE] == "说明：{{ matter.nummer }}", "what was typed stays"
    window.close()


def test_a_template_in_use_is_withdrawn_by_the_leader(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder, "leader", at=AT)
    approve(desk.session, name_of(propose(desk.session, "D28", {PLACE: OWN})))
    desk.close()
    window = entered(qtbot, folder, "leader")
    templates(window, "D28")
    key(window, Qt.Key.Key_T)
    assert "已停用" in window.said
    window.close()
    desk = open_as(folder, at=AT)
    assert kind_in_force(desk.session, "D28").version == "1"
    desk.close()


def test_phrases_are_added_approved_and_retired(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    window = entered(qtbot, folder, "leader")
    page = settings(window)
    page.sections.take("phrases")
    settle(window)
    section = page.section("phrases")
    assert isinstance(section, PhrasesSection)
    card = section.phrases
    save(window)
    settle(window)
    assert "没有写用语" in card.fields["text"].note.text
    card.text.setPlainText("您反映的事项，我们将按规定的期限书面答复您。")
    write(window, card.fields["kind"].editor, "d13")
    write(window, card.fields["subject"].editor, "开头")
    save(window)
    settle(window)
    assert [row[0] for row in shown(card.table)] == ["待批准"] and card.text.text == ""
    key(window, Qt.Key.Key_B)
    assert [row[0] for row in shown(card.table)] == ["在用"]
    picture(window.shell, "settings-phrases", 1.0)
    assert cut_labels(page) == []
    key(window, Qt.Key.Key_D)
    assert "没有写用到哪天" in card.fields["until"].note.text, "an empty day is never today"
    write(window, card.fields["until"].editor, "2026-11-30")
    key(window, Qt.Key.Key_D)
    assert [row[0] for row in shown(card.table)] == ["在用，至 2026-11-30"]
    window.close()


def test_a_phrase_is_put_into_what_is_being_written_by_a_key(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    desk = open_as(folder, "leader", at="2026-11-19T15:00")
    number = registered(desk)
    for text in ("请有关单位及时核实。", "过期的说法。"):
        until = date(2026, 11, 19) if text.startswith("过期") else None
        approve_phrase(desk.session, add_phrase(desk.session, text, kind="D24", until=until).id)
    perform(desk.session, number, Forward(unit=desk.session.office.units[0].code))
    desk.close()
    window = entered(qtbot, folder)
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_P, ALT)
    kinds = [row.kind for row in matter.page.beside.papers.rows]
    matter.page.beside.papers.selectRow(kinds.index("D24"))
    matter.key(Qt.Key.Key_Return)
    form = matter.page.paper.questions.form
    assert form is not None
    field = next(field for field in form.fields.values() if isinstance(field.editor, StoryField))
    editor = field.editor
    assert isinstance(editor, StoryField)
    editor.setFocus()
    window.press(Qt.Key.Key_Down, None, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and [entry.text() for entry in menu.actions()] == ["请有关单位及时核实。"]
    window.press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert editor.text == "请有关单位及时核实。"
    matter.settle()
    picture(window.shell, "matter-phrase", 1.0)
    window.close()


def test_an_editable_copy_is_saved_from_the_paper_that_is_shown(
    qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    desk = open_as(folder, at="2026-11-19T15:00")
    number = registered(desk)
    desk.close()
    window = entered(qtbot, folder)
    matter = MatterDesk(window, number)
    matter.issue("D02")
    matter.key(Qt.Key.Key_S, CONTROL)
    line = matter.page.paper.file
    assert isinstance(line.path.editor, QLineEdit) and line.path.text.endswith(".pdf")
    assert ".docx" in line.path.note.text
    target = tmp_path / "copy.docx"
    write(window, line.path.editor, str(target))
    matter.key(Qt.Key.Key_Return)
    assert target.read_bytes().startswith(b"PK") and line.isHidden(), window.said
    window.close()
    desk = open_as(folder, at=AT)
    assert len(view_matter(desk.session, number).known.matter.papers) == 1
    desk.close()
