"""Samples of the papers that answer: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, RARE_NAME, STORY, UNIT

COUNTY = {"name": "青山县人民政府", "address": "青山县人民路2号", "phone": "0000-1112223"}
BUREAU = {"name": "青山市自然资源和规划局", "address": "青山市东风大道16号", "phone": "0000-3334445"}
REVIEW = (
    "对本处理意见不服的，可以自收到本意见书之日起30日内，向青山县人民政府（地址：青山县人民路2号；"
    "电话：0000-1112223）请求复查。"
)
RECONSIDERATION = (
    "对本答复不服的，应当先申请行政复议：可以自知道之日起60日内向青山县人民政府（地址：青山县人民路2号；"
    "电话：0000-1112223）申请。对复议决定不服的，再依法向青山县人民法院提起行政诉讼。"
)
PEOPLE = [{"name": RARE_NAME}, {"name": LONG_NAME}]
CAME = {
    "forwarding": {"organ": "青山县信访局", "on": "2026-11-24"},
    "unit_received_on": "2026-11-25",
    "accepted_on": "2026-11-30",
}
CLAIM = {
    "number": 1,
    "text": "付清2019年修路占地12.5亩的补偿款余款28万元。",
    "facts": "2019年3月，因修建青柳公路占用你户承包地12.5亩，双方按每亩3.2万元签订补偿协议，应付40万元。"
    "县交通运输局分两次拨付12万元，其余28万元因审计未结束没有拨付。2026年12月10日审计结束，确认应付金额无误。",
    "basis": "《中华人民共和国土地管理法》第四十八条第一款、第二款；《青山县公路建设征地补偿安置办法》第九条第二款。",
    "result": "支持",
    "opinion": "余款28万元应当付清。由本单位于2027年3月31日前一次付清，并向你出具付款凭证。",
    "supported": True,
    "due_by": "2027-03-31",
}
SECOND = {
    "number": 2,
    "text": "说明两年没有付清的原因，找回提交的丈量材料。",
    "facts": "丈量材料在2024年办公地点搬迁时误入他卷，2026年12月15日已经找到，编号QS-2019-0308，与你保存的一致。",
    "basis": "《机关档案管理规定》第二十条。",
    "result": "解释说明",
    "opinion": "没有付清是因为审计没有结束，不是拒付。材料已经归还原卷，并为你复制一份。",
    "supported": False,
}
FACTS: dict[str, dict[str, Any]] = {
    "D25": {
        "office": UNIT,
        "petitioners": PEOPLE,
        "matter": MATTER,
        **CAME,
        "heard_on": "2026-12-08",
        "claims": [CLAIM, SECOND],
        "evidence": [
            {"name": "补偿协议（2019年3月12日）", "claim": 1},
            {"name": "审计报告（青审投〔2026〕41号）", "claim": 1},
            {"name": "丈量表QS-2019-0308"},
            {"name": "2026年12月8日听取陈述的笔录"},
        ],
        "supported": True,
        "execution": {"unit": "青山县柳溪镇人民政府", "due_on": "2027-03-31"},
        "remedy": {"bodies": [COUNTY], "text": REVIEW},
        "issued_on": "2027-01-20",
    },
    "D22": {
        "office": UNIT,
        "petitioners": PEOPLE,
        "matter": MATTER,
        "accepted_on": "2026-11-30",
        "extension": {
            "from": "2027-01-29",
            "to": "2027-02-28",
            "days": 30,
            "reason": "应付金额要以县审计局的审计结果为准，审计预计2027年2月中旬结束",
            "approver": "镇长周建民",
            "approved_on": "2027-01-25",
        },
        "issued_on": "2027-01-25",
    },
    "D19": {
        "office": UNIT,
        "petitioners": PEOPLE,
        "matter": {**MATTER, "purpose": "建议意见", "summary": "在东村路口安装减速带"},
        "result": "采纳",
        "reply": "经与公安交管部门现场勘查，东村路口一年内发生三起碰擦。"
        "已列入2027年第一季度施工计划，由镇里出资，2月底前装好减速带和警示牌。",
        "basis": "镇政府2026年第22次办公会议纪要",
        "award": "按照县里的规定，推荐参加2026年度优秀人民建议评选。",
        "issued_on": "2026-12-18",
    },
    "D26": {
        "office": UNIT,
        "petitioners": PEOPLE,
        "matter": {**MATTER, "summary": "查处邻户占用公用巷道搭建围墙"},
        "route": {"branch": "条例第三十一条第五项", "procedure": "申请查处违法行为、履行保护职责"},
        "result": "不予履行",
        "reply": "经现场勘查，围墙位于邻户宅基地红线以内，没有占用公用巷道，不构成违法建设。",
        "basis": "《中华人民共和国城乡规划法》第六十五条",
        "remedy": {
            "there": True,
            "bodies": [COUNTY],
            "court": "青山县人民法院",
            "text": RECONSIDERATION,
        },
        "issued_on": "2026-12-28",
    },
    "D27": {
        "office": {**UNIT, "contact": "赵志强"},
        "assignment": {"organ": "青山县信访局", "number": "青信交〔2026〕31号", "due_by": "2027-02-10"},
        "matter": MATTER,
        "petitioners": PEOPLE,
        "process": "2026年11月25日收到交办件，11月30日受理并送达受理告知书。12月8日听取陈述，12月10日至15日调取审计报告、"
        "查找丈量材料。\n2027年1月20日出具处理意见书，1月22日送达。",
        "claims": [
            {"text": CLAIM["text"], "result": "支持", "opinion": CLAIM["opinion"]},
            {"text": SECOND["text"], "result": "解释说明", "opinion": SECOND["opinion"]},
        ],
        "petitioner_view": "同意",
        "fulfilment": "余款已经列入2027年第一季度预算。",
        "materials": [
            {"name": "受理告知书"},
            {"name": "信访事项处理意见书", "pages": 3},
            {"name": "送达回证", "pages": 2},
        ],
        "issued_on": "2027-02-08",
    },
}
NUMBERS: dict[str, str] = {
    "D19": "柳政信复〔2026〕4号",
    "D22": "柳政信延〔2027〕1号",
    "D25": "柳政信处〔2027〕3号",
    "D26": "柳政信履〔2026〕2号",
    "D27": "柳政信结〔2027〕5号",
}
MANY = [
    {**CLAIM, "number": n, "text": f"第{n}项：{(STORY * 3)[:400]}", "facts": STORY * 2} for n in range(1, 31)
]
CROWD = [{"name": LONGEST_NAME}, {"name": RARE_NAME}]
EXTREME: dict[str, dict[str, Any]] = {
    "D25": {
        "petitioners": CROWD,
        "claims": MANY,
        "remedy": {
            "bodies": [COUNTY, BUREAU],
            "text": REVIEW.replace("请求复查", "或者" + "".join(BUREAU.values()) + "请求复查"),
        },
    },
    "D22": {
        "petitioners": CROWD,
        "extension": {**FACTS["D22"]["extension"], "reason": STORY * 8},
    },
    "D19": {"petitioners": CROWD, "reply": STORY * 12},
    "D26": {"petitioners": CROWD, "reply": STORY * 12},
    "D27": {
        "petitioners": CROWD,
        "process": STORY * 6,
        "claims": [{"text": STORY[:300], "result": "不支持", "opinion": STORY * 2} for _ in range(30)],
    },
}
"""For each kind what is changed to make it as hard as a hall can."""
