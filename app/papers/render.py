"""Facts in, PDF out: the one way a paper is made. No database, no clock; the same facts give the same
bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from app.papers import fonts
from app.papers.blocks import LEADINGS, NOTICE_CODE, boxes_of, look_of
from app.papers.catalogue import PaperKind
from app.papers.fact_texts import texts_in
from app.papers.facts import PaperFacts, Rendered
from app.papers.fitting import fitted
from app.papers.flow import Placed, paginate
from app.papers.furniture import Marks, draw_foot, draw_marks
from app.papers.office_words import worded_template
from app.papers.page import Pen
from app.papers.replacement import with_replacement
from app.papers.sheets import Sheet, sheet_of
from app.papers.wording import context_of

__all__ = ["PaperFacts", "Rendered", "render", "render_all"]
_one_at_a_time = Lock()
"""ReportLab's fonts keep a reading position: two papers made at once would cut each other's glyphs."""


def _draw(pen: Pen, pages: list[list[Placed]], sheet: Sheet, marks: Marks) -> None:
    for number, boxes in enumerate(pages, start=1):
        draw_marks(pen, marks)
        sheet.around(pen, number, len(pages))
        for down, box in boxes:
            box.draw(pen, sheet.ground.left, sheet.start(number) + down)
        draw_foot(pen, marks, number, len(pages), empty=not boxes)
        pen.end_page()


def _pages(
    kind: PaperKind, context: Mapping[str, Any], room_on: Callable[[int], float], measure: float
) -> list[list[Placed]]:
    """The boxes by page; a page in large letters, and a letter, take closer lines before another sheet."""
    pages: list[list[Placed]] = []
    for leading in LEADINGS if kind.layout == "large" else LEADINGS[:1]:
        look = look_of(kind.layout, sealed=kind.seal != "none", leading=leading, measure=measure)
        pages = paginate(boxes_of(kind.blocks, context, look), room_on)
        if len(pages) == 1:
            break
    if kind.layout == "letter":
        return fitted(
            pages, look, room_on(1), lambda closer: paginate(boxes_of(kind.blocks, context, closer), room_on)
        )
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
    return render_all((paper,), draft=draft, overrides=overrides)


def render_all(
    papers: Sequence[PaperFacts], *, draft: bool = False, overrides: Iterable[str] = frozenset()
) -> Rendered:
    """Several papers of one kind one after another in one file, each with its own page numbers; raises as `render`."""
    ready = [_ready(paper, draft, frozenset(overrides)) for paper in papers]
    with _one_at_a_time:
        pen: Pen | None = None
        total = 0
        for paper, kind, context in ready:
            sheet = sheet_of(kind, context, paper)
            pages = sheet.closed(
                _pages(with_replacement(kind, paper), context, sheet.room, sheet.ground.measure)
            )
            sheet = sheet.cut(pages)
            number = paper.document_number or _number_of(context)
            marks = Marks(
                draft=draft,
                training=paper.training,
                number=number,
                head=paper.head,
                letter=sheet.letter,
                numbers_first=sheet.numbers_first,
            )
            pen = pen or Pen(title=f"{kind.title} {number}".strip(), ground=sheet.ground)
            _draw(pen, pages, sheet, marks)
            total += len(pages)
        if pen is None:
            raise ValueError("no paper was given")
        pdf = pen.finish()
    return Rendered(
        pdf=pdf,
        pages=total,
        sha256=hashlib.sha256(pdf).hexdigest(),
        fonts=tuple(sorted(pen.used)),
        words="\n".join(pen.said),
        codes=tuple(dict.fromkeys(pen.codes)),
    )


def _number_of(context: Mapping[str, Any]) -> str:
    """The number of what the paper is about: its matter, or its mediation."""
    said = context.get("matter", {}).get("number") or context.get("mediation", {}).get("file_number")
    return str(said or "")


def _ready(
    paper: PaperFacts, draft: bool, overrides: frozenset[str]
) -> tuple[PaperFacts, PaperKind, Mapping[str, Any]]:
    """A paper with its template and its completed facts."""
    kind = worded_template(paper.kind, paper.template_version, paper.words)
    context = context_of(kind, paper.facts, paper.document_number, draft, empty=bool(paper.form_code))
    if paper.replaces is not None:
        context["replaces"] = dict(paper.replaces)
    if paper.notice_code is not None:
        context[NOTICE_CODE] = paper.notice_code
    fonts.refuse_missing("".join(texts_in(context)), overrides)
    return paper, kind, context
