"""Which passwords are good enough (密码要求): long, not guessable, and what the office's profile asks besides.

Guessable is what is made of pieces everybody tries: runs of keys and digits, years, repeated characters, common words, the
own account and office. They are taken out; of what is left at least four characters, three different, must remain. There
are no hints and no questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from app.domain.names import pinyin_initials
from app.domain.policy_profiles import PolicyProfile
from app.errors import BadInput
from resources.loader import read_toml

PATTERNS = "policies/passwords.toml"
LONGEST = 128
"""Characters of the longest password that is taken."""
LEFT = 4
DIFFERENT = 3
"""Characters that must remain, and how many of them must differ."""
_RUN = 3
_REPEATED = re.compile(r"(.+?)\1{2,}")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[01]?\d(?:[0-3]?\d)?)?")


def check_password(password: str, profile: PolicyProfile, about: Iterable[str] = ()) -> None:
    """Refuses a password that is not good enough; `about` are the account, the names of the person and the office.

    Raises BadInput of field "password": "password.too_short", "password.too_long", "password.classes",
    "password.guessable".
    """
    if len(password) < profile.least:
        raise BadInput("password.too_short", field="password", least=profile.least)
    if len(password) > LONGEST:
        raise BadInput("password.too_long", field="password", most=LONGEST)
    if classes_in(password) < profile.classes:
        raise BadInput("password.classes", field="password", classes=profile.classes)
    rest = what_is_left(password, about)
    if len(rest) < LEFT or len(set(rest)) < DIFFERENT:
        raise BadInput("password.guessable", field="password")


def classes_in(password: str) -> int:
    """How many of the four classes occur: small letters, capital letters, digits, anything else."""
    tests = (str.islower, str.isupper, str.isdigit)
    known = [any(test(letter) for letter in password) for test in tests]
    other = any(not any(test(letter) for test in tests) for letter in password)
    return sum(known) + other


def what_is_left(password: str, about: Iterable[str] = ()) -> str:
    """The password without the pieces that everybody tries first."""
    text = _YEARS.sub("", password.lower())
    patterns = _patterns()
    for piece in sorted({*patterns["words"], *_own(about)}, key=len, reverse=True):
        text = text.replace(piece, "")
    text = _REPEATED.sub("", text)
    for run in patterns["runs"]:
        text = _without_run(_without_run(text, run), run[::-1])
    return text


def _without_run(text: str, run: str) -> str:
    """The text without its pieces of three or more that are neighbours in `run`, longest first."""
    kept, at = [], 0
    while at < len(text):
        length = 0
        while at + length < len(text) and text[at : at + length + 1] in run:
            length += 1
        if length >= _RUN:
            at += length
        else:
            kept.append(text[at])
            at += 1
    return "".join(kept)


def _own(about: Iterable[str]) -> set[str]:
    """What belongs to the person and the office: the words themselves, and the first letters of their readings."""
    words = [item.strip().lower() for item in about if item.strip()]
    letters = [first for word in words if not word.isascii() for first in pinyin_initials(word)]
    return {piece for piece in (*words, *letters) if len(piece) >= 2}


@cache
def _patterns() -> Mapping[str, Any]:
    return read_toml(PATTERNS)
