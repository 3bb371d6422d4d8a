"""The card of what was handed in (材料与影像): the list, files attached by path, drop or scanner, and the chosen page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.changes import Changes
from app.domain.codes import codes, label
from app.domain.material import Piece, Sensitivity
from app.domain.strikable import STRIKE
from app.errors import AppError
from app.scanning import Scanner, ScanReader
from app.services.materials import KeptPages, MaterialList, Placing, keep, material_list
from resources.loader import words as words_of
from ui.desk.delivery_desk import SEVERAL
from ui.desk.hall import Hall
from ui.desk.materials_desk import ReadAhead, ShownRow, picture_of, read_ahead, rows_of, scan_ahead
from ui.desk.pages.delivery_scans import SlipPicture
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import short_day
from ui.messages import message_of, words
from ui.scans.reader import ChildScanReader
from ui.scans.sane import SaneScanner
from ui.tasks import Progress, Task
from ui.theme import current

OWN = (Piece.PHOTO, Piece.LETTER, Piece.ENVELOPE)
"""What pages can be that belong to no material."""


def materials_words() -> dict[str, Any]:
    """The words of the card."""
    found: dict[str, Any] = words_of("words/materials.toml")["materials_card"]
    return found


class MaterialsCard(Card):
    """Enter in the path attaches, to the chosen material or to the matter; Esc puts the card away."""

    put_away = Signal()
    """The card is gone from sight."""

    def __init__(self, hall: Hall) -> None:
        text = self._text = materials_words()
        super().__init__(text["title"], text["keys"])
        self._hall, self._number = hall, ""
        self.reader: ScanReader = ChildScanReader()
        self.scanner: Scanner = SaneScanner()
        self._working: Task | None = None
        self._saving = False
        self.table = RowTable(_columns(), key=lambda row: row.key, empty=text["empty"])
        self.picture = SlipPicture()
        self.path = QLineEdit()
        self.path.installEventFilter(self)
        self.material = QLineEdit()
        self.piece = PickLine([(piece.value, label("pieces", piece)) for piece in OWN])
        self.sensitive = ChoiceField(
            [Choice(code=item.code, word=item.label) for item in codes("sensitivities")]
        )
        self.named = {
            "path": Field(text["path"], self.path, keys="Enter", hint=text["path_hint"]),
            "material": Field(text["material"], self.material, hint=text["material_hint"]),
            "piece": Field(text["piece"], self.piece),
            "sensitive": Field(text["sensitive"], self.sensitive),
        }
        self.add_row(FieldRow(self.named["path"], self.named["material"], widths=(4, 1)))
        self.add_row(FieldRow(self.named["piece"], self.named["sensitive"]))
        self._told = text_label("", "small")
        self._told.setWordWrap(True)
        self.content.addWidget(self._told)
        self.picture.setMinimumSize(current.theme.px(230), current.theme.px(300))
        beside = QHBoxLayout()
        beside.setSpacing(current.theme.px(12))
        beside.addWidget(self.table, 2)
        beside.addWidget(self.picture, 1)
        self.content.addLayout(beside)
        self._connect()
        self.hide()

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._take)
        self.path.returnPressed.connect(self.attach)
        self.material.returnPressed.connect(self.attach)
        shortcut = QShortcut(QKeySequence(self._text["scan_key"]), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.scan)
        self._hall.bus.changed.connect(self._changed)
        self.setAcceptDrops(True)

    @property
    def told(self) -> str:
        """What is said below the fields."""
        return self._told.text()

    @property
    def is_busy(self) -> bool:
        """Whether files are being read or kept."""
        return self._working is not None or self._saving

    @property
    def chosen(self) -> ShownRow | None:
        """The line that is looked at."""
        row = self.table.current_row
        return row if isinstance(row, ShownRow) else None

    @property
    def chosen_place(self) -> str:
        """The place of the material that is looked at; empty without one, or while the card is away."""
        return (
            "" if self.isHidden() or self.chosen is None or not self.chosen.place else str(self.chosen.place)
        )

    def open(self, number: str) -> None:
        """Comes into sight for a matter."""
        if number != self._number:
            self._number = number
            self.picture.show_image(None)
            self.table.show_rows(())
        if not self.is_busy:
            self._told.setText("")
        self.show()
        self.path.setFocus()
        self.read()

    def read(self) -> None:
        """Reads the list."""
        session, number = self._hall.session, self._number
        self._hall.read(
            lambda: material_list(session, number), self._show, self._refuse, asker=self, question="materials"
        )

    def attach(self) -> None:
        """Reads the files that are named, then keeps and attaches their pages."""
        typed = self.path.text()
        self._begin(lambda progress: read_ahead(self.reader, typed, progress))

    def scan(self) -> None:
        """Takes one sheet from the scanner."""
        self._begin(lambda progress: scan_ahead(self.scanner, self.reader, progress))

    def leave(self) -> bool:
        """Goes out of sight; False when it was not there."""
        if self.isHidden():
            return False
        self.hide()
        self.put_away.emit()
        return True

    def show_picture(self, row: ShownRow) -> None:
        """Shows a kept page; that a sensitive one was looked at is recorded first."""
        session, number, page = self._hall.session, self._number, row.picture
        if page is not None:
            self._hall.read(
                lambda: picture_of(session, number, page.sha256),
                self.picture.show_image,
                self._hall.say_error,
                asker=self,
                question="picture",
            )

    def _begin(self, work: Callable[[Progress], ReadAhead]) -> None:
        clear_refusals(self.named)
        if self.is_busy:
            return
        placing, number = self._placing(), self._number
        self._told.setText(self._text["reading"].format(count=0))
        self._working = self._hall.long(
            work,
            partial(self._keep, number, placing),
            self._refuse,
            progressed=lambda done, _of, _stage: self._told.setText(self._text["reading"].format(count=done)),
            asker=self,
        )

    def _placing(self) -> Placing:
        material = self.material.text().strip()
        mark = self.sensitive.code
        return Placing(
            piece=Piece.MATERIAL if material else Piece(self.piece.code),
            material=material,
            sensitive=Sensitivity(mark) if mark else None,
        )

    def _keep(self, number: str, placing: Placing, ahead: ReadAhead) -> None:
        session, self._working, self._saving = self._hall.session, None, True
        self._hall.write(
            lambda: keep(session, number, ahead.files, ahead, placing),
            partial(self._kept, number),
            self._refuse,
            asker=self,
        )

    def _kept(self, number: str, results: list[KeptPages]) -> None:
        self._saving = False
        lines: list[str] = []
        for item in results:
            lines.append(
                self._text["kept"].format(
                    file=item.file, kept=len(item.files), twice=item.twice, blank=item.blank
                )
            )
            lines += [f"{found.says}{found.do}" for found in map(message_of, item.refused)]
        self._told.setText("\n".join(lines))
        pages = sum(len(item.files) for item in results)
        if pages:
            self.path.clear()
            self._hall.say("materials.attached", pages=pages, key=words("act_keys")[STRIKE])
            self._hall.bus.tell(Changes(matters=frozenset({number})))
        self.read()

    def _show(self, found: MaterialList) -> None:
        self.table.show_rows(rows_of(found))

    def _choose(self, row: object) -> None:
        if not isinstance(row, ShownRow):
            return
        if self.table.hasFocus():  # the first line of a new list is chosen by nobody
            self.material.setText(str(row.place) if row.place else "")
        if row.picture is not None and row.picture.sensitive is None:
            self.show_picture(row)
        else:
            self.picture.show_image(None)

    def _take(self, row: ShownRow) -> None:
        self.material.setText(str(row.place) if row.place else "")
        self.show_picture(row)

    def _refuse(self, error: AppError) -> None:
        self._working, self._saving = None, False
        self._told.setText("")
        if not show_refusal(self.named, error):
            self._hall.say_error(error)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and self._number in changes.matters:
            self.read()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files dropped on the path stand there by name."""
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return self.event(event)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Takes files that are dropped anywhere on the card."""
        if isinstance(event, QDropEvent) and event.mimeData().hasUrls():
            files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
            if files:
                event.acceptProposedAction()
                if event.type() is QEvent.Type.Drop:
                    self.path.setText(SEVERAL.join(files))
                    self.attach()
                return True
        return super().event(event)


def _columns() -> tuple[Column, ...]:
    text = materials_words()
    return (
        Column(title=text["what"], text=_what),
        Column(title=text["form"], text=_form, width=120),
        Column(title=text["on"], text=_day, width=60, firm=True),
        Column(title=text["state"], text=_state, width=130),
    )


def _what(row: ShownRow) -> str:
    if row.held is not None:
        return f"{row.place}　{row.held.name}"
    name = "　　" if row.place else label("pieces", row.picture.piece) if row.picture else ""
    return str(materials_words()["page"]).format(name=name, page=row.page)


def _form(row: ShownRow) -> str:
    if row.held is None:
        return ""
    parts = ((row.held.pages, "pages"), (row.held.copies, "copies"))
    counts = [str(materials_words()[name]).format(count=count) for count, name in parts if count]
    return " ".join([label("material_forms", row.held.form), *counts])


def _day(row: ShownRow) -> str:
    found = row.held or row.picture
    return "" if found is None else short_day(found.on)


def _state(row: ShownRow) -> str:
    found = row.held or row.picture
    said = []
    if found is not None and found.sensitive is not None:
        said.append(label("sensitivities", found.sensitive))
    if not row.visible:
        said.append(str(materials_words()["hidden"]))
    if row.held is not None and row.held.returned_on is not None:
        said.append(str(materials_words()["returned"]).format(day=short_day(row.held.returned_on)))
    elif row.held is not None and row.kept:
        said.append(str(materials_words()["held"]).format(kept=row.kept))
    return " ".join(said)
