"""Whole tables: several rows a transaction, row by row for who looks; a run has a number and can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from app.domain.acts.receiving import VisitAgain
from app.domain.acts.registering import RegisterVisit
from app.domain.bulk_import import ImportedFile
from app.errors import BadInput, Conflict, NotAllowed, Unavailable
from app.services import bulk, registration
from app.services.bulk import BulkRegistration, RowResult
from app.services.imports import Undone, list_imports, undo_import
from app.services.intake import read_file
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory, FakeWork

FILE = ImportedFile(kind="jsonl", name_digest="0" * 64, content_digest="1" * 64)


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def lines(*rows: object) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def stories(count: int) -> list[dict[str, Any]]:
    return [{"key": f"K{n}", "content": f"第{n}件"} for n in range(count)]


def runs(at: Session, *rows: object, trial: bool = False) -> tuple[BulkRegistration, list[RowResult]]:
    run = BulkRegistration(at, trial=trial)
    run.begin([FILE])
    results = [item for part in run.register(read_file("a.jsonl", lines(*rows)).rows) for item in part]
    run.finish(dropped_columns=0, unknown_columns=0)
    return run, results


def told(results: Iterable[RowResult]) -> list[str]:
    return [
        r.error.code if r.error else "again" if r.repeated else r.number[:10] + r.number[10:13]
        for r in results
    ]


def test_every_row_gets_its_answer_in_its_order(desk: Session) -> None:
    rows = [{"content": "一"}, {"content": ""}, [1], {"content": "二", "people": 0}, {"content": "二"}]
    run, results = runs(desk, *rows)
    assert told(results) == [
        "LX07-26-00001", "register.no_content", "intake.row_shape", "register.head_count", "LX07-26-00002",
    ]  # fmt: skip
    assert (run.registered, run.repeated, run.refused) == (2, 0, 3)
    assert all(len(item.token) == 32 for item in results if item.number)
    assert [item.row for item in results] == [1, 2, 3, 4, 5]


def test_more_rows_than_a_batch_have_numbers_without_a_gap(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 7)
    _, results = runs(desk, *stories(30))
    assert told(results) == [f"LX07-26-{n:05d}" for n in range(1, 31)]


def test_one_transaction_serves_a_batch(desk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    commits: list[int] = []
    usual = FakeWork.commit
    monkeypatch.setattr(FakeWork, "commit", lambda work: (commits.append(1), usual(work))[1])
    runs(desk, *stories(bulk.BATCH * 2))
    assert len(commits) == 2 + 2, "two batches, and the import's beginning and end"


def test_nothing_is_told_before_it_is_committed(desk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 10)
    seen = 0
    run = BulkRegistration(desk)
    run.begin([FILE])
    for part in run.register(read_file("a.jsonl", lines(*stories(25))).rows):
        seen += len(part)
        assert len(desk.memory.queries.newest(100)) >= seen


def test_a_row_that_spoils_a_batch_costs_no_other_row_and_no_number(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = registration.record

    def record(at: Session, work: Any, command: RegisterVisit, *rest: Any) -> Any:
        made = usual(at, work, command, *rest)
        if command.claims[0].text == "坏":
            raise BadInput("codec.unwritable_text")
        return made

    monkeypatch.setattr(registration, "record", record)
    monkeypatch.setattr(bulk, "record", record)
    _, results = runs(desk, *stories(3), {"content": "坏"}, *stories(5)[3:])
    assert told(results) == [
        "LX07-26-00001", "LX07-26-00002", "LX07-26-00003", "codec.unwritable_text", "LX07-26-00004", "LX07-26-00005",
    ]  # fmt: skip


def test_a_faster_desk_only_costs_time(desk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, failures = FakeWork.commit, [1, 1]

    def commit(work: FakeWork) -> None:
        if failures and len(work._state.known):
            failures.pop()
            raise Conflict("journal.stream_moved")
        usual(work)

    monkeypatch.setattr(FakeWork, "commit", commit)
    assert told(runs(desk, *stories(3))[1]) == ["LX07-26-00001", "LX07-26-00002", "LX07-26-00003"]


def test_a_full_disk_stops_the_run_and_the_next_one_goes_on(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    usual = FakeWork.commit

    def commit(work: FakeWork) -> None:
        if len(work._state.known) > 4:
            raise Unavailable("disk.full")
        usual(work)

    with monkeypatch.context() as full:
        full.setattr(FakeWork, "commit", commit)
        with pytest.raises(Unavailable):
            runs(desk, *stories(9))
    _, results = runs(desk, *stories(9))
    assert told(results)[:5] == ["again"] * 4 + ["LX07-26-00005"]
    cut, whole = sorted(list_imports(desk), key=lambda run: run.number)
    assert cut.done is None and whole.done is not None and whole.done.registered == 5


def test_the_same_rows_again_register_nothing(desk: Session) -> None:
    rows = [{"content": "一"}, {"content": "一"}, *stories(2)]
    first = runs(desk, *rows)[1]
    run, again = runs(desk, *rows)
    assert told(again) == ["again"] * 4 and [r.number for r in again] == [r.number for r in first]
    assert (run.registered, run.repeated) == (0, 4) and not any(r.token for r in again)


def test_a_key_given_twice_in_one_file_is_one_matter(desk: Session) -> None:
    _, results = runs(desk, {"key": "K", "content": "一"}, {"key": "K", "content": "二"})
    assert told(results) == ["LX07-26-00001", "again"]


# ---------------------------------------------------------------- trial


def test_a_trial_checks_everything_and_writes_nothing(desk: Session) -> None:
    runs(desk, *stories(1))
    before = desk.memory.queries.head()
    rows = [*stories(2), {"content": ""}, {"key": "K1", "content": "又一次"},
            {"content": "坏", "purpose": "检举控告", "representatives": [{"name": "\u200b"}]}]  # fmt: skip
    run, results = runs(desk, *rows, trial=True)
    assert [(r.repeated, r.error is None, r.number) for r in results] == [
        (True, True, results[0].number), (False, True, ""), (False, False, ""), (True, True, ""), (False, False, ""),
    ]  # fmt: skip
    assert (run.registered, run.repeated, run.refused, run.number) == (1, 2, 2, "")
    assert desk.memory.queries.head() == before and len(list_imports(desk)) == 1


# ---------------------------------------------------------------- imports


def test_each_run_is_an_import_with_counts_and_nothing_about_persons(desk: Session) -> None:
    run, _ = runs(desk, *stories(2), {"content": ""})
    (found,) = list_imports(desk)
    assert found.number == run.number == "LX07-P26-00001" and found.actor == "clerk"
    assert found.done is not None and (found.done.registered, found.done.refused) == (2, 1)
    assert found.files == (FILE,)
    assert view_matter(desk, "LX07-26-00001-C").known.matter.imported == run.number


def test_undoing_voids_what_nobody_worked_on_and_names_the_rest(desk: Session) -> None:
    by_hand = registers(desk).number
    run, results = runs(desk, *stories(3))
    numbers = [r.number for r in results]
    perform(desk, numbers[1], VisitAgain(asked="问进度"))
    undone = list(undo_import(desk, run.number, "选错了表"))
    assert [(item.number, item.outcome) for item in undone] == [
        (numbers[0], Undone.VOIDED), (numbers[1], Undone.KEPT), (numbers[2], Undone.VOIDED),
    ]  # fmt: skip
    matter = view_matter(desk, numbers[0]).known.matter
    assert matter.voided_on is not None and matter.void_reason == "选错了表"
    assert view_matter(desk, by_hand).known.matter.voided_on is None
    (found,) = list_imports(desk)
    assert found.undone is not None and (found.undone.voided, found.undone.kept) == (2, 1)
    again = [item.outcome for item in undo_import(desk, run.number, "再来一次")]
    assert again == [Undone.BEFORE, Undone.KEPT, Undone.BEFORE]


def test_what_was_undone_may_be_registered_again_and_only_once(desk: Session) -> None:
    run, first = runs(desk, *stories(3))
    perform(desk, first[1].number, VisitAgain(asked="问进度"))
    list(undo_import(desk, run.number, "选错了表"))
    for expected in (["LX07-26-00004", "again", "LX07-26-00005"], ["again"] * 3):
        assert told(runs(desk, *stories(3))[1]) == expected
    second = list_imports(desk)[1]
    list(undo_import(desk, second.number, "又错了"))
    assert told(runs(desk, *stories(3))[1]) == ["LX07-26-00006", "again", "LX07-26-00007"]


def test_who_may_not_act_imports_nothing(desk: Session) -> None:
    run, _ = runs(desk, *stories(1))
    other = session(desk.memory, "auditor")
    with pytest.raises(NotAllowed):
        runs(other, *stories(1))
    with pytest.raises(NotAllowed):
        undo_import(other, run.number, "x")
    with pytest.raises(NotAllowed):
        list_imports(other)


@pytest.mark.parametrize(("number", "reason", "code"), [
    ("LX07-P26-00009", "错了", "import.unknown"), ("LX07-P26-00001", " ", "import.reason_missing"),
])  # fmt: skip
def test_undoing_needs_an_import_and_a_reason(desk: Session, number: str, reason: str, code: str) -> None:
    runs(desk, *stories(1))
    with pytest.raises(Exception, match=code.replace(".", r"\.")):
        undo_import(desk, number, reason)


def test_an_accusation_is_repeated_in_no_report(desk: Session) -> None:
    _, (dark, plain) = runs(
        desk, {"content": "举报", "name": "张示范", "purpose": "检举控告"}, {"content": "一"}
    )
    assert dark.values == {} and plain.values == {"content": "一"}
