"""Every page of the desk in the real window, on a folder with a little of everything. All persons are invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.booked_visits import BookingWay, ToldVisit
from app.services.booked_visits import book_visit
from app.services.day_closing import give_tickets
from app.services.mediation.reading import list_mediations
from tests.services.rooms import agrees, furnished, opens
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.desk.pages.settings import SECTIONS, SettingsPage

DAY = "2026-11-20T09:30"
STORIES = (
    "村里修路占用承包地零点八亩，补偿只到了一部分，请求查明。",
    "工地拖欠工资三个月，二十六人，请求督促支付。",
    "小区物业乱收费，多次反映没有答复。",
    "低保申请半年没有结果，请求说明。",
)
NAMES = ("张示范", "李示范", "王示范", "赵示范")


def furnished_folder(folder: Path) -> Path:
    """A folder with four matters, a mediation, tickets, two booked visits."""
    made = training_folder(folder)
    desk = open_as(made, at="2026-11-10T09:00")
    for name, story in zip(NAMES, STORIES, strict=True):
        registered(desk, name, text=story)
    furnished(desk.session)
    agrees(desk.session, opens(desk.session))
    desk.close()
    desk = open_as(made, at=DAY)
    give_tickets(desk.session, "walk_in", 2)
    for begin, name, about in (("10:00", "钱示范", "补偿款的事"), ("14:30", "孙示范", "低保申请")):
        told = ToldVisit(begin=begin, persons=1, way=BookingWay.PHONE, name=name, about=about)
        book_visit(desk.session, desk.session.today(), told)
    desk.close()
    return made


class EveryPage:
    """The window of a clerk who goes through everything."""

    def __init__(self, qtbot: QtBot, folder: Path, role: str = "clerk") -> None:
        self.window = Window(qtbot, folder)
        self.window.enter(role, at=DAY)
        self.window.settle()

    @property
    def names(self) -> list[str]:
        """What the pages are called; each section of the settings is one."""
        pages = [name for name in self.window.shell._makers if name != "settings"]
        return [*pages, *(f"settings-{section}" for section in SECTIONS)]

    def show(self, name: str) -> QWidget:
        """Brings a page and waits until it was read."""
        window = self.window
        page = "settings" if name.startswith("settings-") else name
        window.shell.show_page(page)
        shown = window.until(page)
        day = window.desk_window.day
        assert day is not None
        if page == "matter":
            (newest, *_) = day.hall.session.memory.queries.newest(1)
            day.hall.asked_for_matter.emit(newest.number)
        elif page == "conversation":
            (newest, *_) = day.hall.session.memory.queries.newest(1)
            day.hall.asked_to_talk.emit(newest.number)
        elif page == "mediation-file":
            (row, *_) = list_mediations(day.hall.session)
            day.hall.asked_for_mediation.emit(row.number)
        elif isinstance(shown, SettingsPage):
            section = name.removeprefix("settings-")
            shown.sections.take(section)
            shown.show_section(section)
        for _ in range(3):
            window.settle()
        return shown

    def each(self) -> Iterator[tuple[str, QWidget]]:
        """Every page, one after the other."""
        for name in self.names:
            yield name, self.show(name)

    def resize(self, width: int, height: int) -> None:
        """Another size of the window."""
        self.window.shell.resize(width, height)
        for _ in range(4):  # layouts inside layouts settle one after the other
            QApplication.processEvents()

    def close(self) -> None:
        """Leaves."""
        self.window.close()
