"""Only three doors catch everything: the task runner, the excepthook, the command line's main."""

from __future__ import annotations

import ast

from tests.rules.tree import SourceTree

DOORS = 3


def catch_alls(tree: SourceTree) -> list[str]:
    """Places that catch Exception, BaseException or everything, as 'path:line'."""
    found = []
    for source in tree.sources:
        for node in ast.walk(source.syntax):
            if not isinstance(node, ast.ExceptHandler):
                continue
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(
                item is None or (isinstance(item, ast.Name) and item.id in {"Exception", "BaseException"})
                for item in caught
            ):
                found.append(f"{source.path}:{node.lineno}")
    return found


def test_at_most_three_doors_catch_everything(product: SourceTree) -> None:
    assert len(catch_alls(product)) <= DOORS, catch_alls(product)


def test_each_form_of_catching_everything_is_counted() -> None:
    tree = SourceTree.planted(
        app__a="try: ...\nexcept Exception: ...\n",
        app__b="try: ...\nexcept: ...\n",
        app__c="try: ...\nexcept (ValueError, BaseException) as bug: ...\n",
        app__d="try: ...\nexcept (ValueError, OSError): ...\n",
    )
    assert catch_alls(tree) == ["app/a.py:2", "app/b.py:2", "app/c.py:2"]
