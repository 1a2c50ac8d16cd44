from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError
from sparing import some_of

from pairing.errors import InputError
from pairing.notify import render as rendering
from pairing.notify.dates import day_name, time_name
from pairing.notify.meeting_letters import Invitation
from pairing.notify.messages import Guest, LeftOutNotice, MessageKind
from pairing.notify.phrases import given_name, length, listed, sentence
from pairing.notify.plain import one_line, paragraphs
from pairing.notify.prompts import choose, read_prompts, shipped_prompts, shown_to
from pairing.notify.render import SUBJECT_LENGTH, render
from pairing.notify.words import words_of
from pairing.rounds import Format

TOM = Guest("Tom Jones", "Care coordinator", "Riverside PCN team", "tom@riverside.example")


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(12, 30, "12:30pm"), (9, 0, "9am"), (0, 5, "12:05am"), (12, 0, "midday"), (0, 0, "midnight"), (17, 5, "5:05pm")],
)
def test_times(hour: int, minute: int, said: str) -> None:
    assert time_name(datetime(2026, 12, 1, hour, minute, tzinfo=ZoneInfo("Europe/London"))) == said


def test_days() -> None:
    assert day_name(date(2026, 12, 1)) == "Tuesday 1 December"


def test_times_are_the_networks_own(invitation: Invitation) -> None:
    utc = replace(invitation, starts=datetime(2026, 7, 8, 11, 30, tzinfo=ZoneInfo("UTC")))
    assert render(utc).subject.endswith("Wednesday 8 July, 12:30pm")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Priya Shah", "Priya"),
        ("Dr Asha Patel", "Asha"),
        ("Dr. Patel", "Dr. Patel"),
        ("J Smith", "J Smith"),
        ("Cher", "Cher"),
        ("  Mary-Jane\tWatson ", "Mary-Jane"),
        ("", ""),
    ],
)
def test_given_names(name: str, said: str) -> None:
    assert given_name(name) == said


