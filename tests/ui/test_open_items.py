"""What is open between offices: matters that wait and why, two words side by side, the county's view of its stations."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.clock import CHINA
from app.domain.acts.correcting import Correct
from app.domain.office import OfficeSet, StationKind
from app.domain.people import People, Petitioner
from app.errors import Refused
from app.services import sending, taking_in
from app.services.exchange import TrustCard, own_card, pin
from app.services.perform import perform
from app.services.standing import ExchangeState, WaitingMatter
from tests.ui.conftest import Picture
from tests.ui.pages_window import CODE, Window, open_as, registered
from tests.ui.test_exchange import ExchangeAtWork, at_work, county, county_answers, hall
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.founding import create_folder
from ui.bootstrap.opening import exchange_desk, package_target
from ui.desk import open_items_desk
from ui.desk.pages.exchange import ExchangePage
from ui.desk.pages.matter import MatterPage
from ui.desk.pages.open_items import OpenItemsPage
from ui.messages import words
from ui.theme import Theme, apply_theme

__all__ = ["at_work", "county", "hall"]
CONTROL = Qt.KeyboardModifier.ControlModifier
ID_NUMBER = "110101199003070011"
NAMES = {"LX07": "示范县信访局", "XT03": "示范镇信访工作站", "XT04": "东山镇信访工作站"}


class OpenItemsAtWork:
    """The page as a clerk uses it."""

    def __init__(self, window: Window) -> None:
        self.window = window
        window.press(Qt.Key.Key_F12)
        window.until("exchange")
        self.settle()
        window.press(Qt.Key.Key_L, None, CONTROL)
        page = window.until("open-items")
        assert isinstance(page, OpenItemsPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Waits for what is read."""
        for _ in range(3):
            self.window.settle()

    def turn(self, key: Qt.Key = Qt.Key.Key_Right) -> None:
        """The next list."""
        self.window.press(key, None, CONTROL)
        self.settle()

    @property
    def titles(self) -> list[str]:
        """The title of the list in sight."""
        return [card.accessibleName() for card in self.page.cards.values() if card.isVisible()]


def both_correct(at_work: ExchangeAtWork, county: Path, stick: Path) -> str:
    """The county and the station correct the phone of the same matter, neither knowing of the other."""
    at_work.trust(stick)
    at_work.fill("out", str(stick))
    at_work.page.write_card()
    at_work.settle()
    at_work.press(Qt.Key.Key_Return)
    day = at_work.window.desk_window.day
    assert day is not None
    number = day.hall.session.memory.queries.newest(1)[0].number
    county_answers(county, stick, number=number)
    desk = open_as(county, at="2026-11-20T15:10")
    perform(desk.session, number, Correct(field="phone", value="13900000003", reason="来电说的"))
    sending.export(exchange_desk(desk), package_target(str(stick)))
    desk.close()
    perform(day.hall.session, number, Correct(field="phone", value="13900000002", reason="当面说的"))
    at_work.fill("in", str(stick))
    at_work.press(Qt.Key.Key_I)
    return number


def test_two_words_stand_beside_each_other_and_enter_leads_to_the_matter(
    at_work: ExchangeAtWork,
    county: Path,
    tmp_path: Path,
    picture: Picture,
    qapp: QApplication,
) -> None:
    number = both_correct(at_work, county, tmp_path / "stick")
    assert "两边不一致 1 件" in at_work.page.open_items.word
    at_work.window.shell.resize(1366, 768)
    board = OpenItemsAtWork(at_work.window)
    waiting = [row.number for row in board.page.table.rows]
    assert waiting == [number], "our correction is in no package yet"
    assert "F12" in board.page.note.text
    picture(at_work.window.shell, "open-items-waiting-light", 1.0)
    board.turn()
    assert board.titles == ["两边写得不一样的 1"]
    shown = board.page._beside
    assert shown is not None
    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert any("0002" in text for text in texts) and any("0003" in text for text in texts)
    assert not any("13900000002" in text for text in texts), "masked like every list"
    assert cut_labels(board.page) == []
    picture(at_work.window.shell, "open-items-differences-light", 1.0)
    apply_theme(qapp, Theme(name="dark", body=20))
    at_work.settle()
    picture(at_work.window.shell, "open-items-differences-dark-20", 1.0)
    apply_theme(qapp, Theme(name="light"))
    at_work.window.press(Qt.Key.Key_Return, board.page.table)
    matter = at_work.window.until("matter")
    assert isinstance(matter, MatterPage) and matter.number == number
    board.settle()
    (line,) = (note.text for note in matter.overview.standing.notes)
    assert line.startswith("示范县信访联席办（CT01）：还没有发出"), "our correction waits"
    picture(at_work.window.shell, "matter-standing-light", 1.0)
    at_work.window.close()


