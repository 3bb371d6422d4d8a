"""What the child that opens scans and the program say to each other: frames on a pipe. Both sides import only this.

A frame is four bytes (length of the head, big-endian), the head as JSON, and `size` bytes of a JPEG picture. The last
head says how many pages there were; a pipe that ends without it means that the child did not survive the file.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

READ_SCAN = "read-scan"
"""The hidden command by which the program starts itself as the child."""
REMOVE_AREAS = "remove-areas"
"""The hidden command of the child that takes areas out of a picture."""
READ_CODES = "read-codes"
"""The hidden command of the child that reads the codes in a file or a picture, and hands back nothing but their texts."""
EVERY_CODE = "every"
"""Behind the file's name: codes of others are told too, as the round of the posters needs them."""
READ_WORDS = "read-words"
"""The hidden command of the child that hands back the words of a PDF."""
FROM_INPUT = "-"
"""In the place of a file's name: the picture comes by standard input."""
MOST_CODES = 32
LONGEST_CODE = 4296
"""Characters of the largest code there is (ISO/IEC 18004, version 40-L, alphanumeric)."""
LARGEST_HEAD = 256 * 1024
LARGEST_PICTURE = 32 * 1024 * 1024


class BrokenFrame(Exception):
    """The other side said something that is no frame, or stopped in the middle of one."""


def write_frame(out: BinaryIO, head: dict[str, object], picture: bytes = b"") -> None:
    """Writes one frame and pushes it through."""
    raw = json.dumps({**head, "size": len(picture)}).encode()
    out.write(len(raw).to_bytes(4, "big") + raw + picture)
    out.flush()


def read_frame(source: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or None at a clean end. Raises BrokenFrame for anything else."""
    length = source.read(4)
    if not length:
        return None
    size = int.from_bytes(length, "big")
    if len(length) < 4 or size > LARGEST_HEAD:
        raise BrokenFrame
    try:
        head = json.loads(_exactly(source, size))
        picture_size = int(head["size"])
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenFrame from error
    if not 0 <= picture_size <= LARGEST_PICTURE:
        raise BrokenFrame
    return head, _exactly(source, picture_size)


def _exactly(source: BinaryIO, size: int) -> bytes:
    data = source.read(size)
    if len(data) != size:
        raise BrokenFrame
    return data
