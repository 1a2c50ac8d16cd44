"""The standard library is the oracle: our bytes are those it writes."""

from __future__ import annotations

import quopri

from hypothesis import example, given
from hypothesis import strategies as st

from pairing.notify.quoted import begun, quoted_printable

#: Lines around the lengths where they are cut, of what is escaped and what is not.
plain = st.text(st.sampled_from("ab= ."), max_size=240)
lines = plain | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=240)


def by_the_library(line: str) -> bytes:
    return quopri.encodestring(line.encode() + b"\n").replace(b"\n", b"\r\n")


@given(line=lines)
@example(line="")
@example(line=".")
@example(line="a" * 76)
@example(line="a" * 75 + "=")
@example(line="a" * 73 + "=")
@example(line="a" * 73 + "=b")
@example(line="=" * 200)
@example(line="a" * 75 + " ")
@example(line="a" * 75 + ".")
def test_a_line(line: str) -> None:
    assert quoted_printable(line) == by_the_library(line)


@given(line=lines, rest=lines.filter(bool))
@example(line="a" * 75, rest="b")
@example(line="a" * 76, rest=".")
@example(line="=" * 60, rest="=")
@example(line="é" * 80, rest="a")
def test_a_line_whose_end_is_not_known_yet(line: str, rest: str) -> None:
    full, left = begun(line)
    assert full + quoted_printable(left + rest) == by_the_library(line + rest)
