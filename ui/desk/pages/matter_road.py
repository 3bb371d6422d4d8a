"""How the page of a matter says where it stands: the five steps, the stations, why something cannot be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain.five_steps import HallStep, StepState
from app.domain.obligations import Obligation
from app.domain.roadmap import Stop
from app.services.offering import Barred
from app.services.today import SOON
from resources.loader import words as words_of
from ui.desk.pages.matter_words import paper_state, paper_title
from ui.desk.widgets.road_map import Mark
from ui.desk.widgets.step_strip import ShownStep
from ui.desk.wording import duty_title, short_day
from ui.messages import message_of, words
from ui.theme import State


def step_words() -> dict[str, Any]:
    """The words of the steps and stations."""
    found: dict[str, Any] = words_of("words/matter_steps.toml")["matter_steps"]
    return found


def shown_steps(steps: Sequence[HallStep], today: date) -> tuple[ShownStep, ...]:
    """The five steps in words."""
    return tuple(_shown(step, today) for step in steps)


def _shown(step: HallStep, today: date) -> ShownStep:
    text, titles = step_words(), words("hall_steps")
    word = str(text[step.state]).format(day=short_day(step.on, today))
    if step.due is not None:
        late = "overdue" if step.due < today else "due"
        word = str(text[late]).format(word=word, day=short_day(step.due, today))
    lacks = _lacks(step)
    title = str(titles[step.name])
    spoken = str(text["spoken"]).format(title=title, word=word, lacks=lacks).strip()
    return ShownStep(title=title, state=_light(step, today), word=word, lacks=lacks, spoken=spoken)


def _lacks(step: HallStep) -> str:
    text, missing = step_words(), words("step_missing")
    parts = [str(missing[code]) for code in step.missing]
    if step.state is StepState.LIFTED:
        return str(text["and"]).join(parts)
    titles = [duty_title(item) for item in step.duties]
    parts = list(dict.fromkeys(parts or titles)) if step.name != "tell" else list(dict.fromkeys(titles))
    return str(text["lacks"]).format(what=str(text["and"]).join(parts)) if parts else ""


def _light(step: HallStep, today: date) -> State:
    """Shape and colour by the soonest day of what is open."""
    if step.state is StepState.DONE:
        return State.DONE
    if step.state is StepState.LIFTED:
        return State.WAITING
    if step.due is None:
        return State.IN_TIME
    left = (step.due - today).days
    return State.LATE if left < 0 else State.SOON if left <= SOON else State.IN_TIME


def marks_of(stops: Sequence[Stop], today: date) -> tuple[Mark, ...]:
    """The stations in words."""
    titles = words("stations")
    return tuple(
        Mark(
            station=stop.station,
            word=str(titles[stop.station]),
            day="" if stop.reached_on is None else short_day(stop.reached_on, today),
            says=_said(stop, today),
            here=stop.here,
        )
        for stop in stops
    )


def _said(stop: Stop, today: date) -> str:
    """Everything there is to say of a station: where one is, since when, its papers, and where it leads."""
    text = step_words()
    where = "here" if stop.here else "passed" if stop.reached_on is not None else "ahead"
    parts = [str(text["stop"]).format(title=words("stations")[stop.station], where=text[where])]
    if stop.reached_on is not None:
        parts.append(str(text["since"]).format(day=short_day(stop.reached_on, today)))
    if stop.papers:
        listed = [
            str(text["paper"]).format(title=paper_title(paper), state=paper_state(paper)[1])
            for paper in stop.papers
        ]
        parts.append(str(text["papers"]).format(papers=str(text["and"]).join(listed)))
    opened = list(dict.fromkeys(_door(item, today) for item in stop.doors))[:3]
    doors = [*opened, str(words("station_doors")[stop.station])]
    parts.append(str(text["doors"]).format(doors="；".join(doors)))
    return str(text["part"]).join(parts)


def _door(item: Obligation, today: date) -> str:
    text = step_words()
    day = item.due_legal if item.kind == "window" else item.due_office
    if day is None:
        return str(text["door_open"]).format(title=duty_title(item))
    key = "door_window" if item.kind == "window" else "door_duty"
    return str(text[key]).format(title=duty_title(item), day=short_day(day, today))


def barred_line(item: Barred) -> str:
    """An act that cannot be done now, with the sentence of its refusal."""
    found = message_of(item.reason)
    act = str(words("acts").get(item.act, item.act))
    return str(step_words()["barred_line"]).format(act=act, reason=found.says)
