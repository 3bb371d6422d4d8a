"""Samples of the notices that tell another way: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, RARE_NAME, STORY, UNIT

PEOPLE = [{"name": RARE_NAME}, {"name": LONG_NAME}]
CROWD = [{"name": LONGEST_NAME}, {"name": RARE_NAME}]
NOTICE = {"office": OFFICE, "petitioners": PEOPLE, "matter": MATTER, "issued_on": "2026-11-30"}
TOWNSHIP = {"name": UNIT["name"], "address": UNIT["address"], "phone": UNIT["phone"]}
FACTS: dict[str, dict[str, Any]] = {
    "D15": {
        **NOTICE,
        "matter": {**MATTER, "summary": "不服县自然资源局不予颁发土地使用证的决定"},
        "route": {
            "branch": "条例第三十一条第四项",
            "procedure": "行政复议",
            "organ": "青山县人民政府（行政复议机构）",
            "address": "青山县人民路2号",
            "phone": "0000-1112224",
            "basis": "《中华人民共和国行政复议法》第十一条第一项、第二十条",
            "period": "自知道该决定之日起60日内提出",
            "due_by": "2027-02-15",
            "transferred_on": "2026-11-28",
            "reason": "该决定是行政许可决定，不服的依法可以申请行政复议，也可以提起行政诉讼",
        },
    },
    "D16": {
        **NOTICE,
        "ground": {"article": "条例第十九条第三款", "title": "已经由下级受理，正在办理期限内"},
        "pending": {
            "running": True,
            "unit": "青山县柳溪镇人民政府",
            "reference": "柳政信受〔2026〕12号",
            "accepted_on": "2026-10-30",
            "due_on": "2026-12-29",
        },
        "remedy": {
            "bodies": [TOWNSHIP],
            "text": "该事项的办理情况，可以向青山县柳溪镇人民政府（地址：柳溪镇中街8号；电话：0000-2345678）查询。"
            "该单位作出处理意见后，按其告知的程序主张权利。",
        },
        "reason": "你这次提出的诉求、事实和理由与柳溪镇人民政府正在办理的一致。",
    },
    "D17": {
        **NOTICE,
        "ground": {"article": "条例第三十六条第三款", "title": "复核意见后以同一事实和理由提出"},
        "final": {
            "unit": "青山市人民政府",
            "reference": "青市信核〔2026〕7号",
            "decided_on": "2026-05-18",
            "served_on": "2026-05-20",
        },
        "comparison": "这次请求付清2019年修路占地补偿款，理由是余款没有付清；"
        "与复核意见认定的请求、事实和理由相同，没有提交新的证据。",
        "other_ways": "对补偿协议的履行有争议的，可以依照协议的约定和法律规定解决。",
        "remedy": {"text": "有新的事实或者理由的，可以重新提出，本单位依法登记、处理。"},
    },
    "D18": {
        **NOTICE,
        "office": UNIT,
        "competent": {
            "name": "青山县人力资源和社会保障局",
            "address": "青山县建设路10号",
            "phone": "0000-5556667",
            "basis": "《保障农民工工资支付条例》第七条",
        },
        "reason": "拖欠工资由劳动保障监察部门依法处理",
    },
    "D04": {
        **NOTICE,
        "items": [{"text": "被占土地的位置和面积；"}, {"text": "补偿协议、收条或者能够说明情况的其他材料。"}],
        "how": "到接待窗口提交，或者邮寄到本单位，信封上写明编号",
        "by": "2026-12-08",
    },
    "D43": {
        **NOTICE,
        "ways": [
            {
                "name": "临时救助",
                "unit": "青山县柳溪镇社会事务办公室",
                "phone": "0000-2345680",
                "papers": "身份证、户口簿、医疗费用票据",
            },
            {"name": "司法救助", "unit": "青山县人民法院", "phone": "0000-6667778"},
        ],
        "referred_to": "青山县民政局",
        "referred_on": "2026-11-28",
    },
}
NUMBERS: dict[str, str] = {
    "D04": "青信补〔2026〕6号",
    "D15": "青信导〔2026〕15号",
    "D16": "青信不受〔2026〕2号",
    "D17": "青信不再〔2026〕1号",
    "D18": "柳政信职〔2026〕8号",
    "D43": "青信助〔2026〕3号",
}
EXTREME: dict[str, dict[str, Any]] = {
    "D15": {
        "petitioners": CROWD,
        "route": {**FACTS["D15"]["route"], "branch": "省信访条例第二十条", "reason": STORY * 6},
    },
    "D16": {"petitioners": CROWD, "reason": STORY * 6},
    "D17": {"petitioners": CROWD, "comparison": STORY * 8},
    "D18": {"petitioners": CROWD, "reason": STORY * 6},
    "D04": {"petitioners": CROWD, "items": [{"text": STORY[:120]} for _ in range(30)]},
    "D43": {"petitioners": CROWD, "ways": [FACTS["D43"]["ways"][0]] * 30},
}
"""For each kind what is changed to make it as hard as a hall can."""
