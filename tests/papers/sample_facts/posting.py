"""Samples of papers that travel by post: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, RARE_NAME, STORY

_RECIPIENT = {"name": RARE_NAME, "address": "青山县柳溪镇东村3组", "phone": "13800000000"}
FACTS: dict[str, dict[str, Any]] = {
    "D34": {
        "office": OFFICE,
        "matter": MATTER,
        "document": {"title": "去向告知书", "number": "青信告〔2026〕31号"},
        "recipient": _RECIPIENT,
        "attempts": [
            {
                "on": "2026-11-24",
                "method": "邮寄送达",
                "tracking": "XA12345678901",
                "outcome": "已交寄或发出",
                "by": "李敏",
            },
            {
                "on": "2026-11-27",
                "method": "邮寄送达",
                "outcome": "已签收",
                "receiver": LONG_NAME,
                "by": "李敏",
            },
        ],
        "proved_on": "2026-11-27",
    },
    "D54": {
        "office": OFFICE,
        "on": "2026-11-24",
        "carrier": "中国邮政青山县分公司",
        "rows": [
            {
                "recipient": RARE_NAME,
                "address": "青山县柳溪镇东村3组",
                "phone": "13800000000",
                "number": MATTER["number"],
                "contents": "去向告知书1份",
                "tracking": "XA12345678901",
            },
            {"recipient": LONG_NAME, "address": "青山县柳溪镇东村5组", "number": "LX07-26-01208-1"},
        ],
        "handed_by": "李敏",
    },
    "D55": {
        "office": OFFICE,
        "matter": MATTER,
        "recipient": _RECIPIENT,
        "document": {"number": "青信告〔2026〕31号"},
    },
}
NUMBERS: dict[str, str] = {}
_MANY = [
    {
        "recipient": f"甲{n}·买买提",
        "address": STORY[:50],
        "number": f"LX07-26-{n:05d}-1",
        "contents": "去向告知书",
    }
    for n in range(1, 61)
]
EXTREME: dict[str, dict[str, Any]] = {
    "D34": {
        "recipient": {"name": LONGEST_NAME, "address": STORY[:60]},
        "attempts": [{"method": "邮寄送达", "reason": STORY[:60]} for _ in range(12)],
    },
    "D54": {"rows": _MANY},
    "D55": {"recipient": {"name": LONGEST_NAME, "address": STORY[:60], "phone": "13900000000"}},
}
