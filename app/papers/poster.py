"""Posters, desk plates and cards (场所码): the official code large, the small signed one in a corner, few calm words.

Sizes and places are data (resources/qr/posters.toml). Cells of codes are whole dots of the printer, and never smaller than
what it does well (resources/qr/places.toml): a code of half dots is what cheap printers spoil (reference/exchange.md 5, 43).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.errors import NotFound, Refused
from app.papers import fonts, qr
from app.papers.page import BLACK, GREY, MM, Colour, Ground, Pen
from app.papers.setting import Style, set_lines
from resources.loader import read_toml, words

INCH = 25.4
STEP = 0.5
"""Points by which letters are made smaller until a line fits."""
SMALLEST = 5.0
LEADING = 1.25
ROLES = {"title": "title", "host": "heading", "place": "heading"}
FOLD = 4.0
Geometry = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterFacts:
    """What stands on a poster: both codes as texts, the official domain, who hung it up and where; `until` as printed.

    `code` empty: a plain sheet without the small code, as for guidance (导引). `page_words`: of the page for phones.
    """

    official: str
    host: str
    title: str
    lead: str
    place: str
    office: str
    address: str
    phone: str
    until: str
    serial: str
    code: str = ""
    page_words: str = ""


@cache
def sizes() -> Mapping[str, Geometry]:
    """The sizes by name, with their geometry."""
    return dict(read_toml("qr/posters.toml"))


@cache
def _figures() -> Mapping[str, Any]:
    return dict(read_toml("qr/places.toml"))


def least_cell(dots: int) -> float:
    """The smallest cell in millimetres that a printer with so many dots an inch does well."""
    table = {int(name): float(value) for name, value in _figures()["least_cell"].items()}
    return table.get(dots, next(iter(table.values())))


def cell_for(side: float, cells: int, dots: int) -> float:
    """The largest cell in millimetres of whole dots with which a code of `cells` fits into `side`.

    Raises Refused("poster.code_too_large") when that is smaller than the printer does well.
    """
    dot = INCH / dots
    count = int(side / cells / dot + 1e-9)
    if count * dot + 1e-9 < least_cell(dots):
        raise Refused("poster.code_too_large", field="official", cells=cells)
    return count * dot


def poster(given: PosterFacts, size: str) -> bytes:
    """The poster as a PDF of one page in its true size.

    Raises NotFound("poster.size_unknown"), Refused("poster.code_too_large", "paper.no_glyph").
    """
    geometry = sizes().get(size)
    if geometry is None:
        raise NotFound("poster.size_unknown", field="size", size=size, allowed=", ".join(sizes()))
    texts = _texts(given)
    fonts.refuse_missing("".join(texts.values()).replace("\n", ""), frozenset())
    ground = Ground(width=geometry["width"] * MM, height=geometry["height"] * MM, left=0.0, measure=0.0)
    pen = Pen(title=f"{given.title} {given.serial}".strip(), ground=ground)
    faces = int(geometry["faces"])
    if faces > 1:
        middle = ground.height / faces
        pen.rule(0, middle, ground.width, middle, width=0.4, colour=GREY, dashes=FOLD)
        with pen.upside_down():
            _face(pen, given, texts, geometry, down=middle)
    _face(pen, given, texts, geometry, down=ground.height * (faces - 1) / faces)
    pen.end_page()
    return pen.finish()


def _texts(given: PosterFacts) -> dict[str, str]:
    text = words("words/places.toml")["poster"]
    made = {
        "title": given.title,
        "lead": given.lead,
        "host_label": str(text["host_label"]),
        "host": given.host,
        "warning": str(text["warning"]),
        "place": given.place,
        "office": given.office,
        "address": given.address,
        "phone": str(text["phone"]).format(phone=given.phone) if given.phone else "",
        "valid": str(text["valid"]).format(until=given.until) if given.until else "",
        "page_words": str(text["page_words"]).format(words=given.page_words) if given.page_words else "",
        "seal": str(text["seal"]).format(serial=given.serial) if given.serial else "",
    }
    return {name: value for name, value in made.items() if value}


def _face(pen: Pen, given: PosterFacts, texts: Mapping[str, str], geometry: Geometry, *, down: float) -> None:
    _code(pen, given.official, geometry["official"], down, worn=True)
    if given.code:
        _code(pen, given.code, geometry["place_code"], down, worn=False)
    for name, value in texts.items():
        if name == "page_words" and name not in geometry:
            continue  # a card has no room for it
        _text(pen, value, geometry[name], down, role=ROLES.get(name, "body"), quiet=name in ("seal", "valid"))


def _code(pen: Pen, payload: str, box: Geometry, down: float, *, worn: bool) -> None:
    """A code in the middle of its square, cells of whole dots. The quiet zone is part of the square."""
    matrix = qr.make(payload, worn=worn)
    cell = cell_for(box["side"], matrix.side, int(_figures()["printer"]))
    inset = (box["side"] - cell * len(matrix.rows)) / 2
    pen.cells(matrix.rows, (box["left"] + inset) * MM, down + (box["top"] + inset) * MM, cell * MM)


def _text(pen: Pen, value: str, box: Geometry, down: float, *, role: str, quiet: bool) -> None:
    """Words in their place: on so many lines as it offers, and in smaller letters where they are too wide."""
    width, most = box["width"] * MM, int(box.get("lines", 1))
    size = float(box["size"])
    while True:
        style = Style(role=role, size=size, pitch=size, leading=size * LEADING)
        lines = [line for part in value.split("\n") for line in set_lines(part, style, width, justify=False)]
        if (len(lines) <= most and all(line.width <= width for line in lines)) or size <= SMALLEST:
            break
        size -= STEP
    colour: Colour = GREY if quiet else BLACK
    top = down + box["top"] * MM
    for line in lines[:most]:
        free = width - line.width
        shift = {"center": free / 2, "right": free}.get(box.get("align", "left"), 0.0)
        pen.line(line, style, box["left"] * MM + shift, top, colour)
        top += style.leading
