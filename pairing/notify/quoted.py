"""
Quoted-printable (RFC 2045, 6.7), a line at a time.

The standard library looks at every byte by itself, which was a tenth of composing a mail; most
lines are plain ASCII, where only "=" is escaped and the rest is cutting. The tests hold that the
bytes are those of `quopri`.
"""

from __future__ import annotations

import quopri
from functools import lru_cache

#: Characters of an encoded line, its soft break included.
MOST = 76


@lru_cache(maxsize=2048)  # of the lines with a word, three in four stand in other mails to the group or the round too
def quoted_printable(line: str) -> bytes:
    """The line, which holds no line break, encoded and ended by CRLF."""
    if not _is_plain(line) or line.endswith(" ") or line == ".":
        return quopri.encodestring(line.encode() + b"\n").replace(b"\n", b"\r\n")
    full, rest = _cut(line.replace("=", "=3D"))
    if len(rest) == MOST and rest[-3] == "=":  # a last character may stand where an escape may not
        rest = f"{rest[:-3]}=\r\n{rest[-3:]}"
    return f"{full}{rest}\r\n".encode("ascii")


def begun(line: str) -> tuple[bytes, str]:
    """A line that goes on in words not known yet: its soft lines that are full, encoded; and what is left of it."""
    if not _is_plain(line):
        return b"", line
    full, rest = _cut(line.replace("=", "=3D"))
    return full.encode("ascii"), rest.replace("=3D", "=")


def _is_plain(line: str) -> bool:
    """Without anything to escape but "="."""
    return line.isascii() and line.isprintable()


def _cut(escaped: str) -> tuple[str, str]:
    """The soft lines that are full whatever comes after, and the rest, which is at most `MOST` long."""
    left = len(escaped)
    if left <= MOST:
        return "", escaped
    pieces, start = [], 0
    while left > MOST:
        end = start + MOST - 1
        if "=" in escaped[end - 2 : end]:  # never within an escape
            end = escaped.rindex("=", start, end)
        pieces.append(escaped[start:end])
        left -= end - start
        start = end
    return "=\r\n".join([*pieces, ""]), escaped[start:]
