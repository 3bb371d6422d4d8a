"""A day with three clerks on one PC, a leader, an auditor, and a laptop that is stolen in the evening.

A real office: passwords, no training, the clock of the computer. Nobody reads what is not theirs, everything leaves a trace,
and the next morning goes on where the evening ended.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.clock import SystemClock
from app.domain.account import Role
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.people import People, Petitioner
from app.errors import AppError, BadInput, NotAllowed
from app.services.accounts import change_password, one_time_password, reset_password
from app.services.audit import anchor_of, verify_record
from app.services.breaching import Lost
from app.services.drafts import recover_drafts, save_draft
from app.services.finding import search
from app.services.listing import list_matters
from app.services.looking import who_opened
from app.services.papers import issue
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.registration import register_matter
from app.services.revealing import reveal
from db import vault
from tests.desks import ROLE_NAMES, UNITS, office
from tests.faults.canaries import search as in_files
from ui.bootstrap.backups import restore_backup, take_backup
from ui.bootstrap.breaching import breach_of
from ui.bootstrap.founding import create_folder, new_account
from ui.bootstrap.key_care import drill_recovery, replace_recovery_code, require_old_code
from ui.bootstrap.opening import Desk, open_desk
from ui.bootstrap.people import note_lock, personal_keys, sign_out
from ui.bootstrap.rotating import rotate_keys

PEOPLE = {
    "wang": ("王窗口", Role.CLERK),
    "li": ("李窗口", Role.CLERK),
    "zhao": ("赵窗口", Role.CLERK),
    "chen": ("陈局长", Role.LEADER),
    "sun": ("孙审计", Role.AUDITOR),
    "zhou": ("周系统", Role.SYSTEM_ADMINISTRATOR),
    "wu": ("吴安全", Role.SECURITY_ADMINISTRATOR),
}
IDENTITY = "11010519491231002X"
INFORMER, ACCUSED, STORY = "岚峪溪坪垭峁塬坳", "沟坝岗湾渡桥亭驿", "寨屯铺岚坪峁坳坝"


@dataclass
class OnePc:
    """One computer at the counter, and who sits at it."""

    folder: Path
    stick: Path
    code: str
    passwords: dict[str, str] = field(default_factory=dict)
    _open: list[Desk] = field(default_factory=list)

    def seat(self, who: str, password: str = "") -> Desk:
        """Somebody sits down; only their password is at hand."""
        desk = open_desk(self.folder, account=who, password=password or self.passwords[who], environment={})
        self._open.append(desk)
        return desk

    def leave(self, desk: Desk, *, locked: bool = False) -> None:
        """They lock the screen or sign out: everything is closed."""
        if locked:
            note_lock(desk, "by_hand")
            desk.close()
        else:
            sign_out(desk)
        self._open.remove(desk)

    def end(self) -> None:
        """Closes what a failed test left open."""
        for desk in self._open:
            desk.close()


@pytest.fixture
def pc(tmp_path: Path) -> Iterator[OnePc]:
    """The office is founded: the code is in the envelope, each person chose a password."""
    passwords = {who: f"{who}-坐班-{place}47-晴" for place, who in enumerate(PEOPLE)}
    accounts = tuple(new_account(who, name, role, passwords[who]) for who, (name, role) in PEOPLE.items())
    code = vault.new_code()
    problem = create_folder(
        tmp_path / "desk",
        office(training=False),
        code=code,
        now=SystemClock().now(),
        role_names=ROLE_NAMES,
        accounts=accounts,
        units=UNITS,
    )
    assert problem is None
    made = OnePc(tmp_path / "desk", tmp_path / "stick", code, passwords)
    yield made
    made.end()


def visit(desk: Desk, name: str, text: str, *, restricted: bool = False, accused: str = "") -> str:
    """A visitor is registered and gets a receipt."""
    person = Petitioner(name=name, id_number=IDENTITY, phones=("13800000000",), address="示范村一号")
    command = RegisterVisit(
        channel="walk_in",
        received_on=desk.session.today(),
        people=People(petitioners=(person,)),
        claims=(ClaimGiven(text=text),),
        restricted=restricted,
        accused=accused,
    )
    number = register_matter(desk.session, command).number
    if not restricted:
        issue(desk.session, number, "D02")
    return number


def refused(code: str, act: object) -> None:
    with pytest.raises(AppError) as caught:
        act()  # type: ignore[operator]
    assert caught.value.code == code


def test_a_day_of_three_clerks_and_the_evening_after(pc: OnePc, tmp_path: Path) -> None:
    # morning: one types, is called away and locks; the next sits down at the same PC
    wang = pc.seat("wang")
    typed = {"name": "张半句", "text": "他还没有说完"}
    save_draft(wang.session, wang.drafts, 1, "draft-1", typed)
    pc.leave(wang, locked=True)
    li = pc.seat("li")
    assert recover_drafts(li.session, li.drafts) == [], "nobody reads a colleague's half sentence"
    open_matter = visit(li, "张示范", "村里修路占用我家承包地。")
    printed = li.session.memory.queries.head()[:16]
    pc.leave(li)
    wang = pc.seat("wang")
    (draft,) = recover_drafts(wang.session, wang.drafts)
    assert draft.content["name"] == "张半句", "what was typed is there when its clerk returns"
    pc.leave(wang)

    # the third clerk: a colleague's matter is masked, an informer's is sealed
    zhao = pc.seat("zhao")
    assert [row.name for row in list_matters(zhao.session)] == ["张**"]
    seen = view_matter(zhao.session, open_matter).known.matter.people.petitioners[0]
    assert IDENTITY not in seen.id_number and "*" in seen.id_number
    refused("reveal.reason", lambda: reveal(zhao.session, open_matter, "petitioners/1/id_number"))
    told = reveal(zhao.session, open_matter, "petitioners/1/id_number", "核对身份证")
    assert told == IDENTITY
    sealed = visit(zhao, INFORMER, STORY, restricted=True, accused=ACCUSED)
    pc.leave(zhao)

    # a curious colleague guesses; a restart of the program does not help
    for _ in range(5):
        refused("sign_in.wrong", lambda: pc.seat("zhao", "我猜是这个2026"))
    refused("sign_in.locked", lambda: pc.seat("zhao"))
    li = pc.seat("li")
    dark = view_matter(li.session, sealed).known.matter
    assert not dark.people.petitioners and not dark.accused, (
        "a colleague sees that it is there, and nothing of it"
    )
    assert search(li.session, INFORMER) == [] and search(li.session, STORY) == []
    pc.leave(li)

    # the leader sees who looked; the three administrators see no case
    chen = pc.seat("chen")
    openings = who_opened(chen.session, open_matter)
    (shown,) = [item for item in openings if item.revealed]
    assert shown.who == "赵窗口" and shown.reason == "核对身份证"
    assert view_matter(chen.session, sealed).known.matter.people.petitioners[0].name == INFORMER
    perform(chen.session, open_matter, VisitAgain(asked="局长接谈"))
    pc.leave(chen)
    for who in ("sun", "zhou", "wu"):
        desk = pc.seat(who)
        refused("role.reads_no_matters", lambda desk=desk: view_matter(desk.session, open_matter))
        refused("role.reads_no_matters", lambda desk=desk: list_matters(desk.session))
        if who == "sun":
            assert verify_record(desk.session, [anchor_of(printed, "回执")]).ok
        pc.leave(desk)

    # the clerk who forgot: a new password opens no case and not what was sealed to the old key
    wu = pc.seat("wu")
    once = one_time_password()
    reset_password(wu.session, personal_keys(wu), "zhao", once, "忘记密码，当面核对")
    refused("role.reads_no_matters", lambda: view_matter(wu.session, sealed))
    pc.leave(wu)
    refused("password.must_change", lambda: pc.seat("zhao", once))
    zhao = open_desk(pc.folder, account="zhao", password=once, environment={}, changing=True)
    pc.passwords["zhao"] = "zhao-换了新的-58-雨"
    change_password(zhao.session, personal_keys(zhao), once, pc.passwords["zhao"])
    zhao.close()
    zhao = pc.seat("zhao")
    assert not view_matter(zhao.session, sealed).known.matter.people.petitioners, (
        "the leader opens it, not a reset"
    )
    pc.leave(zhao)

    # evening: a backup goes into the safe, the laptop is stolen
    chen = pc.seat("chen")
    assert drill_recovery(chen, pc.code).ok
    saved = take_backup(chen, pc.stick)
    last = visit(chen, "钱傍晚", "晚上来的一件。")
    pc.leave(chen)
    laptop = tmp_path / "stolen"
    shutil.move(pc.folder, laptop)
    assert list(in_files([laptop, pc.stick], [INFORMER, ACCUSED, STORY, IDENTITY, "承包地"])) == []
    with pytest.raises((NotAllowed, BadInput, AppError)):
        open_desk(laptop, account="chen", password="没有密码的人", environment={})

    # next morning, another PC: the envelope, the stick, the last receipt
    envelope = tmp_path / "envelope"
    envelope.write_text(pc.code)
    keyed = {"PETITION_DESK_RECOVERY_FILE": str(envelope)}
    done = restore_backup(saved.file, pc.folder, last_seen=[last], environment=keyed)
    assert [(gone.first, gone.last) for gone in done.unaccounted] == [(3, 3)], (
        "the evening's number is not given again"
    )
    chen = pc.seat("chen")
    assert verify_record(chen.session, [anchor_of(printed, "回执")]).ok
    assert view_matter(chen.session, open_matter).known.matter.number == open_matter
    assert view_matter(chen.session, sealed).known.matter.people.petitioners[0].name == INFORMER

    # what did the laptop hold? every matter and how sensitive, for those who must be told (个人信息保护法第五十七条)
    told = breach_of(chen, Lost.LAPTOP, lost_on=chen.session.today(), where="大厅至乡镇途中")
    assert {open_matter, sealed} <= {matter.number for matter in told.matters} and told.restricted == 1

    # the thief may have seen the paper: a new code, then a new data key
    fresh = vault.new_code()
    replace_recovery_code(chen, fresh, holder=require_old_code(chen, pc.code), reason="电脑被盗")
    old_key = chen.opened.key
    rotate_keys(chen, reason="电脑被盗")
    pc._open.remove(chen)
    refused("keys.wrong_code", lambda: open_desk(pc.folder, account="chen", code=pc.code, environment=keyed,
                                                 password=pc.passwords["chen"]))  # fmt: skip
    wang = pc.seat("wang")
    assert wang.opened.key != old_key
    again = visit(wang, "孙早上", "第二天早上来的。")
    assert again.split("-")[2] == "00004", "the series goes on behind the lost number"
    pc.leave(wang)
    sun = pc.seat("sun")
    assert verify_record(sun.session, [anchor_of(printed, "回执")]).ok
    pc.leave(sun)
