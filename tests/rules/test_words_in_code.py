"""Chinese words live in resources/, where an office may change them; app/ and db/ hold none as literals."""

from __future__ import annotations

import io
import re
import tokenize

from tests.rules.tree import SourceTree, prose_strings

HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Characters of words. Punctuation is not a word: a line breaker may name it."""


def chinese_literals(tree: SourceTree) -> list[str]:
    """Strings of app/ and db/ that hold Chinese words and are not docstrings, as 'path:line'."""
    found = []
    for source in tree.on("app", "db"):
        prose = prose_strings(source.syntax)
        for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
            columns = len(token.line[: token.start[1]].encode("utf-8"))
            if (
                token.type == tokenize.STRING
                and (token.start[0], columns) not in prose
                and HAN.search(token.string)
            ):
                found.append(f"{source.path}:{token.start[0]}")
    return found


def test_app_and_db_hold_no_chinese_words(product: SourceTree) -> None:
    assert chinese_literals(product) == []


def test_a_chinese_literal_is_seen_and_a_docstring_is_not() -> None:
    tree = SourceTree.planted(
        app__a='"""登记."""\nWORD = 1\n"""What it is (受理)."""\nx = "受理"\n'
        'y = f"{x}办理"\nBREAKS = "，。"\n',
        ui__b='label = "接待"\n',
    )
    assert chinese_literals(tree) == ["app/a.py:4", "app/a.py:5"]
