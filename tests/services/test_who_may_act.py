"""Which role may do which act: who acts on matters does them all, the archivist takes closed files over, others look."""

from __future__ import annotations

import pytest

from app.domain.account import ACTS_ON_MATTERS, KEEPS_ARCHIVE, Role
from app.domain.acts.closing import Archive, Cause, Close, Closing, Reopen
from app.domain.acts.receiving import VisitAgain
from app.domain.history import ACT_KINDS
from app.errors import NotAllowed
from app.services import papers
from app.services.offering import offered_acts, offered_papers
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory

SHUT = Close(ending=Closing.PROCEDURAL, cause=Cause.OTHER, reason="信访人搬走，无法联系")
ARCHIVING = [*ACTS_ON_MATTERS, *KEEPS_ARCHIVE]


@pytest.fixture
def memory() -> FakeMemory:
    """A hall with a person of every role."""
    made = FakeMemory()
    founded(made)
    return made


def closed_matter(memory: FakeMemory) -> str:
    clerk = session(memory)
    number = registers(clerk).number
    perform(clerk, number, SHUT)
    return number


def state(memory: FakeMemory, number: str) -> int:
    return view_matter(session(memory), number).known.matter.version


def refused(person: Session, number: str, act: object) -> str:
    with pytest.raises(NotAllowed) as caught:
        perform(person, number, act)
    return caught.value.code


@pytest.mark.parametrize("role", ARCHIVING)
def test_who_acts_on_matters_and_the_archivist_archive(memory: FakeMemory, role: Role) -> None:
    number = closed_matter(memory)
    done = perform(session(memory, role.value), number, Archive(volume="2026-12"))
    assert done is not None and done.entries == ("archived",)


@pytest.mark.parametrize("role", sorted(set(Role) - set(ARCHIVING)))
def test_administrators_and_the_auditor_do_not_archive(memory: FakeMemory, role: Role) -> None:
    number = closed_matter(memory)
    before = state(memory, number)
    assert (
        refused(session(memory, role.value), number, Archive(volume="2026-12")) == "role.acts_on_no_matters"
    )
    assert state(memory, number) == before


def test_the_archivist_does_nothing_else_to_a_matter(memory: FakeMemory) -> None:
    number = closed_matter(memory)
    archivist = session(memory, "archivist")
    before = state(memory, number)
    for act in (SHUT, Reopen(reason="x"), VisitAgain(asked="x")):
        assert refused(archivist, number, act) == "role.acts_on_no_matters"
    with pytest.raises(NotAllowed):
        papers.issue(archivist, number, "D02")
    with pytest.raises(NotAllowed):
        registers(archivist)
    assert state(memory, number) == before
    assert [kind.name for kind in ACT_KINDS.values() if Role.ARCHIVIST in kind.roles] == ["archive"]


def test_the_archivist_is_offered_the_archive_only_when_the_file_is_closed(memory: FakeMemory) -> None:
    archivist, running = session(memory, "archivist"), registers(session(memory)).number
    closed = closed_matter(memory)

    def offered(person: Session, number: str) -> tuple[str, ...]:
        return offered_acts(person, view_matter(person, number).known.matter)

    assert (offered(archivist, running), offered(archivist, closed)) == ((), ("archive",))
    assert {"archive", "reopen", "visit-again"} <= set(offered(session(memory), closed))
    assert offered_papers(archivist, view_matter(archivist, closed).known.matter) == ()
