"""A picture of a handwritten signature belongs to one document: any changed bit of document, strokes or names shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.acts.forwarding import Forward
from app.domain.handwriting import HIGH, WIDE, Handwriting, read_strokes, strokes_text
from app.errors import AppError, BadInput, NotAllowed
from app.exchange.keys import StationKeys
from app.papers.handwriting import drawn
from app.services import papers
from app.services.handwriting import Signing, check, checked, take
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory

STROKES = json.dumps(
    [[[500, 500, 0], [900, 900, 40], [1500, 600, 80]], [[2000, 400, 300], [2100, 1500, 360]]]
)
KEYS = StationKeys.fresh()[0]


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def signed(desk: Session, **more: object) -> tuple[str, bytes, Handwriting]:
    """A notice that was shown and signed on the screen: matter, the PDF, what was kept."""
    number = registers(desk, **more).number
    perform(desk, number, Forward(unit="U1"))
    made = papers.issue(desk, number, "D11")
    given = Signing(paper="D11", shown=made.sha256, strokes=STROKES, signer="张示范", witness="李见证")
    take(desk, number, given, lambda: KEYS)
    record = view_matter(desk, number).known.matter.papers[-1]
    return number, made.pdf, record.handwriting[0]


def test_it_is_bound_to_the_document_that_was_shown_and_signed_by_the_station(desk: Session) -> None:
    number, pdf, kept = signed(desk)
    assert kept.document == hashlib.sha256(pdf).hexdigest()
    ((paper, found),) = check(desk, number, KEYS.sign_public)
    assert found.holds and found.ours and paper
    assert (kept.signer, kept.witness, kept.by) == ("张示范", "李见证", "clerk")
    assert not check(desk, number, StationKeys.fresh()[0].sign_public)[0][1].ours


def test_any_changed_bit_of_the_document_is_noticed(desk: Session) -> None:
    _, pdf, kept = signed(desk)
    picture = desk.store.fetch(kept.picture)
    assert checked(kept, pdf, picture).holds
    for place in range(0, len(pdf), max(1, len(pdf) // 50)):
        changed = bytearray(pdf)
        changed[place] ^= 1
        assert not checked(kept, bytes(changed), picture).document
    assert not checked(kept, pdf, picture[:-1] + b"\x00").unchanged


@pytest.mark.parametrize(
    "change",
    [
        {"signer": "李示范"},
        {"witness": ""},
        {"by": "clerk2"},
        {"strokes": STROKES.replace("900", "901", 1)},
        {"image": "0" * 64},
        {"document": "0" * 64},
    ],
)
def test_any_changed_stroke_name_or_hash_is_noticed(desk: Session, change: dict[str, str]) -> None:
    _, pdf, kept = signed(desk)
    found = checked(replace(kept, **change), pdf, desk.store.fetch(kept.picture))
    assert not found.holds and not found.signed
    assert not checked(replace(kept, at=kept.at + 1), pdf, b"").signed


def test_a_signature_under_another_key_or_none_is_noticed(desk: Session) -> None:
    _, pdf, kept = signed(desk)
    picture = desk.store.fetch(kept.picture)
    for change in (
        {"key": StationKeys.fresh()[0].sign_public},
        {"signature": ""},
        {"signature": "zz"},
        {"key": "1"},
    ):
        assert not checked(replace(kept, **change), pdf, picture).signed


def test_what_stood_on_the_screen_must_be_the_frozen_paper(desk: Session) -> None:
    number = registers(desk).number
    made = papers.issue(desk, number, "D02")
    draft = papers.draft(desk, number, "D02")
    for shown in (draft.sha256, "", "0" * 64):
        with pytest.raises(AppError) as caught:
            take(
                desk,
                number,
                Signing(paper="D02", shown=shown, strokes=STROKES, signer="张示范"),
                lambda: KEYS,
            )
        assert caught.value.code == "handwriting.other_document"
    with pytest.raises(BadInput):
        take(desk, number, Signing(paper="D02", shown=made.sha256, strokes=STROKES, signer=" "), lambda: KEYS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nothing", "malformed"),
        ("{}", "malformed"),
        ("[[]]", "malformed"),
        ("[[[1, 2]]]", "malformed"),
        ("[[[1.5, 2, 0]]]", "malformed"),
        (f"[[[{WIDE + 1}, 2, 0]]]", "malformed"),
        (f"[[[1, {HIGH + 1}, 0]]]", "malformed"),
        ("[[[0, 0, 50], [900, 900, 10]]]", "malformed"),
        ("[[[0, 0, 0], [900, 900, 9999999]]]", "malformed"),
        ("[]", "empty"),
        ("[[[10, 10, 0], [20, 20, 10]]]", "empty"),
        (json.dumps([[[n % WIDE, 0, n] for n in range(20_001)]]), "too_long"),
    ],
)
def test_strokes_that_are_none_are_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_strokes(text)
    assert caught.value.code == f"handwriting.{code}"


def test_the_same_strokes_are_the_same_picture_and_come_back_as_they_went() -> None:
    strokes = read_strokes(STROKES)
    assert drawn(strokes) == drawn(strokes) and drawn(strokes).startswith(b"\x89PNG")
    assert read_strokes(strokes_text(strokes)) == strokes


def test_in_a_confidential_matter_strokes_and_names_are_sealed(desk: Session) -> None:
    number, pdf, kept = signed(desk, confidential=True)
    assert kept.picture != kept.image
    ((_, found),) = check(desk, number)
    assert found.holds
    stranger = session(desk.memory, "handler")
    stranger.store = desk.store
    with pytest.raises(NotAllowed):
        check(stranger, number)
    assert checked(kept, pdf, b"").document


def test_it_is_called_what_it_is_and_never_an_electronic_signature() -> None:
    folder = Path(__file__).parents[2] / "resources"
    files = [*folder.rglob("*.toml"), *folder.rglob("*.tsv")]
    assert [path.name for path in files if "电子签名" in path.read_text(encoding="utf-8")] == []
    assert "手写签名影像" in (folder / "words" / "delivery.toml").read_text(encoding="utf-8")
