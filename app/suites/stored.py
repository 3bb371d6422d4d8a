"""What is stored, and how each kind names its algorithm: the one list (tests/rules/test_stored_objects.py walks it).

Binary objects begin with ten bytes: four of a mark, the form, the suite's number, and four bytes that tell another key
from a damaged object. Objects written before had no header; they are read as `intl`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.suites.suite import INTL, Suite, suite_numbered

MARK: Final = b"\x89XFE"
FORM: Final = 1
HEAD: Final = 10
"""Bytes of the header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKind:
    """A kind of stored object: where it lies, the field that names the algorithm, and what it means when it is absent."""

    name: str
    where: str
    field: str
    absent: str = ""


KINDS: Final = (
    StoredKind(name="key file", where="station.keys.json", field="suite", absent=INTL.name),
    StoredKind(name="key slot", where="station.keys.json slots", field="alg", absent=INTL.aead),
    StoredKind(name="personal key", where="table credential", field="alg", absent=INTL.aead),
    StoredKind(name="database", where="desk.db, drafts.db, suggestions.db", field="key file: database",
               absent="sqlcipher-4"),
    StoredKind(name="paper", where="papers/", field="header byte 5", absent=INTL.name),
    StoredKind(name="field on a server", where="sealed columns", field="header byte 5", absent=INTL.name),
    StoredKind(name="sealed part", where="journal", field="age header line", absent="age-x25519"),
    StoredKind(name="draft", where="drafts.db", field="age header line", absent="age-x25519"),
    StoredKind(name="package", where="*.xfp", field="format", absent="ed25519"),
    StoredKind(name="backup", where="*.xfbackup", field="format; its key file names the suite", absent=INTL.name),
    StoredKind(name="side file", where="side/*.xfs", field="header byte 5", absent=INTL.name),
    StoredKind(name="signed head", where="access chain", field="suite", absent=INTL.sign),
    StoredKind(name="journal entry", where="journal", field="hash (absent)", absent=INTL.hash),
    StoredKind(name="station's keys", where="table local", field="alg", absent=INTL.sign),
)  # fmt: skip
"""Every kind, and what stands for the algorithm where the field is absent."""


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a binary object: the suite and the four bytes of the key."""

    suite: Suite
    key_mark: bytes


def key_mark(suite: Suite, key: bytes) -> bytes:
    """Four bytes of a keyed hash that say whether this is the key; they say nothing else."""
    return suite.authenticate(key, b"key mark")[:4]


def head(suite: Suite, key: bytes) -> bytes:
    """The ten bytes an object under this key begins with."""
    return MARK + bytes((FORM, suite.number)) + key_mark(suite, key)


def read_head(data: bytes) -> Head | None:
    """The header an object begins with; None when it has none that this program knows."""
    if len(data) < HEAD or not data.startswith(MARK) or data[4] != FORM:
        return None
    found = suite_numbered(data[5])
    return None if found is None else Head(found, data[6:HEAD])
