"""The work on papers of one matter: choosing a kind, seeing the draft, issuing, sealing, delivering, printing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from app.domain.acts.drafting import ReviewDraft
from app.domain.acts.sealing import SealPaper
from app.domain.paper import PaperDraft, PaperRecord
from app.services.matter_sheet import MatterSheet
from app.services.perform import Performed
from ui.desk.hall import Hall
from ui.desk.pages.matter_overview import Overview
from ui.desk.pages.matter_paper import PaperPlace
from ui.desk.pages.matter_paper_words import lines_about
from ui.desk.pages.matter_side import MatterSide
from ui.desk.pages.matter_words import matter_words, paper_title
from ui.desk.pages.reception_registering import RECEIPT
from ui.desk.widgets.foot import Foot, Handler
from ui.desk.widgets.key_hint import YieldingHint
from ui.messages import words
from ui.printing import Printer


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

    def __init__(
        self, page: MatterFrame, hall: Hall, receipts: Callable[[], Printer | None] = lambda: None
    ) -> None:
        self._page, self._hall, self._receipts = page, hall, receipts
        self._text = matter_words()
        page.overview.papers.opened.connect(self.open_row)
        page.beside.asked_to_issue.connect(self.begin)
        page.beside.paper_picked.connect(self._preview)
        page.paper.drafted.connect(self._show_draft)
        page.paper.handed_on.connect(self._handed_on)
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

    def open_row(self, row: PaperRecord | PaperDraft) -> None:
        """Shows a paper of the list, issued or drafted."""
        page = self._page
        if isinstance(row, PaperDraft):
            page.paper.open_draft(page.number, row)
        else:
            page.paper.open(page.number, row.id)

    def do(self, act: str) -> None:
        """Begins an act on the chosen paper or draft, or does it at once where nothing is to be said."""
        if act == "seal":
            self.seal()
        elif act == "review-draft":
            self.review()
        elif act == "file-scan":
            self._page.paper.ask_scan()
        elif act in ("return-draft", "drop-draft"):
            self.begin_about_draft(act)
        else:
            self.begin_about(act)

    def seal(self) -> None:
        """Records the stamp on the chosen paper."""
        record = self._chosen()
        if record is not None:
            self._page.perform(SealPaper(paper=record.id), partial(self._sealed, record))

    def hand_on(self) -> None:
        """Hands the draft that is shown on to be reviewed and signed."""
        if self.is_open and self._page.paper.record is None:
            self._page.paper.hand_on()

    def replace_it(self) -> None:
        """Begins a paper that takes the place of the one that is chosen."""
        record = self._chosen()
        if record is not None and not record.voided:
            self._page.paper.draft_instead(self._page.number, record)

    def review(self) -> None:
        """Agrees to the draft that is chosen."""
        draft = self._chosen_draft()
        if draft:
            self._page.perform(ReviewDraft(draft=draft), lambda _: self._dealt_with("review-draft"))

    def begin_about_draft(self, act: str) -> None:
        """Brings the form of an act about the chosen draft: return it, drop it."""
        draft, sheet = self._chosen_draft(), self._page.sheet
        if draft and sheet is not None:
            self._page.bring_form(act, {"draft": draft})

    def show_again(self) -> None:
        """The paper or draft that stands in the place of the overview, with what may be done with it."""
        if self._page.paper.record is None:
            self._show_draft()
        else:
            self.show_issued()

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

    def print_strip(self) -> None:
        """Prints the registration receipt that is shown as a strip, on the printer for that."""
        record, printer = self._page.paper.record, self._receipts()
        if not self.is_open or record is None or record.kind != RECEIPT:
            return
        if printer is None:
            self._hall.say("print.no_receipt_printer")
        else:
            self._hall.print_strip(printer, self._page.number, record, asker=self._page.paper)

    def save(self) -> None:
        """Asks where the paper that is shown is to be saved."""
        if self.is_open:
            self._page.paper.ask_where()

    def show_issued(self) -> None:
        """The issued paper with what may be done with it."""
        self._take_place()
        page, text, record = self._page, self._text, self._page.paper.record
        page.beside.show_about(())
        self.tell_again()
        acts: list[tuple[str, Handler]] = [(text["print"], page.paper.print_it)]
        if record is not None and record.state == "awaiting_seal":
            acts.append((text["seal"], self.seal))
        if record is not None and record.needs_delivery and record.state in ("issued", "sealed", "sent"):
            acts.append((text["deliver"], lambda: self.begin_about("deliver")))
        if record is not None and record.kind == RECEIPT and self._receipts() is not None:
            acts.append((words("receipt_strip")["print"], self.print_strip))
        acts.append((text["keep_file"], page.paper.ask_where))
        if record is not None and record.sealed_on is not None and not record.scan:
            acts.insert(1, (words("office_papers")["file_scan"], page.paper.ask_scan))
        elif record is not None and record.needs_delivery and not record.voided:
            acts.append((words("office_papers")["replace_it"], self.replace_it))
        acts.append((text["back"], page.show_overview))
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
        row = self._page.overview.papers.current_row
        return row if isinstance(row, PaperRecord) else None

    def _chosen_draft(self) -> str:
        """The id of the kept draft that is shown or stands under the cursor; empty where there is none."""
        if self.is_open:
            return self._page.paper.draft_id
        row = self._page.overview.papers.current_row
        return row.id if isinstance(row, PaperDraft) else ""

    def _handed_on(self) -> None:
        self._hall.say("draft.handed_on")
        self._page.show_overview()

    def _dealt_with(self, act: str) -> None:
        self._hall.say("draft.dealt_with", act=str(words("acts")[act]))
        self._page.show_overview()

    def _preview(self, kind: str) -> None:
        self._page.remark.show_keys(self._text["wait_papers"])
        self._page.paper.draft(self._page.number, kind)

    def _show_draft(self) -> None:
        self._take_place()
        page, text = self._page, words("office_papers")
        acts: list[tuple[str, Handler]] = [(self._text["issue"], page.paper.issue_drafted)]
        if page.paper.draft_id:
            self.tell_again()
            acts += [
                (text["review"], self.review),
                (text["return"], partial(self.begin_about_draft, "return-draft")),
                (text["drop"], partial(self.begin_about_draft, "drop-draft")),
            ]
        acts += [(text["hand_on"], self.hand_on), (self._text["leave_paper"], page.show_overview)]
        page.foot.offer(*acts)
        page.remark.show_keys(self._text["not_issued"])

    def tell_again(self) -> None:
        """Says how the paper that is shown has come about; called again when the matter was read anew."""
        page, record, sheet = self._page, self._page.paper.record, self._page.sheet
        identity = page.paper.draft_id if record is None else record.id
        if identity and sheet is not None:
            names = self._hall.session.accounts.name_of
            page.beside.show_about(lines_about(sheet.matter, identity, names))

    def _take_place(self) -> None:
        self._page.overview.hide()
        self._page.paper.show()
        self._page.paper.view.setFocus()
