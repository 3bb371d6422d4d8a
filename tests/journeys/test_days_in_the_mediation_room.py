"""Days in the mediation room: a boundary settled in three instalments, fourteen workers, a refusal in the first minute, an
agreement that a court confirms, and a mediation that fails on the fifty-eighth of the matter's sixty days.
"""

from __future__ import annotations

from tests.journeys.mediating import MediationRoom, party
from tests.journeys.room import Folder, obligation, place, statuses

ZHANG, LI = party("applicant", "张示范", address="示范村一号"), party("respondent", "李邻居")
INSTALMENTS = [
    {"due": "2026-04-01", "fen": 100_000}, {"due": "2026-05-06", "fen": 100_000}, {"due": "2026-06-01", "fen": 50_050},
]  # fmt: skip


def pays(**more: object) -> dict[str, object]:
    return {"clause_kind": "pay", "what": "赔偿青苗款", "by": [2], "to": [1], "way": "转账", **more}


def test_a_land_boundary_settled_in_three_instalments_and_one_of_them_late(folder: Folder) -> None:
    room = MediationRoom(folder)
    matter = room.matter("03-02", "邻居移了界石，占了两分地。")
    number = room.opens("03-03", [ZHANG, LI], matter=matter, claim=1)["number"]
    room.ready("03-03", number)
    assert place(folder.shown("03-03", matter)) == ("mediating", "mediation")
    clock = room.shown("03-03", number)["clock"]
    assert clock["due_legal"] <= folder.last_day("handling", "03-02"), "the matter's own day is in sight"
    room.sits("03-04", number, [1, 2])
    clauses = [
        {"clause_kind": "do", "what": "界石移回原处", "by": [2], "due": "2026-03-20"},
        pays(fen=250_050, instalments=INSTALMENTS),
        {"clause_kind": "refrain", "what": "今后不再移动界石", "by": [1, 2], "standing": True},
    ]
    wrong = room.act(
        "03-05", number, "make-agreement", code=2, facts="界石被移", total="2500", clauses=clauses
    )
    assert wrong["code"] == "mediation.total_wrong"
    room.act("03-05", number, "make-agreement", facts="界石被移，占地两分", total="2500.50", clauses=clauses)
    bound = room.signs("03-05", number)
    assert (bound["effective_on"], bound["told"]) == ("2026-03-05", ["mediated"])
    shown = folder.shown("03-05", matter)
    assert (place(shown), statuses(shown)["handling"]) == (("settled", "mediation"), "discharged")
    due = folder("03-10", "mediation", "due", "--last", "2026-06-30")
    assert [(row["promise"], row["due"]) for row in due] == [
        ("1/1", "2026-03-20"), ("2/1", "2026-04-01"), ("2/2", "2026-05-06"), ("2/3", "2026-06-01"),
    ]  # fmt: skip
    room.act("03-19", number, "record-fulfilment", "promise=1/1", "evidence=现场查看，界石在原处")
    room.act("04-01", number, "record-fulfilment", "promise=2/1", "evidence=转账回单")
    early = room.act("05-06", number, "record-breach", "promise=2/2", "breach_step=visited", code=1)
    assert early["code"] == "mediation.not_due", "on its last day a promise can only be reminded of"
    room.act("05-06", number, "record-breach", "promise=2/2", "breach_step=reminded", "words=答应三天内付")
    (late,) = folder("05-08", "mediation", "due", "--last", "2026-05-08")
    assert (late["promise"], late["last_step"]) == ("2/2", "reminded")
    room.act("05-09", number, "record-breach", "promise=2/2", "breach_step=visited", "words=当场付了一半")
    room.act("05-09", number, "record-fulfilment", "promise=2/2", "amount=500", "evidence=收条")
    room.act("05-12", number, "record-fulfilment", "promise=2/2", "evidence=收条")
    done = room.act("06-01", number, "record-fulfilment", "promise=2/3", "evidence=收条")
    assert (done["stage"], done["told"]) == ("performed", ["fulfilled"])
    room.act("06-02", number, "call-back", "reached_by=phone", "kept=wholly", "content=1")
    folder.act("06-03", matter, "close", ending="substantive", evidence="协议书、收条、现场照片")
    (claim,) = folder.shown("06-03", matter)["claims"]
    assert (claim["state"], claim["result"]) == ("resolved", "settled")
    folder.clean("06-03")


