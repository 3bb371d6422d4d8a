"""How accounts are said in the settings: the columns of their table and the words of their cards."""

from __future__ import annotations

from typing import Any

from app.domain.account import Account
from resources.loader import words as words_of
from ui.desk.pages.settings_words import settings_words
from ui.desk.widgets.row_table import Column
from ui.messages import words
from ui.theme import State


def accounts_words() -> dict[str, Any]:
    """The words of the section."""
    found: dict[str, Any] = words_of("words/people_window.toml")["accounts"]
    return found


def account_columns() -> tuple[Column, ...]:
    """State, account, person, role, since when the password is their own."""
    text, own = settings_words(), accounts_words()

    def state(row: Account) -> str:
        if row.closed:
            return str(text["closed_word"])
        return str(own["must_change"] if row.must_change else text["open_word"])

    def shape(row: Account) -> State:
        return State.WAITING if row.closed else State.SOON if row.must_change else State.DONE

    return (
        Column(title=text["account_state"], text=state, width=130, state=shape),
        Column(title=text["account"], text=lambda row: row.id, width=150),
        Column(title=text["person"], text=lambda row: row.name, width=150),
        Column(title=own["person"], text=lambda row: row.person, width=90),
        Column(title=text["role"], text=lambda row: str(words("roles")[row.role])),
    )
