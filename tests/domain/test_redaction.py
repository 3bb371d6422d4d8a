"""What names somebody is found in any spelling and taken out of a transcript; nothing of it is covered and left there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identities import Identities, Identity, IdentityKind, Part, identities_of
from app.domain.identity_card import identity_check_character
from app.domain.matter import Correction, Matter
from app.domain.people import Agent, People, Petitioner, Representative
from app.domain.redaction import Mark, applied, everywhere, propose, remaining

PHONE, NUMBER, BORN = "13912345678", "410721199003070011", "1990-03-07"
ADDRESS = "示范县金雀镇喜鹊村3组12号"
PEOPLE = People(
    petitioners=(
        Petitioner(
            name="金雀华",
            phones=(PHONE, "0373-5680000"),
            id_number=NUMBER,
            address=ADDRESS,
            electronic_delivery="jin.que@example.cn",
        ),
    ),
    representatives=(Representative(name="欧阳白鹭", phone="13800138000"),),
    agents=(Agent(name="黄鹂", relation="儿子"),),
)


def matter(**more: object) -> Matter:
    """An accusation with those people."""
    made = Matter(
        id=UUID(int=1), number="LX07-26-00001-C", station="LX07", channel="letter", received_on=date(2026, 3, 2),
        registered_on=date(2026, 3, 2), registered_at=0, registered_by="clerk", desk="A", persons_came=1,
        persons_of_matter=1, persons_concerned=1, restricted=True, people=PEOPLE,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


KNOWN = identities_of(matter())


def taken_out(text: str, known: Identities = KNOWN) -> str:
    return applied(text, propose(text, known))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我叫金雀华，住在村东头。", "我叫〔反映人〕，住在村东头。"),
        ("我叫金 雀\u200b华。", "我叫〔反映人〕。"),
        ("我叫金·雀-华。", "我叫〔反映人〕。"),
        ("他们都喊我雀华。", "他们都喊我〔反映人〕。"),
        ("金某说过，老金也在场，金先生作证。", "〔反映人〕说过，〔反映人〕也在场，〔反映人〕作证。"),
        ("欧阳主任和白鹭都签了字。", "〔反映人代表〕和〔反映人代表〕都签了字。"),
        ("代理人黄鹂。", "代理人〔代理人〕。"),
        ("电话13912345678。", "电话〔电话〕。"),
        ("电话１３９-1234 5678。", "电话〔电话〕。"),
        ("电话一三九一二三四五六七八。", "电话〔电话〕。"),
        ("电话幺叁玖 ①②③④ 五六柒八。", "电话〔电话〕。"),
        ("座机(0373)568-0000，也可打5680000。", "座机(〔电话〕，也可打〔电话〕。"),
        ("手机尾号为5678，139****5678。", "手机尾号为〔电话〕，〔电话〕。"),
        ("身份证410721 19900307 0011。", "身份证〔证件号码〕。"),
        ("我是1990年3月7日生，九〇年三月七号，1990.3.7，19900307。",
         "我是〔出生日期〕生，〔出生日期〕，〔出生日期〕，〔出生日期〕。"),
        ("家住示范县金雀镇喜鹊村三组十二号，喜鹊村3组12号。", "家住示范县金雀镇喜鹊村三组十二号，〔住址〕。"),
        ("回信发到 JIN.QUE＠example.cn 。", "回信发到 〔电子邮箱〕 。"),
    ],
)  # fmt: skip
def test_each_spelling_is_taken_out(text: str, left: str) -> None:
    if "十二号" in text:
        left = left.replace("示范县金雀镇喜鹊村三组十二号", "示范县金雀镇〔住址〕三组十二号")
    assert taken_out(text) == left


def test_what_only_looks_like_somebodys_is_proposed_and_left_to_the_clerk() -> None:
    seventeen = "41072119850101123"
    text = (
        f"他用18612345678联系，身份证{seventeen}{identity_check_character(seventeen)}，账号6222021234567890128，"
        "车牌豫G·A1234，邮箱a.b@x.cn。数量12345678901234。"
    )
    marks = propose(text, KNOWN)
    assert [mark.kind for mark in marks] == ["phone", "number", "card", "plate", "mail"]
    assert not any(mark.must for mark in marks)
    assert remaining(text, KNOWN) == ()


def test_the_accused_stays_readable_unless_somebody_chooses_otherwise() -> None:
    accusation = matter(accused="示范镇人民政府 金大海 科长")
    text = "金科长名叫金大海，收了我的钱。我叫金雀华。"
    open_, hidden = identities_of(accusation), identities_of(accusation, with_accused=True)
    assert "金大海" in taken_out(text, open_)
    assert "金大海" not in taken_out(text, hidden)
    # the same surname: what may be either's is proposed and not insisted on
    assert remaining(applied(text, everywhere(text, "金雀华", IdentityKind.NAME)), open_) == ()


def test_a_name_that_is_a_part_of_an_office_is_let_stand_there_only() -> None:
    known = identities_of(matter(), units=("示范县雀华小学",))
    assert taken_out("示范县雀华小学的雀华", known) == "示范县雀华小学的〔反映人〕"


def test_what_stood_in_a_field_before_it_was_put_right_is_looked_for_too() -> None:
    old = Correction(field="name", before="金雀花", after="金雀华", reason="", on=date(2026, 3, 3))
    assert remaining("落款是金雀花。", identities_of(matter(corrections=(old,))))
    assert not remaining("落款是金雀花。", KNOWN)


def test_words_of_kinship_and_nobodys_name_darken_no_text() -> None:
    nameless = matter(
        people=People(petitioners=(Petitioner(name="本人"),), agents=(Agent(name="儿子甲", relation="儿子"),))
    )
    assert taken_out("本人和儿子一同来访。", identities_of(nameless)) == "本人和儿子一同来访。"


def test_nothing_grows_together_where_something_was_taken_out() -> None:
    text = "金13912345678雀华"
    left = taken_out("金13912345678某")
    assert left == "金〔电话〕某"
    assert remaining(taken_out(text), KNOWN) == ()


def test_a_mark_by_hand_goes_everywhere_at_once() -> None:
    text = "第三小学教师反映：第 三 小学的账。"
    assert (
        applied(text, everywhere(text, "第三小学", IdentityKind.OTHER))
        == "〔有关信息〕教师反映：〔有关信息〕的账。"
    )


def test_marks_that_overlap_become_one() -> None:
    marks = (
        Mark(start=0, end=4, kind=IdentityKind.NAME, must=True),
        Mark(start=2, end=6, kind=IdentityKind.PHONE),
    )
    assert applied("甲乙丙丁戊己庚", marks) == "〔有关人员〕庚"


# ---------------------------------------------------------------- any value, any spelling, any text

HAN = "金雀白鹭黄鹂喜鹊燕鸥华国明丽一三七○"
NAMES = st.text(HAN, min_size=2, max_size=4)
DIGITS = st.text("0123456789", min_size=11, max_size=11).map(lambda rest: "1" + rest[1:])
BETWEEN = st.sampled_from(["", " ", "\u3000", "-", "·", "\u200b", "\u2060", ".", "\n", "_", "\ufe00"])
FIGURES = {
    "0": "0０〇零", "1": "1１一壹幺①", "2": "2２二贰②", "3": "3３三叁", "4": "4４四", "5": "5５五伍", "6": "6６六",
    "7": "7７七柒", "8": "8８八捌", "9": "9９九玖⑨",
}  # fmt: skip
ANY_TEXT = st.text(
    st.sampled_from(list(HAN + "。，的了〔〕反映人电话年月日 0123456789xX-·\n@aB尾号某先生老")), max_size=40
)


@st.composite
def spelled(draw: st.DrawFn) -> tuple[Identity, str]:
    """A known value and one way in which somebody may write it."""
    kind = draw(
        st.sampled_from([IdentityKind.NAME, IdentityKind.PHONE, IdentityKind.NUMBER, IdentityKind.BIRTHDAY])
    )
    if kind is IdentityKind.NAME:
        name = draw(NAMES)
        way = draw(
            st.sampled_from(
                [name, name[1:] if len(name) > 2 else name, f"{name[0]}某", f"老{name[0]}", f"{name[0]}先生"]
            )
        )
        return Identity(kind, Part.PETITIONER, name), draw(apart(way))
    if kind is IdentityKind.BIRTHDAY:
        day = draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2015, 12, 31)))
        ways = [
            day.isoformat(),
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y%m%d}",
            f"{day.year}.{day.month}.{day.day}",
        ]
        way = draw(st.sampled_from([*ways, f"{day.year % 100:02}年{day.month:02}月{day.day:02}号"]))
        return Identity(kind, Part.PETITIONER, day.isoformat()), "".join(
            draw(st.sampled_from(FIGURES.get(c, c))) for c in way
        )
    number = draw(DIGITS) + (
        draw(st.sampled_from(["1234567", "123456X"])) if kind is IdentityKind.NUMBER else ""
    )
    way = "".join(draw(st.sampled_from(FIGURES.get(c, "Xxｘ" if c == "X" else c))) for c in number)
    return Identity(kind, Part.PETITIONER, number), draw(apart(way))


@st.composite
def apart(draw: st.DrawFn, text: str) -> str:
    return "".join(letter + draw(BETWEEN) for letter in text[:-1]) + text[-1:]


def written_into(planted: list[tuple[Identity, str]], around: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text with what is planted, and where that stands."""
    text, places = around[0], []
    for (_, written), after in zip(planted, around[1:], strict=False):
        places.append((len(text), len(text) + len(written)))
        text += written + after
    return text, places


