"""A voice that reads aloud, where this computer has a Chinese one: by the extra `camera` (PySide6-Addons), no network."""

from __future__ import annotations

import importlib
from typing import Any, Protocol

MODULE = "PySide6.QtTextToSpeech"
READING = frozenset({"Speaking", "Synthesizing"})
"""States of the system's voice in which it has something to read."""


class Voice(Protocol):
    """Reads a sentence aloud."""

    def say(self, sentence: str) -> None:
        """Begins to read; what is being read is left off."""
        ...

    def hush(self) -> None:
        """Leaves off reading."""
        ...

    @property
    def is_reading(self) -> bool:
        """Whether something is being read now."""
        ...


class QtVoice:
    """The system's own voice; fulfils the port Voice."""

    def __init__(self, speech: Any) -> None:
        self._speech = speech

    def say(self, sentence: str) -> None:
        """Begins to read."""
        self._speech.stop()
        self._speech.say(sentence)

    def hush(self) -> None:
        """Leaves off reading."""
        self._speech.stop()

    @property
    def is_reading(self) -> bool:
        """Whether something is being read now, or will be at once."""
        return self._speech.state().name in READING


def installed_voice(module: str = MODULE) -> Voice | None:
    """The first Chinese voice of the system, or None: without one everything is read on the screen as ever."""
    try:
        speech_module: Any = importlib.import_module(module)
    except ImportError:
        return None
    speech = speech_module.QTextToSpeech()
    chinese = [place for place in speech.availableLocales() if place.name().startswith("zh")]
    if not chinese:
        return None
    speech.setLocale(chinese[0])
    return QtVoice(speech)
