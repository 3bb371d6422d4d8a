"""Sending to several units and putting a dispute on the list, by keys, in forms made from the acts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.desk.widgets.choice import Choice
from ui.desk.widgets.several import SeveralField

SHIFT = Qt.KeyboardModifier.ShiftModifier
UNITS = (
    Choice(code="U01", word="示范镇人民政府"),
    Choice(code="U02", word="示范县自然资源局"),
    Choice(code="U03", word="示范县水利局"),
)


def written(field: SeveralField, text: str) -> None:
    """Words that come from the input method."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_several_entries_stand_on_one_line(qtbot: QtBot, qapp: QApplication) -> None:
    field = SeveralField(UNITS)
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    for typed in ("自然", "水利"):
        written(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "示范县自然资源局、示范县水利局、"
    assert field.codes == ["U02", "U03"]
    written(field, "示范")
    assert [each.code for each in field.suggestions] == ["U01"], (
        "what stands there already is not offered again"
    )
    field.take_text("示范县水利局，示范镇人民政府;某局")
    assert field.codes == ["U03", "U01", "某局"]
    field.take_codes(["U01", "U03"])
    assert field.codes == ["U01", "U03"]


def test_a_lead_and_its_contributors_are_sent_to_and_a_dispute_is_put_on_the_list(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    made = training_folder(tmp_path / "office")
    opened = open_as(made, at="2026-11-19T15:00")
    number = registered(opened)
    opened.close()
    window = Window(qtbot, made)
    window.enter(at="2026-11-20T09:30")
    window.today()
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_Z, ALT)
    matter.fill(unit="示范镇人民政府", with_units="自然")
    picture(window.shell, "forward-several", 1.0)
    matter.save()
    assert matter.sheet.matter.routings[0].with_units == ("U02",)
    matter.key(Qt.Key.Key_W, ALT)
    matter.fill(organ="示范镇人民政府", fact="单位提出异议")
    matter.save()
    assert "dispute" in matter.sheet.acts
    matter.key(Qt.Key.Key_Z, ALT | SHIFT)
    form = matter.page.beside.form
    assert form is not None and form.act == "dispute"
    matter.fill(units="自然", body="联席会议", reason="都说不属职责")
    matter.save()
    assert "至少有两个" in form.fields["units"].note.text
    matter.fill(units="自然资源局、示范镇人民政府")
    form.fields["body"].editor.setFocus()
    assert form.fields["units"].text == "示范县自然资源局、示范镇人民政府", (
        "whole names when the cursor has left"
    )
    picture(window.shell, "dispute-form", 1.0)
    matter.save()
    assert matter.sheet.state == "disputed"
    assert matter.sheet.acts[0] == "decide-dispute"
    window.close()
