"""What the handbook may say: keys that are bound, words that stand on the screen, articles that were seen, no counted days.

Its two walks are gone through row by row in tests/journeys; here is what holds for every chapter.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.rules.tree import REPOSITORY
from ui.desk.bound_keys import key_words
from ui.desk.day import BELONGS
from ui.desk.pages.settings import HALL, SECTIONS
from ui.handbook import FOLDER, Chapter, chapter_of_text, chapters
from ui.messages import words

HANDBOOK = REPOSITORY / "resources" / FOLDER
WALKS = ("first-day", "practice")
"""Chapters that are gone through row by row: their tables say what stands on the screen without a mark."""
MOST = 1_100
"""Characters of a chapter: two screens at most."""
KEY = re.compile(
    r"(?:(?:Ctrl|Alt|Shift)\+)+(?:F\d{1,2}|Enter|PgDn|PgUp|Space|Tab|Delete|[A-Z0-9.=+\-←→↑↓])"
    r"|(?<![A-Za-z0-9+])(?:F\d{1,2}|Enter|Esc|Tab|Space|Delete|PgUp|PgDn|Home|End)(?![A-Za-z0-9])"
    r"|`[A-Z0-9←→↑↓]`"
)
OF_ALL_FIELDS = frozenset(
    {"Enter", "Esc", "Tab", "Space", "Delete", "PgUp", "PgDn", "←", "→", "↑", "↓", "Shift+Enter", "Shift+Tab"}
)
"""Keys that a field, a list or a table hears without a shortcut of its own."""
OF_THE_ROOMS = frozenset("0123")
"""Keys of the calendar of rooms."""
DAYS = re.compile(
    r"(?<!第)(?:\d+|[零〇一二两三四五六七八九十百]+)\s*(?:个)?(?:工作)?(?:天|日|小时|个月|周|年)(?!示)"
)
NO_NUMBER = re.compile(r"一天|日子|日期")
"""What is said of days without counting them."""
ENGLISH = re.compile(r"[A-Za-z]{3,}")
OWN_NAMES = re.compile(r"PDF|(?:打|输入) [a-z]+(?: |$)", re.MULTILINE)
"""PDF, and first letters that are typed."""
ARTICLE = re.compile(r"《[^》]+》(?:第[一二三四五六七八九十百零]+条(?:第[一二三四五六七八九十]+[款项])*、?)+")


def texts() -> list[tuple[str, str]]:
    """Name and text of every chapter."""
    return [
        (chapter.name, (HANDBOOK / f"{chapter.name}.md").read_text(encoding="utf-8"))
        for chapter in chapters()
    ]


def strings_of(value: Any) -> Iterator[str]:
    """Every string of a TOML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from strings_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_of(item)


def _of_folder(folder: str) -> Iterator[str]:
    for path in sorted((REPOSITORY / "resources" / folder).glob("*.toml")):
        yield from strings_of(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def on_screen() -> frozenset[str]:
    """Everything that can be read on a screen: words, labels of codes, titles of lessons."""
    said = {re.sub(r"\s+", " ", text) for folder in ("words", "training") for text in _of_folder(folder)}
    for path in sorted((REPOSITORY / "resources" / "codes").glob("*.tsv")):
        said.update(
            cell for line in path.read_text(encoding="utf-8").splitlines() for cell in line.split("\t")
        )
    return frozenset(said)


@cache
def known_keys() -> frozenset[str]:
    """Keys of the sheet, of acts and of the rail, and those that are printed where they act."""
    printed = {key for text in _of_folder("words") for key in KEY.findall(_with_ranges(text))}
    named = {key for keys in key_words()["named"].values() for key in keys}
    return frozenset({_plain(key) for key in printed | named} | OF_ALL_FIELDS | OF_THE_ROOMS)


def _with_ranges(text: str) -> str:
    """`Alt+1～9` and `Alt+←→` name each of the keys between."""
    text = re.sub(
        r"(Alt\+|Ctrl\+)(\d)[～-](\d)",
        lambda found: " ".join(f"{found[1]}{at}" for at in range(int(found[2]), int(found[3]) + 1)),
        text,
    )
    return re.sub(r"((?:Ctrl\+|Alt\+|Shift\+)+)([←↑])\s?([→↓])", r"\1\2 \1\3", text)


def _plain(key: str) -> str:
    names = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "PgDown": "PgDn", "Return": "Enter"}
    *held, last = key.strip("`").split("+") if not key.endswith("++") else ("Ctrl", "+")
    return "+".join([*held, names.get(last, last)])


def keys_of(text: str) -> set[str]:
    """Every key that a text names."""
    return {_plain(key) for key in KEY.findall(text)}


@cache
def leaves() -> tuple[dict[str, set[str]], ...]:
    """For each file of words: the values by the last part of their name, `x_keys` and `x_key` with `x`."""
    found = []
    for path in sorted((REPOSITORY / "resources" / "words").glob("*.toml")):
        values: dict[str, set[str]] = {}
        for name, value in _leaves(tomllib.loads(path.read_text(encoding="utf-8"))):
            values.setdefault(re.sub("_keys?$", "", name), set()).add(re.sub(r"\s+", " ", value))
        found.append(values)
    return tuple(found)


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        page = str(value["id"]) if "id" in value else ""
        for key, item in value.items():
            yield from _leaves(item, page if page and key in ("title", "key") else str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, name)


def goes_together(key: str, word: str) -> bool:
    """Whether a key is printed beside a word, or is the key of the act, page or field of that name."""
    if any(word in line and key in keys_of(_with_ranges(line)) for line in on_screen()):
        return True
    if any(
        word in said
        for keys in key_words()["named"].values()
        for at, said in keys.items()
        if _plain(at) == key
    ):
        return True
    titles, keys = words("acts"), words("act_keys")
    if any(word == title and keys.get(act) == key for act, title in titles.items()):
        return True
    return any(
        any(word in value for value in values) and any(_plain(value) == key for value in values)
        for file in leaves()
        for values in file.values()
    )


