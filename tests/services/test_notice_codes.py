"""Notices that any hall verifies: which bear a code, that it names nobody, what each key and each journal says of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.acts.forwarding import Forward
from app.domain.acts.noticing import VoidPaper
from app.domain.claims import Purpose
from app.errors import BadInput, NotAllowed, NotFound, Refused, Unavailable
from app.exchange.keys import StationKeys
from app.papers import qr
from app.papers.catalogue import catalogue, paper_kind
from app.papers.pdf_words import words_of_pdf
from app.qr import base45
from app.qr.families import Family, family_of
from app.qr.key_list import read_key_list
from app.qr.notice_code import NoticeCode, fingerprint_of, parse_notice
from app.services import code_keys
from app.services.code_keys import known_keys, make_list, revoke, take_list
from app.services.notice_codes import Standing, Verdict, bears_code, verify_notice
from app.services.papers import MadePaper, Replacement, draft, fetch, for_preprinted, issue
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from app.suites import sm2
from app.suites.suite import GM, INTL
from tests.desks import moved_to, registers
from tests.exchange.world import Party, county_and, party
from tests.fake_keeping import FakeStore
from tests.papers.rendering import pictures_of
from ui.notice_words import is_sound, notice_sentences

NAME = "王示例"


def signing(one: Party) -> Session:
    """The session of a station whose keys sign what it prints."""
    at, keys = one.at, one.desk.keys
    at.code_signer = lambda: keys
    return at


def as_leader(at: Session) -> Session:
    """The leader at the same desk."""
    leader = at.accounts.find("leader")
    assert leader is not None
    return replace(at, account=leader)


def told(at: Session, name: str = NAME) -> MadePaper:
    """A notice of where a matter went."""
    number = registers(at, name=name).number
    perform(at, number, Forward(unit="U1"))
    return issue(at, number, "D11")


def code_on(made: MadePaper) -> str:
    """The code that an independent reader finds on the printed pages."""
    pages = pictures_of(made.pdf, dots=200)
    (text,) = {text for page in pages for text in qr.texts_in(page.convert("L"), thorough=True)}
    return text


@pytest.fixture
def desk() -> Session:
    """A clerk whose station signs codes."""
    return signing(party("LX07"))


def test_the_notices_that_the_law_asks_for_bear_a_code() -> None:
    """受理、不予受理、去向、处理意见, review and re-examination (条例 第二十三条至第三十六条)."""
    kinds = {kind.kind for kind in catalogue() if kind.verifiable} - {"D02"}
    assert kinds == {
        "D11",
        "D14",
        "D15",
        "D16",
        "D17",
        "D18",
        "D22",
        "D25",
        "D26",
        "D29",
        "D30",
        "D31N",
        "D32",
    }
    assert all(paper_kind(kind).numbered and paper_kind(kind).layout == "letter" for kind in kinds)


def test_the_receipt_is_verified_elsewhere_too(desk: Session) -> None:
    """On its back (features.md G3): at another hall it is shown before the matter has any notice."""
    assert paper_kind("D02").verifiable and not paper_kind("D02").numbered


def test_an_issued_notice_bears_a_code_that_its_own_office_verifies(desk: Session) -> None:
    made = told(desk)
    text = code_on(made)
    found = verify_notice(desk, text, words_of_pdf(made.pdf))
    assert found.genuine and found.standing is Standing.STANDS and found.words_match
    assert found.says is not None and made.record is not None
    assert (found.says.station, found.says.kind, found.says.number) == ("LX07", "D11", made.matter)
    assert (found.says.year, found.says.running, found.says.day) == (2026, 1, desk.today())
    assert (found.title, found.office) == ("去向告知书", "示范县信访局")
    assert made.record.code == text


def test_a_code_holds_nothing_personal(desk: Session) -> None:
    """What an outside reader gets out of it are station, kind, numbers, a day and a fingerprint (trust.md, row 10)."""
    text = code_on(told(desk))
    data = base45.decode(text.partition(":")[2])
    for form in ("utf-8", "gb18030", "utf-16-le"):
        assert NAME.encode(form) not in data
    assert set(NoticeCode.__slots__) == {"station", "kind", "number", "year", "running", "day", "words"}


def test_nobody_can_try_names_on_a_photograph_of_the_code_alone(desk: Session) -> None:
    """The fingerprint is of words that hold the journal's head, which stands on the paper and in no code."""
    one, other = told(desk), told(desk)
    heads = [json.loads(made.record.facts)["head"] for made in (one, other) if made.record is not None]
    assert len(set(heads)) == 2 and all(len(head) == 64 for head in heads)
    assert heads[0] in words_of_pdf(one.pdf)
    without = words_of_pdf(one.pdf).replace(heads[0], "")
    assert fingerprint_of(without) != parse_notice(code_on(one))[0].words


