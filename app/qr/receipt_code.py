"""The text of the code on a receipt (ruling 18). Light: loads no library for pictures.

`XFQ1:<number>:<token>:<check>`, alphanumeric characters only. `number` is the
matter number, `token` 128 random bits in 32 upper-case hexadecimal digits, `check` the first four
digits of the SHA-256 of what stands before it (it tells a misread code from another one; it proves
nothing). No name, no address of a site, nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

from app.errors import BadInput
from app.qr.checked_text import with_check, without_check
from app.qr.families import Family

_NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9]{2}-[0-9]{5,8}-[0-9A-Z]")
_LINE = re.compile(rf"{Family.RECEIPT}:({_NUMBER.pattern}):([0-9A-F]{{32}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCode:
    """What a receipt's code says: the matter number and the token (32 upper-case hexadecimal digits)."""

    number: str
    token: str

    def payload(self) -> str:
        """The text of the code. Raises BadInput("paper.receipt_code_unreadable") for a number or token of
        another shape.
        """
        if not _NUMBER.fullmatch(self.number) or not re.fullmatch(r"[0-9A-F]{32}", self.token):
            raise BadInput("paper.receipt_code_unreadable", field="receipt_code")
        return with_check(f"{Family.RECEIPT}:{self.number}:{self.token}")

    def is_for(self, token_hash: str) -> bool:
        """Whether its token is the one of which a registration keeps this hash (SHA-256, hexadecimal)."""
        return hmac.compare_digest(hashlib.sha256(self.token.encode()).hexdigest(), token_hash)


def parse(text: str) -> ReceiptCode:
    """The receipt code in `text`, as a scanner gave it (blanks around it and lower case are forgiven).

    Raises BadInput("paper.receipt_code_unreadable") when it is another code, or its check does not fit.
    """
    found = _LINE.fullmatch(without_check(text) or "")
    if found is None:
        raise BadInput("paper.receipt_code_unreadable")
    return ReceiptCode(number=found[1], token=found[2])
