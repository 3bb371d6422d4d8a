"""Samples of records and minutes: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, PEOPLE, RARE_NAME, STORY

_COMMON: dict[str, Any] = {"office": OFFICE, "matter": MATTER, "petitioners": PEOPLE}
_TALK = [
    {"question": "请说一下占地的经过。", "answer": STORY},
    {"question": "还有没有补充？", "answer": "没有了，以上说的都是实情。"},
]
FACTS: dict[str, dict[str, Any]] = {
    "D23R": {
        **_COMMON,
        "held_at": "2026-12-18T09:00:00+08:00",
        "place": "柳溪镇人民政府二楼会议室",
        "stage": "办理",
        "chair": "赵志强",
        "members": "孙丽、周明",
        "recorder": "李敏",
        "attendees": [
            {"name": LONG_NAME, "role": "信访人"},
            {"name": "钱进", "role": "柳溪镇农业农村办公室"},
        ],
        "topic": "2019年修路占地补偿款是否付清。",
        "proceedings": STORY,
        "closing": "双方对丈量面积没有争议，对补偿标准各自陈述了意见。",
    },
    "D24": {
        **_COMMON,
        "began_at": "2026-12-02T14:30:00+08:00",
        "place": "青山县柳溪镇东村村委会",
        "investigators": "赵志强、孙丽",
        "recorder": "李敏",
        "witness": {"name": RARE_NAME, "sex": "男", "phone": "13800000000", "address": "青山县柳溪镇东村3组"},
        "occasion": "2019年修路占地补偿。",
        "questions": _TALK,
    },
    "D48L": {
        **_COMMON,
        "leader": "陈立",
        "post": "副县长",
        "stand_in": True,
        "on": "2026-11-26",
        "persons": {"received": 2},
        "request": "付清2019年修路占地的补偿款。",
        "instruction": "请柳溪镇一周内核清账目，当面答复。",
        "unit": "青山县柳溪镇人民政府",
        "due_on": "2026-12-03",
        "recorder": "李敏",
    },
    "D60": {
        **_COMMON,
        "talk": {
            "place": 1,
            "began_at": "2026-11-26T09:30",
            "ended_at": "2026-11-26T10:20",
            "room": "三号接谈室",
            "receiver": "赵志强",
            "recorder": "李敏",
            "remarks": "第二答里“三亩”应为“三分”，已改。",
            "next_at": "2026-12-10T09:00",
            "read_by_self": False,
            "read_aloud": True,
            "speakers": [
                {
                    "name": RARE_NAME,
                    "identity": "居民身份证 410***********0010",
                    "phone": "13800000000",
                    "address": "青山县柳溪镇东村3组",
                },
                {"name": LONG_NAME},
            ],
            "rights": [
                {"words": "已表明工作人员身份", "told": True},
                {"words": "本次谈话制作笔录", "told": True},
                {"words": "可以请人翻译或者陪同", "told": False},
            ],
            "statements": [
                {"speaker": "问", "words": "请说一下占地的经过。"},
                {"speaker": "答", "words": STORY},
                {"speaker": "问", "words": "还有没有补充？"},
                {"speaker": "答", "words": "没有了，以上说的都是实情。"},
                {"words": "谈话中休息五分钟。"},
            ],
            "supplements": [{"on": "2026-11-27", "by": "李敏", "words": "补充：占地面积以丈量单为准。"}],
        },
    },
    "D52": {
        **_COMMON,
        "held_at": "2026-12-03T10:00:00+08:00",
        "place": "东村村委会",
        "chair": "陈立",
        "recorder": "李敏",
        "participants": [
            {"name": LONG_NAME, "organ": "信访人代表"},
            {"name": "钱进", "organ": "柳溪镇农业农村办公室主任"},
        ],
        "topic": "核对占地面积和已付补偿款。",
        "views": STORY,
        "agreed": [{"what": "重新丈量并张榜公布", "unit": "柳溪镇人民政府", "by": "2026-12-20"}],
    },
}
NUMBERS: dict[str, str] = {}
_LONG = (STORY * 60)[:12_000]
_MANY = [{"name": f"甲{n}·买买提", "role": STORY[:30], "organ": STORY[:30]} for n in range(1, 31)]
EXTREME: dict[str, dict[str, Any]] = {
    "D23R": {"petitioners": [{"name": LONGEST_NAME}], "attendees": _MANY, "proceedings": _LONG},
    "D24": {"questions": [{"question": f"第{n}个问题？", "answer": STORY * 3} for n in range(1, 31)]},
    "D60": {
        "talk": {
            "place": 12,
            "began_at": "2026-11-26T09:30",
            "ended_at": "2026-11-26T18:20",
            "room": STORY[:40],
            "receiver": LONG_NAME,
            "recorder": LONG_NAME,
            "remarks": STORY,
            "speakers": [{"name": LONGEST_NAME, "address": STORY[:60]}] * 5,
            "rights": [{"words": STORY[:30], "told": True}] * 7,
            "statements": [
                part
                for n in range(1, 31)
                for part in (
                    {"speaker": "问", "words": f"第{n}个问题？"},
                    {"speaker": LONG_NAME, "words": STORY * 3},
                )
            ],
            "supplements": [{"on": "2026-11-27", "by": LONG_NAME, "words": STORY}] * 4,
        },
    },
    "D48L": {
        "petitioners": [{"name": LONGEST_NAME, "address": STORY[:60]}] * 12,
        "request": _LONG,
        "instruction": STORY * 4,
    },
    "D52": {
        "participants": _MANY,
        "views": _LONG,
        "agreed": [{"what": STORY[:80], "unit": STORY[:20]} for _ in range(20)],
    },
}
