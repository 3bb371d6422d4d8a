"""The glossary holds each term once and gives each identifier to one term only."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tests.rules.test_names import speaks_pinyin
from tests.rules.tree import REPOSITORY


@dataclass(frozen=True)
class Term:
    """One line of the glossary."""

    chinese: str
    identifier: str
    kind: str
    note: str


def terms(text: str) -> list[Term]:
    """The lines of all tables, without their heads."""
    lines = (line.strip("| \n") for line in text.splitlines() if "|" in line)
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [
        Term(row[0], row[1].strip("`"), row[2], row[3] if len(row) > 3 else "")
        for row in rows
        if len(row) >= 3 and row[1].startswith("`")
    ]


def repeated(text: str) -> list[str]:
    """Chinese terms and identifiers that stand on more than one line."""
    lines = terms(text)
    counted = Counter(term.chinese for term in lines) + Counter(term.identifier for term in lines)
    return sorted(word for word, times in counted.items() if times > 1)


GLOSSARY = (REPOSITORY / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")


def test_one_term_one_identifier() -> None:
    assert len(terms(GLOSSARY)) > 100
    assert repeated(GLOSSARY) == []


def test_identifiers_are_english_and_terms_are_chinese() -> None:
    lines = terms(GLOSSARY)
    assert [term for term in lines if not re.fullmatch(r"[A-Za-z][A-Za-z_.]*", term.identifier)] == []
    assert [term for term in lines if speaks_pinyin(term.identifier)] == []
    assert [term for term in lines if not re.search("[\u4e00-\u9fff]", term.chinese)] == []


def test_a_term_or_identifier_used_twice_is_seen() -> None:
    table = "| 中文 | identifier | kind | note |\n|---|---|---|---|\n"
    twice = "| 登记 | `Registration` | act |\n| 登记 | `Register` | list |\n| 台账 | `Register` | list |\n"
    assert repeated(table + twice) == ["Register", "登记"]
