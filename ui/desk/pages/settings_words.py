"""The words of the settings page."""

from __future__ import annotations

from typing import Any

from resources.loader import words as words_of


def settings_words() -> dict[str, Any]:
    """All of them, by their names in resources/words/settings.toml."""
    found: dict[str, Any] = words_of("words/settings.toml")["settings"]
    return found
