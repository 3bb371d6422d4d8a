"""Signing records and agreements of the mediation room on the screen: bound to the very paper, in the file at once."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest

from app.domain.entry import OPEN, StreamId, StreamKind
from app.domain.mediation.settling import MakeAgreement, SealAgreement
from app.domain.mediation.sitting import SignSitting, SupplementSitting
from app.domain.mediation.state import Mediation, SignedHow, Stage, Statement
from app.errors import AppError
from app.exchange.keys import StationKeys
from app.services.handwriting import checked
from app.services.mediation.papers import MadeMediationPaper, open_whole
from app.services.mediation.signing import RoomSigning, check_room, paper_to_sign, take_in_room
from app.services.mediation.volume import bind_volume
from app.services.session import Session
from tests.desks import founded, registers, session, whole
from tests.fakes import FakeMemory
from tests.papers.golden import words_of
from tests.services.rooms import (
    acts,
    agrees,
    furnished,
    opens,
    paid_in_parts,
    sits,
    sitting,
)

STROKES = json.dumps(
    [[[500, 500, 0], [900, 900, 40], [1500, 600, 80]], [[2000, 400, 300], [2100, 1500, 360]]]
)
KEYS = StationKeys.fresh()[0]


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    at = session(memory)
    furnished(at)
    return at


def sat(desk: Session, matter: str = "", **more: object) -> str:
    number = opens(desk, matter)
    agrees(desk, number)
    sits(desk, number, **more)
    return number


def signs(desk: Session, number: str, paper: MadeMediationPaper, who: str, **more: str) -> Mediation:
    assert paper.record is not None
    given = {"shown": paper.sha256, "strokes": STROKES, "signer": "赵示范", **more}
    given_paper = given.pop("named", paper.record.id)
    signing = RoomSigning(paper=given_paper, who=who, **given)
    return take_in_room(desk, number, signing, lambda: KEYS).mediation


def refused(desk: Session, number: str, paper: MadeMediationPaper, who: str = "party:1", **more: str) -> str:
    entries = len(open_whole(desk, number).papers), open_whole(desk, number).version
    with pytest.raises(AppError) as found:
        signs(desk, number, paper, who, **more)
    assert (len(open_whole(desk, number).papers), open_whole(desk, number).version) == entries
    return found.value.code


def test_a_record_is_signed_on_the_screen_and_the_file_says_so_at_once(desk: Session) -> None:
    number = sat(desk)
    paper = paper_to_sign(desk, number, sitting=1)
    assert paper.kind.kind == "M07" and paper.sha256 == hashlib.sha256(paper.pdf).hexdigest()
    state = signs(desk, number, paper, "party:1", witness="周见证")
    (signature,) = state.sittings[0].signatures
    assert (signature.who, signature.how) == ("party:1", SignedHow.HANDWRITING)
    (kept,) = state.papers[0].handwriting
    assert (kept.signer, kept.witness, kept.picture) == ("赵示范", "周见证", signature.picture)
    ((paper_id, found),) = check_room(desk, number, KEYS.sign_public)
    assert found.holds and found.ours and paper_id == state.papers[0].id
    again = paper_to_sign(desk, number, sitting=1)
    assert again.sha256 == paper.sha256, "the others sign the same paper"
    assert refused(desk, number, again) == "mediation.signed_already"
    state = signs(desk, number, again, "mediator", signer="李示范")
    assert [item.who for item in state.sittings[0].signatures] == ["party:1", "mediator:P1"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_an_agreement_binds_by_signatures_on_the_screen_and_its_volume_holds_the_pictures(
    desk: Session,
) -> None:
    number = sat(desk)
    with pytest.raises(AppError, match=r"mediation\.no_agreement"):
        paper_to_sign(desk, number)
    acts(
        desk,
        number,
        MakeAgreement(facts="院墙越界半米", clauses=(paid_in_parts((desk.today(), 80_000)),)),
    )
    paper = paper_to_sign(desk, number)
    assert paper.kind.kind == "M08"
    for who in ("party:1", "party:2"):
        state = signs(desk, number, paper, who)
        assert state.stage is Stage.AGREED
    signs(desk, number, paper, "mediator")
    assert acts(desk, number, SealAgreement()).stage is Stage.EFFECTIVE
    assert refused(desk, number, paper, "") == "mediation.no_signer", "one hand signs for one person"
    volume = bind_volume(desk, number)
    assert sum("签名影像" in item.title for item in volume.items) == 3
    assert "院墙越界半米" in words_of(volume.pdf)


def test_nobody_signs_what_was_not_shown_to_them(desk: Session) -> None:
    number = sat(desk)
    paper = paper_to_sign(desk, number, sitting=1)
    assert refused(desk, number, paper, shown="0" * 64) == "handwriting.other_document"
    assert refused(desk, number, paper, named="M03") == "handwriting.other_document"
    assert refused(desk, number, paper, strokes="[]") == "handwriting.empty"
    assert refused(desk, number, paper, signer=" ") == "field.missing"
    assert refused(desk, number, paper, "party:9") == "mediation.no_party"
    acts(
        desk,
        number,
        sitting(
            desk.today().isoformat(), sitting=1, statements=(Statement(speaker="赵示范", words="改了。"),)
        ),
    )
    assert refused(desk, number, paper) == "handwriting.other_document", (
        "the record was written anew meanwhile"
    )
    anew = paper_to_sign(desk, number, sitting=1)
    assert anew.sha256 != paper.sha256
    signs(desk, number, anew, "party:1")
    acts(desk, number, SupplementSitting(sitting=1, words="“墙”指东侧院墙。"))
    assert refused(desk, number, anew, "party:2") == "handwriting.other_document", (
        "what was added is signed, too"
    )
    signs(desk, number, paper_to_sign(desk, number, sitting=1), "party:2")
    assert all(found.holds for _, found in check_room(desk, number))


def test_a_record_is_read_back_before_it_is_put_before_anybody(desk: Session) -> None:
    number = sat(desk, read_back=False)
    with pytest.raises(AppError, match=r"mediation\.not_read_back"):
        paper_to_sign(desk, number, sitting=1)
    assert open_whole(desk, number).papers == ()


def test_signing_with_ink_goes_on_as_before(desk: Session) -> None:
    number = sat(desk)
    acts(desk, number, SignSitting(sitting=1, who="party:1", signed_how=SignedHow.INK))
    state = signs(desk, number, paper_to_sign(desk, number, sitting=1), "party:2")
    assert [item.how for item in state.sittings[0].signatures] == [SignedHow.INK, SignedHow.HANDWRITING]


def test_a_changed_paper_or_picture_is_noticed(desk: Session) -> None:
    number = sat(desk, registers(desk).number)
    paper = paper_to_sign(desk, number, sitting=1)
    state = signs(desk, number, paper, "party:1")
    kept = state.papers[0].handwriting[0]
    picture = desk.store.fetch(kept.picture)
    assert checked(kept, paper.pdf, picture, KEYS.sign_public).holds
    assert not checked(kept, paper.pdf + b"x", picture).document
    assert not checked(kept, paper.pdf, picture + b"x").unchanged


def test_of_people_under_seal_neither_stroke_nor_name_lies_in_the_open(desk: Session) -> None:
    number = sat(desk, registers(desk, confidential=True).number)
    state = signs(desk, number, paper_to_sign(desk, number, sitting=1), "party:1", witness="周见证")
    assert all(found.holds for _, found in check_room(desk, number))
    entries = whole(desk).queries.stream(StreamId(StreamKind.MEDIATION, state.id))
    (taken,) = [entry for entry in entries if entry.header.kind == "mediation-handwriting-taken"]
    plain = repr(taken.body(OPEN))
    assert "strokes" not in plain and "周见证" not in plain
    kept = state.papers[0].handwriting[0]
    assert kept.picture != kept.image, "the picture is sealed to who mediates"