def test_escape_leads_back_and_a_station_sees_no_pairs(at_work: ExchangeAtWork) -> None:
    board = OpenItemsAtWork(at_work.window)
    assert set(board.page.tables) == {"waiting", "differences"}
    assert board.page.opening.isEnabled() is bool(board.page.table.rows)
    board.turn()
    board.turn()
    assert board.page.kind == "waiting", "the lists go round"
    board.window.press(Qt.Key.Key_Escape, board.page.table)
    board.window.until("exchange")
    board.window.close()


def test_a_field_that_was_refused_opens_as_its_correction(
    at_work: ExchangeAtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, picture: Picture
) -> None:
    day = at_work.window.desk_window.day
    assert day is not None
    number = day.hall.session.memory.queries.newest(1)[0].number
    refused = WaitingMatter(
        number=number,
        station="CT01",
        ours=True,
        state=ExchangeState.REJECTED,
        since=1_789_000_000_000,
        why=Refused("record.field", field="registered.phone", name="registered.phone"),
    )
    monkeypatch.setattr(open_items_desk, "waiting", lambda desk, most=None: [refused])
    board = OpenItemsAtWork(at_work.window)
    assert "电话" in board.page.note.text and "registered" not in board.page.note.text
    picture(board.window.shell, "open-items-refused-light", 1.0)
    board.window.press(Qt.Key.Key_Return, None, CONTROL)
    matter = board.window.until("matter")
    board.settle()
    assert isinstance(matter, MatterPage) and matter.number == number
    form = matter.beside.form
    assert form is not None and form.act == "correct"
    board.window.close()


def station(room: Path, name: str, stick: Path, at: str = "") -> None:
    """A station that trusts the county, with one visit of the same person, and its package on the stick."""
    office = OfficeSet(
        name=NAMES[name], station=name, area="410721", kind=StationKind.OFFICE, role="station", training=True
    )
    roles = {str(k): str(v) for k, v in words("roles").items()}
    create_folder(
        room / name, office, code=CODE, now=datetime(2026, 10, 8, 9, 0, tzinfo=CHINA), role_names=roles
    )
    desk = open_as(room / name, at=at or "2026-11-12T10:00")
    pin(desk.session, TrustCard.from_bytes((stick / "CT01-trust.json").read_bytes()))
    (stick / f"{name}-trust.json").write_bytes(own_card(exchange_desk(desk)).to_bytes())
    if at:
        who = Petitioner(name="张示范", id_number=ID_NUMBER, phones=("13800000001",))
        registered(desk, people=People(petitioners=(who,)), category="010100")
        sending.export(exchange_desk(desk), package_target(str(stick)))
    desk.close()


def test_a_county_sees_its_stations_and_what_may_be_one_matter(
    qtbot: QtBot, county: Path, tmp_path: Path, picture: Picture, qapp: QApplication
) -> None:
    stick = tmp_path / "stick"
    for name, at in (("LX07", "2026-11-13T10:00"), ("XT03", "2026-11-20T10:00"), ("XT04", "")):
        station(tmp_path, name, stick, at)
    desk = open_as(county, at="2026-11-14T15:00")
    for name in NAMES:
        pin(desk.session, TrustCard.from_bytes((stick / f"{name}-trust.json").read_bytes()))
    (early,) = stick.glob("LX07*.xfp")
    with early.open("rb") as file:
        taking_in.take_in(exchange_desk(desk), file)
    desk.close()
    window = Window(qtbot, county)
    window.enter(at="2026-11-20T16:00")
    window.today()
    at_work = ExchangeAtWork(window)
    page = at_work.page
    assert isinstance(page, ExchangePage) and page.stations.isVisible() and page.marks == []
    assert {row.station for row in page.stations.table.rows} == set(NAMES)
    at_work.fill("in", str(stick))
    at_work.press(Qt.Key.Key_I)
    found = {row.station: (row.silent, row.packages) for row in page.stations.table.rows}
    assert found == {"XT04": (None, 0), "LX07": (6, 1), "XT03": (0, 1)}
    window.shell.resize(1366, 768)
    page.stations.table.selectRow(1)
    at_work.settle()
    assert "6 天没有来包" in page.stations.note.text
    assert cut_labels(page) == []
    picture(window.shell, "county-stations-light", 1.0)
    apply_theme(qapp, Theme(name="dark"))
    at_work.settle()
    picture(window.shell, "county-stations-dark", 1.0)
    apply_theme(qapp, Theme(name="light"))
    board = OpenItemsAtWork(window)
    board.turn()
    board.turn()
    assert board.titles == ["可能是同一件的 1"]
    picture(window.shell, "county-pairs-light", 1.0)
    (pair,) = board.page.table.rows
    window.press(Qt.Key.Key_Return, None, CONTROL)
    matter = window.until("matter")
    board.settle()
    assert isinstance(matter, MatterPage) and matter.number == pair.other
    form: Any = matter.beside.form
    assert form is not None and form.act == "merge-into" and form.fields["into"].text == pair.number
    picture(window.shell, "county-merge-light", 1.0)
    window.close()
