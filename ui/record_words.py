"""Why a matter was not taken by the other side, with its field called as our forms call it."""

from __future__ import annotations

from app.errors import AppError
from app.exchange.results import RecordCode, reason
from ui.messages import words


def reason_in_words(code: str, field: str) -> AppError:
    """The code of a receipt as an error; the field by its label, `kind.field` where no form has it."""
    label = str(words("act_fields").get(field.rpartition(".")[2], ""))
    return reason(code, field, label)


def relabelled(why: AppError) -> AppError:
    """The same reason with its field's label; errors of another kind as they are."""
    return reason_in_words(why.code, why.field or "") if why.code in set(RecordCode) else why
