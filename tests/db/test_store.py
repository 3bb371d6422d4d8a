"""Frozen papers on disk: nothing readable, the same bytes once, and a changed file is found."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Damaged, NotFound, Unavailable
from db.store import FileStore

PAPER = b"%PDF-1.7 " + "张示范".encode() * 50


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_same_bytes_are_one_file_and_come_back(tmp_path: Path) -> None:
    store = FileStore(tmp_path, bytes(32))
    digest = store.keep(PAPER)
    before = files(tmp_path)[0].stat().st_mtime_ns
    assert store.keep(PAPER) == digest == hashlib.sha256(PAPER).hexdigest()
    assert len(files(tmp_path)) == 1 and files(tmp_path)[0].stat().st_mtime_ns == before
    assert (
        store.fetch(digest) == PAPER and store.has(digest) and not store.has("") and not store.has("0" * 64)
    )


def test_neither_name_nor_content_says_anything(tmp_path: Path) -> None:
    digest = FileStore(tmp_path, bytes(32)).keep(PAPER)
    (path,) = files(tmp_path)
    assert digest not in str(path) and b"PDF" not in path.read_bytes()
    assert not FileStore(tmp_path, bytes([1] * 32)).has(digest), "another key, another name"


@pytest.mark.parametrize("cut", [0, 5, 12, 20, -1])
def test_a_file_that_was_cut_is_found(tmp_path: Path, cut: int) -> None:
    store = FileStore(tmp_path, bytes(32))
    digest = store.keep(PAPER)
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(Damaged, match=r"store\.changed"):
        store.fetch(digest)


@given(place=st.integers(0, 400), bit=st.integers(0, 7))
def test_a_file_with_one_changed_bit_is_found(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = FileStore(folder, bytes(32))
    digest = store.keep(PAPER)
    (path,) = files(folder)
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1 << bit
    path.write_bytes(bytes(data))
    with pytest.raises(Damaged, match=r"store\.changed"):
        store.fetch(digest)


def test_two_papers_that_were_swapped_are_found(tmp_path: Path) -> None:
    store = FileStore(tmp_path, bytes(32))
    one, other = store.keep(PAPER), store.keep(PAPER + b"2")
    first, second = files(tmp_path)
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(data)
    for digest in (one, other):
        with pytest.raises(Damaged, match=r"store\.changed"):
            store.fetch(digest)


def test_a_paper_that_is_not_there_and_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"store\.missing"):
        FileStore(tmp_path, bytes(32)).fetch("0" * 64)
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unavailable, match=r"disk\.read_only"):
        FileStore(tmp_path / "file", bytes(32)).keep(PAPER)
