"""Bad lines in a bag that is whole: what is no entry, no receipt, or not what its own header commits to."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from app.exchange import bag
from tests.exchange.bad_packages import WHOLE, Corpus
from tests.exchange.forging import Way, line_of

LINE = "package.line"
ENTRY_KEYS = (
    "after", "at", "clock", "desk", "digests", "epoch", "form", "id", "kind", "offset", "on", "origin", "oseq",
    "prev", "stream",
)  # fmt: skip
"""Keys without which an entry's header says nothing (the actor among them)."""


def families() -> list[Corpus]:
    """Lines of entries, lines of receipts."""
    made = Corpus("line")
    texts = {
        "empty": b"", "no-json": b"hello", "a-number": b"7", "a-list": b"[]", "nothing-in-it": b"{}", "null": b"null",
        "no-utf-8": b"\xff\xfe{}", "deep": b"[" * 50_000, "nul": b'{"header":"\\u0000","parts":{}}',
    }  # fmt: skip
    for name, text in texts.items():
        made.add(name, LINE, lambda way, t=text: _in_place(way, t))  # type: ignore[misc]
    made.add("bom", LINE, lambda way: _in_place(way, b"\xef\xbb\xbf" + line_of(way.entries[0])))
    made.add("cut", LINE, lambda way: _in_place(way, line_of(way.entries[0])[:-1]))
    made.add("two-values", LINE, lambda way: _in_place(way, line_of(way.entries[0]) * 2))
    made.add("last-without-end", LINE, _unended)
    _shapes(made)
    _parts(made)
    for key in (*ENTRY_KEYS, "actor"):
        made.add(f"entry-without-{key}", LINE, _entry(lambda h, k=key: h.pop(k)))  # type: ignore[misc]
    made.add("entry-of-no-day", LINE, _entry(lambda h: h.update(on="2026-02-30")))
    made.add("entry-of-no-stream", LINE, _entry(lambda h: h.update(stream="gift:00")))
    made.add("entry-with-a-float", LINE, _entry(lambda h: h.update(at=1.5)))
    made.add("entry-with-a-huge-time", LINE, _entry(lambda h: h.update(at=2**60)))
    made.add("entry-with-a-text-as-number", LINE, _entry(lambda h: h.update(oseq="3")))
    made.add("entry-with-half-a-hash", LINE, _entry(lambda h: h.update(prev="0")))
    made.add("entry-with-a-list-of-digests", LINE, _entry(lambda h: h.update(digests=[])))
    return [made, _receipts()]


def _in_place(way: Way, line: bytes) -> bytes:
    """The good package with this line in place of its first entry."""
    return way.lined([line, *(line_of(entry) for entry in way.entries[1:])])


def _unended(way: Way) -> bytes:
    members = dict(way.members)
    members[bag.ENTRIES] = members[bag.ENTRIES][:-1]
    return way.holding(members.items())


def _changed(change: Callable[[dict[str, Any]], object]) -> Callable[[Way], bytes]:
    """The good package whose first line is changed as a JSON object."""

    def make(way: Way) -> bytes:
        value = json.loads(line_of(way.entries[0]))
        change(value)
        return _in_place(way, json.dumps(value, ensure_ascii=False).encode())

    return make


def _entry(change: Callable[[dict[str, Any]], object]) -> Callable[[Way], bytes]:
    """The good package in which the header of the first entry is changed."""

    def inside(value: dict[str, Any]) -> None:
        header = json.loads(value["header"])
        change(header)
        value["header"] = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    return _changed(inside)


def _shapes(made: Corpus) -> None:
    made.add("no-header", LINE, _changed(lambda v: v.pop("header")))
    made.add("no-parts", LINE, _changed(lambda v: v.pop("parts")))
    made.add("one-key-more", LINE, _changed(lambda v: v.update(note="x")))
    made.add("header-an-object", LINE, _changed(lambda v: v.update(header=json.loads(v["header"]))))
    made.add("header-no-json", LINE, _changed(lambda v: v.update(header="{")))
    made.add("parts-a-list", LINE, _changed(lambda v: v.update(parts=[])))
    made.add("parts-null", LINE, _changed(lambda v: v.update(parts=None)))
    made.add("key-twice", LINE, lambda way: _in_place(way, line_of(way.entries[0])[:-1] + b',"parts":{}}'))


