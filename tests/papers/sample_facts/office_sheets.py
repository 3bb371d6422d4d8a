"""Samples of the sheets of the office's day: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, PEOPLE, RARE_NAME, STORY

FACTS: dict[str, dict[str, Any]] = {
    "D48": {
        "office": OFFICE,
        "on": "2026-11-20",
        "duty_leader": "王建国",
        "reception_leader": "陈立",
        "lawyer": LONG_NAME,
        "staff": [{"name": "李敏", "desk": "1号窗口"}, {"name": RARE_NAME, "desk": "引导台"}],
        "figures": [
            {"name": "来访", "batches": "14", "persons": "31"},
            {"name": "其中集体访", "batches": "1", "persons": "12"},
            {"name": "来信", "batches": "9"},
            {"name": "网上", "batches": "6"},
            {"name": "来电", "batches": "11"},
        ],
        "pending": [
            {"number": MATTER["number"], "what": "送出去向告知书", "by": "2026-12-05", "who": "孙丽"}
        ],
        "handed_by": "李敏",
        "taken_by": "孙丽",
    },
    "D51": {
        "office": OFFICE,
        "matter": MATTER,
        "petitioners": PEOPLE,
        "due_on": "2026-12-05",
        "proposal": "属申诉求决，走信访程序，拟转柳溪镇人民政府办理，并书面告知去向。",
        "proposed_by": "李敏",
        "proposed_on": "2026-11-20",
        "steps": [
            {"step": "审核", "by": "王建国", "words": "同意转送。", "on": "2026-11-21"},
            {"step": "签发", "by": "陈立", "words": "同意。", "on": "2026-11-24"},
        ],
    },
    "D53": {
        "office": OFFICE,
        "from_on": "2026-11-01",
        "to_on": "2026-11-30",
        "rows": [
            {
                "on": "2026-11-24",
                "number": MATTER["number"],
                "title": "去向告知书",
                "document_number": "青信告〔2026〕31号",
                "copies": 2,
                "seal": "信访专用章",
                "asked_by": "李敏",
                "approved_by": LONG_NAME,
                "sealed_by": "周明",
            },
        ],
    },
    "M16": {
        "office": OFFICE,
        "room": {"name": "第一调解室", "where": "一楼东侧"},
        "on": "2026-11-20",
        "rows": [
            {"begin": "09:00", "end": "11:00", "what": "调解（邻里纠纷）", "mediator": "周明"},
            {"begin": "14:30", "end": "16:30", "what": "已占用"},
            {"begin": "16:30", "end": "17:30", "what": "调解员例会", "mediator": LONG_NAME},
        ],
    },
}
NUMBERS: dict[str, str] = {}
EXTREME: dict[str, dict[str, Any]] = {
    "D48": {
        "incidents": STORY * 6,
        "pending": [
            {"number": f"LX07-26-{n:05d}-1", "what": STORY[:60], "who": LONGEST_NAME} for n in range(1, 41)
        ],
    },
    "D51": {
        "proposal": STORY * 12,
        "steps": [{"step": "审核", "by": LONGEST_NAME, "words": STORY * 3} for _ in range(6)],
    },
    "D53": {
        "rows": [{"title": STORY[:30], "number": f"LX07-26-{n:05d}-1", "copies": 2} for n in range(1, 61)]
    },
    "M16": {
        "room": {"name": "阿克陶县巴仁乡人民调解委员会第十二调解室", "where": "三楼西侧，楼梯右手第二间"},
        "rows": [
            {
                "begin": f"{hour:02d}:00",
                "end": f"{hour:02d}:50",
                "what": "调解（劳动争议、人事争议纠纷）",
                "mediator": f"{LONGEST_NAME}（代{LONGEST_NAME}）",
            }
            for hour in range(8, 20)
        ],
    },
}
