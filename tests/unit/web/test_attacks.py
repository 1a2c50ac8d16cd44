"""What somebody with a link, or with none, may try: markup in words, other people's forms, odd addresses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pairing.life.answers import Source
from pairing.links import Purpose
from pairing.stages.answering import Meeting, Voice, suggest
from pairing.web import nonce
from pairing.web.pace import Limits

FREE = Limits(*(1_000_000,) * 5)
MARKUP = '"><script>alert(1)</script><a href="javascript:x'


def test_words_of_others_are_never_markup(house, visitor) -> None:
    voice = Voice(Source.PAGE, house.clock.now())
    suggest(house.desk, Meeting("ben", house.ROUND, 1), [house.STARTS + timedelta(days=1)], MARKUP, voice)
    page = visitor.get(house.path_of(Purpose.ANSWER, "ann")).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page


@pytest.mark.parametrize("purpose", list(Purpose))
def test_nothing_of_an_address_is_written_into_a_page(house, visitor, purpose) -> None:
    for path in (f"{house.path_of(purpose, 'ann')}/thanks/{MARKUP}", f"/{MARKUP}", f"/a/{MARKUP}"):
        page = visitor.get(path).text
        assert "alert(1)" not in page
        assert "javascript:" not in page


@pytest.mark.parametrize("purpose", list(Purpose))
def test_what_was_typed_is_given_back_as_words(house, purpose) -> None:
    visitor = house.visitor(FREE)
    fields = dict.fromkeys(("words", "number", "day", "month", "year", "day1", "time1", "met", "choice"), MARKUP)
    for rest in ("", "/time"):
        path = house.path_of(purpose, "ann") + rest
        if visitor.get(path).status == 200:
            assert "<script" not in visitor.press(path, **fields).text


def test_a_form_of_one_person_is_none_of_anothers(house, visitor) -> None:
    ann, ben = (house.path_of(Purpose.ANSWER, person) for person in ("ann", "ben"))
    before = house.count
    house.clock.advance(minutes=1)
    form = {"nonce": nonce.issue(house.desk.secret, ann[3:], house.clock.now()), "answer": "no"}
    assert visitor.post(ben, **form).status == 400
    assert visitor.post(house.path_of(Purpose.PAUSE, "ann"), **(form | {"choice": "stop"})).status == 400
    assert house.count == before


@pytest.mark.parametrize(
    "token", ["x" * 100_000, "%00", "..%2f..%2fpairs.db", "é", "W10.", "bnVsbA.x", "W251bGxd.AAAA"]
)
def test_odd_tokens_are_merely_no_links(house, token) -> None:
    visitor = house.visitor(FREE)
    for letter in "apmjn":
        assert visitor.get(f"/{letter}/{token}").status == 404
        assert visitor.post(f"/{letter}/{token}", answer="yes").status == 404


def test_errors_name_no_link(house, visitor) -> None:
    path = house.path_of(Purpose.ANSWER, "ann")
    for answer in (visitor.get(path[:-1]), visitor.ask("PUT", path), visitor.ask("POST", path, b"x" * 99_999)):
        assert answer.status >= 400
        assert path.split("/")[2][:20] not in answer.text + str(answer.headers)