def strange_words(text: str) -> list[str]:
    """What a text marks as standing on the screen and does not."""
    said = on_screen()
    return [word for word in re.findall("「([^」]+)」", text) if not any(word in line for line in said)]


def numbers_of_days(text: str) -> list[str]:
    """Where a text counts days, months or hours."""
    return [found[0] for found in DAYS.finditer(NO_NUMBER.sub("", text))]


def test_every_key_is_one_that_is_bound() -> None:
    strange = {name: sorted(keys_of(text) - known_keys()) for name, text in texts()}
    assert {name: keys for name, keys in strange.items() if keys} == {}
    assert sum(len(keys_of(text)) for _, text in texts()) > 200


def test_every_word_in_corners_stands_on_the_screen() -> None:
    strange = {name: strange_words(text) for name, text in texts()}
    assert {name: words for name, words in strange.items() if words} == {}


def test_a_key_beside_a_word_is_the_key_of_that_word() -> None:
    pairs = {
        (name, key.strip("`"), word)
        for name, text in texts()
        for key, word in re.findall(r"(`[^`]+`)「([^」]+)」", text)
    }
    assert len(pairs) > 40
    assert sorted(pair for pair in pairs if not goes_together(pair[1], pair[2])) == []
    assert not goes_together("Ctrl+P", "只登记")


def test_no_chapter_counts_days_the_program_says_the_day() -> None:
    counted = {name: numbers_of_days(text) for name, text in texts()}
    assert {name: found for name, found in counted.items() if found} == {}


def test_no_chapter_names_a_tool_a_file_or_an_address() -> None:
    for name, text in texts():
        rest = OWN_NAMES.sub(" ", KEY.sub(" ", text)).replace("`", " ")
        assert ENGLISH.findall(re.sub(r"(?:Ctrl|Alt|Shift)\+\S*", " ", rest)) == [], name
        assert "://" not in text and "](" not in text, f"{name}: leads out of the program"


def test_articles_are_those_that_the_rules_or_the_help_saw() -> None:
    seen = "".join(text for folder in ("rules", "help", "training", "words") for text in _of_folder(folder))
    for name, text in texts():
        for cited in ARTICLE.findall(text):
            for article in re.findall(r"第[一二三四五六七八九十百零]+条", cited):
                assert article in seen, (name, article)


def test_a_chapter_is_two_screens_at_most_and_has_a_head_and_sections() -> None:
    for name, text in texts():
        assert name in WALKS or len(text) <= MOST, f"{name}: {len(text)} characters"
        assert text.startswith("# ") and text.count("\n# ") == 0


def test_every_chapter_is_in_the_index_once() -> None:
    assert sorted(f"{chapter.name}.md" for chapter in chapters()) == sorted(
        path.name for path in HANDBOOK.glob("*.md")
    )
    assert len({chapter.title for chapter in chapters()}) == len(chapters()) > 15


def test_every_page_has_one_chapter() -> None:
    counted = Counter(page for chapter in chapters() for page in chapter.pages)
    assert [page for page, times in counted.items() if times > 1] == []
    rail = tomllib.loads((REPOSITORY / "resources/words/desk.toml").read_text(encoding="utf-8"))["pages"]
    not_built = {"supervision", "figures", "archive"}
    pages = {page["id"] for page in (*rail, *key_words()["pages"])} - not_built
    assert pages | set(BELONGS) <= set(counted)
    sections = {f"settings-{section}" for section in (*SECTIONS, HALL)}
    known = {page for page in counted if page.startswith("settings-")}
    assert known <= sections, "a section of the settings that is no more"


def test_the_old_place_leads_to_the_new_one() -> None:
    assert (REPOSITORY / "docs" / "handbook" / "first-day.md").samefile(HANDBOOK / "first-day.md")


@pytest.mark.parametrize(
    "text",
    ["十五日内转送", "30 天", "六十个工作日", "两个月", "三日之内"],
)
def test_a_number_of_days_is_seen(text: str) -> None:
    assert numbers_of_days(text)


def test_what_is_no_number_of_days_is_left_alone() -> None:
    assert (
        numbers_of_days("收到当天不计，第二天是第一天；一天一天列出来，哪天之前，那一天，今日，每周看一次")
        == []
    )


def test_a_strange_key_and_a_strange_word_are_seen() -> None:
    assert keys_of("按 `Ctrl+Alt+Q`，再按 `F9`") == {"Ctrl+Alt+Q", "F9"}
    assert "Ctrl+Alt+Q" not in known_keys() and "F9" in known_keys()
    assert strange_words("按「登记并打印回执」，不是「登记并打印收据」") == ["登记并打印收据"]


def test_a_chapter_is_read_with_all_its_parts() -> None:
    text = "# 一章\n\n先说\n接着说。\n\n## 一节\n\n1. 甲\n2. 乙\n\n- 丙\n  丁\n\n| 左 | 右 |\n|---|---|\n| 字 | 按 `F3` |\n"
    chapter: Chapter = chapter_of_text("one", text)
    first, second = chapter.sections
    assert [block.cells for block in first.blocks] == [("先说接着说。",)]
    assert [(block.kind, block.cells) for block in second.blocks] == [
        ("numbered", ("甲",)),
        ("numbered", ("乙",)),
        ("item", ("丙丁",)),
        ("row", ("左", "右")),
        ("row", ("字", "按 `F3`")),
    ]
    assert "按 f3" in second.text
