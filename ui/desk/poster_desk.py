"""Posters and the files of notices for the window: every function runs in a worker; what draws is loaded there,
and what somebody else made is opened by a child.

Documented lazy loading: the libraries of papers and of codes are heavy and no page may wait for them (rulings.md 27).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.domain.places import Look
from app.errors import Damaged, NotFound
from app.services.notice_codes import Verified, verify_notice
from app.services.places import bind_official
from app.services.poster_photos import last_photo, poster_photo
from app.services.poster_round import PlaceFigures, place_figures
from app.services.session import Session
from ui.code_texts import code_texts
from ui.desk.delivery_desk import SHOWN_WIDE
from ui.desk.register_desk import usual_folder
from ui.new_file import write_new
from ui.scans.words_reader import words_in_pdf

if TYPE_CHECKING:
    from app.page_keys import PageKeyShelf
    from app.services.poster_printing import PrintedPoster


def printed(session: Session, place: str, size: str, page: PageKeyShelf | None = None) -> PrintedPoster:
    """A new poster of a place in one size; with the keys of the phone `page`, the four words of it stand there, too.

    Raises what `print_poster` raises, Damaged("keys.page").
    """
    from app.services.poster_printing import print_poster
    from app.services.preregistration_page import make_page
    from ui.drawn_pages import drawn_pages

    words = () if page is None else make_page(session, page).words
    return print_poster(session, place, [size], drawn_pages, page_words=words)


def again(session: Session, serial: int) -> PrintedPoster:
    """The files of a poster once more. Raises what `print_again` raises."""
    from app.services.poster_printing import print_again
    from ui.drawn_pages import drawn_pages

    return print_again(session, serial, drawn_pages)


def saved(files: Mapping[str, bytes], name: str) -> str:
    """Writes the files of a poster into the folder for documents; the answer is where the first lies.

    `name` has a place for {size}. Raises Unavailable("file.unwritable").
    """
    folder = Path(usual_folder())
    places = [str(write_new(folder / name.format(size=size), data)) for size, data in files.items()]
    return places[0]


def bind_from_picture(session: Session, place: str, path: str) -> str:
    """Binds the official code that a picture shows. Raises what `bind_official` and `code_texts` raise."""
    return bind_official(session, [place], in_picture=code_texts(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStory:
    """How often a place was looked at this year, and its newest photo; `picture` None where there is none to be shown."""

    figures: PlaceFigures
    look: Look | None = None
    picture: QImage | None = None


def story_of(session: Session, place: str) -> PlaceStory:
    """What the rounds found at a place. Raises what `place_figures` raises."""
    today = session.today()
    figures = place_figures(session, place, today.replace(month=1, day=1), today)
    look = last_photo(session, place)
    if look is None:
        return PlaceStory(figures=figures)
    try:
        picture = QImage.fromData(poster_photo(session, look.photo))
    except (NotFound, Damaged):
        return PlaceStory(
            figures=figures, look=look
        )  # a restored folder without its kept files: the counts stand
    wide = min(picture.width(), SHOWN_WIDE)
    shown = picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
    return PlaceStory(figures=figures, look=look, picture=shown)


def compared(session: Session, text: str, path: str) -> Verified:
    """A notice's code with the words of its file. Raises what `words_in_pdf` and `verify_notice` raise."""
    return verify_notice(session, text, words_in_pdf(Path(path)))