def test_a_paper_of_an_accusation_bears_none(desk: Session) -> None:
    number = registers(desk, purpose=Purpose.ACCUSATION).number
    matter = view_matter(desk, number).known.matter
    assert matter.restricted
    assert not any(bears_code(desk, matter, kind) for kind in catalogue())


def test_a_draft_keeps_the_place_free_and_a_station_without_keys_prints_as_before(desk: Session) -> None:
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    assert "扫码可在任一信访" in words_of_pdf(draft(desk, number, "D11").pdf)
    desk.code_signer = None
    made = issue(desk, number, "D11")
    assert "扫码可在任一信访" not in words_of_pdf(made.pdf)


def test_a_power_cut_gives_the_same_bytes_and_the_red_head_the_same_code(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bytes] = []

    def full(store: FakeStore, data: bytes) -> str:
        kept.append(data)
        raise Unavailable("disk.full")

    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    with monkeypatch.context() as broken:
        broken.setattr(FakeStore, "keep", full)
        with pytest.raises(Unavailable):
            issue(desk, number, "D11")
    made = fetch(desk, number, "D11")
    assert made.pdf == kept[0], "Ed25519 signs alike every time"
    plain = for_preprinted(desk, number, "D11")
    assert plain.pdf != made.pdf and code_on(plain) == code_on(made)


@pytest.mark.skipif(not sm2.is_here(), reason="no SM2 here")
def test_an_sm2_station_signs_anew_but_what_was_frozen_keeps_its_code() -> None:
    desk = party("LX07").at
    keys = StationKeys.fresh(GM.sign)[0]
    desk.code_signer = lambda: keys
    made = told(desk)
    assert code_on(for_preprinted(desk, made.matter, "D11")) == code_on(made)
    assert verify_notice(desk, code_on(made)).verdict is Verdict.GENUINE


def test_case_41_a_notice_altered_by_one_digit_shows_in_what_is_compared(desk: Session) -> None:
    """The code is intact: it shows the true number and day, and the words of the file differ (exchange.md 5, case 41)."""
    made = told(desk)
    words = words_of_pdf(made.pdf)
    day = "2026年3月2日"
    assert day in words
    found = verify_notice(desk, code_on(made), words.replace(day, "2026年3月5日"))
    assert found.verdict is Verdict.GENUINE and found.words_match is False and not found.genuine
    assert found.says is not None and found.says.day == date(2026, 3, 2)


def test_case_42_a_notice_voided_after_printing() -> None:
    """At another hall genuine as issued, at the issuing one void (exchange.md 5, case 42)."""
    county, (hall, other) = county_and("LX07", "LX08")
    desk, far = signing(hall), signing(other)
    signing(county)
    take_list(far, make_list(as_leader(county.at)))
    made = told(desk)
    text = code_on(made)
    perform(desk, made.matter, VoidPaper(paper="D11", reason="日期写错"))
    assert verify_notice(desk, text).standing is Standing.VOID
    there = verify_notice(far, text)
    assert there.genuine and there.standing is Standing.NOT_ASKED and there.office == "示范县信访局"


def test_a_notice_that_another_took_the_place_of(desk: Session) -> None:
    old = told(desk)
    new = issue(desk, old.matter, "D11", replaces=Replacement(paper=old.number, reason="单位名称写错"))
    found = verify_notice(desk, code_on(old))
    assert (found.standing, found.replaced_by) == (Standing.REPLACED, new.number)
    assert verify_notice(desk, code_on(new)).standing is Standing.STANDS


