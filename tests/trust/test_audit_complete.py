"""Every view, print, export, sign-in and act leaves exactly one trace, in one transaction; looking twice leaves one."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

import app.services
from app.domain.acts.forwarding import Forward
from app.domain.acts.receiving import VisitAgain
from app.domain.claims import Purpose
from app.errors import NotAllowed
from app.exchange.profiles.bridge import bridge_profile
from app.exchange.profiles.entry_order import shipped_order
from app.services import papers, printing
from app.services.bridging import bridged
from app.services.case_file import begin
from app.services.day_report import day_report
from app.services.entering import entry_sheet
from app.services.finding import search
from app.services.leader_log import leader_log_workbook
from app.services.ledger import ledger, ledger_workbook
from app.services.listing import list_matters
from app.services.looking import (
    record_failed_sign_in,
    record_lock,
    record_sign_in,
    record_sign_out,
    who_opened,
)
from app.services.matter_sheet import sheet_of
from app.services.number_series import number_series_workbook
from app.services.perform import perform
from app.services.reading import due, view_matter
from app.services.revealing import reveal
from app.services.review_ledger import review_workbook
from app.services.sealing import seal_basket, seal_register_workbook
from app.services.serving import post_list_workbook, stage_notices, unserved
from app.services.session import Session
from app.services.today import board
from app.services.what_if import what_if
from tests.desks import START, founded, registers
from tests.desks import session as signed_in
from tests.fake_keeping import FakeStore
from tests.fakes import FakeMemory
from tests.trust.audited import CATEGORIES

TODAY = START.date()
FIRST_ARGUMENTS = {"Session", "ExchangeDesk", "Memory"}


STORE = FakeStore()


def session(memory: FakeMemory, account: str = "clerk") -> Session:
    """Somebody at a desk of an office with one store of papers."""
    return replace(signed_in(memory, account), store=STORE)


def services() -> set[str]:
    """Every public function of the services that works for somebody: module.name."""
    found = set()
    for module in pkgutil.walk_packages(app.services.__path__, "app.services."):
        if ".facts" in module.name:
            continue
        for name, item in vars(importlib.import_module(module.name)).items():
            if not inspect.isfunction(item) or item.__module__ != module.name or name.startswith("_"):
                continue
            given = list(inspect.signature(item).parameters.values())
            if given and str(given[0].annotation) in FIRST_ARGUMENTS:
                found.add(f"{module.name.removeprefix('app.services.')}.{name}")
    return found


def test_every_service_says_what_it_leaves_behind() -> None:
    listed = Counter(name for names in CATEGORIES.values() for name in names)
    assert [name for name, times in listed.items() if times > 1] == []
    assert services() ^ set(listed) == set()


@pytest.fixture
def office() -> tuple[FakeMemory, str]:
    """An office with one matter and two papers of it."""
    memory = FakeMemory()
    founded(memory)
    clerk = session(memory)
    number = registers(clerk).number
    perform(clerk, number, Forward(unit="U1"))
    papers.issue(clerk, number, "D02")
    return memory, number


def traces(memory: FakeMemory, do: Callable[[], object]) -> tuple[list[str], list[str]]:
    """The kinds of entry that something added to the journal and to the access chain."""
    entries, looks = len(memory.state.entries), len(memory.state.looks)
    do()
    return (
        [entry.header.kind for entry in memory.state.entries[entries:]],
        [entry.header.kind for entry in memory.state.looks[looks:]],
    )


Use = Callable[[Session, str], object]
VIEWS: dict[str, Use] = {
    "view_matter": view_matter,
    "sheet_of": sheet_of,
    "what_if": lambda at, number: what_if(at, number, "accepted", TODAY),
    "draft": lambda at, number: papers.draft(at, number, "D03"),
    "fetch": lambda at, number: papers.fetch(at, number, "D02"),
    "strip": lambda at, number: papers.strip_of(at, number),
    "case file": lambda at, number: begin(at, number),
    "names in the ledger": lambda at, number: ledger(at, TODAY, TODAY, names=True),
    "who opened": who_opened,
}
EXPORTS: dict[str, Use] = {
    "ledger": lambda at, number: ledger_workbook(at, TODAY, TODAY),
    "ledger with names": lambda at, number: ledger_workbook(at, TODAY, TODAY, names=True),
    "for the province": lambda at, number: bridged(at, bridge_profile("provincial"), TODAY, TODAY),
    "typed into another system": lambda at, number: entry_sheet(at, number, shipped_order()),
    "seals": lambda at, number: seal_register_workbook(at, TODAY, TODAY),
    "numbers": lambda at, number: number_series_workbook(at, TODAY.year),
    "reviews": lambda at, number: review_workbook(at, TODAY, TODAY),
    "leaders": lambda at, number: leader_log_workbook(at, TODAY, TODAY),
    "post": lambda at, number: post_list_workbook(at, TODAY),
    "short messages": lambda at, number: stage_notices(at, TODAY),
}
LISTS: dict[str, Use] = {
    "list": lambda at, number: list_matters(at),
    "search": lambda at, number: search(at, "承包地"),
    "due": lambda at, number: due(at),
    "board": lambda at, number: board(at),
    "basket": lambda at, number: seal_basket(at),
    "unserved": lambda at, number: unserved(at),
    "day": lambda at, number: day_report(at),
    "masked ledger": lambda at, number: ledger(at, TODAY, TODAY),
}
SIGNS: dict[str, tuple[Use, str]] = {
    "in": (lambda at, number: record_sign_in(at, "password"), "signed-in"),
    "out": (lambda at, number: record_sign_out(at, "by_hand"), "signed-out"),
    "locked": (lambda at, number: record_lock(at, "idle"), "locked"),
    "failed": (
        lambda at, number: record_failed_sign_in(at.memory, "leader", "A", at.now()),
        "sign-in-failed",
    ),
}


@pytest.mark.parametrize("view", list(VIEWS))
def test_a_view_is_one_entry_of_the_access_chain(office: tuple[FakeMemory, str], view: str) -> None:
    memory, number = office
    assert traces(memory, lambda: VIEWS[view](session(memory), number)) == ([], ["viewed"])


@pytest.mark.parametrize("export", list(EXPORTS))
def test_a_table_that_goes_out_is_one_entry(office: tuple[FakeMemory, str], export: str) -> None:
    memory, number = office
    assert traces(memory, lambda: EXPORTS[export](session(memory), number)) == ([], ["exported"])


@pytest.mark.parametrize("rows", list(LISTS))
def test_a_masked_list_leaves_nothing(office: tuple[FakeMemory, str], rows: str) -> None:
    memory, number = office
    assert traces(memory, lambda: LISTS[rows](session(memory), number)) == ([], [])


@pytest.mark.parametrize("sign", list(SIGNS))
def test_coming_and_going_is_one_entry(office: tuple[FakeMemory, str], sign: str) -> None:
    memory, number = office
    use, kind = SIGNS[sign]
    assert traces(memory, lambda: use(session(memory), number)) == ([], [kind])


def test_an_act_is_written_in_the_journal_alone(office: tuple[FakeMemory, str]) -> None:
    memory, number = office
    act = VisitAgain(persons=1, asked="问进展")
    assert traces(memory, lambda: perform(session(memory), number, act)) == (["visited-again"], [])


def test_issuing_and_printing_are_written_in_the_journal_alone(office: tuple[FakeMemory, str]) -> None:
    memory, number = office
    clerk = session(memory)
    made = traces(memory, lambda: papers.issue(clerk, number, "D03"))
    assert made == (["paper-issued", "paper-frozen"], [])

    def printed() -> None:
        job = printing.batch(clerk, [(number, "D02")])
        printing.note_printed(clerk, job.papers, "窗口")

    assert traces(memory, printed) == (["paper-printed"], [])


def test_staying_with_a_matter_is_one_opening_and_coming_back_is_another(
    office: tuple[FakeMemory, str],
) -> None:
    memory, number = office
    clerk = session(memory)
    other = registers(clerk).number

    def stays() -> None:
        view_matter(clerk, number)
        sheet_of(clerk, number)
        papers.fetch(clerk, number, "D02")

    assert traces(memory, stays) == ([], ["viewed"])
    assert traces(memory, lambda: [view_matter(clerk, n) for n in (other, number)]) == ([], ["viewed"] * 2)


def test_what_lies_under_seal_is_recorded_as_such_even_while_working_on_it() -> None:
    memory = FakeMemory()
    founded(memory)
    clerk = session(memory)
    number = registers(clerk, purpose=Purpose.ACCUSATION).number
    assert traces(memory, lambda: papers.issue(clerk, number, "D02"))[1] == ["viewed"]
    assert who_opened(clerk, number)[0].sealed


def test_the_person_in_charge_learns_who_opened_it_and_what_was_shown(
    office: tuple[FakeMemory, str],
) -> None:
    memory, number = office
    view_matter(session(memory, "mediator"), number)
    reveal(session(memory, "clerk2"), number, "petitioners/1/name", "回电话")
    told = who_opened(session(memory, "leader"), number)
    assert [(o.who, o.what, o.revealed) for o in told] == [
        ("clerk2", "revealed", "petitioners/1/name"),
        ("mediator", "matter", ""),
    ]
    assert told[0].on == TODAY
    again = who_opened(session(memory, "handler"), number)
    assert (again[0].who, again[0].what) == ("leader", "looks"), "asking is recorded too"


@pytest.mark.parametrize("account", ["clerk2", "mediator", "archivist", "auditor", "sysadmin", "secadmin"])
def test_others_do_not_learn_who_opened_it(office: tuple[FakeMemory, str], account: str) -> None:
    memory, number = office
    with pytest.raises(NotAllowed):
        who_opened(session(memory, account), number)
