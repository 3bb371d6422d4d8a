"""Serving (F6): what has no proof yet, what was posted today, and slips that file themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.changes import Changes
from app.domain.delivery import DeliveryMethod, Outcome
from app.errors import AppError
from app.scanning import ScanReader
from app.services.handwriting import StationSigner
from app.services.revealing import ADDRESSEE, reveal_addressee
from app.services.serving import Addressee, PostedPaper, UnservedPaper, addressee_for
from resources.loader import words as words_of
from ui.desk import delivery_desk
from ui.desk.delivery_desk import Waiting
from ui.desk.hall import Hall
from ui.desk.pages.delivery_form import ServeForm, page_words
from ui.desk.pages.delivery_scans import ScansCard
from ui.desk.pages.delivery_signing import SigningCard
from ui.desk.pages.delivery_slips import SlipsCard
from ui.desk.pages.masked_lines import MaskedLines, Value
from ui.desk.widgets.act_form import code_word
from ui.desk.widgets.card import Card
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import short_day
from ui.messages import words
from ui.printing import Printer
from ui.theme import State

LIST, SERVE, SCANS, SIGN = "list", "serve", "scans", "sign"
IN_HEADS = frozenset({"sign", "slips", "post_list"})
"""Acts whose button stands in the head of a card: the foot has room for the usual ones."""
REMARKS = {SCANS: "confirm_remark", SIGN: "sign_remark"}
HANDED = {"method": DeliveryMethod.IN_PERSON, "outcome": Outcome.RECEIVED}
POSTED = {"method": DeliveryMethod.POST, "outcome": Outcome.SENT}


def _to_the_right(button: QPushButton) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    line.addWidget(button)
    return box


class DeliveryPage(PageFrame):
    """The lists; the form of one attempt, a batch of scans, or a paper to be signed, in their place."""

    def __init__(
        self,
        hall: Hall,
        reader: ScanReader,
        signer: Callable[[], StationSigner],
        printer: Callable[[], Printer],
    ) -> None:
        self._text = page_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self._today = hall.session.today()
        self.mode = LIST
        """list, serve, scans or sign."""
        self._about: UnservedPaper | None = None
        self._reader, self._signer, self._printer = reader, signer, printer

    def made(self) -> Iterator[QWidget | None]:
        """The rest of the page, a part a turn (decision 0210); at last the page."""
        hall, text = self._hall, self._text
        self.slips = SlipsCard(hall, self._printer, lambda: self.table.viewport().update())
        self.waiting = Card("", text["waiting_keys"])
        self.table = RowTable(self._waiting_columns(), key=lambda row: row.paper.id, empty=text["empty"])
        self.waiting.content.addWidget(self.table, 1)
        self.addressee = MaskedLines(hall, partial(reveal_addressee, hall.session))
        """Whom the chosen paper goes to, each value to be held."""
        self.waiting.content.addWidget(self.addressee)
        self.posted = Card(text["posted"].format(count=0))
        self.sent = RowTable(
            self._posted_columns(), key=lambda row: (row.paper.id, row.tracking), empty=text["nothing_posted"]
        )
        self.posted.content.addWidget(self.sent)
        for part, stretch in ((self.waiting, 3), (self.slips, 0), (self.posted, 1)):
            self.main.addWidget(part, stretch)
        yield None
        self.form = ServeForm(self._today, wide=True)
        self.main.addWidget(self.form)
        yield None
        self.scans = ScansCard(hall, self._reader)
        self.main.addWidget(self.scans, 1)
        yield None
        self.signing = SigningCard(hall, self._signer)
        self.main.addWidget(self.signing, 1)
        self.main.addStretch(0)
        yield None
        self._shortcuts: dict[str, QShortcut] = {}
        self._buttons = {name: self._act(name, keys, act) for name, keys, act in self._acts_and_keys()}
        self.table.opened.connect(lambda row: hall.asked_for_matter.emit(row.number))
        self.sent.opened.connect(lambda row: hall.asked_for_matter.emit(row.number))
        self.table.chosen.connect(lambda _: self._show_acts())
        self.table.explained.connect(self.slips.turn)
        self.scans.changed.connect(self._show_acts)
        self.signing.changed.connect(self._show_acts)
        self.signing.taken.connect(self.show_list)
        self.setFocusProxy(self.table)
        hall.bus.changed.connect(self._changed)
        self.show_waiting(Waiting((), ()))
        self.show_list()
        self.read()
        yield self

    def _acts_and_keys(self) -> tuple[tuple[str, tuple[str, ...], Callable[[], None]], ...]:
        return (
            ("hand", ("Alt+J",), partial(self.begin, HANDED, "on")),
            ("post", ("Alt+Y",), partial(self.begin, POSTED, "tracking")),
            ("came_back", ("Alt+R",), partial(self.begin, {}, "method")),
            ("sign", ("Alt+Q",), self.begin_signing),
            ("scans_", ("Alt+H",), self.show_scans),
            ("post_list", ("Alt+E",), self.write_list),
            ("slips", ("Ctrl+P",), lambda: self.slips.print_slips(self.table.rows, self._chosen)),
            ("save", ("Ctrl+Return", "Ctrl+Enter"), self.save),
            ("confirm", ("Ctrl+Return", "Ctrl+Enter"), self.scans.confirm),
            ("take", ("Ctrl+Return", "Ctrl+Enter"), self.signing.take),
            ("clear", ("Alt+Z",), self.signing.pad.clear),
            ("assign", ("Alt+G",), self.scans.assign),
            ("read_", ("Alt+K",), self.scans.read),
            ("choose", ("Alt+F",), self.scans.choose_files),
            ("leave", (), self.show_list),
        )

    def read(self) -> None:
        """Reads the lists anew."""
        session = self._hall.session
        self._hall.read(
            lambda: delivery_desk.waiting(session), self.show_waiting, asker=self, question="delivery"
        )

    def show_waiting(self, found: Waiting) -> None:
        """Shows what was read."""
        self._today = self._hall.session.today()
        late = sum(item.late for item in found.unserved)
        self.waiting.set_title(self._text["waiting"].format(count=len(found.unserved), late=late))
        self.posted.set_title(self._text["posted"].format(count=len(found.posted)))
        self.table.show_rows(found.unserved)
        self.sent.show_rows(found.posted)
        self._show_acts()

    def begin(self, filled: dict[str, Any], field: str) -> None:
        """The form of an attempt with the chosen paper."""
        item = self._chosen
        if item is None:
            return
        self._about = item
        given = {name: str(value) for name, value in filled.items()}
        self.form.begin(self._line(item), given, self._today if filled else None)
        self._bring(SERVE)
        self.form.focus(field)
        if filled.get("outcome") == Outcome.RECEIVED:
            self._ask_receiver(item)

    def _ask_receiver(self, item: UnservedPaper) -> None:
        """Who stands at the counter for this paper: asked of the matter, which is an opening, not of the list."""
        session = self._hall.session

        def told(found: Addressee) -> None:
            if self._about is item and self.mode == SERVE and not self.form.fields["receiver"].text.strip():
                self.form.take_receiver(found.name)

        self._hall.read(lambda: addressee_for(session, item.number), told, asker=self, question="receiver")

    def save(self) -> None:
        """Records the attempt that stands in the form."""
        item = self._about
        if item is None or self.mode != SERVE:
            return
        try:
            act = self.form.value(item.paper.id)
        except AppError as error:
            self._refuse(error)
            return
        session = self._hall.session
        outcome = code_word("outcome", act.outcome)

        def done(_: object) -> None:
            self._hall.say("delivery.served", title=item.title, outcome=outcome)
            self.show_list()
            self.read()

        number, files = item.number, self.form.files
        self._hall.write(
            lambda: delivery_desk.serve(session, number, act, files), done, self._refuse, asker=self
        )

    def begin_signing(self) -> None:
        """The chosen paper, whole, to be signed on the screen."""
        item = self._chosen
        if item is None:
            return
        self._bring(SIGN)
        self.signing.begin(item.number, item.paper.id, self._line(item))
        self.signing.pad.setFocus()
        self.bring_to_sight(self.signing.pad)

    def write_list(self) -> None:
        """Writes today's post list as .xlsx into the folder for documents."""
        session, name = self._hall.session, self._text["post_file"]
        self._hall.read(
            lambda: delivery_desk.write_post_list(session, session.today(), name),
            lambda file: self._hall.say("delivery.listed", file=file),
            asker=self,
        )

    def show_list(self) -> None:
        """Back to the lists."""
        if self.mode == SIGN:
            self.signing.forget()
        self._bring(LIST)
        self.table.setFocus()

    def show_scans(self) -> None:
        """The batch of scans."""
        self._bring(SCANS)
        self.scans.path.setFocus()

    @property
    def _chosen(self) -> UnservedPaper | None:
        row = self.table.current_row
        return row if isinstance(row, UnservedPaper) else None

    def _refuse(self, error: AppError) -> None:
        if not self.form.refuse(error):
            self._hall.say_error(error)

    def _bring(self, mode: str) -> None:
        self.mode = mode
        self.waiting.setVisible(mode == LIST)
        self.posted.setVisible(mode == LIST)
        self.slips.setVisible(mode == LIST and bool(self.slips.told))
        self.form.setVisible(mode == SERVE)
        self.scans.setVisible(mode == SCANS)
        self.signing.setVisible(mode == SIGN)
        self.remark.show_keys(self._text[REMARKS.get(mode, "remark")])
        self._show_acts()

    def _show_acts(self) -> None:
        listing, scanning, signing = self.mode == LIST, self.mode == SCANS, self.mode == SIGN
        row = self._chosen
        chosen = listing and row is not None
        self.addressee.show_values("" if row is None else row.number, _masked(row))
        offered = {
            **dict.fromkeys(("hand", "post", "came_back", "sign", "slips"), chosen),
            "take": signing and self.signing.can_take,
            "clear": signing and not self.signing.pad.is_empty,
            "scans_": listing,
            "post_list": listing,
            "save": self.mode == SERVE,
            "confirm": scanning and self.scans.can_confirm,
            "assign": scanning and self.scans.can_assign,
            "read_": scanning,
            "choose": scanning,
            "leave": not listing,
        }
        self._buttons["post_list"].setEnabled(bool(self.sent.rows))
        # what goes is hidden first: for a moment too many buttons would make the window grow
        for wanted in (False, True):
            for name, button in self._buttons.items():
                if offered[name] is wanted:
                    button.setVisible(wanted)

    def _act(self, name: str, keys: tuple[str, ...], act: Callable[[], None]) -> Any:
        next_too = name in ("hand", "save", "confirm", "take")
        words_of_it = self._text[name.rstrip("_")]
        button = QPushButton(words_of_it) if name in IN_HEADS else self.add_act(words_of_it, is_next=next_too)
        if name in IN_HEADS:
            (self.posted if name == "post_list" else self.waiting).put_in_head(_to_the_right(button))
        button.clicked.connect(act)
        for key in keys:
            shortcut = self._shortcuts.get(key)
            if shortcut is None:
                shortcut = self._shortcuts[key] = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._press, name, act))
        return button

    def _press(self, name: str, act: Callable[[], None]) -> None:
        if not self._buttons[name].isHidden():
            act()

    def _changed(self, changes: Changes) -> None:
        if changes.papers or changes.matters:
            self.read_when_seen(self.read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.mode != LIST:
            self.show_list()
        else:
            super().keyPressEvent(event)

    def _line(self, item: UnservedPaper) -> str:
        return str(self._text["about"]).format(
            number=item.number,
            title=item.title,
            document_number=item.paper.number,
            addressee=self._name(item.addressee),
        )

    def _name(self, addressee: Addressee) -> str:
        return str(self._text["sealed"]) if addressee.sealed else addressee.name

    def _waiting_columns(self) -> tuple[Column, ...]:
        text = self._text
        return (
            Column(title=text["taken"], text=self.slips.mark, width=50),
            Column(
                title=text["age"],
                text=lambda row: text["days"].format(days=row.age),
                width=110,
                state=lambda row: State.LATE if row.late else State.IN_TIME,
            ),
            Column(title=text["number"], text=lambda row: row.number, width=160, firm=True),
            Column(title=text["document"], text=lambda row: f"{row.title} {row.paper.number}", width=300),
            Column(title=text["addressee"], text=lambda row: self._name(row.addressee), width=110),
            Column(title=text["state"], text=self._how_far),
        )

    def _how_far(self, row: UnservedPaper) -> str:
        if row.full_on is not None:
            return str(self._text["full"]).format(day=short_day(row.full_on, self._today))
        if row.last is None:
            return str(words("paper_states")[row.paper.state])
        return str(self._text["last"]).format(
            on=short_day(row.last.on, self._today),
            method=code_word("method", row.last.method),
            outcome=code_word("outcome", row.last.outcome),
            tracking=row.last.tracking,
        )

    def _posted_columns(self) -> tuple[Column, ...]:
        text = self._text

        def note(row: PostedPaper) -> str:
            return text["returned"] if row.returned else row.tracking

        return (
            Column(title=text["tracking"], text=note, width=160, firm=True),
            Column(title=text["number"], text=lambda row: row.number, width=160, firm=True),
            Column(title=text["document"], text=lambda row: f"{row.title} {row.paper.number}", width=300),
            Column(title=text["addressee"], text=lambda row: self._name(row.addressee), width=110),
            Column(title=text["address"], text=lambda row: row.addressee.address),
        )


def _masked(row: UnservedPaper | None) -> list[Value]:
    """The masks of whom a paper goes to; nothing of who is under seal."""
    if row is None or row.addressee.sealed:
        return []
    names = words_of("words/masked.toml")["masked_lists"]["delivery"]
    return [(name, str(names[name]), str(getattr(row.addressee, name))) for name in ADDRESSEE]
