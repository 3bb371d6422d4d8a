"""Settings › devices: the reader is set, tried with a card, and ready at the counter. The reader is made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.settings import CardReaderSettings, Settings, read_settings, write_settings
from tests.devices.cards import Plate, block
from tests.devices.reader import library, plate
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window
from tests.ui.test_gallery import cut_labels
from tests.ui.test_settings import save, settings, window, write
from ui.desk.pages.reception import ReceptionPage
from ui.desk.pages.settings_devices import DevicesSection
from ui.devices.card_reader import READY

__all__ = ["library", "plate", "window"]


def test_a_reader_is_set_tried_and_ready_at_the_counter(
    window: Window, library: Path, plate: Plate, picture: Picture
) -> None:
    page = settings(window)
    page.sections.take("devices")
    page.show_section("devices")
    section = page.section("devices")
    assert isinstance(section, DevicesSection)
    write(window, section.reading.fields["library"].editor, str(library))
    save(window)
    window.qtbot.waitUntil(lambda: section.reader.state == READY, timeout=10_000)
    plate.lay(block())
    window.qtbot.waitUntil(lambda: "张**" in section.reading.state.text, timeout=10_000)
    assert "410***********0010" in section.reading.state.text
    picture(window.shell, "settings-devices", 1.0)
    assert cut_labels(page) == []
    window.press(Qt.Key.Key_F3)
    counter = window.until("reception")
    assert isinstance(counter, ReceptionPage)
    assert section.reader._child is None, "two readers must not look at one plate"
    window.qtbot.waitUntil(lambda: counter.people.name.text == "张示范", timeout=10_000)
    window.press(Qt.Key.Key_F2)
    assert counter.card.reader._child is None, "nobody looks at cards where no form is"
    window.close()


@pytest.mark.parametrize("typed", ["x", "1017", "-1"])
def test_a_port_is_a_port(window: Window, typed: str) -> None:
    page = settings(window)
    page.sections.take("devices")
    page.show_section("devices")
    section = page.section("devices")
    assert isinstance(section, DevicesSection)
    write(window, section.reading.fields["port"].editor, typed)
    save(window)
    assert "0-1016" in section.reading.fields["port"].note.text
    assert window.desk_window._settings.settings.card_reader == CardReaderSettings()
    window.close()


@pytest.mark.parametrize(
    "path", ["C:\\读卡器\\sdtapi.dll", '/opt/"card"/libsdtapi.so', "/opt/𠮷/a.so", "D:\\new\\table.dll"]
)
def test_any_path_is_kept_as_it_is(path: str) -> None:
    made = Settings(card_reader=CardReaderSettings(family="cvr", library=path, port=1001, helper=path))
    assert read_settings(write_settings(made)) == made


def test_without_a_reader_an_older_program_still_reads_the_file() -> None:
    assert "card_reader" not in write_settings(Settings())
