"""Codes at the registration page: a scanner's burst, a pasted or dropped picture, a file; what a phone shows fills the form.

Nothing is registered by it. What came from a code is marked until the clerk has compared it with the card; a field that
holds something else is left alone until the clerk decides. Codes of other families go where they lead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.errors import AppError, BadInput, Unavailable
from app.qr.families import Family
from app.qr.frames import Progress
from app.scanning import CodeReader
from app.services.codes import family_in
from app.services.preregistrations import field_word
from ui.desk.code_desk import CodeFollower
from ui.desk.hall import Hall
from ui.desk.pages.reception_filling import Filled, Offered, Opener, filled, taken_back, values_of
from ui.desk.pages.reception_state import FormTyped
from ui.desk.widgets.field import Field
from ui.desk.widgets.key_hint import KeyHint
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.status_note import StatusNote
from ui.desk.widgets.wedge import Wedge
from ui.messages import message_of, words
from ui.scans.code_reader import ChildCodeReader
from ui.theme import State, current

LONGEST_SHOWN = 20
"""Characters of a value that stands beside another one."""


class ScannedLine(Measured, QWidget):
    """One sentence about the code that was read, with its keys; takes no room while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.note, self.keys = StatusNote(self), KeyHint()
        self._line = QHBoxLayout(self)
        self._line.addWidget(self.note, 1)
        self._line.addWidget(self.keys)
        self.measure()
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty while nothing is."""
        return "" if self.isHidden() else self.note.text

    def measure(self) -> None:
        """In line with the cards below."""
        px = current.theme.px
        self._line.setContentsMargins(px(20), 0, px(20), 0)
        self._line.setSpacing(px(14))

    def say(self, text: str, state: State, keys: str = "") -> None:
        """Says something; an empty text takes the line away."""
        self.note.say(text, state)
        self.keys.show_keys(keys if text else "")
        self.setVisible(bool(text))


class Scanning(QObject):
    """What codes do to the form. `read` gives the form as it stands, `put` puts another one in its place."""

    changed = Signal()
    """The form was filled, put back, or found good: its draft is another one."""
    answered = Signal()
    """A whole code was read, or refused: nothing more is awaited."""

    def __init__(
        self,
        hall: Hall,
        read: Callable[[], FormTyped],
        put: Callable[[FormTyped], object],
        fields: Mapping[str, Callable[[], Field | None]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._hall, self._read, self._put, self._fields = hall, read, put, fields
        self._text = words("reception_scanned")
        self.line = ScannedLine()
        self.reader: CodeReader = ChildCodeReader()
        self._follower = CodeFollower(hall, self)
        shelf = hall.page_keys
        self._opener = None if shelf is None else Opener(hall.session, shelf)
        self._held = FormTyped()
        self._offered: Offered | None = None
        self._before: FormTyped | None = None
        self._asking = self._passing = False
        self._leads_to = ""
        self.wedge = Wedge(self)
        self.wedge.scanned.connect(self.take_text)
        self.wedge.pictured.connect(self.take_image)
        self.wedge.garbled.connect(lambda: self._pass(str(self._text["garbled"]), State.SOON))

    @property
    def unchecked(self) -> bool:
        """Whether something in the form came from a code and was not yet compared with the card."""
        return bool(self._held.scanned) and not self._held.scanned_checked

    def typed(self, form: FormTyped) -> FormTyped:
        """`form` with the code that filled it."""
        held = self._held
        return replace(
            form,
            scanned=held.scanned,
            scanned_on=held.scanned_on,
            scanned_fields=held.scanned_fields,
            scanned_checked=held.scanned_checked,
        )

    def take(self, form: FormTyped) -> None:
        """Another form is on the screen: of another draft, or an empty one. What was half read is for another visitor."""
        if form.scanned != self._held.scanned:
            self._offered = self._before = None
        self._held = form
        self._asking = False
        if self._opener is not None and form.is_blank:
            self._opener.forget()
        self._show()

    def take_text(self, text: str) -> None:
        """A code's text: what a phone shows fills the form, others lead where they lead."""
        self._take_texts((text,))

    def take_file(self, file: Path) -> None:
        """A picture or PDF with codes. Read by a child; nothing of it is kept."""
        self._take_pictures(lambda: self.reader.in_file(file), file.name)

    def take_image(self, image: QImage) -> None:
        """A picture without a file, from the clipboard."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        picture = bytes(buffer.data().data())
        self._take_pictures(lambda: self.reader.in_picture(picture), str(words("preregistration")["pasted"]))

    def choose_file(self) -> None:
        """Asks for a picture or PDF."""
        kinds = f"{self._text['kinds']} (*.png *.jpg *.jpeg *.tif *.tiff *.pdf)"
        chosen, _ = QFileDialog.getOpenFileName(self.line, str(self._text["choose"]), "", kinds)
        if chosen:
            self.take_file(Path(chosen))

    def open_used(self) -> None:
        """Opens the matter for which the code was used that was just refused."""
        if self._leads_to:
            self._hall.asked_for_matter.emit(self._leads_to)

    def confirm(self) -> None:
        """The clerk compared it with the card, and the visitor heard it."""
        if self.unchecked and not self._asking:
            self._held = replace(self._held, scanned_checked=True)
            self._show()
            self.changed.emit()

    def undo(self) -> None:
        """Takes out what the code put there; what the clerk has changed since stays.

        Where nobody knows any more what stood there before, the content stays, and the form is no code's any more.
        """
        if not self._held.scanned:
            return
        form = self._read()
        if self._offered is not None and self._before is not None:
            form, said = taken_back(form, self._before, self._offered), "undone"
        else:
            form, said = (
                replace(form, scanned="", scanned_on="", scanned_fields="", scanned_checked=False),
                "loosened",
            )
        self._put(form)
        self._offered = self._before = None
        self._pass(str(self._text[said]), State.DONE)
        self.changed.emit()

    def decide(self, *, over: bool) -> None:
        """What becomes of fields that hold something else: they stay, or the code's word stands."""
        if self._asking and self._offered is not None:
            self._asking = False
            self._fill(filled(self._read(), self._offered, over=over))

    def fold(self) -> bool:
        """Takes a passing sentence away, or leaves the form as it is; False where there was nothing to fold."""
        if not self._passing:
            return False
        if self._asking:
            self._asking, self._offered = False, None
        if self._opener is not None:
            self._opener.forget()
        self._show()
        return True

    def took(self, error: AppError) -> bool:
        """Says why a registration was refused, where that lies in its code; nothing of the form is lost."""
        ours = error.code.startswith("prereg.")
        if ours:
            self.refuse(error)
        return ours

    def remind(self) -> None:
        """Registering was asked for before anything was compared."""
        self._pass(str(self._text["unchecked"]), State.LATE, "keys_filled")

    def _pass(self, text: str, state: State, keys: str = "refused_keys", leads_to: str = "") -> None:
        """Says a passing sentence: Esc takes it away."""
        self._passing, self._leads_to = True, leads_to
        opens = f"{self._text['opens']}    " if leads_to else ""
        self.line.say(text, state, opens + str(self._text[keys]))

    def _take_pictures(self, read: Callable[[], tuple[str, ...]], name: str) -> None:
        self._pass(str(self._text["reading"]), State.WAITING)

        def found(texts: tuple[str, ...]) -> None:
            if texts:
                self._take_texts(texts)
            else:
                self.refuse(BadInput("code.none", file=name))

        self._hall.read(read, found, self.refuse, asker=self)

    def _take_texts(self, texts: tuple[str, ...]) -> None:
        ours = tuple(text for text in texts if family_in(text) is Family.PREREGISTRATION)
        opener = self._opener
        if not ours and len(texts) == 1:
            self._show()
            self._follower.follow(texts[0])
        elif not ours:
            self.refuse(BadInput("code.not_one", count=len(texts)))
        elif opener is None:
            self.refuse(Unavailable("prereg.no_keys"))
        else:
            self._hall.write(lambda: opener.take(ours), self._taken, self.refuse, asker=self)

    def _taken(self, found: Offered | Progress) -> None:
        if isinstance(found, Progress):
            text = str(self._text["frames"]).format(
                count=found.count,
                seen="、".join(map(str, found.seen)),
                missing=found.count - len(found.seen),
            )
            self._pass(text, State.WAITING, "keys_frames")
            return
        self.answered.emit()
        form = self._read()
        if form.scanned == found.read.identity:
            self._show()
            return
        made = filled(form, found)
        self._offered = found
        if made.clashes:
            self._ask(made, form)
        else:
            self._fill(made)

    def _ask(self, made: Filled, form: FormTyped) -> None:
        assert self._offered is not None
        self._asking = True
        here, there = values_of(form), self._offered.values
        dark = form.sealed or made.form.sealed or form.confidential
        told = "、".join(
            field_word(name)
            if dark or name == "content"
            else str(self._text["clash_both"]).format(
                field=field_word(name), here=_short(here[name]), there=_short(there[name])
            )
            for name in made.clashes
        )
        self._pass(str(self._text["clash"]).format(fields=told), State.SOON, "keys_clash")

    def _fill(self, made: Filled) -> None:
        before, offered = self._read(), self._offered
        self._put(made.form)
        self._before, self._offered = before, offered
        self._show()
        self.changed.emit()

    def refuse(self, error: AppError) -> None:
        """Says why a code, or a way to read one, came to nothing."""
        self.answered.emit()
        message = message_of(error)
        number = str(error.details.get("number", "")) if error.code == "prereg.used" else ""
        self._pass(f"{message.says}{message.do}", State.LATE, leads_to=number)

    def _show(self) -> None:
        """Marks the fields and says the sentence, as the form stands now."""
        self._passing = False
        marked = self._held.scanned_fields.split(",") if self.unchecked else []
        for name, field in self._fields.items():
            found = field()
            if found is not None:
                found.mark(str(self._text["mark"]) if name in marked else "")
        if not self._held.scanned:
            self.line.say("", State.WAITING)
        elif self._held.scanned_checked:
            self.line.say(str(self._text["checked"]), State.DONE, str(self._text["keys_checked"]))
        else:
            self.line.say(self._sentence(), State.SOON, str(self._text["keys_filled"]))

    def _sentence(self) -> str:
        day = date.fromisoformat(self._held.scanned_on)
        parts = [str(self._text["filled"]).format(day=f"{day.month}月{day.day}日")]
        read = None if self._offered is None else self._offered.read
        if read is not None and read.left_out:
            names = "、".join(map(field_word, read.left_out))
            parts.append(str(self._text["left_out"]).format(fields=names))
        if read is not None and read.old_page:
            parts.append(str(self._text["old_page"]))
        if read is not None and read.ahead:
            parts.append(str(self._text["ahead"]))
        return "".join(parts)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST_SHOWN else f"{one_line[:LONGEST_SHOWN]}…"
