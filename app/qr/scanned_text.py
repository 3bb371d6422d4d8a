"""What a scanner that acts as a keyboard made of a code's text, put right where the code's own check proves it (case 38).

An input method turns marks into wide ones, Caps Lock turns letters round, a program adds blanks. Letters that an input
method made words of are gone, and so are blanks within: then the check does not fit, and nothing is guessed. No code ends
with a blank (the last character of a group of Base45 is never beyond "W"), so none can be lost there.
"""

from __future__ import annotations

from app.errors import BadInput
from app.qr import base45
from app.qr.families import MOST_CHARACTERS, mended
from app.qr.sealed_code import CHECK, PREFIX, check_of


def code_of(text: str) -> bytes:
    """The bytes of a pre-registration's code, or of one frame of it, as a scanner or a picture gave them.

    Blanks that were added around it are passed over. Raises BadInput("code.misread").
    """
    whole = mended(text)
    if len(text) > MOST_CHARACTERS or not whole.lstrip().startswith(PREFIX):
        raise BadInput("code.misread")
    said = whole.lstrip().removeprefix(PREFIX)
    for tried in dict.fromkeys((said.rstrip(), said.strip())):
        try:
            code = base45.decode(tried)
        except BadInput:
            continue
        if len(code) > CHECK and check_of(code[:-CHECK]) == code[-CHECK:]:
            return code
    raise BadInput("code.misread")
