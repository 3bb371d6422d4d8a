"""The page while it is written on: what it warns of, what it refuses, what it forgets, and that it reaches nobody."""

from __future__ import annotations

import http.server
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.qr.page import LANGUAGE, page
from app.qr.preregistration import PreRegistration
from resources.loader import words
from tests.page.browser import Browser, Phone
from tests.page.conftest import OpenPage
from tests.page.office import FACTS, KEY
from tests.page.stories import story
from tests.page.visitor import WHOLE, generate, opened, scanned, write

FOCUSED = "(it => it.id || (it.type === 'button' ? it.innerText : it.className) || it.tagName)(document.activeElement)"


def test_nothing_written_is_told_at_the_top(open_page: OpenPage) -> None:
    phone = open_page()
    phone.tap("#generate")
    assert phone.run(FOCUSED) == "summary wrong"
    assert "什么都还没有写" in phone.text(".summary") and phone.run("!document.querySelector('canvas')")
    phone.tap(".summary a")
    assert phone.run(FOCUSED) == "name"


def test_twenty_thousand_pasted_characters_stay_and_are_told(open_page: OpenPage) -> None:
    """Case 40: a clear limit, nothing cut."""
    phone = open_page()
    phone.type("#story", "修" * 20_000)
    assert "共20000字，多了18500字（最多1500字）" in phone.text(".count")
    phone.tap("#generate")
    assert "多了18500字" in phone.text(".summary") and phone.run("!document.querySelector('canvas')")
    assert phone.run("document.querySelector('#story').value.length") == 20_000
    assert phone.run("document.querySelector('#story').getAttribute('aria-invalid')") == "true"


def test_a_rare_character_counts_as_one(open_page: OpenPage) -> None:
    phone = open_page()
    phone.type("#story", "𬭎" * 3)
    assert phone.text(".count").startswith("已写3字")


def test_what_is_too_dense_for_eight_codes_is_told(open_page: OpenPage) -> None:
    phone = open_page()
    chance = Random(20_000)
    rare = "".join(chr(chance.randrange(0x20000, 0x2A6D0)) for _ in range(1_900))
    phone.type("#story", rare[:1500])
    for name, at in (("address", 1500), ("place_words", 1700)):
        phone.type(f"#{name}", rare[at : at + 200])
    phone.tap("#generate")
    assert "8个码" in phone.text(".summary") and phone.run("!document.querySelector('canvas')")


def test_what_cannot_be_seen_is_told_and_taken_out_on_request(open_page: OpenPage) -> None:
    phone = open_page()
    phone.run("document.querySelector('#story').value = '一\\u0007二\\t三\\n四\\u202e'")
    phone.run("document.querySelector('#name').value = '张\\u0000三'")
    phone.tap("#generate")
    assert phone.text(".summary").count("看不见的控制符号") == 2
    phone.tap(".summary button")
    assert phone.run("!document.querySelector('.summary')")
    generate(phone)
    assert opened(scanned(phone), KEY)[1] == PreRegistration(name="张三", story="一二 三\n四")


def test_half_a_character_is_no_text(open_page: OpenPage) -> None:
    phone = open_page()
    phone.run("document.querySelector('#story').value = '一\\ud83d'")
    phone.tap("#generate")
    assert phone.run("!document.querySelector('canvas')") and "看不见" in phone.text(".summary")


def test_odd_numbers_are_warned_of_and_not_forbidden(open_page: OpenPage) -> None:
    phone = open_page()
    given = replace(WHOLE, id_number="110101199003077572", phone="1381234567", persons="7")
    write(phone, given)
    phone.focus("#place_words")
    assert "对不上" in phone.text("#id_number-note") and "电话" in phone.text("#phone-note")
    phone.tap("#generate")
    assert phone.run(FOCUSED) == "summary odd" and phone.text(".summary").count("：") == 3
    generate(phone)
    assert opened(scanned(phone), KEY)[1] == given


def test_words_instead_of_digits_are_refused(open_page: OpenPage) -> None:
    phone = open_page()
    phone.type("#persons", "三个")
    phone.tap("#generate")
    assert "只写数字" in phone.text(".summary") and "只写数字" in phone.text("#persons-note")


