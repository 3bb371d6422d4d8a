"""The parts of the page that Python has too, run in the browser and held against it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from app.domain.identity_card import check_identity, identity_check_character
from app.domain.names import repair_private_use
from app.qr import base45
from tests.page.browser import Browser, Phone
from tests.rules.tree import REPOSITORY

SOURCES = REPOSITORY / "packaging" / "phone_page" / "src"
MOVED = "\u1e3f\ufe10\ufe11\ufe12\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Phone]:
    """An empty page, to load single modules into."""
    with Phone(browser, width=390, height=844, ratio=1) as phone:
        yield phone


def load(phone: Phone, module: str) -> None:
    """Makes the functions of a module of the page global; only one that imports nothing."""
    source = base64.b64encode((SOURCES / f"{module}.js").read_bytes()).decode()
    phone.run(
        f"import('data:text/javascript;base64,{source}').then(found => Object.assign(window, found)).then(() => 0)"
    )


def test_every_character_is_written_as_python_reads_it(blank: Phone) -> None:
    """All of Unicode but halves of characters; the few that GB 18030 has no code for are said, not guessed."""
    load(blank, "gb18030")
    answer = blank.run(
        """(() => {
            let unsaid = [], said = "";
            for (let first = 0; first < 0x110000; first += 0x1000) {
                if (first >= 0x30000 && first < 0x10f000 && first % 0x10000) continue;
                for (let point = first; point < first + 0x1000; point++) {
                    if (point >= 0xd800 && point < 0xe000) continue;
                    try { toGb18030(String.fromCodePoint(point)); said += String.fromCodePoint(point) }
                    catch (error) { unsaid.push(point) }
                }
            }
            const bytes = toGb18030(said);
            let text = "";
            for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
            return [unsaid, btoa(text)];
        })()"""
    )
    unsaid, written = set(answer[0]), base64.b64decode(answer[1])
    tried = (
        point
        for first in range(0, 0x110000, 0x1000)
        if not (0x30000 <= first < 0x10F000 and first % 0x10000)
        for point in range(first, first + 0x1000)
        if not 0xD800 <= point < 0xE000 and point not in unsaid
    )
    wanted = "".join(map(chr, tried))
    assert all(0xE000 <= point < 0xF900 for point in unsaid) and len(unsaid) < 40
    assert repair_private_use(written.decode("gb18030")) == repair_private_use(wanted)


def test_the_moved_characters_are_read_from_either_table() -> None:
    """An older phone writes them with four bytes, as Python does: both come back as what they are now."""
    for character in MOVED:
        assert repair_private_use(character.encode("gb18030").decode("gb18030")) == character


def test_numbers_of_cards_are_found_odd_where_the_counter_finds_them_odd(blank: Phone) -> None:
    load(blank, "identity_card")
    chance, today = Random(7), date(2026, 11, 22)
    numbers = [
        "",
        "1",
        "11010119900307757",
        "110101900307757",
        "110101901307757",
        "11010119900307757x",
        "１１０１０１１９９００３０７７５７１",
    ]
    for _ in range(300):
        born = date(1890, 1, 1) + timedelta(days=chance.randrange(60_000))
        day = born.strftime("%Y%m%d") if chance.random() < 0.8 else f"{chance.randrange(10**8):08}"
        seventeen = f"{chance.choice((110101, 410725, 650102, 830000))}{day}{chance.randrange(1000):03}"
        numbers.append(seventeen + (identity_check_character(seventeen) if chance.random() < 0.7 else "5"))
    kinds = {"resident_card", "residence_permit", "foreign_permanent", "passport", "other", "none"}
    ours = {"identity.bad_length", "identity.bad_character", "identity.bad_check", "identity.bad_date",
            "identity.future_birth", "identity.improbable_age"}  # fmt: skip
    for kind in ("resident_card", "passport", "other", "none"):
        assert kind in kinds
        odd = blank.run(f"{numbers!r}.map(number => oddNumber('{kind}', number, new Date(2026, 10, 22)))")
        for number, found in zip(numbers, odd, strict=True):
            wanted = bool(ours & set(check_identity(kind, number, today=today).warnings))
            assert bool(found) == (wanted and kind == "resident_card"), (kind, number, found)


def test_base45_is_what_the_counter_reads(blank: Phone) -> None:
    load(blank, "base45")
    chance = Random(45)
    for size in (0, 1, 2, 3, 32, 643, 752):
        data = chance.randbytes(size)
        assert base45.decode(blank.run(f"toBase45(Uint8Array.from({list(data)}))")) == data
