"""Tables as .xlsx: rows in, bytes out, the same bytes for the same rows. No clock, no temporary file, no formula.

Written by ourselves because nothing of a table may pass through an unencrypted temporary file, and because a register
that is made twice must not differ. Text stays text: long digits, and what begins like a formula.
Source: ECMA-376 part 1 (SpreadsheetML).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

from app.giving_way import give_way

FULL_CELL: Final = 32_767
"""Characters that a cell holds."""
LINE_HEIGHT: Final = 15
"""Points of one line of eleven-point type."""
MOST_LINES: Final = 12
"""Lines that a row shows at most; longer texts are read in their cell."""
LAST_ROW: Final = 1_048_576
_FIRST_SERIAL: Final = date(1899, 12, 30).toordinal()
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FORMULA_LIKE: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n", "\x00")
"""What begins a formula in some program; the full-width signs are turned into these by input methods and imports."""
_PASSED_OVER: Final = " \u3000\u00a0\u200b\ufeff\t\r\n\x00"
"""What some programs leave out before they look."""
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HIDDEN: Final = ' state="hidden"'
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CellValue = str | int | date | None
"""What a cell may hold; there are no fractions in a register."""


class Look(StrEnum):
    """How a cell looks: wrapped text, text in one line, whole number, day, column head, title, a line below."""

    WRAPPED = "wrapped"
    LINE = "line"
    NUMBER = "number"
    DAY = "day"
    HEAD = "head"
    TITLE = "title"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column: its head, width in characters, how its cells look, the named range they are chosen from, a hint."""

    title: str
    width: int
    look: Look = Look.WRAPPED
    choices: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet: its name, columns, lines above the heads and below the rows, and how it is printed.

    With `footer` it is set for A4 across, one page wide, with the heads on every page. `prepared` rows below the heads
    get the looks and the choices of their columns, for typing.
    """

    name: str
    columns: tuple[TableColumn, ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    footer: str = ""
    hidden: bool = False
    prepared: int = 0

    @property
    def head_row(self) -> int:
        """The row of the column heads, from 1."""
        return len(self.above) + 1


def workbook(tables: Sequence[tuple[Table, Iterable[Sequence[CellValue]]]]) -> bytes:
    """The bytes of a workbook of these sheets."""
    made = io.BytesIO()
    write_workbook(made, tables)
    return made.getvalue()


def write_workbook(file: BinaryIO, tables: Sequence[tuple[Table, Iterable[Sequence[CellValue]]]]) -> None:
    """Writes a workbook; rows are taken one by one as they come, and only the present one is held."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        for place, (table, rows) in enumerate(tables, start=1):
            with parts.open(_part(f"xl/worksheets/sheet{place}.xml"), "w", force_zip64=True) as sheet:
                for text in _sheet(table, rows):
                    sheet.write(text.encode("utf-8"))
        listed = [table for table, _ in tables]
        for name, text in (
            ("xl/workbook.xml", _book(listed)),
            ("xl/styles.xml", _styles()),
            ("xl/_rels/workbook.xml.rels", _book_relations(len(listed))),
            ("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])),
            ("[Content_Types].xml", _types(len(listed))),
        ):
            parts.writestr(_part(name), text.encode("utf-8"))


def neutral(text: str) -> str:
    """A text as it may stand in a .csv that a spreadsheet opens: nothing in it is taken for a formula or a number."""
    if _is_formula_like(text):
        return "'" + text
    return "\t" + text if len(text) > 11 and text[:-1].isdecimal() else text


def _is_formula_like(text: str) -> bool:
    return text.startswith(_FORMULA_LIKE) or text.lstrip(_PASSED_OVER).startswith(_FORMULA_LIKE)


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _EPOCH)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.create_system = 0
    return part


