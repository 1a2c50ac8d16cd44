"""Every mail of the collection in tests/mails is read as its line in expected.json says."""

import json
from pathlib import Path

import pytest
from sparing import SHARE, slow_but

from pairing.inbox.read import read_mail

MAILS = Path(__file__).parents[2] / "mails"
EXPECTED = json.loads((MAILS / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_mail_is_read_right(name):
    read = read_mail((MAILS / f"{name}.eml").read_bytes())
    assert read.explained() == EXPECTED[name], read.why


def test_every_mail_has_its_line():
    assert {path.stem for path in MAILS.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", slow_but(sorted(EXPECTED), *sorted(EXPECTED)[::SHARE]))
def test_line_ends_make_no_difference(name):
    raw = (MAILS / f"{name}.eml").read_bytes()
    if b"\r" not in raw:
        assert read_mail(raw.replace(b"\n", b"\r\n")).explained() == EXPECTED[name]
