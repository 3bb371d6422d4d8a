"""Code lists: English code, Chinese label. Regions with their full names, townships of one county, content
categories.

Everything is read lazily and cached; the township table (over a megabyte) is never parsed whole. The words
live in
resources/codes/*.tsv; which edition is shipped stands in resources/codes/versions.toml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, Literal

from app.errors import NotFound
from resources.loader import read_table, read_text, read_toml

CODE_LISTS: Final = (
    "channels",
    "purposes",
    "paths",
    "id_documents",
    "delivery_methods",
    "station_kinds",
    "classification",
    "sexes",
    "material_forms",
    "milestones",
    "delivery_outcomes",
    "capacities",
    "reaches",
    "results",
    "hearing_stages",
    "endings",
    "causes",
    "ratings",
    "rating_reasons",
    "rating_ways",
    "mediation_steps",
    "triggers",
    "advice",
    "bonds",
    "paper_flaws",
    "proceeding_stages",
    "ticket_outcomes",
    "booking_ways",
    "booked_states",
    "bodies",
    "procedures",
    "levels",
    "stamps",
    "minute_steps",
    "adoptions",
    "sensitivities",
    "pieces",
    "dispute_kinds",
    "mediation_sources",
    "mediation_sides",
    "willingness",
    "ways_reached",
    "mediation_stages",
    "mediation_endings",
    "ties",
    "sitting_results",
    "ways_signed",
    "clause_kinds",
    "breach_steps",
    "kept",
    "mediation_bodies",
    "confirmation_bars",
    "rights_told",
    "ways_read",
)
"""Lists that `codes`, `label` and `find_code` know."""

LIST_OF_FIELD: Final = MappingProxyType(
    {
        "purpose": "purposes",
        "id_type": "id_documents",
        "path": "paths",
        "method": "delivery_methods",
        "outcome": "delivery_outcomes",
        "capacity": "capacities",
        "reach": "reaches",
        "result": "results",
        "stage": "hearing_stages",
        "ending": "endings",
        "cause": "causes",
        "rating": "ratings",
        "unit_rating": "ratings",
        "reasons": "rating_reasons",
        "rated_by": "rating_ways",
        "step": "mediation_steps",
        "trigger": "triggers",
        "advice": "advice",
        "bond": "bonds",
        "flaws": "paper_flaws",
        "instance": "proceeding_stages",
        "stamp": "stamps",
        "minute": "minute_steps",
        "adoption": "adoptions",
        "form": "material_forms",
        "sensitive": "sensitivities",
        "piece": "pieces",
        "dispute_kind": "dispute_kinds",
        "source": "mediation_sources",
        "side": "mediation_sides",
        "willing": "willingness",
        "reached_by": "ways_reached",
        "mediation_ending": "mediation_endings",
        "tie": "ties",
        "sitting_result": "sitting_results",
        "signed_how": "ways_signed",
        "clause_kind": "clause_kinds",
        "breach_step": "breach_steps",
        "kept": "kept",
        "body_kind": "mediation_bodies",
        "bars": "confirmation_bars",
        "rights": "rights_told",
        "read_how": "ways_read",
    }
)
"""Which list has the words for a coded field of an act or entry, by the name of the field."""

_ALIAS_SEPARATOR: Final = "|"
_TOWNSHIP_LEVEL: Final = 4
_COUNTY_DIGITS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of a code list. `aliases` are other words for it found in spreadsheets and in everyday
    speech."""

    code: str
    label: str
    note: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """An administrative division (行政区划): level 1 province, 2 city, 3 county, 4 township (nine-digit
    code).

    `path` is the full name from the province down, e.g. for a county "province + city + county"; places that
    belong
    directly to a province have no city in it. `parent` is "" for provinces. `initials`: first letters of the reading
    of a township's name, for typing ahead, several readings parted by "|"; "" above that level.
    """

    code: str
    name: str
    level: int
    parent: str
    path: str
    initials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A content category (内容分类) of level 1 to 3; `path` are the labels from level 1 down to this one."""

    code: str
    level: int
    parent: str
    label: str
    path: tuple[str, ...]
    aliases: tuple[str, ...]
    initials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderUse:
    """What becomes of a spreadsheet column: its `register` field, or dropped because it rates or watches
    persons.

    Where several columns give the same field, `place` says which is taken first (1 before 2)."""

    use: Literal["field", "dropped", "unknown"]
    field: str | None = None
    place: int = 1


@cache
def codes(list_name: str) -> tuple[Code, ...]:
    """The entries of a list in the order of its file. Raises NotFound `codes.unknown_list`."""
    if list_name not in CODE_LISTS:
        raise NotFound("codes.unknown_list", list=list_name)
    return tuple(
        Code(
            code=row["code"],
            label=row["label"],
            note=row.get("note", ""),
            aliases=_split(row.get("aliases", "")),
        )
        for row in read_table(f"codes/{list_name}.tsv")
    )


def label(list_name: str, code: str) -> str:
    """The Chinese label of `code`. Raises NotFound `codes.unknown_list` or `codes.unknown_code`."""
    found = _by_code(list_name).get(code)
    if found is not None:
        return found.label
    if (list_name, code) in _retired():
        return _retired()[list_name, code]
    raise NotFound("codes.unknown_code", list=list_name, unknown=code)


def text_of(list_name: str, code: str) -> str:
    """The label of `code`, also where the list has it no more; the code itself where nobody knows it: never another one's.

    Raises NotFound `codes.unknown_list`.
    """
    found = _by_code(list_name).get(code)
    return _retired().get((list_name, code), code) if found is None else found.label


def find_code(list_name: str, word: str) -> Code | None:
    """The entry whose code, label or alias is `word` (width, case and spaces do not matter), or None.

    Raises NotFound `codes.unknown_list`.
    """
    return _by_word(list_name).get(_plain(word))


def national_purpose(word: str) -> str | None:
    """The purpose code for a value of the national list of purposes (信访目的), old or present; None if
    unknown."""
    return _national_purposes().get(_plain(word))


def version(list_name: str) -> str:
    """The edition of the shipped list `regions`, `townships`, `classification` or `spreadsheet_headers`."""
    return str(read_toml("codes/versions.toml")[list_name]["version"])


def region(code: str) -> Region | None:
    """The division with this six-digit code (or nine-digit township code); None for retired or unknown
    codes."""
    if len(code) > _COUNTY_DIGITS:
        return next((found for found in townships_of(code[:_COUNTY_DIGITS]) if found.code == code), None)
    return _regions().get(code)


def regions_in(parent: str) -> tuple[Region, ...]:
    """The divisions directly below `parent`, in code order; "" gives the provinces. Counties give their
    townships.

    A province may hold cities and directly administered counties side by side; a city may hold townships
    only.
    """
    below = tuple(found for found in _regions().values() if found.parent == parent)
    return below or townships_of(parent)


@lru_cache(maxsize=64)
def townships_of(county: str) -> tuple[Region, ...]:
    """The townships and sub-districts of a county, in code order; empty where none are known."""
    above = _regions().get(county)
    if above is None:
        return ()
    rows = re.findall(
        rf"^({county}[0-9]{{3}})\t([^\t\n]+)\t([^\t\n]*)$", read_text("codes/townships.tsv"), re.MULTILINE
    )
    return tuple(
        Region(
            code=code,
            name=name,
            level=_TOWNSHIP_LEVEL,
            parent=county,
            path=above.path + name,
            initials=initials,
        )
        for code, name, initials in sorted(rows)
    )


def category(code: str) -> Category | None:
    """The content category with this code, also one that is offered no more, or None."""
    found = _categories().get(code)
    old = _retired().get(("classification", code), "")
    if found is not None or not old:
        return found
    path = tuple(old.split(_ALIAS_SEPARATOR))
    return Category(code=code, level=len(path), parent="", label=path[-1], path=path, aliases=(), initials=())


def main_category(code: str) -> str:
    """The code of the first-level class that a content category belongs to; "" for an unknown one or one offered no more."""
    found = _categories().get(code)
    while found is not None and found.parent:
        found = _categories().get(found.parent)
    return "" if found is None else found.code


def find_category(words: str, limit: int = 10) -> tuple[Category, ...]:
    """Categories for what was typed so far: label, alias, the path above, or first letters of the reading.

    Several words (between spaces) must all fit. Whole labels come first, then beginnings, then the rest;
    higher levels
    before lower ones. An empty text gives the first level.
    """
    wanted = [_plain(word) for word in words.split()]
    if not wanted:
        return tuple(found for found in _categories().values() if found.level == 1)[:limit]
    ranked = []
    for place, found in enumerate(_categories().values()):
        ranks = [_rank(found, word) for word in wanted]
        if None not in ranks:
            ranked.append((max(rank for rank in ranks if rank is not None), found.level, place, found))
    return tuple(entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:3])[:limit])


def header_use(header: str) -> HeaderUse:
    """What `register` does with a spreadsheet column: Chinese headers of the national export and plain field
    names.

    Columns that watch, rate or describe persons (扬言, 重点人员 …) are dropped; the importer counts them.
    """
    plain = _plain(re.sub(r"[(\[（【].*?[)\]）】]", "", header)).strip("*:")
    found = _header_fields().get(plain)
    if found is not None:
        return HeaderUse(use="field", field=found[0], place=found[1])
    if any(word in plain for word in _dropped_words()):
        return HeaderUse(use="dropped")
    return HeaderUse(use="unknown")


def _rank(found: Category, word: str) -> int | None:
    """How well one typed word fits a category: 0 whole label … 6 only the path above; None if not at all."""
    names = (found.label, *found.aliases)
    tests: Iterable[bool] = (
        found.label == word,
        word in found.aliases,
        any(name.startswith(word) for name in names),
        word in found.initials,
        any(letters.startswith(word) for letters in found.initials),
        any(word in name for name in names),
        any(word in name for name in _words_above(found.code)),
    )
    return next((rank for rank, fits in enumerate(tests) if fits), None)


@cache
def _words_above(code: str) -> tuple[str, ...]:
    """Labels and aliases of the classes above a category."""
    parent = _categories().get(_categories()[code].parent)
    return () if parent is None else (parent.label, *parent.aliases, *_words_above(parent.code))


def _split(cell: str) -> tuple[str, ...]:
    """The words of a cell that holds several."""
    return tuple(filter(None, cell.split(_ALIAS_SEPARATOR)))


def _plain(text: str) -> str:
    """`text` for comparing: NFKC, small letters, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


