"""Small faults to plant into a module, one at a time: what a slip of the hand could leave behind.

A comparison turned round or moved by one, `and` for `or`, a condition denied, a figure one higher, a truth turned, plus
for minus, None answered, an error not raised, a call not made. Docstrings, annotations, tables of a module and protocols
are left alone: a limit that we chose is no fault when it is another one.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

_TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the module's path, the function it is in, its lines, what stood there and what stands there now.

    `node` and `change` are its place among the nodes of the module and among what may stand there; `again` counts those
    of the same name in the same function.
    """

    path: str
    function: str
    line: int
    end: int
    before: str
    after: str
    node: int
    change: int
    again: int = 1

    @property
    def name(self) -> str:
        """How it is spoken of; it does not change when lines move."""
        more = f" ({self.again})" if self.again > 1 else ""
        return f"{self.path} {self.function}: {self.before} -> {self.after}{more}"

    def planted(self, text: str) -> ast.Module:
        """The module with this text and the fault in it."""
        tree = ast.parse(text)
        target = next(item for at, (_, item) in enumerate(_nodes(tree)) if at == self.node)
        _put(tree, target, list(_changes(target))[self.change])
        return ast.fix_missing_locations(tree)


def mutants(path: str, text: str) -> list[Mutant]:
    """Every fault that can be planted into a module with this text, in order of lines."""
    found: list[Mutant] = []
    names: Counter[str] = Counter()
    for place, (function, node) in enumerate(_nodes(ast.parse(text))):
        for which, changed in enumerate(_changes(node)):
            line = getattr(node, "lineno", 0)
            first = Mutant(
                path, function, line, _end(node), _text(node), _text(changed, "pass"), place, which
            )
            names[first.name] += 1
            found.append(replace(first, again=names[first.name]))
    return found


def _end(node: ast.AST) -> int:
    """The last line of a node; of a compound statement, of its condition."""
    told = node.test if isinstance(node, ast.If | ast.While) else node
    return getattr(told, "end_lineno", 0)


def _text(node: ast.AST, empty: str = "") -> str:
    shown = ast.fix_missing_locations(copy.deepcopy(node))
    words = ast.unparse(shown).split("\n")[0] or empty
    return words if len(words) <= 70 else words[:70] + "…"


def _nodes(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """The nodes inside functions with the function's name, in a fixed order."""

    def inside(node: ast.AST, name: str, function: bool) -> Iterator[tuple[str, ast.AST]]:
        for child in _children(node):
            if isinstance(child, ast.ClassDef):
                if not any(ast.unparse(base).startswith("Protocol") for base in child.bases):
                    yield from inside(child, f"{name}.{child.name}".lstrip("."), False)
            elif isinstance(child, ast.FunctionDef):
                yield from inside(child, f"{name}.{child.name}".lstrip("."), True)
            elif function:
                yield name, child
                yield from inside(child, name, True)

    return inside(tree, "", False)


def _children(node: ast.AST) -> list[ast.AST]:
    """What runs of a node: no docstring, no annotation, no decorator."""
    if isinstance(node, ast.FunctionDef):
        skipped = ast.get_docstring(node, clean=False) is not None
        return [*node.args.defaults, *(d for d in node.args.kw_defaults if d), *node.body[skipped:]]
    if isinstance(node, ast.AnnAssign):
        return [node.value] if node.value else []
    if isinstance(node, ast.JoinedStr):
        return []
    return list(ast.iter_child_nodes(node))


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in _TURNED[type(operator)]:
                changed = copy.deepcopy(node)
                changed.ops[place] = other()
                yield changed
    elif isinstance(node, ast.BoolOp):
        changed_op: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(changed_op, copy.deepcopy(node.values))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield copy.deepcopy(node.operand)
    elif isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(
        node.test, ast.Compare | ast.UnaryOp | ast.Constant
    ):
        denied = copy.deepcopy(node)
        denied.test = ast.UnaryOp(ast.Not(), denied.test)
        yield denied
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        sign: ast.operator = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield ast.BinOp(copy.deepcopy(node.left), sign, copy.deepcopy(node.right))
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield ast.Pass()


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Puts a node in the place of another."""
    ast.copy_location(new, old)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list) and any(item is old for item in value):
                children = cast("list[ast.AST]", value)
                children[next(at for at, item in enumerate(children) if item is old)] = new
                return
