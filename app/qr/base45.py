"""Base45 (RFC 9285): bytes in the 45 characters of a QR code's alphanumeric mode, two bytes in three characters.

Keyboard-type scanners keep these characters and spoil raw bytes; it costs 3 % against them (reference/exchange.md 4.3).
"""

from __future__ import annotations

from app.errors import BadInput

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """The text of these bytes."""
    made: list[str] = []
    for at in range(0, len(data) - 1, 2):
        rest, low = divmod(data[at] * 256 + data[at + 1], 45)
        high, middle = divmod(rest, 45)
        made.append(ALPHABET[low] + ALPHABET[middle] + ALPHABET[high])
    if len(data) % 2:
        high, low = divmod(data[-1], 45)
        made.append(ALPHABET[low] + ALPHABET[high])
    return "".join(made)


def decode(text: str) -> bytes:
    """The bytes of this text. Raises BadInput("code.misread") for what no bytes encode to (RFC 9285, section 6)."""
    try:
        values = [_VALUES[character] for character in text]
    except KeyError as error:
        raise BadInput("code.misread") from error
    made = bytearray()
    for at in range(0, len(values), 3):
        group = values[at : at + 3]
        value = sum(digit * 45**place for place, digit in enumerate(group))
        if len(group) == 1 or value >= 256 ** (len(group) - 1):
            raise BadInput("code.misread")
        made += value.to_bytes(len(group) - 1, "big")
    return bytes(made)
