"""Settings › accounts: everybody's own password; for the security administrator opening, closing, resetting, the policy.

No password stays in a widget after use. A one-time password is shown once, until the next act, another section or a lock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.account import Account, Role
from app.domain.policy_profiles import PolicyProfile, profile, profiles
from app.errors import AppError, BadInput
from app.services import accounts
from ui.bootstrap.opening import Desk, training_password
from ui.bootstrap.people import personal_keys
from ui.desk.hall import Hall
from ui.desk.opening import rules_for
from ui.desk.pages.accounts_words import account_columns, accounts_words
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.new_password import NewPassword, SecretLine, rules_words
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.row_table import RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.messages import message_of, words
from ui.theme import State


class AccountsCards(QWidget):
    """The list, the own password, and for who keeps the accounts what is done to them."""

    def __init__(self, *, keeper: bool) -> None:
        super().__init__()
        text = self._text = accounts_words()
        self.list = Card(text["title"])
        self.table = RowTable(account_columns(), key=lambda row: row.id)
        self.told = StatusNote()
        self.list.content.addWidget(self.table, 1)
        self.list.content.addWidget(self.told)
        self.old = Field(text["old"], SecretLine())
        self.new = NewPassword()
        own = Card(text["own"])
        own.add_row(FieldRow(self.old))
        own.content.addWidget(self.new)
        titles = words("roles")
        self.role = ChoiceField([Choice(code=role.value, word=str(titles[role.value])) for role in Role])
        self.fields: dict[str, Field] = {
            "id": Field(text["id"], QLineEdit(), hint=text["id_hint"]),
            "name": Field(text["name"], QLineEdit()),
            "role": Field(text["role"], self.role),
            "person": Field(text["person"], QLineEdit(), hint=text["person_hint"]),
            "reason": Field(text["reason"], QLineEdit(), hint=text["reason_hint"]),
        }
        self.policy = PickLine([(name, text["profiles"][name]) for name in profiles()])
        self.rules = text_label("", "small")
        self.rules.setWordWrap(True)
        keep, policy = Card(text["keep"]), Card(text["policy"])
        keep.add_row(FieldRow(*list(self.fields.values())[:4]))
        keep.add_row(FieldRow(self.fields["reason"]))
        policy.add_row(FieldRow(Field(text["profile"], self.policy)))
        policy.content.addWidget(self.rules)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(self.list, 1)
        for card in (keep, policy, own):
            column.addWidget(card)
        for card in (keep, policy):
            card.setVisible(keeper)

    def show_profile(self, chosen: PolicyProfile) -> None:
        """What a profile demands."""
        said = rules_words(chosen)
        apart = self._text["apart"] if chosen.apart else self._text["not_apart"]
        factor = self._text["second_factor"] if chosen.second_factor else ""
        self.rules.setText(f"{said}{apart}{factor}")


class AccountsSection(Section):
    """Accounts and passwords of this office."""

    def __init__(self, hall: Hall, desk: Desk) -> None:
        session = hall.session
        self.is_keeper = session.account.role is accounts.KEEPER
        self.cards = AccountsCards(keeper=self.is_keeper)
        super().__init__(hall, self.cards, grows=True)
        self._desk, self._text = desk, accounts_words()
        self.remark = self._text["remark_keeper" if self.is_keeper else "remark"]
        text = self._text
        keeper = self._keeps
        self.acts = (
            SectionAct(words=text["change"], act=self.change),
            SectionAct(words=text["open"], act=self.open, keys=("Ctrl+N",), offered=keeper),
            SectionAct(words=text["reset"], act=self.reset, keys=("Ctrl+R",), offered=keeper),
            SectionAct(
                words=text["change_role"], act=self.change_role, keys=("Ctrl+Shift+R",), offered=keeper
            ),
            SectionAct(words=text["close"], act=self.close, keys=("Ctrl+D",), offered=keeper),
            SectionAct(words=text["choose"], act=self.choose, keys=("Ctrl+P",), offered=keeper),
        )
        self.cards.new.show_rules(rules_for(session))
        self.cards.policy.picked.connect(lambda name: self.cards.show_profile(profile(name)))
        self.cards.table.opened.connect(self.take)
        now = accounts.profile_of(session)
        self.cards.policy.take(now.name)
        self.cards.show_profile(now)
        self._show()

    def enter(self) -> None:
        """Nothing of a password stands there when the section comes to the front."""
        self._forget()

    def take(self, account: Account) -> None:
        """Puts an account into the line; for the keeper says what is still open of theirs."""
        editor = self.cards.fields["id"].editor
        if not self.is_keeper or not isinstance(editor, QLineEdit):
            return
        editor.setText(account.id)
        self.cards.role.take_code(account.role.value)
        session = self.hall.session

        def said(count: int) -> None:
            self._say(self._text["open_work"].format(account=account.id, count=count), State.SOON)

        self.hall.read(
            lambda: accounts.open_work(session, account.id), said, asker=self, question="open_work"
        )

    def change(self) -> None:
        """Changes the own password; both stand in no field any more before the work begins."""
        self._clear()
        old = self.cards.old.editor
        try:
            new = self.cards.new.take()
        except BadInput as error:
            self._refused(error)
            return
        given = old.take() if isinstance(old, SecretLine) else ""
        session, keys = self.hall.session, personal_keys(self._desk)

        def done(_: object) -> None:
            self._forget()
            self.hall.say("accounts.changed")
            self._show()

        self.hall.write(
            lambda: accounts.change_password(session, keys, given, new), done, self._refused, asker=self
        )

    def open(self) -> None:
        """Opens an account; its password is shown once and is good for choosing an own one only."""
        self._clear()
        given = self._given()
        training = self.hall.session.office.training
        password = training_password() if training else accounts.one_time_password()
        session, keys = self.hall.session, personal_keys(self._desk)
        role = self.cards.role.code or Role.CLERK.value

        def work() -> Account:
            return accounts.open_account(
                session,
                keys,
                identifier=given["id"],
                name=given["name"],
                role=Role(role),
                password=password,
                person=given["person"],
            )

        self.hall.write(
            work, lambda made: self._done("opened", made.id, password=password), self._refused, asker=self
        )

    def reset(self) -> None:
        """Gives somebody a new password and key; says that it opens no case, and what is lost."""
        self._clear()
        given, password = self._given(), accounts.one_time_password()
        session, keys = self.hall.session, personal_keys(self._desk)
        self.hall.write(
            lambda: accounts.reset_password(session, keys, given["id"], password, given["reason"]),
            lambda made: self._done("reset", made.id, password=password),
            self._refused,
            asker=self,
        )

    def change_role(self) -> None:
        """Gives an account another role; two of the three administrators in one person are refused in words."""
        self._clear()
        given, session, role = self._given(), self.hall.session, self.cards.role.code

        def work() -> Account:
            if not role:
                raise BadInput("field.missing", field="role", name="role")
            return accounts.change_role(session, given["id"], Role(role), given["reason"])

        self.hall.write(
            work,
            lambda made: self._done("role_changed", made.id, role=words("roles")[made.role]),
            self._refused,
            asker=self,
        )

    def close(self) -> None:
        """Closes an account and says what is still open of theirs."""
        self._clear()
        given = self._given()
        session, keys = self.hall.session, personal_keys(self._desk)

        def work() -> int:
            left = accounts.open_work(session, given["id"])
            accounts.close_account(session, keys, given["id"], given["reason"])
            return left

        self.hall.write(
            work, lambda left: self._done("closed", given["id"], count=left), self._refused, asker=self
        )

    def choose(self) -> None:
        """Lets the office work by another policy."""
        self._clear()
        given, name, session = self._given(), self.cards.policy.code, self.hall.session
        self.hall.write(
            lambda: accounts.choose_profile(session, name, given["reason"]),
            lambda chosen: self._chosen(chosen),
            self._refused,
            asker=self,
        )

    def _chosen(self, chosen: PolicyProfile) -> None:
        self.cards.show_profile(chosen)
        self.cards.new.show_rules(rules_for(self.hall.session))
        self._say(self._text["chosen"].format(profile=self._text["profiles"][chosen.name]), State.DONE)

    def _done(self, what: str, account: str, **details: object) -> None:
        for field in self.cards.fields.values():
            field.clear()
        self._show()
        self._say(str(words("people")[what]).format(account=account, **details), State.DONE)

    def _keeps(self) -> bool:
        return self.is_keeper

    def _given(self) -> Mapping[str, str]:
        return {name: field.text.strip() for name, field in self.cards.fields.items()}

    def _show(self) -> None:
        there = self.hall.session.accounts.accounts
        self.cards.list.set_title(self._text["title_of"].format(count=len(there)))
        self.cards.table.show_rows(there)

    def _clear(self) -> None:
        clear_refusals({**self.cards.fields, **self.cards.new.fields, "old": self.cards.old})
        self._say("", State.WAITING)

    def _forget(self) -> None:
        self.cards.new.forget()
        self.cards.old.clear()
        self._say("", State.WAITING)

    def _say(self, text: str, state: State) -> None:
        self.cards.told.say(text, state)

    @property
    def _refused(self) -> Callable[[AppError], object]:
        fields = {**self.cards.fields, **self.cards.new.fields, "old": self.cards.old}

        def show(error: AppError) -> None:
            place = "old" if error.code == "sign_in.wrong" else error.field
            details = dict(error.details)
            if "role" in details:
                details["role"] = words("roles").get(str(details["role"]), details["role"])
            told = type(error)(error.code, field=place, **details)
            self.refusing(fields)(told)
            if place == "role":  # a sentence about two people does not fit below one field
                message = message_of(told)
                self._say(f"{message.says}{message.do}", State.LATE)

        return show
