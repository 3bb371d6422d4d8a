"""Samples of the papers of the window: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import CODE, LONG_NAME, LONGEST_NAME, MATTER, OFFICE, RARE_NAME, STORY

FACTS: dict[str, dict[str, Any]] = {
    "D01": {
        "office": OFFICE,
        "matter": MATTER,
        "persons": {"present": 2, "of_matter": 12, "concerned": 40},
        "petitioners": [
            {
                "name": RARE_NAME,
                "sex": "男",
                "identity": "居民身份证 1101**********1234",
                "phone": "13800000000",
                "address": "青山县柳溪镇东村3组",
                "needs": "听力不便",
            },
            {"name": LONG_NAME, "sex": "男", "phone": "13900000000", "address": "青山县柳溪镇东村5组"},
        ],
        "representatives": [{"name": RARE_NAME, "phone": "13800000000"}, {"name": LONG_NAME}],
        "claims": [
            {"text": "付清余下的占地补偿款。", "wanted": "年底前付清，共28万元。"},
            {"text": "说明两年没有付清的原因，找回丢失的材料。", "wanted": "书面答复。"},
        ],
        "story": STORY,
        "materials": [
            {"name": "丈量表", "form": "复印件", "pages": 1, "copies": 1},
            {"name": "收条", "form": "复印件", "pages": 2, "copies": 1},
        ],
        "talked_by": "王建国",
        "registered_by": "李敏",
    },
    "D02": {
        "office": OFFICE,
        "matter": MATTER,
        "petitioner": {"name": RARE_NAME},
        "request": "付清2019年修路占地的补偿款，说明没有付清的原因。",
        "materials": [
            {"name": "丈量表", "pages": 1, "original": False},
            {"name": "收条", "pages": 2, "original": True},
        ],
        "talked_by": "王建国",
        "next": {"who": "青山县信访局", "what": "转送有权处理的单位，并书面告知去向", "by": "2026-12-05"},
        "receipt_code": CODE,
    },
    "D49": {
        "office": OFFICE,
        "petitioner": {"name": RARE_NAME},
        "matter": MATTER,
        "asked_on": "2027-02-03",
        "steps": [
            {"on": "2026-11-20", "what": "您来访，我们作了登记。"},
            {"on": "2026-11-24", "what": "转送青山县柳溪镇人民政府，并告知您去向。"},
            {"on": "2026-11-30", "what": "柳溪镇人民政府受理，受理告知书已经交给您。"},
            {"on": "2027-01-28", "what": "柳溪镇人民政府作出处理意见，您当天收到意见书。"},
        ],
        "now": "处理意见已经作出。您收到了意见书，正在可以请求复查的期间内。",
        "next": {"who": "您", "what": "决定是否请求复查"},
        "window": {"what": "请求复查", "where": "青山县人民政府", "advised_by": "2027-02-27"},
        "told_by": "李敏",
    },
    "D50": {
        "office": OFFICE,
        "petitioner": {"name": RARE_NAME},
        "matter": MATTER,
        "asked_on": "2027-02-03",
        "stations": [
            {"name": name, "here": name.startswith("行政"), "passed": name in ("登记", "受理")}
            for name in ("登记", "受理", "调解", "行政\n三级\n办理", "法院", "检察", "人大", "后续\n工作")
        ],
        "claims": [],
        "steps": [
            {"on": "2026-11-20", "what": "您反映，我们登记"},
            {"on": "2026-11-24", "what": "转给青山县柳溪镇人民政府"},
            {"on": "2026-11-30", "what": "青山县柳溪镇人民政府受理"},
            {"on": "2027-01-28", "what": "处理意见书交到您手里"},
        ],
        "duties": ["青山县柳溪镇人民政府：落实处理意见，最迟2027年6月20日（条例第三十二条第二款）。"],
        "doors": ["对处理意见不满意的，可以向青山县人民政府请求复查，请在2027年2月27日以前提出。"],
    },
}
NUMBERS: dict[str, str] = {}
CROWD = [{"name": f"甲{number}·买买提", "phone": "13700000000"} for number in range(1, 13)]
EXTREME: dict[str, dict[str, Any]] = {
    "D01": {
        "petitioners": CROWD,
        "claims": [{"text": f"第{n}项诉求：{STORY[:80]}", "wanted": "书面答复。"} for n in range(1, 31)],
        "story": (STORY * 60)[:12_000],
    },
    "D02": {
        "petitioner": {"name": LONGEST_NAME},
        "materials": [{"name": f"第{n}份材料：{STORY[:40]}", "pages": n} for n in range(1, 31)],
    },
    "D49": {"petitioner": {"name": LONGEST_NAME}},
    "D50": {"petitioner": {"name": LONGEST_NAME}},
}
"""For each kind what is changed to make it as hard as a hall can: longest names, 12,000 characters, thirty claims."""

for _table in (FACTS, EXTREME):
    _table["D02S"] = _table["D02"]
"""The strip is made from the facts of the receipt."""
