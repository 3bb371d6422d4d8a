"""What the rounds found at the chosen place: counts of our own looks, the newest photo, and one for the look at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from app.errors import AppError
from app.services.poster_photos import PosterPhoto
from ui.desk import poster_desk
from ui.desk.hall import Hall
from ui.desk.materials_desk import ReadAhead, file_ahead
from ui.desk.pages.delivery_scans import SlipPicture
from ui.desk.poster_desk import PlaceStory
from ui.desk.widgets.card import Card
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.desk.wording import short_day
from ui.scans.reader import ChildScanReader
from ui.theme import current

WIDE, HIGH = 284, 360
"""The room of a photo in the side column, in pixels of the 14-pixel desk; what is higher is scrolled."""


class PlaceCard(Card):
    """A photo is opened by a child as soon as it is chosen, and kept with the look that is recorded next."""

    def __init__(self, hall: Hall, text: dict[str, Any]) -> None:
        super().__init__(text["looks"], text["looks_keys"])
        self._hall, self._text = hall, text
        self.reader = ChildScanReader()
        self.photo: PosterPhoto | None = None
        """The photo that was chosen and is not kept yet."""
        self._told, self._chosen, self._caption = (
            WrappedLine("", role) for role in ("body", "small", "small")
        )
        self.picture = SlipPicture()
        self.picture.setMinimumSize(current.theme.px(WIDE), 0)
        for label in (self._told, self._chosen, self._caption):
            self.content.addWidget(label)
        self.content.addWidget(self.picture)
        self._say_chosen()
        self.show_story(None)

    @property
    def says(self) -> str:
        """All that is written on it."""
        return "\n".join(label.text() for label in (self._told, self._chosen, self._caption))

    def show_place(self, place: str) -> None:
        """Reads what was found at that place; an empty code shows that none is chosen."""
        if not place:
            self.show_story(None)
            return
        session = self._hall.session
        self._hall.read(
            lambda: poster_desk.story_of(session, place), self.show_story, asker=self, question="place story"
        )

    def show_story(self, story: PlaceStory | None) -> None:
        """Shows counts and the newest photo."""
        if story is None:
            self._told.setText(str(self._text["no_place"]))
        else:
            figures = story.figures
            counted = {
                name: getattr(figures, name) for name in ("looks", "fine", "missing", "covered", "other")
            }
            days = figures.days_since
            since = "never" if days is None else "since" if days else "looked_today"
            self._told.setText(
                str(self._text["counted"]).format(name=figures.name, **counted)
                + str(self._text[since]).format(days=days)
            )
        look = None if story is None else story.look
        found = None if story is None else story.picture
        caption = ""
        if look is not None:
            word = "photo_of" if found is not None else "photo_gone"
            caption = str(self._text[word]).format(
                day=short_day(look.on), found=self._text["findings"][look.found.value]
            )
        self._caption.setText(caption)
        self._caption.setVisible(bool(caption))
        for label in (self._told, self._caption):
            label.measure()
        if found is not None and found.width():
            high = min(current.theme.px(HIGH), found.height() * current.theme.px(WIDE) // found.width())
            self.picture.setFixedHeight(high)
        self.picture.show_image(found)
        self.picture.setVisible(found is not None)

    def choose(self) -> None:
        """Asks for the photo of the look at hand and opens it in a child."""
        file, _ = QFileDialog.getOpenFileName(self, self._text["photo"], "", self._text["pictures"])
        if file:
            self._chosen.setText(str(self._text["photo_reading"]))
            self._chosen.show()
            self._hall.long(
                lambda progress: file_ahead(self.reader, Path(file), progress),
                self._take,
                self._refuse,
                asker=self,
            )

    def forget(self) -> None:
        """The photo was kept, or is not wanted."""
        self.photo = None
        self._say_chosen()

    def _take(self, ahead: ReadAhead) -> None:
        (file,) = ahead.files
        if file in ahead.refused:
            self._refuse(ahead.refused[file])
            return
        self.photo = PosterPhoto(file=file, reader=ahead)
        self._say_chosen()

    def _refuse(self, error: AppError) -> None:
        self.forget()
        self._hall.say_error(error)

    def _say_chosen(self) -> None:
        name = "" if self.photo is None else self.photo.file.name
        self._chosen.setText(str(self._text["photo_taken"]).format(file=name) if name else "")
        self._chosen.setVisible(bool(name))
        self._chosen.measure()
