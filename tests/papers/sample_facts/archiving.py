"""Samples of the papers of the case file: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, PEOPLE, RARE_NAME, STORY

COVER: dict[str, Any] = {
    "office": OFFICE,
    "matter": MATTER,
    "petitioners": PEOPLE,
    "fonds": "0123",
    "category": "信访·申诉求决",
    "archive_number": "0123-2027-XF-0045",
    "title": "关于青山县柳溪镇2019年修路占地补偿的信访事项",
    "from_on": "2026-11-20",
    "to_on": "2027-02-20",
    "kept_for": "30年",
    "papers_count": 23,
    "pages_count": 118,
    "filed_by": "李敏",
    "filed_on": "2027-03-01",
}
INDEX: dict[str, Any] = {
    "office": OFFICE,
    "matter": MATTER,
    "petitioners": PEOPLE,
    "archive_number": "0123-2027-XF-0045",
    "items": [
        {"author": "青山县信访局", "title": "来访登记表", "on": "2026-11-20", "pages": "1—2"},
        {
            "number": "青信告〔2026〕31号",
            "author": "青山县信访局",
            "title": "去向告知书",
            "on": "2026-11-24",
            "pages": "3",
        },
        {"author": RARE_NAME, "title": "丈量表（复印件）", "on": "2026-11-20", "pages": "4", "note": "复印"},
    ],
}
NOTE: dict[str, Any] = {
    "office": OFFICE,
    "matter": MATTER,
    "petitioners": PEOPLE,
    "archive_number": "0123-2027-XF-0045",
    "papers_count": 23,
    "pages_count": 118,
    "remarks": "第4页为复印件，原件已退还信访人。",
    "filed_by": "李敏",
    "checked_by": "王建国",
    "filed_on": "2027-03-01",
}
_FILES = [
    {
        "archive_number": "0123-2027-XF-0045",
        "number": MATTER["number"],
        "title": f"关于修路占地补偿的信访事项（{RARE_NAME}）",
        "from_on": "2026-11-20",
        "to_on": "2027-02-20",
        "closed_on": "2027-02-20",
        "kept_for": "30年",
        "papers": 23,
        "pages": 118,
    },
]
FACTS: dict[str, dict[str, Any]] = {
    "D44": COVER,
    "D45": INDEX,
    "D46": NOTE,
    "D47": {
        "office": OFFICE,
        "handed_to": "青山县档案馆",
        "handed_on": "2037-06-01",
        "files": _FILES,
        "handed_by": LONG_NAME,
        "received_by": "周明",
    },
    "D47X": {
        "office": OFFICE,
        "appraised_on": "2057-06-01",
        "appraisal": "保管期限已满，经鉴定没有继续保存的价值。",
        "files": _FILES,
        "approved_by": "陈立",
        "approved_on": "2057-06-10",
    },
}
NUMBERS: dict[str, str] = {}
MANY_ITEMS = [{"title": STORY[:40], "author": STORY[:12], "pages": str(n)} for n in range(1, 81)]
_MANY_FILES = [
    {"number": f"LX07-26-{n:05d}-1", "title": STORY[:60], "reason": STORY[:30]} for n in range(1, 61)
]
EXTREME: dict[str, dict[str, Any]] = {
    "D44": {"petitioners": [{"name": LONGEST_NAME}] * 5, "title": STORY},
    "D45": {"items": MANY_ITEMS},
    "D46": {"remarks": STORY * 20},
    "D47": {"files": _MANY_FILES},
    "D47X": {"files": _MANY_FILES, "appraisal": STORY * 2},
}