PLANTED = st.lists(spelled(), min_size=1, max_size=3)
AROUND = st.lists(ANY_TEXT, min_size=4, max_size=4)
PLAIN_AROUND = st.lists(
    ANY_TEXT.map(lambda text: text.replace("〔", "").replace("〕", "")), min_size=4, max_size=4
)


@given(planted=PLANTED, around=PLAIN_AROUND)
def test_a_known_value_in_any_spelling_is_proposed_whole(
    planted: list[tuple[Identity, str]], around: list[str]
) -> None:
    text, places = written_into(planted, around)
    marks = propose(text, Identities(tuple(item for item, _ in planted)))
    for start, end in places:
        assert any(mark.start <= start and end <= mark.end for mark in marks), text[start:end]


@given(planted=PLANTED, around=AROUND, kept=NAMES)
def test_after_everything_proposed_was_taken_out_nothing_known_is_left(
    planted: list[tuple[Identity, str]], around: list[str], kept: str
) -> None:
    known = Identities(tuple(item for item, _ in planted), (kept,))
    text, _ = written_into(planted, around)
    assert remaining(applied(text, propose(text, known)), known) == ()


@given(st.text(st.sampled_from("甲乙丙丁戊己庚辛"), max_size=30), st.data())
def test_what_was_marked_is_in_no_part_of_the_result(text: str, data: st.DataObject) -> None:
    size = len(text)
    ends = data.draw(st.lists(st.tuples(st.integers(0, size), st.integers(0, size)), max_size=4))
    marks = [Mark(start=min(e), end=max(e), kind=IdentityKind.OTHER) for e in ends if e[0] != e[1]]
    kept = [c for place, c in enumerate(text) if not any(m.start <= place < m.end for m in marks)]
    assert applied(text, marks).replace("〔有关信息〕", "") == "".join(kept)
