"""The steps of the tour: what a hall, a township and a county do with one visitor, by the keys of the real windows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.errors import Unavailable
from ui.desk.pages.exchange import ExchangePage
from ui.desk.pages.matter import MatterPage
from ui.desk.pages.reception import ReceptionPage
from ui.desk.pages.selfcheck import SelfCheckPage
from ui.tour.album import Album
from ui.tour.hand import Hand
from ui.tour.offices import COUNTY, HALL, TOWNSHIP, county_answers, county_card, found_offices, tour_words

DRAWN = 500
"""Milliseconds in which everything on a page has been drawn."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toured:
    """What a tour left: papers, the package of the hall, pictures."""

    papers: tuple[Path, ...]
    package: Path
    screenshots: tuple[Path, ...]


def tour(application: QApplication, out: Path, say: Say, *, pace: int = 0) -> Toured:
    """The whole day. Raises Unavailable("tour.stuck", "tour.out")."""
    text = tour_words()
    album = Album(out, str(text["printer"]))
    with tempfile.TemporaryDirectory(prefix="petition-desk-tour-") as place:
        guide = Guide(application, album, say, pace)
        guide.tell("founding")
        folders = found_offices(Path(place))
        card = county_card(folders[COUNTY], Path(place))
        number = guide.at_the_hall(folders[HALL])
        guide.closes_the_day(folders[HALL], number)
        guide.at_the_township(folders[TOWNSHIP])
        guide.exchanges(folders, card, number)
    package = sorted(album.package_folder.glob(f"{HALL}*.xfp"))
    if not package:
        raise Unavailable("tour.stuck", step=text["steps"]["exporting"])
    return Toured(papers=tuple(album.papers), package=package[-1], screenshots=tuple(album.screenshots))


