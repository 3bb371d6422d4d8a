"""Overlays that an office works by: from a day to a day, with its own numbers, and never over the old matters."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.acts.accepting import Accept
from app.domain.calendar import WorkCalendar
from app.domain.law import Law, shipped_profile, shipped_profiles
from app.domain.law_adoption import Adopted, CalendarPublished, LawAdopted, calendar_published, law_adopted
from app.domain.overlays import (
    MOST_DAYS,
    Overlay,
    Overlays,
    law_of,
    own_file,
    running,
    shipped_overlays,
    switched_off,
    switched_on,
    text_with,
)
from app.errors import AppError, BadInput, Refused
from tests.domain.road import OFFICE, PETITION, TOWNSHIP
from tests.domain.story import Story, day

SIMPLE = "simple-handling"
OWN = """profile = "own-days"
title = "本县内部时限"
text_from = 2022-05-01
source = "示信办〔2026〕1号"

[rules.own-forward]
title = "本县三日内转送"
plain = "收到后三日内转出。"
kind = "duty"
article = "示信办〔2026〕1号"
length = { n = 3, unit = "day" }
owner = "office"
to = "petitioner"
severity = "A"
internal = true
opens = ["registered"]
discharged_by = ["forwarded"]
timely_by = ["forwarded"]
"""


def begun(law: Law, on: str) -> Story:
    told = Story(OFFICE, law=law)
    told.begins(on, PETITION)
    return told


def test_the_shipped_overlays_are_the_shipped_law() -> None:
    names = frozenset({"system-entry", SIMPLE})
    assert law_of(shipped_overlays(names)) == Law.shipped(names)
    assert law_of(()) == Law.shipped(frozenset())


def test_old_matters_keep_the_rules_of_their_date() -> None:
    overlays = switched_on((), SIMPLE, day("03-10"))
    law = law_of(overlays)
    assert begun(law, "03-09").duties("simple-route") == []
    assert begun(law, "03-10").duty("simple-route").due_strict == day("03-13")
    ended = law_of(switched_off(overlays, SIMPLE, day("04-01")))
    assert begun(ended, "03-31").duty("simple-route").opened_on == day("03-31")
    assert begun(ended, "04-01").duties("simple-route") == []
    assert (law.profiles, ended.profiles) == ({SIMPLE}, frozenset())


def test_what_ran_when_it_was_switched_off_runs_on() -> None:
    overlays = switched_on((), SIMPLE, day("03-01"))
    told = Story(TOWNSHIP, law=law_of(switched_off(overlays, SIMPLE, day("03-20"))))
    told.begins("03-02", PETITION)
    told.does(Accept(), "03-03")
    assert told.duty("simple-handling").due_strict == day("03-17")


def test_an_office_sets_its_own_number_from_a_day_on() -> None:
    before = switched_on((), SIMPLE, day("03-01"))
    text = text_with(shipped_profile(SIMPLE), {"simple-route": 2})
    after = switched_on(before, SIMPLE, day("03-20"), text)
    law = law_of(after)
    assert begun(law, "03-16").duty("simple-route").due_strict == day("03-19")
    assert begun(law, "03-23").duty("simple-route").due_strict == day("03-25")
    assert [item.until for item in after] == [day("03-19"), None]
    assert "n = 2" in text and text.count("\n") == shipped_profile(SIMPLE).text.count("\n")


def test_going_back_before_a_stretch_takes_it_back() -> None:
    overlays = switched_on((), SIMPLE, day("03-10"))
    earlier = switched_on(overlays, SIMPLE, day("03-01"))
    assert earlier == (Overlay(name=SIMPLE, since=day("03-01")),)
    assert switched_off(overlays, SIMPLE, day("03-01")) == ()


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("overlay.on_already", lambda on: switched_on(on, SIMPLE, day("05-01"))),
        ("overlay.off_already", lambda on: switched_off(on, "archive-days", day("05-01"))),
        ("overlay.not_editable", lambda on: text_with(shipped_profile("local-41"), {"local-41-forward": 3})),
        ("overlay.days", lambda on: text_with(shipped_profile(SIMPLE), {"simple-route": 0})),
        ("overlay.days", lambda on: text_with(shipped_profile(SIMPLE), {"simple-route": MOST_DAYS + 1})),
        ("overlay.national", lambda on: own_file("a.toml", OWN.replace('"own-days"', '"national"'))),
        ("law.unknown_profile", lambda on: law_of(switched_on(on, "nowhere", day("05-01")))),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(code: str, make: object) -> None:
    with pytest.raises(AppError) as caught:
        make(switched_on((), SIMPLE, day("03-10")))  # type: ignore[operator]
    assert caught.value.code == code


def test_an_offices_own_file_has_its_own_words() -> None:
    file = own_file("own.toml", OWN)
    law = law_of((Overlay(name="own-days", since=day("03-01"), text=OWN),))
    rule = law.rule("own-forward")
    assert (rule.title, rule.plain) == ("本县三日内转送", "收到后三日内转出。")
    assert begun(law, "03-02").duty("own-forward").due_strict == day("03-05")
    assert file.data["title"] == "本县内部时限"


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("severity", "severety", 14, "severety"),
        ('title = "本县三日内转送"\n', "", 6, "own-forward"),
        ('["registered"]', '["regstered"]', 16, "regstered"),
        ('kind = "duty"', "kind = duty", 9, ""),
        ("n = 3", 'n = "three"', 11, ""),
    ],
)
def test_a_fault_is_told_with_its_line_and_reason(before: str, after: str, line: int, said: str) -> None:
    text = OWN.replace(before, after, 1)
    with pytest.raises(BadInput) as caught:
        own_file("own.toml", text)
    assert caught.value.code == "law.malformed"
    details = caught.value.details
    assert (details["file"], details["line"]) == ("own.toml", line)
    assert said in str(details["wrong"])


def test_two_texts_on_one_day_are_an_overlap() -> None:
    again = OWN.replace("own-forward", "office-route")
    with pytest.raises(BadInput) as caught:
        law_of((Overlay(name="own-days", since=day("03-01"), text=again),))
    assert (caught.value.code, caught.value.details["rule"]) == ("law.overlap", "office-route")


def test_every_shipped_overlay_says_how_sure_it_is_and_what_may_be_edited() -> None:
    for profile in shipped_profiles():
        file = shipped_profile(profile.name)
        assert profile.certainty in ("verified", "unverified", "empty")
        assert text_with(file, dict.fromkeys(file.editable, 7)).count("n = 7") == len(file.editable)


def _adopted(*entries: object) -> Adopted:
    story = begun(Law.shipped(), "03-02")
    state = Adopted()
    for entry in entries:
        step = law_adopted if isinstance(entry, LawAdopted) else calendar_published
        state = step(state, entry, story.entries[0].header)  # type: ignore[arg-type]
    return state


def test_an_entry_of_before_overlays_had_texts_still_says_which_are_on() -> None:
    state = _adopted(LawAdopted(version="x", profiles=("system-entry",)))
    assert law_of(state.overlays) == Law.shipped(frozenset({"system-entry"}))
    assert running(state.overlays, "system-entry") is not None


def test_a_table_that_a_newer_program_brought_waits() -> None:
    old = WorkCalendar.from_tables(WorkCalendar.shipped().tables[:-1])
    state = _adopted(CalendarPublished(version=old.version, years=old.years))
    assert state.work_calendar == old
    assert [table.year for table in state.waiting_tables] == [WorkCalendar.shipped().tables[-1].year]
    whole = WorkCalendar.shipped()
    state = _adopted(CalendarPublished(version=whole.version, years=whole.years))
    assert (state.work_calendar, state.waiting_tables) == (whole, ())


def test_stretches_that_are_days_apart_do_not_touch() -> None:
    overlays: Overlays = switched_on((), SIMPLE, date(2026, 1, 1))
    overlays = switched_off(overlays, SIMPLE, date(2026, 2, 1))
    overlays = switched_on(overlays, SIMPLE, date(2026, 3, 1))
    law = law_of(overlays)
    assert begun(law, "02-15").duties("simple-route") == []
    assert [len(begun(law, on).duties("simple-route")) for on in ("01-15", "03-02")] == [1, 1]
    with pytest.raises(Refused):
        switched_on(overlays, SIMPLE, date(2026, 4, 1))
