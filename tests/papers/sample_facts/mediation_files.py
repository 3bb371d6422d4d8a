"""Samples of the papers of people's mediation: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONGEST_NAME, MATTER, OFFICE, PEOPLE, RARE_NAME, STORY
from tests.papers.sample_facts.archiving import COVER, INDEX, MANY_ITEMS, NOTE

_COMMON: dict[str, Any] = {
    "office": OFFICE,
    "matter": MATTER,
    "committee": "青山县柳溪镇人民调解委员会",
    "petitioners": PEOPLE,
    "others": [{"name": "青山县柳溪镇东村村民委员会", "phone": "0000-3456789", "address": "柳溪镇东村"}],
}
_TERMS = {
    **_COMMON,
    "facts": STORY,
    "liability": "村民委员会应当付清余款；双方对丈量面积没有争议。",
    "terms": [
        {"what": "村民委员会付清余下的占地补偿款。", "way": "转入个人账户", "by": "2026-12-31"},
        {"what": "双方不再就此事提出其他请求。", "way": "自协议生效时起"},
    ],
    "amount": "286000.50",
    "copies": 4,
}
FACTS: dict[str, dict[str, Any]] = {
    "M01": {**_COMMON, "dispute": STORY, "requests": "调解支付余下的占地补偿款。"},
    "M02": {
        **_COMMON,
        "accepted_on": "2026-12-01",
        "dispute_type": "征地补偿",
        "source": "信访部门移送",
        "dispute": STORY,
        "registered_by": "李敏",
        "mediator": "周明",
    },
    "M03": {
        "office": OFFICE,
        "matter": MATTER,
        "committee": "青山县柳溪镇人民调解委员会",
        "petitioner": {"name": RARE_NAME},
    },
    "M05": {
        **_COMMON,
        "agents": [{"name": "张小山", "relation": "儿子", "phone": "13600000000"}],
        "dispute": "与东村村民委员会的占地补偿纠纷。",
        "powers": ["代为陈述事实、提供证据", "代为签收、领取文书"],
    },
    "M06": {
        **_COMMON,
        "began_at": "2026-12-04T09:00:00+08:00",
        "place": "东村村委会",
        "mediator": "周明",
        "recorder": "李敏",
        "witness": {"name": RARE_NAME, "sex": "男", "phone": "13800000000", "address": "青山县柳溪镇东村3组"},
        "dispute": "占地面积和已付款项。",
        "record": STORY,
    },
    "M07": {
        **_COMMON,
        "began_at": "2026-12-08T09:00:00+08:00",
        "place": "柳溪镇人民调解委员会调解室",
        "attendees": "王建国（邀请）",
        "mediator": "周明",
        "recorder": "李敏",
        "record": STORY,
        "result": "达成协议",
    },
    "M08": {**_TERMS, "agreement_number": "柳调协〔2026〕8号", "mediator": "周明"},
    "M09": {**_TERMS, "witness": "王建国"},
    "M10": {
        **_COMMON,
        "dispute": STORY,
        "terms": "村民委员会修复水渠。",
        "way": "十二月底前",
        "made_on": "2026-12-08",
        "mediator": "周明",
    },
    "M12": {
        "office": OFFICE,
        "matter": MATTER,
        "committee": "青山县柳溪镇人民调解委员会",
        "agreement_number": "柳调协〔2026〕8号",
        "petitioner": {"name": RARE_NAME, "phone": "13800000000"},
        "reason": "查看协议履行情况",
        "called_at": "2027-01-05",
        "way": "电话",
        "kept": "部分",
        "said": "余款收到一半。",
        "measures": "督促村民委员会月底前付清。",
        "caller": "周明",
    },
    "M13": {
        **_COMMON,
        "court": "青山县人民法院",
        "agreement_number": "柳调协〔2026〕8号",
        "agreement_on": "2026-12-08",
        "facts": STORY,
    },
    "M15": {**COVER, "category": "人民调解·征地补偿", "title": "东村占地补偿纠纷"},
    "M15I": INDEX,
    "M15N": NOTE,
}
NUMBERS: dict[str, str] = {}
_LONG = (STORY * 60)[:12_000]
_SIDE = [{"name": LONGEST_NAME, "address": STORY[:60]}] * 12
_MANY = [{"what": STORY[:90], "way": STORY[:30]} for _ in range(20)]
EXTREME: dict[str, dict[str, Any]] = {
    "M01": {"petitioners": _SIDE, "others": _SIDE, "dispute": _LONG},
    "M02": {"petitioners": _SIDE, "dispute": _LONG},
    "M03": {"petitioner": {"name": LONGEST_NAME}},
    "M05": {"petitioners": _SIDE, "dispute": STORY * 3},
    "M06": {"record": _LONG},
    "M07": {"record": _LONG},
    "M08": {"petitioners": _SIDE, "others": _SIDE, "facts": _LONG, "terms": _MANY},
    "M09": {"petitioners": _SIDE, "others": _SIDE, "facts": _LONG, "terms": _MANY},
    "M10": {"petitioners": _SIDE, "dispute": _LONG},
    "M12": {"petitioner": {"name": LONGEST_NAME}, "said": STORY * 20},
    "M13": {"petitioners": _SIDE, "facts": _LONG},
    "M15": {"petitioners": [{"name": LONGEST_NAME}] * 5, "title": STORY},
    "M15I": {"items": MANY_ITEMS},
    "M15N": {"remarks": STORY * 20},
}
