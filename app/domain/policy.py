"""Who sees what (权限矩阵): role × class of field × relation to the matter → in full, masked, or not at all.

The matrix is data (`resources/policies/matrix.toml`), so that an office's security administrator can read it; code asks
it and holds no cell. What the matrix does not name is absent (等保 最小授权, GB/T 22239-2019 8.1.4.2; trust.md 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from app.domain.account import Role
from app.errors import Damaged
from resources.loader import read_toml

MATRIX = "policies/matrix.toml"


class FieldClass(StrEnum):
    """How sensitive a field is (个人信息保护法第二十八、五十一条): 公开、内部、个人、敏感、举报人、技术."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    INFORMER = "informer"
    TECHNICAL = "technical"


class Showing(StrEnum):
    """How much of a value somebody gets: 全部显示、遮蔽显示、不显示. In that order each gives less than the one before."""

    FULL = "full"
    MASKED = "masked"
    ABSENT = "absent"


class Relation(StrEnum):
    """What a person has to do with a matter.

    own: registered it, acted on it, or leads the office that did. other: none of these. restricted: it is an accusation
    (检举控告), and the person is not one of those who may open it.
    """

    OWN = "own"
    OTHER = "other"
    RESTRICTED = "restricted"


_STRICTNESS = tuple(Showing)
Cell = tuple[Role, FieldClass, Relation]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells that grant something. A cell that is not here grants nothing."""

    cells: Mapping[Cell, Showing]

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Matrix:
        """The matrix of `{role: {class: {relation: showing}}}`.

        Raises Damaged("policy.matrix") at the first role, class, relation or showing that nobody knows.
        """
        cells: dict[Cell, Showing] = {}
        try:
            for role, classes in data.items():
                for kind, relations in classes.items():
                    for relation, showing in relations.items():
                        cells[Role(role), FieldClass(kind), Relation(relation)] = Showing(showing)
        except (ValueError, AttributeError) as error:
            raise Damaged("policy.matrix", place=str(error)) from error
        return cls(cells)

    @classmethod
    def shipped(cls) -> Matrix:
        """The matrix that comes with the program."""
        return _shipped()

    def showing(self, role: Role, kind: FieldClass, relation: Relation) -> Showing:
        """What that cell grants; absent when nothing is written in it."""
        return self.cells.get((role, kind, relation), Showing.ABSENT)

    def under_seal(self, role: Role, kind: FieldClass, relation: Relation) -> Showing:
        """The same for a field of an accusation: the stricter of its own class and the informer's."""
        return stricter(self.showing(role, kind, relation), self.showing(role, FieldClass.INFORMER, relation))


def stricter(one: Showing, other: Showing) -> Showing:
    """Whichever gives less."""
    return max(one, other, key=_STRICTNESS.index)


@cache
def _shipped() -> Matrix:
    return Matrix.read(read_toml(MATRIX))
