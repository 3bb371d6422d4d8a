"""No layout is asked for its items: Qt deletes them without telling Python (decision 0154)."""

from __future__ import annotations

import ast

import pytest

from tests.rules.tree import SourceTree

ASKS = {"itemAt", "itemAtPosition", "takeAt"}


def asked_for_items(tree: SourceTree) -> list[str]:
    """Calls that answer with an item of a layout, as 'path:line name'."""
    return [
        f"{source.path}:{node.lineno} {node.func.attr}"
        for source in tree.sources
        for node in ast.walk(source.syntax)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKS
    ]


def test_no_layout_is_asked_for_its_items(product: SourceTree) -> None:
    assert asked_for_items(product) == []


@pytest.mark.parametrize(
    "line", ["column.itemAt(0)", "grid.itemAtPosition(0, 1)", "item = self._row.takeAt(0)"]
)
def test_each_is_seen(line: str) -> None:
    assert len(asked_for_items(SourceTree.planted(ui__a=line + "\n"))) == 1


def test_a_layout_may_answer_qt() -> None:
    own = "class Flow(QLayout):\n    def itemAt(self, index):\n        return self._items[index]\n"
    assert asked_for_items(SourceTree.planted(ui__a=own)) == []
