"""What somebody notices who is given access to an accusation: it opens, until its day, and nobody else's does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain import history
from app.domain.account import AccountClosed
from app.domain.acts.accusing import NameAccused
from app.domain.acts.granting import GrantAccess, WithdrawAccess
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.recusing import Recuse
from app.domain.claims import Purpose
from app.domain.entry import SEALED, Link, StreamKind, single
from app.domain.matter import Matter
from app.errors import AppError
from app.services.looking import who_opened
from app.services.papers import fetch, issue
from app.services.perform import perform
from app.services.reading import open_matter, view_matter
from app.services.sealed_checks import sealed_findings
from app.services.session import Session, accounts_of
from app.services.timeline import history_lines
from tests.desks import founded, moved_to, registers, session, whole
from tests.fake_keeping import FakeSealer
from tests.fakes import FakeMemory

STORY = "村主任私分了征地款，有账本为证。"
LATER = "账本在会计家里。"
UNTIL = date(2026, 3, 6)


@pytest.fixture
def leader() -> Session:
    """The leader of an office with one accusation that the clerk registered."""
    memory = FakeMemory()
    founded(memory)
    registers(session(memory), STORY, restricted=True, purpose=Purpose.ACCUSATION)
    return session(memory, "leader")


def number(at: Session) -> str:
    return at.memory.queries.newest()[0].number


def entries(at: Session) -> tuple[Any, ...]:
    stream = whole(at).queries.find(number(at))
    return tuple(whole(at).queries.stream(stream))


def seen(at: Session, who: str = "handler", when: str = "2026-03-03T09:00") -> Matter:
    """The matter as somebody sees it on a day."""
    there = moved_to(session(whole(at), who), when)
    return view_matter(there, number(at)).known.matter


def grants(at: Session, who: str = "handler", until: date = UNTIL, reason: str = "承办此件") -> None:
    perform(at, number(at), GrantAccess(person=who, until=until, reason=reason))


def test_a_grant_opens_what_was_sealed_before_and_what_comes_after(leader: Session) -> None:
    assert seen(leader).claims[0].words.text == ""
    grants(leader)
    perform(leader, number(leader), VisitAgain(persons=1, asked=LATER))
    matter = seen(leader)
    assert matter.claims[0].words.text == STORY and matter.people.petitioners[0].name == "张示范"
    assert matter.notes[0].words == LATER and not matter.people_sealed and not matter.story_sealed
    assert seen(leader, "clerk2").claims[0].words.text == ""
    whom = moved_to(session(whole(leader), "handler"), "2026-03-03T10:00")
    lines = history_lines(whom, open_matter(whom, number(leader)))
    assert not any(line.sealed for line in lines)


def test_from_the_day_after_nothing_opens_any_more(leader: Session) -> None:
    grants(leader)
    perform(leader, number(leader), VisitAgain(persons=1, asked=LATER))
    assert seen(leader, when="2026-03-06T17:00").claims[0].words.text == STORY
    late = seen(leader, when="2026-03-07T09:00")
    assert late.claims[0].words.text == "" and late.notes[0].words == ""
    after = moved_to(leader, "2026-03-07T09:00")
    perform(after, number(leader), VisitAgain(persons=1, asked="又来一次"))
    assert b"key-handler" not in entries(leader)[-1].parts[SEALED].body


def test_a_clock_that_is_set_back_does_not_bring_a_grant_back(leader: Session) -> None:
    grants(leader)
    perform(moved_to(leader, "2026-03-09T09:00"), number(leader), VisitAgain(persons=1, asked=LATER))
    assert seen(leader, when="2026-03-04T09:00").claims[0].words.text == ""


def test_a_grant_that_is_taken_back_opens_nothing_and_later_parts_are_not_addressed(leader: Session) -> None:
    grants(leader)
    perform(leader, number(leader), WithdrawAccess(person="handler", reason="换人承办"))
    assert seen(leader).claims[0].words.text == ""
    perform(leader, number(leader), VisitAgain(persons=1, asked=LATER))
    assert b"key-handler" not in entries(leader)[-1].parts[SEALED].body
    with pytest.raises(AppError, match=r"grant\.none"):
        perform(leader, number(leader), WithdrawAccess(person="handler", reason="再收"))


def test_what_the_grantee_wrote_opens_for_them_after_the_grant(leader: Session) -> None:
    grants(leader)
    handler = session(whole(leader), "handler")
    perform(handler, number(leader), VisitAgain(persons=1, asked="我写的"))
    at = moved_to(handler, "2026-03-09T09:00")
    matter = at.fold(entries(leader))
    assert matter is not None and matter.notes[0].words == "我写的" and matter.story_sealed


def test_every_part_of_a_grant_is_addressed_to_no_fewer_than_before(leader: Session) -> None:
    grants(leader)
    holders = entries(leader)[-1].parts[SEALED].body.partition(b"\n")[0].decode().split(",")
    assert set(holders) == {"key-leader", "key-recovery", "key-handler"}


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("auditor", "grant.role"),
        ("sysadmin", "grant.role"),
        ("secadmin", "grant.role"),
        ("archivist", "grant.role"),
        ("nobody", "account.unknown"),
        ("leader", "grant.self"),
        ("mediator", "grant.recused"),
        ("clerk2", "accused.kept_from"),
    ],
)
def test_access_is_never_given_to_who_must_not_see_it(leader: Session, who: str, code: str) -> None:
    perform(leader, number(leader), Recuse(person="mediator", reason="亲属"))
    perform(leader, number(leader), NameAccused(accused="经办人 clerk2"))
    before = len(entries(leader))
    with pytest.raises(AppError, match=code):
        grants(leader, who)
    assert len(entries(leader)) == before


def test_a_closed_account_is_given_nothing(leader: Session) -> None:
    with leader.work() as work:
        stream = single(StreamKind.ACCOUNTS)
        work.stream(stream)
        closed = leader.draft(stream, AccountClosed(id="handler", reason="调走"), leader.today(), None)
        work.append([closed])
        work.commit()
    leader.accounts = accounts_of(whole(leader))
    with pytest.raises(AppError, match=r"account\.unknown"):
        grants(leader)


@pytest.mark.parametrize("who", ["clerk", "handler", "mediator"])
def test_only_a_leader_gives_access(leader: Session, who: str) -> None:
    with pytest.raises(AppError, match=r"grant\.by_leader"):
        grants(session(whole(leader), who), "clerk2")


@pytest.mark.parametrize(
    ("more", "code"),
    [({"reason": "  "}, "grant.reason"), ({"until": date(2026, 3, 1)}, "grant.until")],
)
def test_a_grant_has_a_reason_and_a_day_to_come(leader: Session, more: dict[str, Any], code: str) -> None:
    with pytest.raises(AppError, match=code):
        grants(leader, **more)


def test_who_holds_none_of_the_keys_cannot_give_any_away(leader: Session) -> None:
    blind = replace(leader, sealer=FakeSealer("key-new"))
    with pytest.raises(AppError, match=r"grant\.no_key"):
        grants(blind)


def test_an_ordinary_matter_needs_no_grant(leader: Session) -> None:
    made = registers(session(whole(leader)), "修路")
    with pytest.raises(AppError, match=r"grant\.nothing_sealed"):
        perform(leader, made.number, GrantAccess(person="handler", until=UNTIL, reason="看看"))


def test_looking_under_a_grant_is_listed_and_is_no_finding(leader: Session) -> None:
    grants(leader)
    seen(leader)
    assert any(line.account == "handler" and line.sealed for line in who_opened(leader, number(leader)))
    later = moved_to(leader, "2026-03-03T17:00")
    assert not [f for _, f in sealed_findings(later, date(2026, 3, 3)) if f.check == "K39"]
    seen(leader, "clerk2")
    assert [f for _, f in sealed_findings(later, date(2026, 3, 3)) if f.check == "K39"]


def test_a_look_after_the_grant_ended_is_a_finding(leader: Session) -> None:
    grants(leader)
    seen(leader, when="2026-03-09T09:00")
    later = moved_to(leader, "2026-03-09T17:00")
    assert [f for _, f in sealed_findings(later, date(2026, 3, 9)) if f.check == "K39"]


def test_the_parts_of_a_grant_go_to_no_other_office(leader: Session) -> None:
    grants(leader)
    last = entries(leader)[-1]
    sent = history.travelling(Link(last.header.oseq, last.raw, last.parts))
    assert SEALED in last.parts and set(sent.parts) == {"open"}
    kept = entries(leader)[0]
    assert history.travelling(Link(1, kept.raw, kept.parts)).parts == kept.parts


def test_without_any_key_a_grant_tells_only_who_and_until_when(leader: Session) -> None:
    grants(leader, reason="账本的事")
    public = history.fold(entries(leader))
    assert public is not None and public.story_sealed
    assert [(g.person, g.until, g.by) for g in public.grants] == [("handler", UNTIL, "leader")]
    assert "账本".encode() not in b"".join(e.parts["open"].body for e in entries(leader))


def test_papers_and_pictures_that_were_kept_before_open_under_a_grant_and_no_longer(leader: Session) -> None:
    clerk = session(whole(leader))
    clerk.store = leader.store
    issue(clerk, number(leader), "D02")
    fetched = fetch(clerk, number(leader), "D02").pdf
    handler = moved_to(session(whole(leader), "handler"), "2026-03-03T09:00")
    handler.store = leader.store
    grants(leader)
    assert fetch(handler, number(leader), "D02").pdf == fetched
    late = moved_to(session(whole(leader), "handler"), "2026-03-09T09:00")
    late.store = leader.store
    with pytest.raises(AppError, match=r"paper\.sealed"):
        fetch(late, number(leader), "D02")
    other = session(whole(leader), "mediator")
    other.store = leader.store
    with pytest.raises(AppError, match=r"paper\.sealed"):
        fetch(other, number(leader), "D02")


def test_who_stays_signed_in_over_the_last_day_loses_the_files_too(leader: Session) -> None:
    clerk = session(whole(leader))
    clerk.store = leader.store
    issue(clerk, number(leader), "D02")
    grants(leader)
    handler = moved_to(session(whole(leader), "handler"), "2026-03-06T16:00")
    handler.store = leader.store
    fetch(handler, number(leader), "D02")
    assert any(handler.lent.values())
    handler.clock = moved_to(handler, "2026-03-07T09:00").clock
    with pytest.raises(AppError, match=r"paper\.sealed"):
        fetch(handler, number(leader), "D02")
    assert not any(handler.lent.values())
