"""What is wrong with a file that does not open: another key, no key, damage, or not a file of ours (trust.md 0.8, row 17).

SQLCipher says "not a database" to all of it. With the raw key the first block of a database can be deciphered by itself: it
holds figures that never change (SQLite file format 1.3), and so does every page of a tree (1.6). Pages prove themselves by
their HMAC (SQLCipher design: HMAC-SHA512 under a key stretched twice from the salt with every byte XOR 0x3a). One of the
two survives any damage that leaves a page.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.suites.stored import MARK, key_mark, read_head
from app.suites.suite import Suite
from db.store import FileStore

PAGE, RESERVE, SALT = 4096, 80, 16
IV, TAG = 16, 64
FIGURES = bytes((0x10, 0x00))
"""Page size 4096, big-endian, at byte 16 of every database of ours; behind it the reserve and three fixed fractions."""
FRACTIONS = bytes((RESERVE, 64, 32, 32))
TREE_PAGES = (2, 5, 10, 13)
LOOKED_AT = 64
"""About so many pages are deciphered when none proves itself: by chance none of another key's reads as a page."""
PLAIN = b"SQLite format 3\0"


class Finding(StrEnum):
    """What a file is."""

    SOUND = "sound"
    NONE = "none"
    NO_KEY = "no_key"
    OTHER_KEY = "other_key"
    DAMAGED = "damaged"
    NOT_OURS = "not_ours"


def of_database(path: Path, key: bytes | None) -> Finding:
    """What a database file is to the holder of a data key, page by page; None: there is no key to try.

    A file that no program like ours could have written (plain, or not made of pages) is not ours; pages that none of
    them opens belong to another key.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return Finding.NONE
    if data.startswith(PLAIN) or len(data) < PAGE:
        return Finding.NOT_OURS
    if key is None:
        return Finding.NO_KEY if len(data) % PAGE == 0 else Finding.NOT_OURS
    proof = _proof_key(key, data[:SALT])
    proved = [_proved(data, number, proof) for number in range(1, len(data) // PAGE + 1)]
    if all(proved) and len(data) % PAGE == 0:
        return Finding.SOUND
    if any(proved) or _reads_under(data, key):
        return Finding.DAMAGED
    return Finding.OTHER_KEY if len(data) % PAGE == 0 else Finding.NOT_OURS


def of_paper(path: Path, key: bytes | None, suite: Suite) -> Finding:
    """What a file of the paper store is to the holder of a data key."""
    try:
        data = path.read_bytes()
    except OSError:
        return Finding.NONE
    named = len(path.name) == 64 and all(c in "0123456789abcdef" for c in path.name)
    told = read_head(data)
    if key is None:
        return Finding.NO_KEY if told is not None or named else Finding.NOT_OURS
    store = FileStore(path.parent.parent, key, suite)
    if store.digest_at(path) is not None:
        return Finding.SOUND
    if told is not None and told.key_mark == key_mark(told.suite, key):
        return Finding.DAMAGED
    if store.belongs(path):
        return Finding.DAMAGED
    return Finding.OTHER_KEY if data.startswith(MARK) else Finding.NOT_OURS


def _proof_key(key: bytes, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)


def _proved(data: bytes, number: int, proof: bytes) -> bool:
    """Whether a page's HMAC is that of its bytes and its place. The first page begins behind the salt."""
    page = data[(number - 1) * PAGE : number * PAGE]
    covered = page[SALT if number == 1 else 0 : PAGE - RESERVE + IV]
    told = page[PAGE - RESERVE + IV : PAGE - RESERVE + IV + TAG]
    made = hmac.new(proof, covered + number.to_bytes(4, "little"), hashlib.sha512).digest()
    return hmac.compare_digest(made, told)


def _reads_under(data: bytes, key: bytes) -> bool:
    """Whether any page, deciphered without proof, reads as a page of SQLite: the salt may be gone, the key is not in it."""
    count = len(data) // PAGE
    others = range(2, count + 1, max(1, count // LOOKED_AT))
    return _begins_as_ours(_first_block(data, 1, key)) or any(
        _is_tree_page(_first_block(data, number, key)) for number in others
    )


def _first_block(data: bytes, number: int, key: bytes) -> bytes:
    page = data[(number - 1) * PAGE : number * PAGE]
    start = SALT if number == 1 else 0
    worker = Cipher(algorithms.AES(key), modes.CBC(page[PAGE - RESERVE : PAGE - RESERVE + IV])).decryptor()
    return worker.update(page[start : start + 16])


def _begins_as_ours(block: bytes) -> bool:
    return block[:2] == FIGURES and block[4:8] == FRACTIONS


def _is_tree_page(block: bytes) -> bool:
    """Whether these are the first bytes of a b-tree page; by chance one block in some millions is."""
    free, cells, content = (int.from_bytes(block[at : at + 2], "big") for at in (1, 3, 5))
    return block[0] in TREE_PAGES and free < PAGE and cells < PAGE // 4 and content <= PAGE and block[7] <= 60
