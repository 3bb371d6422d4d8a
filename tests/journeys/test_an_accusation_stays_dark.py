"""Somebody accuses an official. Whatever the hall does with it, who it was and what was said stands nowhere in the clear.

The planted words are looked for in what everybody can get at: each row of each table, the index of the search, lists,
the code, the names and the bytes of files, the log, the papers' own properties, and what other roles are shown.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import Engine

from app.domain.acts.correcting import Correct
from app.domain.acts.receiving import VisitAgain
from app.domain.claims import Purpose
from app.qr.receipt_code import ReceiptCode
from app.services import papers
from app.services.drafts import save_draft
from app.services.finding import search
from app.services.listing import list_matters
from app.services.perform import perform
from app.services.reading import due, view_matter
from app.services.registration import register_matter
from app.services.showing import matter_object
from app.services.today import board
from db.engine import cipher_engine
from db.search import indexed, normalised
from tests.desks import command, folder, sign_in
from ui.bootstrap.opening import Desk

INFORMER, ACCUSED, STORY, VILLAGE = "金雀甲乙", "金雀丙丁", "金雀戊己庚辛", "金雀村壬癸"
PHONE, IDENTITY = "13912345678", "410721199003070010"
PLANTED = (INFORMER, ACCUSED, STORY, VILLAGE, PHONE, IDENTITY)
ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
OTHERS = ("handler", "mediator", "archivist")
"""Roles that read matters and hold no key of this one."""


@dataclass(frozen=True)
class Hall:
    """A hall in which an accusation was registered by the clerk."""

    place: Path
    clerk: Desk
    number: str
    token: str


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    place = tmp_path / "desk"
    folder(place).memory.close()
    clerk = sign_in(place, "clerk")
    save_draft(clerk.session, clerk.drafts, 1, "k", {"name": INFORMER, "content": STORY, "phone": PHONE})
    given = command(
        f"{STORY}收受财物", INFORMER, purpose=Purpose.ACCUSATION, address=VILLAGE, id_number=IDENTITY,
        phones=(PHONE,), accused=ACCUSED, place_words=VILLAGE,
    )  # fmt: skip
    made = register_matter(clerk.session, given, key="k")
    session = clerk.session
    perform(
        session, made.number, VisitAgain(asked=f"{STORY}有结果吗", told=f"已转{ACCUSED}的上级", persons=1)
    )
    perform(session, made.number, Correct(field="phone", value=PHONE, reason=f"{INFORMER}来电更正"))
    for kind in ("D01", "D02"):
        papers.issue(session, made.number, kind)
    papers.draft(session, made.number, "D49")
    clerk.rest()
    yield Hall(place, clerk, made.number, made.token)
    clerk.close()


def planted_in(text: str) -> list[str]:
    """The planted words, or parts of them that would give them away, that stand in a text."""
    folded = normalised(text)
    return [word for word in PLANTED if word in text or normalised(word) in folded]


def rows_of(engine: Engine) -> Iterator[tuple[str, str]]:
    """Every cell of every table as text, sealed parts left out, with the table it stands in."""
    with engine.connect() as connection:
        names = [
            str(row[0])
            for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for name in names:
            if name.startswith("matter_search"):
                continue
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
                if name in ("entry_body", "access_body") and "sealed" in row:
                    continue
                for cell in row:
                    yield name, cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


def engine_of(hall: Hall, name: str) -> Engine:
    return cipher_engine(hall.place / name, hall.clerk.opened.key)


@pytest.mark.parametrize("name", ["desk.db", "drafts.db"])
def test_no_row_of_any_table_holds_it_even_for_who_has_the_key_of_the_file(hall: Hall, name: str) -> None:
    engine = engine_of(hall, name)
    found = {(table, word) for table, text in rows_of(engine) for word in planted_in(text)}
    engine.dispose()

    assert found == set()


def test_the_index_of_the_search_knows_none_of_its_words(hall: Hall) -> None:
    engine = engine_of(hall, "desk.db")
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, matter_search, row)"
        )
        known = {str(row[0]) for row in connection.exec_driver_sql("SELECT term FROM temp.words")}
    engine.dispose()
    pairs = {token for word in PLANTED for token in indexed(normalised(word)).split() if len(token) == 8}

    assert indexed(normalised(hall.number)).split()[0] in known, (
        "the number can be found, so the index was looked at"
    )
    assert pairs & known == pairs & set(indexed(normalised(hall.number)).split())


@pytest.mark.parametrize("word", PLANTED)
def test_a_search_finds_nothing_and_lists_say_only_that_it_is_restricted(hall: Hall, word: str) -> None:
    session = hall.clerk.session

    assert search(session, word) == []
    shown = f"{list_matters(session)} {due(session)} {board(session)} {session.unmasked.newest()}"
    assert hall.number in shown
    assert planted_in(shown) == []


@pytest.mark.parametrize("role", OTHERS)
def test_a_colleague_without_a_key_is_shown_none_of_it(hall: Hall, role: str) -> None:
    colleague = sign_in(hall.place, role)
    shown = json.dumps(
        matter_object(view_matter(colleague.session, hall.number)), ensure_ascii=False, default=str
    )
    drafts = colleague.drafts.load("clerk")
    with pytest.raises(Exception, match=r"paper\.sealed"):
        papers.fetch(colleague.session, hall.number, "D02")
    colleague.close()

    assert planted_in(shown) == []
    assert drafts == []


@pytest.mark.parametrize("role", ["clerk", "leader"])
def test_who_registered_it_and_the_leader_read_it_whole(hall: Hall, role: str) -> None:
    holder = sign_in(hall.place, role)
    shown = json.dumps(
        matter_object(view_matter(holder.session, hall.number)), ensure_ascii=False, default=str
    )
    holder.close()

    assert {INFORMER, STORY, VILLAGE, PHONE} <= set(planted_in(shown))


def test_the_receipt_names_its_holder_only_and_its_code_nobody(hall: Hall) -> None:
    receipt = papers.fetch(hall.clerk.session, hall.number, "D02")
    code = ReceiptCode(number=hall.number, token=hall.token).payload()

    assert receipt.pdf.startswith(b"%PDF")
    assert planted_in(code) == []
    for word in (ACCUSED, STORY, INFORMER):
        for encoding in ENCODINGS:
            assert word.encode(encoding) not in receipt.pdf.split(b"stream")[0]


def test_no_file_holds_it_in_its_name_or_bytes_and_none_is_a_picture(hall: Hall) -> None:
    files = [path for path in hall.place.rglob("*") if path.is_file()]

    assert len(files) > 5
    for path in files:
        data = path.read_bytes()
        assert planted_in(path.name) == []
        assert [(w, e) for w in PLANTED for e in ENCODINGS if w.encode(e) in data] == []
        assert not data.startswith(b"%PDF")
        with pytest.raises(OSError):
            Image.open(io.BytesIO(data)).load()


def test_nothing_is_logged_of_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        place = tmp_path / "desk"
        folder(place).memory.close()
        clerk = sign_in(place, "clerk")
        given = command(STORY, INFORMER, purpose=Purpose.ACCUSATION, accused=ACCUSED, address=VILLAGE)
        number = register_matter(clerk.session, given).number
        papers.issue(clerk.session, number, "D02")
        clerk.close()

    assert planted_in(caplog.text) == []


def test_the_same_look_finds_an_ordinary_matter(tmp_path: Path) -> None:
    """The test of the test: what is not sealed is found everywhere it is looked for."""
    place = tmp_path / "desk"
    folder(place).memory.close()
    clerk = sign_in(place, "clerk")
    register_matter(clerk.session, command(STORY, INFORMER, purpose=Purpose.CLAIM, address=VILLAGE))
    clerk.rest()
    engine = cipher_engine(place / "desk.db", clerk.opened.key)
    found = {word for _, text in rows_of(engine) for word in planted_in(text)}
    engine.dispose()

    assert {INFORMER, STORY, VILLAGE} <= found
    assert [hit.number for hit in search(clerk.session, STORY)] == ["LX07-26-00001-C"]
    assert planted_in(str(clerk.session.unmasked.newest()))
    clerk.close()
