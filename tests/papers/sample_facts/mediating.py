"""Samples of the papers in a mediation's file, made by the makers themselves from two invented mediations.

Ordinary: two neighbours, one of them a village, paid in three parts. Hard: fourteen workers against one company and a third
party, a clause for each, statements over many pages.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.domain.mediation.clauses import Clause, ClauseKind, Instalment
from app.domain.mediation.register import BodyKind, BodyRegistered, Register, RoomRegistered
from app.domain.mediation.sides import Consent, Party, ReachedBy, Side, Willing
from app.domain.mediation.state import (
    Agreement,
    Assigned,
    Breach,
    BreachStep,
    CallBack,
    Ended,
    Fulfilment,
    Kept,
    Mediation,
    MediationEnding,
    Pause,
    Sitting,
    SittingResult,
    Source,
    Statement,
    Supplement,
)
from app.papers.catalogue import catalogue
from app.services.facts.asked import only_declared
from app.services.facts.mediation_room import MAKERS, MediationOccasion, known_facts
from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, RARE_NAME, STORY
from tests.papers.sample_facts.archiving import COVER, INDEX, MANY_ITEMS, NOTE

TODAY = date(2026, 12, 22)
REGISTER = Register(
    bodies={
        "T1": BodyRegistered(
            code="T1",
            name="青山县柳溪镇人民调解委员会",
            body_kind=BodyKind.TOWNSHIP,
            number_word="柳调",
            address="柳溪镇中街8号调解室",
            phone="0000-2345690",
            court="青山县人民法院",
        ),
        "S1": BodyRegistered(
            code="S1", name="孙丽调解工作室", body_kind=BodyKind.STUDIO, number_word="孙调", of="T1"
        ),
    },
    rooms={"R1": RoomRegistered(code="R1", name="第一调解室", where="柳溪镇中街8号二楼")},
)
NEIGHBOURS = (
    Party(
        side=Side.APPLICANT,
        name=RARE_NAME,
        sex="male",
        id_type="resident_card",
        id_number="110101199003071233",
        phone="13800000000",
        address="青山县柳溪镇东村3组",
    ),
    Party(
        side=Side.RESPONDENT,
        name="青山县柳溪镇东村村民委员会",
        organisation=True,
        phone="0000-3456789",
        address="柳溪镇东村",
        speaks_for="王建国",
    ),
)
WORKERS = tuple(
    Party(
        side=Side.APPLICANT,
        name=LONGEST_NAME if place == 1 else LONG_NAME if place == 2 else f"工友甲{place}",
        sex="female" if place % 3 == 0 else "male",
        id_type="resident_card",
        id_number="110101199003071233",
        phone=f"138000000{place:02d}",
        address=STORY[:20] if place == 1 else f"柳溪镇西村{place}组",
        agent=RARE_NAME if place == 4 else "",
    )
    for place in range(1, 15)
)
FACTORY = (
    *WORKERS,
    Party(
        side=Side.RESPONDENT,
        name="青山县柳溪福星建筑装饰工程劳务分包有限责任公司",
        organisation=True,
        phone="0000-3456789",
        address="柳溪镇工业园区纵二路与横三路交叉口东北角",
        speaks_for="王建国",
        agent=LONG_NAME,
    ),
    Party(side=Side.THIRD, name="青山县柳溪镇人民政府", organisation=True, phone="0000-2345678"),
)
_SUMS = [1_234_500 + 77_700 * place for place in range(14)]


def _sitting(parties: int, words: str, times: int) -> Sitting:
    """A sitting of two hours; `times` statements of both sides, one supplement after signing."""
    speakers = (RARE_NAME, "王建国", "孙丽")
    return Sitting(
        place=1,
        began_at="2026-12-08T09:00",
        ended_at="2026-12-08T11:30",
        room="R1",
        recorder="李敏",
        present=tuple(place for place in range(1, parties + 1) if place != 13),
        others=("周明（邀请）",),
        agenda="占地补偿余款",
        statements=tuple(
            Statement(speaker=speakers[place % 3], words=words if place % 2 else "我同意这样算。")
            for place in range(times)
        ),
        pauses=(Pause(began_at="2026-12-08T10:00", ended_at="2026-12-08T10:20"),),
        read_back=True,
        result=SittingResult.REACHED,
        next_at="",
        on=date(2026, 12, 8),
        by="李敏",
        supplements=(Supplement(on=date(2026, 12, 9), by="李敏", words="第二段“十二亩”应为“十二点五亩”。"),),
    )


def _agreement(clauses: tuple[Clause, ...], parties: int, facts: str, **more: Any) -> Agreement:
    return Agreement(
        number="柳调协〔2026〕8号",
        on=date(2026, 12, 8),
        by="李敏",
        facts=facts,
        liability="村民委员会应当付清余款；双方对丈量面积没有争议。",
        clauses=clauses,
        copies=parties + 2,
        effective_on=date(2026, 12, 9),
        sealed_on=date(2026, 12, 9),
        **more,
    )


def _mediation(parties: tuple[Party, ...], **more: Any) -> Mediation:
    return Mediation(
        id=UUID(int=7),
        number="LX07-M26-00017",
        file_number="柳调〔2026〕17号",
        station="LX07",
        source=Source.MATTER,
        opened_on=date(2026, 12, 1),
        opened_by="李敏",
        place="",
        matter=MATTER["number"],
        claim=1,
        began_on=date(2026, 12, 2),
        parties=parties,
        consents=tuple(
            Consent(
                party=place,
                willing=Willing.AGREED,
                reached_by=ReachedBy.PHONE,
                on=date(2026, 12, 2),
                by="李敏",
            )
            for place in range(1, len(parties) + 1)
        ),
        mediators=(Assigned(mediator="P1", name="孙丽", on=date(2026, 12, 2)),),
        rights_told=tuple(range(1, len(parties) + 1)),
        **more,
    )


_THIRD = 28_600_050 // 3
IN_PARTS = (
    Clause(
        clause_kind=ClauseKind.PAY,
        what="付清余下的占地补偿款",
        by=(2,),
        to=(1,),
        way="转入个人银行账户",
        fen=3 * _THIRD,
        instalments=tuple(
            Instalment(due=due, fen=_THIRD)
            for due in (date(2026, 12, 20), date(2027, 1, 31), date(2027, 2, 28))
        ),
    ),
    Clause(
        clause_kind=ClauseKind.DO,
        what="修复被占用一侧的排水沟",
        by=(2,),
        to=(1,),
        due=date(2027, 3, 31),
        way="由村里雇工",
    ),
    Clause(clause_kind=ClauseKind.REFRAIN, what="不再就此事提出其他请求", by=(1,), standing=True),
)
PAID = (
    Fulfilment(
        promise="1/1", on=date(2026, 12, 18), fen=_THIRD, by="李敏", evidence="银行转账凭证（尾号0417）"
    ),
)
CALLED = CallBack(
    on=date(2026, 12, 21),
    by="孙丽",
    reached_by=ReachedBy.PHONE,
    kept=Kept.PARTLY,
    content=True,
    words="第一期已到账，其余未到期。",
)
ORDINARY = _mediation(
    NEIGHBOURS,
    body="T1",
    dispute_kind="expropriation",
    dispute="2019年修路占地的补偿款没有付清。",
    sittings=(_sitting(2, STORY, 5),),
    agreement=_agreement(IN_PARTS, 2, STORY),
    fulfilments=PAID,
    call_backs=(CALLED,),
)
HARD = _mediation(
    FACTORY,
    body="S1",
    dispute_kind="labour",
    dispute=(STORY * 60)[:12_000],
    reference="青法委调〔2026〕109号",
    referred_by="青山县人民法院柳溪人民法庭",
    sittings=(_sitting(16, STORY * 2, 40),),
    agreement=_agreement(
        (
            *(
                Clause(
                    clause_kind=ClauseKind.PAY,
                    what=f"支付2026年3月至9月的工资（第{place}名）",
                    by=(15,),
                    to=(place,),
                    way="银行转账",
                    fen=_SUMS[place - 1],
                    due=date(2026, 12, 31) if place > 3 else None,
                    instalments=()
                    if place > 3
                    else (
                        Instalment(due=date(2026, 12, 15), fen=100_000),
                        Instalment(due=date(2027, 1, 15), fen=_SUMS[place - 1] - 100_000),
                    ),
                )
                for place in range(1, 15)
            ),
            Clause(
                clause_kind=ClauseKind.DO,
                what=STORY[:180],
                by=(15, 16),
                to=tuple(range(1, 15)),
                due=date(2027, 1, 31),
            ),
            Clause(
                clause_kind=ClauseKind.OTHER,
                what="向项目部交还工具",
                by=(1, 3, 4, 5, 9, 14),
                to=(15,),
                at_once=True,
            ),
        ),
        16,
        (STORY * 60)[:6_000],
    ),
    fulfilments=tuple(
        Fulfilment(
            promise=f"{place}/1",
            on=date(2026, 12, 15) + timedelta(days=place % 4),
            fen=100_000,
            by="李敏",
            evidence="收条",
        )
        for place in range(1, 4)
    ),
    breaches=(
        Breach(
            promise="4/1",
            breach_step=BreachStep.REMINDED,
            on=date(2026, 12, 20),
            by="李敏",
            words=STORY,
        ),
    )
    * 6,
    call_backs=(
        CallBack(
            on=date(2026, 12, 21),
            by="孙丽",
            reached_by=ReachedBy.PRESENT,
            kept=Kept.NOT_AT_ALL,
            content=False,
            words=STORY * 12,
        ),
    ),
)
_OVER = {
    "ordinary": Ended(
        mediation_ending=MediationEnding.NOT_REACHED,
        on=date(2026, 12, 18),
        words="双方对补偿标准各执一词，都不接受丈量结果",
    ),
    "hard": Ended(mediation_ending=MediationEnding.BROKEN, on=date(2026, 12, 18), words=STORY * 3),
}
SAID: dict[str, dict[str, Any]] = {
    "M01": {"requests": "调解支付余下的占地补偿款。"},
    "M02": {"registered_by": "李敏"},
    "M04": {"session": {"at": "2026-12-08T09:00:00+08:00", "place": "柳溪镇调解室", "mediator": "孙丽"}},
    "M05": {
        "agents": [{"name": "张小山", "relation": "儿子", "phone": "13600000000"}],
        "powers": [{"text": "代为陈述事实、提供证据"}, {"text": "代为签收、领取文书"}],
    },
    "M06": {
        "began_at": "2026-12-04T09:00:00+08:00",
        "place": "东村村委会",
        "investigator": "孙丽",
        "recorder": "李敏",
        "witness": {"name": RARE_NAME, "sex": "男", "phone": "13800000000", "address": "青山县柳溪镇东村3组"},
        "record": STORY,
    },
    "M09": {"witness": "王建国"},
    "M13": {"bars_looked_at": True},
}
HARDER: dict[str, dict[str, Any]] = {
    "M01": {"requests": STORY * 4},
    "M05": {"agents": [{"name": LONGEST_NAME, "relation": "同事"}] * 2},
    "M06": {"record": (STORY * 60)[:12_000]},
    "M11": {"ways": [{"text": STORY[:100]} for _ in range(20)]},
}
NUMBERS: dict[str, str] = {
    "M04": "柳调知〔2026〕17号",
    "M11": "柳调终〔2026〕5号",
    "M14": "柳调证〔2026〕3号",
}


def _changed(state: Mediation, **more: Any) -> Mediation:
    return Mediation(**{**{name: getattr(state, name) for name in state.__dataclass_fields__}, **more})


def facts_of(kind: str, case: str) -> dict[str, Any]:
    """What a paper of the ordinary or of the hard mediation says, with what a mediator would add."""
    state = ORDINARY if case == "ordinary" else HARD
    if kind == "M11":
        state = _changed(state, ended=_OVER[case])
    if kind in ("M09", "M10") and state.agreement is not None:
        alone = _agreement(
            state.agreement.clauses,
            len(state.parties),
            state.agreement.facts,
            between_parties=kind == "M09",
            oral=kind == "M10",
        )
        state = _changed(state, agreement=alone, matter="" if kind == "M10" else state.matter)
    chosen = next(item for item in catalogue() if item.kind == kind)
    occasion = MediationOccasion(
        state=state,
        register=REGISTER,
        today=TODAY,
        clerk="李敏",
        name_of=str,
        party=1 if chosen.party else 0,
        sitting=1 if chosen.sitting else 0,
        last_day=date(2027, 1, 8),
    )
    maker = MAKERS.get(kind)
    gathered = known_facts(occasion) | ({} if maker is None else maker(occasion))
    said = SAID.get(kind, {}) | (HARDER.get(kind, {}) if case == "hard" else {})
    made = only_declared(chosen, gathered | said)
    return {name: value for name, value in made.items() if name != "clerk"}


_VOLUME: dict[str, Any] = {
    "office": {"name": "青山县柳溪镇人民调解委员会"},
    "mediation": {"file_number": "柳调〔2026〕17号", "matter": MATTER["number"]},
    "parties": [{"name": RARE_NAME}, {"name": LONG_NAME}],
}
_CLOSED = {
    name: value for name, value in COVER.items() if name not in ("office", "matter", "petitioners", "title")
}
_BOUND: dict[str, dict[str, Any]] = {
    "M15": {
        **_CLOSED,
        **_VOLUME,
        "title": "关于2019年修路占地补偿款的纠纷调解卷",
        "category": "征地拆迁纠纷",
        "mediators": "孙丽",
        "outcome": "履行中",
    },
    "M15I": {**_VOLUME, "archive_number": INDEX["archive_number"], "items": INDEX["items"]},
    "M15N": {
        **{name: value for name, value in NOTE.items() if name not in ("office", "matter", "petitioners")},
        **_VOLUME,
    },
}
_KINDS = tuple(kind.kind for kind in catalogue() if kind.scope == "mediation" and not kind.bound)
_CROWD = {"parties": [{"name": LONGEST_NAME}] * 5}
FACTS: dict[str, dict[str, Any]] = {kind: facts_of(kind, "ordinary") for kind in _KINDS} | _BOUND
EXTREME: dict[str, dict[str, Any]] = {kind: facts_of(kind, "hard") for kind in _KINDS}
for _kind in ("M04", "M11", "M14"):  # letters write five names of a side and count the rest
    EXTREME[_kind]["applicants"] = EXTREME[_kind]["applicants"][:5]
del EXTREME["M09"]["office"]  # who only settled bears no committee's name
EXTREME |= {
    "M15": {**_CROWD, "title": STORY},
    "M15I": {**_CROWD, "items": MANY_ITEMS},
    "M15N": {**_CROWD, "remarks": STORY * 20},
}
"""For each kind what is changed to make it as hard as a hall can."""
