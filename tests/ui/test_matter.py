"""One matter: what is shown, which acts are offered where, forms made from acts, papers and their way out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.acts.refusing import Refuse
from app.domain.claims import Purpose
from app.domain.history import ACT_KINDS
from app.domain.law import Law
from app.domain.office import StationKind
from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, MatterDesk, PaperTray
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.matter_road import step_words
from ui.desk.pages.what_if_card import what_if_words
from ui.desk.widgets.act_form import ActForm, FormSetting
from ui.desk.widgets.choice import ChoiceField
from ui.messages import message_of, words
from ui.theme import Theme, apply_theme, current

AT = "2026-11-20T09:30"
THURSDAY = "2026-11-19T15:00"


def office(qtbot: QtBot, tmp_path: Path, **changes: object) -> tuple[Window, str]:
    """A county office with one matter, and its window."""
    folder = training_folder(tmp_path / "office")
    desk = open_as(folder, at=THURSDAY)
    number = registered(desk, **changes)  # type: ignore[arg-type]
    desk.close()
    window = Window(qtbot, folder)
    window.enter(at=AT)
    window.today()
    return window, number


def township(qtbot: QtBot, tmp_path: Path) -> tuple[Window, str]:
    """A township with one matter, and its window."""
    folder = training_folder(tmp_path / "town", kind=StationKind.TOWNSHIP, name="示范镇人民政府")
    desk = open_as(folder, at=THURSDAY)
    number = registered(desk)
    desk.close()
    window = Window(qtbot, folder)
    window.enter(at=AT)
    window.today()
    return window, number


def test_the_open_matter_is_shown_in_full(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    said = matter.page.overview.people_words
    assert "张示范" in said and "13800000001" in said and "示范镇东村二组" in said
    assert "村里修路占用承包地" in said
    assert f"事项 {number}  张**" in [label.text() for label in matter.page.header.findChildren(QLabel)]
    assert matter.page.overview.road.station == "registration"
    assert len(matter.page.overview.duties.rows) >= 2
    picture(window.shell, "matter-light", 1.0)
    assert cut_labels(matter.page) == []
    window.close()


def test_acts_are_those_of_this_kind_of_station(qtbot: QtBot, tmp_path: Path) -> None:
    window, number = office(qtbot, tmp_path / "one")
    offered = MatterDesk(window, number).page.beside.offered
    assert offered[0] == "forward" and "accept" not in offered
    window.close()
    window, number = township(qtbot, tmp_path / "two")
    offered = MatterDesk(window, number).page.beside.offered
    assert offered[0] == "accept" and "forward" not in offered
    window.close()


def test_every_act_has_words_a_key_and_a_form(qapp: QApplication) -> None:
    keys = [words("act_keys").get(name) for name in (*ACT_KINDS, "issue")]
    keys += [step_words()["barred_keys"], what_if_words()["key"], words("guide")["key"]]
    assert all(keys) and len(set(keys)) == len(keys)
    setting = FormSetting(today=date(2026, 11, 20), claims=2)
    labels = words("act_fields")
    for kind in ACT_KINDS.values():
        form = ActForm(kind.name, kind.type, setting)
        for name, field in form.fields.items():
            assert name in labels, f"{kind.name}.{name} has no label"
            assert field.label.text() != name


def test_an_act_is_filled_in_beside_the_matter_and_refused_at_its_field(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_J, ALT)
    form = matter.page.beside.form
    assert form is not None
    matter.fill(unit="示范镇人民政府", due_by="11-01")
    picture(window.shell, "matter-form-light", 1.0)
    matter.save()
    assert "已经过去" in form.fields["due_by"].note.text
    assert QApplication.focusWidget() is form.fields["due_by"].editor
    matter.fill(due_by="12-20")
    matter.save()
    assert "已记下：交办" in window.said
    assert matter.sheet.state == "forwarded"
    assert "交办 示范镇人民政府，2026-12-20 前报结果" in shown_history(matter)
    window.close()


def shown_history(matter: MatterDesk) -> str:
    model = matter.page.overview.history.model()
    return "\n".join(str(model.index(row, 1).data()) for row in range(model.rowCount()))


def test_a_missing_field_is_named_as_the_screen_names_it(qtbot: QtBot, tmp_path: Path) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_Z, ALT)
    matter.save()
    form = matter.page.beside.form
    assert form is not None and "单位" in form.fields["unit"].note.text
    matter.key(Qt.Key.Key_Escape)
    assert matter.page.beside.form is None
    assert matter.sheet.state == "registered"
    window.close()


def test_coming_again_takes_five_keys_and_prints_the_sheet(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_F8)
    window.keys("补偿款什么时候到")
    matter.save()
    assert matter.sheet.matter.notes[-1].words == "补偿款什么时候到"
    assert matter.page.paper.record is not None and matter.page.paper.record.kind == "D49"
    qtbot.wait(400)
    picture(window.shell, "matter-situation-sheet-light", 1.0)
    matter.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert [title for title, _ in matter.printer.printed] == [f"{matter.page.number} D49"]
    assert matter.printer.printed[0][1].startswith(b"%PDF")
    matter.key(Qt.Key.Key_Escape)
    visit = next(line for line in matter.sheet.history if line.kind == "visited-again")
    matter.page.taking_back.ask(visit.entry)  # as Ctrl+Alt+Z does for the chosen one
    matter.settle()
    assert "再次来访" in matter.page.beside.form_about.text()
    assert "请收回" in matter.page.beside.form_about.text(), "the sheet is not void with its visit"
    window.close()


def test_coming_again_is_begun_from_the_counter_with_one_key(qtbot: QtBot, tmp_path: Path) -> None:
    window, number = office(qtbot, tmp_path)
    day = window.desk_window.day
    assert day is not None
    day.printer = PaperTray()
    window.press(Qt.Key.Key_F3)
    page = window.until("reception")
    page.visit_again_asked.emit(number)  # type: ignore[attr-defined]
    matter = MatterDesk.on(window)
    form = matter.page.beside.form
    assert matter.page.number == number and form is not None and form.act == "visit-again"
    assert QApplication.focusWidget() is form.fields["asked"].editor
    matter.key(Qt.Key.Key_Escape)
    matter.key(Qt.Key.Key_Escape)
    assert window.shell.current_page == "reception"
    window.close()


def test_a_matter_that_is_read_anew_behind_another_page_leaves_the_cursor_where_somebody_types(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    window.press(Qt.Key.Key_F4)
    list_of_matters = window.until("matters")
    list_of_matters.box.setFocus()  # type: ignore[attr-defined]
    matter.page.read()
    matter.settle()
    assert QApplication.focusWidget() is list_of_matters.box  # type: ignore[attr-defined]
    window.close()


def test_a_paper_is_seen_as_a_draft_before_it_is_issued(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_P, ALT)
    offered = [row.kind for row in matter.page.beside.papers.rows]
    assert offered[0] == "D01" and {"D02", "D03", "D08", "D49", "D51"} <= set(offered)
    too_early, of_the_office = {"D14", "D28", "D33", "D44", "D55", "M08"}, {"D47", "D48", "D53", "D54"}
    assert not (too_early | of_the_office) & set(offered)
    picture(window.shell, "matter-kinds-light", 1.0)
    matter.key(Qt.Key.Key_Return)
    assert matter.page.paper.view.pages > 0
    assert matter.page.paper.record is None and matter.sheet.matter.papers == ()
    qtbot.wait(400)
    picture(window.shell, "matter-draft-light", 1.0)
    matter.key(Qt.Key.Key_Escape)
    assert matter.page.overview.isVisible() and matter.sheet.matter.papers == ()
    matter.issue("D02")
    assert [paper.kind for paper in matter.sheet.matter.papers] == ["D02"]
    assert "已签发" in window.said
    assert matter.foot[0].startswith("打印")
    window.close()


def test_without_a_printer_the_paper_is_saved(qtbot: QtBot, tmp_path: Path) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number, PaperTray(""))
    matter.issue("D02")
    matter.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "没有可用的打印机" in window.said
    target = tmp_path / "receipt.pdf"
    editor = matter.page.paper.file.path.editor
    assert editor.isVisible() and editor is QApplication.focusWidget()
    editor.clear()
    window.keys(str(target))
    matter.key(Qt.Key.Key_Return)
    assert target.read_bytes().startswith(b"%PDF")
    window.close()


def test_what_is_sealed_is_not_shown_and_says_who_may_open_it(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = office(qtbot, tmp_path, purpose=Purpose.ACCUSATION)
    window.close()
    handler = Window(qtbot, tmp_path / "office")
    handler.enter("handler", at=AT)
    handler.today()
    matter = MatterDesk(handler, number)
    said = matter.page.overview.people_words
    assert "已密封" in said and "登记员" in said and "负责人" in said
    assert "张示范" not in said and "补偿" not in said
    assert "contacted" not in matter.page.beside.offered
    picture(handler.shell, "matter-sealed-light", 1.0)
    handler.close()
    clerk = Window(qtbot, tmp_path / "office")
    clerk.enter("clerk", at=AT)
    clerk.today()
    assert "张示范" in MatterDesk(clerk, number).page.overview.people_words
    clerk.close()


def test_space_explains_a_duty_and_esc_leads_back(qtbot: QtBot, tmp_path: Path) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    matter.page.overview.duties.setFocus()
    matter.key(Qt.Key.Key_Space)
    assert not matter.page.beside.why.isHidden()
    matter.key(Qt.Key.Key_Escape)
    assert matter.page.beside.why.isHidden()
    matter.key(Qt.Key.Key_Escape)
    assert window.shell.current_page == "today"
    window.close()


def test_a_reader_without_acts_sees_but_does_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    window, number = office(qtbot, tmp_path)
    window.close()
    archivist = Window(qtbot, tmp_path / "office")
    archivist.enter("archivist", at=AT)
    archivist.today()
    matter = MatterDesk(archivist, number)
    assert matter.page.beside.offered == ()
    matter.key(Qt.Key.Key_Z, ALT)
    assert matter.page.beside.form is None
    archivist.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
def test_the_matter_in_other_looks(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, picture: Picture, name: str, body: int
) -> None:
    window, number = office(qtbot, tmp_path)
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    matter = MatterDesk(window, number)
    QApplication.processEvents()
    picture(window.shell, f"matter-{name}-{body}", 1.0)
    assert window.shell.width() == 1366
    assert cut_labels(matter.page) == []
    window.close()


def test_the_matter_at_twice_the_size_of_a_small_screen(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = office(qtbot, tmp_path)
    MatterDesk(window, number)
    window.shell.resize(683, 364)
    qtbot.wait(60)  # the steps take another row, and what is below makes room
    picture(window.shell, "matter-200-percent", 2.0)
    assert window.shell.width() == 683
    window.close()


def test_a_refusal_is_chosen_from_the_lawful_grounds_alone(qapp: QApplication) -> None:
    grounds = Law.shipped().grounds_of("refuse", date(2026, 11, 20))
    form = ActForm("refuse", Refuse, FormSetting(today=date(2026, 11, 20), grounds=grounds))
    editor = form.fields["ground"].editor
    assert isinstance(editor, ChoiceField)
    assert grounds and [choice.code for choice in editor._choices] == [ground.id for ground in grounds]
    assert all(choice.word != choice.code for choice in editor._choices), "said in words, not in codes"


def test_every_coded_field_of_every_act_is_asked_in_words(qapp: QApplication) -> None:
    setting = FormSetting(
        today=date(2026, 11, 20), grounds=Law.shipped().grounds_of("refuse", date(2026, 11, 20))
    )
    raw = []
    for act, kind in ACT_KINDS.items():
        form = ActForm(act, kind.type, setting)
        for name, field in form.fields.items():
            editor = field.editor
            if isinstance(editor, ChoiceField) and name not in ("unit", "category", "channel"):
                raw += [f"{act}.{name}: {each.code}" for each in editor._choices if each.word == each.code]
    assert raw == []


def test_the_five_steps_say_what_is_done_and_what_is_missing(qtbot: QtBot, tmp_path: Path) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    said = matter.page.overview.steps.steps
    assert [line.split("：")[0] for line in said] == ["登记", "分清性质", "明确管辖", "精准转送", "准确告知"]
    assert "还缺 转送的单位" in said[3] and "未做" in said[3]
    matter.key(Qt.Key.Key_Z, ALT)
    matter.fill(unit="示范镇人民政府")
    matter.save()
    said = matter.page.overview.steps.steps
    assert "已做" in said[2] and "还缺 单位签收的日期" in said[3]
    window.close()


def test_the_road_map_is_walked_by_the_arrow_keys(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    road = matter.page.overview.road
    assert road.explained == road.station == "registration"
    assert "您在这里" in road.words.text() and "接下来" in road.words.text()
    road.stops["registration"].setFocus()
    for _ in range(3):
        matter.key(Qt.Key.Key_Right)
    assert road.explained == "administrative_handling"
    assert "还没有走到" in road.words.text() and "请求复查" in road.words.text()
    assert QApplication.focusWidget() is road.stops["administrative_handling"]
    assert road.stops["administrative_handling"].accessibleDescription() == road.words.text()
    picture(window.shell, "matter-road-light", 1.0)
    window.close()


def test_what_cannot_be_done_says_why_in_the_words_of_its_refusal(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    side = matter.page.beside
    assert side.reasons == ()
    assert not set(side.offered) & {item.act for item in matter.sheet.offer.barred}
    matter.key(Qt.Key.Key_N, ALT | Qt.KeyboardModifier.ShiftModifier)
    refused = {item.act: message_of(item.reason).says for item in matter.sheet.offer.barred}
    assert f"受理：{refused['accept']}" in side.reasons
    QApplication.processEvents()
    picture(window.shell, "matter-barred-light", 1.0)
    matter.key(Qt.Key.Key_Escape)
    assert side.reasons == () and side.mode == "acts"
    matter.key(Qt.Key.Key_K, ALT | Qt.KeyboardModifier.ShiftModifier)
    assert refused["reopen"] in window.said, "its key says why, and brings no form"
    assert side.form is None
    window.close()


def test_a_fresh_matter_of_a_township_is_registered_not_forwarded(qtbot: QtBot, tmp_path: Path) -> None:
    window, number = township(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    assert (matter.sheet.state, matter.page.overview.road.station) == ("registered", "registration")
    window.close()


def test_if_i_accept_on_thursday_when_is_the_answer_due(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = township(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    entries = len(matter.sheet.view.entries)
    matter.key(Qt.Key.Key_W, ALT | Qt.KeyboardModifier.ShiftModifier)
    card = matter.page.beside.what_if
    assert QApplication.focusWidget() is card.fact
    window.keys("受理")
    window.press(Qt.Key.Key_Return)
    card.day.setFocus()
    card.day.clear()
    window.keys("11-26")
    matter.settle()
    said = "\n".join(card.lines)
    assert "2027-01-25" in said and "什么都没有写下" in said
    picture(window.shell, "matter-what-if-light", 1.0)
    assert cut_labels(matter.page) == []
    card.day.clear()
    window.keys("11-01")
    matter.settle()
    assert "收到之日" in card.fields["on"].note.text and card.lines == ()
    matter.key(Qt.Key.Key_Escape)
    assert card.isHidden()
    matter.page.read()
    matter.settle()
    assert len(matter.sheet.view.entries) == entries
    window.close()
