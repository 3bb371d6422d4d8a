"""Derives resources/codes/{syllables,variants}.tsv: how a character is read, and which character it is written for.

    python packaging/data/build_readings.py

Needs pypinyin and ICU's `uconv` (development only). Readings: the first reading, without tones, of the characters of
pypinyin's dictionary in the basic block, extension A and the general standard list. Variants: ICU's Hant-Hans, character
by character (facts of Unicode's kSimplifiedVariant), and own_variants.txt beside this file.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT

HERE: Final = Path(__file__).resolve().parent
CODES: Final = HERE.parent.parent / "resources" / "codes"
BLOCKS: Final = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2EBEF))
READ: Final = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))


def characters() -> list[str]:
    """The characters of the blocks that names are written with."""
    return [chr(code) for first, last in BLOCKS for code in range(first, last + 1)]


def variants() -> dict[str, str]:
    """Variant → the character it is looked up as; no character is both."""
    every = characters()
    text = "\n".join(every).encode()
    made = subprocess.run(
        ["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Hant-Hans"],
        input=text,
        capture_output=True,
        check=True,
    ).stdout.decode()
    found = {a: b for a, b in zip(every, made.split("\n"), strict=True) if a != b and len(b) == 1}
    for line in (HERE / "own_variants.txt").read_text(encoding="utf-8").splitlines():
        for pair in () if line.startswith("#") else line.split():
            variant, usual = pair
            found.pop(usual, None)
            found[variant] = usual
    return {variant: last for variant in found if (last := _end(found, variant)) != variant}


def _end(found: dict[str, str], variant: str) -> str:
    """Where the chain of a variant ends; a ring of them ends in its first character."""
    chain = [variant]
    while (next_one := found.get(chain[-1])) is not None:
        if next_one in chain:
            return min(chain[chain.index(next_one) :])
        chain.append(next_one)
    return chain[-1]


def syllables(named: set[str]) -> dict[str, list[str]]:
    """Syllable without tone → the characters that are read so first."""
    found: dict[str, list[str]] = {}
    for code in sorted(PINYIN_DICT):
        character = chr(code)
        if not any(first <= code <= last for first, last in READ) and character not in named:
            continue
        syllable = pinyin(character, style=Style.NORMAL)[0][0]
        if syllable.isascii() and syllable.isalpha():
            found.setdefault(syllable, []).append(character)
    return found


def rare_names() -> set[str]:
    """Characters beyond the basic plane that a font of ours was made for: those of the general standard list."""
    from fontTools.ttLib import TTFont

    shown = TTFont(HERE.parent.parent / "resources" / "fonts" / "NotoSansSC-Regular.ttf").getBestCmap()
    return {chr(code) for code in shown if code >= 0x20000}


def main() -> None:
    """Writes both tables."""
    grouped: dict[str, str] = {}
    for variant, usual in sorted(variants().items()):
        grouped[usual] = grouped.get(usual, "") + variant
    write("variants.tsv", "usual\tvariants", grouped)
    write(
        "syllables.tsv", "syllable\tcharacters", {s: "".join(c) for s, c in syllables(rare_names()).items()}
    )


def write(name: str, header: str, rows: dict[str, str]) -> None:
    """Writes a table with unix line ends."""
    lines = [header, *(f"{key}\t{rows[key]}" for key in sorted(rows))]
    (CODES / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
