"""Chinese text made small for a code: GB18030, then deflate with a dictionary of phrases (reference/exchange.md 4.3).

GB18030 before deflate saves a fifth against UTF-8, the dictionary a twentieth more. The dictionary belongs to the format:
resources/qr/phrases.txt never changes, a better one would be another version of the format.
"""

from __future__ import annotations

import zlib
from functools import cache

from app.domain.names import repair_private_use
from app.errors import BadInput
from resources.loader import read_text

MOST_BYTES = 64 * 1024
"""Bytes of a text once it is inflated: what is larger is no story, but a bomb."""
_RAW = -15
"""Deflate without a head (RFC 1951), with the largest window."""


@cache
def phrases() -> bytes:
    """The dictionary, in GB18030."""
    return "".join(read_text("qr/phrases.txt").split()).encode("gb18030")


def packed(text: str) -> bytes:
    """The text made small."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW, 9, zlib.Z_DEFAULT_STRATEGY, phrases())
    return packer.compress(text.encode("gb18030")) + packer.flush()


def unpacked(data: bytes) -> str:
    """The text that was made small. Raises BadInput("code.altered") for what is no such text, or is too large."""
    unpacker = zlib.decompressobj(_RAW, phrases())
    try:
        plain = unpacker.decompress(data, MOST_BYTES)
        if not unpacker.eof or unpacker.unused_data:
            raise BadInput("code.altered")
        return repair_private_use(plain.decode("gb18030"))  # a browser's table is newer than Python's
    except (zlib.error, UnicodeDecodeError) as error:
        raise BadInput("code.altered") from error
