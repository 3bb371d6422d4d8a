"""One thing has one name on the screen, and it is the office's: words that were turned down do not come back.

The names are the glossary's. A number of a matter is its 登记编号 everywhere; keys are called by what stands on their
caps, and the bar on which nothing stands is 空格. What a program calls things (a seal around a package, a moving code)
is put into words that a clerk knows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from tests.rules.tree import REPOSITORY, SourceTree

SPOKEN = ("resources/words/", "resources/help/", "resources/training/", "resources/checks/")
"""Files whose words are read on a screen; printed papers keep the names of their laws and forms."""
TURNED_DOWN = {
    r"(?<!停电)登记号": "登记编号",
    "信访编号|事项编号": "登记编号",
    "回车": "Enter",
    "退格": "Backspace",
    r"(?<![A-Za-z])Space(?![A-Za-z])": "空格",
    "封包": "打包、加密",
    "动态码": "用屏幕传",
    "巡码": "巡查",
    "归回证": "读入回证",
    "凭记忆": "没有对照原文",
}
"""Patterns of words that had two names or were a program's, and what is said instead."""
BARE = "编号"
"""Alone as a label it does not say which number."""
MANY_NUMBERS = frozenset({"resources/words/matters.toml: matters.field_number"})
"""Where several kinds of numbers are meant."""


def turned_down(tree: SourceTree) -> list[str]:
    """Words on the screen that were turned down, as 'path: name'."""
    found = []
    for path, text in tree.others(".toml"):
        if path.startswith(SPOKEN):
            for name, said in _spoken(tomllib.loads(text)):
                if said == BARE or any(re.search(pattern, said) for pattern in TURNED_DOWN):
                    found.append(f"{path}: {name}")
    for path, text in tree.others(".md"):
        if any(re.search(pattern, text) for pattern in TURNED_DOWN):
            found.append(f"{path}: {next(p for p in TURNED_DOWN if re.search(p, text))}")
    return [each for each in found if each not in MANY_NUMBERS]


def _spoken(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text below `value`, with its dotted name."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _spoken(each, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for each in value:
            yield from _spoken(each, name)


def test_no_word_that_was_turned_down_is_on_the_screen(product: SourceTree) -> None:
    assert turned_down(product) == []


def test_the_handbook_uses_the_words_of_the_screen() -> None:
    chapters = (REPOSITORY / "resources" / "handbook").glob("*.md")
    texts = {path.name: path.read_text(encoding="utf-8") for path in chapters}
    assert len(texts) > 20 and turned_down(SourceTree(texts)) == []
    assert turned_down(SourceTree({"a.md": "按 `Space` 选中"})) != []


def test_a_word_that_was_turned_down_is_found() -> None:
    tree = SourceTree(
        {
            "resources/words/a.toml": 'number = "编号"\nfine = "停电登记号、台账编号"\n'
            '[b]\nkeys = ["空格 选中", "Space 选中"]',
            "resources/help/b.toml": 'says = "请填登记号。"',
            "resources/papers/D01.toml": 'title = "登记号"',
        }
    )
    assert turned_down(tree) == [
        "resources/words/a.toml: number",
        "resources/words/a.toml: b.keys",
        "resources/help/b.toml: says",
    ]
