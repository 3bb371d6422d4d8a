"""The settings of one computer (本机设置): look, counter, printer. Typed; an unknown key is an error, never passed over.

What the whole office shares (its name, units, law) is no setting: it stands in the journal.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, fields
from typing import Any

from app.errors import BadInput

THEMES = ("light", "dark", "high_contrast")
"""Looks that can be chosen."""
SMALLEST, USUAL, LARGEST = 12, 14, 24
"""Sizes of body text, in device-independent pixels."""
PLACES = ("hall", "laptop")
"""Where a computer stands: in a hall the background lane goes on while it is locked, on a laptop everything goes."""
COUNTER_LENGTH = 20
"""Characters of a counter's name."""


MOST_MOVED = 100
"""Tenths of a millimetre that a printer's page may be moved: more is a matter for its paper guide."""


def _plain(text: str) -> bool:
    return not any(letter in '"\\' or not letter.isprintable() for letter in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """Which printer, and how far its pages are moved (tenths of a millimetre to the right and down).

    An empty name means the computer's default printer. `receipts` is a printer for 80 mm strips (小票打印机); empty: none.
    `printed_head`: its sheets bear the red head already (套打).
    """

    name: str = ""
    right: int = 0
    down: int = 0
    receipts: str = ""
    printed_head: bool = False

    def __post_init__(self) -> None:
        for field, name in (("printer", self.name), ("receipts", self.receipts)):
            if not isinstance(name, str) or not _plain(name):
                raise BadInput("settings.value", field=field, name=field, allowed="-")
        if not isinstance(self.printed_head, bool):
            raise BadInput("settings.value", field="printed_head", name="printed_head", allowed="true, false")
        for field, moved in (("right", self.right), ("down", self.down)):
            if not isinstance(moved, int) or not -MOST_MOVED <= moved <= MOST_MOVED:
                raise BadInput("settings.value", field=field, name=field, allowed=f"±{MOST_MOVED // 10} mm")


CARD_READERS = ("sdt", "cvr")
"""Families of interfaces of card readers: the common security module's (sdtapi), Huashi's (termb)."""
HIGHEST_PORT = 1016
"""Serial ports are 1 to 16, ports of the universal bus 1001 to 1016; 0 tries the latter one after the other."""
PATH_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReaderSettings:
    """The reader of identity cards (身份证阅读器). An empty `library` means that there is none.

    `library` is the file of its maker's interface, `helper` a program for libraries of another kind of processor.
    """

    family: str = CARD_READERS[0]
    library: str = ""
    port: int = 0
    helper: str = ""

    def __post_init__(self) -> None:
        if self.family not in CARD_READERS:
            raise BadInput("settings.value", field="family", name="family", allowed=", ".join(CARD_READERS))
        for field, path in (("library", self.library), ("helper", self.helper)):
            if not isinstance(path, str) or len(path) > PATH_LENGTH or not all(map(str.isprintable, path)):
                raise BadInput("settings.value", field=field, name=field, allowed="-")
        if not isinstance(self.port, int) or not 0 <= self.port <= HIGHEST_PORT:
            raise BadInput("settings.value", field="port", name="port", allowed=f"0-{HIGHEST_PORT}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One computer's settings. `counter` is the name of the window it stands at (接待一窗), printed in entries.

    `place` is hall or laptop; `names`: whether the door lists who signed in here lately; `lesson`: which lesson of the
    training hall was open last (its code), and nothing of how it went.
    """

    theme: str = "light"
    size: int = USUAL
    counter: str = ""
    place: str = "hall"
    names: bool = True
    lesson: str = ""
    printer: PrinterSettings = PrinterSettings()
    card_reader: CardReaderSettings = CardReaderSettings()

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise BadInput("settings.value", field="theme", name="theme", allowed=", ".join(THEMES))
        if self.place not in PLACES:
            raise BadInput("settings.value", field="place", name="place", allowed=", ".join(PLACES))
        if not isinstance(self.names, bool):
            raise BadInput("settings.value", field="names", name="names", allowed="true, false")
        if not isinstance(self.lesson, str) or len(self.lesson) > COUNTER_LENGTH or not _plain(self.lesson):
            raise BadInput("settings.value", field="lesson", name="lesson", allowed=f"0-{COUNTER_LENGTH}")
        if not isinstance(self.size, int) or not SMALLEST <= self.size <= LARGEST:
            raise BadInput("settings.value", field="size", name="size", allowed=f"{SMALLEST}-{LARGEST}")
        if (
            not isinstance(self.counter, str)
            or len(self.counter) > COUNTER_LENGTH
            or not _plain(self.counter)
        ):
            raise BadInput("settings.value", field="counter", name="counter", allowed=f"0-{COUNTER_LENGTH}")


def read_settings(text: str) -> Settings:
    """The settings of a TOML text. Raises BadInput("settings.unreadable", "settings.unknown", "settings.value")."""
    try:
        found: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput("settings.unreadable") from error
    _require_known(found, Settings)
    printer = _table(found, "printer", PrinterSettings)
    reader = _table(found, "card_reader", CardReaderSettings)
    return Settings(**found, printer=PrinterSettings(**printer), card_reader=CardReaderSettings(**reader))


def _table(found: dict[str, Any], name: str, kind: type) -> dict[str, Any]:
    table = found.pop(name, {})
    if not isinstance(table, dict):
        raise BadInput("settings.value", field=name, name=name, allowed="-")
    _require_known(table, kind)
    return table


def _require_known(found: dict[str, Any], kind: type) -> None:
    known = {item.name for item in fields(kind)}
    for name in found:
        if name not in known:
            raise BadInput("settings.unknown", field=name, name=name)


def write_settings(settings: Settings) -> str:
    """The TOML text of settings; `read_settings` gives them back."""
    printer = settings.printer
    # left out where there is none, so that an older program on the same computer can still read the file
    receipts = f'receipts = "{printer.receipts}"\n' if printer.receipts else ""
    receipts += "printed_head = true\n" if printer.printed_head else ""
    own = f'place = "{settings.place}"\n' if settings.place != PLACES[0] else ""
    own += "" if settings.names else "names = false\n"
    own += f'lesson = "{settings.lesson}"\n' if settings.lesson else ""
    return (
        f'theme = "{settings.theme}"\nsize = {settings.size}\ncounter = "{settings.counter}"\n{own}\n'
        f'[printer]\nname = "{printer.name}"\nright = {printer.right}\ndown = {printer.down}\n{receipts}'
        + _card_reader(settings.card_reader)
    )


def _card_reader(reader: CardReaderSettings) -> str:
    """Left out where there is none, as above. Paths are written as TOML's basic strings, as JSON writes them."""
    if reader == CardReaderSettings():
        return ""
    library, helper = (json.dumps(path, ensure_ascii=False) for path in (reader.library, reader.helper))
    return f'\n[card_reader]\nfamily = "{reader.family}"\nlibrary = {library}\nport = {reader.port}\nhelper = {helper}\n'
