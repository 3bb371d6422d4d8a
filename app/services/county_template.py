"""The county's registration spreadsheet as an empty workbook: columns, choices from the code lists, help, hidden lists."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from app.domain.codes import codes, find_code, region, townships_of
from app.exchange.profiles.county import CountyColumn, CountySheet, county_sheet
from app.papers.workbook import CellValue, Look, Table, TableColumn, choices_in, workbook

HELP_WIDTH = 100


def county_template(area: str) -> bytes:
    """The template for the county `area` (a region code, whose townships are offered as places)."""
    sheet = county_sheet()
    lists = {
        column.choices: _choices(column.choices, area, sheet) for column in sheet.columns if column.choices
    }
    return workbook(
        [
            (_form(sheet, lists), ()),
            (_help(sheet), _help_rows(sheet)),
            (_lists(sheet, lists), zip_longest(*lists.values())),
        ]
    )


def _choices(name: str, area: str, sheet: CountySheet) -> tuple[str, ...]:
    """The words of one list, each of which finds back to its own code."""
    if name == "yes_no":
        return sheet.yes_no
    if name == "townships":
        places = (region(area), *townships_of(area))
        return tuple(place.name for place in places if place is not None)
    found = [(code, find_code(name, code.label)) for code in codes(name)]
    return tuple(code.label for code, back in found if back is not None and back.code == code.code)


def _form(sheet: CountySheet, lists: dict[str, tuple[str, ...]]) -> Table:
    names = list(lists)

    def column(item: CountyColumn) -> TableColumn:
        words = lists.get(item.choices, ())
        return TableColumn(
            title=item.title,
            width=item.width,
            look=_look(item),
            choices=choices_in(sheet.lists_sheet, names.index(item.choices), len(words)) if words else "",
            hint=item.hint,
        )

    return Table(
        name=sheet.sheet,
        columns=tuple(column(item) for item in sheet.columns),
        prepared=sheet.rows,
    )


def _look(item: CountyColumn) -> Look:
    if item.text:
        return Look.LINE
    return Look.DAY if item.day else Look.NUMBER if item.whole else Look.WRAPPED


def _help(sheet: CountySheet) -> Table:
    columns = (
        TableColumn(title=sheet.help_title, width=18, look=Look.LINE),
        TableColumn(title="", width=HELP_WIDTH),
    )
    return Table(name=sheet.help_sheet, columns=columns)


def _help_rows(sheet: CountySheet) -> Sequence[Sequence[CellValue]]:
    lines = [("", line) for line in sheet.help_lines]
    return [*lines, *((item.title, item.hint) for item in sheet.columns)]


def _lists(sheet: CountySheet, lists: dict[str, tuple[str, ...]]) -> Table:
    titles = {item.choices: item.title for item in sheet.columns if item.choices}
    columns = tuple(TableColumn(title=titles[name], width=20, look=Look.LINE) for name in lists)
    return Table(name=sheet.lists_sheet, columns=columns, hidden=True)
