"""The keys of a name in Latin letters, as a compiler likes it; the types stand in ``kernel.pxd``. Uncompiled it gives the same, slowly."""

from __future__ import annotations

FULL = 0xFFFFFFFF
_ROWS = bytearray(4 * 256)
TABLE = memoryview(_ROWS).cast("I")
"""The remainders of CRC-32, byte by byte."""
for _byte in range(256):
    _rest = _byte
    for _ in range(8):
        _rest = (_rest >> 1) ^ 0xEDB88320 if _rest & 1 else _rest >> 1
    TABLE[_byte] = _rest


def crc(held: bytes, at: int, end: int, start: int) -> int:
    """As ``zlib.crc32`` of a part."""
    found = start ^ FULL
    for i in range(at, end):
        found = TABLE[(found ^ held[i]) & 0xFF] ^ (found >> 8)
    return found ^ FULL


class Keys:
    """The keys of one name while they are collected, each once: few enough to look through."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = memoryview(bytearray(4 * most)).cast("I")
        self.count = 0

    def add(self, key: int) -> None:
        """Take a key in that is not there yet, as long as there is room."""
        held = self.held
        for i in range(self.count):
            if held[i] == key:
                return
        if self.count < self.most:
            held[self.count] = key
            self.count += 1

    def latin(self, words: list[bytes], joined: bytes) -> list[int]:
        """Every four letters of all words in a row; then each word, its first and its last three letters."""
        for i in range(len(joined) - 3):
            a, b, c, d = joined[i], joined[i + 1], joined[i + 2], joined[i + 3]
            self.add(a | (b << 8) | (c << 16) | (d << 24))
        for one in words:
            word = one
            many = len(word)
            self.add(crc(word, 0, many, 1))
            if many >= 3:
                self.add(crc(word, 0, 3, 2))
                self.add(crc(word, many - 3, many, 3))
        return [self.held[i] for i in range(self.count)]
