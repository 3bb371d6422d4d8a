"""The text of the code that rates an answer once (评价码). Light: loads no library for pictures.

`XFE1:<number>:<token>:<check>`, alphanumeric characters only. `number` is the matter number, `token` 32 upper-case
hexadecimal digits: the first half of the SHA-256 of the prefix, the hash of the receipt's own token and how often was rated
before, a zero byte between them. So nothing has to be kept, each rating has a code of its own, a used one is told from one
that is not ours, and whoever has neither the receipt nor the office's journal cannot make one. No name, nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

from app.errors import BadInput
from app.qr.checked_text import with_check, without_check
from app.qr.families import Family

_NUMBER = r"[0-9A-Z]{4}-[0-9]{2}-[0-9]{5,8}-[0-9A-Z]"
_LINE = re.compile(rf"{Family.EVALUATION}:({_NUMBER}):([0-9A-F]{{32}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationCode:
    """What an evaluation code says: the matter number and the token of one rating."""

    number: str
    token: str

    def payload(self) -> str:
        """The text of the code."""
        return with_check(f"{Family.EVALUATION}:{self.number}:{self.token}")

    def is_for(self, token_hash: str, rounds: int) -> bool:
        """Whether it is the code of that matter's rating after so many."""
        return hmac.compare_digest(self.token, _token(token_hash, rounds))


def evaluation_code(number: str, token_hash: str, rounds: int) -> EvaluationCode:
    """The code of the next rating of a matter that was rated `rounds` times.

    Raises BadInput("asking.code_unreadable") for a number of another shape, or a matter without a token.
    """
    if not token_hash or not re.fullmatch(_NUMBER, number):
        raise BadInput("asking.code_unreadable")
    return EvaluationCode(number=number, token=_token(token_hash, rounds))


def parse_evaluation(text: str) -> EvaluationCode:
    """The evaluation code in `text`, as a scanner gave it (blanks and lower case are forgiven).

    Raises BadInput("asking.code_unreadable") when it is another code, or its check does not fit.
    """
    found = _LINE.fullmatch(without_check(text) or "")
    if found is None:
        raise BadInput("asking.code_unreadable")
    return EvaluationCode(number=found[1], token=found[2])


def _token(token_hash: str, rounds: int) -> str:
    said = b"\0".join((Family.EVALUATION.encode(), token_hash.encode(), str(rounds).encode()))
    return hashlib.sha256(said).hexdigest()[:32].upper()