def test_fourteen_workers_one_company_one_agreement(folder: Folder) -> None:
    room = MediationRoom(folder)
    workers = [party("applicant", f"工人{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[at]}") for at in range(14)]
    company = party("respondent", "示范建筑有限公司", organisation=True, speaks_for="周经理")
    number = room.opens("03-03", [*workers, company], dispute_kind="labour", willing=list(range(1, 15)))[
        "number"
    ]
    assert room.shown("03-03", number)["stage"] == "asking", "the company has not answered"
    room.ready("03-03", number)
    room.sits("03-04", number, [1, 2, 15])
    clauses = [
        {"clause_kind": "pay", "what": f"支付{worker['name']}工资", "by": [15], "to": [at], "fen": 350_000 + at,
         "due": "2026-03-31"}
        for at, worker in enumerate(workers, 1)
    ]  # fmt: skip
    room.act("03-04", number, "make-agreement", facts="拖欠三个月工资", clauses=clauses)
    assert room.shown("03-04", number)["agreement"]["copies"] == 16, "each party's own and the committee's"
    assert room.signs("03-05", number)["stage"] == "effective"
    for at in range(1, 15):
        room.act("03-30", number, "record-fulfilment", f"promise={at}/1", f"evidence=收条{at}")
    shown = room.shown("03-30", number)
    assert (shown["stage"], len(shown["fulfilments"])) == ("performed", 14)
    (row,) = folder("03-30", "mediation", "list")
    assert (row["parties"], row["fen"]) == (15, 14 * 350_000 + sum(range(1, 15)))
    folder.clean("03-30")


def test_a_refusal_in_the_first_minute(folder: Folder) -> None:
    room = MediationRoom(folder)
    matter = room.matter("03-02", "邻居移了界石。")
    number = room.opens("03-03", [ZHANG, LI], matter=matter)["number"]
    said = room.act("03-03", number, "record-consent", "party=2", "willing=refused", "reached_by=phone")
    assert (said["stage"], said["entries"]) == ("ended", ["consent-recorded", "mediation-ended"])
    shown = folder.shown("03-03", matter)
    assert place(shown)[0] == "accepted", "the matter goes on as if nothing had been"
    assert "mediation-end-notice" not in statuses(shown), (
        "nothing began, so nothing ended that was owed a notice"
    )
    late = room.act("03-03", number, "tell-rights", code=1)
    assert late["code"] == "mediation.ended"
    assert room.act("03-04", number, "tell-end")["told"] == []
    folder.clean("03-04")


def test_an_agreement_that_a_court_confirms(folder: Folder) -> None:
    room = MediationRoom(folder)
    matter = room.matter("03-02", "借款不还。")
    number = room.opens("03-03", [ZHANG, LI], matter=matter, dispute_kind="contract")["number"]
    room.ready("03-03", number)
    room.sits("03-03", number, [1, 2])
    room.act("03-03", number, "make-agreement", facts="借款", clauses=[pays(fen=5_000_000, due="2026-12-31")])
    room.signs("03-06", number)
    assert room.shown("03-06", number)["confirm_until"] == folder.last_day("judicial-confirmation", "03-06")
    ask = ("court=示范县人民法院", "bars_looked_at=1")
    alone = room.act("03-20", number, "seek-confirmation", *ask, "together=0", code=1)
    assert alone["code"] == "mediation.confirmation_one_sided"
    barred = room.act("03-20", number, "seek-confirmation", *ask, "together=1", "bars=ownership", code=1)
    assert (barred["code"], "第三百五十五条" in barred["text"]) == ("mediation.confirmation_barred", True)
    late = room.act("04-08", number, "seek-confirmation", *ask, "together=1", code=1)
    assert late["code"] == "mediation.confirmation_late", "day thirty-one, after a working day's rest"
    room.act("04-03", number, "seek-confirmation", *ask, "together=1")
    ruled = room.act("04-15", number, "decide-confirmation", "confirmed=1", "number=（2026）示范0101民特1号")
    assert ruled["told"] == ["external-recorded"]
    assert statuses(folder.shown("04-15", matter))["judicial-confirmation"] == "used"
    room.act("2027-01-04", number, "record-breach", "promise=1/1", "breach_step=to_enforcement")
    folder.clean("2027-01-04")


def test_failing_on_the_fifty_eighth_of_sixty_days(folder: Folder) -> None:
    room = MediationRoom(folder)
    matter = room.matter("03-02", "相邻通风采光。")
    last = folder.last_day("handling", "03-02")
    before = obligation(folder.shown("03-02", matter), "handling")
    number = room.opens("03-10", [ZHANG, LI], matter=matter, dispute_kind="neighbours")["number"]
    room.ready("03-10", number)
    room.sits("04-02", number, [1, 2], result="to_be_continued")
    assert room.shown("04-28", number)["clock"] == {"rule": "handling", "due_legal": last}
    ended = room.act("04-29", number, "end-mediation", "mediation_ending=not_reached", "words=差距太大")
    assert ended["told"] == ["mediated"]
    shown = folder.shown("04-29", matter)
    assert place(shown) == ("accepted", "administrative_handling")
    assert obligation(shown, "handling")["due_legal"] == before["due_legal"] == last, "no clock stopped"
    assert statuses(shown)["mediation-end-notice"] == "open"
    told = room.act("04-30", number, "tell-end", "notice=示调终〔2026〕1号")
    assert told["told"] == ["paper-issued", "delivery-attempted"]
    assert statuses(folder.shown("04-30", matter))["mediation-end-notice"] == "discharged"
    assert folder.owed("05-07", matter)["handling"]["status"] == "missed"
    folder.clean("05-07")
