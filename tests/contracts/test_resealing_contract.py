"""A matter that was found to be an accusation only later: what lay open goes under the seal, the same on every memory."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.domain import history
from app.domain.acts.classifying import Classify
from app.domain.acts.granting import GrantAccess
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.resealing import LostBody, ProposeReseal, Reseal, Resealed
from app.domain.claims import Purpose
from app.domain.entry import OPEN, SEALED, StreamId, StreamKind
from app.domain.matter import Matter, darkened
from app.errors import AppError
from app.services.perform import perform
from app.services.reading import open_matter, view_matter
from app.services.session import Session
from app.services.timeline import history_lines
from db.memory import DatabaseMemory
from tests.contracts.memories import Memory
from tests.contracts.test_database_contract import known_of, run_sql
from tests.desks import founded, moved_to, registers, session
from tests.fake_keeping import FakeSealer

STORY = "村主任倒卖宅基地指标，收据在我家里。"
SECOND = "邻居老周也能作证。"
LATE = "2026-03-04T09:00"


def told(memory: Memory) -> str:
    """A matter that lay open for two days, with a second visit, found to be an accusation on the third; its number."""
    founded(memory)
    clerk = session(memory)
    number = registers(clerk, STORY, name="周示范", id_number="110101199003070134").number
    perform(clerk, number, VisitAgain(persons=1, asked=SECOND))
    perform(moved_to(clerk, LATE), number, Classify(purpose=Purpose.ACCUSATION, reason="指村主任"))
    return number


def leader(memory: Memory, at: str = LATE) -> Session:
    return moved_to(session(memory, "leader"), at)


def reseals(memory: Memory, number: str) -> None:
    perform(moved_to(session(memory), LATE), number, ProposeReseal(reason="先前的登记写着村主任"))
    perform(leader(memory), number, Reseal(confirmed=True))


def entries(memory: Memory, number: str) -> tuple[Any, ...]:
    return tuple(memory.queries.stream(memory.queries.find(number)))


def plain(matter: Matter | None) -> Matter:
    """The matter without what every entry moves on."""
    assert matter is not None
    return replace(matter, version=0, heads=(), reseal_proposed_by="")


def test_with_keys_nothing_is_lost_and_without_keys_nothing_is_left(memory: Memory) -> None:
    number = told(memory)
    opener = FakeSealer("key-leader").open
    before = plain(history.fold(entries(memory, number), opener))
    assert before.claims[0].words.text == STORY and before.notes[0].words == SECOND
    reseals(memory, number)
    assert plain(history.fold(entries(memory, number), opener)) == before
    dark = history.fold(entries(memory, number))
    assert dark is not None and dark.notes[0].persons == 1
    assert replace(darkened(dark), corrections=dark.corrections) == dark
    assert dark.people_sealed and dark.story_sealed and dark.milestones == before.milestones


def test_the_bodies_are_gone_and_the_chain_verifies(memory: Memory) -> None:
    number = told(memory)
    reseals(memory, number)
    found = entries(memory, number)
    assert [OPEN in entry.parts for entry in found] == [False, False, True, True, True]
    kept = b"".join(part.body for entry in found for part in entry.parts.values())
    assert not any(word.encode() in kept for word in (STORY, SECOND, "周示范", "110101199003070134"))
    assert memory.verify().ok


def test_who_registered_it_and_the_leader_go_on_reading_and_nobody_else_does(memory: Memory) -> None:
    number = told(memory)
    reseals(memory, number)
    for who, words in (("leader", STORY), ("clerk", STORY), ("handler", ""), ("clerk2", "")):
        at = moved_to(session(memory, who), LATE)
        assert view_matter(at, number).known.matter.claims[0].words.text == words, who
    clerk = moved_to(session(memory), LATE)
    lines = history_lines(clerk, open_matter(clerk, number))
    assert [line.sealed for line in lines if line.kind == "visited-again"] == [False]
    assert any(SECOND in line.facts.get("asked", "") for line in lines)


def test_a_past_day_is_read_as_it_was_known_then_with_keys_only(memory: Memory) -> None:
    number = told(memory)
    reseals(memory, number)
    day = session(memory).today().replace(day=2)
    assert open_matter(leader(memory), number, day=day).known.matter.claims[0].words.text == STORY
    stream = memory.queries.find(number)
    early = memory.queries.stream(stream, known_until=10**15)
    assert history.fold(early) is not None
    first_day = open_matter(leader(memory), number, day=day)
    assert [entry.header.kind for entry in first_day.entries] == ["registered", "visited-again"]
    public = history.fold(memory.queries.stream(stream, known_until=first_day.entries[-1].received_at + 1))
    assert public is not None and public.claims[0].words.text == "" and public.people.first is None


def test_a_grant_carries_what_went_under_the_seal_later(memory: Memory) -> None:
    number = told(memory)
    reseals(memory, number)
    at = leader(memory)
    perform(at, number, GrantAccess(person="handler", until=at.today(), reason="承办"))
    seen = view_matter(moved_to(session(memory, "handler"), LATE), number).known.matter
    assert seen.claims[0].words.text == STORY and seen.notes[0].words == SECOND


def test_work_goes_on_after_it(memory: Memory) -> None:
    number = told(memory)
    reseals(memory, number)
    perform(leader(memory), number, VisitAgain(persons=2, asked="又来"))
    matter = view_matter(leader(memory), number).known.matter
    assert [note.words for note in matter.notes] == [SECOND, "又来"]


def propose(memory: Memory, number: str, who: str = "clerk") -> None:
    perform(moved_to(session(memory, who), LATE), number, ProposeReseal(reason="写着姓名"))


REFUSED: dict[str, Callable[[Memory, str], object]] = {
    r"reseal\.not_proposed": lambda memory, number: perform(leader(memory), number, Reseal(confirmed=True)),
    r"reseal\.same_person": lambda memory, number: (
        propose(memory, number, "leader"),
        perform(leader(memory), number, Reseal(confirmed=True)),
    ),
    r"reseal\.by_leader": lambda memory, number: (
        propose(memory, number),
        perform(session(memory, "handler"), number, Reseal(confirmed=True)),
    ),
    r"reseal\.nothing_open": lambda memory, number: (
        reseals(memory, number),
        propose(memory, number),
        perform(leader(memory), number, Reseal(confirmed=True)),
    ),
    r"reseal\.not_confirmed": lambda memory, number: (
        propose(memory, number),
        perform(leader(memory), number, Reseal(confirmed=False)),
    ),
    r"reseal\.reason": lambda memory, number: perform(session(memory), number, ProposeReseal(reason=" ")),
}


@pytest.mark.parametrize("code", REFUSED)
def test_it_takes_two_persons_and_something_to_seal(memory: Memory, code: str) -> None:
    number = told(memory)
    with pytest.raises(AppError, match=code):
        REFUSED[code](memory, number)


def test_an_ordinary_matter_is_not_sealed_so(memory: Memory) -> None:
    founded(memory)
    number = registers(session(memory)).number
    with pytest.raises(AppError, match=r"reseal\.no_accusation"):
        propose(memory, number)


def test_when_it_fails_half_way_everything_is_as_before(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = told(memory)
    propose(memory, number)
    before = entries(memory, number)
    with memory.write(actor="x", desk="A", now=leader(memory).now()) as work:
        kind = type(work)

    def fails(self: Any, *given: Any) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(kind, "project", fails)
    with pytest.raises(OSError):
        perform(leader(memory), number, Reseal(confirmed=True))
    assert entries(memory, number) == before and memory.verify().ok


def test_the_search_and_the_lists_hold_none_of_it_and_a_rebuild_makes_the_same(
    database: DatabaseMemory,
) -> None:
    number = told(database)
    reseals(database, number)
    database.index_waiting()
    for word in ("宅基地", "老周", "周示范", "110101199003070134"):
        assert database.queries.search(word) == [], word
    assert [hit.number for hit in database.queries.search(number)] == [number]
    assert database.rebuild(known_of(leader(database)), check=True)["equal"] is True
    database.rebuild(known_of(leader(database)), check=False)
    assert database.queries.search("老周") == []


# ---------------------------------------------------------------- attacks


def forgets(memory: Memory, stream: StreamId, *identities: UUID) -> None:
    """Somebody with the database key deletes open bodies."""
    with memory.write(actor="x", desk="A", now=leader(memory).now()) as work:
        work.forget_bodies(stream, identities)
        work.commit()


def forges(memory: Memory, stream: StreamId, lost: LostBody) -> None:
    """An entry that says it takes a body, at the end of our chain."""
    with memory.write(actor="leader", desk="A", now=leader(memory).now()) as work:
        after = work.stream(stream)[-1].header.id
        at = leader(memory)
        draft = at.draft(stream, Resealed(lost=(lost,), proposed_by="clerk"), at.today(), None)
        work.append([replace(draft, after=(after,))])
        work.commit()


def naming(victim: Any, **wrong: str) -> LostBody:
    told_right = {
        "entry": victim.header.id.hex,
        "digest": victim.header.digests[OPEN].hex(),
        "rest": "{}",
        "sealed": base64.b64encode(b"age").decode(),
    }
    return LostBody(**{**told_right, **wrong})


def test_a_body_that_nobody_named_is_found(memory: Memory) -> None:
    number = told(memory)
    stream = memory.queries.find(number)
    forgets(memory, stream, entries(memory, number)[1].header.id)
    found = memory.verify()
    assert not found.ok and found.why == "body_missing"


def test_one_body_more_than_was_named_is_found(memory: Memory) -> None:
    number = told(memory)
    reseals(memory, number)
    stream = memory.queries.find(number)
    forgets(memory, stream, entries(memory, number)[2].header.id)
    assert memory.verify().why == "body_missing"


@pytest.mark.parametrize("wrong", [{"digest": "00" * 32}, {"entry": "11" * 16}])
def test_a_body_that_was_named_wrong_is_found(memory: Memory, wrong: dict[str, str]) -> None:
    number = told(memory)
    stream = memory.queries.find(number)
    victim = entries(memory, number)[1]
    forges(memory, stream, naming(victim, **wrong))
    forgets(memory, stream, victim.header.id)
    assert memory.verify().why == "body_missing"


@pytest.mark.parametrize("wrong", [{"sealed": "!"}, {"entry": "no id"}])
def test_a_naming_entry_that_cannot_be_read_hides_nothing(memory: Memory, wrong: dict[str, str]) -> None:
    number = told(memory)
    stream = memory.queries.find(number)
    victim = entries(memory, number)[1]
    forges(memory, stream, naming(victim, **wrong))
    forgets(memory, stream, victim.header.id)
    assert memory.verify().why == "body_missing"
    matter = history.fold(entries(memory, number))
    assert matter is not None and matter.update_needed, "a body that is missing makes the matter read-only"


def test_a_body_that_another_matter_named_is_found(memory: Memory) -> None:
    number = told(memory)
    other = registers(session(memory), "另一件").number
    victim = entries(memory, number)[1]
    forges(memory, memory.queries.find(other), naming(victim))
    forgets(memory, memory.queries.find(number), victim.header.id)
    assert memory.verify().why == "body_missing"


def test_a_sealed_part_that_is_missing_is_found(database: DatabaseMemory) -> None:
    told(database)
    run_sql(database, "DELETE FROM entry_body WHERE part = 'sealed'")
    assert database.verify().why == "body_missing"


def test_the_naming_entry_itself_cannot_go(memory: Memory) -> None:
    number = told(memory)
    reseals(memory, number)
    stream = memory.queries.find(number)
    forgets(memory, stream, entries(memory, number)[-1].header.id)
    found = memory.verify()
    assert found.why == "body_missing" and stream.kind is StreamKind.MATTER
    assert SEALED not in entries(memory, number)[-1].parts
