"""The handbook: its chapters as they lie in resources/handbook, which belongs to which page, and finding in them.

A chapter is a small part of Markdown: `#` and `##` heads, paragraphs, lists, tables, `keys`. Knows no window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from app.domain.names import pinyin_initials
from resources.loader import read_text, read_toml

FOLDER = "handbook"
INDEX = f"{FOLDER}/chapters.toml"
PARAGRAPH, ITEM, NUMBERED, ROW = "paragraph", "item", "numbered", "row"
"""Kinds of a block: a sentence or several, a line of a list, of a numbered list, a row of a table."""
FEWEST_LETTERS = 2
"""Letters that are looked for as first letters of a head; fewer would find everything."""
LETTERS_OF_TEXT = 4
"""Letters that are looked for as first letters anywhere in the text."""
_CODE = re.compile(r"`([^`]*)`")


def plain(text: str) -> str:
    """Its words without marks."""
    return _CODE.sub(r"\1", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a section; a row of a table has a cell for each column, everything else has one."""

    kind: str
    cells: tuple[str, ...]

    @property
    def plain(self) -> str:
        """Its words without marks."""
        return " ".join(plain(cell) for cell in self.cells)


@dataclass(frozen=True)
class Section:
    """A head with what stands below it; the first of a chapter has the chapter's own head."""

    title: str
    blocks: tuple[Block, ...]

    @cached_property
    def text(self) -> str:
        """All its words, a line for each block, as they are looked for."""
        return "\n".join((self.title, *(block.plain for block in self.blocks))).casefold()

    @cached_property
    def initials(self) -> tuple[str, ...]:
        """First letters of how the head is read."""
        return pinyin_initials(self.title)

    @cached_property
    def text_initials(self) -> tuple[str, ...]:
        """First letters of how all of it is read."""
        return pinyin_initials(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One file of the handbook; `pages` are those it opens at."""

    name: str
    title: str
    sections: tuple[Section, ...]
    pages: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """Its title up to a colon: what it is called in the list and on paper."""
        return self.title.partition("：")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A chapter, or a section of it that was found."""

    chapter: Chapter
    section: int = 0

    @property
    def title(self) -> str:
        """What the place is called in the list: a chapter by its short name, a section with its chapter behind."""
        short = self.chapter.short
        return f"{self.chapter.sections[self.section].title} · {short}" if self.section else short


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters in their order. KeyError, FileNotFoundError where the index names what is not there."""
    return tuple(
        chapter_of_text(
            str(entry["file"]).removesuffix(".md"),
            read_text(f"{FOLDER}/{entry['file']}"),
            tuple(str(page) for page in entry.get("pages", ())),
        )
        for entry in read_toml(INDEX)["chapters"]
    )


def chapter_at(page: str, section: str = "") -> Chapter:
    """The chapter that belongs to a page, or to the section of the settings shown there; the first where none does."""
    known = {page: chapter for chapter in chapters() for page in chapter.pages}
    return known.get(f"{page}-{section}") or known.get(page) or chapters()[0]


def chapter_of_text(name: str, text: str, pages: tuple[str, ...] = ()) -> Chapter:
    """Reads one chapter."""
    sections: list[Section] = []
    title, lines = "", list[str]()
    for line in (*text.splitlines(), "## "):
        if line.startswith(("# ", "## ")):
            if title:
                sections.append(Section(title, tuple(_blocks(lines))))
            title, lines = line.lstrip("#").strip(), []
        else:
            lines.append(line)
    return Chapter(name=name, title=sections[0].title, sections=tuple(sections), pages=pages)


def found(typed: str) -> tuple[Place, ...]:
    """Where all words of `typed` stand: those with a head that has them first; by first letters, too."""
    words = typed.casefold().split()
    if not words:
        return tuple(Place(chapter=chapter) for chapter in chapters())
    places = [
        Place(chapter=chapter, section=at) for chapter in chapters() for at in range(len(chapter.sections))
    ]
    ranked = [
        (max(ranks), at, place)
        for at, place in enumerate(places)
        if (ranks := [rank for word in words if (rank := _rank(place, word)) is not None])
        and len(ranks) == len(words)
    ]
    return tuple(place for _, _, place in sorted(ranked, key=lambda item: item[:2]))


def _rank(place: Place, word: str) -> int | None:
    section = place.chapter.sections[place.section]
    letters = len(word) if word.isascii() and word.isalpha() else 0
    if word in section.title.casefold():
        return 0
    if letters >= FEWEST_LETTERS and any(word in each for each in section.initials):
        return 1
    if word in section.text:
        return 2
    in_text = letters >= LETTERS_OF_TEXT and any(word in each for each in section.text_initials)
    return 3 if in_text else None


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Paragraphs and list lines go on where the file goes on; a blank line ends them."""
    kind, text = "", ""
    for line in (*lines, ""):
        begins = _beginning(line)
        if begins or not line.strip():
            if kind:
                yield Block(kind=kind, cells=(text,))
            kind = ""
        if begins == ROW:
            cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
            if not all(set(cell) <= {"-", ":"} and cell for cell in cells):
                yield Block(kind=ROW, cells=cells)
        elif begins:
            kind, text = begins, re.sub(r"^(?:- |\d+\. )", "", line.strip())
        elif line.strip():
            kind, text = kind or PARAGRAPH, text + line.strip() if kind else line.strip()


def _beginning(line: str) -> str:
    if line.startswith("|"):
        return ROW
    if line.startswith("- "):
        return ITEM
    return NUMBERED if re.match(r"\d+\. ", line) else ""