@cache
def _retired() -> MappingProxyType[tuple[str, str], str]:
    """(list, code) → label of codes that are offered no more: what was written with them keeps its code and its text."""
    rows = read_table("codes/retired.tsv")
    return MappingProxyType({(row["list"], row["code"]): row["label"] for row in rows})


@cache
def _by_code(list_name: str) -> MappingProxyType[str, Code]:
    return MappingProxyType({entry.code: entry for entry in codes(list_name)})


@cache
def _by_word(list_name: str) -> MappingProxyType[str, Code]:
    """Plain word to entry; where words collide the earlier entry and the stronger kind of word win."""
    found: dict[str, Code] = {}
    for kind in ("code", "label", "aliases"):
        for entry in codes(list_name):
            value = getattr(entry, kind)
            for word in (value,) if isinstance(value, str) else value:
                found.setdefault(_plain(word), entry)
    return MappingProxyType(found)


@cache
def _national_purposes() -> MappingProxyType[str, str]:
    rows = read_table("codes/national_purposes.tsv")
    return MappingProxyType({_plain(row["value"]): row["purpose"] for row in rows})


@cache
def _regions() -> MappingProxyType[str, Region]:
    """All divisions down to the county, in file order, with their full names."""
    rows = {row["code"]: row for row in read_table("codes/regions.tsv")}

    def path(code: str) -> str:
        row = rows.get(code)
        return path(row["parent"]) + row["name"] if row else ""

    return MappingProxyType(
        {
            code: Region(
                code=code, name=row["name"], level=int(row["level"]), parent=row["parent"], path=path(code)
            )
            for code, row in rows.items()
        }
    )


@cache
def _categories() -> MappingProxyType[str, Category]:
    found: dict[str, Category] = {}
    for row in read_table("codes/classification.tsv"):
        above = found.get(row["parent"])
        found[row["code"]] = Category(
            code=row["code"],
            level=int(row["level"]),
            parent=row["parent"],
            label=row["label"],
            path=(*(above.path if above else ()), row["label"]),
            aliases=_split(row["aliases"]),
            initials=_split(row["initials"]),
        )
    return MappingProxyType(found)


@cache
def _header_fields() -> MappingProxyType[str, tuple[str, int]]:
    """Plain header to field of `register` and its place; the field names themselves are headers too."""
    rows = read_table("codes/spreadsheet_headers.tsv")
    fields = {row["field"]: (row["field"], 1) for row in rows}
    return MappingProxyType(
        fields | {_plain(row["header"]): (row["field"], int(row["place"])) for row in rows}
    )


@cache
def _dropped_words() -> tuple[str, ...]:
    return tuple(_plain(row["word"]) for row in read_table("codes/dropped_headers.tsv"))
