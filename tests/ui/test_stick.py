"""The steps of writing to a stick: how much room is needed is said first, a wrong stick is refused, and it is read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.office import StationKind
from app.services import exchange, sending
from db.medium import MediumFacts
from tests.exchange.world import party
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as
from tests.ui.test_exchange import CONTROL, county, hall
from tests.ui.test_gallery import cut_labels
from ui import ejecting
from ui.desk import stick_desk
from ui.desk.pages.stick import StickPage
from ui.theme import Theme, apply_theme

__all__ = ["county", "hall"]


class StickAtWork:
    """The page as a clerk uses it; sticks are folders."""

    def __init__(self, window: Window) -> None:
        self.window = window
        window.press(Qt.Key.Key_F12)
        window.until("exchange")
        window.press(Qt.Key.Key_U, None, CONTROL)
        page = window.until("stick")
        assert isinstance(page, StickPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Waits for what is read and written."""
        for _ in range(4):
            self.window.settle()

    def look(self) -> None:
        """Another look at the sticks."""
        self.window.press(Qt.Key.Key_R, None, CONTROL)
        self.settle()

    def go(self) -> None:
        """The next step."""
        self.window.press(Qt.Key.Key_Return, None, CONTROL)
        self.settle()

    @property
    def states(self) -> list[str]:
        """What is said of each stick."""
        return [self.page._state(row)[0] for row in self.page.table.rows]

    @property
    def whom(self) -> str:
        """What stands in the second step."""
        return "\n".join(note.text for note in self.page.sides if note.text)


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets which places are sticks."""

    def plug(*places: Path) -> None:
        monkeypatch.setattr(stick_desk, "sticks", lambda: tuple(str(place) for place in places))

    plug()
    return plug


@pytest.fixture
def trusting(hall: Path, county: Path, tmp_path: Path) -> Path:
    """The hall trusts its county."""
    desk = open_as(hall, at="2026-11-20T09:10")
    card = exchange.TrustCard.from_bytes((tmp_path / "stick" / "CT01-trust.json").read_bytes())
    exchange.pin(desk.session, card)
    desk.close()
    return hall


@pytest.fixture
def at_work(qtbot: QtBot, trusting: Path, plugged: Callable[..., None]) -> StickAtWork:
    window = Window(qtbot, trusting)
    window.enter(at="2026-11-20T09:30")
    window.today()
    return StickAtWork(window)


def of_others(folder: Path) -> Path:
    """A stick with a package between two offices that have nothing to do with us."""
    far = party("CT09", "county", kind=StationKind.DEPARTMENT)
    near = party("FX01")
    near.trusts(far)
    near.registers("甲")
    folder.mkdir()
    (folder / "data.bin").write_bytes(near.exports()[0])
    return folder


def test_room_is_said_before_a_wrong_stick_is_refused_and_what_was_written_is_read_back(
    at_work: StickAtWork,
    plugged: Callable[..., None],
    tmp_path: Path,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    qapp: QApplication,
) -> None:
    stick, theirs = tmp_path / "stick", of_others(tmp_path / "theirs")
    assert at_work.page.table.rows == () and "还没有打包" in at_work.whom
    plugged(theirs, stick)
    at_work.look()
    assert at_work.states == ["别的机构的 U 盘", "可以写"]
    at_work.go()
    assert "示范县信访联席办（CT01）" in at_work.whom and "只有这把钥匙能打开" in at_work.whom
    assert "共需要" in at_work.whom and list(stick.glob("*.xfp")) == [], "nothing is written yet"
    at_work.page.table.setFocus()
    at_work.page.table.selectRow(0)
    at_work.go()
    assert "与本机构无关" in at_work.page.result.text and "CT09" in at_work.page.result.text
    assert [path.name for path in theirs.iterdir()] == ["data.bin"]
    assert cut_labels(at_work.page) == []
    at_work.window.shell.resize(1366, 768)
    at_work.settle()
    picture(at_work.window.shell, "stick-ready-light", 1.0)

    monkeypatch.setattr(stick_desk, "eject", lambda place: True)
    at_work.page.table.selectRow(1)
    at_work.go()
    (sent,) = stick.glob("LX07*.xfp")
    assert sent.with_name(sent.name + ".done").exists()
    assert "已写好并读回核对：1 个包" in at_work.page.result.text and "可以拔了" in at_work.page.result.text
    documents = tmp_path / "documents"
    documents.mkdir()
    monkeypatch.setattr(stick_desk, "usual_folder", lambda: str(documents))
    at_work.window.press(Qt.Key.Key_S, None, CONTROL)
    at_work.settle()
    (slip,) = documents.iterdir()
    assert slip.name.startswith("交接单-CT01-2026-11-20") and slip.read_bytes().startswith(b"%PDF")
    assert "打印两份" in at_work.window.said
    apply_theme(qapp, Theme(name="dark"))
    picture(at_work.window.shell, "stick-done-dark", 1.0)
    apply_theme(qapp, Theme(name="light"))
    picture(at_work.window.shell, "stick-done-light", 1.0)

    at_work.go()
    assert "没有要发出的内容" in at_work.whom
    at_work.window.press(Qt.Key.Key_Escape)
    at_work.window.until("exchange")
    at_work.window.close()


def test_a_stick_without_room_or_under_protection_is_told_before_anything_is_written(
    at_work: StickAtWork, plugged: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    for facts, said, told in (
        (MediumFacts(room=2000, writable=True), "空间不够", "至少"),
        (MediumFacts(room=1 << 40, writable=False), "写保护，不能写", "写保护"),
    ):
        monkeypatch.setattr(stick_desk, "look_at_medium", lambda place, facts=facts: facts)
        plugged(stick)
        at_work.look()
        if at_work.page._prepared is None:
            at_work.go()
        assert at_work.states == [said]
        at_work.go()
        assert told in at_work.page.result.text or "空间" in at_work.page.result.text
        assert list(stick.glob("*.xfp")) == []
    at_work.window.close()


def test_without_a_stick_it_says_so_and_a_folder_may_be_typed(at_work: StickAtWork, tmp_path: Path) -> None:
    at_work.go()
    at_work.go()
    assert "还没有选" in at_work.page.fields["typed"].note.text
    editor = at_work.page.fields["typed"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText(str(tmp_path / "stick"))
    at_work.look()
    at_work.go()
    assert "请等指示灯" in at_work.page.result.text, "a folder is not let go of"
    assert len(list((tmp_path / "stick").glob("LX07*.xfp"))) == 1
    at_work.window.close()


def test_called_off_between_two_packages_what_is_written_is_whole(
    at_work: StickAtWork, plugged: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_ENTRIES", 8)
    stick = tmp_path / "stick"
    plugged(stick)
    at_work.look()
    at_work.go()
    usual = stick_desk.hand_all_over

    def leaving(*given: object, step: Callable[[int, int], None]) -> object:
        def watched(done: int, total: int) -> None:
            if done == 1:
                assert at_work.page._task is not None
                at_work.page._task.cancel()
            step(done, total)

        return usual(*given, step=watched)  # type: ignore[arg-type]

    monkeypatch.setattr(stick_desk, "hand_all_over", leaving)
    at_work.go()
    assert len(list(stick.glob("LX07*.xfp"))) == 1
    assert list(stick.glob("*.part")) == [] == list(stick.glob(".*.part"))
    at_work.page._called_off()
    monkeypatch.setattr(stick_desk, "hand_all_over", usual)
    at_work.go()
    at_work.go()
    assert len(list(stick.glob("LX07*.xfp"))) > 1
    at_work.window.close()


def test_letting_go_is_asked_of_the_desktop_and_never_by_a_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    for name, code in (("gio", 1), ("umount", 0)):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\necho "$0" "$@" >> "{asked}"\nexit {code}\n')
        program.chmod(0o755)
    monkeypatch.setattr(ejecting.shutil, "which", lambda name: str(tmp_path / name))
    assert ejecting.eject("/media/a stick; rm -rf x")
    assert asked.read_text().splitlines() == [
        f"{tmp_path}/gio mount -e /media/a stick; rm -rf x",
        f"{tmp_path}/umount /media/a stick; rm -rf x",
    ]
    monkeypatch.setattr(ejecting.shutil, "which", lambda name: None)
    assert not ejecting.eject("/media/stick")
