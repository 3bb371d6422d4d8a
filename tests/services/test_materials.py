"""Kept pages: made anew by the reader only, once each, sealed where the matter is, and shown to few where sensitive."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.acts.handing_in import AddMaterial
from app.domain.claims import Purpose
from app.domain.material import MaterialForm, Piece, Sensitivity
from app.errors import BadInput, NotAllowed, NotFound
from app.scanning import ScannedPage
from app.services.materials import Placing, fetch, keep, material_list
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, registers, session
from tests.fake_keeping import FakeStore
from tests.fakes import FakeMemory
from tests.services.test_slips import Scanner

ONE, TWO = b"\xff\xd8\xff page one", b"\xff\xd8\xff page two"
PHOTO = Placing(piece=Piece.PHOTO)
FIRST = Placing(piece=Piece.MATERIAL, material="1")


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def page(picture: bytes = ONE, number: int = 1, **more: Any) -> ScannedPage:
    return ScannedPage(page=number, picture=picture, **more)


def kept(desk: Session, number: str, placing: Placing, *pages: ScannedPage | BadInput) -> Any:
    given = pages[0] if isinstance(pages[0], BadInput) else [p for p in pages if isinstance(p, ScannedPage)]
    (made,) = keep(desk, number, [Path("a.pdf")], Scanner({"a.pdf": given}), placing)
    return made


def stored(desk: Session) -> dict[str, bytes]:
    assert isinstance(desk.store, FakeStore)
    return desk.store.kept


def with_material(desk: Session, sensitive: Sensitivity | None = None, **more: Any) -> str:
    number = registers(desk, **more).number
    perform(desk, number, AddMaterial(name="病历", form=MaterialForm.COPY, sensitive=sensitive))
    return number


def other(desk: Session, account: str) -> Session:
    return replace(session(desk.memory, account), store=desk.store)


def codes(made: Any) -> list[str]:
    return [error.code for error in made.refused]


def test_pages_are_kept_in_order_and_shown_again(desk: Session) -> None:
    number = registers(desk).number
    made = kept(desk, number, PHOTO, page(ONE), page(TWO, 2))
    rows = material_list(desk, number).pages
    assert [row.page.sha256 for row in rows] == list(made.files)
    assert [fetch(desk, number, row.page.sha256) for row in rows] == [ONE, TWO]


def test_the_same_page_is_stored_once(desk: Session) -> None:
    number = registers(desk).number
    kept(desk, number, PHOTO, page(ONE))
    before = len(view_matter(desk, number).entries)
    again = kept(desk, number, PHOTO, page(ONE))
    assert (again.files, again.twice, again.refused) == ((), 1, ())
    assert len(view_matter(desk, number).entries) == before
    assert list(stored(desk).values()) == [ONE]


def test_a_bad_page_and_a_bad_file_stop_no_other(desk: Session) -> None:
    number = registers(desk).number
    files = {
        "bomb.png": BadInput("scanned.page_too_large", file="bomb.png", page=1),
        "torn.pdf": [page(ONE), page(b"", 2, refused="scanned.page_damaged"), page(TWO, 3)],
        "locked.pdf": BadInput("scanned.password", file="locked.pdf"),
    }
    made = keep(desk, number, [Path(name) for name in files], Scanner(files), PHOTO)
    assert [codes(item) for item in made] == [
        ["scanned.page_too_large"],
        ["scanned.page_damaged"],
        ["scanned.password"],
    ]
    assert [row.page.sha256 for row in material_list(desk, number).pages] == list(made[1].files)


def test_an_empty_scan_says_so_and_a_blank_page_is_kept_when_wanted(desk: Session) -> None:
    number = registers(desk).number
    blank = page(ONE, blank=True)
    made = kept(desk, number, PHOTO, blank)
    assert (made.files, made.blank, codes(made)) == ((), 1, ["material.blank"])
    assert kept(desk, number, replace(PHOTO, with_blank=True), blank).files


def test_what_is_no_picture_never_reaches_the_store(desk: Session) -> None:
    number = registers(desk).number
    made = kept(desk, number, PHOTO, page(b"%PDF-1.7 not made anew"))
    assert (codes(made), stored(desk)) == (["scanned.page_damaged"], {})


def test_nothing_is_read_for_a_material_that_is_not_there(desk: Session) -> None:
    number = registers(desk).number
    with pytest.raises(BadInput) as refused:
        keep(desk, number, [Path("never-opened.pdf")], Scanner({}), FIRST)
    assert refused.value.code == "material.unknown"


def test_a_page_of_another_matter_is_not_handed_out(desk: Session) -> None:
    one, two = registers(desk).number, registers(desk).number
    (sha256,) = kept(desk, one, PHOTO, page(ONE)).files
    with pytest.raises(NotFound) as refused:
        fetch(desk, two, sha256)
    assert refused.value.code == "material.no_page"


@pytest.mark.parametrize(("account", "sees"), [("clerk", True), ("handler", True), ("leader", True),
                                               ("clerk2", False), ("archivist", False)])  # fmt: skip
def test_a_sensitive_page_is_seen_by_few_and_each_look_is_recorded(
    desk: Session, account: str, sees: bool
) -> None:
    number = with_material(desk, Sensitivity.MEDICAL)
    (sha256,) = kept(desk, number, FIRST, page(ONE)).files
    looker = other(desk, account)
    (row,) = material_list(looker, number).materials[0].pages
    assert row.visible is sees
    before = looker.memory.journal.verify("access").entries
    if sees:
        assert fetch(looker, number, sha256) == ONE
        assert looker.memory.journal.verify("access").entries == before + 1
    else:
        with pytest.raises(NotAllowed) as refused:
            fetch(looker, number, sha256)
        assert refused.value.code == "material.sensitive"


def test_who_attached_a_sensitive_page_may_look_at_it(desk: Session) -> None:
    number = registers(desk).number
    second = other(desk, "clerk2")
    (sha256,) = kept(second, number, replace(PHOTO, sensitive=Sensitivity.MINOR), page(ONE)).files
    assert fetch(second, number, sha256) == ONE


def test_pages_of_an_accusation_are_sealed_and_still_known_again(desk: Session) -> None:
    number = with_material(desk, purpose=Purpose.ACCUSATION)
    made = kept(desk, number, FIRST, page(ONE))
    assert hashlib.sha256(ONE).hexdigest() not in stored(desk)
    assert all(ONE not in data for data in stored(desk).values())
    assert fetch(desk, number, made.files[0]) == ONE
    assert kept(desk, number, FIRST, page(ONE)).twice == 1
    with pytest.raises(NotAllowed):
        fetch(other(desk, "clerk2"), number, made.files[0])
    with pytest.raises(NotAllowed):
        material_list(other(desk, "clerk2"), number)
