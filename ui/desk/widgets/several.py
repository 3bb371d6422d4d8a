"""Choosing several entries of a code list on one line, parted by "、"; each part is found by typing like a single one."""

from __future__ import annotations

from collections.abc import Sequence

from ui.desk.widgets.choice import Choice, ChoiceField, matching

BETWEEN = "\u3001"
_ALSO = (",", "，", ";", "；")


class SeveralField(ChoiceField):
    """A line of choices: ↓ lists, Enter takes the first for the part being typed; what fits nothing stays as typed."""

    @property
    def codes(self) -> list[str]:
        """The codes of the parts in their order, each once; words that fit no entry, or several, stay words."""
        return list(dict.fromkeys(self._code_of(part) for part in self.parts if part))

    @property
    def parts(self) -> list[str]:
        """What stands between the marks, the last one being typed."""
        text = self.text()
        for mark in _ALSO:
            text = text.replace(mark, BETWEEN)
        return [part.strip() for part in text.split(BETWEEN)]

    def take_codes(self, codes: Sequence[str]) -> None:
        """Puts these entries on the line."""
        words = {each.code: each.word for each in self._choices}
        self.take_text(BETWEEN.join(words.get(code, code) for code in codes))

    def take(self, choice: Choice) -> None:
        """Chooses `choice` for the part that is being typed; the next one may follow."""
        self.setText(BETWEEN.join((*self.parts[:-1], choice.word, "")))
        self.completer_popup.hide()
        self._listed = ()

    def _code_of(self, part: str) -> str:
        whole = [each.code for each in self._choices if part in (each.code, each.word, each.line)]
        found = whole or [each.code for each in matching(self._choices, part)]
        return found[0] if len(found) == 1 else part

    def _narrow(self, typed: str) -> None:
        last = self.parts[-1]
        self._listed = self._found(last) if last else ()
        self._list()

    def _found(self, typed: str) -> tuple[Choice, ...]:
        taken = {*self.parts[:-1]}
        rest = [each for each in self._choices if each.word not in taken and each.code not in taken]
        return matching(rest, self.parts[-1])

    def _take_if_clear(self) -> None:
        if self.parts[-1] and len(self._found(self.parts[-1])) == 1:
            self.take(self._found(self.parts[-1])[0])
        if self.codes:
            self.take_codes(self.codes)
