from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.people.addresses import NoAddress, address_of


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Jane.Smith@Mill.Example;", "Jane.Smith@Mill.Example"),
        ("Jane <jane@mill.example>", "jane@mill.example"),
        ("mailto:j@mill.example", "j@mill.example"),
        ("o\u2019neill@mill.example", "o'neill@mill.example"),
        ("jane @ mill.example", "jane@mill.example"),
        ("a@x.example; b@x.example", "a@x.example"),
        ("j@mill.example.", "j@mill.example"),
        ("'j@mill.example'", "j@mill.example"),
        ("<j@mill.example>,", "j@mill.example"),
        ("a@x.example/b@x.example", "a@x.example"),
    ],
)
def test_certain_repairs_are_made_and_told(typed: str, address: str) -> None:
    found, repairs = address_of(typed)
    assert found == address
    assert repairs


def test_a_sound_address_stays_as_typed() -> None:
    assert address_of("Jane.O'Neill+x@Mill.Example") == ("Jane.O'Neill+x@Mill.Example", ())


@pytest.mark.parametrize(
    ("typed", "why", "suggestion"),
    [
        ("jane", "no @", ""),
        ("a@b", "no full stop", ""),
        ("j@@mill.example", "more than one @", "j@mill.example"),
        ("a b@mill.example", "a space inside", "ab@mill.example"),
        ("a@mill,example", "','", "a@mill.example"),
        ("josé@mill.example", "a letter that mail addresses cannot have", ""),
        ("a..b@mill.example", "two periods", "a.b@mill.example"),
        ("jane@nhs", "no full stop", "jane@nhs.net"),
        ("jane@mill.local", "cannot receive mail from outside", ""),
    ],
)
def test_what_is_no_address_says_why_and_what_was_meant(typed: str, why: str, suggestion: str) -> None:
    with pytest.raises(NoAddress, match=why) as caught:
        address_of(typed)
    assert caught.value.suggestion == suggestion


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address, _ = address_of(text)
    except NoAddress:
        return
    assert address.isascii() or "@" in address
    assert not set(address) & set(' \r\n\t<>"')
