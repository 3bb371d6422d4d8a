"""Where a person was when the desk was locked, with the act form they had begun: kept in their own encrypted draft.

Registrations have drafts of their own. What stands half-typed elsewhere is not kept, and that is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.clock import milliseconds
from app.errors import AppError
from app.ports import Drafts
from app.services.session import Session
from ui.desk.handbook_desk import HANDBOOK
from ui.desk.pages.matter import MatterPage
from ui.desk.shell import Shell

if TYPE_CHECKING:
    from ui.desk.day import Day

SLOT = 1
RECEPTION = "reception"
DOOR_PAGES = ("", "settings")
"""Pages to which nobody is led back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The page in front, the matter on it, the act that was begun there with what was typed; `lost`: what is not kept."""

    page: str
    number: str = ""
    act: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False


def place_of(shell: Shell) -> Place:
    """Where the person is now; who reads the handbook is at the page it lies over."""
    page = shell.came_from if shell.current_page == HANDBOOK else shell.current_page
    shown = shell.page(page)
    if isinstance(shown, MatterPage):
        form = shown.beside.form
        typed = {} if form is None else form.typed
        kept = () if form is None else tuple(each.editor for each in form.fields.values())
        return Place(
            page=page,
            number=shown.number,
            act="" if form is None else form.act,
            filled=typed,
            lost=_typed_elsewhere(shell, kept),
        )
    return Place(page=page, lost=_typed_elsewhere(shell, ()))


def _typed_elsewhere(shell: Shell, kept: tuple[QWidget, ...]) -> bool:
    """Whether something was typed on a page that keeps no draft."""
    for page in shell.made_pages:
        if page in (RECEPTION, HANDBOOK) or (made := shell.page(page)) is None:
            continue
        for line in made.findChildren(QLineEdit):
            if line.isModified() and line.text() and line not in kept:
                return True
        for story in made.findChildren(QPlainTextEdit):
            typed = story.document().isModified() and not story.isReadOnly()
            if typed and story.toPlainText() and story not in kept:
                return True
    return False


def keep_place(session: Session, drafts: Drafts, place: Place) -> None:
    """Keeps it, sealed to this person. In a worker. On a disk that takes nothing more, nothing is kept."""
    content: dict[str, object] = {
        "page": place.page,
        "number": place.number,
        "act": place.act,
        "filled": dict(place.filled),
    }
    try:
        drafts.save(
            _holder(session), SLOT, key="place", content=content, saved_at=milliseconds(session.now())
        )
    except AppError as error:
        if not error.code.startswith("disk."):
            raise


def take_place(session: Session, drafts: Drafts) -> Place | None:
    """Gives it back, once; None where there is none, or it was somebody else's. In a worker."""
    holder = _holder(session)
    found = drafts.load(holder)
    if not found:
        return None
    content = found[0].content
    drafts.drop(holder, SLOT)
    filled = content.get("filled")
    return Place(
        page=str(content.get("page", "")),
        number=str(content.get("number", "")),
        act=str(content.get("act", "")),
        filled={str(k): str(v) for k, v in filled.items()} if isinstance(filled, Mapping) else {},
    )


def lead_back(day: Day, shell: Shell) -> None:
    """Leads somebody who signed in to where they were when the desk was locked, with the form they had begun."""
    hall = day.hall

    def go(place: Place | None) -> None:
        if place is None or place.page in DOOR_PAGES:
            return
        if place.act:
            day.open_act(place.number, place.act, "", place.filled)
        elif place.number:
            day.open_matter(place.number)
        else:
            shell.show_page(place.page)
        hall.say("lock.back")

    hall.write(lambda: take_place(hall.session, hall.drafts), go, asker=day)


def _holder(session: Session) -> str:
    """Not the account itself: its drafts are registrations."""
    return f"{session.account.id}/place"
