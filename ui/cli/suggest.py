"""Commands on the class suggestion: suggest."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.domain.codes import category
from app.domain.suggestion import Accuracy, Suggestion
from app.errors import BadInput, Unavailable
from app.services.session import Session
from app.services.suggester import OTHER, OVERRULED, TAKEN, Suggester
from app.services.suggesting import retrain
from ui.cli.folder import desk
from ui.cli.output import emit, table
from ui.messages import words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    suggest = commands.add_parser("suggest", parents=[common])
    suggest.add_argument("text", nargs="?", default="")
    suggest.add_argument("--train", action="store_true")
    suggest.add_argument("--accuracy", action="store_true")
    suggest.set_defaults(run=run_suggest)


def run_suggest(chosen: argparse.Namespace) -> int:
    """Classes for a text (or a file of text); learning anew; how right it is on texts it never saw."""
    opened = desk(chosen)
    try:
        suggester = _suggester(opened.session)
        if chosen.train:
            return _trained(chosen, opened.session)
        if chosen.accuracy:
            return _accuracy(chosen, suggester)
        if not chosen.text:
            raise BadInput("suggestion.nothing", field="text")
        return _suggested(chosen, suggester.suggest(_text(chosen.text)))
    finally:
        opened.close()


def _suggester(session: Session) -> Suggester:
    if session.suggester is None:
        raise Unavailable("suggestion.damaged")
    return session.suggester


def _text(given: str) -> str:
    try:
        path = Path(given)
        return path.read_text(encoding="utf-8") if path.is_file() else given
    except OSError:  # a long text is no name of a file
        return given
    except UnicodeDecodeError as error:
        raise BadInput("file.unreadable", file=Path(given).name) from error


def _suggested(chosen: argparse.Namespace, found: tuple[Suggestion, ...]) -> int:
    if not found:
        emit({"abstains": True}) if chosen.json else sys.stdout.write(f"{words('suggestion')['abstains']}\n")
    for item in found:
        made = suggestion_object(item)
        emit(made) if chosen.json else table(
            [{**made, "words": "、".join(item.words)}], ("category", "label", "margin", "words")
        )
    return 0


def suggestion_object(item: Suggestion) -> dict[str, object]:
    """One suggestion as JSON."""
    found = category(item.category)
    return {
        "category": item.category,
        "label": " › ".join(found.path) if found is not None else item.category,
        "margin": item.margin,
        "words": list(item.words),
    }


def _trained(chosen: argparse.Namespace, session: Session) -> int:
    learned = retrain(session, lambda done, total: None)
    text = words("suggestion")
    if chosen.json:
        accuracy = None if learned.accuracy is None else learned.accuracy.as_json()
        emit({"texts": learned.texts, "needed": learned.needed, "accuracy": accuracy})
    elif learned.accuracy is None:
        sys.stdout.write(text["too_few"].format(texts=learned.texts, needed=learned.needed) + "\n")
    else:
        said = accuracy_words(learned.accuracy)
        sys.stdout.write(text["trained"].format(texts=learned.texts, accuracy=said) + "\n")
    return 0


def _accuracy(chosen: argparse.Namespace, suggester: Suggester) -> int:
    model, counts = suggester.model, suggester.counts()
    taken = {kind: counts.get(kind, 0) for kind in (TAKEN, OTHER, OVERRULED)}
    if chosen.json:
        accuracy = None if model is None else model.accuracy.as_json()
        emit({"source": "words" if model is None else "model", "accuracy": accuracy, "taken": taken})
    else:
        text = words("suggestion")
        said = text["by_words"] if model is None else accuracy_words(model.accuracy)
        sys.stdout.write(f"{said}\n{text['taken'].format(**taken)}\n")
    return 0


def accuracy_words(accuracy: Accuracy) -> str:
    """How right the model is, in a sentence."""
    return str(words("suggestion")["measured"]).format(
        learned=accuracy.learned,
        measured=accuracy.measured,
        top_1=f"{accuracy.top_1:.0%}",
        top_3=f"{accuracy.top_3:.0%}",
        silent=accuracy.silent,
    )
