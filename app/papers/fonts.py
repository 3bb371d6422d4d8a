"""The faces that papers are printed with: loaded once, when first needed, and asked character by
character.

Facts of each face are in resources/fonts/fonts.toml. A role (body, kai, heading, title) is a chain of
faces: a character is set in the first that has it, a person's name as a whole in the first that has all
of it (two faces in one name look like a mistake). What no face has is refused, or, by recorded order,
left as a box for the pen: ruling 21.
"""

from __future__ import annotations

import io
import logging
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import SUBSETN, TTFError, TTFont

from app.errors import Refused
from app.papers.outside_faces import DROPPED, OutsideFace, outside_faces
from resources.loader import read_bytes, read_toml

_CATALOGUE = "fonts/fonts.toml"
_INVISIBLE = (
    (0x0000, 0x0020),
    (0x00AD, 0x00AD),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x2064),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xE0100, 0xE01EF),
)
"""Code points that print nothing: controls, joiners, direction marks, variation selectors."""
_NEVER_TRUSTED = ((0xE000, 0xF8FF), (0xFFFD, 0xFFFD), (0xF0000, 0x10FFFD))
"""Private use (every font draws its own picture there) and the mark of a broken text: as good as no glyph."""
_RANGES_PER_BLOCK = 100
"""The most entries that one bfchar block of a ToUnicode map may hold (PDF 32000-1, 9.10.3; CMap rules)."""
_loading = RLock()
log = logging.getLogger("petition_desk.fonts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font file: our key, its file, and the names it is known by in a window and in a PDF.

    One from outside has no `sha256`, and the path of its file. `misdrawn` are characters for which it draws the
    picture of another one.
    """

    key: str
    file: str
    family: str
    postscript: str
    sha256: str
    misdrawn: str = ""


class _GlyphTable:
    """The outlines of a font, cut out piece by piece: ReportLab would copy all of them for each subset."""

    def __init__(self, content: bytes, start: int) -> None:
        self._content = content
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._content[self._start + part.start : self._start + part.stop]


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """ReportLab's TrueType font, with two things put right: what is copied out of the PDF, and needless
    copying.

    ReportLab writes the ToUnicode map with one number per character; above U+FFFF that is read as two
    wrong characters, so a name prints right and is found and copied wrong.
    """

    def __init__(self, key: str, content: bytes) -> None:
        super().__init__(key, io.BytesIO(content), asciiReadable=False, shapable=False)
        whole = self.face.get_table
        outlines = _GlyphTable(content, self.face.get_table_pos("glyf")[0])
        self.face.get_table = lambda tag: outlines if tag == "glyf" else whole(tag)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """Adds the font to `doc`, then replaces its ToUnicode maps."""
        subsets = list(self.state[doc].subsets) if doc in self.state else []
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
            doc.idToObject["toUnicodeCMap:" + name].content = to_unicode_map(name, subset)


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """The ToUnicode CMap of a one-byte font whose code i draws the character `subset[i]`.

    Characters are written in UTF-16BE (PDF 32000-1, 9.10.3), so those above U+FFFF take four bytes.
    """
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    head = (
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    )
    blocks: list[str] = []
    for start in range(0, len(entries), _RANGES_PER_BLOCK):
        block = entries[start : start + _RANGES_PER_BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        (*head, *blocks, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end")
    )


def faces() -> dict[str, Face]:
    """Every face by its key: those that are shipped, and those found outside (app/papers/outside_faces.py)."""
    return _faces(outside_faces())


@cache
def _faces(outside: tuple[OutsideFace, ...]) -> dict[str, Face]:
    shipped = {
        key: Face(
            key=key,
            file=row["file"],
            family=row["family"],
            postscript=row["postscript"],
            sha256=row["sha256"],
            misdrawn=row.get("misdrawn", ""),
        )
        for key, row in read_toml(_CATALOGUE)["faces"].items()
    }
    found = {
        face.key: Face(key=face.key, file=str(face.path), family=face.key, postscript=face.key, sha256="")
        for face in outside
    }
    return shipped | found


def chain(role: str) -> tuple[str, ...]:
    """Keys of the faces that the role `role` tries, in order: the system's own face of that role, the shipped
    ones, what was dropped in for rare characters. KeyError for a role that fonts.toml does not name.
    """
    return _chain(role, outside_faces())


@cache
def _chain(role: str, outside: tuple[OutsideFace, ...]) -> tuple[str, ...]:
    shipped = tuple(read_toml(_CATALOGUE)["roles"][role])
    own = tuple(face.key for face in outside if face.role == role and _opens(face.key))
    dropped = tuple(face.key for face in outside if face.role == DROPPED and _opens(face.key))
    return (*own, *shipped, *dropped)


def _opens(key: str) -> bool:
    """Whether ReportLab can read a face from outside; one that it cannot is passed over."""
    try:
        load(key)
    except (TTFError, OSError, ValueError, KeyError, IndexError, struct.error) as error:
        log.warning("a font was passed over: %s: %s", faces()[key].file, error)
        return False
    return True


@cache
def _loaded(key: str) -> EmbeddedFont:
    with _loading:
        face = faces()[key]
        content = read_bytes("fonts/" + face.file) if face.sha256 else Path(face.file).read_bytes()
        font = EmbeddedFont(key, content)
        registerFont(font)
        return font


def load(key: str) -> EmbeddedFont:
    """The face `key`, read and registered with ReportLab on its first use in this process."""
    with _loading:
        return _loaded(key)


def preload(keys: Iterable[str] = ("fangsong", "song", "sans", "kai")) -> None:
    """Reads faces ahead of the first paper: call it when the program is idle."""
    for key in keys:
        load(key)


def _in(ranges: tuple[tuple[int, int], ...], point: int) -> bool:
    return any(first <= point <= last for first, last in ranges)


@lru_cache(maxsize=65536)
def is_invisible(character: str) -> bool:
    """Whether `character` prints nothing and needs no glyph."""
    return _in(_INVISIBLE, ord(character))


def covers(key: str, character: str) -> bool:
    """Whether the face `key` has a glyph of its own for `character`, and the right one."""
    point = ord(character)
    if character in faces()[key].misdrawn:
        return False
    return point in load(key).face.charToGlyph and not _in(_NEVER_TRUSTED, point)


@lru_cache(maxsize=65536)
def face_for(character: str, role: str) -> str | None:
    """Key of the first face of `role` that has `character`; None when none has it."""
    for key in chain(role):
        if covers(key, character):
            return key
    return None


@lru_cache(maxsize=4096)
def face_for_name(name: str, role: str) -> str | None:
    """Key of the first face of `role` that has every character of `name`; None when no single face has."""
    visible = [character for character in name if not is_invisible(character)]
    for key in chain(role):
        if all(covers(key, character) for character in visible):
            return key
    return None


def advance(key: str, character: str) -> float:
    """Width of `character` in the face `key`, in ems."""
    return float(load(key).face.getCharWidth(ord(character))) / 1000


def missing(text: str) -> tuple[str, ...]:
    """Characters of `text` that no shipped face can draw, each once, in the order of their first use."""
    return tuple(
        character
        for character in dict.fromkeys(text)
        if not is_invisible(character) and face_for(character, "body") is None
    )


def refuse_missing(text: str, overrides: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The characters of `text` that will be boxes for the pen, because `overrides` says so.

    Raises Refused("paper.no_glyph", characters, codepoints) for any other character without a glyph.
    """
    absent = missing(text)
    refused = [character for character in absent if character not in overrides]
    if refused:
        raise Refused(
            "paper.no_glyph",
            characters=" ".join(refused),
            codepoints=" ".join(f"U+{ord(character):04X}" for character in refused),
        )
    return absent
