"""Codes (Shift+F4): verify a notice, look at a poster, print one; a scanner that acts as a keyboard is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton

from app.domain.places import Found, PlaceKind
from app.errors import AppError
from app.qr.families import Family, family_of, is_of_later_program, mended
from app.services.notice_codes import verify_notice
from app.services.places import PlaceRow, bind_official, place_rows, register_place, withdraw_poster
from app.services.poster_round import check_by_eye, check_by_scan, look_at_scan
from resources.loader import words as words_of
from ui.code_texts import code_texts
from ui.desk import poster_desk
from ui.desk.hall import Hall
from ui.desk.pages.codes_place import PlaceCard
from ui.desk.pages.codes_result import ResultCard
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column
from ui.desk.wording import short_day
from ui.printing import Printer
from ui.theme import State, current

if TYPE_CHECKING:
    from app.services.poster_printing import PrintedPoster

STATES = {
    "bad": State.LATE,
    "expired": State.LATE,
    "due": State.SOON,
    "soon": State.SOON,
    "no_poster": State.WAITING,
    "no_official": State.WAITING,
    "fine": State.IN_TIME,
    "closed": State.DONE,
}
SIZES = ("a4", "a5", "plate", "card")
WITHOUT_WORDS, WITH_WORDS = "without", "with"
"""Whether a poster shows the four words by which visitors compare the page for phones."""
CODE_FIELDS = {"place.official_differs": "again", "place.code_shape": "code"}
"""Fields of errors that name another one, or none."""


def codes_words() -> dict[str, Any]:
    """The words of the page, with those of places: states and findings."""
    return {**words_of("words/codes_page.toml")["codes_page"], **words_of("words/places.toml")["places"]}


class CodesPage(PageFrame):
    """Scans come in one after the other: a notice is verified at once, the codes of a poster are taken together."""

    self_service_asked = Signal()
    """This computer is to be the hall's own screen."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer]) -> None:
        text = self._text = codes_words()
        super().__init__(text["title"], text["keys"], side=True)
        self._hall, self._printer = hall, printer
        self._scans: list[str] = []
        self._notice = ""
        self.scan = Field(text["scan"], QLineEdit(), keys="Alt+S", hint=text["scan_hint"])
        self.result = ResultCard(text)
        self.looks = PlaceCard(hall, text)
        self.table = FittedTable(_columns(text), key=lambda row: row.place.code, empty=text["empty"])
        self.place = {
            name: Field(text[name], QLineEdit(), hint=text[f"{name}_hint"])
            for name in ("code", "name", "address", "contact", "official", "again", "note")
        }
        self.kind = ChoiceField(
            [Choice(code=kind.value, word=text["kinds"][kind.value]) for kind in PlaceKind]
        )
        self.sheet = ChoiceField([Choice(code=size, word=text["sizes"][size]) for size in SIZES])
        self.page_words = ChoiceField(
            [Choice(code=which, word=text["page_words"][which]) for which in (WITHOUT_WORDS, WITH_WORDS)]
        )
        self.finding = ChoiceField(
            [Choice(code=found.value, word=text["findings"][found.value]) for found in Found]
        )
        self.place["kind"] = Field(text["kind"], self.kind, hint=text["kind_hint"])
        self.place["size"] = Field(text["size"], self.sheet, hint=text["size_hint"])
        self.place["words"] = Field(text["words"], self.page_words, hint=text["words_hint"])
        self.place["found"] = Field(text["found"], self.finding, hint=text["found_hint"])
        self._lay_out()
        self.kind.take_code(PlaceKind.HALL)
        self.sheet.take_code(SIZES[0])
        self.page_words.take_code(WITHOUT_WORDS)
        self._connect()
        self.remark.show_keys(text["remark"])
        self.setFocusProxy(self.scan.editor)
        self.read()

    def read(self) -> None:
        """Reads the list anew."""
        session = self._hall.session
        self._hall.read(lambda: place_rows(session), self._show_rows, asker=self, question="places")

    def take_scan(self) -> None:
        """What a scanner typed, or a hand: a line and Enter."""
        text = self.scan.text
        self.scan.clear()
        if text.strip():
            line = mended(
                text
            )  # an input method or Caps Lock may have been in the way; an address stays as it is
            self._take([text if family_of(line) is None else line])

    def take_picture(self) -> None:
        """All codes of a photograph or a scan, from a file."""
        found, _ = QFileDialog.getOpenFileName(self, self._text["picture"], "", self._text["pictures"])
        if found:
            self._hall.read(lambda: code_texts(found), self._take, asker=self)

    def compare_pdf(self) -> None:
        """Compares the notice that was scanned last with its file, word by word."""
        session, text = self._hall.session, self._notice
        if not text:
            self._hall.say("codes_page.no_notice")
            return
        found, _ = QFileDialog.getOpenFileName(self, self._text["pdf"], "", self._text["pdfs"])
        if found:
            self._hall.read(
                lambda: poster_desk.compared(session, text, found),
                self.result.show_notice,
                asker=self,
            )

    def record(self) -> None:
        """Records the look at the poster whose codes were scanned; at the chosen place where the small one is gone."""
        session, texts, place = self._hall.session, tuple(self._scans), self._chosen_code
        note, photo = self.place["note"].text, self.looks.photo
        if not texts:
            self._hall.say("codes_page.nothing_scanned")
            return
        self._hall.write(
            lambda: check_by_scan(session, texts, place=place, note=note, photo=photo),
            self._recorded,
            asker=self,
        )

    def record_by_eye(self) -> None:
        """Records a look at the chosen place's poster without a scanner."""
        session, place, found = self._hall.session, self._chosen_code, self.finding.code
        note, photo = self.place["note"].text, self.looks.photo
        if not place:
            self._hall.say("codes_page.none_chosen")
            return
        clear_refusals(self.place)
        self._hall.write(
            lambda: check_by_eye(session, place, found, note, photo),
            self._recorded,
            self._refuse,
            asker=self,
        )

    def save_place(self) -> None:
        """Registers the place of the form, or changes its row."""
        session, said = self._hall.session, {name: field.text for name, field in self.place.items()}
        kind = self.kind.code
        self._act(
            lambda: register_place(
                session,
                said["code"],
                name=said["name"],
                kind=kind,
                address=said["address"],
                contact=said["contact"],
            )
        )

    def bind(self) -> None:
        """Binds the official code that was typed twice to the place of the form."""
        session, said = self._hall.session, {name: field.text for name, field in self.place.items()}
        self._act(lambda: bind_official(session, [said["code"]], said["official"], again=said["again"]))

    def bind_picture(self) -> None:
        """Binds the official code that the county's picture shows."""
        session, code = self._hall.session, self.place["code"].text
        found, _ = QFileDialog.getOpenFileName(self, self._text["picture"], "", self._text["pictures"])
        if found:
            self._act(lambda: poster_desk.bind_from_picture(session, code, found))

    def print_poster(self) -> None:
        """Makes a new poster of the place of the form, prints it and keeps it as a file."""
        session, code, size = self._hall.session, self.place["code"].text, self.sheet.code or SIZES[0]
        page = self._hall.page_keys if self.page_words.code == WITH_WORDS else None
        clear_refusals(self.place)
        self.remark.show_keys(self._text["drawing"])
        self._hall.write(
            lambda: poster_desk.printed(session, code, size, page), self._print, self._refuse, asker=self
        )

    def withdraw(self) -> None:
        """The chosen place's poster was taken down."""
        row, session, reason = self._chosen, self._hall.session, self.place["note"].text
        poster = None if row is None else row.poster
        if poster is None:
            self._hall.say("codes_page.none_chosen")
            return
        serial = poster.serial
        self._act(lambda: withdraw_poster(session, serial, reason))

    @property
    def _chosen(self) -> PlaceRow | None:
        row = self.table.current_row
        return row if isinstance(row, PlaceRow) else None

    @property
    def _chosen_code(self) -> str:
        return "" if self._chosen is None else self._chosen.place.code

    def _take(self, texts: list[str]) -> None:
        self.scan.say_hint()
        session = self._hall.session
        notice = next((text for text in texts if family_of(text) is Family.NOTICE), "")
        if notice:
            self._notice = notice
            self._hall.read(lambda: verify_notice(session, notice), self.result.show_notice, asker=self)
            return
        if any(family_of(text) is Family.PLACE for text in texts) and any(
            family_of(text) is Family.PLACE for text in self._scans
        ):
            self._scans = []  # the next poster
        if any(is_of_later_program(text) for text in texts) or not texts:
            self._hall.say("codes_page.unknown_code")
            return
        scans = self._scans = list(dict.fromkeys((*self._scans, *texts)))
        self._hall.read(
            lambda: look_at_scan(session, scans),
            lambda found: self.result.show_scan(found, len(scans)),
            asker=self,
        )

    def _recorded(self, found: object) -> None:
        self._scans = []
        self.looks.forget()
        self._done(found)

    def _act(self, work: Callable[[], object]) -> None:
        clear_refusals(self.place)
        self._hall.write(work, self._done, self._refuse, asker=self)

    def _done(self, _: object) -> None:
        self.place["note"].clear()
        self._hall.say("codes_page.done")
        self.read()

    def _print(self, made: PrintedPoster) -> None:
        self.remark.show_keys(self._text["remark"])
        self.read()
        name = str(self._text["file"]).format(place=made.place, serial=f"{made.serial:06d}", size="{size}")
        self._hall.read(
            lambda: poster_desk.saved(made.files, name),
            lambda path: self._hall.say("codes_page.saved", path=path),
            asker=self,
        )
        for pdf in made.files.values():
            title = f"{self._hall.session.office.station} {made.place} {made.serial}"
            self._hall.print_pdf(self._printer(), pdf, title, asker=self)

    def _refuse(self, error: AppError) -> None:
        self.remark.show_keys(self._text["remark"])
        if not show_refusal(self.place, error, CODE_FIELDS):
            self._hall.say_error(error)

    def _show_rows(self, rows: tuple[PlaceRow, ...]) -> None:
        self.table.show_rows(rows)
        self.looks.show_place(self._chosen_code)

    def _show_row(self, row: object) -> None:
        if not isinstance(row, PlaceRow):
            return
        self.looks.show_place(row.place.code)
        for name in ("code", "name", "address", "contact"):
            editor = self.place[name].editor
            if isinstance(editor, QLineEdit):
                editor.setText(getattr(row.place, name))
        self.kind.take_code(row.place.kind.value)
        had = row.poster is not None and bool(row.poster.page_words)
        self.page_words.take_code(WITH_WORDS if had else WITHOUT_WORDS)
        clear_refusals(self.place)

    def _lay_out(self) -> None:
        text = self._text
        scan = Card(text["scan_card"], text["scan_keys"])
        scan.add_row(FieldRow(self.scan))
        listed = Card(text["places"], text["places_keys"])
        listed.content.addWidget(self.table)
        form = Card(text["place_card"])
        for names, widths in (
            (("code", "name", "kind", "address", "contact"), (2, 4, 3, 4, 3)),
            (("official", "again"), (1, 1)),
            (("size", "words", "found", "note"), (4, 4, 4, 7)),
        ):
            form.add_row(FieldRow(*(self.place[name] for name in names), widths=widths))
        form.content.addLayout(self._form_acts())
        for card in (scan, listed, form):
            self.main.addWidget(card)
        self.main.addStretch(1)
        self.side.addWidget(self.result)
        self.side.addWidget(self.looks)
        own = QPushButton(text["self_service"])
        own.clicked.connect(self.self_service_asked)
        self.side.addWidget(own)
        self.side.addStretch(1)

    def _form_acts(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 10)
        for name, act in (("save", self.save_place), ("bind", self.bind)):
            button = QPushButton(self._text[name])
            button.clicked.connect(act)
            line.addWidget(button)
        line.setSpacing(current.theme.px(10))
        line.addStretch(1)
        return line

    def _connect(self) -> None:
        editor = self.scan.editor
        if isinstance(editor, QLineEdit):
            editor.returnPressed.connect(self.take_scan)
        self.table.chosen.connect(self._show_row)
        self.result.told.connect(lambda: self.bring_to_sight(self.result))
        acts: tuple[tuple[str, str, Callable[[], None], bool], ...] = (
            ("record", "Ctrl+Return", self.record, True),
            ("eye", "Ctrl+E", self.record_by_eye, False),
            ("print", "Ctrl+P", self.print_poster, False),
            ("withdraw", "Ctrl+D", self.withdraw, False),
        )
        for name, key, act, is_next in acts:
            self.add_act(self._text[name], is_next=is_next).clicked.connect(act)
            _add_key(self, key, act)
        for key, act in (
            ("Ctrl+Enter", self.record),
            ("Ctrl+S", self.save_place),
            ("Ctrl+B", self.bind),
            ("Alt+F", self.take_picture),
            ("Alt+D", self.compare_pdf),
            ("Alt+B", self.bind_picture),
            ("Alt+P", self.looks.choose),
            ("Alt+S", self.scan.editor.setFocus),
        ):
            _add_key(self, key, act)


def _add_key(page: CodesPage, key: str, act: Callable[[], None]) -> None:
    shortcut = QShortcut(QKeySequence(key), page)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)


def _columns(text: dict[str, Any]) -> tuple[Column, ...]:

    def day(value: Any) -> str:
        return "—" if value is None else short_day(value)

    return (
        Column(
            title=text["state"],
            text=lambda row: str(text["states"][row.state]),
            width=118,
            state=lambda row: STATES[row.state],
        ),
        Column(title=text["code"], text=lambda row: row.place.code, width=76, firm=True),
        Column(title=text["name"], text=lambda row: row.place.name, width=176),
        Column(title=text["host"], text=lambda row: row.host or "—"),
        Column(
            title=text["until"],
            text=lambda row: "—" if row.poster is None else row.poster.until.isoformat(),
            width=98,
            firm=True,
        ),
        Column(title=text["looked"], text=lambda row: day(row.last_on), width=72, firm=True),
        Column(title=text["due"], text=lambda row: day(row.due_on), width=72, firm=True),
    )
