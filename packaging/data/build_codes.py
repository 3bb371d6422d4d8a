"""Derives resources/codes/{regions,townships,classification}.tsv from the collected source tables.

    python packaging/data/build_codes.py SOURCE_FOLDER

SOURCE_FOLDER holds regions.tsv, townships.tsv and classification.tsv as described in
docs/decisions/0011-code-lists.md.
Needs pypinyin (development only): the initials of categories and townships are computed here, so that
typing ahead needs no dictionary.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pypinyin import lazy_pinyin

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from app.domain.names import pinyin_initials

HERE: Final = Path(__file__).resolve().parent
CODES: Final = HERE.parent.parent / "resources" / "codes"


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file with a header line."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Writes a tab-separated file with unix line ends."""
    lines = ["\t".join(header), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def initials(text: str) -> str:
    """First letters of the reading of `text`; brackets and other marks are left out."""
    letters = "".join(reading[0] for reading in lazy_pinyin(text) if reading).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


def readings(place: str) -> str:
    """First letters of the readings of a place, which often begins with a surname that is read in its own way."""
    name = "".join(letter for letter in place if letter.isalnum())
    return "|".join(pinyin_initials(name))


def categories(source: list[dict[str, str]], aliases: dict[tuple[str, str], str]) -> list[tuple[str, ...]]:
    """The three-column table as one row a class: code, level, parent, label, aliases, initials."""
    seen: dict[str, tuple[str, ...]] = {}
    for row in source:
        parent = ""
        for level in ("1", "2", "3"):
            code, label = row[f"l{level}_code"], row[f"l{level}"]
            alias = aliases.get((level, label), "")
            letters = "|".join(initials(word) for word in (label, *filter(None, alias.split("|"))))
            seen.setdefault(code, (code, level, parent, label, alias, letters))
            parent = code
    return sorted(seen.values())


def main() -> None:
    """Reads the folder named on the command line and writes the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    source: Path = parser.parse_args().source
    header = ("code", "name", "level", "parent")
    write(
        CODES / "regions.tsv",
        header,
        (tuple(row[name] for name in header) for row in read(source / "regions.tsv")),
    )
    header = ("code9", "name")  # the first six digits are the county
    write(
        CODES / "townships.tsv",
        (*header, "initials"),
        ((*(row[name] for name in header), readings(row["name"])) for row in read(source / "townships.tsv")),
    )
    aliases = {(row["level"], row["name"]): row["aliases"] for row in read(HERE / "category_aliases.tsv")}
    rows = categories(read(source / "classification.tsv"), aliases)
    unused = set(aliases) - {(row[1], row[3]) for row in rows}
    if unused:
        raise SystemExit(f"aliases of classes that do not exist: {sorted(unused)}")
    write(CODES / "classification.tsv", ("code", "level", "parent", "label", "aliases", "initials"), rows)


if __name__ == "__main__":
    main()
