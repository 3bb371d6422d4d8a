"""The settings of one computer (本机设置): look and counter. Typed; an unknown key is an error, never passed over.

What the whole office shares (its name, units, law) is no setting: it stands in the journal.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import Any

from app.errors import BadInput

THEMES = ("light", "dark", "high_contrast")
"""Looks that can be chosen."""
SMALLEST, USUAL, LARGEST = 12, 14, 24
"""Sizes of body text, in device-independent pixels."""
COUNTER_LENGTH = 20
"""Characters of a counter's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One computer's settings. `counter` is the name of the window it stands at (接待一窗), printed in entries."""

    theme: str = "light"
    size: int = USUAL
    counter: str = ""

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise BadInput("settings.value", field="theme", name="theme", allowed=", ".join(THEMES))
        if not isinstance(self.size, int) or not SMALLEST <= self.size <= LARGEST:
            raise BadInput("settings.value", field="size", name="size", allowed=f"{SMALLEST}-{LARGEST}")
        if (
            not isinstance(self.counter, str)
            or len(self.counter) > COUNTER_LENGTH
            or not _plain(self.counter)
        ):
            raise BadInput("settings.value", field="counter", name="counter", allowed=f"0-{COUNTER_LENGTH}")


def _plain(text: str) -> bool:
    return not any(letter in '"\\' or not letter.isprintable() for letter in text)


def read_settings(text: str) -> Settings:
    """The settings of a TOML text. Raises BadInput("settings.unreadable", "settings.unknown", "settings.value")."""
    try:
        found: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput("settings.unreadable") from error
    known = {item.name for item in fields(Settings)}
    for name in found:
        if name not in known:
            raise BadInput("settings.unknown", field=name, name=name)
    return Settings(**found)


def write_settings(settings: Settings) -> str:
    """The TOML text of settings; `read_settings` gives them back."""
    return f'theme = "{settings.theme}"\nsize = {settings.size}\ncounter = "{settings.counter}"\n'
