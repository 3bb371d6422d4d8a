"""The words of a paper without its page: what each block says with the facts put in, in order.

The same blocks, conditions and lists as `app/papers/blocks.py` lays out; here they become lines, rows and breaks that a
word processor can take, or that a check can read. Marks for names, blanks and boxes become ordinary characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.papers.blocks import SPANS
from app.papers.text_marks import BLANK, NAME_END, NAME_START, TICKED, UNTICKED
from app.papers.wording import date_line, evaluate, fill

Role = Literal["office", "title", "heading", "second", "body", "kai", "small"]
Align = Literal["left", "center", "right", "justify"]
BLANK_SIGN = "\uff3f"
MARKS = str.maketrans({NAME_START: "", NAME_END: "", BLANK: BLANK_SIGN, UNTICKED: "\u25a1", TICKED: "\u2611"})
"""A cell to write in becomes a low line, a box an empty or a ticked square."""
Block = Mapping[str, Any]
Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph. `indent` is that of its first line in characters; `keep`: it stays with what follows."""

    text: str
    role: Role = "body"
    align: Align = "justify"
    indent: int = 0
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCell:
    """One cell of a row, `span` of 24 parts wide; a label is set apart."""

    text: str
    span: int
    label: bool = False
    align: Align = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRow:
    """One ruled row; `head`: it is said again on each page."""

    cells: tuple[PlainCell, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A new page begins."""


Part = Line | PlainRow | Break


def plain(text: str) -> str:
    """The words of a filled text with ordinary characters in the place of our marks."""
    return text.translate(MARKS)


def words_of(parts: tuple[Part, ...]) -> str:
    """All words in order, a line each."""
    return "\n".join(_texts(parts))


def _texts(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Line):
            yield part.text
        elif isinstance(part, PlainRow):
            yield from (cell.text for cell in part.cells)


def _say(text: str, context: Context) -> str:
    return plain(fill(text, context))


def _lines(text: str, **look: Any) -> list[Part]:
    return [Line(text=paragraph, **look) for paragraph in text.split("\n")] if text.strip() else []


def _paragraph(block: Block, context: Context) -> list[Part]:
    style = block.get("style", "body")
    role = style if style in ("title", "heading", "kai", "small") else "body"
    align = block.get("align", "justify")
    indent = int(block.get("indent", 2))
    return _lines(_say(block["text"], context), role=role, align=align, indent=indent)


def _heading(block: Block, context: Context) -> list[Part]:
    role = "heading" if block.get("level", 1) == 1 else "second"
    indent = int(block.get("indent", 2))
    return _lines(_say(block["text"], context), role=role, align="left", indent=indent, keep=True)


def _title(block: Block, context: Context) -> list[Part]:
    return _lines(_say(block["text"], context), role="title", align="center", keep=True)


def _cells(cells: Any, context: Context) -> tuple[PlainCell, ...]:
    return tuple(
        PlainCell(
            text=_say(cell["label"] if "label" in cell else cell["text"], context),
            span=int(cell["span"]),
            label="label" in cell,
            align="center" if "label" in cell else cell.get("align", "left"),
        )
        for cell in cells
    )


def _row(block: Block, context: Context) -> list[Part]:
    return [PlainRow(cells=_cells(block["cells"], context))]


def _table(block: Block, context: Context) -> list[Part]:
    columns = block["columns"]
    head = [{"label": column["title"], "span": column["span"]} for column in columns]
    rows: list[Part] = [PlainRow(cells=_cells(head, context), head=True)]
    items = list(evaluate(block["rows"], context))
    fewest = block.get("fewest", 0)
    for index in range(max(len(items), fewest if items else block.get("pen_rows", fewest))):
        empty = index >= len(items)
        inner = {**context, "item": None if empty else items[index], "number": index + 1}
        said = [{**column, "text": column.get("pen", "") if empty else column["text"]} for column in columns]
        rows.append(PlainRow(cells=_cells(said, inner)))
    return rows


def _signature(block: Block, context: Context) -> list[Part]:
    lines = [_say(block["office"], context), _say(block["day"], context)]
    return [Line(text=""), *(Line(text=text, align="right", keep=text == lines[0]) for text in lines)]


def _code(block: Block, context: Context) -> list[Part]:
    """The code itself is left out: only the record may be read by a machine."""
    parts: list[Part] = []
    for line in block["lines"]:
        style = line.get("style", "body")
        role = style if style in ("title", "heading", "kai", "small") else "body"
        parts += _lines(_say(line["text"], context), role=role, align=line.get("align", "left"))
    return parts


def _gap(block: Block, context: Context) -> list[Part]:
    return [Line(text="")] if block.get("lines", 1) >= 1 else []


def _page(block: Block, context: Context) -> list[Part]:
    return [Break()]


def _nothing(block: Block, context: Context) -> list[Part]:
    return []


def _road(block: Block, context: Context) -> list[Part]:
    """The stations side by side; the one where the matter is stands in a line below."""
    items = list(evaluate(block["stations"], context))
    share = max(1, SPANS // max(1, len(items)))
    cells = tuple(
        PlainCell(text=plain(item["name"]), span=share, label=bool(item["here"]), align="center")
        for item in items
    )
    pointer = [f"{_say(block['pointer'], context)}{plain(item['name'])}" for item in items if item["here"]]
    return [PlainRow(cells=cells), *(Line(text=text, align="left") for text in pointer)]


def _grid(block: Block, context: Context) -> list[Part]:
    across, label_span = block.get("across", 2), int(block.get("label", 3))
    share = SPANS // across
    rows: list[Part] = []
    cells: list[PlainCell] = []
    taken = 0
    for label, text, *more in block["pairs"]:
        wide = more[0] if more else 1
        cells.append(PlainCell(text=_say(label, context), span=label_span, label=True, align="center"))
        cells.append(PlainCell(text=_say(text, context), span=wide * share - label_span))
        taken += wide
        if taken >= across:
            rows.append(PlainRow(cells=tuple(cells)))
            cells, taken = [], 0
    return rows


def _ruled(block: Block, context: Context) -> list[Part]:
    parts = _lines(_say(block.get("text", ""), context), indent=0)
    count = int(block.get("count", 0))
    wanted = max(0, (count if parts else int(block.get("pen_count", count))) - len(parts))
    return [*parts, *(Line(text=plain(BLANK * 30), align="left") for _ in range(wanted))]


def _signing(block: Block, context: Context) -> list[Part]:
    across = block.get("across", 2)
    parties = [_say(party, context) + plain(BLANK * 8) for party in block["parties"]]
    rows = ["\u3000".join(parties[start : start + across]) for start in range(0, len(parties), across)]
    day = [plain(date_line())] if block.get("day") else []
    return [
        *(Line(text=text, align="left", keep=True) for text in rows),
        *(Line(text=text, align="right") for text in day),
    ]


def _group(block: Block, context: Context) -> list[Part]:
    return list(parts_of(tuple(block["blocks"]), context))


MAKERS: Mapping[str, Callable[[Block, Context], list[Part]]] = {
    "group": _group,
    "paragraph": _paragraph,
    "heading": _heading,
    "title": _title,
    "row": _row,
    "table": _table,
    "signature": _signature,
    "code": _code,
    "gap": _gap,
    "page": _page,
    "rule": _nothing,
    "verify": _nothing,
    "road": _road,
    "grid": _grid,
    "lines": _ruled,
    "signing": _signing,
}
"""Kind of block → its words; the same kinds as in `app/papers/blocks.py`."""


def parts_of(blocks: tuple[Block, ...], context: Context) -> tuple[Part, ...]:
    """The parts of all `blocks`, in order. KeyError for a kind of block that MAKERS does not know."""
    parts: list[Part] = []
    for block in blocks:
        if "when" in block and not evaluate(block["when"], context):
            continue
        make = MAKERS[block["kind"]]
        if "each" in block:
            for number, item in enumerate(evaluate(block["each"], context), start=1):
                parts.extend(make(block, {**context, "item": item, "number": number}))
        else:
            parts.extend(make(block, context))
    return tuple(parts)
