"""The class suggestion as pages and commands use it: the model of this computer, else everyday words (C11).

It is given words and answers classes. It knows no matter, no person and no journal; it fills nothing by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from app.domain.suggestion import Accuracy, LinearModel, Suggestion, first_level, learning, model_of
from app.domain.suggestion_words import suggest_by_words
from app.errors import AppError
from app.ports import SuggestionStore

SHORTEST: Final = 4
"""Characters of a text below which nothing is said."""
TAKEN, OTHER, OVERRULED = "first", "other", "overruled"
"""What became of a suggestion: the first class was taken, another of the three, or none of them."""


class Suggester:
    """Suggests classes. One for the signed-in person's program; may be asked from any worker."""

    def __init__(self, store: SuggestionStore) -> None:
        self._store = store
        self._model: LinearModel | None = None
        self._texts = 0
        self._is_read = False

    @property
    def model(self) -> LinearModel | None:
        """What was learned on this computer, or None while there is only the start by words."""
        if not self._is_read:
            try:
                content, self._texts = self._store.load()
                self._model = model_of(content) if content else None
            except AppError:
                # a help that cannot be read is no reason to hold anybody up; the words speak, and it is learned anew
                self._model, self._texts = None, 0
            self._is_read = True
        return self._model

    @property
    def texts(self) -> int:
        """Of how many confirmed texts the model was made; 0 before the first."""
        return self._texts if self.model is not None else 0

    @property
    def accuracy(self) -> Accuracy | None:
        """How right the model is that was used last; None for the start by words. Reads no file."""
        return None if self._model is None else self._model.accuracy

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Up to three classes for the words of a claim, the likeliest first; none where it is not sure."""
        read = text[: learning().reads].strip()
        if len(read) < SHORTEST:
            return ()
        model = self.model
        return suggest_by_words(read) if model is None else model.suggest(read)

    def keep(self, model: LinearModel, texts: int) -> None:
        """From now on this model."""
        self._store.save(model.to_bytes(), texts)
        self._model, self._texts, self._is_read = model, texts, True

    def forget(self) -> None:
        """Nothing is kept of what was learned: a text was among it that now lies under seal. It is learned anew."""
        if self._store.load()[0]:
            self._store.save(b"", 0)
        self._model, self._texts, self._is_read = None, 0, True

    def note(self, shown: Sequence[Suggestion], category: str) -> None:
        """Counts what became of a suggestion that was shown when a class was settled; nothing else is kept of it."""
        if not shown or not category:
            return
        settled = first_level(category)
        classes = [item.first_level for item in shown]
        self._store.count(TAKEN if classes[0] == settled else OTHER if settled in classes else OVERRULED)

    def counts(self) -> Mapping[str, int]:
        """How often the first class was taken, another of the three, or none of them."""
        return self._store.counts()
