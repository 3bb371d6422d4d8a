"""The life of a paper in the window: said, handed on, looked over, signed, sealed, its scan filed, replaced."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.acts.forwarding import Forward
from app.domain.office import StationKind
from app.services.perform import perform
from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, CONTROL, MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.desk.widgets.story_field import StoryField

AT = "2026-11-20T09:30"
SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


def office(qtbot: QtBot, tmp_path: Path, kind: StationKind = StationKind.OFFICE) -> MatterDesk:
    """One matter that was forwarded, open in the window."""
    folder = training_folder(tmp_path / "office", kind=kind)
    desk = open_as(folder, at="2026-11-19T15:00")
    number = registered(desk)
    if kind is StationKind.OFFICE:
        perform(desk.session, number, Forward(unit=desk.session.office.units[0].code))
    desk.close()
    window = Window(qtbot, folder)
    window.enter(at=AT)
    window.today()
    return MatterDesk(window, number)


def draft(matter: MatterDesk, kind: str) -> None:
    """Alt+P and the kind: its draft is shown."""
    matter.key(Qt.Key.Key_P, ALT)
    kinds = [row.kind for row in matter.page.beside.papers.rows]
    matter.page.beside.papers.selectRow(kinds.index(kind))
    matter.key(Qt.Key.Key_Return)


def open_first(matter: MatterDesk) -> None:
    """Enter on the first line of the papers."""
    matter.page.overview.papers.setFocus()
    matter.page.overview.papers.selectRow(0)
    matter.key(Qt.Key.Key_Return)


def test_a_draft_is_handed_on_looked_over_signed_and_its_scan_filed(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    matter = office(qtbot, tmp_path)
    window = matter.window
    draft(matter, "D11")
    assert [line.split()[0] for line in matter.foot] == ["签发", "送审", "不签发"]
    matter.key(Qt.Key.Key_Return, SHIFT)
    assert "已送审" in window.said
    assert [item.state for item in matter.sheet.matter.drafts] == ["drafted"]
    assert matter.sheet.matter.papers == ()
    open_first(matter)
    assert [line.split()[0] for line in matter.foot] == [
        "签发",
        "审核同意",
        "退回修改",
        "弃用",
        "送审",
        "不签发",
    ]
    assert any("拟稿" in line for line in matter.page.beside.about)
    picture(window.shell, "matter-kept-draft", 1.0)
    matter.key(Qt.Key.Key_R, SHIFT)
    assert [item.state for item in matter.sheet.matter.drafts] == ["reviewed"]
    open_first(matter)
    matter.save()
    (paper,) = matter.sheet.matter.papers
    assert (matter.sheet.matter.drafts, paper.state, paper.reviewed_by) == ((), "awaiting_seal", "clerk")
    matter.key(Qt.Key.Key_Y, ALT)
    assert matter.sheet.matter.papers[0].state == "sealed"
    scan = tmp_path / "scan.png"
    Image.new("L", (100, 140), 255).save(scan)
    matter.key(Qt.Key.Key_S, SHIFT)
    window.keys(str(scan))
    matter.key(Qt.Key.Key_Return)
    assert matter.sheet.matter.papers[0].scan, window.said
    assert "盖章件扫描已存" in "".join(matter.page.beside.about)
    picture(window.shell, "matter-sealed-paper", 1.0)
    window.close()


def test_a_returned_draft_says_why_in_the_list(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    matter = office(qtbot, tmp_path)
    draft(matter, "D11")
    matter.key(Qt.Key.Key_Return, SHIFT)
    open_first(matter)
    matter.key(Qt.Key.Key_B, SHIFT)
    matter.fill(reason="日期写错")
    matter.save()
    (kept,) = matter.sheet.matter.drafts
    assert (kept.state, kept.returned) == ("returned", "日期写错")
    picture(matter.window.shell, "matter-returned-draft", 1.0)
    open_first(matter)
    matter.save()
    assert "退回修改" in matter.window.said and matter.sheet.matter.papers == ()
    matter.window.close()


def test_what_a_paper_asks_for_is_typed_above_its_draft_and_survives_leaving_it(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    matter = office(qtbot, tmp_path, StationKind.TOWNSHIP)
    matter.key(Qt.Key.Key_S, ALT)
    matter.save()
    draft(matter, "D14")
    form = matter.page.paper.questions.form
    assert form is not None and list(form.fields) == ["forwarding.organ", "forwarding.on"]
    matter.window.press(Qt.Key.Key_Escape)
    matter.settle()
    draft(matter, "D14")
    form = matter.page.paper.questions.form
    assert form is not None
    editor = form.fields["forwarding.organ"].editor
    editor.setFocus()
    matter.window.keys("示范县信访局")
    qtbot.wait(700)
    matter.settle()
    picture(matter.window.shell, "matter-asked", 1.0)
    matter.key(Qt.Key.Key_Escape)
    draft(matter, "D02")
    assert matter.page.paper.questions.form is None
    matter.key(Qt.Key.Key_Escape)
    draft(matter, "D14")
    form = matter.page.paper.questions.form
    assert form is not None and form.said == {"forwarding.organ": "示范县信访局"}, (
        "nothing that was typed is lost"
    )
    assert not isinstance(form.fields["forwarding.organ"].editor, StoryField)
    matter.window.close()


def test_a_paper_is_replaced_with_its_reason_on_the_new_one(qtbot: QtBot, tmp_path: Path) -> None:
    matter = office(qtbot, tmp_path)
    matter.issue("D11")
    matter.key(Qt.Key.Key_G, SHIFT)
    form = matter.page.paper.questions.form
    assert form is not None
    matter.save()
    assert "作废" in matter.window.said and len(matter.sheet.matter.papers) == 1, (
        "without a reason it is not issued"
    )
    next(iter(form.fields.values())).editor.setFocus()
    matter.window.keys("去向单位写错")
    matter.save()
    old, new = matter.sheet.matter.papers
    assert (old.state, old.voided, new.replaces) == ("void", "去向单位写错", old.id)
    matter.window.close()


def test_what_was_printed_is_written_down_with_its_copies(qtbot: QtBot, tmp_path: Path) -> None:
    matter = office(qtbot, tmp_path)
    matter.issue("D11")
    matter.key(Qt.Key.Key_P, CONTROL)
    (paper,) = matter.sheet.matter.papers
    assert (paper.printed_copies, paper.state) == (2, "awaiting_seal"), (
        "a copy for the visitor, one for the file"
    )
    (title, _) = matter.printer.printed[0]
    assert title.endswith("D11")
    matter.key(Qt.Key.Key_Escape)
    open_first(matter)
    matter.key(Qt.Key.Key_P, CONTROL)
    assert matter.sheet.matter.papers[0].printed_copies == 3, "a reprint is one sheet"
    history = [line.kind for line in matter.sheet.history]
    assert history.count("paper-printed") == 2
    matter.window.close()


def test_an_act_says_which_paper_it_owes_and_the_key_brings_it_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    matter = office(qtbot, tmp_path, StationKind.TOWNSHIP)
    matter.page.begin("accept")
    matter.save()
    assert "下一步：出具《受理告知书》 Alt+P" in matter.window.said
    matter.key(Qt.Key.Key_P, ALT)
    table = matter.page.beside.papers
    assert table.current_row.kind == "D14"
    matter.window.close()


def test_on_sheets_with_a_printed_head_the_red_is_left_out(qtbot: QtBot, tmp_path: Path) -> None:
    matter = office(qtbot, tmp_path)
    matter.issue("D11")
    matter.printer.head_is_printed = True
    matter.key(Qt.Key.Key_P, CONTROL)
    matter.settle()
    ((_, printed),) = matter.printer.printed
    (paper,) = matter.sheet.matter.papers
    assert sha256(printed).hexdigest() != paper.sha256 and paper.printed_copies == 2
    matter.window.close()
