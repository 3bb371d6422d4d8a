"""An editable copy of a paper as .docx: its words with the facts put in, marked on every page. The PDF is the record.

Written by ourselves, as tables are (decision 0051): the same facts give the same bytes, nothing passes through a temporary
file, no name of a person or a computer stands in it. Faces are named, not brought along. No code is drawn.
Source: ECMA-376 part 1 (WordprocessingML); sheet and margins as the PDF (GB/T 9704-2012).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from app.papers.blocks import SPANS
from app.papers.catalogue import PaperKind
from app.papers.document import imprint_of
from app.papers.facts import PaperFacts
from app.papers.office_words import worded_template
from app.papers.page import DEPTH, TOP
from app.papers.plain import BLANK_SIGN, Align, Break, Line, Part, PlainCell, PlainRow, parts_of, plain
from app.papers.replacement import with_replacement
from app.papers.sheets import FormSheet, Sheet, sheet_of
from app.papers.wording import context_of, paper_words
from resources.loader import words

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TWIPS: Final = 20
"""Of a point."""
LEAST_ROW: Final = 454
"""Twips: 8 mm."""
RED: Final = "C00000"
GREY: Final = "7F7F7F"
SHADE: Final = "F2F2F2"
LETTER_LINE: Final = 580
"""Twips from line to line: 22 lines on 225 mm."""
SIZES: Final[Mapping[str, Mapping[str, int]]] = {
    "letter": {"office": 60, "title": 44, "heading": 32, "second": 32, "kai": 32, "body": 32, "small": 21},
    "large": {"office": 60, "title": 44, "heading": 36, "second": 36, "kai": 36, "body": 36, "small": 21},
    "form": {"office": 60, "title": 44, "heading": 24, "second": 24, "kai": 24, "body": 24, "small": 21},
}
"""Half-points by layout and role."""
LETTERS: Final = frozenset({"letter", "document"})
_JUSTIFIED: Final[Mapping[Align, str]] = {
    "left": "left",
    "center": "center",
    "right": "right",
    "justify": "both",
}


def copy_document(paper: PaperFacts, *, draft: bool = False) -> bytes:
    """The paper as a .docx to be edited; a draft is marked as one and may lack particulars. Raises as `render`."""
    shipped = worded_template(paper.kind, paper.template_version, paper.words)
    context = context_of(shipped, paper.facts, paper.document_number, draft)
    if paper.replaces is not None:
        context["replaces"] = dict(paper.replaces)
    kind = with_replacement(shipped, paper)
    sheet = sheet_of(kind, context, paper)
    made = _Writer(kind)
    body = made.body([*_head(kind, context, paper), *parts_of(kind.blocks, context), *_foot(kind, context)])
    return _package(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
            "word/document.xml": _part("document", f"<w:body>{body}{_section(sheet)}</w:body>"),
            "word/styles.xml": _part("styles", _styles(made.size("body"))),
            "word/settings.xml": _part("settings", _SETTINGS),
            "word/header1.xml": _part("hdr", made.header(paper, draft=draft)),
            "word/footer1.xml": _part("ftr", made.footer()),
            "word/_rels/document.xml.rels": _relations(
                [
                    ("styles", "styles.xml"),
                    ("settings", "settings.xml"),
                    ("header", "header1.xml"),
                    ("footer", "footer1.xml"),
                ]
            ),
        }
    )


def _words() -> Mapping[str, Any]:
    table: Mapping[str, Any] = words("words/templates.toml")["copy_document"]
    return table


def _head(kind: PaperKind, context: Mapping[str, Any], paper: PaperFacts) -> Iterator[Part]:
    """What stands above the blocks of a letter or document: the office in red, number and title."""
    if kind.layout not in LETTERS:
        return
    number = paper.document_number or ""
    yield Line(text=str(context["office"]["name"]), role="office", align="center", keep=True)
    signer = str(context.get("signer", ""))
    if kind.layout == "document" and signer:
        number = f"{number}\u3000\u3000{paper_words()['signer']}{plain(signer)}"
    if number.strip():
        yield Line(text=number, align="right" if kind.layout == "letter" else "center")
    yield Line(text=kind.title, role="title", align="center", keep=True)


def _foot(kind: PaperKind, context: Mapping[str, Any]) -> Iterator[Part]:
    """The imprint of a document, and the places to sign of a record."""
    if kind.layout == "document":
        imprint = imprint_of(context, str(context["office"]["name"]))
        yield from (Line(text=text, role="small", align="left") for text in imprint.lines)
        printed = paper_words()["printed_on"].format(day=imprint.day)
        yield Line(text=f"{imprint.organ}\u3000\u3000{printed}", role="small", align="left")
    if kind.signers:
        label = str(words("words/forms.toml")["form_sheet"]["signing"])
        places = (label.format(role=role) + BLANK_SIGN * 8 for role in kind.signers)
        yield Line(text="\u3000".join(places), role="small", align="left")


class _Writer:
    """Parts of one paper as WordprocessingML, in the sizes of its layout."""

    def __init__(self, kind: PaperKind) -> None:
        self._kind = kind
        self._letter = kind.layout in LETTERS
        self._sizes = SIZES["letter" if self._letter else "large" if kind.layout == "large" else "form"]
        self._fonts: Mapping[str, str] = _words()["fonts"]

    def size(self, role: str) -> int:
        """Half-points of the letters of a role."""
        return self._sizes[role]

    def body(self, parts: Sequence[Part]) -> str:
        """All parts; rows that follow one another are one table, and a head begins a new one."""
        made: list[str] = []
        before_was_table = False
        for is_rows, run in groupby(parts, key=lambda part: isinstance(part, PlainRow)):
            if not is_rows:
                made += [self._break() if isinstance(part, Break) else self.line(part) for part in run
                         if not isinstance(part, PlainRow)]  # fmt: skip
                before_was_table = False
                continue
            for table in _tables([part for part in run if isinstance(part, PlainRow)]):
                if before_was_table:
                    made.append(_HAIR)
                made.append(self._table(table))
                before_was_table = True
        made.append(_HAIR if before_was_table else "")
        return "".join(made)

    def line(self, line: Line, *, colour: str = "", size: int = 0, after: str = "") -> str:
        """One paragraph."""
        grid = self._letter and line.role not in ("office", "title")
        spacing = f'w:line="{LETTER_LINE}" w:lineRule="exact"' if grid else 'w:line="240" w:lineRule="auto"'
        first = line.indent * self._sizes[line.role] * TWIPS // 2
        indent = f'<w:ind w:firstLineChars="{line.indent * 100}" w:firstLine="{first}"/>' if first else ""
        keep = "<w:keepNext/>" if line.keep else ""
        return (
            f'<w:p><w:pPr>{keep}{after}<w:spacing w:before="0" w:after="0" {spacing}/>{indent}'
            f'<w:jc w:val="{_JUSTIFIED[line.align]}"/></w:pPr>{self._run(line.text, line.role, colour, size)}</w:p>'
        )

    def _run(self, text: str, role: str, colour: str = "", size: int = 0) -> str:
        if not text:
            return ""
        latin, face = self._fonts["latin"], self._fonts[role]
        points = size or self._sizes[role]
        colour = RED if role == "office" else colour
        tint = f'<w:color w:val="{colour}"/>' if colour else ""
        return (
            f"<w:r><w:rPr><w:rFonts w:ascii={quoteattr(latin)} w:hAnsi={quoteattr(latin)} w:eastAsia={quoteattr(face)}"
            f' w:cs={quoteattr(latin)}/>{tint}<w:sz w:val="{points}"/><w:szCs w:val="{points}"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        )

    def _break(self) -> str:
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def _table(self, rows: Sequence[PlainRow]) -> str:
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        air = "".join(f'<w:{side} w:w="{_AIR}" w:type="dxa"/>' for side in ("left", "right"))
        grid = f'<w:gridCol w:w="{_FULL // SPANS}"/>' * SPANS
        made = "".join(self._row(row) for row in rows)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{edges}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{air}</w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
        )

    def _row(self, row: PlainRow) -> str:
        head = "<w:cantSplit/>" if row.head else ""
        again = "<w:tblHeader/>" if row.head else ""
        cells = "".join(self._cell(cell, span) for cell, span in _spans(row))
        return f'<w:tr><w:trPr>{head}<w:trHeight w:val="{LEAST_ROW}" w:hRule="atLeast"/>{again}</w:trPr>{cells}</w:tr>'

    def _cell(self, cell: PlainCell, span: int) -> str:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>' if cell.label else ""
        role = "heading" if cell.label else "body"
        paragraphs = "".join(
            f'<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="{_JUSTIFIED[cell.align]}"/></w:pPr>'
            f"{self._run(text, role, size=self._sizes['small'] if cell.label else 0)}</w:p>"
            for text in cell.text.split("\n")
        )
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{span * _FULL // SPANS}" w:type="pct"/><w:gridSpan w:val="{span}"/>{shade}'
            f'<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
        )

    def header(self, paper: PaperFacts, *, draft: bool) -> str:
        """The line that says on every page that this is a copy, and of what."""
        table = paper_words()
        marks = [table["draft"]] if draft else []
        marks += [table["training"]] if paper.training else []
        of = " ".join(part for part in (self._kind.title, paper.document_number or "") if part)
        text = "\u3000".join([*marks, str(_words()["mark"]), of])
        rule = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="{GREY}"/></w:pBdr>'
        return self.line(Line(text=text, role="small", align="center"), colour=GREY, size=18, after=rule)

    def footer(self) -> str:
        """The number of the page."""
        before, after = str(_words()["page"]).split("{page}")
        number = '<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:fldChar w:fldCharType="{kind}"/></w:r>'
        field = (
            number.format(kind="begin")
            + '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
            + number.format(kind="end")
        )
        said = f"{self._run(before, 'small')}{field}{self._run(after, 'small')}"
        return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{said}</w:p>'


_FULL: Final = 5000
"""Fiftieths of a percent: the whole width."""
_AIR: Final = 60
"""Twentieths of a point left and right in a cell: with more, a telephone is parted in a column of a sixth of the sheet."""
_HAIR: Final = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
"""A paragraph without height: two tables that touch would become one, and a document may not end in a table."""


def _tables(rows: Sequence[PlainRow]) -> Iterator[list[PlainRow]]:
    table: list[PlainRow] = []
    for row in rows:
        if row.head and table:
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _spans(row: PlainRow) -> Iterator[tuple[PlainCell, int]]:
    """Each cell with its share of the 24 columns; the last one takes what is left."""
    taken = 0
    for place, cell in enumerate(row.cells):
        last = place == len(row.cells) - 1
        span = max(1, SPANS - taken if last else min(cell.span, SPANS - taken))
        taken += span
        yield cell, span


def _section(sheet: Sheet) -> str:
    """Size of the sheet and its margins, as the PDF has them."""
    ground = sheet.ground
    top, depth = (sheet.top, sheet.depth) if isinstance(sheet, FormSheet) else (TOP, DEPTH)
    sides = {
        "top": top,
        "right": ground.width - ground.left - ground.measure,
        "bottom": ground.height - top - depth,
        "left": ground.left,
        "header": top / 2,
        "footer": (ground.height - top - depth) / 2,
        "gutter": 0,
    }
    margins = " ".join(f'w:{side}="{round(points * TWIPS)}"' for side, points in sides.items())
    turned = ' w:orient="landscape"' if ground.width > ground.height else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        f'<w:pgSz w:w="{round(ground.width * TWIPS)}" w:h="{round(ground.height * TWIPS)}"{turned}/>'
        f"<w:pgMar {margins}/></w:sectPr>"
    )


def _styles(size: int) -> str:
    fonts = _words()["fonts"]
    latin, face = quoteattr(fonts["latin"]), quoteattr(fonts["body"])
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii={latin} w:hAnsi={latin} w:eastAsia={face} w:cs={latin}/>"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    )


_SETTINGS: Final = (
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat>'
)


def _part(name: str, inner: str) -> str:
    return f'{_HEAD}<w:{name} xmlns:w="{_MAIN}" xmlns:r="{_RELATION}">{inner}</w:{name}>'


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{place}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


_TYPES: Final = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_WORD}.header+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/></Types>'
)


def _package(parts: Mapping[str, str]) -> bytes:
    """The parts as one file, without the day on which it was made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()
