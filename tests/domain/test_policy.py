"""Who sees what: every cell of the matrix, against a table that was written apart from it."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.account import Role
from app.domain.policy import FieldClass, Matrix, Relation, Showing, stricter
from app.errors import Damaged

F, M, A = Showing.FULL, Showing.MASKED, Showing.ABSENT
RELATIONS = (Relation.OWN, Relation.OTHER, Relation.RESTRICTED)
DESK = {
    FieldClass.PUBLIC: (F, F, F),
    FieldClass.INTERNAL: (F, F, F),
    FieldClass.PERSONAL: (F, M, A),
    FieldClass.SENSITIVE: (M, M, A),
    FieldClass.INFORMER: (F, A, A),
    FieldClass.TECHNICAL: (A, A, A),
}
ARCHIVE = {
    **DESK,
    FieldClass.PERSONAL: (M, M, A),
    FieldClass.SENSITIVE: (A, A, A),
    FieldClass.INFORMER: (A, A, A),
}
ADMINISTRATION = dict.fromkeys(FieldClass, (A, A, A)) | {FieldClass.PUBLIC: (F, F, F)}
EXPECTED = {
    Role.CLERK: DESK,
    Role.MEDIATOR: DESK,
    Role.HANDLER: DESK,
    Role.LEADER: DESK,
    Role.ARCHIVIST: ARCHIVE,
    Role.AUDITOR: ADMINISTRATION,
    Role.SYSTEM_ADMINISTRATOR: ADMINISTRATION,
    Role.SECURITY_ADMINISTRATOR: ADMINISTRATION,
}


@pytest.mark.parametrize(("role", "kind", "relation"), list(product(Role, FieldClass, Relation)))
def test_every_cell_grants_what_the_office_was_told(role: Role, kind: FieldClass, relation: Relation) -> None:
    wanted = EXPECTED[role][kind][RELATIONS.index(relation)]
    assert Matrix.shipped().showing(role, kind, relation) is wanted


def test_a_cell_that_nobody_wrote_grants_nothing() -> None:
    empty = Matrix.read({})
    assert {empty.showing(*cell) for cell in product(Role, FieldClass, Relation)} == {A}


@pytest.mark.parametrize(
    "data",
    [
        {"guest": {"public": {"own": "full"}}},
        {"clerk": {"secret": {"own": "full"}}},
        {"clerk": {"public": {"mine": "full"}}},
        {"clerk": {"public": {"own": "shown"}}},
        {"clerk": {"public": "full"}},
    ],
)
def test_a_word_that_nobody_knows_is_refused_when_the_matrix_is_read(data: dict[str, object]) -> None:
    with pytest.raises(Damaged, match=r"policy\.matrix"):
        Matrix.read(data)


def test_of_two_showings_the_stricter_holds() -> None:
    assert (stricter(F, M), stricter(M, A), stricter(F, F)) == (M, A, F)
