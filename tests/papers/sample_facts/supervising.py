"""Samples of the papers about other offices: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import MATTER, OFFICE, RARE_NAME, STORY, UNIT

DESK = {**OFFICE, "contact": RARE_NAME}
LETTER = {"office": DESK, "unit": UNIT, "matter": MATTER, "issued_on": "2027-02-03"}
DOCUMENT = {
    "office": DESK,
    "signer": "周建民",
    "copies_to": [{"name": "青山市信访局"}, {"name": "青山县信访工作联席会议办公室"}],
    "recipients": [{"name": "中共青山县委"}, {"name": "青山县人民政府"}],
    "matter": MATTER,
    "persons": {"present": 38, "concerned": 126},
    "issued_on": "2026-11-20",
}
FACTS: dict[str, dict[str, Any]] = {
    "D35": {
        **LETTER,
        "trigger": "推诿、敷衍、拖延",
        "overdue": [
            {"what": "出具处理意见书", "due_on": "2027-01-29", "days": 5, "article": "条例第三十四条"},
            {
                "what": "书面告知接收情况以及处理途径和程序",
                "due_on": "2026-12-10",
                "days": 55,
                "article": "条例第二十三条第三款",
            },
        ],
        "reason": "该事项2026年11月25日由你单位收到，至今没有出具处理意见书，也没有办理延期。信访人来访三次询问。",
        "requirements": "请由主要负责人过问，查明没有按期办理的原因，依法出具处理意见书并送达信访人。",
        "due_by": "2027-02-12",
    },
    "D36": {
        **LETTER,
        "problem": "一年来你单位办理的征地补偿类信访事项14件，其中9件没有按期书面告知，5件处理意见书没有写明依据条款。",
        "suggestions": [
            {"text": "指定专人负责书面告知和送达，每周核对一次期限；"},
            {"text": "处理意见书由法制人员审核事实、依据和救济途径后再签发。"},
        ],
    },
    "D37": {
        **DOCUMENT,
        "problem": "2019年以前签订的征地补偿协议，拨款以工程审计结束为条件，审计周期没有上限，补偿款长期不能付清。",
        "scope": "两年来同类信访事项63件，涉及5个乡镇412户，未付款约1300万元。",
        "suggestions": [
            {"text": "对补偿款与工程审计脱钩，按照协议约定的日期先行拨付；"},
            {"text": "对历史欠款列出清单，分两年安排预算付清。"},
        ],
    },
    "D38": {
        **LETTER,
        "unit": {"name": "中共青山县纪律检查委员会、青山县监察委员会"},
        "accountable": "青山县柳溪镇人民政府及其分管负责人",
        "problem": "对生效的处理意见两次延后落实，上报“已付清”而实际没有付款，三次督办没有改进。",
        "consequence": "信访人因补偿款没有到位无力支付手术费用，延误治疗；信访人病情加重。",
        "evidence": [
            {"name": "督办函三件和回执"},
            {"name": "虚报的办结报告"},
            {"name": "银行流水、住院记录"},
        ],
    },
    "D13": {
        **DOCUMENT,
        "happened_at": "2026年11月20日8时40分",
        "place": "青山县信访接待大厅门前",
        "demand": "付清2019年修路占地补偿款，公布未付款的户数和金额。",
        "measures": "县信访局负责人和柳溪镇镇长到场接待，推选代表5人进入接待室面谈；"
        "通知交通运输、财政部门派员到场说明；现场秩序正常。",
        "proposals": "由县政府牵头召开协调会，三日内公布付款安排；由柳溪镇人民政府逐户说明。",
    },
    "D13R": {
        **DOCUMENT,
        "situation": "柳溪镇东村等三个村村民反映修路占地补偿款没有付清，"
        "涉及县交通运输局、财政局和柳溪镇人民政府，责任分担有争议。",
        "question": "未付补偿款由哪个单位承担，是否动用县级预备费先行垫付。",
        "proposals": [
            {"text": "由县政府明确县交通运输局为付款责任单位；"},
            {"text": "县财政先行垫付，审计结束后结算。"},
        ],
    },
    "D40": {
        **DOCUMENT,
        "period": "2026年第四季度",
        "figures": "全县登记信访事项326件（口径：本级登记，2026年10月1日至12月31日）。涉及农村农业91件、城乡建设74件、"
        "劳动和社会保障58件。被投诉较多的单位：柳溪镇23件、县住房和城乡建设局19件。",
        "supervision": "转送213件，交办41件，督办17件。按期办结率96.12%（应办结206件，按期198件）。",
        "advice": "提出改进工作建议6件、完善政策建议1件、追究责任建议1件；书面反馈采纳7件。",
        "others": "各单位应当在收到之日起按期书面告知信访人。",
    },
}
NUMBERS: dict[str, str] = {
    "D13": "青信报〔2026〕3号",
    "D13R": "青信请〔2026〕1号",
    "D35": "青信督〔2027〕7号",
    "D36": "青信改〔2027〕2号",
    "D37": "青信策〔2026〕1号",
    "D38": "青信追〔2027〕1号",
    "D40": "青信通〔2026〕4号",
}
EXTREME: dict[str, dict[str, Any]] = {
    "D13": {"measures": STORY * 10, "proposals": STORY * 4},
    "D13R": {"situation": STORY * 12, "proposals": [{"text": STORY[:100]} for _ in range(20)]},
    "D35": {"reason": STORY * 10, "overdue": FACTS["D35"]["overdue"] * 15},
    "D36": {"problem": STORY * 10, "suggestions": [{"text": STORY[:100]} for _ in range(20)]},
    "D37": {"problem": STORY * 12, "scope": STORY * 3},
    "D38": {"problem": STORY * 10, "consequence": STORY * 4},
    "D40": {"figures": STORY * 12, "supervision": STORY * 4},
}
"""For each kind what is changed to make it as hard as a hall can."""
