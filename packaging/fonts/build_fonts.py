"""Rebuilds resources/fonts from the published fonts named in SOURCES.md.

Usage: python packaging/fonts/build_fonts.py DIRECTORY [--check]

DIRECTORY holds the five source files under their published names (SOURCES.md says where they come from). Two
are copied as they are; one is converted from cubic (CFF) to quadratic (glyf) outlines, the only kind that
ReportLab embeds; two are cut to the characters they are needed for. What is changed is renamed, as licences
ask. The output is the same bytes on every run with the fontTools of requirements.lock; --check compares.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
from collections.abc import Callable
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent.parent / "resources" / "fonts"
STANDARD_LIST = HERE / "general_standard_characters.txt"
MAX_ERROR = 1.0
"""Largest distance, in font units of 1/1000 em, between a cubic outline and its quadratic copy."""

SOURCES = {
    "NotoSansSC_400Regular.ttf": "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    "NotoSansSC_500Medium.ttf": "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
    "NotoSerifSC_900Black.ttf": "092e71a70c744be3cc33999eb4edcb10fbe95c1b4cff6c2d7f04d6ff15d031e2",
    "LXGWWenKai-Regular.ttf": "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
    "FandolFang-Regular.otf": "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
}
"""Published file name and its SHA-256."""


def gb2312() -> set[int]:
    """Code points of GB 2312-80: 6,763 characters and its symbols."""
    points: set[int] = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                points.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return points


def general_standard() -> set[int]:
    """Code points of the 8,105 characters of the national standard list of 2013."""
    points = {ord(character) for character in STANDARD_LIST.read_text("utf-8") if not character.isspace()}
    if len(points) != 8105:
        raise SystemExit(f"the standard list holds {len(points)} characters, not 8105")
    return points


def shared_marks() -> set[int]:
    """Letters, digits, punctuation and symbols that every cut face keeps."""
    ranges = (
        (0x20, 0x7F),
        (0xA0, 0x100),
        (0x2010, 0x2040),
        (0x2460, 0x2474),
        (0x3000, 0x3020),
        (0xFF01, 0xFF5F),
    )
    return {point for start, end in ranges for point in range(start, end)} | {
        0x3007,
        0x25A1,
        0x25A0,
        0x2103,
        0x33A1,
    }


def rename(font: TTFont, family: str, origin: str) -> None:
    """Gives a changed font a name of its own and says in its description what it was made from."""
    postscript = family.replace(" ", "") + "-Regular"
    table = font["name"]
    kept = {record.nameID: record.toUnicode() for record in table.names if record.nameID in (0, 13, 14)}
    kept |= {1: family, 2: "Regular", 3: postscript, 4: family, 5: "Version 1.000", 6: postscript, 10: origin}
    table.names = []
    for identifier, words in sorted(kept.items()):
        table.setName(words, identifier, 3, 1, 0x409)


def saved(font: TTFont) -> bytes:
    """The bytes of `font`, without a date of today in them."""
    font.recalcTimestamp = False
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def cut(source: Path, points: set[int], family: str, origin: str) -> bytes:
    """`source` reduced to the characters of `points`, without layout tables, renamed."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "prep", "gasp"]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    rename(font, family, origin)
    return saved(font)


def quadratic(source: Path, family: str, origin: str) -> bytes:
    """`source`, a font with CFF outlines, with glyf outlines instead, renamed."""
    font = TTFont(source, recalcTimestamp=False)
    glyphs = font.getGlyphSet()
    order = font.getGlyphOrder()
    outlines: dict[str, Glyph] = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = outlines
    for tag in ("CFF ", "VORG", "GPOS", "BASE", "vhea", "vmtx"):
        if tag in font:
            del font[tag]
    glyf.compile(font)
    for name in order:
        advance, _ = font["hmtx"][name]
        font["hmtx"][name] = (advance, getattr(outlines[name], "xMin", 0))
    font["maxp"] = limits = newTable("maxp")
    limits.tableVersion = 0x00010000
    limits.maxZones = 1
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
    ):
        setattr(limits, field, 0)
    limits.compile(font)
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
    rename(font, family, origin)
    return saved(font)


def outputs(sources: Path) -> dict[str, Callable[[], bytes]]:
    """Name of each shipped font and how its bytes are made."""
    serif = sources / "NotoSerifSC_900Black.ttf"
    medium = sources / "NotoSansSC_500Medium.ttf"
    fang = sources / "FandolFang-Regular.otf"
    return {
        "NotoSansSC-Regular.ttf": (sources / "NotoSansSC_400Regular.ttf").read_bytes,
        "LXGWWenKai-Regular.ttf": (sources / "LXGWWenKai-Regular.ttf").read_bytes,
        "DeskFangsong-Regular.ttf": lambda: quadratic(
            fang, "Desk Fangsong", "FandolFang with quadratic outlines, renamed"
        ),
        "DeskSongTitle-Black.ttf": lambda: cut(
            serif,
            general_standard() | shared_marks(),
            "Desk Song Title",
            "Noto Serif SC Black, cut and renamed",
        ),
        "DeskSansMedium-Regular.ttf": lambda: cut(
            medium, gb2312() | shared_marks(), "Desk Sans Medium", "Noto Sans SC Medium, cut and renamed"
        ),
    }


def verify_sources(sources: Path) -> None:
    """Stops when a source file is missing or is not the published one."""
    for name, expected in SOURCES.items():
        found = hashlib.sha256((sources / name).read_bytes()).hexdigest()
        if found != expected:
            raise SystemExit(f"{name}: SHA-256 is {found}, expected {expected}")


def main() -> int:
    """Builds (or, with --check, compares) every shipped font; 1 when a built file differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    verify_sources(arguments.sources)
    different = 0
    for name, make in outputs(arguments.sources).items():
        content = make()
        target = OUTPUT / name
        if arguments.check:
            same = target.exists() and target.read_bytes() == content
            different += not same
            print(f"{'same     ' if same else 'DIFFERENT'} {name}")
        else:
            target.write_bytes(content)
            print(f"{hashlib.sha256(content).hexdigest()}  {len(content):>9}  {name}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
