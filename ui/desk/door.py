"""The lazy way to ui/desk/opening.py: each function runs in a worker and loads the database there.

Documented start-up loading: nothing heavy may be imported before the first picture (rulings.md 27), and these few
functions are the only door to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.bootstrap.founding import NewAccount
    from ui.bootstrap.opening import Desk
    from ui.bootstrap.ways_in import WaysIn
    from ui.desk.opening import Founded
    from ui.desk.pages.first_start import Wish
    from ui.desk.pages.sign_in import Ticket
    from ui.desk.people import Person
    from ui.desk.widgets.choice import Choice
    from ui.desk.widgets.new_password import PasswordRules


def look(folder: Path) -> WaysIn:
    """How the folder can be opened, from its key file alone: nobody waits for the database to be asked for a password."""
    from ui.bootstrap.ways_in import ways_in

    return ways_in(folder)


def other_station(folder: Path) -> Path | None:
    """The spare station of a hall's desk, or the hall's desk of a spare station; None for every other folder."""
    from ui.bootstrap import spare

    return spare.hall_of(folder) or spare.spare_of(folder)


def warm_up() -> None:
    """Loads the day's pages and their words here in the worker, so that the first page opens without a stall."""
    from ui.desk import day
    from ui.desk.widgets.act_form import content_categories

    day.load_words()
    content_categories()


def counties() -> tuple[Choice, ...]:
    """The list of counties."""
    from ui.desk import opening

    return opening.counties()


def fresh_code() -> str:
    """A recovery code."""
    from ui.desk import opening

    return opening.fresh_code()


def checked(people: Sequence[Person]) -> tuple[NewAccount, ...]:
    """The first accounts, or a refusal."""
    from ui.desk import opening

    return opening.checked_people(people)


def make(folder: Path, wish: Wish, code: str) -> Founded:
    """Makes the folder of a finished wizard."""
    from ui.desk import opening

    found = opening.found_folder(
        folder, wish.office, wish.people, code=code, typed=wish.typed, keyring=wish.keyring
    )
    warm_up()
    return found


def let_in(folder: Path, ticket: Ticket, counter: str, at: str) -> Desk:
    """Opens the folder for whom the ticket names."""
    from ui.desk import opening

    if ticket.role:
        return opening.sign_in_for_training(folder, ticket.role, counter=counter, at=at)
    return opening.sign_in(folder, ticket.account, ticket.password, code=ticket.code, counter=counter, at=at)


def password_rules(folder: Path, ticket: Ticket, at: str) -> PasswordRules:
    """What a new password of whom the ticket names must be."""
    from ui.desk import opening

    return opening.password_rules(folder, ticket.account, ticket.password, code=ticket.code, at=at)


def choose_password(folder: Path, ticket: Ticket, new: str, counter: str, at: str) -> Desk:
    """Changes the password of whom the ticket names, and opens the folder for them."""
    from ui.desk import opening

    return opening.choose_password(
        folder, ticket.account, ticket.password, new, code=ticket.code, counter=counter, at=at
    )
