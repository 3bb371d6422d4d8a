"""Materials that come after the registration: taken in, given back against a signature, their pages attached once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.acts.handing_in import AddMaterial, Attach, ReturnMaterial, require_material
from app.domain.acts.registering import ClaimGiven
from app.domain.claims import Purpose
from app.domain.history import files_of
from app.domain.material import MaterialForm, Piece, Sensitivity
from app.domain.matter import Material, Matter, darkened
from app.errors import AppError
from tests.domain.story import Story

PAGE, OTHER = "ab" * 32, "cd" * 32
CONTRACT = Material(name="合同", original=True, pages=3)
ADDED = AddMaterial(name="收据", form=MaterialForm.COPY, pages=2)


def told(*acts: Any) -> Story:
    story = Story()
    story.begins("03-02", materials=(CONTRACT,))
    for act in acts:
        story.does(act, "03-03")
    return story


def matter(*acts: Any) -> Matter:
    return told(*acts).matter


def refused(act: Any, *before: Any) -> AppError:
    story = told(*before)
    with pytest.raises(AppError) as caught:
        story.does(act, "03-04")
    return caught.value


def test_what_was_registered_and_what_came_later_stand_in_one_list() -> None:
    first, second = matter(ADDED).materials
    assert (first.name, first.original, first.on) == ("合同", True, date(2026, 3, 2))
    assert (second.name, second.form, second.pages, second.on) == ("收据", "copy", 2, date(2026, 3, 3))
    assert first.id != second.id


def test_a_material_is_found_by_its_place_and_by_its_identity() -> None:
    held = matter(ADDED)
    assert require_material(held, "2") is require_material(held, held.materials[1].id)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (replace(ADDED, name="  "), "field.missing"),
        (replace(ADDED, pages=0), "material.count"),
        (replace(ADDED, on=date(2026, 3, 9)), "act.date_in_future"),
        (replace(ADDED, scan=("../etc",)), "material.page_unknown"),
        (ReturnMaterial(material="7", to="张示范"), "material.unknown"),
        (ReturnMaterial(material="1", to=" ", signed=True), "field.missing"),
        (ReturnMaterial(material="1", to="张示范"), "material.not_signed_for"),
        (
            ReturnMaterial(material="1", to="张示范", signed=True, on=date(2026, 3, 1)),
            "material.before_it_came",
        ),
        (Attach(piece=Piece.MATERIAL, files=(PAGE,)), "material.which"),
        (Attach(piece=Piece.ENVELOPE), "material.page_unknown"),
        (Attach(piece=Piece.PHOTO, material="7", files=(PAGE,)), "material.unknown"),
    ],
)
def test_what_cannot_be_is_refused(act: Any, code: str) -> None:
    assert refused(act).code == code


def test_nothing_is_given_back_where_nothing_was_handed_in() -> None:
    story = Story()
    story.begins("03-02")
    with pytest.raises(AppError) as caught:
        story.does(ReturnMaterial(material="1", to="张示范"), "03-03")
    assert caught.value.code == "material.none"


def test_an_original_is_signed_for_and_given_back_once() -> None:
    back = ReturnMaterial(material="1", to="张示范", signed=True)
    (held,) = matter(back).materials
    assert (held.returned_on, held.returned_to, held.signed) == (date(2026, 3, 3), "张示范", True)
    assert refused(back, back).code == "material.returned_already"


def test_a_kept_page_of_the_signed_list_is_a_signature_too() -> None:
    state = matter(ReturnMaterial(material="1", to="张示范", receipt=(PAGE,)))
    assert state.materials[0].signed
    assert [(a.sha256, a.material) for a in state.attachments] == [(PAGE, state.materials[0].id)]


def test_a_copy_goes_back_without_a_signature() -> None:
    assert matter(ADDED, ReturnMaterial(material="2", to="李示范")).materials[1].returned_to == "李示范"


def test_pages_stand_in_order_and_no_page_stands_twice() -> None:
    state = matter(
        Attach(piece=Piece.ENVELOPE, files=(PAGE, OTHER)),
        Attach(piece=Piece.MATERIAL, material="1", files=(PAGE,)),
    )
    assert [(a.sha256, a.piece, bool(a.material)) for a in state.attachments] == [
        (PAGE, "envelope", False),
        (OTHER, "envelope", False),
        (PAGE, "material", True),
    ]
    again = Attach(piece=Piece.ENVELOPE, files=(OTHER,))
    assert (
        refused(again, Attach(piece=Piece.ENVELOPE, files=(PAGE, OTHER))).code == "material.attached_already"
    )


def test_pages_bear_the_mark_of_their_material() -> None:
    marked = AddMaterial(name="病历", form=MaterialForm.COPY, sensitive=Sensitivity.MEDICAL, scan=(PAGE,))
    state = matter(marked, Attach(piece=Piece.MATERIAL, material="2", files=(OTHER,)))
    assert [a.sensitive for a in state.attachments] == ["medical", "medical"]


def test_kept_pages_travel_with_their_entries() -> None:
    story = told(
        replace(ADDED, scan=(PAGE,)),
        Attach(piece=Piece.LETTER, files=(OTHER,)),
        ReturnMaterial(material="1", to="张示范", receipt=("ef" * 32,)),
    )
    assert [files_of(entry) for entry in story.entries[1:]] == [(PAGE,), (OTHER,), ("ef" * 32,)]


def test_of_an_accusation_nobody_without_a_key_sees_names_or_marks() -> None:
    story = Story()
    accusation = ClaimGiven(text="村干部占地", purpose=Purpose.ACCUSATION)
    story.begins("03-02", accusation, materials=(CONTRACT,))
    story.does(replace(ADDED, name="录音整理", sensitive=Sensitivity.IDENTITY, scan=(PAGE,)), "03-03")
    assert [item.name for item in story.matter.materials] == ["合同", "录音整理"]
    assert story.public.materials == ()
    assert all(
        "录音" not in str(entry.body()) and "identity" not in str(entry.body()) for entry in story.entries
    )
    dark = darkened(story.matter)
    assert (dark.materials, dark.attachments) == ((), ())
