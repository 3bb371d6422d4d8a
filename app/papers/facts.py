"""What goes into a paper and what comes out. Light: importing it does not load ReportLab
(app/papers/render.py does).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """All that a paper is made from; what the entry PaperIssued holds.

    `facts` are plain JSON values under the names the template declares (others are left alone); days
    are ISO days. `head` is the head of the journal before the issue, in hexadecimal digits, for the
    foot line. `training` prints a mark on every page. `preprinted` leaves out the red head and rules,
    for paper that has them already (套打). `replaces` names the paper that this one takes the place of: its `title`,
    `number` and the `reason`; None for one that replaces none. `form_code` marks a form printed empty for the pen
    (空白表): nothing in it is lacking, and the code says later which one it was. `words` are the texts of the office's own
    version of the template by place (app/papers/office_words.py); None for a shipped version. `notice_code` is the text of
    the code by which a notice is verified; empty keeps its place free, None is for papers that bear none.
    """

    kind: str
    template_version: str
    document_number: str | None
    facts: Mapping[str, Any]
    head: str | None = None
    training: bool = False
    preprinted: bool = False
    replaces: Mapping[str, str] | None = None
    form_code: str = ""
    words: Mapping[str, str] | None = None
    notice_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished paper: its bytes, number of pages, SHA-256 in hexadecimal digits, PostScript names of
    its faces, all words on its pages in the order in which they were drawn, and the text of each code.
    """

    pdf: bytes
    pages: int
    sha256: str
    fonts: tuple[str, ...]
    words: str = ""
    codes: tuple[str, ...] = ()
