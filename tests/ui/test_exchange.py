"""The exchange page: trust by telephone, one key to write out, one to take in, and what became of each package."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.clock import CHINA
from app.domain.acts.recording import RecordNumber
from app.domain.office import OfficeSet, StationKind
from app.services import exchange, sending, taking_in
from app.services.perform import perform
from app.services.reading import view_matter
from tests.ui.conftest import Picture
from tests.ui.pages_window import CODE, Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.founding import create_folder
from ui.bootstrap.opening import exchange_desk, package_target
from ui.desk.pages.exchange import ExchangePage
from ui.messages import words

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """A hall's folder with two visits."""
    folder = training_folder(tmp_path / "hall")
    desk = open_as(folder, at="2026-11-20T09:00")
    registered(desk)
    registered(desk, "李示范")
    desk.close()
    return folder


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """The county's folder, and its card on the stick."""
    office = OfficeSet(
        name="示范县信访联席办",
        station="CT01",
        area="410721",
        kind=StationKind.DEPARTMENT,
        role="county",
        training=True,
    )
    roles = {str(k): str(v) for k, v in words("roles").items()}
    folder = tmp_path / "county"
    create_folder(folder, office, code=CODE, now=datetime(2026, 10, 8, 9, 0, tzinfo=CHINA), role_names=roles)
    stick = tmp_path / "stick"
    stick.mkdir()
    desk = open_as(folder, at="2026-10-08T10:00")
    (stick / "CT01-trust.json").write_bytes(exchange.own_card(exchange_desk(desk)).to_bytes())
    desk.close()
    return folder


class ExchangeAtWork:
    """The page as a clerk uses it."""

    def __init__(self, window: Window) -> None:
        self.window = window
        window.press(Qt.Key.Key_F12)
        page = window.until("exchange")
        assert isinstance(page, ExchangePage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Waits for what is read and written."""
        for _ in range(3):
            self.window.settle()

    def fill(self, field: str, text: str) -> None:
        """Types into a field."""
        editor = self.page.fields[field].editor
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        editor.clear()
        self.window.keys(text)

    def press(self, key: Qt.Key) -> None:
        """Ctrl and a key."""
        self.window.press(key, None, CONTROL)
        self.settle()

    def trust(self, stick: Path) -> None:
        """Takes the county's card in."""
        self.fill("card", str(stick / "CT01-trust.json"))
        self.press(Qt.Key.Key_T)

    @property
    def said_of_the_county(self) -> str:
        """The line of the first side."""
        return self.page.marks[0].word

    @property
    def rows(self) -> list[tuple[bool, int, str]]:
        """Direction, entries and state of what is listed."""
        return [(row.sent, row.entries, row.state) for row in self.page.table.rows]


@pytest.fixture
def at_work(qtbot: QtBot, hall: Path, county: Path) -> ExchangeAtWork:
    window = Window(qtbot, hall)
    window.enter(at="2026-11-20T09:30")
    window.today()
    return ExchangeAtWork(window)


def county_answers(county: Path, stick: Path, *, number: str) -> None:
    """The county takes in what lies on the stick, gives its number, and answers."""
    desk = open_as(county, at="2026-11-20T15:00")
    at = exchange_desk(desk)
    card = exchange.TrustCard.from_bytes((stick / "LX07-trust.json").read_bytes())
    exchange.pin(desk.session, card)
    for path in sorted(stick.glob("LX07*.xfp")):
        with path.open("rb") as file:
            taking_in.take_in(at, file)
    perform(desk.session, number, RecordNumber(system="county", number="XF2026112000017"))
    sending.export(at, package_target(str(stick)))
    desk.close()


def test_without_trust_the_page_says_what_to_do_first(at_work: ExchangeAtWork, tmp_path: Path) -> None:
    assert at_work.page._nobody.isVisible()
    at_work.fill("out", str(tmp_path / "stick"))
    at_work.press(Qt.Key.Key_Return)
    assert "信任卡" in at_work.page.fields["out"].note.text + at_work.window.said
    assert list((tmp_path / "stick").glob("*.xfp")) == []
    at_work.window.close()


def test_a_day_goes_out_and_comes_back(
    at_work: ExchangeAtWork, county: Path, tmp_path: Path, picture: Picture
) -> None:
    stick = tmp_path / "stick"
    at_work.trust(stick)
    assert "已信任 示范县信访联席办（CT01）" in at_work.window.said
    assert "待发" in at_work.said_of_the_county
    at_work.fill("out", str(stick))
    at_work.window.press(Qt.Key.Key_T, None, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    at_work.settle()
    assert "信任卡已写到" in at_work.window.said
    at_work.press(Qt.Key.Key_Return)
    assert "已写出 1 个包" in at_work.window.said
    (sent,) = stick.glob("LX07*.xfp")
    whole = sent.read_bytes()
    assert [state for _, _, state in at_work.rows] == ["handed"]
    at_work.press(Qt.Key.Key_Return)
    assert "没有新的内容" in at_work.window.said

    sent.unlink()
    at_work.page.table.setFocus()
    at_work.press(Qt.Key.Key_R)
    assert sent.read_bytes() == whole, "the same bytes again"

    number = "LX07-26-00001-C"
    county_answers(county, stick, number=number)
    at_work.fill("in", str(stick))  # both directions lie on the same stick
    at_work.press(Qt.Key.Key_I)
    assert "写入" in at_work.window.said
    assert sorted((sent, state) for sent, _, state in at_work.rows) == [(False, "applied"), (True, "applied")]
    assert cut_labels(at_work.page) == []
    picture(at_work.window.shell, "exchange-light", 1.0)
    desk = at_work.window.desk_window.day
    assert desk is not None
    matter = view_matter(desk.desk.session, number).known.matter
    assert [item.number for item in matter.external_numbers] == ["XF2026112000017"]
    at_work.window.close()


def test_what_is_no_package_is_said_at_its_field(at_work: ExchangeAtWork, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.xfp"
    wrong.write_bytes(b"no package")
    at_work.fill("in", str(wrong))
    at_work.press(Qt.Key.Key_I)
    assert "不是完整的交换包" in at_work.page.fields["in"].note.text
    at_work.fill("in", str(tmp_path))
    wrong.unlink()
    at_work.press(Qt.Key.Key_I)
    assert "没有交换包" in at_work.page.fields["in"].note.text
    at_work.window.close()


def test_digits_that_differ_pin_nothing(at_work: ExchangeAtWork, tmp_path: Path) -> None:
    at_work.fill("digits", "12345 12345")
    at_work.trust(tmp_path / "stick")
    assert "不一致" in at_work.page.fields["digits"].note.text
    assert at_work.page._nobody.isVisible()
    at_work.window.close()
