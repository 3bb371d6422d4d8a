"""The guide charts: every way ends at a lawful path, and a faulty chart is refused with file, line and reason."""

from __future__ import annotations

import re

import pytest

from app.domain.claims import Path, Purpose
from app.domain.codes import category
from app.domain.guide import GuideLeaf, RouteGuide, chart_for, walk
from app.domain.guide_file import read_chart, read_limits, shipped_chart, shipped_charts
from app.domain.law import Law
from app.errors import AppError, BadInput

READ = (
    "条例第",
    "行政复议法",
    "行政诉讼法第四十六条",
    "行政诉讼法第四十七条",
    "民事诉讼法第二百零五条",
    "信访工作条例",
)
"""Laws whose text was read; whatever else a chart cites is from memory and must say so."""
LEAVES = [(chart, leaf) for chart in shipped_charts() for leaf in chart.leaves.values()]


def small(**changed: str) -> str:
    """A chart of one question; each part can be exchanged."""
    parts = {
        "head": 'chart = "small"\ntitle = "小"\norder = 9\nfirst = "start"\n',
        "question": '[questions.start]\nasks = "谁？"\nanswers = [\n'
        '  { code = "a", says = "甲", to = "way" },\n  { code = "b", says = "乙", to = "way" },\n]\n',
        "leaf": '[leaves.way]\npurpose = "claim"\npath = "arbitration"\nprocedures = ["arbitration"]\n'
        'body = "labour"\nlevel = "county"\nsays = "去仲裁"\n',
        "more": "",
        **changed,
    }
    return "".join(parts.values())


def fault(**changed: str) -> tuple[int, str]:
    """Line and reason with which a chart is refused."""
    with pytest.raises(BadInput) as caught:
        read_chart("small.toml", small(**changed), {})
    assert caught.value.code == "guide.malformed"
    assert caught.value.details["file"] == "small.toml"
    return int(str(caught.value.details["line"])), str(caught.value.details["wrong"])


def test_there_is_a_general_chart_and_one_for_each_big_field() -> None:
    assert [chart.code for chart in shipped_charts()] == [
        "general", "housing", "labour", "villages", "land", "judicial",
    ]  # fmt: skip


@pytest.mark.parametrize(("chart", "leaf"), LEAVES, ids=[f"{c.code}-{x.id}" for c, x in LEAVES])
def test_every_way_is_one_that_the_regulations_know(chart: RouteGuide, leaf: GuideLeaf) -> None:
    rule = Law.shipped().path(leaf.purpose, leaf.path)
    assert rule is not None and rule.article.startswith("条例第")
    assert leaf.papers and leaf.says
    assert leaf.act == (
        "divert" if leaf.path not in (Path.UNDECIDED, Path.PETITION_PROCEDURE) else "classify"
    )


@pytest.mark.parametrize(("chart", "leaf"), LEAVES, ids=[f"{c.code}-{x.id}" for c, x in LEAVES])
def test_what_is_cited_from_memory_says_so(chart: RouteGuide, leaf: GuideLeaf) -> None:
    for article in leaf.articles:
        assert leaf.certainty == "memory" or article.startswith(READ), article
    for limit in leaf.limits:
        assert limit.unverified or limit.law.startswith(READ), limit.law


@pytest.mark.parametrize(("chart", "leaf"), LEAVES, ids=[f"{c.code}-{x.id}" for c, x in LEAVES])
def test_a_decision_is_never_sent_to_a_review_and_an_opinion_never_to_a_court(
    chart: RouteGuide, leaf: GuideLeaf
) -> None:
    """law.md 1.4, item 10: mixing the two remedies is the classic fault of a template."""
    if leaf.path is Path.PETITION_PROCEDURE:
        assert not {"reconsideration", "litigation"} & set(leaf.procedures)
    else:
        assert not re.search("申请(复查|复核)", leaf.says)


def test_accusations_are_kept_secret_and_go_by_competence() -> None:
    leaves = [leaf for _, leaf in LEAVES if leaf.purpose is Purpose.ACCUSATION]
    assert leaves and all(leaf.body == "discipline" and "保密" in leaf.says for leaf in leaves)


def test_the_fields_of_a_chart_are_categories_of_the_first_level() -> None:
    found = [code for chart in shipped_charts() for code in chart.categories]
    levels = [category(code) for code in found]
    assert all(each is not None and each.level == 1 for each in levels)
    assert len(set(found)) == len(found)


