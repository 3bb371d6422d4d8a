"""The sheet of paper: measures of GB/T 9704-2012 in points, and the pen that draws text and rules on
it.

Text area 156 x 225 mm, 28 characters by 22 lines: a full-width character takes 15.79 pt, a line 28.99
pt. The pen draws what it is told and decides nothing; where things stand is app/papers/flow.py and
app/papers/letter.py.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from app.papers import fonts
from app.papers.linebreak import Line, Unit
from app.papers.setting import Style, units_of, width_of

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
"""A4 (5.1)."""
LEFT, TOP = 28 * MM, 37 * MM
"""Binding edge and head margin (5.2.1)."""
MEASURE, DEPTH = 156 * MM, 225 * MM
"""Width and height of the text area (5.2.1)."""
COLUMNS, LINES = 28, 22
"""Characters a line and lines a page (5.2.3)."""
PITCH, LEADING = MEASURE / COLUMNS, DEPTH / LINES
BODY_SIZE, TITLE_SIZE, SMALL_SIZE = 16.0, 22.0, 14.0
"""Sizes 3, 2 and 4 of the Chinese scale (5.2.2, 7.3.1, 7.5)."""
BODY = Style(role="body", size=BODY_SIZE, pitch=PITCH, leading=LEADING)
KAI = Style(role="kai", size=BODY_SIZE, pitch=PITCH, leading=LEADING)
HEADING = Style(role="heading", size=BODY_SIZE, pitch=PITCH, leading=LEADING)
TITLE = Style(role="title", size=TITLE_SIZE, pitch=TITLE_SIZE, leading=36.0)
FOLIO = Style(role="body", size=SMALL_SIZE, pitch=SMALL_SIZE, leading=LEADING)
RED, GREY, PALE, BLACK = (0.84, 0.0, 0.0), (0.45, 0.45, 0.45), (0.90, 0.90, 0.90), (0.0, 0.0, 0.0)
ASCENT = 0.86
"""Part of the size that a Chinese character stands above the baseline; the rest hangs below."""
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A sheet of paper: its size, where text begins at the left and how wide it runs, all in points.

    `foot`: whether there is room below the text for page number and foot line.
    """

    width: float = PAGE_WIDTH
    height: float = PAGE_HEIGHT
    left: float = LEFT
    measure: float = MEASURE
    foot: bool = True


