"""What the self-check asks of all matters: the same from every memory, and kept by a rebuild."""

from __future__ import annotations

from typing import Any

from app.domain import history
from app.domain.acts.correcting import Correct
from app.domain.acts.explaining import AccountFor
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.opining import OpinionGiven, OpinionResult
from app.domain.acts.recording import RecordExternal
from app.domain.claims import Purpose
from app.domain.flaws import Flaw
from app.domain.kinds import Happened
from app.services.looking import record_view
from app.services.perform import perform, write
from app.services.selfcheck import found_object, self_check
from app.services.session import Session
from db.memory import DatabaseMemory
from tests.contracts.memories import again
from tests.desks import START, founded, moved_to, registers, session, whole

TODAY = START.date()


def lived(at: Session) -> tuple[Session, list[str]]:
    """Three matters: one nobody sent on, one with a faulty opinion of another unit and a correction, one under seal."""
    silent = registers(at).number
    faulty = registers(at, "第二件").number
    dark = registers(at, "举报", purpose=Purpose.ACCUSATION, restricted=True).number
    flaws = (Flaw.NO_BASIS, Flaw.NOT_HEARD)
    perform(
        at, faulty, RecordExternal(organ="U1", fact="opinion-issued", on=TODAY, number="1号", flaws=flaws)
    )
    perform(at, faulty, Correct(field="persons_came", value="3", reason="数错"))
    perform(at, faulty, LinkMatter(other=silent, bond=Relation.SAME_EVENT))
    record_view(session(whole(at), "mediator"), "matter", dark, sealed=True)
    with at.work() as work:
        work.take_number("matter/LX07/2026")
        work.commit()
    return moved_to(at, "2026-03-30T09:00:00"), [silent, faulty, dark]


def test_findings_duties_accounts_and_leads(desk: Session) -> None:
    at, (silent, faulty, dark) = lived(desk)
    day, queries = at.today(), whole(at).queries
    assert [(row.number, row.finding.check) for row in queries.findings(day)] == [
        (faulty, "K02"), (faulty, "K19"), (faulty, "K24"), (faulty, "K26"),
    ]  # fmt: skip
    assert [row.finding.check for row in queries.findings(TODAY)] == ["K02", "K19", "K24"], "K26 waits"
    details = next(row.finding.details for row in queries.findings(day) if row.finding.check == "K19")
    assert dict(details)["what"] == "no_basis"
    missed = [(row.number, row.obligation.rule, row.status) for row in queries.unmet(day, ["office-route"])]
    assert missed == [(silent, "office-route", "missed"), (faulty, "office-route", "missed")]
    assert queries.unmet(day, ["accusation-route"])[0].excerpt == "", "nothing of a sealed matter"
    perform(at, faulty, AccountFor(check="K24", reason="已补听陈述"))
    assert [(row.number, row.account.check, row.account.by) for row in queries.accounts()] == [
        (faulty, "K24", "clerk")
    ]
    assert "K24" not in [row.finding.check for row in queries.findings(day)]
    assert [(row.number, row.lead.key) for row in queries.leads("LINK")] == [(faulty, silent)]
    assert queries.same_persons() == [], "there is one station only"
    assert queries.restricted() == [dark]
    assert queries.gaps() == [(2026, 4, None)]
    assert [(row.number, row.account, row.opened) for row in queries.looked(TODAY)] == [
        (dark, "mediator", True)
    ]
    assert queries.looked(day) == []


def test_the_looks_of_a_day_are_those_that_were_made_on_it(desk: Session) -> None:
    memory = whole(desk)
    assert memory.queries.looks_on(START.date()) == []
    days = (
        "2026-03-02T09:00",
        "2026-03-02T23:59",
        "2026-03-03T00:00",
        "2026-03-05T10:00",
        "2026-03-03T08:00",
    )
    for when in days:
        record_view(moved_to(desk, when), "matter", when, sealed=False)

    def on(day: int) -> list[str]:
        found = memory.queries.looks_on(START.date().replace(day=day))
        return [value[1].number for entry in found if (value := history.read_value(entry)) is not None]

    assert on(2) == ["2026-03-02T09:00", "2026-03-02T23:59"]
    assert on(3) == ["2026-03-03T00:00", "2026-03-03T08:00"], "a clock that was set back hides nothing"
    assert on(5) == ["2026-03-05T10:00"] and on(1) == on(4) == on(6) == []


def test_a_rebuild_keeps_every_finding(database: DatabaseMemory, tmp_path: Any) -> None:
    founded(database)
    at, _ = lived(session(database))
    before = [found_object(item) for item in self_check(at)]
    assert before

    def known(stream: Any) -> Any:
        matter = history.fold(database.queries.stream(stream))
        assert matter is not None
        return at.known(matter)

    assert database.rebuild(known, check=True)["equal"] is True
    database.rebuild(known, check=False)
    assert database.rebuild(known, check=True)["equal"] is True
    assert [found_object(item) for item in self_check(at)] == before
    anew = again(database, tmp_path)
    later = moved_to(session(anew), "2026-03-30T09:00:00")
    assert [found_object(item) for item in self_check(later)] == before
    anew.close()


def test_duties_opened_and_windows_used_in_some_days(desk: Session) -> None:
    number = registers(desk).number
    for fact, organ, more in (
        ("opinion-issued", "U1", {"number": "1号", "delivered_on": TODAY}),
        ("review-requested", "示范县人民政府", {}),
    ):
        perform(desk, number, RecordExternal(organ=organ, fact=fact, on=TODAY, **more))
    rules = ("review", "review-request", "opinion-delivery")
    rows = whole(desk).queries.of_rules(rules, TODAY, TODAY, TODAY)
    assert sorted((row.obligation.rule, str(row.status), row.name) for row in rows) == [
        ("opinion-delivery", "discharged", "张示范"),
        ("review", "open", "张示范"),
        ("review-request", "used", "张示范"),
    ]
    assert whole(desk).queries.of_rules(rules, TODAY.replace(day=1), TODAY.replace(day=1), TODAY) == []


def test_a_long_opinion_and_a_long_name_of_an_organ_are_kept_whole(desk: Session) -> None:
    """Every server can store what a finding is about, however long a unit's name or an opinion is."""
    number = registers(desk).number
    organ = "示范县" + "某某局" * 900
    perform(
        desk,
        number,
        RecordExternal(organ=organ, fact="opinion-issued", on=TODAY, number="1号", flaws=(Flaw.NO_BASIS,)),
    )
    text = "".join(
        f"关于第{chr(0x4E00 + at)}{chr(0x5000 + at)}地块补偿标准的核查结论如下并予说明。" for at in range(600)
    )
    value = OpinionGiven(
        result=OpinionResult.SUPPORTED, claim=0, basis="土地管理法", heard_on=TODAY, opinion=text
    )
    write(desk, number, lambda matter, setting, work: (Happened(value, TODAY),))
    (lead,) = whole(desk).queries.leads("K25")
    assert len(lead.lead.key) > 8000
    subjects = [row.finding.subject for row in whole(desk).queries.findings(TODAY)]
    assert any(organ in subject for subject in subjects)
