"""What the class suggestion keeps on disk: under the data key, made when first needed, no part of the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.suggestions import FILE, SuggestionFile

KEY = bytes(range(32))


def test_the_file_is_made_when_it_is_first_needed_and_lies_encrypted(tmp_path: Path) -> None:
    kept = SuggestionFile(tmp_path, KEY)
    assert (kept.load(), dict(kept.counts())) == ((b"", 0), {})
    assert not (tmp_path / FILE).exists(), "looking makes no file"
    kept.save("拖欠工资".encode(), 300)
    kept.count("first")
    kept.count("first")
    kept.count("overruled")
    kept.close()
    assert "拖欠".encode() not in (tmp_path / FILE).read_bytes()
    again = SuggestionFile(tmp_path, KEY)
    assert again.load() == ("拖欠工资".encode(), 300)
    assert again.counts() == {"first": 2, "overruled": 1}
    again.save(b"newer", 400)
    assert again.load() == (b"newer", 400)
    again.close()


@pytest.mark.parametrize("broken", [False, True])
def test_a_file_that_cannot_be_opened_begins_anew(tmp_path: Path, broken: bool) -> None:
    """Another key after a restore, or a damaged page: it is learned anew, and nobody is held up."""
    kept = SuggestionFile(tmp_path, KEY)
    kept.save(b"model", 1)
    kept.close()
    if broken:
        (tmp_path / FILE).write_bytes(b"no database at all" * 300)
    stranger = SuggestionFile(tmp_path, KEY if broken else bytes(32))
    assert stranger.load() == (b"", 0)
    stranger.save(b"anew", 2)
    assert stranger.load() == (b"anew", 2)
    stranger.close()
