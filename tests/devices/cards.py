"""Identity cards of nobody, and a reader that is not there: a library compiled from fake_reader.c."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("fake_reader.c")
NUMBER = "410721199003070010"


def block(
    name: str = "张示范",
    number: str = NUMBER,
    *,
    address: str = "河南省示范县示范镇东村2组",
    until: str = "20391116",
    birth: str = "",
    flag: str = "",
) -> bytes:
    """The text block of a card, laid out by reference/stack.md 11."""
    units = bytearray(b"\x20\x00" * 128)

    def put(at: int, length: int, text: str) -> None:
        raw = text.encode("utf-16-le", "surrogatepass")[: 2 * length]
        units[2 * at : 2 * at + len(raw)] = raw

    put(0, 15, name)
    put(15, 1, "1")
    put(16, 2, "01")
    put(18, 8, birth or number[6:14])
    put(26, 35, address)
    put(61, 18, number)
    put(79, 15, "示范县公安局")
    put(94, 8, "20191116")
    put(102, 8, until)
    put(124, 1, flag)
    return bytes(units)


def compile_library(folder: Path) -> Path:
    """The made-up library. Raises CalledProcessError where it cannot be compiled."""
    made = folder / "libfakereader.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", made, SOURCE], check=True)
    return made


@dataclass
class Plate:
    """What lies on the reader."""

    file: Path

    def lay(self, card: bytes) -> None:
        """Lays a card on it."""
        self.be(f"card {card.hex()}")

    def be(self, word: str) -> None:
        """The reader behaves so from now on; a whole file takes the place of the old one."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(word, encoding="ascii")
        fresh.replace(self.file)