def _parts(made: Corpus) -> None:
    def of(change: Callable[[dict[str, Any]], object]) -> Callable[[Way], bytes]:
        return _changed(lambda value: change(value["parts"]["open"]))

    made.add(
        "part-of-another-name", LINE, _changed(lambda v: v["parts"].update(secret=v["parts"].pop("open")))
    )
    made.add("part-that-nobody-named", LINE, _changed(
        lambda v: v["parts"].update(sealed={"base64": "AAAA", "salt": "00" * 16})))  # fmt: skip
    made.add("part-a-text", LINE, _changed(lambda v: v["parts"].update(open="x")))
    made.add("body-changed", LINE, of(lambda p: p.update(body=p["body"] + " ")))
    made.add("body-of-nothing", LINE, of(lambda p: p.update(body="")))
    made.add("body-missing", LINE, of(lambda p: p.pop("body")))
    made.add("body-a-number", LINE, of(lambda p: p.update(body=7)))
    made.add(
        "body-in-base64",
        LINE,
        of(lambda p: p.update(base64=base64.b64encode(p.pop("body").encode()).decode())),
    )
    made.add("salt-changed", LINE, of(lambda p: p.update(salt="00" * 16)))
    made.add("salt-short", LINE, of(lambda p: p.update(salt="00" * 15)))
    made.add("salt-no-hex", LINE, of(lambda p: p.update(salt="zz" * 16)))
    made.add("salt-missing", LINE, of(lambda p: p.pop("salt")))
    made.add("part-with-one-more", LINE, of(lambda p: p.update(note="x")))
    made.add("sealed-no-base64", LINE, _changed(
        lambda v: v["parts"].update(sealed={"base64": "%%%", "salt": "00" * 16})))  # fmt: skip
    made.add("body-moved-to-another-entry", LINE, _bodies_swapped)


def _bodies_swapped(way: Way) -> bytes:
    values = [json.loads(line_of(entry)) for entry in way.entries]
    values[0]["parts"], values[1]["parts"] = values[1]["parts"], values[0]["parts"]
    return way.lined(json.dumps(value, ensure_ascii=False).encode() for value in values)


def _receipts() -> Corpus:
    """Receipts: only a county writes them, and only for what it was sent."""
    made = Corpus("receipt")
    down = ("station",)
    good = {
        "package": {"chain": "LX07", "epoch": 1, "seq": 1, "sha256": "00" * 32},
        "result": "applied", "received_at": 1, "entries": 1,
    }  # fmt: skip

    def told(**changes: Any) -> Callable[[Way], bytes]:
        value = {key: item for key, item in {**good, **changes}.items() if item is not None}
        return lambda way: way.lined([json.dumps(value).encode()], member=bag.RECEIPTS)

    made.add("from-a-station", LINE, told(), ways=("county",), looks=WHOLE)
    made.add("no-json", LINE, lambda way: way.lined([b"received"], member=bag.RECEIPTS), ways=down)
    made.add("no-package", LINE, told(package=None), ways=down)
    made.add("package-a-text", LINE, told(package="LX07-1-000001.xfp"), ways=down)
    made.add("no-result", LINE, told(result=None), ways=down)
    made.add("unknown-result", LINE, told(result="eaten"), ways=down)
    made.add("entries-a-text", LINE, told(entries="many"), ways=down)
    made.add("matters-of-texts", LINE, told(matters=["甲"]), ways=down)
    unknown = "package.receipt_unknown"
    for result in ("applied", "held"):
        made.add(f"{result}-for-other-bytes", unknown, told(result=result), ways=down)
    ref = good["package"]
    assert isinstance(ref, dict)
    made.add("for-a-number-never-sent", unknown, told(package={**ref, "seq": 99}), ways=down)
    made.add("for-another-station", unknown, told(package={**ref, "chain": "LX08"}), ways=down)
    made.add("for-an-epoch-to-come", unknown, told(package={**ref, "epoch": 9}), ways=down)
    made.add("for-number-zero", unknown, told(package={**ref, "seq": 0}), ways=down)
    for name, changes in {
        "other-bytes": {}, "never-sent": {"seq": 99}, "another-chain": {"chain": "XT01"}, "epoch-to-come": {"epoch": 9},
    }.items():  # fmt: skip
        made.add(f"acknowledges-{name}", unknown, lambda way, c=changes: _acknowledging(way, **c))  # type: ignore[misc]
    return made


def _acknowledging(way: Way, **changes: Any) -> bytes:
    chain = "CT01-LX07" if way.receiver == "county" else "LX07"
    ref = {"chain": chain, "epoch": 1, "seq": 1, "sha256": "00" * 32, **changes}
    return way.headed(acknowledges=ref)
