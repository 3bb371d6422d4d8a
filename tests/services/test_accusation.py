"""An accusation is sealed from the first second: who may open it can, nobody else finds a word of it anywhere."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import Correct
from app.domain.acts.forwarding import Forward
from app.domain.acts.receiving import VisitAgain
from app.domain.claims import Purpose
from app.domain.names import mask_name
from app.errors import NotAllowed, Refused
from app.services import papers
from app.services.finding import search
from app.services.perform import perform
from app.services.reading import due, view_matter
from app.services.showing import matter_object
from db import folder as folders
from db.folder import NewAccount, create
from db.vault import KeyFile, PersonalSealer
from tests.desks import CODE, ROLE_NAMES, START, UNITS, command, office, registers, sign_in
from ui.bootstrap.opening import Desk

INFORMER, ACCUSED = "欧阳密报", "钱某某村主任"
STORY = "举报村主任挪用征地补偿款三十万元"
ADDRESS, PHONE, IDENTITY, PLACE = "密报村九号", "13899990000", "110105194912310029", "410721"
SECRETS = (INFORMER, ACCUSED, STORY, "挪用征地", ADDRESS, PHONE, IDENTITY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A training folder with a second clerk."""
    path = tmp_path / "desk"
    people = folders.training_accounts(ROLE_NAMES)
    second = NewAccount(id="clerk2", name="示范二", role=people[0].role, password=folders.TRAINING_PASSWORD)
    create(path, office(), (*people, second), code=CODE, now=START, units=UNITS).memory.close()
    return path


def accuse(desk: Desk, **more: Any) -> str:
    return registers(
        desk.session,
        STORY,
        name=INFORMER,
        address=ADDRESS,
        phones=(PHONE,),
        id_number=IDENTITY,
        accused=ACCUSED,
        place=PLACE,
        purpose=Purpose.ACCUSATION,
        **more,
    ).number


def stored(desk: Desk) -> dict[str, str]:
    """Everything in every table, as text and as what bytes say."""
    found: dict[str, str] = {}
    with desk.opened.memory._engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall()
            found[str(name)] = "\n".join(
                cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
                for row in rows
                for cell in row
            )
    return found


