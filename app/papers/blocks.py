"""The blocks of a template turned into boxes: paragraphs, headings, ruled rows, lists, signatures,
codes.

A block is a table of the template file: `kind`, the words, and optionally `when` (an expression; the
block is left out when it is false) and `each` (an expression for a list; the block is repeated with
`item` and `number`). Which kinds there are, and what each understands, is the table MAKERS at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.papers import qr
from app.papers.flow import Box, Cell, NewPage, Row, RuledLine, Space, TextBox
from app.papers.notice_box import with_code
from app.papers.page import BLACK, BODY, HEADING, KAI, LEADING, MEASURE, MM, PITCH, TITLE, Colour, Pen
from app.papers.setting import Style, set_lines, width_of
from app.papers.wording import IDEOGRAPHIC_SPACE, blank, date_line, evaluate, fill

FORM = Style(role="body", size=12, pitch=12, leading=18)
FORM_HEADING = Style(role="heading", size=12, pitch=12, leading=22)
LABEL = Style(role="heading", size=10.5, pitch=10.5, leading=15)
BIG = Style(role="body", size=15, pitch=15, leading=23)
"""For an address that is read from afar."""
SMALL = Style(role="body", size=10.5, pitch=10.5, leading=15)
LARGE = Style(role="body", size=18, pitch=18, leading=28)
"""For somebody who reads slowly or sees badly."""
LEADINGS = (28.0, 26.0, 24.0, 22.0, 21.0)
"""Line distances of a page in large letters: the widest with which all stands on one page is taken."""
HEADING_ABOVE = 5.0
SHADE: Colour = (0.955, 0.955, 0.955)
WHITE: Colour = (1.0, 1.0, 1.0)
PASSED: Colour = (0.86, 0.86, 0.86)
ARROW = "\u25b2"
ROAD_PADDING = 1.0
SPANS = 24
"""A form row is 24 parts wide."""
RULED_LEADING = 26.0
"""Points from one ruled line to the next: room for a hand."""
FEW_ROWS = 4
"""Rows of a list that may be kept together with what follows."""
SEAL_LINES = 2
"""Empty lines above the signing office: with it, the date and one more they hold a seal of 45 mm."""
CODE_SIDE = 30 * MM
"""Side of a printed code with its quiet zone; the dot is this divided by the cells. A block may say another `side`."""
CODE_GAP = 6 * MM
NOTICE_CODE = "notice_code"
"""Under which the code of a notice stands in the context of the paper that bears one."""
Context = Mapping[str, Any]
Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The styles of one layout, and how its seal is placed."""

    styles: Mapping[str, Style]
    indent: float
    sealed: bool
    measure: float = MEASURE


