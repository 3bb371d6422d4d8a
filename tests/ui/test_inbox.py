"""The inbox in the window: what was sent down is seen on the first page, signed for, registered, handed back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.domain.office import StationKind
from app.services.inbox import add_item
from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, CONTROL, MatterDesk
from tests.ui.pages_window import Window, open_as, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.inbox import InboxPage
from ui.theme import Theme, apply_theme, current

AT = "2026-11-20T09:30"
SHIFT = Qt.KeyboardModifier.ShiftModifier
ITEMS = (
    {"sender": "示范市信访局", "sender_number": "SX2026-001", "query_code": "8888", "sent_on": "2026-11-18",
     "arrived_on": "2026-11-19", "route_by": "2026-11-22", "due_by": "2026-12-20", "name": "张示范",
     "address": "示范村一号", "content": "修路占地的补偿没有付清。", "to_do": "查明并答复信访人"},
    {"sender": "省信访局", "sender_number": "SH-77", "arrived_on": "2026-11-20", "due_by": "2026-11-19",
     "to_do": "限期报结果"},
    {"sender": "示范市信访局", "arrived_on": "2026-11-19", "content": "反映村干部", "restricted": True},
)  # fmt: skip


class InboxDesk:
    """The inbox of a window: what a clerk does there by keys."""

    def __init__(self, window: Window) -> None:
        self.window = window
        window.press(Qt.Key.Key_F6, None, SHIFT)
        page = window.until("inbox")
        assert isinstance(page, InboxPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Waits for reads and writes, and for what they set off."""
        for _ in range(4):
            self.window.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key and waits for what it does."""
        self.window.press(key, None, modifier)
        self.settle()

    def choose(self, sender_number: str) -> None:
        """Puts the choice on an item."""
        rows = [row.what.sender_number for row in self.page.table.rows]
        self.page.table.selectRow(rows.index(sender_number))
        QApplication.processEvents()

    def fill(self, **values: str) -> None:
        """Types into the form."""
        for name, text in values.items():
            editor = self.page.form.fields[name].editor
            assert isinstance(editor, QLineEdit | QPlainTextEdit)
            editor.setFocus()
            editor.clear()
            self.window.keys(text)

    @property
    def acts(self) -> list[str]:
        """The buttons at the foot."""
        return [button.text() for button in self.page._buttons.values() if not button.isHidden()]


def opened(qtbot: QtBot, path: Path, kind: StationKind = StationKind.OFFICE) -> Window:
    folder = training_folder(
        path, kind=kind, name="示范镇人民政府" if kind is StationKind.TOWNSHIP else "示范县信访局"
    )
    desk = open_as(folder, at=AT)
    for item in ITEMS:
        add_item(desk.session, item)
    desk.close()
    window = Window(qtbot, folder)
    window.enter(at=AT)
    return window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window:
    return opened(qtbot, tmp_path / "office")


def test_the_first_page_and_the_rail_say_how_many_wait(window: Window, picture: Picture) -> None:
    page = window.today()
    for _ in range(3):
        window.settle()
    assert page.unsigned.isVisible() and "上级交转 3 件未签收" in page.unsigned.word
    assert "未签收 3" in [line.text for line in window.shell.rail.status]
    picture(window.shell, "today-unsigned-light", 1.0)
    at = InboxDesk(window)
    for number in ("SH-77", "SX2026-001", ""):
        at.choose(number)
        at.key(Qt.Key.Key_S, ALT)
    window.press(Qt.Key.Key_Escape)
    page = window.today()
    for _ in range(3):
        window.settle()
    assert not page.unsigned.isVisible()
    window.close()


def test_the_item_whose_limit_is_soonest_stands_first(window: Window, picture: Picture) -> None:
    window.today()
    at = InboxDesk(window)
    assert [row.what.sender for row in at.page.table.rows] == ["省信访局", "示范市信访局", "示范市信访局"]
    model = at.page.table.model()
    lines = [[str(model.index(row, column).data()) for column in range(6)] for row in range(3)]
    assert "已过 1 天" in lines[0][1] and "还剩 2 天" in lines[1][1]
    assert lines[1][4] == "11-18 / 11-19 / — / —"
    assert lines[2][5] == "受限", "an accusation shows no words in a list"
    assert at.acts == ["签收   Alt+S", "登记为本机构事项   Alt+D", "录入一件   Ctrl+N"]
    picture(window.shell, "inbox-light", 1.0)
    assert cut_labels(at.page) == []
    window.close()


def test_one_is_registered_and_its_limit_drives_the_offices_day(window: Window) -> None:
    window.today()
    at = InboxDesk(window)
    at.choose("SX2026-001")
    at.key(Qt.Key.Key_D, ALT)
    assert "已登记为" in window.said
    assert len(at.page.table.rows) == 2
    number = window.said.split("已登记为 ")[1].split("。")[0]
    matter = MatterDesk(window, number)
    duties = {row.rule: row for row in matter.page.overview.duties.rows}
    assert str(duties["office-route"].due_office) == "2026-11-22"
    assert "query-code-told" in duties, "the petitioner is to be told the query code"
    assert "告知查询码" in matter.page.overview.steps.steps[0]
    matter.key(Qt.Key.Key_T, ALT | SHIFT)
    form = matter.page.beside.form
    assert form is not None and form.act == "tell-number"
    matter.fill(method="直接")
    matter.save()
    assert "已记下：告知查询码" in window.said
    window.close()


def test_one_is_typed_in_and_refused_at_its_field(window: Window, picture: Picture) -> None:
    window.today()
    at = InboxDesk(window)
    at.key(Qt.Key.Key_N, CONTROL)
    assert QApplication.focusWidget() is at.page.form.fields["sender"].editor
    at.fill(sender="国家信访局", sender_number="G-1", sent_on="11-19", due_by="11-01", content="工资被拖欠")
    picture(window.shell, "inbox-form-light", 1.0)
    assert cut_labels(at.page) == []
    at.key(Qt.Key.Key_Return, CONTROL)
    assert "早于发出之日" in at.page.form.fields["due_by"].note.text
    at.fill(due_by="12-10")
    at.key(Qt.Key.Key_Return, CONTROL)
    assert "已记下交转件" in window.said and at.page.mode == "list"
    assert "G-1" in [row.what.sender_number for row in at.page.table.rows]
    window.close()


def test_a_township_hands_back_what_is_not_its_own(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    window = opened(qtbot, tmp_path / "town", StationKind.TOWNSHIP)
    window.today()
    at = InboxDesk(window)
    at.choose("SX2026-001")
    assert "提出异议退回   Alt+Y" in at.acts
    at.key(Qt.Key.Key_Y, ALT)
    at.key(Qt.Key.Key_Return, CONTROL)
    assert at.page.objection.reason.note.text, "a reason is asked for"
    window.keys("属于自然资源局职权")
    picture(window.shell, "inbox-objection-light", 1.0)
    at.key(Qt.Key.Key_Return, CONTROL)
    assert "已提出异议，退回 示范市信访局" in window.said
    assert len(at.page.table.rows) == 2
    window.close()


def test_the_office_decides_from_which_day_the_clock_counts(window: Window) -> None:
    window.today()
    at = InboxDesk(window)
    at.page.counted.take("signed")
    at.settle()
    assert "从“签收”算起" in window.said
    day = window.desk_window.day
    assert day is not None and day.desk.session.office.receipt_day == "signed"
    window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("light", 12), ("light", 24)])
def test_the_inbox_in_other_looks(
    window: Window, qapp: QApplication, picture: Picture, name: str, body: int
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    window.today()
    at = InboxDesk(window)
    picture(window.shell, f"inbox-{name}-{body}", 1.0)
    at.key(Qt.Key.Key_N, CONTROL)
    picture(window.shell, f"inbox-form-{name}-{body}", 1.0)
    assert window.shell.width() == 1366
    assert cut_labels(at.page) == []
    window.close()
