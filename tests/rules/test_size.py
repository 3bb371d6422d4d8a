"""Nothing grows beyond what one person can read at a sitting."""

from __future__ import annotations

import ast

from tests.rules.tree import SourceTree

LINES_OF_A_FILE = 600
METHODS_OF_A_CLASS = 25
LINES_OF_A_FUNCTION = 60


def too_big(tree: SourceTree) -> list[str]:
    """Files, classes and functions over the limits, each as 'path: what is too big'."""
    found = []
    for source in tree.sources:
        lines = source.text.count("\n")
        if lines > LINES_OF_A_FILE:
            found.append(f"{source.path}: {lines} lines")
        for node in ast.walk(source.syntax):
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) for item in node.body)
                if methods > METHODS_OF_A_CLASS:
                    found.append(f"{source.path}: class {node.name} has {methods} methods")
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LINES_OF_A_FUNCTION:
                    found.append(f"{source.path}: {node.name} has {length} lines")
    return found


def test_everything_stays_readable(product: SourceTree) -> None:
    assert too_big(product) == []


def test_each_limit_is_felt() -> None:
    tree = SourceTree.planted(
        app__long="x = 1\n" * 601,
        app__fits="x = 1\n" * 600,
        app__wide="class Wide:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(26)),
        app__deep="def deep():\n" + "    x = 1\n" * 60,
    )
    assert too_big(tree) == [
        "app/long.py: 601 lines",
        "app/wide.py: class Wide has 26 methods",
        "app/deep.py: deep has 61 lines",
    ]