def look_of(layout: str, *, sealed: bool, leading: float = LEADINGS[0], measure: float = MEASURE) -> Look:
    """The styles of a letter (GB/T 9704 sizes), of a form (12 pt), or of a page in large letters (18 pt).

    `leading` is the line distance of a page in large letters, `measure` the width of the text area, in points.
    """
    if layout == "large":
        body = replace(LARGE, leading=leading)
        heading = replace(body, role="heading", leading=leading + HEADING_ABOVE)
        styles = {
            "body": body,
            "kai": replace(body, role="kai"),
            "heading": heading,
            "small": SMALL,
            "title": TITLE,
        }
        return Look(styles=styles, indent=2 * LARGE.pitch, sealed=sealed, measure=measure)
    if layout == "strip":
        body = replace(FORM, size=10.0, pitch=10.0, leading=15.0)
        title = replace(TITLE, size=14.0, pitch=14.0, leading=22.0)
        heading = replace(FORM_HEADING, size=10.0, pitch=10.0, leading=15.0)
        small = replace(SMALL, size=8.0, pitch=8.0, leading=11.0)
        kai = replace(body, role="kai")
        styles = {"body": body, "kai": kai, "heading": heading, "small": small, "title": title}
        return Look(styles=styles, indent=0.0, sealed=sealed, measure=measure)
    if layout in ("letter", "document"):
        styles = {"body": BODY, "kai": KAI, "heading": HEADING, "small": SMALL, "title": TITLE}
        return Look(styles=styles, indent=2 * PITCH, sealed=sealed, measure=measure)
    kai = replace(FORM, role="kai")
    styles = {"body": FORM, "kai": kai, "heading": FORM_HEADING, "small": SMALL, "title": TITLE}
    return Look(styles=styles, indent=2 * FORM.pitch, sealed=sealed, measure=measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBox:
    """A code of `side` points, at the right edge with lines of text at its left, or the other way round (`mirrored`)."""

    matrix: qr.Matrix
    lines: tuple[TextBox, ...]
    keep: bool = False
    side: float = CODE_SIDE
    mirrored: bool = False
    measure: float = MEASURE

    @property
    def height(self) -> float:
        """The side of the code, or the lines if they are taller."""
        return max(self.side, sum(line.height for line in self.lines))

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draws the lines and the code."""
        dot = self.side / self.matrix.side
        code_at = left if self.mirrored else left + self.measure - self.side
        pen.cells(
            self.matrix.rows,
            code_at + qr.QUIET_ZONE * dot,
            top + qr.QUIET_ZONE * dot,
            dot,
            says=self.matrix.payload,
        )
        down = (self.height - sum(line.height for line in self.lines)) / 2
        words_at = left + self.side + CODE_GAP if self.mirrored else left
        for line in self.lines:
            line.draw(pen, words_at, top + down)
            down += line.height

    def split(self, room: float) -> tuple[Box, Box] | None:
        """A code is never parted."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBox:
    """A thin line across the text area with a little space around it."""

    height: float = 8.0
    keep: bool = False
    measure: float = MEASURE

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draws the line."""
        pen.rule(left, top + self.height / 2, left + self.measure, top + self.height / 2)

    def split(self, room: float) -> tuple[Box, Box] | None:
        """Never parted."""
        return None


def _text_boxes(text: str, style: Style, measure: float, *, indent: float, align: str) -> list[TextBox]:
    """Lines of `text`; each paragraph keeps its first two and its last two lines together."""
    boxes: list[TextBox] = []
    for paragraph in text.split("\n"):
        lines = set_lines(paragraph, style, measure, indent=indent, justify=align == "justify")
        for index, line in enumerate(lines):
            room = measure - line.width - line.indent
            offset = {"center": room / 2, "right": room}.get(align, 0.0)
            keep = len(lines) > 1 and index in (0, len(lines) - 2)
            boxes.append(TextBox(line=line, style=style, offset=offset, keep=keep))
    return boxes


def _paragraph(block: Block, context: Context, look: Look) -> list[Box]:
    text = fill(block["text"], context)
    if not text.strip():
        return []
    style = look.styles[block.get("style", "body")]
    indent = block["indent"] * style.pitch if "indent" in block else 2 * style.pitch
    boxes = _text_boxes(text, style, look.measure, indent=indent, align=block.get("align", "justify"))
    if block.get("keep"):
        boxes[-1] = replace(boxes[-1], keep=True)
    return list(boxes)


def _heading(block: Block, context: Context, look: Look) -> list[Box]:
    style = look.styles["heading" if block.get("level", 1) == 1 else "kai"]
    text = fill(block["text"], context)
    indent = block.get("indent", 2) * style.pitch
    return [
        replace(box, keep=True) for box in _text_boxes(text, style, look.measure, indent=indent, align="left")
    ]


def _title(block: Block, context: Context, look: Look) -> list[Box]:
    text = fill(block["text"], context)
    lines = _text_boxes(text, look.styles["title"], look.measure, indent=0, align="center")
    return [*(replace(box, keep=True) for box in lines), Space(height=6.0, keep=True)]


def _cell(cell: Mapping[str, Any], context: Context, left: float, width: float) -> Cell:
    label = "label" in cell
    text = fill(cell["label"] if label else cell["text"], context)
    style = (
        LABEL
        if label
        else {"small": SMALL, "kai": replace(FORM, role="kai"), "big": BIG}.get(cell.get("style", ""), FORM)
    )
    align = "center" if label else cell.get("align", "justify")
    lines = _text_boxes(text, style, width - 8, indent=0, align=align)
    return Cell(
        lines=tuple(lines),
        left=left,
        width=width,
        label=label,
        shade=SHADE if label else None,
        middle=len(lines) == 1 and not cell.get("high", False),
    )


def _row(block: Block, context: Context, look: Look) -> list[Box]:
    cells: list[Cell] = []
    left = 0.0
    for cell in block["cells"]:
        width = cell["span"] * look.measure / SPANS
        cells.append(_cell(cell, context, left, width))
        left += width
    keep, whole = block.get("keep", False), block.get("whole", False)
    return [Row(cells=tuple(cells), least=block.get("least", 8) * MM, keep=keep, whole=whole)]


def _table(block: Block, context: Context, look: Look) -> list[Box]:
    """A list with a head that is said again on each page.

    There are at least `fewest` rows, `pen_rows` where nothing is listed; an empty one bears the `pen` words of its
    columns. `least` is the height of a row in mm, `pen_least` where nothing is listed. A row that is signed is `whole`;
    a list of few rows that is to `keep` stands on one page with what follows it.
    """
    columns = block["columns"]
    head_block = {
        "cells": [{"label": column["title"], "span": column["span"]} for column in columns],
        "keep": True,
    }
    (head,) = _row(head_block, context, look)
    assert isinstance(head, Row)
    rows: list[Box] = [head]
    items = list(evaluate(block["rows"], context))
    fewest = block.get("fewest", 0)
    least = block.get("least", 8) if items else block.get("pen_least", block.get("least", 8))
    count = max(len(items), fewest if items else block.get("pen_rows", fewest))
    keep = block.get("keep", False) and count <= FEW_ROWS
    for index in range(count):
        inner = {**context, "item": items[index] if index < len(items) else None, "number": index + 1}
        empty = index >= len(items)
        cells = [{**column, "text": column.get("pen", "") if empty else column["text"]} for column in columns]
        (made,) = _row({"cells": cells, "least": least, "whole": block.get("whole", False)}, inner, look)
        assert isinstance(made, Row)
        rows.append(replace(made, heads=(replace(head, keep=False),), keep=keep))
    return rows


def _signature(block: Block, context: Context, look: Look) -> list[Box]:
    """Office and day of issue, with the place of the seal left empty (7.3.5); the seal itself is never
    drawn.
    """
    style = look.styles["body"]
    office, day = fill(block["office"], context), fill(block["day"], context)
    office_width, day_width = width_of(office, style), width_of(day, style)
    if look.sealed:
        centre = look.measure - 4 * style.pitch - day_width / 2
        centre = min(centre, look.measure - style.pitch - office_width / 2)
        office_at, day_at = centre - office_width / 2, centre - day_width / 2
        above, below = SEAL_LINES * LEADING, LEADING
    else:
        office_at = look.measure - 2 * style.pitch - office_width
        day_at = min(office_at + 2 * style.pitch, look.measure - 2 * style.pitch - day_width)
        above, below = style.leading, 0.0
    (office_line,) = set_lines(office, style, look.measure, justify=False)
    (day_line,) = set_lines(day, style, look.measure, justify=False)
    boxes: list[Box] = [
        Space(height=above, keep=True, stays=True),
        TextBox(line=office_line, style=style, offset=office_at, keep=True),
        TextBox(line=day_line, style=style, offset=day_at, keep=below > 0),
        *([Space(height=below, stays=True)] if below else []),
    ]
    return with_code(boxes, context.get(NOTICE_CODE), (office_at, day_at))


def _verify(block: Block, context: Context, look: Look) -> list[Box]:
    """The code by which any hall can verify a paper that nobody signs at a place of its own."""
    return with_code((), context.get(NOTICE_CODE), (0.0,))


def _code(block: Block, context: Context, look: Look) -> list[Box]:
    payload = fill(block["payload"], context)
    side = block["side"] * MM if "side" in block else CODE_SIDE
    measure = look.measure - side - CODE_GAP
    lines: list[TextBox] = []
    for part in block["lines"]:
        style = look.styles[part.get("style", "body")]
        text = fill(part["text"], context)
        if text.strip():
            lines += _text_boxes(text, style, measure, indent=0, align=part.get("align", "left"))
    if not payload:
        return list(lines)
    matrix = qr.make(qr.known_payload(payload), worn=block.get("worn", False))
    mirrored = block.get("mirrored", False)
    return [CodeBox(matrix=matrix, lines=tuple(lines), side=side, mirrored=mirrored, measure=look.measure)]


def _gap(block: Block, context: Context, look: Look) -> list[Box]:
    height = block.get("lines", 1) * look.styles["body"].leading
    return [Space(height=height, keep=block.get("keep", False))]


def _new_page(block: Block, context: Context, look: Look) -> list[Box]:
    return [NewPage()]


def _rule(block: Block, context: Context, look: Look) -> list[Box]:
    return [RuleBox(measure=look.measure)]


def _road(block: Block, context: Context, look: Look) -> list[Box]:
    """Boxes side by side for the `stations`: `passed` ones grey, the one with `here` dark with an arrow below it."""
    items = list(evaluate(block["stations"], context))
    width, style = look.measure / max(1, len(items)), look.styles["body"]
    cells, below = [], []
    for index, item in enumerate(items):
        lines = _text_boxes(item["name"], style, width - 2 * ROAD_PADDING, indent=0, align="center")
        if item["here"]:
            lines = [replace(line, colour=WHITE) for line in lines]
            below = _pointer(fill(block["pointer"], context), style, (index + 0.5) * width)
        shade = BLACK if item["here"] else PASSED if item["passed"] else None
        cells.append(Cell(lines=tuple(lines), left=index * width, width=width, shade=shade, middle=True))
    return [Row(cells=tuple(cells), padding=ROAD_PADDING, keep=True), *below]


def _pointer(words: str, style: Style, middle: float) -> list[Box]:
    """An arrow under `middle`, its words beside it on the side where there is room."""
    left_half = middle < MEASURE / 2
    text = f"{ARROW}{words}" if left_half else f"{words}{ARROW}"
    (line,) = set_lines(text, style, MEASURE, justify=False)
    arrow = style.pitch / 2
    return [TextBox(line=line, style=style, offset=middle - (arrow if left_half else line.width - arrow))]


def _grid(block: Block, context: Context, look: Look) -> list[Box]:
    """Labels with their values, `across` pairs in a row: what stands above a list in nearly every form.

    A pair is [label, words], or [label, words, pairs] for one that takes the place of several.
    """
    across, label_span = block.get("across", 2), block.get("label", 3)
    share = SPANS // across
    rows: list[Box] = []
    cells: list[Mapping[str, Any]] = []
    taken = 0
    for label, text, *more in block["pairs"]:
        wide = more[0] if more else 1
        style = {"style": block["style"]} if "style" in block else {}
        cells += [
            {"label": label, "span": label_span},
            {"text": text, "span": wide * share - label_span, "align": "left", **style},
        ]
        taken += wide
        if taken >= across:
            rows += _row({"cells": cells, "least": block.get("least", 8)}, context, look)
            cells, taken = [], 0
    return rows


def _lines(block: Block, context: Context, look: Look) -> list[Box]:
    """Words on ruled lines, and as many further lines for the pen as make `count` of them.

    Without words there are `pen_count`.
    """
    style = replace(look.styles["body"], leading=block.get("leading", RULED_LEADING))
    text = fill(block.get("text", ""), context)
    boxes = _text_boxes(text, style, look.measure, indent=0, align="justify") if text.strip() else []
    ruled: list[Box] = [RuledLine(words=box, leading=style.leading, measure=look.measure) for box in boxes]
    count = int(block.get("count", 0))
    wanted = max(0, (count if ruled else int(block.get("pen_count", count))) - len(ruled))
    return [*ruled, *(RuledLine(leading=style.leading, measure=look.measure) for _ in range(wanted))]


def _signing(block: Block, context: Context, look: Look) -> list[Box]:
    """Who signs, each with a line for the pen, `across` beside one another, and a day where `day` is true."""
    style = replace(look.styles["body"], leading=block.get("leading", RULED_LEADING))
    parties = [fill(party, context) for party in block["parties"]]
    across = block.get("across", 2)
    column = look.measure / across
    made: list[Box] = [Space(height=block.get("above", 6.0), keep=True)]
    day = date_line() if block.get("day") else ""
    for start in range(0, len(parties), across):
        said = ""
        for party in parties[start : start + across]:
            room = column - width_of(party, style) - style.pitch
            said += party + blank(max(3, int(room / style.pitch))) + IDEOGRAPHIC_SPACE
        made += [
            replace(b, keep=True) for b in _text_boxes(said, style, look.measure, indent=0, align="left")
        ]
    if day:
        made += _text_boxes(day, style, look.measure, indent=0, align="right")
    elif isinstance(last := made[-1], TextBox):
        made[-1] = replace(last, keep=False)
    return made


def _group(block: Block, context: Context, look: Look) -> list[Box]:
    """Several blocks that belong together; with `each` they are repeated as one."""
    return boxes_of(tuple(block["blocks"]), context, look)


MAKERS: Mapping[str, Callable[[Block, Context, Look], list[Box]]] = {
    "group": _group,
    "paragraph": _paragraph,
    "heading": _heading,
    "title": _title,
    "row": _row,
    "table": _table,
    "signature": _signature,
    "code": _code,
    "gap": _gap,
    "page": _new_page,
    "rule": _rule,
    "verify": _verify,
    "road": _road,
    "grid": _grid,
    "lines": _lines,
    "signing": _signing,
}


def _hold(boxes: list[Box]) -> None:
    """Keeps the last two lines before a signature with it: a page with nothing but a seal proves nothing."""
    for index in (-1, -2):
        if len(boxes) >= -index and isinstance(box := boxes[index], TextBox):
            boxes[index] = replace(box, keep=True)


def boxes_of(blocks: tuple[Block, ...], context: Context, look: Look) -> list[Box]:
    """The boxes of all `blocks`, in order. KeyError for a kind of block that MAKERS does not know."""
    boxes: list[Box] = []
    for block in blocks:
        if "when" in block and not evaluate(block["when"], context):
            continue
        make = MAKERS[block["kind"]]
        if block["kind"] == "signature":
            _hold(boxes)
        if "each" in block:
            for number, item in enumerate(evaluate(block["each"], context), start=1):
                boxes.extend(make(block, {**context, "item": item, "number": number}, look))
        else:
            boxes.extend(make(block, context, look))
    return boxes
