"""What was refused stands on the exchange page with its reason, and one key tries it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture
from tests.ui.test_exchange import ExchangeAtWork, at_work, county, county_answers, hall
from tests.ui.test_gallery import cut_labels
from ui.theme import Theme, apply_theme
from ui.unpacking import checker

__all__ = ["at_work", "county", "hall"]
NUMBER = "LX07-26-00001-C"


def test_a_refused_package_is_kept_explained_and_taken_in_by_one_key(
    at_work: ExchangeAtWork,
    county: Path,
    tmp_path: Path,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    stick = tmp_path / "stick"
    at_work.trust(stick)
    assert not at_work.page.refused.isVisible()
    at_work.fill("out", str(stick))
    at_work.page.write_card()
    at_work.settle()
    at_work.press(Qt.Key.Key_Return)
    county_answers(county, stick, number=NUMBER)
    (answer,) = stick.glob("CT01*.xfp")
    whole = answer.read_bytes()

    damaged = tmp_path / "damaged.xfp"
    damaged.write_bytes(whole[:-900] + bytes([whole[-900] ^ 1]) + whole[-899:])
    at_work.fill("in", str(damaged))
    at_work.press(Qt.Key.Key_I)
    assert "改动或损坏" in at_work.page.fields["in"].note.text
    with monkeypatch.context() as slow:
        slow.setattr(checker, "patience_for", lambda size: 0.001)
        at_work.fill("in", str(answer))
        at_work.press(Qt.Key.Key_I)
    assert "用的时间太长" in at_work.page.fields["in"].note.text

    card = at_work.page.refused
    assert card.isVisible()
    assert sorted(row.code for row in card.table.rows) == ["package.body", "package.check_slow"]
    assert card.notes[0].text.endswith("。")
    answer.unlink()
    assert cut_labels(at_work.page) == []
    at_work.window.shell.resize(1366, 768)
    at_work.settle()
    picture(at_work.window.shell, "exchange-refused-light", 1.0)
    apply_theme(qapp, Theme(name="dark"))
    picture(at_work.window.shell, "exchange-refused-dark", 1.0)
    apply_theme(qapp, Theme(name="light"))

    at_work.press(Qt.Key.Key_G)
    assert "1 个已经导入" in at_work.window.said, "without the stick"
    assert [row.code for row in card.table.rows] == ["package.body"]
    at_work.press(Qt.Key.Key_G)
    assert "仍然不能导入" in at_work.window.said
    assert [row.tries for row in card.table.rows] == [3]
    at_work.window.close()


def test_a_folder_is_taken_in_by_what_its_files_hold(
    at_work: ExchangeAtWork, county: Path, tmp_path: Path
) -> None:
    """Case 26 in the window: on the way the gateway gave the package another name."""
    stick, fetched = tmp_path / "stick", tmp_path / "fetched"
    at_work.trust(stick)
    at_work.fill("out", str(stick))
    at_work.page.write_card()
    at_work.settle()
    at_work.press(Qt.Key.Key_Return)
    county_answers(county, stick, number=NUMBER)
    (answer,) = stick.glob("CT01*.xfp")
    fetched.mkdir()
    answer.rename(fetched / "20261120.dat")
    (fetched / "minutes.xfp").write_bytes(b"PK\x03\x04 no package")
    at_work.fill("in", str(fetched))
    at_work.press(Qt.Key.Key_I)
    assert "写入 1 条" in at_work.window.said
    at_work.window.close()
