"""Control characters in a paper's text: the edges of a name, a box to tick, a cell to write in.

Put there by the template filters and never by a person's words: facts with control characters are refused before.
"""

from __future__ import annotations

NAME_START, NAME_END = "\x01", "\x02"
BLANK, UNTICKED, TICKED = "\x03", "\x04", "\x05"
