"""What a verification says of a record that was tampered with in ways that need more than a key and raw SQL."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from app.domain.acts.receiving import VisitAgain
from app.domain.acts.resealing import RESEALED, LostBody, Resealed
from app.domain.claims import Purpose
from app.domain.entry import OPEN, SEALED, Part, StreamKind, single
from app.domain.resealed import LATER, lost_open_bodies, restored
from app.domain.signed_heads import (
    ANCHORED,
    PUBLISHED,
    ChainHead,
    HeadsSigned,
    LooksAnchored,
    SigningKeyPublished,
    unheld,
)
from app.errors import BadInput, NotAllowed
from app.services import audit, head_signing
from app.services.audit import Anchor, Verified, anchor_of, verify_record
from app.services.head_signing import anchor_looks, publish_key, sign_heads, signing_due
from app.services.looking import record_view
from app.services.perform import perform
from app.services.session import Session
from db import chain_walk
from tests.desks import folder, founded, registers, session, sign_in
from tests.fakes import FakeMemory
from tests.faults import forger
from ui.bootstrap.opening import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    """A clerk at a desk on disk, with a matter that was visited twice."""
    folder(tmp_path / "desk").memory.close()
    at = sign_in(tmp_path / "desk")
    number = registers(at.session).number
    for _ in range(2):
        perform(at.session, number, VisitAgain(asked="问进度"))
    yield at
    at.close()


def puts(at: Session, value: object) -> None:
    """Appends an entry to the journal as this person."""
    stream = single(StreamKind.ACCOUNTS)
    with at.work() as work:
        after = work.stream_head(stream)
        work.append([replace(at.draft(stream, value, at.today(), None), after=after)])
        work.commit()


def whys(found: Verified) -> list[str]:
    """Why heads do not hold."""
    assert not found.ok
    return [doubt.why for doubt in found.doubts]


# ---------------------------------------------------------------- anchors


def test_an_anchor_is_typed_in_any_grouping_and_too_few_digits_are_none(desk: Desk) -> None:
    digits = desk.session.memory.queries.head()
    typed = "-".join(digits[at : at + 4].upper() for at in range(0, 16, 4))
    anchor = anchor_of(f" {typed} ", "抄录", "2026-03-02")
    assert anchor == Anchor(source="抄录", digits=digits[:16], at="2026-03-02")
    for wrong in (digits[:15], "x" * 16, ""):
        with pytest.raises(BadInput, match=r"audit\.anchor"):
            anchor_of(wrong, "抄录")


def test_an_anchor_that_begins_like_an_entry_and_goes_on_otherwise_is_missing(desk: Desk) -> None:
    digits = desk.session.memory.queries.head()
    other = digits[:16] + ("0" if digits[16] != "0" else "1")
    found = verify_record(desk.session, [anchor_of(digits[:20], "收据"), anchor_of(other, "抄录")])
    assert [anchor.source for anchor in found.missing] == ["抄录"] and not found.ok
    assert found.anchors[0].place == found.journal.entries


def test_two_papers_with_the_same_head_are_both_found(desk: Desk) -> None:
    digits = desk.session.memory.queries.head()
    found = verify_record(desk.session, [anchor_of(digits[:16], "收据"), anchor_of(digits, "日结")])
    assert found.ok and found.missing == ()


# ---------------------------------------------------------------- who verifies, and how far it is


def test_everybody_may_verify_but_who_has_no_part_in_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "AUDITS", frozenset())
    with pytest.raises(NotAllowed, match=r"role\.other_needed"):
        verify_record(desk.session)


def test_it_is_told_how_far_the_walk_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "STEP", 2)
    record_view(desk.session, "list", "", sealed=False)
    told: list[tuple[int, int]] = []
    found = verify_record(desk.session, step=lambda done, total: told.append((done, total)))
    every = found.journal.entries + found.looks.entries
    assert [done for done, _ in told] == list(range(2, every + 1, 2))
    assert {total for _, total in told} == {every}


def test_whoever_gives_the_walk_up_gives_it_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "STEP", 1)

    def enough(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verify_record(desk.session, step=enough)


def test_what_no_signature_covers_is_counted(desk: Desk) -> None:
    at = desk.session
    found = verify_record(at)
    assert (found.signed, found.signed_at) == (0, 0)
    assert found.unsigned == found.journal.entries + found.looks.entries
    assert sign_heads(at)
    found = verify_record(at)
    assert (found.signed, found.unsigned) == (1, 0) and found.signed_at > 0
    registers(at)
    record_view(at, "list", "", sealed=False)
    assert verify_record(at).unsigned == 2


# ---------------------------------------------------------------- heads that do not hold


def test_a_day_that_names_another_end_of_the_looks_is_told(desk: Desk) -> None:
    at = desk.session
    record_view(at, "list", "", sealed=False)
    (true,) = anchor_looks(at)
    puts(at, true)
    assert verify_record(at).ok
    puts(at, LooksAnchored(head=replace(true.head, hash="ab" * 32)))
    assert whys(verify_record(at)) == ["anchored"]


def signed(at: Session, **changes: Any) -> None:
    """Puts signed heads into the access chain that are not what they should be."""
    last = at.memory.queries.last_signed()
    assert last is not None
    with at.work() as work:
        work.look(at.draft(head_signing.STREAM, replace(last[1], **changes), at.today(), None))
        work.commit()


@pytest.mark.parametrize(
    "changes", [{"signature": "no hex"}, {"signature": "00" * 64}, {"account": "leader"}]
)
def test_a_signature_that_is_not_that_persons_is_told(desk: Desk, changes: dict[str, Any]) -> None:
    assert sign_heads(desk.session)
    signed(desk.session, **changes)
    assert whys(verify_record(desk.session)) == ["signature"]


def header(at: Session, **changes: Any) -> Any:
    """The header of the last signed heads, and what they say."""
    last = at.memory.queries.last_signed()
    assert last is not None
    return replace(last[0].header, **changes), last[1]


def test_every_reason_why_a_head_does_not_hold(desk: Desk) -> None:
    at = desk.session
    record_view(at, "list", "", sealed=False)
    assert sign_heads(at)
    head, value = header(at)
    keys = {value.account: {value.public}}
    hashes = {(item.origin, item.epoch): item.hash for item in value.heads}

    def why(head: Any = head, value: HeadsSigned = value, genuine: bool = True, **more: Any) -> list[str]:
        found = unheld(
            [(7, head, value, genuine)],
            more.get("keys", keys),
            more.get("hash_of", lambda item: hashes[item.origin, item.epoch]),
            lambda item: more.get("look", ""),
        )
        assert all((doubt.place, doubt.account) == (7, value.account) for doubt in found)
        return [doubt.why for doubt in found]

    assert why() == []
    assert why(genuine=False) == ["signature"]
    assert why(head=replace(head, actor="leader")) == ["signature"]
    assert (
        why(keys={}) == why(keys={value.account: {"ab"}}) == why(keys={"leader": {value.public}}) == ["key"]
    )
    assert why(hash_of=lambda _: "") == ["heads"]
    assert why(head=replace(head, prev=bytes(32))) == ["looks"]
    assert why(value=replace(value, looks=None)) == [], "nobody had looked at anything"
    assert value.looks is not None
    restored = replace(head, epoch=head.epoch + 1, prev=bytes(32))
    assert why(head=restored) == ["looks"]
    assert why(head=restored, look=value.looks.hash) == []


def test_a_key_that_the_person_published_twice_is_published_once(desk: Desk) -> None:
    at = desk.session
    assert sign_heads(at) and at.signer is not None
    before = len(at.memory.queries.stream(single(StreamKind.ACCOUNTS)))
    with at.work() as work:
        assert not publish_key(at, work, at.signer)
    assert len(at.memory.queries.stream(single(StreamKind.ACCOUNTS))) == before


def test_another_persons_key_is_not_mine(desk: Desk) -> None:
    at = desk.session
    assert at.signer is not None
    puts(at, SigningKeyPublished(account="leader", public=at.signer.public, suite="intl"))
    assert sign_heads(at) and verify_record(at).ok


def test_somebody_who_looks_while_it_is_signed_is_signed_next_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = desk.session
    record_view(at, "list", "", sealed=False)
    honest = head_signing.signed_bytes

    def slow(*given: Any) -> bytes:
        record_view(at, "list", "", sealed=False)
        return honest(*given)

    monkeypatch.setattr(head_signing, "signed_bytes", slow)
    assert not sign_heads(at)
    assert verify_record(at).signed == 0
    monkeypatch.undo()
    assert sign_heads(at) and verify_record(at).ok


def test_who_has_no_keys_signs_nothing_and_before_the_first_look_nothing_is_anchored() -> None:
    memory = FakeMemory()
    founded(memory)
    at = session(memory)
    registers(at)
    assert at.signer is None and not sign_heads(at) and not signing_due(at)
    assert anchor_looks(at) == ()


def test_an_entry_that_lost_its_open_words_keeps_what_was_sealed_from_the_first() -> None:
    memory = FakeMemory()
    founded(memory)
    at = session(memory)
    stream = memory.queries.find(registers(at, purpose=Purpose.ACCUSATION).number)
    assert stream is not None
    before = next(entry for entry in memory.queries.stream(stream) if {OPEN, SEALED} <= entry.parts.keys())
    lost = LostBody(
        entry=before.header.id.hex,
        digest=before.header.digests[OPEN].hex(),
        rest="{}",
        sealed=base64.b64encode(b"words").decode(),
    )
    with at.work() as work:
        work.stream(stream)
        work.append([at.draft(stream, Resealed(lost=(lost,), proposed_by="leader"), at.today(), None)])
        work.commit()
    entries = memory.queries.stream(stream)
    assert lost_open_bodies(entries) == (before.header.id,)
    (after,) = [entry for entry in restored(entries) if entry.header.id == before.header.id]
    assert after.parts == {
        OPEN: Part(b"", b"{}"), LATER: Part(b"", b"words"), SEALED: before.parts[SEALED],
    }  # fmt: skip
    assert lost_open_bodies(restored(entries)) == ()


# ---------------------------------------------------------------- rows that cannot be what they say


def drop(connection: Connection, statement: str) -> None:
    """One statement of who has the key."""
    connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE entry SET stream = X'00' WHERE pos = 3", "columns"),
        ("UPDATE entry SET at = at + 1 WHERE pos = 3", "columns"),
        ("UPDATE entry SET oseq = 999 WHERE pos = 3", "columns"),
        ("UPDATE entry SET origin = 'LX08' WHERE pos = 3", "columns"),
        ("UPDATE entry SET epoch = 9 WHERE pos = 3", "columns"),
        ("UPDATE entry SET id = X'00112233445566778899AABBCCDDEEFF' WHERE pos = 3", "columns"),
        ("UPDATE entry SET header = X'FF00' WHERE pos = 3", "unreadable"),
        ("UPDATE entry SET header = X'7B7D' WHERE pos = 3", "unreadable"),
        ("UPDATE entry_body SET body = X'7B7D' WHERE pos = 3", "body"),
        ("UPDATE entry_body SET salt = zeroblob(16) WHERE pos = 3", "body"),
        ("DELETE FROM entry_body WHERE pos = 3", "body_missing"),
    ],
)
def test_a_changed_row_is_named_by_its_place(desk: Desk, statement: str, why: str) -> None:
    forger.attack(desk.opened.memory, lambda connection: drop(connection, statement))
    chain = verify_record(desk.session).journal
    assert (chain.ok, chain.first_bad, chain.why) == (False, 3, why)


def test_what_a_newer_program_signed_or_named_is_neither_believed_nor_held_against_anybody(
    desk: Desk,
) -> None:
    at = desk.session
    assert sign_heads(at)
    last = at.memory.queries.last_signed()
    assert last is not None
    stream = single(StreamKind.ACCOUNTS)
    newer = replace(at.draft(stream, last[1], at.today(), None), form=99)
    with at.work() as work:
        work.look(replace(newer, stream=head_signing.STREAM))
        after = work.stream_head(stream)
        work.append([replace(newer, kind=kind, after=after) for kind in (RESEALED, ANCHORED, PUBLISHED)])
        work.commit()
    found = verify_record(at)
    assert (found.ok, found.signed) == (True, 1) and found.unsigned == 4


def test_many_streams_are_walked_as_few_are(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain_walk, "_MOST_STREAMS", 1)
    before = verify_record(desk.session).journal
    assert before.ok and before.head == desk.session.memory.queries.head()
    assert before.entries == sum(head.last for head in desk.session.memory.queries.heads())


def test_a_head_names_writer_epoch_number_and_hash(desk: Desk) -> None:
    (head,) = desk.session.memory.queries.heads()
    assert head == ChainHead(origin="LX07", epoch=1, last=head.last, hash=desk.session.memory.queries.head())
    assert desk.session.memory.queries.hash_at(replace(head, last=head.last + 1)) == ""


def test_of_several_missing_bodies_the_first_is_named(desk: Desk) -> None:
    forger.attack(
        desk.opened.memory,
        lambda connection: drop(connection, "DELETE FROM entry_body WHERE pos IN (2, 3)"),
    )
    assert verify_record(desk.session).journal.first_bad == 2, "the first one that is missing"
