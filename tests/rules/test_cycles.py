"""No circle of imports, not even through imports inside functions or under TYPE_CHECKING."""

from __future__ import annotations

import ast

from tests.rules.tree import SourceTree


def imports(tree: SourceTree) -> dict[str, set[str]]:
    """Module → modules of the tree that it imports anywhere in its text."""
    known = {source.module for source in tree.sources}
    graph: dict[str, set[str]] = {name: set() for name in known}
    for source in tree.sources:
        for node in ast.walk(source.syntax):
            if isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                named = [
                    inner if (inner := f"{node.module}.{alias.name}") in known else node.module
                    for alias in node.names
                ]
            else:
                continue
            graph[source.module].update(name for name in named if name in known and name != source.module)
    return graph


def circles(tree: SourceTree) -> list[tuple[str, ...]]:
    """Groups of modules that reach each other (Tarjan's strongly connected components of two or more)."""
    graph = imports(tree)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for target in sorted(graph[name]):
            if target not in index:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], index[target])
        if low[name] == index[name]:
            cut = stack.index(name)
            group = tuple(sorted(stack[cut:]))
            del stack[cut:]
            if len(group) > 1:
                found.append(group)

    for name in sorted(graph):
        if name not in index:
            visit(name)
    return found


def test_the_product_has_no_circle(product: SourceTree) -> None:
    assert circles(product) == []


def test_a_circle_hidden_in_a_function_is_seen() -> None:
    tree = SourceTree.planted(
        app__a="def late():\n    from app import b\n",
        app__b="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.c import thing\n",
        app__c="import app.a\n",
        app__d="import app.a\n",
    )
    assert circles(tree) == [("app.a", "app.b", "app.c")]
