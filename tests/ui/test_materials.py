"""Materials in the window: listed, attached by path and drop, pages shown, the original given back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.acts.handing_in import AddMaterial
from app.domain.material import MaterialForm, Sensitivity
from app.services.perform import perform
from tests.ui.conftest import Picture
from tests.ui.pages_matter import CONTROL, MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.scan_files import bomb, pdf
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.matter_materials import MaterialsCard

SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


class MaterialsDesk(MatterDesk):
    """The card of materials of one matter: what a clerk does there."""

    @property
    def card(self) -> MaterialsCard:
        """The card."""
        return self.page.materials

    def bring(self) -> None:
        """Ctrl+Shift+I."""
        self.key(Qt.Key.Key_I, SHIFT)
        self.rest()

    def rest(self) -> None:
        """Waits until nothing is read or kept any more."""
        self.window.qtbot.waitUntil(lambda: not self.card.is_busy, timeout=30_000)
        self.settle()
        self.settle()

    def attach(self, *files: Path) -> None:
        """Types the paths and presses Enter."""
        self.card.path.setText(";".join(str(file) for file in files))
        self.card.path.setFocus()
        self.key(Qt.Key.Key_Return)
        self.rest()

    @property
    def lines(self) -> list[str]:
        """What the list says."""
        model = self.card.table.model()
        return [str(model.index(at, 0).data()) for at in range(model.rowCount())]

    def choose(self, at: int) -> None:
        """Puts the choice on a line."""
        self.card.table.setFocus()
        self.card.table.selectRow(at)
        QApplication.processEvents()
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> MaterialsDesk:
    """A matter with a contract and a medical record, the card open."""
    folder = training_folder(tmp_path / "office")
    at = open_as(folder, at="2026-11-19T15:00")
    number = registered(at)
    perform(
        at.session, number, AddMaterial(name="土地承包合同", form=MaterialForm.ORIGINAL, pages=3, copies=1)
    )
    perform(
        at.session,
        number,
        AddMaterial(name="医院病历", form=MaterialForm.COPY, pages=2, sensitive=Sensitivity.MEDICAL),
    )
    at.close()
    window = Window(qtbot, folder)
    window.enter(at="2026-11-20T09:30")
    window.today()
    made = MaterialsDesk(window, number)
    made.bring()
    return made


def sheet(path: Path, strength: int = 60) -> Path:
    Image.effect_noise((620, 877), strength).convert("RGB").save(path)
    return path


def test_pages_are_attached_to_a_chosen_material_and_shown(
    desk: MaterialsDesk, tmp_path: Path, picture: Picture
) -> None:
    assert desk.lines == ["1　土地承包合同", "2　医院病历"]
    desk.choose(0)
    desk.key(Qt.Key.Key_Return)
    assert desk.card.material.text() == "1"
    grey = [Image.effect_noise((620, 877), 50 + at).convert("RGB") for at in range(2)]
    desk.attach(pdf(tmp_path / "contract.pdf", grey))
    assert desk.lines == ["1　土地承包合同", "　　第 1 页", "　　第 2 页", "2　医院病历"]
    assert "存 2 页" in desk.card.told and "已归入 2 页" in desk.window.said
    desk.choose(1)
    assert desk.card.picture.is_shown
    picture(desk.window.shell, "matter-materials", 1.0)
    assert cut_labels(desk.page) == []
    desk.key(Qt.Key.Key_Escape)
    assert desk.card.isHidden()
    desk.window.close()


def test_bad_files_are_said_one_by_one_and_good_ones_are_kept(desk: MaterialsDesk, tmp_path: Path) -> None:
    locked = pdf(tmp_path / "locked.pdf", [Image.new("RGB", (600, 800), "grey")], password="x")
    empty = pdf(tmp_path / "empty.pdf", [Image.new("RGB", (600, 800), "white")])
    assert desk.card.material.text() == "", "nobody chose a material yet"
    desk.attach(bomb(tmp_path / "bomb.png"), locked, empty, sheet(tmp_path / "good.jpg"))
    told = desk.card.told
    for words in ("图像大得不正常", "有密码", "空白的", "good.jpg：存 1 页"):
        assert words in told
    assert desk.lines[-1] == "照片第 1 页"
    desk.attach(sheet(tmp_path / "good.jpg"))
    assert "已归入 1 页" in desk.window.said
    desk.window.close()


def test_a_material_that_is_not_there_is_refused_at_its_field(desk: MaterialsDesk, tmp_path: Path) -> None:
    desk.card.material.setText("9")
    desk.attach(sheet(tmp_path / "a.jpg"))
    assert "没有第“9”件材料" in desk.card.named["material"].note.text
    assert len(desk.lines) == 2 and desk.card.path.text(), "what was typed is still there"
    desk.window.close()


def test_a_sensitive_page_is_shown_only_when_somebody_asks_for_it(
    desk: MaterialsDesk, tmp_path: Path
) -> None:
    desk.choose(1)
    desk.attach(sheet(tmp_path / "record.jpg"))
    desk.choose(2)
    assert not desk.card.picture.is_shown
    desk.card.table.setFocus()
    desk.key(Qt.Key.Key_Return)
    assert desk.card.picture.is_shown
    desk.window.close()


def test_files_are_dropped_on_the_card(desk: MaterialsDesk, tmp_path: Path) -> None:
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(sheet(tmp_path / "dropped.jpg")))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, given, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    assert desk.card.eventFilter(desk.card.path, drop), "the path takes files as the card does"
    desk.rest()
    assert desk.lines[-1] == "照片第 1 页"
    desk.window.close()


def test_the_chosen_original_is_given_back_against_a_signature(desk: MaterialsDesk) -> None:
    desk.choose(0)
    desk.key(Qt.Key.Key_T, SHIFT)
    form = desk.page.beside.form
    assert form is not None and form.fields["material"].text == "1"
    desk.fill(to="张示范")
    desk.save()
    assert "还没有签名" in form.fields["signed"].note.text
    form.fields["signed"].editor.take("yes")  # type: ignore[union-attr]
    desk.save()
    assert "已记下：退还材料" in desk.window.said
    assert desk.sheet.matter.materials[0].returned_to == "张示范"
    desk.window.close()


def test_a_material_is_taken_in_by_its_form(desk: MaterialsDesk) -> None:
    desk.key(Qt.Key.Key_A, SHIFT)
    desk.fill(name="收据", form="复印件", pages="1")
    desk.save()
    desk.rest()
    assert desk.lines[-1] == "3　收据"
    desk.window.close()


def test_without_a_scanner_the_clerk_is_told_what_else_to_do(
    desk: MaterialsDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    desk.card.path.setFocus()
    desk.key(Qt.Key.Key_X, SHIFT)
    desk.rest()
    assert "没有装扫描程序" in desk.window.said
    desk.window.close()