def test_small_words() -> None:
    assert [listed(list(names)) for names in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert [length(n) for n in (1, 20, 60, 75, 120, 150)] == [
        "1 minute",
        "20 minutes",
        "1 hour",
        "1 hour 15 minutes",
        "2 hours",
        "2 hours 30 minutes",
    ]
    assert (sentence("no seat was left"), sentence("Really?"), sentence("")) == ("No seat was left.", "Really?", "")


def test_plain_text_keeps_names_and_drops_tricks() -> None:
    assert one_line(" Zoë\r\n\tŁukasiewicz\x00\u202e ") == "Zoë Łukasiewicz"
    assert one_line("क्‍ष") == "क्‍ष", "joiners belong to names"
    assert one_line("x" * 300, most=10) == "x" * 9 + "…"
    assert paragraphs("one\n\n two \r\nthree") == ("one", "two", "three")


@pytest.mark.parametrize(
    ("names", "subject"),
    [
        (["Priya Shah"], "Coffee with Priya Shah, Wednesday 8 July, 12:30pm"),
        (["Priya Shah", "Tom Jones"], "Coffee with Priya and Tom, Wednesday 8 July, 12:30pm"),
        (["Alexandra Featherstonehaugh-Cholmondeley"], "Coffee with Alexandra, Wednesday 8 July, 12:30pm"),
        (["Alexandra Featherstonehaugh", "Rob Jones"], "Coffee with Alexandra and Rob, Wed 8 Jul, 12:30pm"),
    ],
)
def test_subject_names_who_and_when(names: list[str], subject: str, invitation: Invitation) -> None:
    guests = tuple(replace(TOM, name=name) for name in names)
    made = render(replace(invitation, guests=guests)).subject
    assert made == subject
    assert len(made.rpartition(",")[0]) <= SUBJECT_LENGTH, "name and day are seen on a telephone"


def test_who_writes_first_is_always_said(invitation: Invitation) -> None:
    for first, said in (("you", "You write first"), ("Priya Shah", "Priya Shah writes to you first.")):
        words = render(replace(invitation, first_mover=first))
        assert said in words.text
        assert said in words.html
        assert words.description is not None
        assert said in words.description


def test_a_first_line_is_prepared_for_the_first_mover(invitation: Invitation) -> None:
    html = render(replace(invitation, guests=(*invitation.guests, TOM))).html
    assert "mailto:priya@high-street.example,tom@riverside.example?subject=Coffee%2C%20Wednesday%208%20July" in html
    assert "Hello%20Priya%20and%20Tom" in html
    assert ">Write to Priya and Tom</a>" in html


def test_answers_are_prepared_replies_that_say_whose_they_are(invitation: Invitation) -> None:
    html = render(invitation).html
    for subject in (
        "Yes%3A%20coffee",
        "Another%20time%3A",
        "Not%20this%20month%3A",
        "Pause%20coffee%203%20months",
        "Stop",
    ):
        assert f"mailto:ruth@riverside.example?subject={subject}" in html
    assert html.count("Reference%3A%200123456789abcdef0123456789abcdef") == 7
    assert "mailto:Coffee@Riverside.example?subject=Stop" in render(replace(invitation, reply_to=None)).html


def test_pages_take_the_place_of_prepared_replies(invitation: Invitation) -> None:
    words = render(
        replace(
            invitation,
            answer_url="https://pairs.riverside.example/a/1",
            pause_url="https://pairs.riverside.example/p/1",
        )
    )
    assert "subject=Yes" not in words.html
    assert "subject=Stop" not in words.html
    for link in ("https://pairs.riverside.example/a/1", "https://pairs.riverside.example/p/1"):
        assert link in words.html
        assert link in words.text


def test_a_weekly_programme_says_week(invitation: Invitation) -> None:
    assert "Not this week" in render(replace(invitation, round="huddle-2026-W28", format=Format.HUDDLE)).text


def test_a_lunch_has_an_opener_ground_rules_and_a_host(invitation: Invitation) -> None:
    lunch = replace(invitation, format=Format.LUNCH, guests=(TOM,) * 5, first_mover=None, host="you", by=None)
    words = render(lunch)
    for part in ("10 to 15 minutes", "talk in twos", "whole table", "stays at the table", "You are the host"):
        assert part in words.text
        assert part in words.html
    assert "Another time" not in words.text, "a table's date is everybody's"
    own = replace(lunch, wording=replace(lunch.wording, ground_rules=("Bring cake.",)))
    assert "Bring cake." in render(own).text
    assert "stays at the table" not in render(own).text


def test_no_time_no_calendar_words(invitation: Invitation) -> None:
    words = render(replace(invitation, starts=None, ends=None, where=""))
    assert (words.summary, words.description) == (None, None)
    assert words.subject == "Coffee with Priya Shah, by Tuesday 21 July"
    assert "at a time you choose together, by Tuesday 21 July" in words.text
    assert "subject=Yes%3A%20coffee&" in words.html, (
        "who does not answer is reminded, so yes can be said without a time too"
    )
    assert "Another%20time" not in words.html, "there is none to move"


def test_left_out_says_why_and_what_follows(invitation: Invitation) -> None:
    shared = {name: getattr(invitation, name) for name in LeftOutNotice.__dataclass_fields__ if name != "why"}
    notice = LeftOutNotice(**(shared | {"kind": MessageKind.LEFT_OUT}), why="all seats were taken")
    words = render(notice)
    for text in (words.text, words.html):
        assert "All seats were taken." in text
        assert "You go first next time" in text
    assert words.subject == "Coffee, July 2026: first place next time"
    assert words.summary is None


def test_html_is_escaped_and_text_is_not(invitation: Invitation) -> None:
    words = render(replace(invitation, where="<b>Smith & Sons</b>", prompts=("{{ 7 * 7 }} <i>x</i>",)))
    assert "&lt;b&gt;Smith &amp; Sons&lt;/b&gt;" in words.html
    assert "<b>Smith & Sons</b>" in words.text
    assert "{{ 7 * 7 }}" in words.text


def test_a_name_a_template_lacks_is_an_error_and_never_a_blank(
    monkeypatch: pytest.MonkeyPatch, invitation: Invitation
) -> None:
    words = words_of(invitation)
    del words["network"]
    monkeypatch.setattr(rendering, "words_of", lambda _: words)
    with pytest.raises(UndefinedError):
        render(invitation)


def test_the_styles_are_in_the_elements_and_the_dark_ones_in_the_head(invitation: Invitation) -> None:
    html = render(invitation).html
    assert html.count("<style") == 1
    dark = html.partition("prefers-color-scheme: dark")[2].partition("</style>")[0]
    rules = [line for line in dark.splitlines() if "{" in line and "color" in line]
    assert len(rules) > 8
    assert all(line.count("!important") == line.count(":") for line in rules[1:])
    assert 'style="' in html


@pytest.mark.parametrize("format", Format)
def test_shipped_prompts_are_many_open_and_harmless(format: Format) -> None:
    prompts = shipped_prompts(format)
    assert len(prompts) >= 30
    assert all(prompt.endswith("?") and len(prompt) <= 120 for prompt in prompts)
    barred = (
        "family",
        "holiday",
        "salary",
        "pay ",
        "religio",
        "faith",
        "health problem",
        "ill",
        "weekend",
        "childhood",
    )
    assert not [prompt for prompt in prompts for word in barred if f" {word}" in prompt.lower()]


def test_a_groups_prompts_are_the_files_first_ones_that_are_new_to_all() -> None:
    prompts = tuple(f"Question {n}?" for n in range(6))
    assert choose(prompts, {}, ("a", "b")) == prompts[:2]
    both = {person: Counter(prompts[:3]) for person in "ab"}
    assert choose(prompts, both, ("a", "b")) == prompts[3:5]
    assert choose(prompts, {"a": Counter(prompts[:5])}, ("a",)) == (prompts[5], prompts[0]), "the one left comes first"
    assert choose(prompts[:1], {}, ("a", "b")) == prompts[:1], "no more than there are"


def test_who_was_shown_different_ones_is_shown_their_own() -> None:
    prompts = ("One?", "Two?", "Three?")
    had = {"a": Counter(["One?"]), "b": Counter(["Two?"])}
    chosen = choose(prompts, had, ("a", "b"))
    assert set(shown_to(chosen, had["a"])) == {"Two?", "Three?"}
    assert set(shown_to(chosen, had["b"])) == {"One?", "Three?"}


@pytest.mark.parametrize(("size", "many"), [(2, 34), (3, 34), (8, 34), (2, 5), (8, 12)])
def test_over_24_rounds_nobody_is_shown_a_prompt_again_until_all_are_used_up(size: int, many: int) -> None:
    """With people who miss rounds, and others who come later."""
    prompts = tuple(f"Question {n}?" for n in range(many))
    for seed in range(some_of(5)):
        draw = random.Random(seed)
        shown: dict[str, Counter[str]] = {f"p{n}": Counter() for n in range(40)}
        for round in range(24):
            shown |= {f"new {round}": Counter()} if round % 3 == 2 else {}
            here = [person for person in shown if draw.random() > 0.15]
            draw.shuffle(here)
            for group in zip(*[iter(here)] * size, strict=False):
                chosen = choose(prompts, shown, group)
                for person in group:
                    own = shown_to(chosen, shown[person])
                    assert len(set(own)) == 2
                    for prompt in sorted(own, key=lambda each: shown[person][each]):
                        assert shown[person][prompt] == min(shown[person][each] for each in prompts)
                        shown[person][prompt] += 1


def test_a_networks_own_prompts(tmp_path: Path) -> None:
    file = tmp_path / "prompts.txt"
    file.write_text("\ufeff# ours\nWhat now?\n\nWhat now?\nAnd then?\n", encoding="utf-8")
    assert read_prompts(file) == ("What now?", "And then?")
    file.write_text("# nothing\n")
    with pytest.raises(InputError, match="no prompt"):
        read_prompts(file)
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(InputError, match="UTF-8"):
        read_prompts(file)
    with pytest.raises(InputError, match="cannot be read"):
        read_prompts(tmp_path / "none.txt")
