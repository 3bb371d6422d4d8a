"""The keys of the rail lead to its pages from everywhere: no page binds one of them to something of its own.

Two shortcuts with one key and Qt carries out neither: the page that came later would take a key away from an older one.
"""

from __future__ import annotations

import ast
import tomllib

from tests.rules.tree import SourceTree

WORDS = "resources/words/desk.toml"


def taken_twice(tree: SourceTree, rail: frozenset[str]) -> list[str]:
    """Places in the pages and widgets of the desk that name a key of the rail."""
    return [
        f"{source.path}: {key}"
        for source in tree.sources
        if source.path.startswith(("ui/desk/pages/", "ui/desk/widgets/"))
        for node in ast.walk(source.syntax)
        if (key := _key_of(node)) in rail
    ]


def _key_of(node: ast.AST) -> str:
    """A key as it is written for a shortcut, "F5", or compared with, Qt.Key.Key_F5."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return node.attr.removeprefix("Key_") if isinstance(node, ast.Attribute) else ""


def rail_keys(tree: SourceTree) -> frozenset[str]:
    """The keys of the rail."""
    return frozenset(page["key"] for page in tomllib.loads(tree.files[WORDS])["pages"])


def test_no_page_takes_a_key_of_the_rail(product: SourceTree) -> None:
    keys = rail_keys(product)
    assert {"F2", "F5", "F12"} <= keys
    assert taken_twice(product, keys) == []


def test_a_page_that_takes_one_is_found() -> None:
    tree = SourceTree.planted(
        ui__desk__pages__stick='QShortcut(QKeySequence("F5"), self)\nOTHER = "F8"\nQt.Key.Key_F3\n'
    )
    found = taken_twice(tree, frozenset({"F3", "F5"}))
    assert sorted(found) == ["ui/desk/pages/stick.py: F3", "ui/desk/pages/stick.py: F5"]
