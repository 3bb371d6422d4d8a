"""One contract for every memory: plain Python, SQLCipher, PostgreSQL. What a use-case may rely on, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clock import milliseconds
from app.domain import history
from app.domain.acts.correcting import Correct, Void
from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Forward
from app.domain.acts.noticing import VoidPaper
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.recording import RecordExternal, RecordNumber
from app.domain.acts.sealing import SealPaper
from app.domain.claims import Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.names import search_key
from app.domain.obligations import Status
from app.errors import Conflict, Unavailable
from app.ids import new_id
from app.ports import Chain
from app.services.enquiries import answer_enquiry
from app.services.listing import Narrowing, list_matters
from app.services.paper_drafts import keep_draft, sign
from app.services.papers import issue
from app.services.perform import perform
from app.services.sealing import seal_all
from app.services.session import Session
from db.memory import DatabaseMemory, open_file, open_server
from db.projections import search_words
from db.search import contains
from tests.cluster import fresh_database
from tests.contracts.memories import (
    KEY,
    STREAM,
    Memory,
    draft,
    look,
    postgres,
    write,
)
from tests.desks import START, founded, moved_to, registers, session, whole
from tests.fakes import FakeMemory

# ---------------------------------------------------------------- append and read


def test_what_was_appended_is_read_back_with_its_chain(memory: Memory) -> None:
    made = write(memory, draft("甲", sealed=b"age..."), draft("乙"))
    read = memory.queries.stream(STREAM)
    assert [(e.header, e.raw, dict(e.parts), e.received_at) for e in read] == [
        (e.header, e.raw, dict(e.parts), e.received_at) for e in made
    ]
    assert [e.header.oseq for e in read] == [1, 2]
    assert read[0].header.prev == bytes(32) and read[1].header.prev == read[0].hash
    assert (read[0].parts["sealed"].body, read[0].body()) == (b"age...", {"persons": 1, "asked": "甲"})
    header = read[0].header
    assert (header.origin, header.actor, header.desk, header.at, header.offset, header.clock) == (
        "LX07", "clerk", "A", milliseconds(START), 480, "ok",
    )  # fmt: skip
    assert memory.queries.head() == read[1].hash.hex()
    assert memory.journal.verify() == Chain(2, read[1].hash.hex())


def test_an_empty_memory_knows_nothing(memory: Memory) -> None:
    assert memory.queries.stream(STREAM) == ()
    assert (memory.queries.head(), memory.queries.latest_at()) == ("", 0)
    assert memory.journal.verify() == Chain(0, "")
    assert memory.queries.newest() == [] and memory.queries.find("LX07-26-00001-C") is None
    assert memory.queries.search("甲") == [] and memory.queries.token("x") == ""


def test_without_commit_nothing_happened(memory: Memory) -> None:
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.take_number("s") == 1
        work.append([draft()])
        work.remember("k", "r")
        work.keep_token("n", "t")
        work.look(look())
    assert memory.queries.stream(STREAM) == () and memory.queries.token("n") == ""
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert (work.take_number("s"), work.result_of("k")) == (1, None)
    assert memory.journal.verify("access").entries == 0


def test_an_error_inside_undoes_everything(memory: Memory) -> None:
    with pytest.raises(Unavailable), memory.write(actor="clerk", desk="A", now=START) as work:
        work.take_number("s")
        work.append([draft()])
        raise Unavailable("disk.full")
    assert memory.queries.stream(STREAM) == ()
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.take_number("s") == 1


def test_numbers_have_no_gap_and_each_series_its_own(memory: Memory) -> None:
    taken = []
    for place in range(6):
        with memory.write(actor="clerk", desk="A", now=START) as work:
            number = work.take_number("matter/LX07/2026")
            if place % 2:
                taken.append(number)
                work.commit()
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.take_number("matter/LX07/2027") == 1
        assert work.take_number("matter/LX07/2026") == 4
    assert taken == [1, 2, 3]


def test_a_key_is_remembered_with_its_result(memory: Memory) -> None:
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.result_of("register:x") is None
        work.remember("register:x", "LX07-26-00001-C")
        work.commit()
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.result_of("register:x") == "LX07-26-00001-C"
    assert memory.queries.result_of("register:x") == "LX07-26-00001-C"
    assert memory.queries.result_of("register:y") is None


def test_the_head_of_a_stream_without_reading_it(memory: Memory) -> None:
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.stream_head(STREAM) == ()
        (first,) = work.append([draft("甲")])
        work.commit()
    with memory.write(actor="clerk", desk="A", now=START) as work:
        assert work.stream_head(STREAM) == (first.header.id,)
        (second,) = work.append([draft("乙", after=(first.header.id,))])
        work.commit()
    assert memory.queries.stream(STREAM)[1].header.after == (first.header.id,)
    assert second.header.oseq == 2


def test_who_answers_something_unread_is_told_that_it_moved(memory: Memory) -> None:
    (first,) = write(memory, draft())
    with (
        pytest.raises(Conflict, match=r"journal\.stream_moved"),
        memory.write(actor="clerk", desk="B", now=START) as work,
    ):
        work.append([draft(after=(first.header.id,))])


def test_what_was_known_on_a_past_day(memory: Memory) -> None:
    for place, words in enumerate("甲乙丙"):
        write(memory, draft(words), now=START + timedelta(days=place))
    until = milliseconds(START + timedelta(days=1, seconds=1))
    read = memory.queries.stream(STREAM, known_until=until)
    assert [(e.body() or {})["asked"] for e in read] == ["甲", "乙"]
    assert memory.queries.stream(STREAM, known_until=milliseconds(START)) == ()


def test_a_clock_set_back_is_written_down_and_never_believed(memory: Memory) -> None:
    write(memory, draft("甲"))
    for words in "乙丙":
        write(memory, draft(words), now=START - timedelta(days=3))
    read = memory.queries.stream(STREAM)
    assert [e.header.clock for e in read] == ["ok", "set-back", "set-back"]
    assert memory.queries.latest_at() == milliseconds(START), "after one entry and after many"
    with memory.write(actor="clerk", desk="A", now=START - timedelta(days=3)) as work:
        assert work.latest_at == milliseconds(START)
    write(memory, draft("丁"), now=START - timedelta(seconds=30))
    assert memory.queries.stream(STREAM)[-1].header.clock == "ok", "half a minute is no setting back"


def test_looks_have_a_chain_of_their_own(memory: Memory) -> None:
    for _ in range(3):
        with memory.write(actor="leader", desk="A", now=START) as work:
            work.look(look())
            work.commit()
    assert memory.journal.verify("access").entries == 3 and memory.journal.verify("access").ok
    assert memory.journal.verify().entries == 0


# ---------------------------------------------------------------- projections


def test_a_registration_stands_in_every_list(desk: Session) -> None:
    made = registers(desk, "承包地补偿款", name="张示范", id_number="410721199001010011", address="示范村")
    queries = whole(desk).queries
    (row,) = queries.newest()
    assert (row.number, row.name, row.excerpt, row.state, row.persons) == (
        made.number, "张示范", "承包地补偿款", "registered", 1,
    )  # fmt: skip
    assert queries.find(made.number) is not None
    assert queries.registered_between(START.date(), START.date()) == [row]
    assert queries.registered_between(date(2026, 3, 3), date(2026, 12, 31)) == []
    assert len(made.token) == 32 and queries.token(made.number) == made.token
    assert list(whole(desk).journal.streams()) == [queries.find(made.number)]


def test_newest_first_and_so_many(desk: Session) -> None:
    numbers = [registers(desk, f"第{n}件").number for n in range(5)]
    assert [row.number for row in whole(desk).queries.newest(3)] == numbers[:1:-1]


def test_persons_are_found_by_name_and_by_number(desk: Session) -> None:
    registers(desk, name="欧阳·示范", id_number="41072119900101001x")
    registers(desk, name="李四")
    found = whole(desk).queries.persons
    (row,) = found(name_key=search_key("欧阳示范"))
    assert (row.name, row.same_name, row.same_id_number) == ("欧阳·示范", True, False)
    (row,) = found(id_number="41072119900101001X")
    assert (row.same_name, row.same_id_number) == (False, True)
    assert found() == [] and found(name_key="王五") == []


@pytest.mark.parametrize("given", [{"confidential": True}, {"purpose": Purpose.ACCUSATION}])
def test_what_is_sealed_is_in_no_list(desk: Session, given: dict[str, Any]) -> None:
    made = registers(desk, "村主任贪污", name="密举报人", id_number="410721199001010011", **given)
    queries = whole(desk).queries
    assert queries.persons(name_key=search_key("密举报人"), id_number="410721199001010011") == []
    assert queries.search("密举报人") == [] and queries.search("410721199001010011") == []
    (row,) = queries.newest()
    assert row.name == "" and row.number == made.number
    assert [hit.number for hit in queries.search(made.number)] == [made.number]
    if given.get("purpose"):
        assert (row.excerpt, row.restricted, queries.search("贪污")) == ("", True, [])


def test_another_systems_number_leads_to_the_matter(desk: Session) -> None:
    made = registers(desk)
    perform(desk, made.number, RecordNumber(system="全国信访信息系统", number="4107210099"))
    queries = whole(desk).queries
    assert queries.find("4107210099") == queries.find(made.number)
    assert [hit.number for hit in queries.search("7210099", field="numbers")] == [made.number]


def test_long_words_of_other_systems_and_long_keys_are_kept_whole(desk: Session) -> None:
    number = registers(desk).number
    long = RecordNumber(system="某省某市某县网上信访信息系统" * 5, number="4" * 100)
    assert perform(desk, number, long, key="k" * 300) is not None
    assert perform(desk, number, long, key="k" * 300) is None
    assert whole(desk).queries.find("4" * 100) == whole(desk).queries.find(number)
    other = registers(desk).number
    again = perform(desk, other, VisitAgain(asked="问"), key="k" * 300)
    assert again is not None, (
        "a key belongs to its matter: the same row number of another file is no repetition"
    )


def test_what_is_due_soonest_first_and_as_of_a_past_day(desk: Session) -> None:
    first = registers(desk, received_on=date(2026, 2, 20))
    second = registers(desk)
    today = START.date()
    rows = whole(desk).queries.due(today=today, until=date(2026, 3, 7))
    assert {(r.number, r.obligation.rule) for r in rows} >= {(first.number, "office-route")}
    assert second.number not in {r.number for r in rows if r.obligation.rule == "office-route"}
    days = [r.obligation.due_office or date.max for r in rows]
    assert days == sorted(days)
    later = moved_to(desk, "2026-03-12T09:00")
    perform(later, first.number, Forward(unit="U1"))
    open_now = {
        (r.number, r.obligation.rule)
        for r in whole(desk).queries.due(today=date(2026, 3, 12), until=date.max)
    }
    assert (first.number, "office-route") not in open_now
    before = {
        (r.number, r.obligation.rule): r.status
        for r in whole(desk).queries.due(today=date(2026, 3, 11), until=date.max)
    }
    assert before[first.number, "office-route"] is Status.MISSED
    assert whole(desk).queries.due(today=date(2026, 2, 19), until=date.max) == []


def test_what_is_owed_without_a_last_day_is_owed_all_the_same(desk: Session) -> None:
    """A reply to a suggestion, an opinion to be delivered: last in the list of everything that is owed."""
    number = registers(desk, purpose=Purpose.SUGGESTION).number
    today = START.date()
    everything = whole(desk).queries.due(today=today, until=date.max)
    assert [r.obligation.rule for r in everything][-1] == "suggestion-reply"
    assert "suggestion-reply" not in {
        r.obligation.rule for r in whole(desk).queries.due(today=today, until=date(2027, 1, 1))
    }
    perform(desk, number, RecordExternal(organ="本机关", fact="answered", on=today))
    assert "suggestion-reply" not in {
        r.obligation.rule for r in whole(desk).queries.due(today=today, until=date.max)
    }


def test_a_duty_that_was_discharged_or_closed_is_not_due(desk: Session) -> None:
    made = registers(desk)
    perform(desk, made.number, Void(reason="登记错误"))
    assert whole(desk).queries.due(today=START.date(), until=date.max) == []
    assert whole(desk).queries.newest()[0].state == "voided"


def test_a_day_is_counted(desk: Session) -> None:
    made = registers(desk, persons_came=12)
    perform(desk, made.number, VisitAgain(asked="问进度", persons=2))
    answer_enquiry(desk, "几点上班", "八点半")
    counts = whole(desk).queries.day(START.date())
    assert (counts.batches, counts.persons, counts.enquiries) == (2, 14, 1)
    assert [row.asked for row in whole(desk).queries.enquiries(START.date())] == ["几点上班"]


def test_a_correction_reaches_every_list(desk: Session) -> None:
    made = registers(desk, name="张示范")
    perform(desk, made.number, Correct(field="name", value="李示范", reason="写错"))
    queries = whole(desk).queries
    assert queries.persons(name_key=search_key("张示范")) == []
    assert queries.newest()[0].name == "李示范"
    assert queries.search("张示范", field="names") == [] and len(queries.search("李示范", field="names")) == 1


# ---------------------------------------------------------------- search

WORDS = "征地补偿款未付清农民工资拖欠ABCabc019①Ⅸ村"
word = st.text(st.sampled_from(WORDS), min_size=1, max_size=6)


@pytest.fixture(scope="module", params=["fake", "sqlcipher", pytest.param("postgres", marks=postgres)])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """An office with sixty matters; on SQLCipher half of them are indexed and half still wait."""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
        made: Memory = open_server(fresh_database(url, "library"), KEY, create="LX07")
    elif request.param == "sqlcipher":
        made = open_file(tmp_path_factory.mktemp("library"), KEY, create="LX07")
    else:
        made = FakeMemory()
    founded(made)
    at = session(made)
    parts = [WORDS[n % len(WORDS) :] + " " + WORDS[: n % 7] + "，" + WORDS[n % 5 :: 3] for n in range(60)]
    for n, text in enumerate(parts):
        registers(
            at, text, name=f"{'张李王买买提'[n % 6]}{WORDS[n % 12]}·{WORDS[n % 9]}", phones=(f"138{n:08d}",)
        )
        if n == 30 and isinstance(made, DatabaseMemory):
            made.index_waiting(1000)
    yield at
    made.close()


def scanned(at: Session, words: str, field: str) -> list[str]:
    """Numbers of the matters that hold all the words, newest first, by reading every matter."""
    wanted = " ".join(map(search_key, words.split())) if field == "names" else words
    found = []
    for stream in whole(at).journal.streams():
        matter = history.fold(whole(at).queries.stream(stream))
        assert matter is not None
        kept = search_words(matter)
        texts = [getattr(kept, field)] if field else [kept.text, kept.names, kept.numbers]
        if contains(wanted, texts):
            found.append(matter.number)
    return found[::-1]


@settings(max_examples=60)
@given(
    words=st.lists(word, min_size=1, max_size=2).map(" ".join),
    field=st.sampled_from(["", "text", "names", "numbers"]),
)
def test_search_finds_all_and_only_what_a_scan_finds(library: Session, words: str, field: str) -> None:
    hits = whole(library).queries.search(words, field=field, limit=100)
    assert [hit.number for hit in hits] == scanned(library, words, field)


def test_search_by_parts_of_names_and_numbers(library: Session) -> None:
    search = whole(library).queries.search
    assert len(search("13800000007", field="numbers")) == len(search("00000007", field="numbers")) == 1
    assert len(search("张 征", field="names")) > 0, "two words of a name, in any order"
    assert search("张 征", field="names") == search("征 张", field="names")
    assert len(search("征地", limit=3)) == 3
    assert search("，。 !") == [] and search("") == []


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("曾建国", "zjg"),
        ("曾建国", "cjg"),
        ("曾建国", "cj"),
        ("曾建国", "建国"),
        ("曾建国", "曾建國"),
        ("𠮷田示范", "吉田"),
        ("蕭峯", "肖峰"),
        ("王\ue863", "王䶮"),
        ("王䶮", "王\ue863"),
        ("阿依古丽·买买提", "买买提"),
    ],
)
def test_a_name_is_found_however_it_was_written(desk: Session, kept: str, typed: str) -> None:
    made = registers(desk, "水管漏水。", name=kept)
    registers(desk, "水管漏水。", name="李某某")
    for field in ("", "names"):
        assert [hit.number for hit in whole(desk).queries.search(typed, field=field)] == [made.number]


def test_a_rare_character_is_found_by_its_code_point(desk: Session) -> None:
    made = registers(desk, "水管漏水。", name="张\U0002000b")
    assert [row.number for row in list_matters(desk, "u+2000b", "name")] == [made.number]
    assert list_matters(desk, "U+110000", "name") == ()


def test_names_that_only_sound_alike_come_behind_and_are_marked(desk: Session) -> None:
    older, newer = registers(desk, "水管漏水。", name="章建国"), registers(desk, "水管漏水。", name="张健国")
    exact = registers(desk, "水管漏水。", name="张建国")
    registers(desk, "水管漏水。", name="长安")
    hidden = registers(desk, "水管漏水。", name="张建国", confidential=True)
    found = list_matters(desk, "张建国")
    assert [(row.number, row.alike) for row in found] == [
        (exact.number, False),
        (newer.number, True),
        (older.number, True),
    ]
    assert hidden.number not in {row.number for row in found}
    assert not [row for row in list_matters(desk, "张建国", "text") if row.alike], (
        "only names have a sound here"
    )
    assert not [row for row in list_matters(desk, "张") if row.alike], "one syllable is everybody's"


def test_a_list_is_narrowed_by_state_channel_class_year_unit_and_light(desk: Session) -> None:
    first = registers(desk, "水管漏水。", category="0102")
    second = registers(desk, "水管爆裂。", channel="letter", category="010206")
    hidden = registers(desk, "水管有人贪污。", purpose=Purpose.ACCUSATION, channel="letter")
    perform(desk, first.number, Forward(unit="U1"))

    def found(words: str = "", at: Session = desk, **narrowed: str) -> list[str]:
        rows = list_matters(at, words, narrowing=Narrowing(**narrowed))
        return [{first.number: "first", second.number: "second"}.get(row.number, "hidden") for row in rows]

    every = ["hidden", "second", "first"]
    assert found() == found(state="open") == found(year="2026") == every
    assert found(state="closed") == found(year="2025") == found(channel="phone") == []
    assert found(channel="letter") == ["second"], "what a matter under seal came by stays under it"
    assert found(category="01") == found("水管", category="01") == ["second", "first"]
    assert found("爆裂", category="01") == ["second"] and found("爆裂", channel="walk_in") == []
    assert found(unit="U1") == found("水管", unit="U1") == ["first"] and found(unit="U2") == []
    assert found(light="late") == [] and found(light="soon") == ["second", "first"]
    later = moved_to(desk, "2026-09-01T09:00:00+08:00")
    assert {"first", "second"} <= set(found(at=later, light="late")) and found(at=later, light="soon") == []
    assert found("爆裂", at=later, light="late", channel="letter") == ["second"]
    perform(desk, second.number, Void(reason="登记重复"))
    assert found(state="closed") == ["second"] and found(state="open") == ["hidden", "first"]
    assert hidden.number not in found("水管")


def test_what_moved_from_the_queue_to_the_index_is_found_the_same(library: Session) -> None:
    if not isinstance(whole(library), DatabaseMemory):
        pytest.skip("a scan has no queue")
    before = [h.number for h in whole(library).queries.search("补偿", limit=100)]
    while whole(library).index_waiting(7):
        pass
    assert [h.number for h in whole(library).queries.search("补偿", limit=100)] == before != []


def test_ids_are_new(memory: Memory) -> None:
    made = write(memory, *[draft(str(n)) for n in range(20)])
    assert len({e.header.id for e in made}) == 20 and new_id(0) != new_id(0)


def test_papers_are_found_by_the_day_they_were_issued_and_sealed(memory: Memory) -> None:
    founded(memory)
    desk = session(memory)
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    keep_draft(desk, number, "D11")
    (waiting,) = memory.queries.papers(("drafted",))
    assert (waiting.number, waiting.kind, waiting.document_number, waiting.needs_delivery) == (
        number,
        "D11",
        "",
        False,
    )
    signed = sign(desk, number, waiting.id).record
    assert signed is not None and memory.queries.papers(("drafted",)) == []
    today = desk.today()
    (row,) = memory.queries.papers_issued(today, today)
    assert (row.id, row.document_number, row.sealed_on) == (signed.id, signed.number, None)
    assert memory.queries.papers_sealed(today, today) == []
    seal_all(desk, [(number, row.id)])
    perform(desk, number, VoidPaper(paper=row.id, reason="错字"))
    (sealed,) = memory.queries.papers_sealed(today, today)
    assert (sealed.state, sealed.sealed_on) == ("void", today), "the seal was set all the same"
    before = today - timedelta(days=1)
    assert memory.queries.papers_issued(before, before) == memory.queries.papers_sealed(before, before) == []


def test_a_paper_is_found_by_its_identity_and_attempts_by_their_day(memory: Memory) -> None:
    founded(memory)
    desk = session(memory)
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    made = issue(desk, number, "D11").record
    assert made is not None
    perform(desk, number, SealPaper(paper=made.id))
    found = memory.queries.paper(made.id)
    assert found is not None and (found.number, found.state) == (number, "sealed")
    assert memory.queries.paper("0" * 32) is None
    today = desk.today()
    for outcome in (Outcome.NOBODY_THERE, Outcome.RECEIVED):
        perform(
            desk,
            number,
            Deliver(paper=made.id, method=DeliveryMethod.IN_PERSON, outcome=outcome, receiver="张示范"),
        )
    rows = memory.queries.attempts(today, today)
    assert [(r.number, r.paper, r.on, r.place, r.method, r.outcome) for r in rows] == [
        (number, made.id, today, 0, "in_person", "nobody_there"),
        (number, made.id, today, 1, "in_person", "received"),
    ]
    before = today - timedelta(days=1)
    assert memory.queries.attempts(before, before) == []
