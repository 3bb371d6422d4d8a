"""A sheet written while the power was gone, at the registration page (停电登记表): its day, its number, its picture beside.

The day comes from the sheet, never from today. Nothing is read off the handwriting: the clerk types it, with the picture
above the form where it was scanned. What was scanned is kept with the matter once it is registered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from app.qr.form_code import parse_form
from app.services.blank_forms import FormState, form_state
from app.services.outages import PaperDay, paper_day
from app.services.registration import RegisteredMatter
from ui.desk import outage_desk
from ui.desk.hall import Hall
from ui.desk.pages.delivery_scans import SlipPicture
from ui.desk.pages.reception_drafts import DraftKeeper
from ui.desk.pages.reception_scanned import ScannedLine
from ui.desk.pages.reception_state import BLANK, FormTyped
from ui.desk.widgets.card import Card
from ui.desk.wording import short_day
from ui.messages import words
from ui.theme import State, current

HEIGHT = 300
"""Pixels of the handwriting that are seen at once."""
OVERLAP = 40
"""Pixels that are seen again in the next part."""
HEAD = 0.2
"""The part of the first page that is printed head: what was written begins below it."""


class SheetTaking(QObject):
    """What a sheet does to the form. `read` gives the form as it stands, `put` puts another one in its place."""

    changed = Signal()
    """The form was filled or is no sheet's any more: its draft is another one."""

    def __init__(
        self,
        hall: Hall,
        read: Callable[[], FormTyped],
        put: Callable[[FormTyped], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._hall, self._read, self._put = hall, read, put
        self._text = words("outage_entry")
        self._held = BLANK
        self._next: FormState | None = None
        self.drafts: DraftKeeper | None = None
        self.line = ScannedLine()
        self.picture = SlipPicture()
        self.picture.setMinimumSize(0, 0)
        self.picture.setFixedHeight(current.theme.px(HEIGHT))
        self.card = Card("", str(self._text["picture_keys"]))
        self.card.content.addWidget(self.picture)
        self.card.hide()

    def typed(self, form: FormTyped) -> FormTyped:
        """`form` with the sheet it was written on."""
        held = self._held
        return replace(
            form,
            sheet=held.sheet,
            sheet_number=held.sheet_number,
            sheet_on=held.sheet_on,
            sheet_at=held.sheet_at,
        )

    def take(self, form: FormTyped) -> None:
        """Another form is on the screen."""
        self._held = form
        self.card.hide()
        self._show()

    def begin(self, found: FormState) -> None:
        """A sheet is to be registered: into an empty draft, with the day that stands on it."""
        drafts = self.drafts
        if drafts is None or found.written_on is None:
            return
        if self._read().sheet != found.code:
            there = next((at for at, slot in drafts.slots.items() if slot.form.sheet == found.code), 0)
            free = next((at for at, slot in drafts.slots.items() if slot.form.is_blank), 0)
            blank = self._read().is_blank
            if there:
                drafts.switch(there)
                return
            if not blank and not free:
                self._hall.say("outage.full")
                return
            if not blank:
                drafts.switch(free)
            day = found.written_on.isoformat()
            self._put(
                replace(
                    BLANK,
                    received_on=short_day(found.written_on, self._hall.session.today()),
                    sheet=found.code,
                    sheet_number=found.sheet,
                    sheet_on=day,
                    sheet_at=found.written_at,
                )
            )
            self.changed.emit()
        self._show(open_picture=True)

    def undo(self) -> None:
        """The form is no sheet's any more; what was typed stays."""
        if self._held.sheet:
            bare = replace(self._read(), sheet="", sheet_number="", sheet_on="", sheet_at="")
            self._put(bare)
            self.line.say(str(self._text["loosened"]), State.SOON)
            self.changed.emit()

    def turn(self) -> None:
        """Shows the handwriting above the form; again and again its next part, and after the last one folds it."""
        bar = self.picture.verticalScrollBar()
        if self.card.isHidden():
            self._show(open_picture=bool(self._pictures))
        elif bar.value() < bar.maximum():
            bar.setValue(bar.value() + self.picture.viewport().height() - current.theme.px(OVERLAP))
        else:
            self.card.hide()

    def follow(self) -> None:
        """The sheet that was handed out next."""
        if self._next is not None and not self._held.sheet:
            found, self._next = self._next, None
            self.begin(found)

    def registered(self, made: RegisteredMatter) -> None:
        """A registration was made: the pictures of its sheet are kept with it, and the next sheet is looked for."""
        held, hall = self._held, self._hall
        if not held.sheet:
            return
        session, pictures = hall.session, hall.sheets.pop(held.sheet, ())
        if pictures:
            hall.write(
                lambda: outage_desk.keep(session, made.number, pictures),
                lambda _: hall.say("outage.kept", number=made.number),
                asker=self,
            )
        series, on = parse_form(held.sheet).series, date.fromisoformat(held.sheet_on)

        def look() -> tuple[PaperDay, FormState | None]:
            day = paper_day(session, series, on)
            return day, None if day.next is None else form_state(session, day.next.code)

        hall.read(look, self._offer, asker=self, question="next-sheet")

    @property
    def _pictures(self) -> tuple[bytes, ...]:
        return self._hall.sheets.get(self._held.sheet, ()) if self._held.sheet else ()

    def _offer(self, found: tuple[PaperDay, FormState | None]) -> None:
        day, self._next = found
        if self._held.sheet:
            return
        text, following = self._text, self._next
        if following is None:
            self.line.say(str(text["finished"]).format(day=short_day(day.day.on)), State.DONE)
        else:
            said = str(text["next"]).format(sheet=following.sheet, at=following.written_at)
            self.line.say(said.replace("，。", "。"), State.SOON, str(text["next_keys"]))

    def _show(self, *, open_picture: bool = False) -> None:
        """Says which sheet it is, with its picture where it was scanned."""
        held, text = self._held, self._text
        if not held.sheet:
            self.line.say("", State.WAITING)
            return
        on = date.fromisoformat(held.sheet_on)
        today = on == self._hall.session.today()
        said = str(text["says_today" if today else "says"]).format(
            sheet=held.sheet_number, day=short_day(on), at=f"{held.sheet_at} " if held.sheet_at else ""
        )
        pictures = self._pictures
        self.line.say(said, State.SOON, str(text["keys" if pictures else "keys_bare"]))
        if pictures and open_picture:
            self.card.set_title(str(text["picture"]).format(sheet=held.sheet_number))
            self.picture.show_image(joined(pictures))
            self.card.show()
            QTimer.singleShot(0, self.card, lambda: self._below_head(len(pictures)))

    def _below_head(self, pages: int) -> None:
        """Begins where the handwriting does, once the picture has its height."""
        bar = self.picture.verticalScrollBar()
        bar.setValue(round((bar.maximum() + self.picture.viewport().height()) * HEAD / pages))


def joined(pictures: tuple[bytes, ...]) -> QImage:
    """The pages of a sheet, front above back."""
    pages = [image for image in map(QImage.fromData, pictures) if not image.isNull()]
    if len(pages) <= 1:
        return pages[0] if pages else QImage()
    width = max(page.width() for page in pages)
    whole = QImage(width, sum(page.height() for page in pages), QImage.Format.Format_RGB32)
    whole.fill(0xFFFFFFFF)
    painter, down = QPainter(whole), 0
    for page in pages:
        painter.drawImage(0, down, page)
        down += page.height()
    painter.end()
    return whole