def test_wiping_asks_once_and_leaves_nothing(open_page: OpenPage) -> None:
    phone = open_page()
    given = replace(WHOLE, story=story(100))
    write(phone, given)
    generate(phone)
    phone.tap(".code .buttons .quiet")
    assert "找不回来" in phone.text(".sure")
    phone.tap(".sure button + button")
    assert phone.run("!!document.querySelector('canvas')")
    phone.tap(".code .buttons .quiet")
    phone.tap(".danger")
    assert phone.run("!document.querySelector('canvas')") and "已经清空" in phone.run(
        "document.querySelector('#status').textContent"
    )
    left = phone.run(
        "[...document.querySelectorAll('input, textarea')].filter(it => it.type !== 'radio').map(it => it.value).join('')"
    )
    assert left == "" and phone.run("document.querySelector('#area').value") == ""
    assert phone.run("document.querySelector('input[name=purpose]:checked').value") == ""
    assert given.name not in phone.run("document.documentElement.outerHTML")


LATER = "{ const now = Date.now; window.later = 0; Date.now = () => now() + window.later }"
WARNING = "document.querySelector('#idle')"


def test_a_shared_tablet_forgets_what_was_left_on_it(open_page: OpenPage) -> None:
    phone = open_page(replace(FACTS, shared=True), before=LATER)
    phone.run("window.later += 200_000")
    phone.run("new Promise(done => setTimeout(done, 1100))")
    assert phone.run(f"!{WARNING}"), "there is nothing to forget yet"
    phone.type("#name", "张三")
    phone.run("window.later += 160_000")
    phone.wait(f"!!{WARNING}")
    assert "碰一下屏幕" in phone.text("#idle")
    phone.focus("#story")
    phone.wait(f"!{WARNING}")
    assert phone.run("document.querySelector('#name').value") == "张三"
    generate(phone)
    phone.run("window.later += 190_000")
    phone.wait("!document.querySelector('canvas')")
    assert phone.run("document.querySelector('#name').value") == ""


def test_a_persons_own_phone_forgets_nothing_by_itself(open_page: OpenPage) -> None:
    phone = open_page(before=LATER)
    phone.type("#name", "张三")
    phone.run("window.later += 900_000")
    phone.run("new Promise(done => setTimeout(done, 1100))")
    assert phone.run("document.querySelector('#name').value") == "张三"


def test_going_back_keeps_what_was_written(open_page: OpenPage) -> None:
    phone = open_page()
    given = replace(WHOLE, story=story(100))
    write(phone, given)
    generate(phone)
    phone.tap(".code .buttons .main")
    assert phone.run(FOCUSED) == "generate"
    phone.focus("#story")
    phone.run("document.querySelector('#story').setSelectionRange(9999, 9999)")
    phone.call("Input.insertText", text="补充一句。")
    generate(phone)
    assert opened(scanned(phone), KEY)[1] == replace(given, story=given.story + "补充一句。")


def test_every_control_has_a_name_and_an_order(open_page: OpenPage) -> None:
    phone = open_page()
    phone.call("Accessibility.enable")
    nodes = phone.call("Accessibility.getFullAXTree")["nodes"]
    controls = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored")
        and node.get("role", {}).get("value") in ("textbox", "combobox", "radio", "button", "spinbutton")
    ]
    assert len(controls) >= 18 and all(name for _, name in controls), controls
    phone.run("document.querySelector('h1').focus()")
    order = []
    for _ in range(30):
        phone.key("Tab")
        here = phone.run(FOCUSED)
        if here in order:
            break
        order.append(here)
        if here == "generate":
            break
    wanted = "name id_type id_number phone area address persons purpose-3 category place place_words story evidence"
    assert [each for each in order if each in wanted.split()] == wanted.split() and order[-1] == "generate"


def test_a_keyboard_alone_is_enough(open_page: OpenPage) -> None:
    phone = open_page()
    phone.run("document.querySelector('#name').focus()")
    phone.call("Input.insertText", text="张三")
    phone.key("Enter")
    phone.wait("document.querySelector('canvas')")
    assert phone.run("document.activeElement.tagName") == "H2"
    assert phone.run("document.querySelector('canvas').getAttribute('aria-label')").startswith("二维码")
    assert phone.run("document.querySelector('#status').textContent") == "二维码已经生成。"


def test_a_page_past_its_last_day_says_so(open_page: OpenPage) -> None:
    phone = open_page(replace(FACTS, valid_until=date(2020, 1, 31)))
    assert "已经过期" in phone.text("header") and "2020-01-31" in phone.text("header")


