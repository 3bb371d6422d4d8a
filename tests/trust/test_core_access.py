"""Who is shown what, at its edges: before a matter was there, of another station, in full on request, and recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.access import Revealed
from app.domain.account import Role
from app.domain.claims import Purpose
from app.domain.field_classes import class_of, read_classes, shown
from app.domain.history import read_value
from app.domain.matter import Matter
from app.domain.people import Petitioner
from app.domain.policy import FieldClass, Matrix, Relation, Showing
from app.errors import AppError, Damaged
from app.services import papers
from app.services.mail import open_letter
from app.services.reading import (
    as_own,
    as_shown,
    end_of,
    may_open,
    open_matter,
    opened_matter,
    papers_of,
    public_matter,
    relation_to,
    require_open,
    view_matter,
    works_on,
)
from app.services.revealing import reveal, reveal_addressee, reveal_sender
from app.services.session import Session
from tests.desks import START, founded, registers, session, whole
from tests.fakes import FakeMemory

IDENTITY, PHONES, ADDRESS = "110105194912310029", ("13800000000", "03730000001"), "示范村一号"


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def other(at: Session, who: str = "clerk2") -> Session:
    """Somebody else at the same memory."""
    return session(whole(at), who)


def registered(at: Session, **more: Any) -> str:
    return registers(at, id_number=IDENTITY, phones=PHONES, address=ADDRESS, **more).number


def refused(act: Any, *given: Any) -> str:
    """The code of the refusal."""
    with pytest.raises(AppError) as caught:
        act(*given)
    return caught.value.code


def revealed(at: Session) -> list[Revealed]:
    """What the record of looks says was shown in full."""
    found = [read_value(entry) for entry in whole(at).state.looks]
    return [item[1] for item in found if item is not None and isinstance(item[1], Revealed)]


# ---------------------------------------------------------------- reading


def test_before_it_was_registered_a_matter_was_unknown(desk: Session) -> None:
    number = registered(desk)
    with pytest.raises(AppError, match=r"matter\.unknown"):
        view_matter(desk, number, day=date(2026, 3, 1))
    assert view_matter(desk, number, day=START.date()).day == START.date()
    assert refused(view_matter, desk, "LX07-26-00077-X") == "matter.unknown"


def test_a_day_ends_with_its_last_millisecond(desk: Session) -> None:
    assert end_of(date(2026, 3, 3)) - end_of(date(2026, 3, 2)) == 24 * 3600 * 1000
    assert end_of(date(2026, 3, 1)) < int(START.timestamp() * 1000) < end_of(START.date())


def test_a_view_shows_headers_and_masks_and_papers_are_made_from_the_whole(desk: Session) -> None:
    number = registered(desk)
    view = view_matter(other(desk), number)
    assert view.relation is Relation.OTHER and all(entry.parts == {} for entry in view.entries)
    assert view.known.matter.people.petitioners[0].id_number != IDENTITY
    assert open_matter(other(desk), number).known.matter.people.petitioners[0].id_number == IDENTITY
    assert view_matter(desk, number).relation is Relation.OWN


def test_each_opening_is_recorded_once_and_one_under_seal_always(desk: Session) -> None:
    number = registered(desk)
    at = other(desk)

    def looks() -> int:
        return len(whole(desk).state.looks)

    before = looks()
    view_matter(at, number)
    assert looks() == before + 1
    open_matter(other(desk), number, recorded=True)
    assert looks() == before + 1, "an entry of the matter says it"
    dark = registered(desk, purpose=Purpose.ACCUSATION)
    before = looks()
    open_matter(other(desk), dark, recorded=True)
    assert looks() == before + 1


def test_who_led_registered_heard_or_acted_works_on_it(desk: Session) -> None:
    number = registered(desk, talked_by="handler")
    matter = open_matter(desk, number).known.matter
    people = {who: other(desk, who).account for who in ("clerk", "clerk2", "handler", "leader", "mediator")}
    works = {who: works_on(matter, (), person, "LX07") for who, person in people.items()}
    assert works == {"clerk": True, "clerk2": False, "handler": True, "leader": True, "mediator": False}
    assert not any(works_on(matter, (), person, "LX08") for person in people.values())
    assert works_on(matter, (), people["clerk2"], "LX07", [people["handler"]]), "stands in for them"
    entries = open_matter(desk, number).entries
    assert works_on(matter, entries, people["clerk"], "LX07")
    assert not works_on(matter, entries, people["clerk"], "LX08"), (
        "accounts of two stations may be named alike"
    )
    assert relation_to(other(desk, "leader"), matter, ()) is Relation.OWN
    assert relation_to(other(desk), matter, ()) is Relation.OTHER


def test_an_accusation_is_for_who_registered_it_and_leaders_of_that_station(desk: Session) -> None:
    number = registered(desk, purpose=Purpose.ACCUSATION)
    matter = open_matter(desk, number).known.matter
    colleague, leader = other(desk), other(desk, "leader")
    assert may_open(desk, matter) and may_open(leader, matter) and not may_open(colleague, matter)
    assert relation_to(desk, matter, ()) is Relation.OWN
    assert relation_to(colleague, matter, ()) is Relation.RESTRICTED
    require_open(desk, matter)
    assert refused(require_open, colleague, matter) == "paper.sealed"
    assert refused(opened_matter, colleague, number) == "paper.sealed"
    assert opened_matter(desk, number).number == number
    elsewhere = replace(matter, station="LX08")
    assert not may_open(desk, elsewhere) and not may_open(leader, elsewhere)


def test_who_has_just_acted_sees_it_as_their_own_unless_it_is_closed_to_them(desk: Session) -> None:
    matter = open_matter(desk, registered(desk)).known.matter
    assert as_own(other(desk), matter).people.petitioners[0].name == "张示范"
    assert len(as_shown(desk, matter)) == len(Relation)
    assert as_own(desk, matter) in as_shown(desk, matter)
    dark = open_matter(desk, registered(desk, purpose=Purpose.ACCUSATION)).known.matter
    assert as_own(desk, dark).people.petitioners[0].name == "张示范"
    assert as_own(other(desk), dark).people.petitioners[0].name == ""


def test_papers_are_found_by_number_and_identity_and_what_is_not_there_is_passed_over(desk: Session) -> None:
    number = registered(desk)
    papers.issue(desk, number, "D02")
    matter = public_matter(desk, number)
    assert matter is not None and public_matter(desk, "LX07-26-00077-X") is None
    (record,) = matter.papers
    wanted = [(number, record.id), (number, "none"), ("LX07-26-00077-X", record.id), (number, record.id)]
    assert [(found.number, paper.id) for found, paper in papers_of(desk, wanted)] == [(number, record.id)] * 2


# ---------------------------------------------------------------- showing one value in full


def test_one_value_is_shown_in_full_and_written_down_first(desk: Session) -> None:
    number = registered(desk)
    assert reveal(desk, number, "petitioners/1/id_number") == IDENTITY
    assert reveal(desk, number, "petitioners/1/phones") == " ".join(PHONES)
    assert refused(reveal, other(desk), number, "petitioners/1/id_number", "  ") == "reveal.reason"
    assert reveal(other(desk), number, "petitioners/1/id_number", " 核对 ") == IDENTITY
    assert [(seen.number, seen.field, seen.reason) for seen in revealed(desk)] == [
        (number, "petitioners/1/id_number", ""),
        (number, "petitioners/1/phones", ""),
        (number, "petitioners/1/id_number", "核对"),
    ]


@pytest.mark.parametrize(
    "field",
    [
        "petitioners/2/name",
        "petitioners/0/name",
        "petitioners/x/name",
        "petitioners/1/none",
        "others/1/name",
        "",
    ],
)
def test_a_value_that_nobody_has_is_not_shown(desk: Session, field: str) -> None:
    assert refused(reveal, desk, registered(desk), field) == "reveal.field"
    assert revealed(desk) == []


def test_what_a_role_does_not_even_see_masked_is_not_shown(desk: Session) -> None:
    number = registered(desk)
    assert refused(reveal, other(desk, "archivist"), number, "petitioners/1/id_number", "归档") == (
        "reveal.not_for_role"
    )
    assert revealed(desk) == []


def test_who_delivers_is_shown_the_addressee(desk: Session) -> None:
    number = registered(desk)
    shown = [reveal_addressee(desk, number, field) for field in ("name", "address", "phone")]
    assert shown == ["张示范", ADDRESS, PHONES[0]]
    assert [seen.field for seen in revealed(desk)] == [
        "petitioners/1/name", "petitioners/1/address", "petitioners/1/phones",
    ]  # fmt: skip
    assert all(seen.reason for seen in revealed(desk))
    assert refused(reveal_addressee, desk, number, "id_number") == "reveal.field"
    nobody = registers(desk, name="").number
    assert refused(reveal_addressee, desk, nobody, "name") == "reveal.field"
    bare = registers(desk, "没有电话").number
    assert reveal_addressee(desk, bare, "phone") == ""
    assert refused(reveal_addressee, other(desk, "auditor"), number, "name") == "role.acts_on_no_matters"
    dark = registered(desk, purpose=Purpose.ACCUSATION)
    assert refused(reveal_addressee, other(desk), dark, "name") == "paper.sealed"


def test_who_deals_with_the_mail_is_shown_the_sender(desk: Session) -> None:
    given = {"received_on": "2026-02-27", "sender": "李示范", "sender_address": "示范村二号", "note": "水渠"}
    stamp = open_letter(desk, given).letter.stamp
    assert reveal_sender(desk, stamp, "sender") == "李示范"
    assert reveal_sender(desk, stamp, "sender_address") == "示范村二号"
    assert [(seen.number, seen.field) for seen in revealed(desk)] == [
        (stamp, "letters/1/sender"), (stamp, "letters/1/sender_address"),
    ]  # fmt: skip
    assert refused(reveal_sender, desk, stamp, "note") == "reveal.field"
    assert refused(reveal_sender, other(desk, "auditor"), stamp, "sender") == "role.acts_on_no_matters"


# ---------------------------------------------------------------- classes and the matrix


@pytest.mark.parametrize(
    "data",
    [{"A": {"public": ["x"], "personal": ["x"]}}, {"A": {"public": ["x:nomask"]}}, {"A": {"secret": ["x"]}}],
)
def test_a_list_of_classes_that_contradicts_itself_is_refused(data: Any) -> None:
    with pytest.raises(Damaged, match=r"policy\.classes"):
        read_classes(data)


def test_a_yes_or_no_that_somebody_may_not_see_is_told_as_no() -> None:
    person = Petitioner(name="张示范", no_phone=True, phones=PHONES)
    seen = shown(person, Role.AUDITOR, Relation.OTHER)
    assert (seen.name, seen.no_phone, seen.phones) == ("", False, ())
    assert shown(person, Role.CLERK, Relation.OWN).no_phone is True


def test_a_field_without_a_class_is_shown_to_nobody() -> None:
    assert class_of(Petitioner, "id_number").kind is FieldClass.SENSITIVE
    for record, field in ((Petitioner, "none"), (date, "year"), (Matter, "none")):
        with pytest.raises(Damaged, match=r"policy\.classes"):
            class_of(record, field)


def test_under_the_seal_the_stricter_of_two_classes_holds() -> None:
    matrix = Matrix.shipped()
    for role in Role:
        for relation in Relation:
            both = {matrix.showing(role, kind, relation) for kind in (FieldClass.PUBLIC, FieldClass.INFORMER)}
            found = matrix.under_seal(role, FieldClass.PUBLIC, relation)
            assert found is max(both, key=list(Showing).index)
