"""From a row of boxes to pages: what does not fit goes on, what belongs together stays together.

A box is anything with a height that can be drawn at a place: a line of text, a row of a form, an empty
space. Boxes know how to draw themselves with the pen; this module only decides on which page, and how
far down, each one stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.papers.linebreak import Line
from app.papers.page import BLACK, Colour, Pen
from app.papers.setting import Style

RULE_UP, RULE_WIDTH = 4.0, 0.4
"""Points: how far above the foot of its slot a line for the pen is ruled, and how thick."""
FEWEST_LINES = 2
"""A paragraph or cell leaves at least so many lines behind, and takes at least so many along (孤行)."""


class Box(Protocol):
    """A thing of fixed height in points. `keep`: never separated from the next. `vanishes`: not at a
    page's head.
    """

    @property
    def height(self) -> float:
        """Points from its top to the top of the next box."""
        ...

    @property
    def keep(self) -> bool:
        """Whether the next box must stand on the same page."""
        ...

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draws the box with its upper left corner at a place in points."""
        ...

    def split(self, room: float) -> tuple[Box, Box] | None:
        """The part that fits into `room` points, and the rest; None when it cannot be parted there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBox:
    """One line of text, moved right by `offset`."""

    line: Line
    style: Style
    offset: float = 0.0
    keep: bool = False
    colour: Colour = BLACK

    @property
    def height(self) -> float:
        """The line distance of its style."""
        return self.style.leading

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draws the line."""
        pen.line(self.line, self.style, left + self.offset, top, self.colour)

    def split(self, room: float) -> tuple[Box, Box] | None:
        """A line is never parted."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledLine:
    """A line to write on, `leading` points high and `measure` wide, with words on it or none."""

    leading: float
    measure: float
    words: TextBox | None = None
    keep: bool = False

    @property
    def height(self) -> float:
        """Its line distance."""
        return self.leading

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draws the words and the line below them."""
        if self.words is not None:
            self.words.draw(pen, left, top)
        bottom = top + self.leading - RULE_UP
        pen.rule(left, bottom, left + self.measure, bottom, width=RULE_WIDTH)

    def split(self, room: float) -> tuple[Box, Box] | None:
        """A line is never parted."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Empty space of a height in points; at the head of a page it is left out, unless it must stay."""

    height: float
    keep: bool = False
    stays: bool = False

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draws nothing."""

    def split(self, room: float) -> tuple[Box, Box] | None:
        """Space is never parted."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """What follows begins on a new page."""

    height: float = 0.0
    keep: bool = False

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draws nothing."""

    def split(self, room: float) -> tuple[Box, Box] | None:
        """Never parted."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of a form's row: its lines, its place and width in the row. A `label` is centred and
    said again.
    """

    lines: tuple[TextBox, ...]
    left: float
    width: float
    label: bool = False
    shade: Colour | None = None
    middle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of ruled cells. `heads`: rows said again above it when it begins a page (the head of a list).

    A `whole` row is never parted: places to sign stand together.
    """

    cells: tuple[Cell, ...]
    least: float = 0.0
    padding: float = 4.0
    keep: bool = False
    heads: tuple[Row, ...] = ()
    whole: bool = False

    @property
    def height(self) -> float:
        """The tallest cell with its padding, and never less than `least`."""
        tallest = max((sum(line.height for line in cell.lines) for cell in self.cells), default=0.0)
        return max(self.least, tallest + 2 * self.padding)

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draws the frames, then the words, of all cells."""
        height = self.height
        for cell in self.cells:
            pen.box(left + cell.left, top, cell.width, height, fill=cell.shade)
            used = sum(line.height for line in cell.lines)
            down = (height - used) / 2 if cell.middle or cell.label else self.padding
            for line in cell.lines:
                line.draw(pen, left + cell.left + self.padding, top + down)
                down += line.height

    def split(self, room: float) -> tuple[Box, Box] | None:
        """Cuts a tall row between two lines; labels stand in both parts."""
        if self.whole:
            return None
        heads: list[Cell] = []
        tails: list[Cell] = []
        leading = max((line.height for cell in self.cells for line in cell.lines), default=0.0)
        count = int((room - 2 * self.padding) / leading) if leading else 0
        longest = max((len(cell.lines) for cell in self.cells if not cell.label), default=0)
        if count < FEWEST_LINES or longest - count < 1:
            return None
        for cell in self.cells:
            if cell.label:
                heads.append(cell)
                tails.append(cell)
            else:
                heads.append(replace(cell, lines=cell.lines[:count], middle=False))
                tails.append(replace(cell, lines=cell.lines[count:], middle=False))
        return replace(self, cells=tuple(heads), least=0.0), replace(self, cells=tuple(tails), least=0.0)


Placed = tuple[float, Box]


@dataclass(slots=True, kw_only=True)
class _Pages:
    """The pages made so far, and how much of the last one is used."""

    room_on: Callable[[int], float]
    done: list[list[Placed]]
    used: float = 0.0
    heads: int = 0

    @property
    def room(self) -> float:
        """Points left on the last page."""
        return self.room_on(len(self.done)) - self.used

    @property
    def fresh(self) -> bool:
        """Whether the last page holds nothing but repeated heads."""
        return len(self.done[-1]) == self.heads

    def turn(self, coming: Box) -> None:
        """Begins a page, with the heads that `coming` wants above it."""
        self.done.append([])
        self.used = 0.0
        repeated = coming.heads if isinstance(coming, Row) else ()
        self.heads = len(repeated)
        for head in repeated:
            self.place(head)

    def place(self, box: Box) -> None:
        """Puts `box` below what the last page holds."""
        self.done[-1].append((self.used, box))
        self.used += box.height


def _next_group(waiting: list[Box]) -> list[Box]:
    """Takes from the end of `waiting` the boxes that must stand on one page, first one first."""
    group = [waiting.pop()]
    while group[-1].keep and waiting:
        group.append(waiting.pop())
    return group


def paginate(boxes: Sequence[Box], room_on: Callable[[int], float]) -> list[list[Placed]]:
    """Boxes by page, each with its distance in points from the top of the page's text area.

    `room_on(page)` is the height in points that page number `page` (from 1) offers. Of a group that does not fit, the last
    box is parted if it can be, so that what is above it is never left alone; one that is taller than a whole page is parted
    where it must. Nothing is left out but empty space at the head of a page.
    """
    waiting = list(reversed(boxes))
    pages = _Pages(room_on=room_on, done=[[]])
    while waiting:
        first = waiting[-1]
        if isinstance(first, NewPage):
            waiting.pop()
            if not pages.fresh and waiting:
                pages.turn(waiting[-1])
            continue
        if isinstance(first, Space) and not first.stays and (pages.fresh or first.height > pages.room):
            waiting.pop()
            continue
        group = _next_group(waiting)
        led = sum(box.height for box in group[:-1])
        parts = group[-1].split(pages.room - led)
        if sum(box.height for box in group) <= pages.room + 0.01:
            for box in group:
                pages.place(box)
        elif parts is not None:
            for box in (*group[:-1], parts[0]):
                pages.place(box)
            waiting.append(parts[1])
            pages.turn(parts[1])
        elif not pages.fresh:
            waiting.extend(reversed(group))
            pages.turn(first)
        else:
            pages.place(group[0])
            waiting.extend(reversed(group[1:]))
    return pages.done