class Guide:
    """Walks through the day, one office after the other."""

    def __init__(self, application: QApplication, album: Album, say: Say, pace: int) -> None:
        self._application, self._album, self._say, self._pace = application, album, say, pace
        self._text = tour_words()
        self._step = ""
        self._hand: Hand | None = None

    def tell(self, step: str) -> None:
        """Says which step begins."""
        self._step = str(self._text["steps"][step])
        self._say(str(self._text["step"]).format(step=self._step))
        if self._hand is not None:
            self._hand.step = self._step

    def at_the_hall(self, folder: Path) -> str:
        """A visit is registered, told and forwarded; an accusation goes dark. The answer is the visit's number."""
        hand = self._sit_down(folder, "clerk", "2026-11-10T09:12+08:00")
        self._picture("today")
        self.tell("reception")
        number = self._visit(hand)
        self.tell("forwarding")
        matter = self._open(hand, number)
        self._picture("matter")
        self._act(hand, matter, "Alt+Z", unit=self._text["offices"]["township"])
        self._issue(hand, matter, "D09", "forwarding-letter")
        self._issue(hand, matter, "D01", "")
        self.tell("accusation")
        self._accusation(hand)
        hand.leave()
        return number

    def at_the_township(self, folder: Path) -> None:
        """The same visitor at the township: accepted, told, delivered by post; he comes again."""
        hand = self._sit_down(folder, "clerk", "2026-11-12T09:00+08:00")
        number = self._visit(hand, pictures=False)
        self.tell("accepting")
        matter = self._open(hand, number)
        self._act(hand, matter, "Alt+S", picture="accepting")
        self._issue(hand, matter, "D14", "acceptance-notice")
        hand.press("Alt+Y")
        self.tell("delivering")
        visitor = self._text["visitor"]
        sent = {"method": "post", "tracking": "XA00000000141"}
        self._act(hand, matter, "Alt+T", outcome="sent", **sent, picture="delivering")
        matter.overview.papers.setFocus()
        self._act(hand, matter, "Alt+T", outcome="received", receiver=visitor["name"], **sent)
        self._issue(hand, matter, "D33", "")
        self.tell("again")
        self._act(hand, matter, "F8", asked=visitor["asked"])
        hand.until(lambda: matter.paper.record is not None and matter.paper.record.kind == "D49")
        self._picture("came-again")
        self._print(hand)
        hand.leave()

    def closes_the_day(self, folder: Path, number: str) -> None:
        """At five: a ticket without a registration is found and settled, and the day is closed."""
        self.tell("closing")
        hand = self._sit_down(folder, "clerk", "2026-11-10T17:00+08:00")
        hand.press("Ctrl+J")
        page = hand.page("selfcheck", SelfCheckPage)
        hand.press("Ctrl+T")
        hand.press("Ctrl+Return")
        hand.until(lambda: page.table.rows)
        hand.press("Space")
        self._picture("selfcheck")
        hand.press("Return")
        hand.fill(page.settle.number, number)
        hand.press("Ctrl+Return")
        hand.until(lambda: not page.table.rows)
        hand.press("Ctrl+Return")
        hand.press("Ctrl+Return")
        hand.until(lambda: not page.close_card.isVisible())
        hand.leave()

    def exchanges(self, folders: dict[str, Path], card: Path, number: str) -> None:
        """The hall's day goes to the county and comes back with its number."""
        self.tell("exporting")
        stick = self._album.package_folder
        hand = self._sit_down(folders[HALL], "clerk", "2026-11-16T17:05+08:00")
        page = self._exchange(hand)
        hand.fill(page.fields["card"].editor, str(card))
        hand.press("Ctrl+T")
        hand.fill(page.fields["out"].editor, str(stick))
        page.write_card()
        hand.press("Ctrl+Return")
        self._picture("exported")
        hand.leave()
        self.tell("answering")
        own = stick / f"{HALL}-trust.json"
        county_answers(folders[COUNTY], own, stick, number, "2026-11-16T17:40+08:00")
        hand = self._sit_down(folders[HALL], "clerk", "2026-11-17T08:35+08:00")
        page = self._exchange(hand)
        hand.fill(page.fields["in"].editor, str(stick))
        hand.press("Ctrl+I")
        self._picture("answered")
        self._open(hand, number)
        self._picture("county-number")
        hand.leave()

    def _sit_down(self, folder: Path, role: str, at: str) -> Hand:
        self._hand = Hand(self._application, folder, self._album, self._pace)
        self._hand.step = self._step
        self._hand.enter(role, at)
        return self._hand

    def _picture(self, name: str) -> None:
        if self._hand is not None and name:
            self._hand.rest(DRAWN)  # the preview draws its pages in the background
            self._hand.show()
            self._album.take(self._hand.window.shell, name)

    def _visit(self, hand: Hand, *, pictures: bool = True) -> str:
        """A walk-in, typed; registered with its receipt."""
        hand.press("F3")
        page = hand.page("reception", ReceptionPage)
        hand.until(lambda: page.drafts.live and page.people.today is not None)
        visitor = self._text["visitor"]
        for field, words in (
            (page.people.name, visitor["name"]),
            (page.people.phone, visitor["phone"]),
            (page.people.address, visitor["address"]),
            (page.claims.story, visitor["story"]),
            (page.claims.request, visitor["request"]),
        ):
            hand.fill(field.editor, words)
        hand.rest(600)
        if pictures:
            self._picture("reception")
        before = len(self._album.papers)
        hand.press("Ctrl+P")
        hand.until(lambda: len(self._album.papers) > before)
        hand.settle()
        if pictures:
            self._picture("registered")
        return page.column.done.number.text()

    def _accusation(self, hand: Hand) -> None:
        hand.press("F3")
        page = hand.page("reception", ReceptionPage)
        informer = self._text["informer"]
        hand.press("Ctrl+H")
        hand.fill(page.people.name.editor, informer["name"])
        hand.fill(page.claims.accused.editor, informer["accused"])
        hand.fill(page.claims.story.editor, informer["story"])
        hand.rest(600)
        self._picture("accusation")
        hand.press("Ctrl+S")
        hand.until(lambda: page.form().is_blank)

    def _open(self, hand: Hand, number: str) -> MatterPage:
        if hand.window.day is not None:
            hand.window.day.open_matter(number)
        page = hand.page("matter", MatterPage)
        hand.until(lambda: page.sheet is not None and page.sheet.matter.number == number)
        return page

    def _exchange(self, hand: Hand) -> ExchangePage:
        hand.press("F12")
        return hand.page("exchange", ExchangePage)

    def _act(self, hand: Hand, page: MatterPage, key: str, *, picture: str = "", **values: str) -> None:
        """The key of an act, its fields, Ctrl+Enter."""
        hand.press(key)
        hand.until(lambda: page.beside.form is not None)
        form = page.beside.form
        if form is not None:
            for name, words in values.items():
                hand.fill(form.fields[name].editor, words)
        self._picture(picture)
        hand.press("Ctrl+Return")
        hand.until(lambda: page.beside.form is not form)

    def _issue(self, hand: Hand, page: MatterPage, kind: str, picture: str) -> None:
        """Alt+P, the kind, the draft, Ctrl+Enter; printed."""
        hand.press("Alt+P")
        papers = page.beside.papers
        papers.selectRow([row.kind for row in papers.rows].index(kind))
        papers.setFocus()
        hand.press("Return")
        hand.press("Ctrl+Return")
        hand.until(lambda: page.paper.record is not None and page.paper.record.kind == kind)
        hand.rest(400)
        self._picture(picture)
        self._print(hand)

    def _print(self, hand: Hand) -> None:
        before = len(self._album.papers)
        hand.press("Ctrl+P")
        hand.until(lambda: len(self._album.papers) > before)