def test_answers_are_given_by_code_by_place_or_in_words() -> None:
    chart = shipped_chart("labour")
    steps = [
        walk(chart, given)
        for given in (("wages", "clear"), ("1", "1"), ("拖欠工资、加班费、经济补偿", "clear"))
    ]
    assert {step.leaf.id for step in steps if step.leaf} == {"inspection"}
    assert walk(chart).question is not None and walk(chart).leaf is None
    assert [answer.code for answer in steps[1].answers] == ["wages", "clear"]


def test_an_answer_that_is_none_names_those_that_are() -> None:
    with pytest.raises(BadInput) as caught:
        walk(shipped_chart("labour"), ["holiday"])
    assert (caught.value.code, "wages" in str(caught.value.details["allowed"])) == (
        "guide.answer_unknown",
        True,
    )
    with pytest.raises(BadInput) as caught:
        walk(shipped_chart("labour"), ["contract", "more"])
    assert caught.value.code == "guide.answered"
    with pytest.raises(AppError) as unknown:
        shipped_chart("weather")
    assert unknown.value.code == "guide.unknown"


def test_the_category_finds_its_chart() -> None:
    assert chart_for(shipped_charts(), "1503").code == "labour"
    assert chart_for(shipped_charts(), "").code == "general"
    assert chart_for(shipped_charts(), "1401").code == "general"


def test_a_whole_chart_is_read() -> None:
    assert walk(read_chart("small.toml", small(), {}), ["b"]).leaf is not None


@pytest.mark.parametrize(
    ("changed", "line", "reason"),
    [
        ({"leaf": '[leaves.way]\npurpose = "claim"\npath = "magic"\nprocedures = ["arbitration"]\n'
                  'body = "labour"\nlevel = "county"\nsays = "x"\n'}, 11, "magic"),
        ({"leaf": '[leaves.way]\npurpose = "suggestion"\npath = "arbitration"\nprocedures = ["petition"]\n'
                  'body = "labour"\nlevel = "county"\nsays = "x"\n'}, 11, "不写途径"),
        ({"leaf": '[leaves.way]\npurpose = "claim"\nprocedures = ["petition"]\n'
                  'body = "labour"\nlevel = "county"\nsays = "x"\n'}, 11, "六种途径"),
        ({"leaf": '[leaves.way]\npurpose = "claim"\npath = "arbitration"\nprocedures = ["arbitration"]\n'
                  'body = "labour"\nlevel = "county"\nsays = "x"\nlimits = ["never"]\n'}, 11, "never"),
        ({"leaf": ""}, 0, "leaves"),
        ({"head": 'chart = "small"\ntitle = "小"\norder = 9\nfirst = "elsewhere"\n'}, 4, "elsewhere"),
        ({"more": '[leaves.lost]\npurpose = "suggestion"\nprocedures = ["suggestion"]\nbody = "labour"\n'
                  'level = "county"\nsays = "x"\n'}, 18, "lost"),
        ({"more": "colour = 1\n"}, 18, "colour"),
        ({"more": "= 1\n"}, 18, "TOML"),
    ],
)  # fmt: skip
def test_a_faulty_chart_is_refused_with_line_and_reason(
    changed: dict[str, str], line: int, reason: str
) -> None:
    found, wrong = fault(**changed)
    assert (found, reason in wrong) == (line, True), (found, wrong)


def test_a_question_that_leads_nowhere_or_back_to_itself_is_refused() -> None:
    asked = '[questions.{name}]\nasks = "？"\nanswers = [\n  {{ code = "a", says = "甲", to = "{a}" }},\n'
    asked += '  {{ code = "b", says = "乙", to = "{b}" }},\n]\n'
    nowhere = asked.format(name="start", a="way", b="void")
    assert fault(question=nowhere) == (5, "通向不存在的“void”")
    circle = asked.format(name="start", a="way", b="next") + asked.format(name="next", a="start", b="way")
    assert fault(question=circle)[1] == "绕回了原处：start → next → start"
    lonely = '[questions.start]\nasks = "？"\nanswers = [{ code = "a", says = "甲", to = "way" }]\n'
    assert "两个回答" in fault(question=lonely)[1]
    same = asked.format(name="start", a="way", b="way").replace('"b"', '"a"')
    assert "代码相同" in fault(question=same)[1]
    unreached = small().partition("[questions")[2].partition("[leaves")[0]
    spare = "[questions" + unreached + asked.format(name="spare", a="way", b="way")
    assert "通向“spare”" in fault(question=spare)[1]


def test_a_limit_says_whether_it_was_read() -> None:
    row = '[limits.x]\nsays = "一年"\nlaw = "某法"\ncertainty = "{}"\n'
    assert read_limits("limits.toml", row.format("memory"))["x"].unverified
    with pytest.raises(BadInput) as caught:
        read_limits("limits.toml", row.format("hearsay"))
    assert caught.value.details["line"] == 1
