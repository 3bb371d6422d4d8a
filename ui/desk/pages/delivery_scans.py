"""Scanned slips in the window: every page that was read, its picture beside what it would file, confirmed one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.delivery import DeliveryMethod, Outcome
from app.errors import AppError
from app.scanning import ScanReader
from app.services.perform import Performed
from app.services.slips import SlipPage, SlipState, assigned, file_slip
from ui.desk import delivery_desk
from ui.desk.hall import Hall
from ui.desk.pages.delivery_form import ServeForm, page_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import message_of, words
from ui.tasks import Task
from ui.theme import State, current

STATES = {
    SlipState.READY: State.SOON,
    SlipState.FILED: State.DONE,
    SlipState.TWICE: State.WAITING,
    SlipState.BLANK: State.WAITING,
    SlipState.FORM: State.DONE,
}
"""How a page's state is drawn; all others ask for attention."""


class SlipPicture(QScrollArea):
    """The picture of a page, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._label)
        self.setMinimumSize(current.theme.px(320), current.theme.px(460))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture."""
        return not self._image.isNull()

    def show_image(self, image: QImage | None) -> None:
        """Shows this picture, or that there is none."""
        self._image = QImage() if image is None else image
        self._label.setText("" if self.is_shown else page_words()["no_picture"])
        self._fit()
        self.verticalScrollBar().setValue(0)

    def _fit(self) -> None:
        if self.is_shown:
            width = max(self.viewport().width() - 4, 1)
            shown = self._image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            self._label.setPixmap(QPixmap.fromImage(shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class ScansCard(QWidget):
    """One batch: where the files are, the pages, and beside the chosen page's picture the form to confirm it."""

    changed = Signal()
    """What can be done now is another thing: a page was chosen, filed or read."""

    def __init__(self, hall: Hall, reader: ScanReader) -> None:
        super().__init__()
        self._hall, self._reader, self._text = hall, reader, page_words()
        self._reading: Task | None = None
        self.pages: tuple[SlipPage, ...] = ()
        self.path = QLineEdit()
        self._fields = {"path": Field(self._text["path"], self.path, hint=self._text["path_hint"])}
        self.files = Card(self._text["files"])
        self.files.add_row(FieldRow(self._fields["path"]))
        self.list = Card(self._text["no_pages"])
        self.table = RowTable(_columns(), key=lambda page: page.name, empty=self._text["no_pages"])
        self.list.content.addWidget(self.table)
        self.picture = SlipPicture()
        self.form = ServeForm(hall.session.today())
        self.told = WrappedLine("", "hint")
        self._assigning = {
            name: Field(self._text[f"assign_{name}"], QLineEdit()) for name in ("number", "paper")
        }
        self.assign_card = Card(self._text["look"])
        self.assign_card.add_row(FieldRow(*self._assigning.values()))
        self._lay_out()
        self.table.chosen.connect(self._show_page)
        self.path.returnPressed.connect(self.read)
        self.setFocusProxy(self.path)
        self._show_page(None)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        for part in (self.told, self.assign_card, self.form):
            right.addWidget(part)
        right.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(current.theme.px(12))
        beside.addWidget(self.picture, 1)
        beside.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current.theme.px(11))
        column.addWidget(self.files)
        column.addWidget(self.list)
        column.addLayout(beside, 1)

    @property
    def chosen(self) -> SlipPage | None:
        """The page that is looked at."""
        row = self.table.current_row
        return row if isinstance(row, SlipPage) else None

    @property
    def can_confirm(self) -> bool:
        """Whether the chosen page can be filed."""
        return self.chosen is not None and self.chosen.state is SlipState.READY

    @property
    def can_assign(self) -> bool:
        """Whether the chosen page waits for somebody to say where it belongs."""
        return self.chosen is not None and self.chosen.state is SlipState.UNREAD

    def choose_files(self) -> None:
        """Asks the system for files."""
        found, _ = QFileDialog.getOpenFileNames(self, self._text["choose"], "", self._text["filter"])
        if found:
            self.path.setText(delivery_desk.SEVERAL.join(found))
            self.read()

    def read(self) -> None:
        """Reads the files; nothing is filed by that."""
        if self._reading is not None:
            return
        clear_refusals(self._fields)
        session, reader, typed = self._hall.session, self._reader, self.path.text()
        self.list.set_title(self._text["reading"].format(count=0))
        self._reading = self._hall.long(
            lambda progress: delivery_desk.read_batch(session, reader, typed, progress),
            self._read,
            self._not_read,
            progressed=lambda done, _of, _stage: self.list.set_title(
                self._text["reading"].format(count=done)
            ),
            asker=self,
        )

    def confirm(self) -> None:
        """Files the chosen page with what was typed from it."""
        page = self.chosen
        if page is None or page.state is not SlipState.READY:
            return
        try:
            facts = self.form.value(page.paper)
        except AppError as error:
            self._refuse(error)
            return
        session = self._hall.session
        self._hall.write(
            lambda: file_slip(session, page, facts),
            lambda done: self._filed(page, done),
            self._refuse,
            asker=self,
        )

    def assign(self) -> None:
        """Gives an unread page to the paper that somebody named who looked at it."""
        page = self.chosen
        if page is None or not self.can_assign:
            return
        clear_refusals(self._assigning)
        number, paper = (self._assigning[name].text.strip() for name in ("number", "paper"))
        session = self._hall.session
        self._hall.read(
            lambda: assigned(session, page, number, paper),
            lambda given: self._replace(page, given),
            self._refuse_assigning,
            asker=self,
        )

    def _read(self, pages: tuple[SlipPage, ...]) -> None:
        self._reading = None
        self.pages = pages
        self._show_pages()
        first = next((at for at, page in enumerate(pages) if page.state is SlipState.READY), 0)
        if pages:
            self.table.selectRow(first)
            self._show_page(pages[first])

    def _not_read(self, error: AppError) -> None:
        self._reading = None
        self._show_pages()
        if not show_refusal(self._fields, error):
            self._hall.say_error(error)

    def _filed(self, page: SlipPage, done: Performed) -> None:
        record = done.known.matter.paper(page.paper)
        day = None if record is None else record.proved_on
        self._replace(page, replace(page, state=SlipState.FILED, day=day))
        left = delivery_desk.left_to_do(self.pages)
        self._hall.say("delivery.filed", title=page.title, document_number=page.document_number, left=left)
        following = next((at for at, item in enumerate(self.pages) if item.state is SlipState.READY), None)
        if following is not None:
            self.table.selectRow(following)

    def _replace(self, old: SlipPage, new: SlipPage) -> None:
        self.pages = tuple(new if page is old else page for page in self.pages)
        self._show_pages()
        self._show_page(self.chosen)

    def _show_pages(self) -> None:
        self.table.show_rows(self.pages)
        text = self._text["pages" if self.pages else "no_pages"]
        self.list.set_title(text.format(count=len(self.pages), ready=delivery_desk.left_to_do(self.pages)))

    def _show_page(self, page: SlipPage | None) -> None:
        self.form.setVisible(self.can_confirm)
        self.assign_card.setVisible(self.can_assign)
        self.told.setText("" if page is None else told(page))
        self.told.measure()
        if page is not None and page.state is SlipState.READY:
            title = self._text["about"].format(
                number=page.number,
                title=page.title,
                document_number=page.document_number,
                addressee=self._text["sealed"] if page.addressee.sealed else page.addressee.name,
            )
            filled = {"method": DeliveryMethod.IN_PERSON, "outcome": Outcome.RECEIVED}
            self.form.begin(title, {**filled, "receiver": page.addressee.name}, None)
            self.form.focus("on")
        if page is None or not page.picture:
            self.picture.show_image(None)
        else:
            self._hall.read(
                lambda: delivery_desk.picture_of(page),
                self.picture.show_image,
                asker=self,
                question="picture",
            )
        self.changed.emit()

    def _refuse(self, error: AppError) -> None:
        if not self.form.refuse(error):
            self._hall.say_error(error)

    def _refuse_assigning(self, error: AppError) -> None:
        if not show_refusal(self._assigning, error):
            self._hall.say_error(error)


def told(page: SlipPage) -> str:
    """What a page is and what to do with it, in one or two sentences."""
    if page.error is not None:
        found = message_of(page.error)
        return f"{found.says}{found.do}"
    day = "" if page.day is None else page.day.isoformat()
    said = str(words("slip_states")[page.state]).format(
        day=day, station=page.station, title=page.title, form=page.form, number=page.number
    )
    following = words("slip_next").get("again" if page.state is SlipState.READY and day else page.state, "")
    following = str(following).format(day=day)
    return f"{said}。{following}"


def _state(page: SlipPage) -> State:
    return STATES.get(page.state, State.LATE)


def _about(page: SlipPage) -> str:
    text = page_words()
    if not page.number:
        return ""
    sealed = f"　{text['sealed']}" if page.addressee.sealed else ""
    return f"{page.number}　{page.title} {page.document_number}{sealed}"


def _columns() -> Sequence[Column]:
    text = page_words()
    return (
        Column(title=text["file"], text=lambda page: page.file, width=170),
        Column(
            title="",
            text=lambda page: text["page"].format(page=page.page) if page.page else "",
            width=80,
            firm=True,
        ),
        Column(title=text["what"], text=lambda page: told(page).split("。")[0], width=330, state=_state),
        Column(title=text["about_page"], text=_about),
    )
