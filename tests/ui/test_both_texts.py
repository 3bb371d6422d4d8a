"""Two windows put the same field right: the second is told, sees both texts, and chooses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.acts.correcting import Correct
from app.services.perform import perform
from app.services.reading import view_matter
from tests.ui.conftest import Picture
from tests.ui.pages_matter import MatterDesk
from tests.ui.pages_window import open_as
from tests.ui.test_gallery import cut_labels
from tests.ui.test_matter import AT, office


def test_the_same_field_from_two_windows_shows_both_texts(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = office(qtbot, tmp_path)
    matter = MatterDesk(window, number)
    page = matter.page
    page.bring_form("correct", {"field": "address", "reason": "他说的"}, {"value": "示范镇东村三组"})
    there = open_as(tmp_path / "office", at=AT)
    perform(there.session, number, Correct(field="address", value="示范镇东村九组", reason="听错了"))
    page.submit()
    qtbot.waitUntil(lambda: bool(page.both_texts.text))
    assert "示范镇东村九组" in page.both_texts.text and "示范镇东村三组" in page.both_texts.text
    form = page.beside.form
    assert form is not None
    editor = form.fields["value"].editor
    assert isinstance(editor, QLineEdit) and editor.text() == "示范镇东村三组", (
        "what was typed is still there"
    )
    picture(window.shell, "matter-both-texts-light", 1.0)
    assert cut_labels(page) == []
    page.submit()
    qtbot.waitUntil(lambda: page.beside.form is None)
    kept = [item.after for item in view_matter(there.session, number).known.matter.corrections]
    assert kept == ["示范镇东村九组", "示范镇东村三组"]
    there.close()
    window.close()
