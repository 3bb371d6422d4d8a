"""The ZIP records that packages are made of, as bytes: one way to write each, so that a reader can compare.

APPNOTE 6.3.10, sections 4.3.7 to 4.3.16. No extra fields, no comments, one fixed time stamp, ASCII names: nothing in a
record is free, therefore nothing can be changed unseen. Packages stay below four gigabytes (FAT32), so there is no ZIP64.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

STORED = 0
DEFLATED = 8
STREAMED = 0x0008
"""Flag: sizes and check sum stand behind the member, because it was written without knowing them."""
LOCAL = b"PK\x03\x04"
DESCRIPTOR = b"PK\x07\x08"
CENTRAL = b"PK\x01\x02"
END = b"PK\x05\x06"
LARGEST = 0xFFFF_FFFF - 0x10_0000
"""Bytes of the largest package: what a FAT32 stick can hold, with room for the records."""
_VERSION = 20
_DATE = 0x0021
"""1 January 1980, the first day that a ZIP can name."""
_LOCAL = struct.Struct("<4s5H3L2H")
_DESCRIPTOR = struct.Struct("<4s3L")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
LOCAL_SIZE = _LOCAL.size
DESCRIPTOR_SIZE = _DESCRIPTOR.size
END_SIZE = _END.size


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name, flags, method, CRC-32, packed and plain size in bytes."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int

    def local(self) -> bytes:
        """The record before the data."""
        crc, packed, size = (0, 0, 0) if self.flags & STREAMED else (self.crc, self.packed, self.size)
        name = self.name.encode("ascii")
        return (
            _LOCAL.pack(LOCAL, _VERSION, self.flags, self.method, 0, _DATE, crc, packed, size, len(name), 0)
            + name
        )

    def descriptor(self) -> bytes:
        """The record behind the data of a streamed member."""
        return _DESCRIPTOR.pack(DESCRIPTOR, self.crc, self.packed, self.size)

    def central(self, at: int) -> bytes:
        """The line of the directory for a member whose local record stands at offset `at`."""
        name = self.name.encode("ascii")
        return (
            _CENTRAL.pack(
                CENTRAL, _VERSION, _VERSION, self.flags, self.method, 0, _DATE, self.crc, self.packed,
                self.size, len(name), 0, 0, 0, 0, 0, at,
            )
            + name
        )  # fmt: skip


def end(members: int, size: int, at: int) -> bytes:
    """The last record: how many members, the size of the directory in bytes, and its offset."""
    return _END.pack(END, 0, 0, members, members, size, at, 0)


def local_fields(data: bytes) -> tuple[int, int, int, int, int, int]:
    """Flags, method, CRC-32, packed size, size and length of the name of a local record's thirty bytes."""
    _, _, flags, method, _, _, crc, packed, size, name, _ = _LOCAL.unpack(data)
    return flags, method, crc, packed, size, name
