"""The remedy clause: of every combination of class, path, level and body the one the law gives, and no other."""

from __future__ import annotations

import itertools

import pytest

from app.domain.claims import Claim, Path, Purpose
from app.domain.law import Law
from app.domain.office import Office, Unit
from app.domain.remedy import (
    OF_STATION,
    BodyKind,
    HandlingLevel,
    HigherBody,
    Remedy,
    article_of,
    bodies_above,
    clause_of,
    needs_body,
    remedy_of,
    remedy_of_ground,
    require_above,
)
from app.errors import AppError, Refused
from resources.loader import read_text

LAW = Law.shipped()
COUNTY = HigherBody(name="青山县人民政府", address="青山县人民路2号", phone="0000-1112223")
BUREAU = HigherBody(name="青山市自然资源局")
ADMINISTRATIVE = {BodyKind.GOVERNMENT, BodyKind.DEPARTMENT, BodyKind.VERTICAL}
STATUTORY = {Path.ADMINISTRATIVE_PROCEDURE, Path.DUTY_PERFORMANCE}
REVIEW_WORDS = ("复查", "复核")
COURT_WORDS = ("复议", "诉讼")


def claim(purpose: Purpose, path: Path, number: int = 1) -> Claim:
    return Claim(number=number, purpose=purpose, path=path)


def expected(purpose: Purpose, path: Path, level: HandlingLevel, body: BodyKind, declined: bool) -> str:
    """The table of the law, written apart from the code: a remedy, or the code of the refusal."""
    above = level is not HandlingLevel.HANDLING
    if purpose in (Purpose.SUGGESTION, Purpose.ACCUSATION):
        return "remedy.no_review" if above else "none"
    if purpose is Purpose.UNDECIDED or path is Path.UNDECIDED:
        return "remedy.undecided"
    if path is Path.PETITION_PROCEDURE:
        return {"handling": "review", "review": "re-examination", "re_examination": "final"}[level]
    if above:
        return "remedy.no_review"
    if path not in STATUTORY:
        return "other-law"
    if body not in ADMINISTRATIVE:
        return "none"
    return "reconsideration-first" if declined and path is Path.DUTY_PERFORMANCE else "reconsideration"


@pytest.mark.parametrize(
    ("purpose", "path", "level", "body", "declined"),
    list(itertools.product(Purpose, Path, HandlingLevel, BodyKind, (False, True))),
)
def test_every_combination_has_the_one_remedy_of_the_law(
    purpose: Purpose, path: Path, level: HandlingLevel, body: BodyKind, declined: bool
) -> None:
    try:
        found: str = remedy_of(LAW, [claim(purpose, path)], level, body, declined=declined)
    except AppError as refused:
        found = refused.code
    assert found == expected(purpose, path, level, body, declined)


@pytest.mark.parametrize("remedy", list(Remedy))
def test_no_clause_mixes_review_with_reconsideration_or_the_courts(remedy: Remedy) -> None:
    text = clause_of(LAW, remedy, [COUNTY])
    of_review = any(word in text for word in REVIEW_WORDS)
    of_courts = any(word in text for word in COURT_WORDS)
    assert not (of_review and of_courts)
    assert of_review == (remedy in (Remedy.REVIEW, Remedy.RE_EXAMINATION, Remedy.FINAL))
    assert of_courts == (remedy in (Remedy.RECONSIDERATION, Remedy.RECONSIDERATION_FIRST))
    assert bool(text) == bool(article_of(remedy)) == (remedy not in (Remedy.NONE, Remedy.OTHER_LAW))


def test_a_suggestion_an_accusation_and_another_law_offer_nothing() -> None:
    for item in (
        claim(Purpose.SUGGESTION, Path.UNDECIDED),
        claim(Purpose.ACCUSATION, Path.UNDECIDED),
        claim(Purpose.CLAIM, Path.LITIGATION),
        claim(Purpose.CLAIM, Path.ARBITRATION),
        claim(Purpose.CLAIM, Path.PARTY_APPEAL),
    ):
        remedy = remedy_of(LAW, [item], HandlingLevel.HANDLING, BodyKind.GOVERNMENT)
        assert clause_of(LAW, remedy, [COUNTY]) == ""


def test_an_opinion_names_the_body_its_address_and_phone_and_the_thirty_days_of_the_rule() -> None:
    text = clause_of(LAW, Remedy.REVIEW, [COUNTY])
    assert "自收到本意见书之日起30日内" in text
    assert "向青山县人民政府（地址：青山县人民路2号；电话：0000-1112223）请求复查" in text
    assert "顺延" not in text, "a strict notice names the period and nothing else"
    assert "青山县人民政府（地址：青山县人民路2号；电话：0000-1112223）或者青山市自然资源局请求" in clause_of(
        LAW, Remedy.REVIEW, [COUNTY, BUREAU]
    )