def test_a_signed_code_of_a_paper_that_nobody_issued_is_not_known_here(desk: Session) -> None:
    made = told(desk)
    says, _ = parse_notice(code_on(made))
    keys = code_keys.require_signer(desk)
    forged = replace(says, running=99).text(public=keys.sign_public, sign=keys.sign)
    found = verify_notice(desk, forged)
    assert found.verdict is Verdict.GENUINE and found.standing is Standing.NOT_KNOWN


def test_a_key_that_nobody_pinned_and_a_name_that_is_not_its_own(desk: Session) -> None:
    stranger = StationKeys.fresh()[0]
    says, _ = parse_notice(code_on(told(desk)))
    text = says.text(public=stranger.sign_public, sign=stranger.sign)
    assert verify_notice(desk, text).verdict is Verdict.UNKNOWN_KEY
    own = code_keys.require_signer(desk)
    other = replace(says, station="LX08").text(public=own.sign_public, sign=own.sign)
    assert verify_notice(desk, other).verdict is Verdict.OTHER_STATION


def test_one_changed_character_is_not_genuine(desk: Session) -> None:
    text = code_on(told(desk))
    code = bytearray(base45.decode(text.partition(":")[2]))
    code[20] ^= 1
    assert verify_notice(desk, "XFV1:" + base45.encode(bytes(code))).verdict is Verdict.ALTERED
    code = bytearray(base45.decode(text.partition(":")[2]))
    code[0] = 9
    assert verify_notice(desk, "XFV1:" + base45.encode(bytes(code))).verdict is Verdict.NEWER


def test_the_county_list_lets_any_hall_verify_any_other_offline() -> None:
    county, (hall, other) = county_and("LX07", "LX08")
    desk, far = signing(hall), signing(other)
    signing(county)
    text = code_on(told(desk))
    assert verify_notice(far, text).verdict is Verdict.UNKNOWN_KEY
    data = make_list(as_leader(county.at))
    taken = take_list(far, data)
    assert {item.station for item in taken.keys} == {"CT01", "LX07", "LX08"} and taken.counter == 1
    assert verify_notice(far, text).verdict is Verdict.GENUINE
    assert verify_notice(county.at, text).verdict is Verdict.GENUINE
    entries = len(other.memory.state.entries)
    assert take_list(far, data) == taken and len(other.memory.state.entries) == entries, "twice is once"


def test_a_list_counts_only_from_our_own_county_and_only_a_newer_one() -> None:
    county, (hall,) = county_and("LX07")
    at = signing(hall)
    first = make_list(as_leader(signing(county)))
    second = make_list(as_leader(county.at))
    take_list(at, second)
    with pytest.raises(Refused, match=r"key_list\.older"):
        take_list(at, first)
    stranger = StationKeys.fresh()[0]
    said = second.split(b"\n")[1]
    body = b"xfk/1\n" + said.replace(b'"counter":2', b'"counter":9') + b"\n"
    for forged in (body + stranger.sign(body).hex().encode() + b"\n", second.replace(b"LX07", b"LX99")):
        with pytest.raises(BadInput, match=r"key_list\.not_genuine"):
            take_list(at, forged)
    for broken in (b"", b"xfk/1\n{}\n", second[:-9], second.replace(b"xfk/1", b"xfk/2"), b"\xff" * 90):
        with pytest.raises(BadInput, match=r"key_list\.(unreadable|not_genuine)"):
            take_list(at, broken)
    alone = signing(party("LX09"))
    with pytest.raises(NotAllowed, match=r"key_list\.no_county"):
        take_list(alone, second)
    with pytest.raises(NotAllowed, match=r"role\.other_needed"):
        make_list(county.at)
    with pytest.raises(NotAllowed, match=r"key_list\.only_county"):
        make_list(as_leader(at))


