"""Bad chains: entries that do not follow, are not the sender's to write, or packages that come out of their order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.domain.access import Viewed
from app.domain.acts.receiving import VisitedAgain
from app.domain.entry import Entry, StreamId, StreamKind
from app.exchange import bag
from app.exchange.header import FIRST
from app.exchange.lines import read_entry
from tests.exchange.bad_packages import Corpus, grounds
from tests.exchange.forging import Way, chained_on, line_of, remade, with_header

CHAIN, THEIRS, FORK = "package.chain", "package.not_theirs", "package.fork"


def families() -> list[Corpus]:
    """Entries in their chain, who may write what, the order of packages."""
    return [_chains(), _writers(), _order()]


def _entries(change: Callable[[list[Entry]], Sequence[Entry]], **told: Any) -> Callable[[Way], bytes]:
    """The good package with these entries; its header keeps what it said of them."""
    return lambda way: way.lined([line_of(entry) for entry in change(way.entries)], **told)


def _truly(change: Callable[[list[Entry]], Sequence[Entry]]) -> Callable[[Way], bytes]:
    """As above, and the header says what is true of them."""
    return lambda way: way.telling(change(way.entries))


def _chains() -> Corpus:
    made = Corpus("chain")
    made.add("no-entries", CHAIN, lambda way: way.lined([]))
    made.add("no-member-of-entries", CHAIN, lambda way: way.holding(way.members[1:]))
    made.add("first-missing", CHAIN, _entries(lambda found: found[1:]))
    made.add("last-missing", CHAIN, _entries(lambda found: found[:-1]))
    made.add(
        "middle-missing", CHAIN, _entries(lambda found: [found[0], *found[2:]] if found[2:] else found[:1])
    )
    made.add("doubled", CHAIN, _entries(lambda found: [found[0], *found]))
    made.add("swapped", CHAIN, _entries(lambda found: [found[1], found[0], *found[2:]]))
    made.add(
        "one-more", CHAIN, lambda way: way.lined([line_of(e) for e in (*way.entries, _next(way.entries[-1]))])
    )
    made.add("of-the-next-package", CHAIN, lambda way: way.lined(
        data for member, data in way.kept_of(way.later).lines if member == bag.ENTRIES))  # fmt: skip
    made.add("gap-before", CHAIN, _truly(lambda found: _moved(found, 1)))
    made.add("gap-of-a-million", CHAIN, _truly(lambda found: _moved(found, 1_000_000)))
    made.add(
        "gap-inside",
        CHAIN,
        _entries(lambda found: [*found[:-1], with_header(found[-1], oseq=found[-1].header.oseq + 1)]),
    )
    made.add("wrong-previous", CHAIN, _truly(lambda found: chained_on(found, b"\x01" * 32)))
    made.add("begins-anew", CHAIN, _truly(lambda found: chained_on(found, bytes(32))))
    made.add("previous-of-63-digits", CHAIN, _truly(lambda found: chained_on(found, bytes(31))))
    made.add(
        "broken-inside",
        CHAIN,
        _truly(lambda found: [found[0], with_header(found[1], prev=bytes(32)), *found[2:]]),
    )
    made.add(
        "header-changed-inside", CHAIN, _truly(lambda found: [with_header(found[0], desk="B"), *found[1:]])
    )
    made.add(
        "written-anew-from-one",
        CHAIN,
        _truly(lambda found: _moved(found, 1 - found[0].header.oseq, bytes(32))),
    )
    made.add("head-told-wrong", CHAIN, lambda way: way.headed(head="12" * 32))
    made.add("head-of-the-last-package", CHAIN, lambda way: way.headed(head=way.entries[0].header.prev.hex()))
    made.add("numbers-told-later", CHAIN, lambda way: _numbered(way, 1))
    made.add("numbers-told-earlier", CHAIN, lambda way: _numbered(way, -1))
    made.add(
        "counts-one-more",
        CHAIN,
        lambda way: way.headed(last=way.head["last"] + 1, entries=way.head["entries"] + 1),
    )
    made.add(
        "counts-one-less",
        CHAIN,
        lambda way: way.headed(last=way.head["last"] - 1, entries=way.head["entries"] - 1),
    )
    made.add("counts-none", CHAIN, lambda way: way.headed(last=way.head["first"] - 1, entries=0))
    made.add(
        "entries-of-another-epoch",
        CHAIN,
        _truly(lambda found: chained_on([with_header(e, epoch=2) for e in found])),
    )
    made.add("epoch-jump-in-the-header", CHAIN, lambda way: way.headed(epoch=2, seq=1, previous=FIRST))
    made.add("entries-of-epoch-zero", CHAIN, _truly(lambda found: [with_header(e, epoch=0) for e in found]))
    made.add(
        "entries-of-another-chain",
        CHAIN,
        _truly(lambda found: chained_on([with_header(e, origin="LX08") for e in found])),
    )
    made.add("entries-in-our-own-name", CHAIN, lambda way: way.telling(
        chained_on([with_header(e, origin=way.head["to"]) for e in way.entries])))  # fmt: skip
    made.add("a-paper-that-is-not-in-it", "package.file_missing", lambda way: way.holding(
        [way.members[0]]), ways=("county",))  # fmt: skip
    return made


def _next(last: Entry) -> Entry:
    """An entry that follows as it should, but that the header does not know of."""
    return with_header(last, oseq=last.header.oseq + 1, prev=last.hash)


def _moved(found: list[Entry], by: int, prev: bytes | None = None) -> list[Entry]:
    first = with_header(found[0], oseq=found[0].header.oseq + by)
    return chained_on([first, *found[1:]], prev)


def _numbered(way: Way, by: int) -> bytes:
    return way.headed(first=way.head["first"] + by, last=way.head["last"] + by)


def _writers() -> Corpus:
    """Each field group has one writer; a matter has one home; what stays at home does not travel."""
    made = Corpus("writer")

    def instead(change: Callable[[Way], Entry]) -> Callable[[Way], bytes]:
        return lambda way: way.telling(chained_on([change(way), *way.entries[1:]]))

    again = VisitedAgain(persons=1, asked="冒名")
    made.add(
        "a-matter-of-another-station",
        THEIRS,
        instead(lambda way: way.entry(again, _theirs())),
        ways=("county",),
    )
    made.add("what-happened-at-a-desk", THEIRS, instead(lambda way: way.entry(again, _first_matter(way))),
             ways=("station",))  # fmt: skip
    made.add("what-was-looked-at", THEIRS, instead(
        lambda way: way.entry(Viewed(what="matter"), StreamId(StreamKind.ACCESS, UUID(int=0)))))  # fmt: skip
    made.add("words-that-fit-no-claim", "record.order", _claims_without_words, ways=("county",), alone=1)
    made.add("another-matters-number", "record.number_twice", _registered_twice, ways=("county",), alone=1)
    made.add("a-registration-without-a-day", "record.field", _without_a_day, ways=("county",), alone=1)
    for member in (bag.EARLIER, bag.RETURNED):
        word = member.partition("/")[2].partition(".")[0]
        for name, changes in {
            "of-this-epoch": {}, "of-an-epoch-to-come": {"epoch": 7}, "of-a-stranger": {"origin": "XT01", "epoch": 0},
        }.items():  # fmt: skip
            made.add(f"{word}-{name}", THEIRS, lambda way, m=member, c=changes: way.lined(  # type: ignore[misc]
                [line_of(with_header(way.entries[0], **c))], member=m))  # fmt: skip
    made.add("returned-in-our-name", THEIRS, lambda way: way.lined(
        [line_of(with_header(way.entries[0], origin=way.head["to"]))], member=bag.RETURNED))  # fmt: skip
    return made


def _theirs() -> StreamId:
    """The matter of the other station, as the county knows it."""
    matters = grounds().parties["county"].memory.state.known
    return next(stream for stream, known in matters.items() if "LX08" in known.matter.number)


def _first_matter(way: Way) -> StreamId:
    return way.entries[0].header.stream


def _claims_without_words(way: Way) -> bytes:
    """A registration of four claims with the words of one: no act lets it through, but a key holder can sign it."""
    entries = way.entries
    old = next(entry for entry in entries if entry.header.kind == "registered")
    value = json.loads(old.parts["open"].body)
    body = json.dumps({**value, "claims": value["claims"] * 4}, ensure_ascii=False).encode()
    found = [remade(entry.header, body) if entry is old else entry for entry in entries]
    return way.telling(chained_on(found))


def _without_a_day(way: Way) -> bytes:
    """A registration that does not say when: its field is named."""
    entries = way.entries
    old = next(entry for entry in entries if entry.header.kind == "registered")
    value = json.loads(old.parts["open"].body)
    value.pop("received_on")
    body = json.dumps(value, ensure_ascii=False).encode()
    return way.telling(chained_on([remade(e.header, body) if e is old else e for e in entries]))


def _registered_twice(way: Way) -> bytes:
    """The registration of the first package once more, as a matter of its own with the same number."""
    first = [read_entry(line, 0) for member, line in way.kept_of(way.last).lines if member == bag.ENTRIES]
    old = next(entry for entry in first if entry.header.kind == "registered")
    header = replace(old.header, id=UUID(int=7), stream=StreamId(StreamKind.MATTER, UUID(int=9)), after=())
    header = replace(header, oseq=way.entries[0].header.oseq, prev=way.entries[0].header.prev)
    return way.telling(chained_on([remade(header, old.parts["open"].body), *way.entries[1:]]))


def _order() -> Corpus:
    """A fork is put aside and told; one that comes too early waits; neither touches the journal."""
    made = Corpus("order")
    aside, waits = {"kept_as": "rejected"}, {"kept_as": "held"}
    made.add("replay", "repeated", lambda way: way.last)
    made.add("rewritten-earlier-one", FORK, lambda way: way.headed(seq=1, previous=FIRST), **aside)
    made.add("other-time-under-a-known-number", FORK,
             lambda way: way.headed(seq=1, previous=FIRST, created=way.head["created"] + 1), **aside)  # fmt: skip
    made.add("wrong-previous", FORK, lambda way: way.headed(previous="12" * 32), **aside)
    made.add("previous-of-the-first", FORK, lambda way: way.headed(previous=FIRST), **aside)
    made.add(
        "previous-of-itself",
        FORK,
        lambda way: way.headed(previous=hashlib.sha256(way.good).hexdigest()),
        **aside,
    )
    made.add("later-before-next", "held", lambda way: way.later, **waits)
    made.add("far-too-early", "held", lambda way: way.headed(seq=2**40), **waits)
    made.add("second-of-another-epoch", "held", lambda way: way.headed(epoch=2), **waits)
    return made
