"""Learning from the office's own confirmed matters: which texts, never those under seal; taken and overruled are counts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.acts.classifying import Classify
from app.domain.acts.registering import ClaimGiven
from app.domain.claims import Purpose
from app.domain.suggestion import learning
from app.errors import NotAllowed
from app.services import suggesting
from app.services.perform import perform
from app.services.session import Session
from app.services.suggester import OTHER, OVERRULED, TAKEN, Suggester
from app.services.suggesting import confirmed_texts, is_worth_learning, retrain
from tests.desks import folder, founded, registers, session, sign_in
from tests.domain.test_suggestion import HOW, letters
from tests.fake_keeping import FakeSuggestions
from tests.fakes import FakeMemory
from ui.cli.main import run


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Session:
    """A clerk in memory, at an office that learns from few texts."""
    monkeypatch.setattr(suggesting, "learning", lambda: HOW)
    memory = FakeMemory()
    founded(memory)
    made = session(memory)
    made.suggester = Suggester(FakeSuggestions())
    return made


def brought(
    desk: Session, text: str, category: str = "", purpose: Purpose = Purpose.CLAIM, **more: object
) -> str:
    claims = (ClaimGiven(text=text, purpose=purpose, category=category),)
    return registers(desk, claims=claims, **more).number


def quiet(desk: Session) -> list[tuple[str, str]]:
    return confirmed_texts(desk, lambda done: None)


def test_only_what_a_clerk_confirmed_is_learned_from(desk: Session) -> None:
    brought(desk, "单位拖欠工资。", "1503")
    brought(desk, "还没有定分类。")
    later = brought(desk, "化工厂排放废气。")
    assert quiet(desk) == [("单位拖欠工资。", "1503")]
    perform(desk, later, Classify(purpose=Purpose.CLAIM, category="0402"))
    assert sorted(quiet(desk)) == [("化工厂排放废气。", "0402"), ("单位拖欠工资。", "1503")]


def test_nothing_under_seal_is_learned_from(desk: Session) -> None:
    brought(desk, "某人受贿。", "0506", Purpose.ACCUSATION)
    brought(desk, "要求保密的来信。", "1503", confidential=True)
    found = brought(desk, "先当作求决，后来是举报。", "0502")
    perform(desk, found, Classify(purpose=Purpose.ACCUSATION))
    assert quiet(desk) == []


def test_names_and_addresses_are_no_part_of_what_is_read(desk: Session) -> None:
    brought(desk, "单位拖欠工资。", "1503", name="欧阳示范", address="示范村九号")
    assert all("欧阳" not in text and "示范村" not in text for text, _ in quiet(desk))


def test_with_too_few_the_start_by_words_stays(desk: Session) -> None:
    brought(desk, "单位拖欠工资。", "1503")
    assert not is_worth_learning(desk)
    learned = retrain(desk, lambda done, total: None)
    assert (learned.texts, learned.accuracy) == (1, None)
    assert desk.suggester is not None and desk.suggester.model is None
    assert desk.suggester.suggest("单位拖欠工资，不缴社保。")[0].first_level == "15"


def test_with_enough_it_learns_and_again_only_when_there_is_more(desk: Session) -> None:
    for text, code in letters(25):
        brought(desk, text, code)
    assert is_worth_learning(desk)
    learned = retrain(desk, lambda done, total: None)
    assert desk.suggester is not None
    assert learned.accuracy is not None and learned.texts == desk.suggester.texts == 75
    assert desk.suggester.suggest("单位拖欠工资三个月。")[0].category == "15"
    assert not is_worth_learning(desk)
    for text, code in letters(40)[25:40]:
        brought(desk, text, code)
    assert is_worth_learning(desk)


def test_the_newest_are_learned_from(desk: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(6):
        brought(desk, f"第{at}件拖欠工资。", "1503")
    monkeypatch.setattr(suggesting, "learning", lambda: replace(HOW, most_texts=2))
    assert [text for text, _ in quiet(desk)] == ["第5件拖欠工资。", "第4件拖欠工资。"]


def test_what_became_of_a_suggestion_is_a_count_without_a_person(desk: Session) -> None:
    suggester = desk.suggester
    assert suggester is not None
    shown = suggester.suggest("学校拖欠工资，社保也不缴。")
    assert len(shown) == 2
    suggester.note(shown, "1503")
    suggester.note(shown, "1401")
    suggester.note(shown, "0402")
    suggester.note((), "0402")
    suggester.note(shown, "")
    assert suggester.counts() == {TAKEN: 1, OTHER: 1, OVERRULED: 1}


def test_administrators_learn_nothing_of_matters() -> None:
    memory = FakeMemory()
    founded(memory)
    with pytest.raises(NotAllowed):
        retrain(session(memory, "sysadmin"), lambda done, total: None)


def test_a_damaged_model_is_no_obstacle(desk: Session) -> None:
    store = FakeSuggestions()
    store.save(b"nonsense", 500)
    suggester = Suggester(store)
    assert suggester.model is None and suggester.texts == 0
    assert suggester.suggest("单位拖欠工资，不缴社保。")


def test_texts_too_short_say_nothing_and_long_ones_are_cut() -> None:
    suggester = Suggester(FakeSuggestions())
    assert suggester.suggest("工资") == ()
    far = "没有" * learning().reads + "拖欠工资"
    assert suggester.suggest(far) == ()


def told(capsys: pytest.CaptureFixture[str], at: Path, *arguments: str) -> list[dict[str, object]]:
    assert run(["suggest", *arguments, "--data", str(at), "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_command_suggests_learns_and_tells_how_right_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "learning", lambda: HOW)
    at = tmp_path / "desk"
    folder(at)
    opened = sign_in(at)
    for text, code in letters(25):
        brought(opened.session, text, code)
    opened.close()
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(tmp_path / "desk.code"))
    assert not (at / "suggestions.db").exists(), "made when it is first needed"
    assert told(capsys, at, "--accuracy") == [
        {"source": "words", "accuracy": None, "taken": {"first": 0, "other": 0, "overruled": 0}}
    ]
    (trained,) = told(capsys, at, "--train")
    assert trained["texts"] == 75 and trained["accuracy"]
    first, *_ = told(capsys, at, "单位拖欠工资三个月")
    assert (first["category"], first["label"]) == ("15", "劳动和社会保障") and first["words"]
    assert told(capsys, at, "今天天气很好") == [{"abstains": True}]
    (tmp_path / "letter.txt").write_text("化工厂排放废气，河水受到污染。", encoding="utf-8")
    assert told(capsys, at, str(tmp_path / "letter.txt"))[0]["category"] == "04"
    (accuracy,) = told(capsys, at, "--accuracy")
    assert accuracy["source"] == "model"
    kept = (at / "suggestions.db").read_bytes()
    assert "工资".encode() not in kept and b"SQLite" not in kept, "nothing lies there in clear"
    assert run(["suggest", "--data", str(at), "--json"]) == 2
