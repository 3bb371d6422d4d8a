"""What forms say and never say: to the post, to a court, to whom five or two are the most."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Refused
from app.papers.catalogue import catalogue, paper_kind, require_station, template
from app.papers.facts import PaperFacts, Rendered
from app.papers.render import render
from app.papers.sample_matter import sample_paper
from app.qr.form_code import FormCode
from tests.papers.samples import RARE_NAME, sample

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
Read = Callable[[Rendered], str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Gives the words of a paper without line ends and spaces."""

    def text_of(made: Rendered) -> str:
        path = tmp_path / "form.pdf"
        path.write_bytes(made.pdf)
        out = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout
        return re.sub(r"\s", "", out.decode("utf-8"))

    return text_of


def test_more_than_five_representatives_and_two_agents_are_refused() -> None:
    people = [{"name": f"甲{number}"} for number in range(6)]
    assert render(sample("D05", representatives=people[:5])).pages >= 1
    with pytest.raises(Refused) as refused:
        render(sample("D05", representatives=people))
    assert refused.value.code == "form.too_many_representatives"
    assert render(sample("D06", agents=people[:2])).pages == 1
    with pytest.raises(Refused) as agents:
        render(sample("D06", agents=people[:3]))
    assert agents.value.code == "form.too_many_agents"


@pytest.mark.parametrize("dark", ["confidential", "contains_accusation"])
def test_an_envelope_of_a_dark_matter_does_not_say_who_sends_it_nor_what(dark: str, read: Read) -> None:
    plain = read(render(sample("D55")))
    assert "信访局" in plain and "青信告" in plain
    hidden = read(render(sample("D55", **{dark: True})))
    assert "信访" not in hidden and "青信告" not in hidden
    assert "青山县人民路1号" in hidden, "so that it comes back"


def test_an_agreement_writes_its_sum_in_capital_numerals(read: Read) -> None:
    text = read(render(sample("M08")))
    assert "人民币286000.50元（大写：贰拾捌万陆仟元伍角整）" in text
    assert "（大写：" in read(render(sample("M08", amount="")))


def test_an_agreement_says_when_it_binds_and_until_when_a_court_may_confirm_it(read: Read) -> None:
    text = read(render(sample("M08")))
    assert "人民调解员签名并加盖人民调解委员会印章之日起生效" in text
    assert "自协议生效之日起三十日内" in text
    assert "调解员" not in read(render(sample("M09")))


def test_what_was_chosen_is_ticked_and_nothing_else() -> None:
    plain = render(sample("D42", way="", received="", fulfilled="", satisfied="")).pdf
    ways = [render(sample("D42", way=way)).pdf for way in ("电话", "上门", "来访", "书信")]
    assert len({plain, *ways}) == 5


def test_the_notice_of_personal_data_names_who_holds_them_and_what_one_may_ask(read: Read) -> None:
    text = read(render(sample("D07")))
    for said in (
        "青山县信访局",
        "0000-1234567",
        "查阅、复制",
        "更正",
        "删除",
        "敏感个人信息",
        "不影响登记",
        "不得将检举、控告",
    ):
        assert said in text, said


def test_a_mediation_is_free_and_never_bars_another_way(read: Read) -> None:
    text = read(render(sample("M03")))
    assert "调解不收取任何费用" in text
    assert "不得因调解而阻止当事人" in text
    assert "要求终止调解" in text


def test_the_back_of_a_registration_form_is_for_those_who_write_it_themselves(read: Read) -> None:
    filled = render(sample("D01"))
    assert "写不下的请续写" not in read(filled)
    assert filled.pages == 1


def test_a_cover_of_a_file_names_no_number_of_a_person(read: Read) -> None:
    text = read(render(sample("D44")))
    assert "13800000000" not in text and "1101" not in text
    assert RARE_NAME in text


AT_ONCE = (
    "D01",
    "D02",
    "D03",
    "D05",
    "D06",
    "D08",
    "D24",
    "D60",
    "M01",
    "M02",
    "M03",
    "M05",
    "M06",
    "M07",
    "M12",
)
"""Given at the counter without waiting for a seal (hall.md, Papers); D02 may bear the office's special seal later."""


@pytest.mark.parametrize("kind", AT_ONCE)
def test_what_is_given_at_once_waits_for_no_seal_number_or_delivery(kind: str) -> None:
    declared = paper_kind(kind)
    assert not declared.numbered and not declared.delivery_required
    assert kind == "D02" or declared.seal == "none"


def test_a_mediation_agreement_waits_for_the_committees_seal_and_a_settlement_for_none() -> None:
    assert paper_kind("M08").seal == "committee"
    assert paper_kind("M09").seal == "none"


def test_an_approval_inside_the_unit_is_never_made_by_a_petition_office() -> None:
    with pytest.raises(Refused):
        require_station(paper_kind("D22A"), "office")
    assert paper_kind("D22A").after == ("accepted",)


@pytest.mark.parametrize("kind", [kind.kind for kind in catalogue() if kind.scope == "mediation"])
def test_a_paper_that_was_made_on_a_matter_before_can_still_be_drawn(kind: str) -> None:
    old = template(kind, "1")
    assert old.scope != "mediation"
    number = "1" if old.numbered else None
    assert render(replace(sample_paper(old), document_number=number)).pages


@pytest.mark.parametrize(
    "kind", [kind.kind for kind in catalogue() if kind.scope == "mediation" and kind.blank]
)
def test_an_empty_form_of_the_room_bears_no_petition_office(kind: str, read: Read) -> None:
    """Who mediates writes the committee's name by hand; the head of the petition office would be another body's."""
    empty = PaperFacts(
        kind=kind,
        template_version=paper_kind(kind).version,
        document_number=None,
        facts={"office": {"name": "青山县信访局"}},
        form_code=FormCode(series="a" * 28, place=1).payload(),
    )
    assert "信访局" not in read(render(empty))
