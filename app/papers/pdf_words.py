"""The words of a PDF, for comparing a notice's file with the fingerprint in its code.

They are read in the order of the file, which is the order in which papers are drawn (app/papers/page.py).
"""

from __future__ import annotations

import io
import logging
import struct
import zlib

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.errors import BadInput

LARGEST = 20 * 1024 * 1024
MOST_PAGES = 300
SPOILED = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What the library lets out of spoiled files, as the fuzz found it (tests/exchange/fuzzed_signed.py)."""
logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every scanner's small sins


def words_of_pdf(data: bytes) -> str:
    """All words of a PDF. Raises BadInput("notice.pdf") for what is none, or is too large."""
    if len(data) > LARGEST or not data.startswith(b"%PDF-"):
        raise BadInput("notice.pdf", field="pdf")
    try:
        pages = PdfReader(io.BytesIO(data)).pages
        if len(pages) > MOST_PAGES:
            raise BadInput("notice.pdf", field="pdf")
        return "\n".join(page.extract_text() for page in pages)
    except SPOILED as error:
        raise BadInput("notice.pdf", field="pdf") from error
