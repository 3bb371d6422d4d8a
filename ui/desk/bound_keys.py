"""Which keys do something now: read from what is bound, with the words that stand where each key is printed.

The sheet of F1 and the acts of Ctrl+K are made of this and of nothing else: a key that a role does not have is not bound,
and so is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.domain.names import pinyin_initials
from resources.loader import words as words_of
from ui.desk.widgets.act_line import ActLine
from ui.desk.widgets.card import Card
from ui.desk.widgets.chips import Chip
from ui.desk.widgets.field import FieldRow

ACT_KEY = "act-key"
"""Name of a shortcut whose act is there only while its line is: what is not printed now does nothing now."""

_NAME = r"(?:F\d{1,2}|Enter|Return|Esc|Del|Delete|Space|PgUp|PgDown|PgDn|Home|End|Left|Right|Up|Down|[A-Z0-9.,;=+\-/←→↑↓])"
_KEY = rf"(?:(?:Ctrl|Alt|Shift)\+)*{_NAME}"
_BEHIND = re.compile(rf"^(?P<words>.*?\S)\s{{2,}}(?P<key>{_KEY})$")
_BEFORE = re.compile(rf"^(?P<key>{_KEY})\s+(?P<words>\S.*)$")
_SIGNS = {"←": "Left", "→": "Right", "↑": "Up", "↓": "Down", "Return": "Enter"}
_APART = re.compile(r"\s{2,}|\s*[•·]\s*|　+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundKey:
    """A key that does something now; `shortcut` is what it sets off."""

    key: str
    words: str
    shortcut: QShortcut

    @property
    def initials(self) -> str:
        """First letters of how the words are read."""
        return " ".join(pinyin_initials(self.words))


def key_words() -> dict[str, Any]:
    """The words of the sheet of keys."""
    found: dict[str, Any] = words_of("words/key_sheet.toml")["key_sheet"]
    return found


def bound_keys(owner: QWidget, named: dict[str, str], *, inside: bool) -> tuple[BoundKey, ...]:
    """The keys bound at `owner`, and with `inside` at anything in it, in order of their names; each key once.

    What stands on the screen names a key first, then `named`, then what is printed there at other times.
    """
    seen, unseen = _printed(owner) if inside else ({}, {})
    found: dict[str, BoundKey] = {}
    for shortcut in owner.findChildren(QShortcut) if inside else _own(owner):
        for sequence in shortcut.keys() if shortcut.isEnabled() else ():
            key = _plain(sequence.toString(QKeySequence.SequenceFormat.PortableText))
            words = seen.get(key, "")
            if not words and shortcut.objectName() != ACT_KEY:
                words = named.get(key) or unseen.get(key, "")
            if key and key not in found and (words or shortcut.objectName() != ACT_KEY):
                found[key] = BoundKey(key=key, words=words, shortcut=shortcut)
    return tuple(sorted(found.values(), key=lambda item: order_of_key(item.key)))


def order_of_key(key: str) -> tuple[int, int, str]:
    """Plain keys first, then by how many are held down, then by name."""
    parts = key.split("+")
    number = re.search(r"\d+$", parts[-1])
    return (len(parts), int(number[0]) if number else 0, key)


def printed_keys(page: QWidget, *, seen: bool = True) -> Iterator[tuple[str, str]]:
    """Keys that are printed on a page, with the words beside each; `seen`: on what stands there now, or on the rest."""
    for widget in page.findChildren(QWidget):
        if widget.isVisibleTo(page) is not seen:
            continue
        if isinstance(widget, ActLine | Chip):
            yield _plain(widget.key), widget.accessibleName() if isinstance(widget, Chip) else widget.text()
        elif isinstance(widget, Card):
            yield from _alone(widget.keys, widget.accessibleName())
        elif isinstance(widget, FieldRow):
            for field in widget.fields:
                yield from _alone(field.keys.text(), field.label.text())
        elif isinstance(widget, QAbstractButton):
            if (found := _BEHIND.match(widget.text())) is not None:
                yield _plain(found["key"]), found["words"]
            elif _is_key(widget.accessibleDescription()):
                yield _plain(widget.accessibleDescription()), widget.text()
        elif isinstance(widget, QLabel):
            yield from _segments(widget.text())


def _printed(page: QWidget) -> tuple[dict[str, str], dict[str, str]]:
    """Words by key: those on the screen now, and those that are hidden. The first word for a key counts."""
    made: list[dict[str, str]] = []
    for seen in (True, False):
        words: dict[str, str] = {}
        for key, word in printed_keys(page, seen=seen):
            words.setdefault(key, word)
        made.append(words)
    return made[0], made[1]


def _own(owner: QWidget) -> list[QShortcut]:
    return [child for child in owner.children() if isinstance(child, QShortcut)]


def _alone(keys: str, title: str) -> Iterator[tuple[str, str]]:
    """A key that stands alone beside a title brings what the title names."""
    for part in _APART.split(keys):
        if _is_key(part):
            yield _plain(part), title


def _segments(text: str) -> Iterator[tuple[str, str]]:
    for part in _APART.split(text):
        if (found := _BEFORE.match(part)) is not None:
            yield _plain(found["key"]), found["words"]


def _is_key(text: str) -> bool:
    return re.fullmatch(_KEY, text) is not None


def _plain(key: str) -> str:
    """A key as it is compared: the two Enters are one, arrows have their names."""
    for sign, name in _SIGNS.items():
        key = key.replace(sign, name)
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