def test_nothing_of_it_stands_in_any_row_file_name_or_log(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = sign_in(folder)
    number = accuse(desk)
    perform(desk.session, number, VisitAgain(asked=STORY, told=INFORMER))
    perform(desk.session, number, Correct(field="name", value=INFORMER + "甲", reason=INFORMER))
    papers.issue(desk.session, number, "D02")
    perform(desk.session, number, Forward(unit="U2"))
    desk.rest()
    tables = stored(desk)
    assert number in tables["matter"] and "accusation-route" in tables["obligation"]
    for name, text in tables.items():
        assert not [secret for secret in SECRETS if secret in text], name
    desk.close()
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not [s for s in SECRETS if s in path.name or s.encode() in data], path.name
    assert not [s for s in SECRETS if s in caplog.text]


@pytest.mark.parametrize(
    ("account", "opens"), [("clerk", True), ("leader", True), ("clerk2", False), ("handler", False)]
)
def test_who_registered_it_and_the_leader_open_it_a_colleague_does_not(
    folder: Path, account: str, opens: bool
) -> None:
    number = accuse(sign_in(folder))
    desk = sign_in(folder, account)
    shown = str(matter_object(view_matter(desk.session, number)))
    told = [secret for secret in SECRETS if secret != IDENTITY]
    assert [s for s in SECRETS if s in shown] == (told if opens else []), (
        "an identity number is shown on request only"
    )
    assert search(desk.session, "挪用征地") == [] and search(desk.session, INFORMER, field="name") == []
    assert {row.name + row.excerpt for row in due(desk.session)} == {""}
    assert [hit.restricted for hit in search(desk.session, number)] == [True]
    desk.close()


def test_the_recovery_holder_opens_it_when_everybody_is_gone(folder: Path) -> None:
    desk = sign_in(folder)
    number = accuse(desk)
    stream = desk.session.unmasked.find(number)
    assert stream is not None
    (entry,) = desk.session.unmasked.stream(stream)
    assert "sealed" in entry.parts
    holder = KeyFile.read(folder).holder_by_code(CODE)
    assert holder is not None and KeyFile.read(folder).holder_by_code("WRONG") is None
    plain = PersonalSealer((holder,)).open(entry.parts["sealed"].body)
    assert plain is not None and INFORMER in plain.decode() and ACCUSED in plain.decode()
    assert PersonalSealer().open(entry.parts["sealed"].body) is None


def test_each_look_is_written_down_before_it_is_shown(folder: Path) -> None:
    desk = sign_in(folder)
    number = accuse(desk)
    before = desk.opened.memory.verify("access").entries
    view_matter(desk.session, number)
    plain = registers(desk.session).number
    view_matter(desk.session, plain)
    after = desk.opened.memory.verify("access")
    assert (after.entries, after.ok) == (before + 2, True), "each opening leaves its trace"


def test_its_papers_open_for_those_who_may_and_are_sealed_on_disk(folder: Path) -> None:
    desk = sign_in(folder)
    number = accuse(desk)
    made = papers.issue(desk.session, number, "D02")
    assert made.record is not None and made.record.stored != made.sha256
    assert papers.fetch(desk.session, number, "D02").pdf == made.pdf
    kept = desk.session.store.fetch(made.record.stored)
    assert kept.startswith(b"age-encryption.org/v1") and b"%PDF" not in kept
    leader, other = sign_in(folder, "leader"), sign_in(folder, "clerk2")
    assert papers.fetch(leader.session, number, "D02").pdf == made.pdf
    for question in (
        lambda: papers.fetch(other.session, number, "D02"),
        lambda: papers.issue(other.session, number, "D02"),
    ):
        with pytest.raises(NotAllowed, match=r"paper\.sealed"):
            question()


def test_a_receipt_for_an_accusation_without_a_name_can_be_issued(folder: Path) -> None:
    desk = sign_in(folder)
    number = registers(desk.session, STORY, name="", purpose=Purpose.ACCUSATION).number
    assert papers.issue(desk.session, number, "D02").pages >= 1


def test_a_colleague_cannot_put_right_what_a_colleague_cannot_see(folder: Path) -> None:
    number = accuse(sign_in(folder))
    other = sign_in(folder, "clerk2")
    for field in ("name", "content"):
        with pytest.raises(Refused, match=r"matter\.sealed"):
            perform(other.session, number, Correct(field=field, value="x", reason="x"))


def test_found_to_be_one_later_it_goes_dark_from_then_on(folder: Path) -> None:
    desk = sign_in(folder)
    number = registers(desk.session, STORY, name=INFORMER, purpose=Purpose.UNDECIDED).number
    other = sign_in(folder, "clerk2")
    shown = str(matter_object(view_matter(other.session, number)))
    assert mask_name(INFORMER) in shown and INFORMER not in shown and STORY in shown
    perform(desk.session, number, Classify(purpose=Purpose.ACCUSATION, reason=STORY))
    desk.rest()
    shown = str(matter_object(view_matter(other.session, number)))
    assert mask_name(INFORMER) not in shown and STORY not in shown
    assert search(desk.session, "挪用征地") == [] and search(desk.session, INFORMER) == []
    tables = stored(desk)
    for name in ("matter", "person", "search_queue", "obligation", "paper"):
        assert INFORMER not in tables[name] and "挪用" not in tables[name], name


def test_confidential_people_are_sealed_and_the_story_is_found(folder: Path) -> None:
    desk = sign_in(folder)
    made = registers(desk.session, STORY, name=INFORMER, address=ADDRESS, phones=(PHONE,), confidential=True)
    assert command().confidential is False
    tables = stored(desk)
    for name, text in tables.items():
        assert not [s for s in (INFORMER, ADDRESS, PHONE) if s in text], name
    assert [hit.number for hit in search(desk.session, "挪用征地")] == [made.number]
    assert INFORMER in str(matter_object(view_matter(desk.session, made.number)))
    other = sign_in(folder, "clerk2")
    shown = str(matter_object(view_matter(other.session, made.number)))
    assert INFORMER not in shown and STORY in shown
