"""The class suggestion: what it learns from invented letters, when it keeps silent, and that it holds no person's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.codes import category
from app.domain.suggestion import (
    LinearModel,
    first_level,
    in_a_byte,
    learning,
    model_of,
    narrowed,
    telling_words,
)
from app.domain.suggestion_training import examples_of, quiet_below, train
from app.domain.suggestion_words import suggest_by_words
from app.errors import Damaged

HOW = replace(learning(), least_texts=60, least_of_a_class=5, rounds=4)
KINDS = {
    "15": ("单位拖欠工资", "老板不缴社保", "工伤没有赔偿", "劳动合同被解除"),
    "04": ("工厂排放废气", "河水受到污染", "养殖场臭味难闻", "夜间噪音太大"),
    "14": ("学校乱收费用", "老师强制补课", "招生学区不公", "校车没有保障"),
}
FILLING = ("请求领导尽快处理", "已经多次反映没有结果", "希望有关部门查明", "至今没有答复", "周围群众都很不满")


def letters(count: int = 40) -> list[tuple[str, str]]:
    """Invented texts, so many of each class, no two alike."""
    made = []
    for code, parts in KINDS.items():
        for at in range(count):
            one, other = parts[at % len(parts)], parts[(at // len(parts) + 1) % len(parts)]
            filling = FILLING[at % len(FILLING)] + FILLING[(at // 3) % len(FILLING)]
            made.append((f"第{at}件。{one}，{other}。{filling}。", f"{code}0{at % 3 + 1}"))
    return made


@pytest.fixture(scope="module")
def model() -> LinearModel:
    made = train(letters(), HOW, lambda done, total: None)
    assert made is not None
    return made


def test_a_class_is_learned_and_named_with_the_words_that_decided(model: LinearModel) -> None:
    first, *rest = model.suggest("我在工地干活，单位拖欠工资三个月。")
    assert (first.category, first.first_level) == ("15", "15")
    assert any("拖欠" in word or "工资" in word for word in first.words)
    assert len(rest) == 2 and first.margin > 0
    assert model.suggest("河里全是工厂排放的污染水。")[0].category == "04"


def test_it_keeps_silent_where_it_knows_nothing(model: LinearModel) -> None:
    assert model.suggest("12345 hello") == ()
    assert model.suggest("你好") == ()
    sure = replace(model, margin=100.0)
    assert sure.suggest("单位拖欠工资三个月。") == ()


def test_the_same_texts_give_the_same_model_on_every_computer(model: LinearModel) -> None:
    again = train(letters(), HOW, lambda done, total: None)
    assert again is not None and again.to_bytes() == model.to_bytes()


def test_the_model_is_the_same_after_it_was_kept(model: LinearModel) -> None:
    kept = model_of(model.to_bytes())
    text = "学校老师强制补课，收费很高。"
    assert kept.suggest(text) == model.suggest(text)
    assert kept.accuracy == model.accuracy and kept.classes == ("04", "14", "15")
    assert len(model.weights) == len(model.pairs) * len(model.classes), "a byte for each weight"


@pytest.mark.parametrize("damage", [b"", b"something else\n", b"suggestion-1\n{}\n"])
def test_damaged_bytes_are_told(damage: bytes) -> None:
    with pytest.raises(Damaged, match=r"suggestion\.damaged"):
        model_of(damage)


def test_half_a_model_is_told(model: LinearModel) -> None:
    with pytest.raises(Damaged):
        model_of(model.to_bytes()[:-7])


def test_a_name_in_few_letters_never_gets_in() -> None:
    """Only pairs that stand in so many different texts are kept: nobody can be read out of the model."""
    texts = [
        (f"{text}反映人欧阳示范电话13800000001。" if at < 4 else text, c)
        for at, (text, c) in enumerate(letters())
    ]
    made = train(texts, HOW, lambda done, total: None)
    assert made is not None
    assert HOW.least_documents == 5
    assert not {"欧阳", "阳示", "示范"} & set(made.pairs)
    head = made.to_bytes().split(b"\n")[1]
    assert b"1380" not in head and "欧阳".encode() not in head


def test_too_few_texts_or_one_class_teach_nothing() -> None:
    assert train(letters(10), HOW, lambda done, total: None) is None
    one = [(text, "1501") for text, _ in letters(40)]
    assert train(one, HOW, lambda done, total: None) is None


def test_a_class_with_few_texts_is_left_out() -> None:
    rare = [("商场卖假货，欺骗消费者。" + str(at), "1101") for at in range(3)]
    made = train([*letters(), *rare], HOW, lambda done, total: None)
    assert made is not None and "11" not in made.classes


def test_the_accuracy_is_measured_on_texts_it_never_saw(model: LinearModel) -> None:
    learned, held = examples_of(letters(), HOW)
    assert not {example.text for example in learned} & {example.text for example in held}
    assert (model.accuracy.learned, model.accuracy.measured) == (len(learned), len(held))
    assert model.accuracy.measured > 5
    assert 0.9 <= model.accuracy.top_1 <= model.accuracy.top_3 <= 1
    assert model.accuracy.as_json()["measured"] == len(held)


def test_the_division_into_learned_and_measured_stays_when_letters_are_added() -> None:
    before = {example.text for example in examples_of(letters(), HOW)[1]}
    after = {
        example.text for example in examples_of([*letters(), ("新的一件，单位拖欠工资。", "15")], HOW)[1]
    }
    assert before <= after


def test_learning_is_called_off_in_small_turns() -> None:
    turns: list[tuple[int, int]] = []

    def turn(done: int, total: int) -> None:
        turns.append((done, total))
        if len(turns) == 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(letters(), HOW, turn)
    turns.clear()
    train(letters(), HOW, lambda done, total: turns.append((done, total)))
    assert turns[-1][0] == turns[-1][1]
    assert [done for done, _ in turns] == sorted(done for done, _ in turns), "it only goes forward"


def test_it_is_silent_below_the_lead_that_is_right_often_enough() -> None:
    leads = [(3.0, True), (2.0, True), (1.0, False), (0.5, True), (0.1, False)]
    assert quiet_below(leads, 0.95) == 2.0
    assert quiet_below(leads, 0.6) == 0.0
    assert quiet_below([(3.0, False), (2.0, False), (1.0, False)], 0.95) == 2.0
    assert quiet_below([], 0.95) == 0.0


def test_words_are_drawn_together_and_told_once() -> None:
    worth = {"拖欠": 2.0, "欠工": 1.5, "工资": 3.0}
    assert telling_words("老板拖欠工资，拖欠工资", lambda pair: worth.get(pair, 0.0)) == ("拖欠工资",)
    assert telling_words("没有", lambda pair: -1.0) == ()


def test_weights_fit_into_a_byte() -> None:
    weights, scale = in_a_byte([1.27, -0.635, 0.0])
    assert list(weights) == [127, -64, 0]
    assert scale == pytest.approx(0.01)
    assert list(in_a_byte([0.0])[0]) == [0]


def test_a_class_is_narrowed_where_its_name_stands_in_the_text() -> None:
    below = narrowed("15", "关于城镇职工社会保险的问题")
    found = category(below)
    assert found is not None and found.label in "关于城镇职工社会保险的问题" and first_level(below) == "15"
    assert narrowed("15", "没有名称") == "15"


def test_before_anything_is_learned_everyday_words_speak() -> None:
    (first, *_) = suggest_by_words("单位拖欠工资，还不缴社保。")
    assert first.first_level == "15"
    assert "社保" in first.words and any("拖欠" in word for word in first.words)
    assert suggest_by_words("今天天气很好") == ()
    assert suggest_by_words("医院，学校") == (), "two classes are as likely"


def test_the_everyday_words_belong_to_classes_of_the_first_level() -> None:
    for code, words in learning().words.items():
        found = category(code)
        assert found is not None and found.level == 1, code
        assert all(len(word) >= 2 for word in words)
    every = [word for words in learning().words.values() for word in words]
    assert len(every) == len(set(every)), "a word speaks for one class"