def test_days_of_the_clause_follow_the_rules() -> None:
    data = {
        "profile": "national", "title": "别的天数", "enabled_by_default": True, "source": "试验", "text_from": "2022-05-01",
    }  # fmt: skip
    text = read_text("rules/national-2022.toml")
    start = text.index("[rules.review-request]")
    changed = text[:start] + text[start:].replace("n = 30", "n = 45", 1)
    other = Law.from_texts([(str(data["profile"]), changed)])
    assert "45日内" in clause_of(other, Remedy.REVIEW, [COUNTY])
    assert "30日内" in clause_of(other, Remedy.RE_EXAMINATION, [COUNTY])


def test_a_statutory_answer_offers_sixty_days_and_six_months_and_a_declined_duty_reconsideration_first() -> (
    None
):
    plain = clause_of(LAW, Remedy.RECONSIDERATION, [COUNTY])
    assert "60日内向青山县人民政府" in plain and "6个月内依法向人民法院提起行政诉讼" in plain
    first = clause_of(LAW, Remedy.RECONSIDERATION_FIRST, [COUNTY], court="青山县人民法院")
    assert "应当先申请行政复议" in first and "60日内" in first and "再依法向青山县人民法院" in first
    assert "6个月" not in first, "the period after a reconsideration is told by its decision"


def test_another_reason_for_reconsideration_first_counts_on_both_branches_and_nowhere_else() -> None:
    def found(path: Path) -> Remedy:
        item = claim(Purpose.CLAIM, path)
        return remedy_of(LAW, [item], HandlingLevel.HANDLING, BodyKind.DEPARTMENT, first=True)

    assert {found(path) for path in STATUTORY} == {Remedy.RECONSIDERATION_FIRST}
    assert found(Path.PETITION_PROCEDURE) is Remedy.REVIEW and found(Path.LITIGATION) is Remedy.OTHER_LAW


def test_no_digits_of_a_period_stand_in_the_clauses() -> None:
    text = "".join(
        line for line in read_text("clauses/remedies.toml").splitlines() if line.startswith("text =")
    )
    assert not any(character.isdecimal() for character in text.replace("{0}", "").replace("{1}", ""))
    assert not any(f"{number}日内" in text for number in "一二三四五六七八九十")


def test_nobody_is_sent_nowhere() -> None:
    for remedy in Remedy:
        if needs_body(remedy):
            for nobody in ([], [HigherBody(name=" ")]):
                with pytest.raises(Refused) as refused:
                    clause_of(LAW, remedy, nobody)
                assert refused.value.code == "remedy.no_body"


def test_claims_with_different_remedies_do_not_share_a_paper() -> None:
    claims = [claim(Purpose.CLAIM, Path.PETITION_PROCEDURE), claim(Purpose.CLAIM, Path.DUTY_PERFORMANCE, 2)]
    with pytest.raises(Refused) as refused:
        remedy_of(LAW, claims, HandlingLevel.HANDLING, BodyKind.GOVERNMENT)
    assert refused.value.code == "remedy.several"


def test_the_table_of_units_knows_who_stands_above_and_nobody_else_is_named() -> None:
    unit = Unit(code="U1", name="柳溪镇", review_bodies=("G1", "青山市自然资源局"))
    office = Office(
        units=(unit, Unit(code="G1", name=COUNTY.name, address=COUNTY.address, phone=COUNTY.phone))
    )
    above = bodies_above(office, unit)
    assert above == (COUNTY, BUREAU)
    require_above(above, [BUREAU])
    require_above((), [HigherBody(name="没有列表时由经办人写明")])
    with pytest.raises(Refused) as refused:
        require_above(above, [HigherBody(name="柳溪镇人民政府")])
    assert refused.value.code == "remedy.not_above"
    assert bodies_above(office, None) == () == bodies_above(office, Unit(code="U9", name="无"))
    assert bodies_above(office, Unit(code="U8", name="所", superior="G1")) == (COUNTY,)


def test_turning_away_tells_where_it_is_pending_or_that_new_facts_are_a_new_matter() -> None:
    grounds = {ground.id: remedy_of_ground(ground) for ground in LAW.grounds}
    assert grounds["pending-below"] is Remedy.HANDLING_UNIT
    assert grounds["re-examined"] is Remedy.NEW_FACTS
    assert "新的事实或者理由" in clause_of(LAW, Remedy.NEW_FACTS, [])


def test_every_kind_of_station_speaks_as_a_kind_of_body() -> None:
    assert set(OF_STATION.values()) == {BodyKind.GOVERNMENT, BodyKind.DEPARTMENT}
