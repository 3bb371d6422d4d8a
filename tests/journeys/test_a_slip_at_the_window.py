"""A slip at the window: a wrong link, a wrong call, a wrong page; taken back by a key. All persons are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.acts.delivering import Deliver
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.noticing import VoidPaper
from app.domain.acts.receiving import ContactUnit, Keep
from app.domain.delivery import Capacity, DeliveryMethod, Outcome
from app.services import papers
from app.services.perform import perform
from app.services.reading import open_matter
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_matter import CONTROL, MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_materials import MaterialsDesk
from tests.ui.test_materials import sheet as photographed
from ui.desk.last_acts import LastActs

__all__ = ["picture", "qapp", "usual_look"]

AT = "2026-11-19T15:00"
CONTROL_ALT = CONTROL | Qt.KeyboardModifier.AltModifier


class SlipDesk(MaterialsDesk):
    """One matter, and what was done to it by mistake."""

    def undo(self) -> None:
        """Ctrl+Z where no text is typed."""
        self.page.overview.duties.setFocus()
        self.key(Qt.Key.Key_Z, CONTROL)

    def says_why(self, reason: str) -> None:
        """The reason is typed, and the form kept."""
        assert self.page.beside.form is not None, self.window.said
        self.fill(reason=reason)
        self.save()

    @property
    def history(self) -> list[str]:
        """The lines of what happened, newest first, as they are read aloud."""
        model = self.page.overview.history.model()
        return [str(model.index(at, 1).data()) for at in range(model.rowCount())]


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, str, str]:
    """A folder with two matters of the same morning."""
    folder = training_folder(tmp_path / "office")
    desk = open_as(folder, at="2026-11-19T09:00")
    numbers = registered(desk), registered(desk, name="李示范", text="小区电梯坏了三个月，没有人修。")
    desk.close()
    return (folder, *numbers)


def at_the_window(qtbot: QtBot, folder: Path, number: str, role: str = "clerk") -> SlipDesk:
    """Somebody in the afternoon, the matter open."""
    window = Window(qtbot, folder)
    window.enter(role, at=AT)
    window.settle()
    return SlipDesk(window, number)


def test_a_wrong_call_a_wrong_link_and_a_wrong_page_are_taken_back(
    qtbot: QtBot, place: tuple[Path, str, str], picture: Picture, tmp_path: Path
) -> None:
    folder, number, other = place
    matter = at_the_window(qtbot, folder, number)
    session = matter.window.desk_window.day.hall.session  # type: ignore[union-attr]
    duties = matter.sheet.view.known.obligations
    perform(session, number, LinkMatter(other=other, bond=Relation.SAME))
    matter.page.read()
    matter.settle()
    matter.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    matter.fill(unit="示范镇人民政府", person="李主任")
    matter.save()
    assert "Ctrl+Z 撤销" in matter.window.said
    matter.bring()
    matter.attach(photographed(tmp_path / "page.jpg"))
    assert "Ctrl+Z 撤销" in matter.window.said and len(matter.sheet.matter.attachments) == 1
    matter.key(Qt.Key.Key_Escape)

    matter.undo()
    beside = matter.page.beside
    assert "要撤销的是" in beside.form_about.text() and beside.form is not None
    assert list(beside.form.fields) == ["reason"], "everything is filled but the reason"
    picture(matter.window.shell, "slip-form", 1.0)
    assert cut_labels(matter.page) == []
    matter.says_why("是另一件的照片")
    assert matter.sheet.matter.attachments == ()
    matter.undo()
    matter.says_why("电话打的是另一件")
    assert matter.sheet.matter.notes == ()
    matter.undo()
    assert beside.form is not None and beside.form.act == "unlink"
    matter.says_why("编号看错一位")
    assert matter.sheet.matter.links == ()
    assert matter.sheet.view.known.obligations == duties
    assert sum("误记已撤销：" in line for line in matter.history) == 3
    matter.page.bring_to_sight(matter.page.overview.history)
    QApplication.processEvents()
    picture(matter.window.shell, "slip-history", 1.0)
    matter.undo()
    assert "登记编号一经给出就保留" in matter.window.said and "「作废」" in matter.window.said
    assert len(open_matter(session, number).entries) == 7, "nothing was removed"
    matter.window.close()


def test_in_a_text_field_the_key_belongs_to_the_text(qtbot: QtBot, place: tuple[Path, str, str]) -> None:
    folder, number, _ = place
    matter = at_the_window(qtbot, folder, number)
    matter.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    form = matter.page.beside.form
    assert form is not None
    line = form.fields["person"].editor
    assert isinstance(line, QLineEdit)
    line.setFocus()
    matter.window.keys("abc")
    matter.key(Qt.Key.Key_Z, CONTROL)
    assert line.text() != "abc" and matter.page.beside.form is form
    matter.window.close()


def test_what_somebody_else_did_is_not_mine_to_take_back(qtbot: QtBot, place: tuple[Path, str, str]) -> None:
    folder, number, _ = place
    colleague = open_as(folder, role="handler", at="2026-11-19T10:00")
    perform(colleague.session, number, ContactUnit(unit="U01", person="李主任"))
    colleague.close()
    matter = at_the_window(qtbot, folder, number, "mediator")
    matter.undo()
    assert "没有您可以撤销的事" in matter.window.said and matter.page.beside.form is None
    contacted = next(line for line in matter.sheet.history if line.kind == "contacted")
    matter.page.taking_back.ask(contacted.entry)
    matter.settle()
    assert "不是您记的" in matter.window.said
    matter.window.close()


def test_a_served_notice_is_not_taken_back_and_the_way_on_is_named(
    qtbot: QtBot, place: tuple[Path, str, str]
) -> None:
    folder, number, _ = place
    desk = open_as(folder, at="2026-11-19T10:00")
    paper = papers.issue(desk.session, number, "D02").record
    assert paper is not None
    perform(
        desk.session,
        number,
        Deliver(
            paper=paper.id,
            method=DeliveryMethod.IN_PERSON,
            outcome=Outcome.RECEIVED,
            receiver="张示范",
            capacity=Capacity.SELF,
            evidence=("a" * 64,),
        ),
    )
    desk.close()
    matter = at_the_window(qtbot, folder, number)
    matter.undo()
    assert "送达是已经发生的事" in matter.window.said and "更正的文书" in matter.window.said
    assert matter.page.beside.form is None
    session = matter.window.desk_window.day.hall.session  # type: ignore[union-attr]
    with pytest.raises(Exception, match=r"paper\.already_outside"):
        perform(session, number, VoidPaper(paper=paper.id, reason="x"))
    matter.window.close()


def test_the_last_fifty_are_listed_anywhere_and_one_is_chosen(
    qtbot: QtBot, place: tuple[Path, str, str], picture: Picture
) -> None:
    folder, number, other = place
    desk = open_as(folder, at="2026-11-19T11:00")
    perform(desk.session, number, Keep(channel="letter", received_on=desk.session.today()))
    perform(desk.session, other, LinkMatter(other=number, bond=Relation.SAME_EVENT))
    desk.close()
    matter = at_the_window(qtbot, folder, other)
    window = matter.window
    window.press(Qt.Key.Key_F3)
    window.until("reception")
    window.settle()
    window.press(Qt.Key.Key_Z, None, CONTROL_ALT)
    window.settle()
    day = window.desk_window.day
    assert day is not None
    shown = day.last_acts
    assert isinstance(shown, LastActs) and shown.isVisible()
    assert [row.kind for row in shown.table.rows] == ["linked", "kept", "registered", "registered"]
    assert "张**" in str(shown.table.model().index(1, 2).data())
    picture(window.shell, "slip-last-acts", 1.0)
    window.press(Qt.Key.Key_Down)
    window.press(Qt.Key.Key_Return)
    window.until("matter")
    qtbot.waitUntil(lambda: matter.page.beside.form is not None, timeout=15_000)
    assert not shown.isVisible() and matter.page.number == number
    matter.says_why("是邻居家的信")
    assert MatterDesk.on(window).sheet.matter.notes == ()
    window.press(Qt.Key.Key_Z, None, CONTROL_ALT)
    window.settle()
    assert shown.isVisible()
    window.press(Qt.Key.Key_Escape)
    assert not shown.isVisible()
    window.close()
