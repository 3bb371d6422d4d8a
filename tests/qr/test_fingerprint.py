"""Four words for a key: a list that is read aloud without mistakes and never changes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from pypinyin import lazy_pinyin

from app.qr.fingerprint import WORDS, four_words, listed_words
from resources.loader import read_bytes

LISTED = "af436428ca71483b7a8f80bb0aaa2fdc0b353d436493ba72fb215a394ebc344d"


def test_the_list_never_changes() -> None:
    """Another list would change the words on every wall."""
    assert hashlib.sha256(read_bytes("qr/fingerprint_words.txt")).hexdigest() == LISTED


def test_each_number_has_a_word_of_two_common_characters() -> None:
    words = listed_words()
    assert len(words) == len(set(words)) == 256
    for word in words:
        assert len(word) == 2
        assert all(0xB0 <= character.encode("gb2312")[0] <= 0xD7 for character in word), word


def test_no_word_is_taken_for_another_by_eye() -> None:
    """The first characters all differ, and none of them is the second of another word."""
    first, second = Counter(word[0] for word in listed_words()), {word[1] for word in listed_words()}
    assert set(first.values()) == {1} and not set(first) & second


def test_no_word_is_taken_for_another_by_ear() -> None:
    """Nor in accents that do not tell zh from z, n from l, f from h, -ng from -n, nor by tone."""
    heard = Counter(tuple(map(_as_heard, lazy_pinyin(word))) for word in listed_words())
    assert [sounds for sounds, times in heard.items() if times > 1] == []


def _as_heard(syllable: str) -> str:
    plain = re.sub(r"^([zcs])h", r"\1", syllable)
    plain = re.sub(r"ng$", "n", plain)
    return re.sub(r"^f", "h", re.sub(r"^l", "n", plain))


def test_words_of_a_key() -> None:
    """Printed on walls: a change here is a change there."""
    assert four_words(bytes(32)) == EXPECTED
    assert len(four_words(bytes(32))) == WORDS
    assert four_words(bytes(31) + b"\x01") != EXPECTED


EXPECTED = ("棋盘", "木桥", "彩虹", "芦苇")
