"""Names: no grab-bag modules, English terms of the glossary, no words of Chinese in Latin letters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

import pytest

from tests.rules.tree import Source, SourceTree

GRAB_BAGS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "tools"}

PINYIN = {
    "xinfang", "dengji", "shouli", "banli", "fucha", "fuhe", "songda", "tiaojie", "jiedai",
    "zhuansong", "jiaoban", "duban", "cuiban", "gaozhi", "shouji", "shenfen", "xingming", "dizhi",
    "dianhua", "beizhu", "leixing", "zhuangtai", "danwei", "qixian", "banjie", "dangan", "huifang",
    "pingjia", "tongji", "baobiao", "shenhe", "qianfa", "gaizhang", "yijian", "suqiu", "shixiang",
    "chongfu", "laifang", "laixin", "jubao", "konggao", "xiezhu", "huizhi", "fuzeren", "lingdao",
    "baoan", "yanqi", "chuli", "daili", "daibiao", "juban", "guidang", "juanzong", "jiaohuan",
    "shangbao", "zhuanban",
}  # fmt: skip
"""Syllable pairs that would be the pinyin of a word of the trade; none is an English word."""


def words_of(name: str) -> list[str]:
    """The words of an identifier or a file name: CamelCase and snake_case cut, in small letters."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def speaks_pinyin(name: str) -> bool:
    """Whether a word of `name`, or two neighbouring words together, begin with the pinyin of a trade word."""
    words = words_of(name)
    joined = [first + second for first, second in pairwise(words)]
    return any(
        word == pair or (len(pair) > 5 and word.startswith(pair)) for word in words for pair in PINYIN
    ) or any(word in PINYIN for word in joined)


def names_in(source: Source) -> Iterator[str]:
    """Every identifier of a file, and every string that is written like one (column names, keys, codes)."""
    for node in ast.walk(source.syntax):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.keyword(arg=str() as name) | ast.alias(asname=str() as name):
                yield name
            case ast.Constant(value=str() as name) if re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", name):
                yield name


def pinyin_names(tree: SourceTree) -> list[str]:
    """Files and identifiers that spell Chinese words in Latin letters."""
    found = {path for path in tree.files if speaks_pinyin(PurePosixPath(path).stem)}
    for source in tree.sources:
        found |= {f"{source.path}: {name}" for name in names_in(source) if speaks_pinyin(name)}
    return sorted(found)


def grab_bags(tree: SourceTree) -> list[str]:
    """Modules and folders whose name says nothing."""
    return sorted(path for path in tree.files if GRAB_BAGS & set(PurePosixPath(path).with_suffix("").parts))


def test_every_module_has_a_subject(product: SourceTree) -> None:
    assert grab_bags(product) == []


def test_names_are_the_english_terms_of_the_glossary(product: SourceTree) -> None:
    assert pinyin_names(product) == []


def test_a_grab_bag_is_seen() -> None:
    assert grab_bags(SourceTree.planted(app__utils="", app__common__dates="", app__based="")) == [
        "app/common/dates.py",
        "app/utils.py",
    ]


@pytest.mark.parametrize("name", ["shouli_date", "XinfangMatter", "is_song_da", "dengjibiao", "fucha"])
def test_pinyin_is_seen(name: str) -> None:
    assert speaks_pinyin(name)


@pytest.mark.parametrize("name", ["ban_list", "useful_header", "MatterNumber", "shanghai", "pinyin_initials"])
def test_english_is_left_alone(name: str) -> None:
    assert not speaks_pinyin(name)


def test_pinyin_is_seen_wherever_it_hides() -> None:
    tree = SourceTree.planted(
        db__tables="entry = Column('shouli_on')\n",
        db__songda="x = 1\n",
        app__acts="def act(banli): ...\n",
    )
    assert pinyin_names(tree) == ["app/acts.py: banli", "db/songda.py", "db/tables.py: shouli_on"]
