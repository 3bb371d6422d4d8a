"""Samples of applications for review, and the longer period: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONGEST_NAME, MATTER, OFFICE, PEOPLE, STORY, UNIT

_OPINION = {
    "organ": "青山县柳溪镇人民政府",
    "number": "柳政信处〔2027〕3号",
    "issued_on": "2027-01-26",
    "received_on": "2027-01-28",
}
_REVIEW = {
    "organ": "青山县人民政府",
    "number": "青政信复〔2027〕2号",
    "issued_on": "2027-03-20",
    "received_on": "2027-03-22",
}
FACTS: dict[str, dict[str, Any]] = {
    "D28": {
        "office": OFFICE,
        "matter": MATTER,
        "petitioners": PEOPLE,
        "organ": "青山县人民政府",
        "opinion": _OPINION,
        "requests": "撤销处理意见，责令重新丈量并付清补偿款。",
        "reasons": STORY,
    },
    "D31": {
        "office": OFFICE,
        "matter": MATTER,
        "petitioners": PEOPLE,
        "organ": "白云市人民政府",
        "opinion": _OPINION,
        "review": _REVIEW,
        "requests": "撤销复查意见，责令重新丈量并付清补偿款。",
        "reasons": STORY,
    },
    "D22A": {
        "office": UNIT,
        "matter": MATTER,
        "petitioners": PEOPLE,
        "accepted_on": "2026-11-30",
        "due_on": "2027-01-29",
        "reason": "占地涉及三个村民小组，原始丈量表在县档案馆，需要调阅并重新测绘。",
        "days": 20,
        "new_due_on": "2027-02-18",
        "handler": "赵志强",
        "department": "农业农村办公室",
    },
}
NUMBERS: dict[str, str] = {}
_LONG = (STORY * 60)[:12_000]
_NAMES = [{"name": LONGEST_NAME, "address": STORY[:60]}] * 12
EXTREME: dict[str, dict[str, Any]] = {
    "D28": {"petitioners": _NAMES, "reasons": _LONG},
    "D31": {"petitioners": _NAMES, "reasons": _LONG},
    "D22A": {"reason": _LONG},
}