A4 = Ground()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters drawn in one go: the face, the left edge in points, the extra space after each character."""

    face: str
    at: float
    spacing: float
    text: str


def runs_of(line: Line, size: float) -> list[Run]:
    """The characters of `line` gathered into as few runs as their faces and distances allow."""
    pieces: list[tuple[str, float, float, list[str]]] = []
    reach: float | None = None
    ends = [*line.starts[1:], line.indent + line.width][: len(line.units)]
    for unit, start, end in zip(line.units, line.starts, ends, strict=True):
        left = start + unit.inset
        if unit.mark:
            reach = None
        elif unit.parts:
            pieces.append((unit.face, left, 0.0, [unit.text]))
            reach = None
        else:
            spacing = round(end - left - fonts.advance(unit.face, unit.text) * size, 3)
            joins = reach is not None and abs(reach - left) < 0.01
            if joins and pieces[-1][0] == unit.face and pieces[-1][2] == spacing:
                pieces[-1][3].append(unit.text)
            else:
                pieces.append((unit.face, left, spacing, [unit.text]))
            reach = end
    return [Run(face=face, at=at, spacing=gap, text="".join(text)) for face, at, gap, text in pieces]


@dataclass(slots=True, kw_only=True)
class Pen:
    """Draws on the pages of one PDF. Places are in points from the top left corner of the sheet."""

    title: str
    ground: Ground = A4
    used: dict[str, None] = field(default_factory=dict)
    handwritten: dict[str, None] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    """The texts of the codes that were drawn."""
    _buffer: io.BytesIO = field(default_factory=io.BytesIO)
    _canvas: Any = None

    def __post_init__(self) -> None:
        fonts.load("fangsong")
        self._canvas = Canvas(
            self._buffer,
            pagesize=(self.ground.width, self.ground.height),
            pageCompression=1,
            invariant=1,
            initialFontName="fangsong",
            lang="zh-CN",
            pdfVersion=(1, 7),
        )
        self._canvas.setTitle(self.title)
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator("Petition Desk")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")

    def line(self, line: Line, style: Style, left: float, top: float, colour: Colour = BLACK) -> None:
        """Draws `line` in a slot of `style.leading` points whose upper left corner is given."""
        baseline = self.ground.height - top - (style.leading - style.size) / 2 - ASCENT * style.size
        self._canvas.setFillColorRGB(*colour)
        text = self._canvas.beginText()
        for run in runs_of(line, style.size):
            self.used[fonts.faces()[run.face].postscript] = None
            text.setTextOrigin(left + run.at, baseline)
            text.setFont(run.face, style.size)
            text.setCharSpace(run.spacing)
            text.textOut(run.text)
        self._canvas.drawText(text)
        self.said.append("".join(unit.text for unit in line.units if not unit.mark))
        for unit, start in zip(line.units, line.starts, strict=True):
            if unit.mark:
                self._mark(unit, left + start, baseline, style.size)

    def words(self, text: str, style: Style, left: float, top: float, colour: Colour = BLACK) -> float:
        """Draws `text` on one line, unbroken, and answers its width in points."""
        units = tuple(units_of(text, style))
        starts: list[float] = []
        at = 0.0
        for unit in units:
            starts.append(at)
            at += unit.width
        self.line(
            Line(units=units, starts=tuple(starts), indent=0.0, width=at, last=True), style, left, top, colour
        )
        return at

    def _mark(self, unit: Unit, left: float, baseline: float, size: float) -> None:
        canvas = self._canvas
        canvas.setStrokeColorRGB(0, 0, 0)
        canvas.setLineWidth(0.6)
        bottom = baseline - (1 - ASCENT) * size
        if unit.mark == "blank":
            canvas.line(left, bottom, left + unit.width, bottom)
        elif unit.mark == "handwritten":
            self.handwritten[unit.text] = None
            canvas.rect(left + 0.5, bottom + 0.2, size - 1, size - 0.4)
        else:
            side = size * 0.72
            x, y = left + (unit.width - side) / 2, bottom + (size - side) / 2
            canvas.rect(x, y, side, side)
            if unit.mark == "ticked":
                canvas.setLineWidth(size * 0.09)
                path = canvas.beginPath()
                path.moveTo(x + side * 0.18, y + side * 0.52)
                path.lineTo(x + side * 0.42, y + side * 0.22)
                path.lineTo(x + side * 0.84, y + side * 0.84)
                canvas.drawPath(path)

    def rule(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = 0.5,
        colour: Colour = BLACK,
        dashes: float = 0.0,
    ) -> None:
        """A straight line of `width` points between two places, of `dashes` so many points long if given."""
        if dashes:
            self._canvas.setDash(dashes)
        self._canvas.setStrokeColorRGB(*colour)
        self._canvas.setLineWidth(width)
        self._canvas.line(x1, self.ground.height - y1, x2, self.ground.height - y2)
        if dashes:
            self._canvas.setDash()

    def box(
        self, left: float, top: float, width: float, height: float, *, fill: Colour | None = None
    ) -> None:
        """A frame of half a point, filled with `fill` when given."""
        self._canvas.setStrokeColorRGB(0, 0, 0)
        self._canvas.setLineWidth(0.5)
        if fill:
            self._canvas.setFillColorRGB(*fill)
        self._canvas.rect(left, self.ground.height - top - height, width, height, fill=int(fill is not None))

    def cells(
        self, matrix: Sequence[Sequence[bool]], left: float, top: float, dot: float, *, says: str = ""
    ) -> None:
        """Draws the dark cells of `matrix` as one filled path of squares of `dot` points, without gaps.

        `says` is the text of the code, for whoever reads it back from the page.
        """
        if says:
            self.codes.append(says)
        self._canvas.setFillColorRGB(0, 0, 0)
        path = self._canvas.beginPath()
        for row, cells in enumerate(matrix):
            column = 0
            while column < len(cells):
                end = column
                while end < len(cells) and cells[end]:
                    end += 1
                if end > column:
                    y = self.ground.height - top - (row + 1) * dot
                    path.rect(left + column * dot, y, (end - column) * dot, dot)
                column = end + 1
        self._canvas.drawPath(path, stroke=0, fill=1)

    def slanted(self, text: str, style: Style, colour: Colour) -> None:
        """Draws `text` large across the middle of the sheet, rising to the right."""
        self._canvas.saveState()
        self._canvas.translate(self.ground.width / 2, self.ground.height / 2)
        self._canvas.rotate(40)
        self._canvas.translate(-width_of(text, style) / 2, -self.ground.height)
        self.words(text, style, 0, -style.leading / 2, colour)
        self._canvas.restoreState()

    @contextmanager
    def upside_down(self) -> Iterator[None]:
        """What is drawn inside stands on its head, as on the far side of a folded sheet."""
        self._canvas.saveState()
        self._canvas.translate(self.ground.width, self.ground.height)
        self._canvas.rotate(180)
        yield
        self._canvas.restoreState()

    def end_page(self) -> None:
        """Finishes this page; the next thing drawn is on a new one."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The finished file. Nothing may be drawn afterwards."""
        self._canvas.save()
        return self._buffer.getvalue()
