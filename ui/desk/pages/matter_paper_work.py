"""The work on papers of one matter: choosing a kind, seeing the draft, issuing, sealing, delivering, printing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from app.domain.acts.sealing import SealPaper
from app.domain.paper import PaperRecord
from app.services.matter_sheet import MatterSheet
from app.services.perform import Performed
from ui.desk.hall import Hall
from ui.desk.pages.matter_overview import Overview
from ui.desk.pages.matter_paper import PaperPlace
from ui.desk.pages.matter_side import MatterSide
from ui.desk.pages.matter_words import matter_words, paper_title
from ui.desk.widgets.foot import Foot, Handler
from ui.desk.widgets.key_hint import YieldingHint


class MatterFrame(Protocol):
    """What the work on papers needs of the page it stands on."""

    overview: Overview
    paper: PaperPlace
    beside: MatterSide
    foot: Foot
    remark: YieldingHint

    @property
    def number(self) -> str:
        """The matter."""
        ...

    @property
    def sheet(self) -> MatterSheet | None:
        """What was read of it."""
        ...

    def show_overview(self) -> None:
        """Back to the overview."""
        ...

    def bring_form(self, act: str, given: dict[str, object]) -> None:
        """The form of an act with some values given."""
        ...

    def perform(self, value: Any, done: Callable[[Performed | None], object]) -> None:
        """Performs an act in the write lane."""
        ...


class PaperWork:
    """Ties the paper's place, the side and the foot together."""

    def __init__(self, page: MatterFrame, hall: Hall) -> None:
        self._page, self._hall = page, hall
        self._text = matter_words()
        page.overview.papers.opened.connect(lambda record: page.paper.open(page.number, record.id))
        page.beside.asked_to_issue.connect(self.begin)
        page.beside.paper_picked.connect(self._preview)
        page.paper.drafted.connect(self._show_draft)
        page.paper.issued.connect(self.show_issued)
        page.paper.shown.connect(self.show_issued)

    @property
    def is_open(self) -> bool:
        """Whether a paper stands in the place of the overview."""
        return not self._page.paper.isHidden()

    def begin(self) -> None:
        """Brings the kinds of paper."""
        page, sheet = self._page, self._page.sheet
        if sheet is None or not sheet.papers:
            return
        page.show_overview()
        page.beside.show_papers(sheet.papers, sheet.likely)
        page.foot.offer((self._text["back"], page.show_overview))
        page.remark.show_keys(self._text["not_issued"])

    def seal(self) -> None:
        """Records the stamp on the chosen paper."""
        record = self._chosen()
        if record is not None:
            self._page.perform(SealPaper(paper=record.id), partial(self._sealed, record))

    def begin_about(self, act: str, paper: str = "") -> None:
        """Brings the form of an act about the chosen paper, or the one with that id: deliver, void."""
        sheet = self._page.sheet
        named = None if sheet is None or not paper else sheet.matter.paper(paper)
        record = named or self._chosen()
        if record is not None and sheet is not None and sheet.acts:
            self._page.bring_form(act, {"paper": record.id})

    def print_it(self) -> None:
        """Prints the paper that is shown."""
        if self.is_open:
            self._page.paper.print_it()

    def save(self) -> None:
        """Asks where the paper that is shown is to be saved."""
        if self.is_open:
            self._page.paper.ask_where()

    def show_issued(self) -> None:
        """The issued paper with what may be done with it."""
        self._take_place()
        page, text, record = self._page, self._text, self._page.paper.record
        page.beside.show_list()
        acts: list[tuple[str, Handler]] = [(text["print"], page.paper.print_it)]
        if record is not None and record.state == "awaiting_seal":
            acts.append((text["seal"], self.seal))
        if record is not None and record.needs_delivery and record.state in ("issued", "sealed", "sent"):
            acts.append((text["deliver"], lambda: self.begin_about("deliver")))
        acts += [(text["keep_file"], page.paper.ask_where), (text["back"], page.show_overview)]
        page.foot.offer(*acts)
        page.remark.show_keys(page.paper.printer_words)

    def _sealed(self, record: PaperRecord, _done: object) -> None:
        title = f"{paper_title(record)} {record.number}".strip()
        self._hall.say("paper.stamped", title=title)
        if self.is_open:
            self._page.paper.open(self._page.number, record.id)

    def _chosen(self) -> PaperRecord | None:
        if self.is_open:
            return self._page.paper.record
        row: PaperRecord | None = self._page.overview.papers.current_row
        return row

    def _preview(self, kind: str) -> None:
        self._page.remark.show_keys(self._text["wait_papers"])
        self._page.paper.draft(self._page.number, kind)

    def _show_draft(self) -> None:
        self._take_place()
        page = self._page
        page.foot.offer(
            (self._text["issue"], page.paper.issue_drafted), (self._text["leave_paper"], page.show_overview)
        )
        page.remark.show_keys(self._text["not_issued"])

    def _take_place(self) -> None:
        self._page.overview.hide()
        self._page.paper.show()
        self._page.paper.view.setFocus()
