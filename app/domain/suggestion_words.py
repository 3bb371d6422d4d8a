"""The class suggestion before anything was learned: names and aliases of the classes, and everyday words (C11)."""

from __future__ import annotations

from functools import cache

from app.domain.codes import category, codes
from app.domain.suggestion import SHOWN, Suggestion, first_level, learning, narrowed

_LEAST = 2
"""Characters that a word must have to say anything."""


def suggest_by_words(text: str) -> tuple[Suggestion, ...]:
    """Up to three classes of which words stand in the text, the likeliest first; none where two are as likely."""
    found: dict[str, dict[str, int]] = {}
    for word, code in _words():
        times = text.count(word)
        if times:
            found.setdefault(code, {})[word] = min(times, SHOWN) * (len(word) - 1)
    scored = sorted(((sum(words.values()), code) for code, words in found.items()), reverse=True)
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return ()
    made = []
    for place, (score, code) in enumerate(scored[:SHOWN]):
        after = scored[place + 1][0] if place + 1 < len(scored) else 0
        whole = [word for word in found[code] if not any(word in other != word for other in found[code])]
        best = sorted(whole, key=lambda word: -found[code][word])
        made.append(
            Suggestion(category=narrowed(code, text), margin=float(score - after), words=tuple(best[:SHOWN]))
        )
    return tuple(made)


@cache
def _words() -> tuple[tuple[str, str], ...]:
    """Every word with the class of the first level that it speaks for; a word of two classes speaks for none."""
    owners: dict[str, set[str]] = {}
    for row in codes("classification"):
        known = category(row.code)
        if known is not None:
            for word in (known.label, *known.aliases):
                owners.setdefault(word, set()).add(first_level(row.code))
    for code, words in learning().words.items():
        for word in words:
            owners[word] = {code}
    return tuple(
        (word, next(iter(codes_)))
        for word, codes_ in owners.items()
        if len(codes_) == 1 and len(word) >= _LEAST
    )
