"""Samples of the papers of review and re-examination: ordinary facts, and what makes them hard."""

from __future__ import annotations

from typing import Any

from tests.papers.invented import LONG_NAME, LONGEST_NAME, MATTER, OFFICE, RARE_NAME, STORY

PEOPLE = [{"name": RARE_NAME}, {"name": LONG_NAME}]
CROWD = [{"name": LONGEST_NAME}, {"name": RARE_NAME}]
COUNTY = {**OFFICE, "name": "青山县人民政府"}
CITY = {"name": "青山市人民政府", "address": "青山市东风大道1号", "phone": "0000-9990001"}
OPINION = {
    "unit": "青山县柳溪镇人民政府",
    "number": "柳政信处〔2027〕3号",
    "received_on": "2027-01-22",
    "gist": "支持付清余款28万元，2027年3月31日前付清；对没有付清的原因作解释说明。",
}
REVIEW = {
    "unit": "青山县人民政府",
    "number": "青信查〔2027〕2号",
    "received_on": "2027-03-05",
    "gist": "维持柳溪镇人民政府的处理意见。",
}
FACTS: dict[str, dict[str, Any]] = {
    "D29": {
        "office": COUNTY,
        "petitioners": PEOPLE,
        "matter": MATTER,
        "request": {"on": "2027-02-10", "posted_on": "2027-02-08"},
        "prior": OPINION,
        "accepted": True,
        "reason": "受理的不用写明理由",
        "period": "30日",
        "due_on": "2027-03-12",
        "handler": "李敏",
        "issued_on": "2027-02-11",
    },
    "D30": {
        "office": COUNTY,
        "petitioners": PEOPLE,
        "matter": MATTER,
        "request": {
            "on": "2027-02-10",
            "reason": "要求按照现行标准每亩5万元补足差额，理由是拖欠八年物价上涨。",
        },
        "prior": OPINION,
        "findings": "补偿协议签订于2019年3月12日，约定每亩3.2万元，双方签字盖章。"
        "协议没有约定按后来的标准调整。余款28万元拖欠属实。",
        "result": "维持",
        "opinion": "柳溪镇人民政府认定事实清楚、依据正确，予以维持；责成其按期付清余款。",
        "basis": "《信访工作条例》第三十五条；《中华人民共和国民法典》第五百零九条第一款。",
        "remedy": {
            "bodies": [CITY],
            "text": "对本复查意见不服的，可以自收到本意见书之日起30日内，向青山市人民政府（地址：青山市东风大道1号；"
            "电话：0000-9990001）请求复核。",
        },
        "issued_on": "2027-03-03",
    },
    "D31N": {
        "office": {**OFFICE, "name": "青山市人民政府"},
        "petitioners": PEOPLE,
        "matter": MATTER,
        "request": {"on": "2027-03-20"},
        "prior": REVIEW,
        "accepted": False,
        "reason": "请求的是未经复查的新诉求，可以另行提出信访事项",
        "period": "30日",
        "due_on": "2027-04-19",
        "handler": "李敏",
        "issued_on": "2027-03-22",
    },
    "D32": {
        "office": {**OFFICE, "name": "青山市人民政府"},
        "petitioners": PEOPLE,
        "matter": MATTER,
        "request": {"on": "2027-03-20", "reason": "仍要求按现行标准补足差额。"},
        "prior": REVIEW,
        "findings": "经听证查明：协议内容真实，余款28万元已于2027年3月25日付清。"
        "现行标准自2024年起施行，不适用于2019年的协议。",
        "result": "维持",
        "opinion": "维持青山县人民政府的复查意见。",
        "basis": "《信访工作条例》第三十六条；《中华人民共和国民法典》第五百零九条第一款。",
        "published": True,
        "remedy": {
            "text": "本意见是信访事项的复核意见。对本意见不服，仍然以同一事实和理由提出投诉请求的，各级党委和政府信访部门和"
            "其他机关、单位不再受理；有新的事实或者理由的，可以重新提出。"
        },
        "issued_on": "2027-04-16",
    },
    "D23": {
        "office": {**OFFICE, "name": "青山市人民政府"},
        "recipients": [{"name": RARE_NAME}],
        "matter": MATTER,
        "hearing": {
            "stage": "复核",
            "at": "2027-04-02T09:00:00+08:00",
            "place": "青山市信访听证室（青山市东风大道1号3楼）",
            "subject": "补偿标准是否应当按照现行标准调整",
            "chair": "刘玉兰",
            "members": "陈国栋、吴晓梅；记录人马丽",
        },
        "participants": [{"name": "青山县柳溪镇人民政府"}, {"name": "青山县交通运输局"}],
        "issued_on": "2027-03-25",
    },
}
NUMBERS: dict[str, str] = {
    "D23": "青市信听〔2027〕1号",
    "D29": "青信查受〔2027〕2号",
    "D30": "青信查〔2027〕2号",
    "D31N": "青市信核受〔2027〕1号",
    "D32": "青市信核〔2027〕1号",
}
EXTREME: dict[str, dict[str, Any]] = {
    "D23": {"recipients": CROWD, "participants": [{"name": f"{n}号参加单位"} for n in range(1, 31)]},
    "D29": {"petitioners": CROWD, "accepted": False, "reason": STORY * 6},
    "D30": {"petitioners": CROWD, "findings": STORY * 20, "opinion": STORY * 4},
    "D31N": {"petitioners": CROWD, "reason": STORY * 6},
    "D32": {"petitioners": CROWD, "findings": STORY * 20, "opinion": STORY * 4},
}
"""For each kind what is changed to make it as hard as a hall can."""