def test_a_wrong_clock_is_told(open_page: OpenPage) -> None:
    phone = open_page(before="{ const Real = Date; window.Date = class extends Real { constructor(...given) { "
                             "given.length ? super(...given) : super(1999, 0, 1) } } }")  # fmt: skip
    phone.type("#name", "张三")
    phone.tap("#generate")
    assert "日期不对" in phone.text(".summary") and phone.run("!document.querySelector('canvas')")


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        ("Object.defineProperty(window, 'crypto', {value: undefined})", "随机数"),
        ("Crypto.prototype.getRandomValues = undefined", "随机数"),
        ("window.TextDecoder = class { decode() { return '?' } }", "GB 18030"),
        (
            "window.TextDecoder = class { constructor(name) { if (name) throw new RangeError(name) } }",
            "GB 18030",
        ),
        ("HTMLCanvasElement.prototype.getContext = () => null", "画不出"),
    ],
)
def test_a_browser_that_cannot_do_it_is_told_and_offers_no_form(
    open_page: OpenPage, taken: str, told: str
) -> None:
    phone = open_page(before=taken)
    assert told in phone.text("#missing") and "直接到窗口登记" in phone.text("#unable")
    assert phone.run("document.querySelectorAll('input').length") == 0


@pytest.mark.parametrize("taken", ["scripts", "TextEncoder"])
def test_where_the_script_cannot_even_start_it_says_what_to_do(
    browser: Browser, tmp_path: Path, taken: str
) -> None:
    (tmp_path / "page.html").write_bytes(page(FACTS))
    with Phone(browser, width=390, height=844, ratio=2) as phone:
        if taken == "scripts":
            phone.call("Emulation.setScriptExecutionDisabled", value=True)
        else:
            phone.call("Page.addScriptToEvaluateOnNewDocument", source="self.TextEncoder = undefined")
        phone.call("Page.navigate", url=(tmp_path / "page.html").as_uri())
        while not phone.heard("Page.loadEventFired"):
            pass
        assert "直接到窗口登记" in phone.text("#unable")
        assert phone.run("document.querySelectorAll('input').length") == 0


@pytest.mark.parametrize(
    "name", ["</script><script>document.title='x'</script>", "<img src=x onerror=alert(1)>局"]
)
def test_a_hostile_name_is_shown_as_it_is(open_page: OpenPage, name: str) -> None:
    phone = open_page(replace(FACTS, office=name))
    assert name in phone.text(".office") and phone.run("document.images.length") == 0
    assert phone.run("document.title").startswith("来访预登记")


def test_another_language_can_be_dropped_in(open_page: OpenPage) -> None:
    tables: dict[str, Any] = {LANGUAGE: words("words/page.toml")[LANGUAGE], "ug": _translated()}
    phone = open_page(replace(FACTS, languages=(LANGUAGE, "ug")), tables=tables)
    phone.type("#name", "张三")
    phone.choose(".language", "ug")
    assert phone.run("document.documentElement.lang + document.documentElement.dir") == "ugrtl"
    assert phone.text("h1") == "[来访预登记]" and phone.run("document.querySelector('#name').value") == "张三"
    generate(phone)
    assert opened(scanned(phone), KEY)[1].name == "张三"


def _translated() -> dict[str, Any]:
    def of(table: dict[str, Any]) -> dict[str, Any]:
        return {key: of(value) if isinstance(value, dict) else f"[{value}]" for key, value in table.items()}

    return {**of(words("words/page.toml")[LANGUAGE]), "direction": "rtl"}


class _Server(http.server.BaseHTTPRequestHandler):
    """Gives the page to whoever asks, and remembers what was asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page(FACTS))

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def test_it_asks_nobody_and_keeps_nothing(browser: Browser) -> None:
    """From a server, as in a hall: the page is asked for, and nothing after it; nothing is stored."""
    handler = type("Handler", (_Server,), {"asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            with Phone(browser, width=390, height=844, ratio=2) as phone:
                origin = f"http://127.0.0.1:{server.server_port}"
                phone.open(f"{origin}/")
                write(phone, replace(WHOLE, story=story(700)))
                generate(phone)
                scanned(phone)
                phone.tap(".code .buttons .quiet")
                phone.tap(".danger")
                asked = [event["request"]["url"] for event in phone.heard("Network.requestWillBeSent")]
                assert asked == [f"{origin}/"] and handler.asked == ["/"]
                phone.call("DOMStorage.enable")
                kept = phone.call("Storage.getUsageAndQuota", origin=origin)
                assert kept["usage"] == 0
                assert phone.call("Network.getCookies")["cookies"] == []
                assert (
                    phone.run(
                        "localStorage.length + sessionStorage.length + document.cookie.length + history.length"
                    )
                    == 2
                )
                assert phone.heard("Log.entryAdded", "Runtime.exceptionThrown") == []
                blocked = phone.run("fetch('/x').then(() => 'let through', () => 'stopped')")
                assert blocked == "stopped" and handler.asked == ["/"]
        finally:
            server.shutdown()
            thread.join()