def _sheet(table: Table, rows: Iterable[Sequence[CellValue]]) -> Iterator[str]:
    printed = bool(table.footer)
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}">'
    if printed:
        yield '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    top = table.head_row
    yield (
        '<sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    )
    yield _columns(table)
    yield "<sheetData>"
    last = 0
    for last, text in enumerate(_rows(table, rows), start=1):
        if last > LAST_ROW:
            break
        yield text
    yield "</sheetData>"
    yield _merged(table, last)
    yield _validations(table)
    if printed:
        yield (
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
            f"<headerFooter><oddFooter>&amp;C{escape(table.footer)}</oddFooter></headerFooter>"
        )
    yield "</worksheet>"


def _columns(table: Table) -> str:
    made = "".join(
        f'<col min="{place}" max="{place}" width="{column.width}"'
        f'{f" style={quoteattr(str(_style(column.look)))}" if table.prepared else ""} customWidth="1"/>'
        for place, column in enumerate(table.columns, start=1)
    )
    return f"<cols>{made}</cols>"


def _rows(table: Table, rows: Iterable[Sequence[CellValue]]) -> Iterator[str]:
    place = 0
    for line in table.above:
        place += 1
        yield _row(place, [(line, Look.TITLE if place == 1 else Look.NOTE)], height=26 if place == 1 else 0)
    place += 1
    yield _row(place, [(column.title, Look.HEAD) for column in table.columns])
    looks = [column.look for column in table.columns]
    wraps = [(at, column.width) for at, column in enumerate(table.columns) if column.look is Look.WRAPPED]
    for values in rows:
        give_way()
        place += 1
        lines = max((_lines(values[at], width) for at, width in wraps if at < len(values)), default=1)
        height = min(lines, MOST_LINES) * LINE_HEIGHT if lines > 1 else 0
        yield _row(place, list(zip(values, looks, strict=False)), height=height)
    for line in table.below:
        place += 1
        yield _row(place, [(line, Look.NOTE)], height=24)


def _lines(value: CellValue, width: int) -> int:
    """How many lines a text takes in a column: a Han character is as wide as two others."""
    if not isinstance(value, str) or not value:
        return 1
    return sum(-(-_breadth(line) // max(1, width - 1)) or 1 for line in value.split("\n")[:MOST_LINES])


def _breadth(line: str) -> int:
    return (len(line) + len(line.encode("utf-8", "replace"))) // 2


def _row(place: int, cells: Sequence[tuple[CellValue, Look]], *, height: int = 0) -> str:
    made = "".join(
        _cell(f"{_letters(index)}{place}", value, look) for index, (value, look) in enumerate(cells)
    )
    tall = f' ht="{height}" customHeight="1"' if height else ""
    return f'<row r="{place}"{tall}>{made}</row>'


def _cell(at: str, value: CellValue, look: Look) -> str:
    if value is None or value == "":
        return f'<c r="{at}" s="{_style(look)}"/>'
    if isinstance(value, date):
        return f'<c r="{at}" s="{_style(Look.DAY)}"><v>{value.toordinal() - _FIRST_SERIAL}</v></c>'
    if isinstance(value, int):
        return f'<c r="{at}" s="{_style(look)}"><v>{value}</v></c>'
    style = _style(look) + (len(Look) if _is_formula_like(value) else 0)
    text = escape(_written(value))
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _written(text: str) -> str:
    """A text as a cell holds it: no character that XML forbids, nothing that reads as an escape, not too long."""
    plain = _LOOKS_ESCAPED.sub("_x005F_", _UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n"))
    return plain if len(plain) <= FULL_CELL else plain[: FULL_CELL - 1] + "\u2026"


def _letters(index: int) -> str:
    """The name of a column from its index: A, B … Z, AA …"""
    index += 1
    made = ""
    while index:
        index, rest = divmod(index - 1, 26)
        made = chr(65 + rest) + made
    return made


def _merged(table: Table, last: int) -> str:
    """Lines above and below run over all columns."""
    end = _letters(len(table.columns) - 1)
    rows = [*range(1, len(table.above) + 1), *range(last - len(table.below) + 1, last + 1)]
    if not rows or end == "A":
        return ""
    made = "".join(f'<mergeCell ref="A{row}:{end}{row}"/>' for row in rows)
    return f'<mergeCells count="{len(rows)}">{made}</mergeCells>'


def _validations(table: Table) -> str:
    made = []
    for index, column in enumerate(table.columns):
        if not table.prepared or not (column.choices or column.hint):
            continue
        letter = _letters(index)
        area = f"{letter}{table.head_row + 1}:{letter}{table.head_row + table.prepared}"
        kind = 'type="list" errorStyle="warning" showErrorMessage="1" ' if column.choices else ""
        hint = (
            f'showInputMessage="1" promptTitle={quoteattr(column.title)} prompt={quoteattr(column.hint[:255])} '
            if column.hint
            else ""
        )
        formula = f"<formula1>{escape(column.choices)}</formula1>" if column.choices else ""
        made.append(f'<dataValidation {kind}allowBlank="1" {hint}sqref="{area}">{formula}</dataValidation>')
    return f'<dataValidations count="{len(made)}">{"".join(made)}</dataValidations>' if made else ""


def choices_in(sheet: str, column: int, count: int) -> str:
    """The range of a sheet's column below its head (index from 0, so many rows), as the choices of a cell."""
    letter = _letters(column)
    return f"{_quoted(sheet)}!${letter}$2:${letter}${count + 1}"


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def _style(look: Look) -> int:
    return list(Look).index(look)


def _styles() -> str:
    """Two fonts more than the plain one, a grey fill, thin borders; each look once, and once kept from formulas."""
    border = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    forms = {
        Look.WRAPPED: (49, 0, 0, 1, 'vertical="top" wrapText="1"'),
        Look.LINE: (49, 0, 0, 1, 'vertical="top"'),
        Look.NUMBER: (1, 0, 0, 1, 'vertical="top"'),
        Look.DAY: (164, 0, 0, 1, 'vertical="top" horizontal="left"'),
        Look.HEAD: (49, 1, 2, 1, 'vertical="center" horizontal="center" wrapText="1"'),
        Look.TITLE: (49, 2, 0, 0, 'vertical="center" horizontal="center"'),
        Look.NOTE: (49, 0, 0, 0, 'vertical="center" wrapText="1"'),
    }
    looks = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{line}" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"{kept}><alignment {place}/></xf>'
        for kept in ("", ' quotePrefix="1"')
        for number, font, fill, line, place in (forms[look] for look in Look)
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="3"><font><sz val="11"/><name val="SimSun"/></font>'
        '<font><b/><sz val="11"/><name val="SimSun"/></font>'
        '<font><b/><sz val="16"/><name val="SimSun"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE8E8E8"/></patternFill></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{border}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(Look) * 2}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _book(tables: Sequence[Table]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(table.name)} sheetId="{place}"{_HIDDEN if table.hidden else ""} r:id="rId{place}"/>'
        for place, table in enumerate(tables, start=1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'
        f"{escape(_quoted(table.name))}!$1:${table.head_row}</definedName>"
        for place, table in enumerate(tables)
        if table.footer
    )
    names = f"<definedNames>{titles}</definedNames>" if titles else ""
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets>{names}</workbook>"
    )


def _book_relations(count: int) -> str:
    return _relations(
        [
            *(("worksheet", f"worksheets/sheet{place}.xml") for place in range(1, count + 1)),
            ("styles", "styles.xml"),
        ]
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{place}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _types(count: int) -> str:
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="{spreadsheet}.worksheet+xml"/>'
        for place in range(1, count + 1)
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{spreadsheet}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{spreadsheet}.styles+xml"/>{sheets}</Types>'
    )
