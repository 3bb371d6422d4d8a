"""Facts in, PDF out: the one way a paper is made. No database, no clock; the same facts give the same
bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any

from app.papers import fonts
from app.papers.blocks import LEADINGS, boxes_of, look_of
from app.papers.catalogue import PaperKind, template
from app.papers.facts import PaperFacts, Rendered
from app.papers.flow import Placed, paginate
from app.papers.furniture import (
    FORM_DEPTH,
    FORM_TOP,
    Marks,
    draw_foot,
    draw_marks,
    letter_head,
    letter_start,
)
from app.papers.page import DEPTH, LEFT, TOP, Pen
from app.papers.wording import context_of, texts_in

__all__ = ["PaperFacts", "Rendered", "render"]
_one_at_a_time = Lock()
"""ReportLab's fonts keep a reading position: two papers made at once would cut each other's glyphs."""


def _draw(
    pen: Pen, pages: list[list[Placed]], kind: PaperKind, marks: Marks, head: tuple[str, str], start: float
) -> None:
    office, document = head
    for number, boxes in enumerate(pages, start=1):
        draw_marks(pen, marks)
        if marks.letter and number == 1:
            letter_head(pen, office, document, kind.title, preprinted=marks.preprinted)
        first = start if number == 1 else (TOP if marks.letter else FORM_TOP)
        for down, box in boxes:
            box.draw(pen, LEFT, first + down)
        draw_foot(pen, marks, number, len(pages))
        pen.end_page()


def _pages(
    kind: PaperKind, context: Mapping[str, Any], room_on: Callable[[int], float]
) -> list[list[Placed]]:
    """The boxes by page; a page in large letters takes narrower lines before it takes a second sheet."""
    pages: list[list[Placed]] = []
    for leading in LEADINGS if kind.layout == "large" else LEADINGS[:1]:
        look = look_of(kind.layout, sealed=kind.seal != "none", leading=leading)
        pages = paginate(boxes_of(kind.blocks, context, look), room_on)
        if len(pages) == 1:
            break
    return pages


def render(paper: PaperFacts, *, draft: bool = False, overrides: Iterable[str] = frozenset()) -> Rendered:
    """The paper as PDF. `overrides` are characters that no face has and that may be left as boxes for
    the pen.

    A draft needs neither a document number nor all particulars: blanks stand in their place, and it
    says that it is one. Raises NotFound for an unknown kind or version,
    Refused("paper.particulars_missing", missing) with the labels of what is lacking,
    Refused("paper.no_glyph", characters, codepoints), the template's own prohibitions as Refused, and
    BadInput for facts of a wrong type.
    """
    kind = template(paper.kind, paper.template_version)
    context = context_of(kind, paper.facts, paper.document_number, draft)
    fonts.refuse_missing("".join(texts_in(context)), frozenset(overrides))
    letter = kind.layout == "letter"
    office = str(context["office"]["name"])
    with _one_at_a_time:
        start = letter_start(office, kind.title) if letter else FORM_TOP
        room = DEPTH if letter else FORM_DEPTH
        first_room = TOP + DEPTH - start if letter else FORM_DEPTH
        pages = _pages(kind, context, lambda page: first_room if page == 1 else room)
        number = paper.document_number or str(context.get("matter", {}).get("number", ""))
        marks = Marks(
            draft=draft,
            training=paper.training,
            number=number,
            head=paper.head,
            letter=letter,
            preprinted=paper.preprinted,
        )
        pen = Pen(title=kind.title)
        _draw(pen, pages, kind, marks, (office, paper.document_number or ""), start)
        pdf = pen.finish()
    return Rendered(
        pdf=pdf,
        pages=len(pages),
        sha256=hashlib.sha256(pdf).hexdigest(),
        fonts=tuple(sorted(pen.used)),
    )
