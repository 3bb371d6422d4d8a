"""The line the product does not cross: no field, column or key scores, ranks, watches or punishes anybody."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.rules.test_names import words_of
from tests.rules.tree import Source, SourceTree

STEMS = (
    "score", "scoring", "rank", "risk", "watch", "blacklist", "blocklist", "threat", "punish", "penal",
    "danger", "suspect", "surveil", "troublemak", "dishonest", "reputation", "loyal", "vexatious",
)  # fmt: skip
PAIRS = {
    ("credit", "level"),
    ("credit", "rating"),
    ("key", "person"),
    ("black", "list"),
    ("stability", "control"),
}
CHINESE = re.compile("扬言|重点人员|重点人|黑名单|积分|风险等级|稳控|缠访|闹访|失信|信用等级|危险等级")
DROPPED = re.compile(r"(^|[._/])dropped")
"""The one place where such words may stand: the list of columns that imports throw away."""


def judges_a_person(name: str) -> bool:
    """Whether a field of this name would score, rank, watch or punish."""
    words = words_of(name)
    pairs = set(pairwise(words))
    return any(word.startswith(STEMS) for word in words) or bool(pairs & PAIRS) or bool(CHINESE.search(name))


def fields_of(source: Source) -> Iterator[str]:
    """Names in class bodies and first arguments of Column(...): what is stored about somebody."""
    for node in ast.walk(source.syntax):
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    yield item.target.id
                elif isinstance(item, ast.Assign):
                    yield from (target.id for target in item.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {
            "Column",
            "mapped_column",
            "Table",
        }:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def keys_of(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, text) of every key and every telling string of a TOML value; mappings name columns in both."""
    match value:
        case dict():
            for key, inner in value.items():
                yield f"{path}.{key}", str(key)
                yield from keys_of(inner, f"{path}.{key}")
        case list():
            for inner in value:
                yield from keys_of(inner, path)
        case str() if CHINESE.search(value):
            yield path, value


def crossings(tree: SourceTree) -> list[str]:
    """Every field, column, key and mapping that crosses the line, as 'path: name'."""
    found = []
    for source in tree.on("app", "db"):
        found += [f"{source.path}: {name}" for name in fields_of(source) if judges_a_person(name)]
    for path, text in tree.others(".toml"):
        found += [
            f"{path}: {key}"
            for where, key in keys_of(tomllib.loads(text))
            if judges_a_person(key) and not DROPPED.search(path + where)
        ]
    for path, text in tree.others(".tsv"):
        header = text.split("\n", 1)[0].split("\t")
        found += [f"{path}: {name}" for name in header if judges_a_person(name) and not DROPPED.search(path)]
    return found


def test_nothing_about_persons_is_scored_ranked_watched_or_punished(product: SourceTree) -> None:
    assert crossings(product) == []


@pytest.mark.parametrize(
    "name", ["risk_level", "watched", "person_score", "RankRow", "credit_level", "黑名单"]
)
def test_a_crossing_is_seen(name: str) -> None:
    assert judges_a_person(name)


@pytest.mark.parametrize(
    "name", ["stopwatch", "similarity", "head_count", "frank", "keyboard", "credit_account"]
)
def test_an_honest_name_is_left_alone(name: str) -> None:
    assert not judges_a_person(name)


def test_crossings_are_seen_in_fields_columns_keys_and_mappings() -> None:
    tree = SourceTree(
        {
            "app/a.py": "class P:\n    name: str\n    risk: int\n",
            "db/b.py": "t = Table('watchlist', m, Column('score', Integer), Column('name', Text))\n",
            "resources/c.toml": '[columns]\n"风险等级" = "note"\nname = "姓名"\nlabel = "重点人员"\n',
            "resources/d.tsv": "code\tblacklist\n",
            "resources/e.toml": '[dropped]\ncolumns = ["积分", "黑名单"]\n',
        }
    )
    assert crossings(tree) == [
        "app/a.py: risk",
        "db/b.py: watchlist",
        "db/b.py: score",
        "resources/c.toml: 风险等级",
        "resources/c.toml: 重点人员",
        "resources/d.tsv: blacklist",
    ]
