"""The papers people get: what each must say, what it must never say, and that it stays the same."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from app.errors import AppError, BadInput, NotFound, Refused
from app.papers import catalogue as papers_catalogue
from app.papers import qr
from app.papers.catalogue import catalogue, paper_kind, require_station
from app.papers.fact_texts import texts_in
from app.papers.render import PaperFacts, Rendered, render
from app.papers.wording import evaluate, fill, printed_day, printed_moment
from resources.loader import names_in, read_text, words
from tests.papers.album import album
from tests.papers.samples import (
    CODE,
    EXTREME,
    FACTS,
    LONG_NAME,
    RARE_NAME,
    STORY,
    crowded_registration,
    extreme,
    sample,
)

KINDS = tuple(FACTS)
ONLY_UNITS = frozenset({"D14", "D22", "D25", "D27"})
"""A petition office never issues them (hall.md 3): it records the unit's."""
pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
WITHIN_A_LINE = 26
"""Characters that no page break parts."""
NAMES_NOBODY = frozenset({"D56", "D57", "D58", "D59"})
"""Kinds that are printed before anybody came."""
OF_NO_MATTER = frozenset({"D40", "M10", "M16"}) | NAMES_NOBODY
"""Kinds about many matters or none, which name none."""
SHORTENS = frozenset({"D02S"})
"""Kinds that cut a long text on purpose, and say so."""
FORBIDDEN = ("国务院《信访条例》", "第431号", "431号令", "越级", "不予登记", "《信访条例》")
Read = Callable[[Rendered], str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Gives the words of a paper as a reader copies them out, without line ends and spaces."""

    def text_of(made: Rendered) -> str:
        path = tmp_path / "paper.pdf"
        path.write_bytes(made.pdf)
        out = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout
        return re.sub(r"\s", "", out.decode("utf-8"))

    return text_of


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_give_the_same_bytes(kind: str) -> None:
    first, second = render(sample(kind)), render(sample(kind))
    assert first.pdf == second.pdf
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_run_of_the_program_gives_the_same_bytes(seed: str) -> None:
    code = (
        "from app.papers.render import render; from tests.papers.samples import FACTS, sample\n"
        "print(*(render(sample(kind)).sha256 for kind in sorted(FACTS, reverse=True)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "America/New_York"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert run.stdout.split() == [render(sample(kind)).sha256 for kind in sorted(FACTS, reverse=True)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_that_must_be_told_is_printed_or_the_paper_is_refused(kind: str) -> None:
    declared = paper_kind(kind)
    for fact in declared.facts:
        if not fact.required:
            continue
        facts = {
            name: dict(value) if isinstance(value, dict) else value for name, value in FACTS[kind].items()
        }
        *parents, last = fact.name.split(".")
        (facts[parents[0]] if parents else facts).pop(last)
        freed = fact.required_unless is not None and FACTS[kind].get(fact.required_unless)
        if fact.only_if or freed or fact.required_unless == "direct":
            continue
        with pytest.raises(Refused) as refused:
            render(sample_of(kind, facts))
        assert refused.value.code == "paper.particulars_missing"
        assert refused.value.details["missing"] == [fact.label]


def sample_of(kind: str, facts: dict[str, Any]) -> PaperFacts:
    whole = sample(kind)
    return PaperFacts(
        kind=kind,
        template_version=whole.template_version,
        document_number=whole.document_number,
        facts=facts,
        head=whole.head,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_can_be_read_and_searched(kind: str, read: Read) -> None:
    text = read(render(sample(kind)))
    assert paper_kind(kind).title in text
    assert RARE_NAME in text or LONG_NAME in text or kind in NAMES_NOBODY
    assert not any(0x2F00 <= ord(character) <= 0x2FD5 for character in text)
    assert "LX07-26-01207-3" in text or kind in OF_NO_MATTER
    assert not any(character < " " for character in text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_face_is_embedded_and_no_standard_one_is_named(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(sample(kind, training=True), draft=True).pdf)
    listing = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode("utf-8")
    rows = [row.split() for row in listing.splitlines()[2:]]
    assert rows
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows), listing
    assert "Helvetica" not in listing


@pytest.mark.parametrize("kind", KINDS)
def test_training_and_draft_are_said_on_every_page(kind: str, tmp_path: Path, read: Read) -> None:
    made = render(sample(kind, training=True), draft=True)
    text = read(made)
    assert text.count("培训样件草稿") >= 2 * made.pages
    plain = read(render(sample(kind)))
    assert "草稿" not in plain
    assert "培训样件" not in plain


@pytest.mark.parametrize("kind", ["D09", "D11", "D14"])
def test_a_notice_needs_its_number_and_a_draft_does_not(kind: str) -> None:
    whole = sample(kind)
    bare = PaperFacts(kind=kind, template_version="1", document_number=None, facts=whole.facts)
    with pytest.raises(Refused) as refused:
        render(bare)
    assert refused.value.details["missing"] == ["文号"]
    assert render(bare, draft=True).pages >= 1


def test_a_draft_leaves_blanks_where_particulars_are_lacking(read: Read) -> None:
    text = read(render(sample("D14", issued_on="", handling={"department": "农业农村办公室"}), draft=True))
    assert "承办人：" in text
    assert "2026年11月30日起受理" in text


@pytest.mark.parametrize("kind", [kind.kind for kind in catalogue() if kind.layout in ("letter", "document")])
def test_a_letter_of_which_next_to_nothing_is_known_can_be_seen_as_a_draft(kind: str, read: Read) -> None:
    bare = PaperFacts(
        kind=kind,
        template_version=paper_kind(kind).version,
        document_number=None,
        facts={"office": {"name": "青山县信访局"}},
    )
    assert paper_kind(kind).title in read(render(bare, draft=True))


def test_the_receipt_says_all_that_a_visitor_must_know(read: Read) -> None:
    text = read(render(sample("D02")))
    for said in (
        "青山县信访局",
        "0000-1234567",
        "0000-7654321",
        "LX07-26-01207-3",
        "2026年11月20日09:35",
        "来访",
        RARE_NAME,
        "付清2019年修路占地的补偿款",
        "丈量表",
        "王建国",
        "最迟日期：2026年12月5日",
        "本回执不是受理告知书",
        "录入后告知",
        "回执码",
        "更正",
        "个人信息处理告知",
    ):
        assert said in text, said
    assert "http" not in text.lower()


def test_the_receipt_of_an_accusation_says_nothing_of_what_was_said(read: Read) -> None:
    made = render(sample("D02", confidential=True, request="举报村主任截留补偿款"))
    text = read(made)
    assert "村主任" not in text
    assert "补偿款" not in text
    assert "丈量表" not in text
    assert RARE_NAME in text
    same = render(sample("D02", confidential=True, request=""))
    assert same.pdf == made.pdf


@pytest.mark.parametrize("kind", ["D11", "D14", "D04", "D16", "D22", "D43"])
def test_a_notice_in_a_confidential_matter_does_not_name_what_it_is_about(kind: str, read: Read) -> None:
    assert "补偿款" in read(render(sample(kind)))
    assert "补偿款" not in read(render(sample(kind, confidential=True)))


def test_the_situation_sheet_of_a_confidential_matter_tells_no_steps(read: Read) -> None:
    assert "转送青山县" not in read(render(sample("D49", confidential=True)))


def test_the_code_on_the_printed_receipt_can_be_scanned(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(sample("D02")).pdf)
    subprocess.run(
        ["pdftoppm", "-r", "200", "-f", "1", "-l", "1", "-png", path, tmp_path / "page"], check=True
    )
    (picture,) = tmp_path.glob("page*.png")
    assert qr.read_image(picture.read_bytes()) == [CODE]
    assert qr.parse(CODE).number == "LX07-26-01207-3"


def test_a_receipt_without_a_token_has_no_code(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(sample("D02", receipt_code=None)).pdf)
    subprocess.run(
        ["pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", path, tmp_path / "page"], check=True
    )
    (picture,) = tmp_path.glob("page*.png")
    assert qr.read_image(picture.read_bytes()) == []


def test_a_code_that_is_not_a_receipt_code_is_not_printed() -> None:
    with pytest.raises(BadInput):
        render(sample("D02", receipt_code="HTTPS://EXAMPLE/Q/1"))


def test_an_acceptance_names_the_forwarding_organ_and_the_day_this_unit_received_it(read: Read) -> None:
    text = read(render(sample("D14")))
    assert "由青山县信访局于2026年11月24日转送，本单位于2026年11月25日收到" in text
    assert "自2026年11月30日起受理" in text
    assert "60日内办结，即至2027年1月29日" in text
    assert "顺延" not in text
    direct = read(render(sample("D14", direct=True, forwarding=None)))
    assert "转送" not in direct
    assert "本单位于2026年11月25日收到" in direct


def test_a_petition_office_never_issues_an_acceptance() -> None:
    with pytest.raises(Refused) as refused:
        require_station(paper_kind("D14"), "office")
    assert refused.value.code == "paper.station_may_not_issue"
    for station in ("township", "department", "desk"):
        require_station(paper_kind("D14"), station)


def test_what_only_a_responsible_unit_says_is_never_printed_by_a_petition_office() -> None:
    for kind in ONLY_UNITS & set(KINDS):
        with pytest.raises(Refused):
            require_station(paper_kind(kind), "office")


@pytest.mark.parametrize("kind", ["D09", "D10", "D21"])
def test_forwarding_an_accusation_takes_no_claims_and_no_papers_along(kind: str) -> None:
    with pytest.raises(Refused) as refused:
        render(sample(kind, contains_accusation=True))
    assert refused.value.code == "paper.accusation_attachments"


@pytest.mark.parametrize("kind", ["D09", "D10", "D21", "D27"])
def test_a_forwarding_keeps_back_the_name_of_one_who_asked_for_it(kind: str, read: Read) -> None:
    text = read(render(sample(kind, confidential=True)))
    assert RARE_NAME not in text
    assert LONG_NAME not in text


@pytest.mark.parametrize("kind", ["D09", "D11"])
def test_of_several_units_the_lead_is_named_and_answers_for_all(kind: str, read: Read) -> None:
    alone = read(render(sample(kind)))
    together = read(render(sample(kind, assisting=[{"name": "青山县水利局"}, {"name": "青山县财政局"}])))
    assert "牵头" not in alone and "青山县水利局、青山县财政局" in together
    assert re.search("由(其|你单位)牵头", together)
    assert "统一" in together and "统一" not in alone


def test_the_situation_sheet_advises_the_earlier_day(read: Read) -> None:
    text = read(render(sample("D49")))
    assert "建议不晚于2027年2月27日提出" in text
    assert "不代替告知书、意见书" in text


def test_many_addressees_are_counted_after_the_fifth(read: Read) -> None:
    people = [{"name": f"甲{number}"} for number in range(12)]
    assert "甲4等12人：" in read(render(sample("D11", petitioners=people)))


def test_a_crowd_with_many_claims_and_a_long_story_loses_nothing(read: Read) -> None:
    paper = crowded_registration()
    made = render(paper)
    text = read(made)
    assert made.pages > 5
    assert all(f"第{number}项诉求" in text for number in range(1, 25))
    assert text.count("材料找不到了") == STORY.count("材料找不到了") * 40
    assert all(f"甲{number}·买买提" in text for number in range(1, 13))


def test_fifty_thousand_characters_fit_on_as_many_pages_as_they_need(read: Read) -> None:
    story = "事" * 49_000 + "完" * 1_000
    text = read(render(sample("D01", story=story)))
    assert text.count("事") >= 49_000
    assert text.count("完") >= 1_000


def test_a_very_long_claim_in_a_letter_flows_over_pages(read: Read) -> None:
    made = render(sample("D09", claims=[{"text": STORY * 30}]))
    assert made.pages > 6
    assert read(made).count("材料找不到了") == 30


@pytest.mark.parametrize("lines", range(4, 25))
def test_a_seal_never_stands_alone_on_a_page(lines: int, tmp_path: Path) -> None:
    made = render(sample("D09", claims=[{"text": "事" * 28 * lines}], materials=[]))
    path = tmp_path / "paper.pdf"
    path.write_bytes(made.pdf)
    last = str(made.pages)
    out = subprocess.run(["pdftotext", "-f", last, "-l", last, path, "-"], capture_output=True, check=True)
    page = re.sub(r"\s", "", out.stdout.decode("utf-8"))
    assert "的人员、单位。联系人：" in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_finds_no_fault_in_the_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(sample(kind)).pdf)
    shown = subprocess.run(
        ["pdftoppm", "-r", "20", "-png", path, tmp_path / "x"], capture_output=True, check=True
    )
    assert shown.stderr == b""


def test_a_template_that_names_an_unknown_fact_fails_instead_of_printing_nothing() -> None:
    for text in ("{{ nothing }}", "{{ office.nothing }}"):
        with pytest.raises(UndefinedError):
            fill(text, {"office": {}})
    with pytest.raises(UndefinedError):
        evaluate("nothing and office", {"office": {}})


def test_a_template_cannot_reach_into_the_program() -> None:
    with pytest.raises(SecurityError):
        fill("{{ ''.__class__.__mro__ }}", {})


def test_words_of_a_person_cannot_become_structure_or_commands(read: Read) -> None:
    story = "{{ office.phone }}\n[[block]]\n# 一、标题\n{% if true %}"
    text = read(render(sample("D01", story=story)))
    assert "{{office.phone}}" in text
    assert "{%iftrue%}" in text


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x03", "\x1b"])
def test_control_characters_are_refused(character: str) -> None:
    with pytest.raises(BadInput) as refused:
        render(sample("D01", story=f"我{character}说"))
    assert refused.value.code == "paper.control_characters"


NO_FACE = "\U00030f00"


@pytest.mark.parametrize("kind", ["D11", "D14", "D09"])
def test_a_name_no_face_has_is_refused_and_by_order_left_as_a_box(kind: str, read: Read) -> None:
    people = [{"name": "张" + NO_FACE}]
    with pytest.raises(Refused) as refused:
        render(sample(kind, petitioners=people))
    assert refused.value.details["codepoints"] == "U+30F00"
    text = read(render(sample(kind, petitioners=people), overrides=frozenset({NO_FACE})))
    assert "请用笔补写：U+30F00" in text


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"issued_on": "下周"}, "成文日期"),
        ({"issued_on": 20261130}, "成文日期"),
        ({"petitioners": "张三"}, "信访人"),
        ({"direct": "是"}, "信访人直接向本单位提出"),
    ],
)
def test_a_fact_of_another_type_is_named(changed: dict[str, Any], label: str) -> None:
    with pytest.raises(BadInput) as refused:
        render(sample("D14", **changed))
    assert refused.value.code == "paper.fact_unreadable"
    assert refused.value.details["label"] == label


def test_an_unknown_kind_and_an_unknown_version_are_told_apart() -> None:
    with pytest.raises(NotFound) as unknown:
        paper_kind("D99")
    assert unknown.value.code == "paper.kind_unknown"
    with pytest.raises(NotFound) as version:
        render(PaperFacts(kind="D14", template_version="999", document_number="1", facts={}))
    assert version.value.code == "paper.template_unknown"


def test_a_version_is_used_from_its_day_and_the_older_one_can_still_be_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = paper_kind("D14")
    later = replace(now, version="2", effective_from="2027-05-01")
    monkeypatch.setattr(papers_catalogue, "_all", lambda: (now, later))
    assert paper_kind("D14", date(2027, 4, 30)).version == "1"
    assert paper_kind("D14", date(2027, 5, 1)).version == "2"
    assert papers_catalogue.template("D14", "1") == now
    assert [kind.version for kind in catalogue(date(2026, 1, 1))] == ["1"]


def test_paper_with_a_printed_head_gets_no_red_head(read: Read) -> None:
    whole = sample("D14")
    printed = PaperFacts(
        kind="D14",
        template_version="1",
        document_number=whole.document_number,
        facts=whole.facts,
        head=whole.head,
        preprinted=True,
    )
    heads = read(render(whole)).count("青山县柳溪镇人民政府")
    assert read(render(printed)).count("青山县柳溪镇人民政府") == heads - 1


def test_the_foot_line_holds_the_number_and_the_head_of_the_journal(read: Read) -> None:
    text = read(render(sample("D14")))
    assert text.count("编号柳政信受〔2026〕12号存证" + "9f2c" * 16) == 2


OTHER_REMEDIES = frozenset({"D15", "D17", "D18", "D21", "D26", "D36", "M03", "M11", "M13", "M14"})
"""Papers that speak of other procedures than review: of those that lead there, and of mediation beside them."""


@pytest.mark.parametrize("name", names_in("papers", ".toml"))
def test_no_template_cites_the_old_rules_or_words_that_turn_people_away(name: str) -> None:
    text = read_text(f"papers/{name}")
    for forbidden in FORBIDDEN:
        assert forbidden not in text, forbidden
    if name[:3] not in OTHER_REMEDIES:
        beside_titles = re.sub("《[^》]*》", "", text)
        assert "复议" not in beside_titles
        assert "诉讼" not in beside_titles
    cited = set(re.findall(r"《[^》]*信访[^》]*条例》", text))
    assert cited <= {"《信访工作条例》"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_hardest_case_loses_nothing_and_needs_no_more_than_paper(kind: str, read: Read) -> None:
    made = render(extreme(kind))
    text = read(made)
    assert made.pages >= 1
    for said in texts_in(EXTREME[kind]):
        bare = re.sub(r"\s", "", printed_moment(said) if "T" in said else printed_day(said))
        if len(bare) <= WITHIN_A_LINE:
            assert bare in text, said
        elif kind not in SHORTENS:
            assert not Counter(bare) - Counter(text), said


def test_every_paper_has_its_basis_copies_and_stations() -> None:
    kinds = catalogue()
    assert {kind.kind for kind in kinds} >= set(KINDS)
    for kind in kinds:
        assert kind.basis
        assert kind.copies >= 1
        assert set(kind.stations) <= {"office", "township", "department", "desk"}
        assert kind.stations
        assert kind.mandatory
        assert "office.name" in kind.mandatory


def test_no_two_kinds_of_paper_count_in_the_same_words() -> None:
    """The number of a document tells its kind: two kinds with one word would give the same number twice."""
    series = Counter(kind.series for kind in catalogue() if kind.numbered)
    assert [word for word, times in series.items() if times > 1 or not word] == []


def test_a_paper_has_the_title_under_which_it_is_recorded_where_it_was_written_outside() -> None:
    titles = words("words/road.toml")["papers_outside"]
    assert {kind.kind: kind.title for kind in catalogue() if kind.kind in titles}.items() <= titles.items()


@pytest.mark.parametrize("kind", ["D25", "D30", "D32", "D16", "D17", "D22"])
def test_no_words_of_the_petition_procedure_speak_of_other_remedies(kind: str, read: Read) -> None:
    text = read(render(sample(kind)))
    assert "行政复议" not in text and "提起" not in text


def test_claims_are_told_one_by_one_with_their_own_evidence_and_only_what_is_supported_is_carried_out(
    read: Read,
) -> None:
    text = read(render(sample("D25")))
    first, second = text.split("第2项诉求")
    assert "1.补偿协议（2019年3月12日）；2.审计报告" in first and "落实：由青山县柳溪镇人民政府" in first
    assert "补偿协议" not in second and "1.丈量表QS-2019-0308" in second and "落实：" not in second
    assert "复查" in second


@pytest.mark.parametrize("kind", ["D20", "D20N"])
def test_a_sealed_letter_and_its_notice_tell_a_stranger_nothing(kind: str, read: Read) -> None:
    text = read(render(sample(kind)))
    for said in ("检举", "控告", "举报", "补偿款", "占地"):
        assert said not in text.replace("《信访工作条例》", ""), said


def test_every_error_of_papers_has_words() -> None:
    said = words("words/papers.toml")["errors"]
    source = "".join(path.read_text("utf-8") for path in Path(qr.__file__).parent.glob("*.py"))
    source += "".join(read_text(f"papers/{name}") for name in names_in("papers", ".toml"))
    raised = set(re.findall(r'"(paper\.[a-z_]+)"', source))
    assert raised == set(said)
    for entry in said.values():
        assert entry["says"].endswith("。")
        assert entry["do"].endswith("。")


def test_errors_hold_no_words_of_a_person() -> None:
    with pytest.raises(AppError) as refused:
        render(sample("D01", story=""))
    assert "张" not in str(refused.value)


def test_real_letters_lose_no_character(read: Read) -> None:
    letters = Path(__file__).resolve().parents[3] / "shared" / "data" / "letters.jsonl"
    if not letters.exists():
        pytest.skip("the public letters are not on this machine")
    rows = letters.read_text("utf-8").splitlines()[::100]
    for row in rows:
        story = json.loads(row)["text"]
        text = read(render(sample("D01", story=story)))
        for character in set(re.sub(r"\s", "", story)):
            assert text.count(character) >= story.count(character)


def test_the_album_holds_every_paper_for_both_names(tmp_path: Path) -> None:
    made = album(tmp_path)

    assert len(made) == 2 * len(catalogue())
    assert all(path.read_bytes().startswith(b"%PDF") for path in made)