def test_a_lost_key_before_and_after_the_day() -> None:
    """Who found a key can write an earlier day: such a notice is not simply genuine."""
    county, (hall, other) = county_and("LX07", "LX08")
    desk, far, above = signing(hall), signing(other), as_leader(signing(county))
    text = code_on(told(desk))
    today = county.at.today()
    revoke(above, "LX07", since=today, why="U 盘遗失")
    take_list(far, make_list(above))
    found = verify_notice(far, text)
    assert found.verdict is Verdict.REVOKED_AFTER and not found.genuine
    assert found.key is not None and found.key.why == "U 盘遗失"
    later = moved_to(above, "2026-03-10T09:00:00")
    revoke(later, "LX07", since=date(2026, 3, 9), why="U 盘遗失")
    take_list(far, make_list(later))
    assert verify_notice(far, text).verdict is Verdict.REVOKED_BEFORE
    with pytest.raises(NotFound, match=r"key_list\.no_key"):
        revoke(above, "LX99", since=today, why="x")
    with pytest.raises(BadInput, match=r"act\.date_in_future"):
        revoke(above, "LX07", since=today + timedelta(days=30), why="x")
    with pytest.raises(BadInput, match=r"keys\.reason"):
        revoke(above, "LX07", since=today, why=" ")


def test_a_key_that_was_replaced_in_good_order_counts_for_its_own_days() -> None:
    from app.services import exchange

    county, (hall,) = county_and("LX07")
    desk, above = signing(hall), signing(county)
    text = code_on(told(desk))
    card = exchange.own_card(hall.desk)
    newer = StationKeys.fresh()[0]
    later = moved_to(above, "2026-03-20T09:00:00")
    exchange.pin(later, replace(card, sign=newer.sign_public, box=newer.box_public), replacing=True)
    assert verify_notice(later, text).verdict is Verdict.GENUINE
    says, _ = parse_notice(text)
    old = hall.desk.keys
    back = replace(says, day=date(2026, 3, 25)).text(public=old.sign_public, sign=old.sign)
    assert verify_notice(later, back).verdict is Verdict.ENDED
    assert INTL.sign == "ed25519"


def test_on_a_real_database_too(tmp_path: Path) -> None:
    for name in ("county", "hall"):
        (tmp_path / name).mkdir()
    county = party("CT01", "county", folder=tmp_path / "county")
    hall = party("LX07", folder=tmp_path / "hall")
    county.trusts(hall)
    hall.trusts(county)
    desk = signing(hall)
    made = told(desk)
    assert verify_notice(desk, code_on(made)).standing is Standing.STANDS
    data = make_list(as_leader(signing(county)))
    assert take_list(desk, data).counter == 1
    assert known_keys(desk).list == read_key_list(data, county.desk.keys.sign_public)


def test_who_reads_no_matters_verifies_none(desk: Session) -> None:
    text = code_on(told(desk))
    administrator = desk.accounts.find("sysadmin")
    assert administrator is not None and family_of(text) is Family.NOTICE
    with pytest.raises(NotAllowed, match=r"role\.reads_no_matters"):
        verify_notice(replace(desk, account=administrator), text)


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7 nothing", b"%PDF-" + b"\0" * 400])
def test_a_file_that_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"notice\.pdf"):
        words_of_pdf(data)


def test_every_verdict_and_standing_has_its_sentence(desk: Session) -> None:
    """Other sentences for what is altered, unknown, ended, lost, newer, void (issue 8, part 5)."""
    made = told(desk)
    good = verify_notice(desk, code_on(made))
    said = {tuple(notice_sentences(replace(good, verdict=verdict))[:1]) for verdict in Verdict}
    assert len(said) == len(Verdict)
    stands = {tuple(notice_sentences(replace(good, standing=standing))[1:2]) for standing in Standing}
    assert len(stands) == len(Standing)
    assert not any("{" in line for pair in (*said, *stands) for line in pair)
    unknown = notice_sentences(replace(good, verdict=Verdict.UNKNOWN_KEY, key=None))
    assert good.signer in unknown[0] and len(unknown) == 1
    assert not is_sound(replace(good, standing=Standing.VOID)) and is_sound(good)
