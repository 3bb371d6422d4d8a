"""Samples of the letters that hand a matter on: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, RARE_NAME, STORY, UNIT

PEOPLE = [{"name": RARE_NAME}, {"name": LONG_NAME}]
CROWD = [{"name": LONGEST_NAME}, {"name": RARE_NAME}]
CLAIMS = [
    {"text": "请求付清2019年修路占地12.5亩的补偿款，余款约28万元。"},
    {"text": "请求说明两年没有付清的原因，并找回其提交的丈量材料。"},
]
MATERIALS = [{"name": "信访人陈述记录", "pages": 2}, {"name": "丈量表复印件", "pages": 1}]
BARE = {"office": OFFICE, "unit": UNIT, "matter": MATTER, "issued_on": "2026-11-24"}
TURNED = {**BARE, "office": {**OFFICE, "contact": RARE_NAME}}
FACTS: dict[str, dict[str, Any]] = {
    "D10": {
        **BARE,
        "petitioners": PEOPLE,
        "claims": CLAIMS,
        "materials": MATERIALS,
        "due_by": "2027-02-10",
        "objection": "5个工作日",
        "notice": "15日",
        "requirements": "（五）该户家中有病人，请优先办理。",
        "copies_to": "青山县交通运输局",
    },
    "D12": {
        **TURNED,
        "routing": {"on": "2026-11-24", "assigned": False},
        "objection": {
            "received_by_unit_on": "2026-11-25",
            "on": "2026-11-30",
            "last_day": "2026-12-02",
            "in_time": True,
            "reason": "修路占地由县交通运输局组织实施，补偿款由该局拨付，镇里没有支付义务。",
        },
        "decision": {
            "agreed": True,
            "reason": "经核对补偿协议，甲方为县交通运输局，补偿款由该局支付，镇政府只配合丈量。",
        },
        "returned": [{"name": "信访人陈述记录"}, {"name": "丈量表复印件"}],
        "issued_on": "2026-12-02",
    },
    "D20": {
        **TURNED,
        "unit": {"name": "中共青山县纪律检查委员会、青山县监察委员会"},
        "sealed": {"pieces": 1, "pages": 12, "by": "王建国"},
        "transcripts": 2,
        "courier": "专人送达",
    },
    "D20T": {
        "office": OFFICE,
        "matter": MATTER,
        "transcripts": [
            {
                "heading": "第1项内容",
                "text": f"〔反映人〕反映：{RARE_NAME}没有公开村里修路占地的账。\n请核查2019年的收支。",
                "pages": 0,
            },
            {"heading": "所附第2件材料", "text": "", "pages": 3},
        ],
        "confirmed_on": "2026-11-23",
        "issued_on": "2026-11-24",
    },
    "D20N": {
        "office": OFFICE,
        "petitioners": [{"name": RARE_NAME}],
        "matter": MATTER,
        "forwarded_on": "2026-11-24",
        "issued_on": "2026-11-24",
    },
    "D21": {
        **BARE,
        "unit": {"name": "青山县人民法院"},
        "petitioners": PEOPLE,
        "claims": [{"text": "请求加快执行（2025）青1234执56号案件，追回货款18万元。"}],
        "materials": MATERIALS,
        "stage": "（2025）青1234执56号，执行阶段",
    },
    "D21N": {
        "office": OFFICE,
        "petitioners": PEOPLE,
        "matter": {**MATTER, "summary": "不服青山县人民法院一审民事判决"},
        "guide": {
            "stage": "一审判决已经送达，还在上诉期内",
            "organ": "青山市中级人民法院（通过青山县人民法院提交上诉状）",
            "address": "青山县法院路1号",
            "phone": "0000-12368",
            "way": "提起上诉",
            "basis": "《中华人民共和国民事诉讼法》第一百七十一条",
            "period": "判决书送达之日起十五日内",
            "help": "12348（法律援助）、12368（诉讼服务）",
        },
        "issued_on": "2026-11-20",
    },
}
NUMBERS: dict[str, str] = {
    "D10": "青信交〔2026〕31号",
    "D12": "青信异〔2026〕4号",
    "D20": "青信密转〔2026〕9号",
    "D20N": "青信收〔2026〕9号",
    "D21": "青信政转〔2026〕5号",
    "D21N": "青信引〔2026〕22号",
}
MANY = [{"text": f"第{n}项：{(STORY * 3)[:400]}"} for n in range(1, 31)]
EXTREME: dict[str, dict[str, Any]] = {
    "D10": {"petitioners": CROWD, "claims": MANY, "requirements": STORY * 4},
    "D12": {"decision": {"agreed": False, "reason": STORY * 8}},
    "D20": {"sealed": {"pieces": 30, "pages": 1200, "by": LONGEST_NAME}},
    "D20T": {"transcripts": [{"heading": "第1项内容", "text": (STORY + "\n") * 20, "pages": 40}]},
    "D20N": {"petitioners": [{"name": LONGEST_NAME}]},
    "D21": {"petitioners": CROWD, "claims": MANY},
    "D21N": {"petitioners": CROWD, "guide": {**FACTS["D21N"]["guide"], "way": STORY * 4}},
}
"""For each kind what is changed to make it as hard as a hall can."""
