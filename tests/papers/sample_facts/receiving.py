"""Samples of what is signed at the counter: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, PEOPLE, RARE_NAME, STORY

_COMMON: dict[str, Any] = {"office": OFFICE, "matter": MATTER, "petitioners": PEOPLE}
FACTS: dict[str, dict[str, Any]] = {
    "D03": {
        **_COMMON,
        "handed_by": RARE_NAME,
        "received_on": "2026-11-20",
        "materials": [
            {"name": "丈量表", "form": "复印件", "pages": 1, "copies": 1},
            {"name": "收条", "form": "原件", "pages": 2, "copies": 1, "note": "核对后退还"},
        ],
    },
    "D05": {
        **_COMMON,
        "persons": {"of_matter": 12},
        "claims": [
            {"number": 1, "text": "付清余下的占地补偿款。"},
            {"number": 2, "text": "说明没有付清的原因。"},
        ],
        "representatives": [
            {"name": RARE_NAME, "phone": "13800000000", "signs": True},
            {"name": LONG_NAME, "phone": "13900000000"},
        ],
    },
    "D06": {
        **_COMMON,
        "agents": [{"name": LONG_NAME, "relation": "儿子", "phone": "13900000000"}],
        "powers": ["代为签收告知书、意见书等文书"],
        "until": "2027-06-30",
    },
    "D07": {"office": OFFICE, "matter": MATTER, "petitioner": {"name": RARE_NAME}},
    "D08": {
        "office": OFFICE,
        "matter": MATTER,
        "petitioner": {"name": LONG_NAME, "address": "青山县柳溪镇东村5组", "phone": "13900000000"},
        "receiver": RARE_NAME,
        "receiver_phone": "13800000000",
        "receiver_relation": "邻居",
        "electronic": True,
        "electronic_way": "手机短信",
        "electronic_account": "13900000000",
    },
}
NUMBERS: dict[str, str] = {}
_CROWD = [{"name": f"甲{n}·买买提", "phone": "13700000000", "address": STORY[:40]} for n in range(1, 41)]
EXTREME: dict[str, dict[str, Any]] = {
    "D03": {
        "handed_by": LONGEST_NAME,
        "materials": [{"name": f"第{n}份材料：{STORY[:40]}", "pages": n, "copies": 1} for n in range(1, 61)],
    },
    "D05": {
        "petitioners": _CROWD,
        "claims": [{"number": n, "text": STORY[:80]} for n in range(1, 31)],
        "representatives": [{"name": LONGEST_NAME, "phone": "13700000000"}] * 5,
    },
    "D06": {
        "petitioners": [{"name": LONGEST_NAME, "address": STORY[:60]}],
        "agents": [{"name": LONGEST_NAME}] * 2,
    },
    "D07": {"petitioner": {"name": LONGEST_NAME}},
    "D08": {"petitioner": {"name": LONGEST_NAME, "address": STORY[:60], "phone": "13900000000"}},
}
