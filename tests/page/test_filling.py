"""The page as a file: what is filled in stays data, nothing in it reaches out, and it is what its sources make."""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
import json
import re
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from app.qr.page import LANGUAGE, page
from resources.loader import read_text, words
from tests.page.office import FACTS
from tests.rules.tree import REPOSITORY

MOST_BYTES = 67_000
"""Of a page in one language for a county of twenty townships (docs/decisions/0191 says why it is not 60,000)."""
MOST_BYTES_SENT = 30_500
"""Of the same page as a server packs it."""
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!-- <script>",
    "@@OFFICE@@ \\ \u2028 \u2029 &lt; {office}",
    "'\"`${alert(1)}",
)


def data_of(content: bytes) -> dict[str, Any]:
    """What a page was filled with, as a browser finds it."""
    text = content.decode("utf-8")
    inside = text.split('id="office">', 1)[1].split("</script>", 1)[0]
    return dict(json.loads(inside))


def builder() -> ModuleType:
    """packaging/phone_page/build.py, which is no part of the product."""
    place = REPOSITORY / "packaging" / "phone_page" / "build.py"
    spec = importlib.util.spec_from_file_location("phone_page_build", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_was_made_from_these_sources() -> None:
    """Whoever changes a source makes the page anew: python packaging/phone_page/build.py --write (needs node)."""
    made = builder()
    assert made.record(made.PAGE.read_bytes()) == made.RECORD.read_text(encoding="utf-8")


def test_the_page_is_small() -> None:
    whole = page(FACTS)
    assert len(whole) <= MOST_BYTES
    assert len(gzip.compress(whole, mtime=0)) <= MOST_BYTES_SENT


def test_it_says_whose_it_is() -> None:
    told = data_of(page(FACTS))
    assert told["office"] == "原阳县信访局" and told["station"] == "人民来访接待大厅"
    assert told["key"] == FACTS.public.hex() and told["until"] == "2099-12-31"
    assert len(told["words"]) == 4
    assert told["areas"][0] == ["410725", "原阳县"] and len(told["areas"]) > 10
    assert [code for code, _ in told["classes"]] == [f"{number:02}" for number in range(1, 16)]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_name(name: str) -> None:
    plain, odd = page(FACTS).decode("utf-8"), page(replace(FACTS, office=name, station=name)).decode("utf-8")
    assert data_of(odd.encode("utf-8"))["office"] == name
    cut = re.compile(r'(id="office">).*?(</script>)', re.DOTALL)
    assert cut.sub(r"\1\2", odd) == cut.sub(r"\1\2", plain)


def test_its_policy_lets_run_what_it_brings_and_nothing_else() -> None:
    text = page(FACTS).decode("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    script = text.rsplit("<script>", 1)[1].split("</script>", 1)[0]
    style = text.split("<style>", 1)[1].split("</style>", 1)[0]
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'sha256-{_hash(script)}'",
        "style-src": f"'sha256-{_hash(style)}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def test_nothing_in_it_leads_out_or_keeps() -> None:
    text = read_text("qr/page.html")
    markup = text.split("<!--\nThis page contains", 1)[0]
    assert "://" not in text
    for word in (
        "fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "EventSource", "RTCPeer", "importScripts",
        "localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches.", "serviceWorker",
        "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "Math.random",
        "src=\"", "<link", "<img", "<iframe", "@import", "url(",
    ):  # fmt: skip
        assert word not in markup, word


def test_its_libraries_are_named_with_their_licence() -> None:
    notices = read_text("qr/page.html").rsplit("<!--", 1)[1]
    locked = json.loads((REPOSITORY / "packaging/phone_page/package-lock.json").read_text("utf-8"))[
        "packages"
    ]
    wanted = json.loads((REPOSITORY / "packaging/phone_page/package.json").read_text("utf-8"))["dependencies"]
    named = dict(re.findall(r"([@\w/-]+) ([\d.]+)(?=, |: Copyright)", notices))
    for name, version in wanted.items():
        assert named[name] == locked[f"node_modules/{name}"]["version"] == version
    for name, version in named.items():
        entry = locked[f"node_modules/{name}"]
        assert (entry["version"], entry["license"]) == (version, "MIT")
    assert "Permission is hereby granted, free of charge" in notices and "WITHOUT WARRANTY" in notices


def test_the_lock_of_its_libraries_holds_hashes_and_no_addresses() -> None:
    text = (REPOSITORY / "packaging/phone_page/package-lock.json").read_text("utf-8")
    for name, entry in json.loads(text)["packages"].items():
        assert "resolved" not in entry
        assert name == "" or entry["integrity"].startswith("sha512-"), name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(scheme: str) -> None:
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3), in the light and in the dark."""
    style = (REPOSITORY / "packaging/phone_page/src/page.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", dark))
    pairs = [
        (text, ground) for text in ("text", "second", "wrong", "odd") for ground in ("ground", "surface")
    ]
    for text, ground in [*pairs, ("wrong", "wrong-ground"), ("odd", "odd-ground"), ("on-accent", "accent")]:
        assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_a_key_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="public"):
        page(replace(FACTS, public=b"short"))


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(KeyError):
        page(replace(FACTS, languages=(LANGUAGE, "xx")))


def test_each_language_has_the_same_words() -> None:
    """Twelve languages have room: one table each, all with the keys of the first."""
    tables = words("words/page.toml")
    first = _keys(tables[LANGUAGE])
    for language, table in tables.items():
        missing = {
            key for key in first - _keys(table) if not key.startswith(("documents.", "purposes.", "classes."))
        }
        assert missing == set(), language


def _keys(table: dict[str, Any], path: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in table.items():
        found |= _keys(value, f"{path}{name}.") if isinstance(value, dict) else {path + name}
    return found
