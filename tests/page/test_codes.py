"""A visitor writes, the screen shows a code, the counter reads it: the same fields, whatever was written."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import zxingcpp

from app.papers.qr import texts_in
from app.qr.frames import Collector
from app.qr.preregistration import MOST_LINE, MOST_STORY, PreRegistration
from app.qr.sealed_code import PREFIX, from_code_text
from tests.page.browser import Browser, Phone
from tests.page.conftest import OpenPage
from tests.page.office import KEY
from tests.page.stories import story
from tests.page.visitor import WHOLE, generate, opened, read_off, scanned, write

USUAL = replace(WHOLE, name="张建国", place_words="", evidence=("土地承包合同",))
"""What most would fill in; with every field full, some 380 characters of a story fit into one code."""


def seen_versions(phone: Phone) -> set[int]:
    """The versions of the codes on the screen, each at error correction M or better."""
    phone.run("document.querySelector('canvas').scrollIntoView({block: 'center'})")
    found = zxingcpp.read_barcodes(phone.picture())
    assert found and all(code.ec_level in "MQH" for code in found)
    return {int(code.extra["Version"]) for code in found}


@pytest.mark.parametrize(
    ("length", "width", "height", "ratio"), [(0, 390, 844, 3), (100, 320, 568, 2), (400, 390, 844, 3)]
)
def test_up_to_four_hundred_characters_are_one_code(
    open_page: OpenPage, length: int, width: int, height: int, ratio: float
) -> None:
    phone = open_page(width=width, height=height, ratio=ratio)
    given = replace(WHOLE, story=story(length)) if length < 400 else replace(USUAL, story=story(length))
    write(phone, given)
    generate(phone)
    said, got = opened(scanned(phone), KEY)
    assert got == given
    assert (
        said.made_on.isoformat() == phone.run("new Date().toLocaleDateString('sv')")
        and said.identity.version == 4
    )
    assert max(seen_versions(phone)) <= 22 and not phone.text(".turns")


@pytest.mark.parametrize(
    ("length", "width", "height", "ratio"), [(600, 320, 568, 2), (MOST_STORY, 390, 844, 3)]
)
def test_longer_stories_take_turns_in_frames(
    open_page: OpenPage, length: int, width: int, height: int, ratio: float
) -> None:
    phone = open_page(width=width, height=height, ratio=ratio)
    given = replace(WHOLE, story=story(length))
    write(phone, given)
    generate(phone)
    place = re.fullmatch(r"第 ([1-8])/([2-8]) 张", phone.text(".place"))
    assert place is not None
    count = int(place[2])
    collector, wholes = Collector(), []
    for _ in range(40 * count):  # as a camera does: looks, and takes what it sees
        for text in read_off(phone.picture()):
            progress = collector.add(from_code_text(text))
            wholes += [progress.whole] if progress.whole is not None else []
        if wholes:
            break
    assert opened(wholes[0], KEY)[1] == given
    assert max(seen_versions(phone)) <= 20


def test_a_person_can_stop_the_turns_and_go_on_by_hand(open_page: OpenPage) -> None:
    phone = open_page()
    write(phone, PreRegistration(story=story(900)))
    generate(phone)
    phone.tap(".turns button")
    stood = phone.text(".place")
    assert phone.text(".turns button") == "继续轮流"
    phone.run("new Promise(done => setTimeout(done, 1100))")
    assert phone.text(".place") == stood
    phone.tap(".turns button + button")
    assert phone.text(".place") != stood
    phone.tap(".turns button")
    stood = phone.text(".place")
    phone.wait(f"document.querySelector('.place').innerText !== '{stood}'", seconds=3)


def test_rare_names_arrive_whole(open_page: OpenPage) -> None:
    """Case 23: a character of extension E, the dot of names, four-byte codes, characters that the standard moved."""
    phone = open_page()
    given = PreRegistration(
        name="𬭎钰",
        address="\U0002cb4e\U0002cb4e 䶮㛃𠮷龘",
        place_words="\u9fb4\u1e3f\ufe10",
        evidence=("阿卜杜热西提·买买提", "Δелла é ﷽"),
        story="我是阿卜杜热西提·买买提，请看看👩‍🌾🏽",
    )
    write(phone, given)
    generate(phone)
    assert opened(scanned(phone), KEY)[1] == given


def test_a_story_keeps_its_lines(open_page: OpenPage) -> None:
    phone = open_page()
    given = PreRegistration(story="一、修路占地。\n二、补偿没有发。\n\n请答复。")
    write(phone, given)
    generate(phone)
    assert opened(scanned(phone), KEY)[1] == given


def test_the_longest_lines_fit(open_page: OpenPage) -> None:
    phone = open_page()
    given = PreRegistration(address="原" * MOST_LINE, evidence=tuple(f"材料{number}" for number in range(12)))
    write(phone, given)
    assert not phone.run(
        "[...document.querySelectorAll('#evidence-note + button')].some(it => it.offsetParent)"
    )
    generate(phone)
    assert opened(scanned(phone), KEY)[1] == given


def test_every_press_makes_another_code(open_page: OpenPage) -> None:
    phone = open_page()
    write(phone, PreRegistration(name="张三"))
    codes = []
    for _ in range(2):
        generate(phone)
        codes.append(scanned(phone))
        phone.tap(".code .buttons button")
    assert codes[0][5:37] != codes[1][5:37]
    assert opened(codes[0], KEY)[0].identity != opened(codes[1], KEY)[0].identity
    assert opened(codes[1], KEY)[1].name == "张三"


def test_two_visitors_codes_never_mix(open_page: OpenPage) -> None:
    """Case 37: their phones are held up in turns before one camera."""
    given = [
        PreRegistration(name=name, story=story(700 + length)) for length, name in enumerate(("张三", "李四"))
    ]
    phones = [open_page() for _ in given]
    for phone, each in zip(phones, given, strict=True):
        write(phone, each)
        generate(phone)
        phone.run("document.querySelector('canvas').scrollIntoView({block: 'center'})")
    collector, got = Collector(), []
    for turn in range(20):
        phone = phones[turn % 2]
        for text in texts_in(phone.picture(), thorough=True):
            progress = collector.add(from_code_text(text))
            got += [opened(progress.whole, KEY)[1]] if progress.whole else []
        phone.tap(".turns button + button")
        phone.run("document.querySelector('canvas').scrollIntoView({block: 'center'})")
    assert {each.name for each in got} == {"张三", "李四"} and all(each in given for each in got)


@pytest.mark.parametrize("text", ["dark", "large"])
def test_dark_rooms_and_large_text(open_page: OpenPage, text: str) -> None:
    """Case 39: the code stays black on white, and nothing is pushed off a small screen."""
    phone = open_page(width=320, height=568, ratio=2, dark=text == "dark")
    if text == "large":
        phone.run("document.documentElement.style.fontSize = '225%'")
    given = replace(WHOLE, story=story(200))
    write(phone, given)
    assert phone.run("document.documentElement.scrollWidth") <= 320
    generate(phone)
    assert opened(scanned(phone), KEY)[1] == given
    assert phone.run("document.documentElement.scrollWidth") <= 320
    assert (
        phone.run("getComputedStyle(document.querySelector('.white')).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    picture = phone.picture()
    assert picture.getextrema() == (0, 255)


def test_the_code_keeps_its_shape_when_the_phone_is_turned(open_page: OpenPage, browser: Browser) -> None:
    phone = open_page()
    write(phone, PreRegistration(name="张三"))
    generate(phone)
    phone.call(
        "Emulation.setDeviceMetricsOverride", width=844, height=390, deviceScaleFactor=2.625, mobile=True
    )
    phone.wait("document.querySelector('canvas').getBoundingClientRect().height <= innerHeight")
    assert opened(scanned(phone), KEY)[1].name == "张三"


NEWER = """
    Object.hasOwn Object.fromEntries Array.prototype.at Array.prototype.flat Array.prototype.flatMap
    Array.prototype.findLast String.prototype.at String.prototype.replaceAll String.prototype.matchAll
    Promise.allSettled Promise.any structuredClone queueMicrotask Uint8Array.fromHex Uint8Array.prototype.toHex
    Uint8Array.prototype.at Element.prototype.replaceChildren Element.prototype.checkVisibility
    Array.prototype.toSorted Array.prototype.toReversed crypto.randomUUID crypto.subtle BigInt
""".split()  # noqa: SIM905
"""What a browser of 2018 does not have yet."""


def test_an_old_browser_can_do_it_too(open_page: OpenPage) -> None:
    """What came after Chrome 66 is taken away; its syntax is proved by the target of the build."""
    taken = "".join(
        f"try {{ Object.defineProperty({path.rpartition('.')[0] or 'window'}, '{path.rpartition('.')[2]}', "
        "{value: undefined, configurable: true}); } catch (e) {}"
        for path in NEWER
    )
    phone = open_page(before=taken)
    assert phone.run(
        "[Object.fromEntries, [].flat, crypto.subtle, window.BigInt].every(each => each === undefined)"
    )
    write(phone, WHOLE)
    generate(phone)
    assert opened(scanned(phone), KEY)[1] == WHOLE


def test_what_a_keyboard_scanner_would_type_is_the_code_itself(open_page: OpenPage) -> None:
    phone = open_page()
    write(phone, PreRegistration(name="张三"))
    generate(phone)
    (text,) = read_off(phone.picture())
    assert text.startswith(PREFIX) and text == text.upper() and text.isascii()
