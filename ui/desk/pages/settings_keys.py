"""Settings › keys: what opens the data, the drill of the recovery code, a new code, a new data key, a new receiving key.

All in workers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.clock import CHINA, day_of, from_milliseconds
from app.domain.key_care import RecoveryDrilled
from app.errors import AppError, BadInput, NotAllowed
from resources.loader import words as words_of
from ui.bootstrap import key_care
from ui.bootstrap.founding import new_recovery_code, same_recovery_code
from ui.bootstrap.key_care import KeysSeen, SlotSeen
from ui.bootstrap.opening import Desk
from ui.bootstrap.page_keys import renew_page_key
from ui.desk import key_desk
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.new_password import SecretLine
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.messages import message_of, words
from ui.theme import State

PROBLEMS = 3
FIELD_OF_CODE = {
    "keys.wrong_code": "code",
    "keys.holder_lost": "code",
    "keys.reason": "reason",
    "keys.code_typed_wrong": "typed",
    "sign_in.wrong": "password",
    "sign_in.locked": "password",
}


class KeysCard(QWidget):
    """The slots as a list, how the drill stands, what is wrong, and lines to type into."""

    def __init__(self, name_of: Callable[[str], str]) -> None:
        super().__init__()
        text = keys_words()
        self.drill = StatusNote()
        self.problems = [StatusNote() for _ in range(PROBLEMS)]
        self.standing = text_label(text["reading"], "small")
        self.today = date.min
        """Against which the age of a proof is counted; told with the keys."""
        self.table = RowTable(_columns(text, lambda: self.today, name_of), key=lambda row: row.name)
        self.there = there = Card(text["card"])
        self.receiving = text_label("", "small")
        for part in (self.drill, *self.problems, self.standing, self.receiving):
            there.content.addWidget(part)
        there.content.addWidget(self.table, 1)
        self.fresh = text_label("", "card-title")
        self.fields = {
            "code": Field(text["code"], QLineEdit(), keys=text["code_keys"], hint=text["code_hint"]),
            "reason": Field(text["reason"], QLineEdit(), hint=text["reason_hint"]),
            "typed": Field(text["typed"], QLineEdit(), hint=text["typed_hint"]),
        }
        typed = Card()
        self.password = SecretLine()
        own = recovery_words()
        self.fields["password"] = Field(own["password"], self.password, hint=own["password_hint"])
        typed.add_row(FieldRow(*(self.fields[name] for name in ("code", "reason", "password"))))
        self.new_code = Card(text["fresh"])
        self.new_code.content.addWidget(self.fresh)
        self.new_code.add_row(FieldRow(self.fields["typed"]))
        self.new_code.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(there, 1)
        column.addWidget(typed)
        column.addWidget(self.new_code)

    def show_keys(self, found: KeysSeen) -> None:
        """What opens the data now."""
        text = keys_words()
        made = "" if not found.made_at else f"{found.made_at[:10]} "
        self.standing.setText(text["standing"].format(generation=found.generation, made=made))
        receiving = [text["receiving"]]
        receiving += [text["receiving_before"].format(day=day) for _, day in found.replaced]
        self.receiving.setText("；".join(receiving))
        how = "drill_due" if found.drill.due else "drill_good" if found.drill.ever else "drill_never"
        state = State.SOON if found.drill.due else State.DONE if found.drill.ever else State.WAITING
        self.drill.say(text[how].format(days=found.drill.days), state)
        told = [(text["slipped_in"].format(slot=name), State.LATE) for name in found.slipped_in]
        if found.notice is not None:
            message = message_of(found.notice)
            told.append((f"{message.says}{message.do}", State.LATE))
        if found.rotation_due:
            told.append((text["rotate_due"], State.SOON))
        for at, note in enumerate(self.problems):
            note.say(*(told[at] if at < len(told) else ("", State.WAITING)))
        self.table.show_rows(found.slots)

    def show_fresh(self, code: str) -> None:
        """A new code to be written down; an empty one takes it off the screen."""
        self.fresh.setText(code)
        self.new_code.setVisible(bool(code))
        self.there.setVisible(not code)  # nothing else while somebody copies a code by hand
        self.fields["typed"].clear()
        if code:
            self.fields["typed"].editor.setFocus()


class KeysSection(Section):
    """The keys of this data folder."""

    sheet_asked = Signal(object)
    """The bytes of the sheet of a new code, for the printer alone: whoever gets them keeps nothing."""

    def __init__(self, hall: Hall, desk: Desk) -> None:
        self.keys = KeysCard(hall.session.accounts.name_of)
        super().__init__(hall, self.keys, grows=True)
        self._desk, self._text = desk, keys_words()
        self._code, self._holder = "", None
        self.acts = (
            SectionAct(words=self._text["drill"], act=self.drill, offered=lambda: not self._code),
            SectionAct(words=self._text["confirm"], act=self.confirm, offered=lambda: bool(self._code)),
            SectionAct(
                words=recovery_words()["print"],
                act=self.print_sheet,
                keys=("Ctrl+P",),
                offered=lambda: bool(self._code),
            ),
            SectionAct(
                words=self._text["new_code"],
                act=self.begin_new_code,
                keys=("Ctrl+N",),
                offered=lambda: self.is_entitled and not self._code,
            ),
            SectionAct(
                words=self._text["rotate"],
                act=self.rotate,
                keys=("Ctrl+J",),
                offered=lambda: self.is_entitled and not self._code,
            ),
            SectionAct(
                words=self._text["renew_receiving"],
                act=self.renew_receiving,
                keys=("Ctrl+Shift+J",),
                offered=lambda: self.is_entitled and not self._code,
            ),
            SectionAct(
                words=self._text["renew_page"],
                act=self.renew_page,
                keys=("Ctrl+Shift+Y",),
                offered=lambda: self.is_entitled and not self._code,
            ),
            SectionAct(
                words=recovery_words()["add_password"],
                act=self.add_password,
                keys=("Ctrl+Shift+K",),
                offered=lambda: not self._code,
            ),
        )
        self.remark = self._text["remark"]

    @property
    def is_entitled(self) -> bool:
        """Whether this person may change keys; everybody may try the recovery code."""
        return self.hall.session.account.role in key_care.KEEPERS

    def enter(self) -> None:
        """Reads what opens the data. A new code that was not typed back is forgotten."""
        self._forget()
        desk = self._desk
        self.keys.today = self.hall.session.today()
        self.hall.read(lambda: key_care.keys_seen(desk), self.keys.show_keys, asker=self, question="keys")

    def drill(self) -> None:
        """Tries the recovery code that was typed; that is recorded, also when it fails."""
        desk, code = self._desk, self._typed("code")
        if code:
            self.hall.write(
                lambda: key_care.drill_recovery(desk, code), self._drilled, self._refused, asker=self
            )

    def begin_new_code(self) -> None:
        """Checks the old code and the reason, then shows a new code once."""
        desk, old = self._desk, self._typed("code")
        if not self.keys.fields["reason"].text.strip():
            self._refused(BadInput("keys.reason"))
        elif old:
            self.hall.read(
                lambda: (key_care.require_old_code(desk, old), new_recovery_code()),
                self._show_fresh,
                self._refused,
                asker=self,
                question="new-code",
            )

    def print_sheet(self) -> None:
        """Makes the sheet for the envelope in memory and hands it to the printer; nothing is left of it here."""
        desk, code = self._desk, self._code
        if code:
            self.hall.read(
                lambda: key_desk.sheet(desk, code), self.sheet_asked.emit, asker=self, question="sheet"
            )

    def confirm(self) -> None:
        """Puts the new code in its place, once it was typed back."""
        clear_refusals(self.keys.fields)
        desk, code, holder = self._desk, self._code, self._holder
        if not same_recovery_code(self.keys.fields["typed"].text, code):
            self._refused(BadInput("keys.code_typed_wrong"))
            return
        reason = self.keys.fields["reason"].text

        def replaced(_: object) -> None:
            self.enter()
            self.hall.say("keys.replaced_here")

        self.hall.write(
            lambda: key_care.replace_recovery_code(desk, code, holder=holder, reason=reason),
            replaced,
            self._refused,
            asker=self,
        )

    def add_password(self) -> None:
        """Lets the own password open the folder: on a laptop the keyring of a desktop is no help."""
        clear_refusals(self.keys.fields)
        desk, reason = self._desk, self.keys.fields["reason"].text
        password = self.keys.password.take()

        def added(_: object) -> None:
            self.enter()
            self.hall.say("keys.password_added")

        if password:
            self.hall.write(
                lambda: key_care.add_password_slot(desk, password, reason=reason),
                added,
                self._refused,
                asker=self,
            )
        else:
            self._refused(BadInput("field.missing", field="password", name="password"))

    def renew_receiving(self) -> None:
        """Replaces the key that packages are sealed to; the other side learns it from our next package."""
        self._renew(key_care.renew_receiving_key, "keys.receiving_renewed")

    def renew_page(self) -> None:
        """Replaces the key that the phone page seals to; old pages are read for their time of grace."""
        self._renew(renew_page_key, "keys.page_renewed")

    def _renew(self, renew: Callable[..., tuple[str, date]], said: str) -> None:
        clear_refusals(self.keys.fields)
        desk, reason = self._desk, self.keys.fields["reason"].text.strip()

        def renewed(made: tuple[str, date]) -> None:
            self.keys.fields["reason"].clear()
            self.enter()
            self.hall.say(said, short=made[0], day=made[1])

        if reason:
            self.hall.write(lambda: renew(desk, reason=reason), renewed, self._refused, asker=self)
        else:
            self._refused(BadInput("keys.reason"))

    def rotate(self) -> None:
        """Asks the window for a new data key: it must leave the folder for that."""
        clear_refusals(self.keys.fields)
        reason = self.keys.fields["reason"].text.strip()
        if reason:
            self.hall.asked_to_rotate.emit(reason)
        else:
            self._refused(BadInput("keys.reason"))

    def _typed(self, name: str) -> str:
        clear_refusals(self.keys.fields)
        given = self.keys.fields[name].text.strip()
        if not given:
            self._refused(BadInput("field.missing", field=name, name=name))
        return given

    def _drilled(self, done: RecoveryDrilled) -> None:
        self.enter()
        if not done.ok:
            self._refused(NotAllowed("keys.wrong_code" if not done.opens_data else "keys.holder_lost"))
            return
        self.keys.fields["code"].clear()
        self.hall.say("keys.drilled_here")

    def _show_fresh(self, found: tuple[Any, str]) -> None:
        self._holder, self._code = found
        self.remark = recovery_words()["remark"]
        self.keys.show_fresh(self._code)
        self.hall.say("keys.write_code_down")
        self.changed.emit()

    def _forget(self) -> None:
        self._code, self._holder = "", None
        self.keys.password.clear()
        self.remark = self._text["remark"]
        self.keys.show_fresh("")
        self.changed.emit()

    def _refused(self, error: AppError) -> None:
        self.refusing(self.keys.fields, FIELD_OF_CODE)(error)


def keys_words() -> dict[str, Any]:
    """The words of the section."""
    found: dict[str, Any] = words_of("words/keeping_window.toml")["keys_section"]
    return found


def recovery_words() -> dict[str, Any]:
    """The words of the sheet of a new code."""
    found: dict[str, Any] = words_of("words/recovery_sheet.toml")["recovery_sheet"]
    return found


def _columns(
    text: dict[str, Any], today: Callable[[], date], name_of: Callable[[str], str]
) -> tuple[Column, ...]:
    kinds, own = words("keys"), recovery_words()

    def proved(row: SlotSeen) -> str:
        if not row.proved:
            return str(own["never_proved"])
        on = day_of(from_milliseconds(row.proved))
        days = max(0, (today() - on).days)
        return str(own["proved_today"] if not days else own["proved"]).format(day=on, days=days)

    def since(row: SlotSeen) -> str:
        if not row.since:
            return str(text["since_unknown"])
        return f"{from_milliseconds(row.since).astimezone(CHINA):%Y-%m-%d}"

    def whose(row: SlotSeen) -> str:
        name = name_of(row.account) if row.account else ""
        return "　".join(part for part in (name, row.backend, row.user, *row.fingerprints) if part)

    return (
        Column(title=text["what"], text=lambda row: str(kinds.get(row.kind, row.kind)), width=180),
        Column(title=text["since"], text=since, width=130, firm=True),
        Column(
            title=own["proved_title"],
            text=proved,
            width=220,
            state=lambda row: State.DONE if row.proved else State.SOON,
        ),
        Column(title=text["whose"], text=whose),
    )
