"""The engine, the inliner and the standard library are the oracles: a form with words is what they make of them."""

from __future__ import annotations

import quopri
from collections.abc import Callable
from operator import methodcaller
from typing import Any

import css_inline
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, nodes, select_autoescape

from pairing.notify.forms import SHAPES, Forms
from pairing.notify.patterns import Pattern
from pairing.notify.shapes import LookedInto, outlined, stand_ins, watched
from pairing.resources import shipped, shipped_text

PAGE = """\
<html><head><title>{{ title }}</title><style>p { margin: 0; } .link { color: #00594c; }</style></head><body>
{% macro button(href, label) %}<a class="link" href="{{ href }}">{{ label }}</a>{% endmacro %}
<p>{{ "Hello " ~ title }}{{ ", you" if lines }} &amp; all</p>{{ button(href, title) }}
<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul></body></html>
"""

#: Everything a template may do with words without looking into them; and then what looks into them.
SHOWS = """\
Hello {{ title }}{{ ", " ~ href if href else "." }}{% set both = title ~ href %} {{ both }}
{% for line in lines %}{{ loop.index }}. {{ line }}{{ "," if not loop.last }}
{% endfor %}{{ lines | length }}{{ (lines | list)[0] if lines }} {{ lines | join("; ") }}
A line that is long enough to be cut before there is any word in it, whatever that may be: {{ href or "none" }}.
"""
LOOKS = """\
{{ title | upper }} {{ "b" if href == "a" }} {{ href[:2] }} {{ lines | sort | join }} {{ title.title() }}
{{ "short" if title | length < 3 }} {{ "in" if "a" in title }} {{ "%s!" % href }} {{ "up" if title is upper }}
"""
JOINED = '{{ (title ~ href)[:3] }} {{ "ab" if title ~ href == "ab" }}\n'


SOURCES = {"page.html": PAGE, "shows.txt": SHOWS, "looks.txt": LOOKS, "joined.txt": JOINED}


def engine() -> Environment:
    return Environment(loader=DictLoader(SOURCES), autoescape=select_autoescape(["html"]), undefined=StrictUndefined)


PLAIN, WATCHED = engine(), watched(engine())


#: What HTML itself changes in text: a NUL is dropped, a carriage return is a line feed.
words = st.text(
    st.characters(exclude_characters="\x00\r", exclude_categories=["Cs", "Co"]) | st.sampled_from("ab&<>\"'\xa0=")
)
given_words = st.fixed_dictionaries(
    {"title": words, "href": words.filter(lambda word: '"' not in word), "lines": st.lists(words, max_size=3)}
)


def forms(text: str = "shows.txt", line: str = "shows.txt") -> Forms:
    return Forms(*map(WATCHED.get_template, (text, "page.html")), {"line": WATCHED.get_template(line)})


def quoted(text: str) -> bytes:
    return b"".join(quopri.encodestring(line.encode() + b"\n").replace(b"\n", b"\r\n") for line in text.splitlines())


@pytest.fixture(scope="module", params=["shows.txt", "looks.txt", "joined.txt"])
def kept_forms(request: pytest.FixtureRequest) -> tuple[str, Forms]:
    """Forms that have been made for other words before, as those of a program that goes on."""
    return request.param, forms(request.param, request.param)


@given(words=given_words)
@example(words={"title": "ab", "href": "a", "lines": []})
@example(words={"title": "b", "href": "b", "lines": []})
@example(words={"title": "a", "href": "b", "lines": ["b", "a"]})
@example(words={"title": "a\nb", "href": "b\n", "lines": ["\n"]})
def test_filled_with_words_it_is_what_the_engine_makes_of_them(
    kept_forms: tuple[str, Forms], words: dict[str, Any]
) -> None:
    name, made = kept_forms
    form, kept = made.of(words)
    text = PLAIN.get_template(name).render(words).strip()
    assert form.lines["line"].filled(kept).strip() == text
    assert Pattern.cut(form.text).filled(kept).strip() == text
    assert form.text_part.filled(kept) == quoted(Pattern.cut(form.text).filled(kept))


@given(words=given_words)
def test_a_page_is_what_the_inliner_makes_of_the_whole(words: dict[str, Any]) -> None:
    form, kept = FORMS.of(words)
    whole = css_inline.CSSInliner().inline(PLAIN.get_template("page.html").render(words))
    escaped = form.page.escaped(kept)
    assert Pattern.cut(form.page.marked).filled(escaped) == whole
    assert form.html_part.filled(escaped) == quoted(whole)


FORMS = forms()


def test_what_is_only_shown_shares_a_form_and_what_is_looked_into_does_not() -> None:
    one, other = ({"title": name, "href": "x", "lines": ["y"]} for name in ("Ann", "Ben"))
    shown, looked = forms(), forms("looks.txt")
    assert shown.of(one)[0] is shown.of(other)[0]
    assert looked.of(one)[0] is not looked.of(other)[0]
    assert looked.of(one)[0] is looked.of(one | {})[0]


def test_no_more_shapes_are_kept_than_are_needed() -> None:
    many = forms("looks.txt")
    for number in range(SHAPES + 5):
        many.of({"title": f"n{number}", "href": "x", "lines": []})
    assert len(many._made) <= SHAPES


@pytest.mark.parametrize("source", ["<{{ title }}>a</{{ title }}>", '<p class="big {{ title }}">a</p>'])
def test_no_word_decides_over_styles(source: str) -> None:
    text = WATCHED.get_template("shows.txt")
    misplaced = Forms(text, WATCHED.overlay(autoescape=True).from_string(source), {})
    with pytest.raises(ValueError, match="decides over styles"):
        misplaced.of({"title": "ul", "href": "", "lines": []})


def test_a_quotation_mark_stays_in_its_attribute() -> None:
    """The inliner itself would write it bare."""
    form, kept = FORMS.of({"title": "", "href": '" onclick="', "lines": []})
    page = Pattern.cut(form.page.marked).filled(form.page.escaped(kept))
    assert 'href="&quot; onclick=&quot;"' in page


#: With what each needs.
LOOKING: dict[str, Callable[[str], object]] = {
    name: methodcaller(name) for name in dir(str) if not name.startswith("_")
} | {
    "len": len,
    "iter": iter,
    "hash": hash,
    "==": lambda word: word == "a",
    "<": lambda word: word < "a",
    "in": lambda word: "a" in word,
    "[]": lambda word: word[0],
    "%": lambda word: "%s" % word,  # noqa: UP031  # as a template may write it
    "format": lambda word: f"{word:>5}",
}


@pytest.mark.parametrize("act", LOOKING.values(), ids=LOOKING)
def test_a_stand_in_says_when_it_is_looked_into(act: Callable[[str], object]) -> None:
    stood, names = stand_ins({"title": "Ann", "lines": ["", "b"]})
    assert names == ["title", "lines"]
    for word, number in ((stood["title"], 0), (stood["lines"][1], 1)):
        with pytest.raises(LookedInto) as look:
            act(word)
        assert look.value.numbers == {number}


def test_two_shapes_are_one_where_the_same_words_are_there() -> None:
    def shape(*told: str, **changed: object) -> object:
        words = {"a": "x", "b": ["y", ""], "c": {"d": None, "e": 2}} | changed
        return outlined(words, told)[0]

    assert shape() == shape(a="z", b=["w", ""])
    assert len({shape(), shape(a=""), shape(b=["y"]), shape(b=["y", "w"]), shape(c={"d": None, "e": 3})}) == 5
    assert shape("a") != shape("a", a="z")


@pytest.mark.parametrize("name", sorted(each.name for each in shipped("templates", "email").iterdir()))
def test_our_templates_compare_counts_and_never_words(name: str) -> None:
    """A text joined of words could be compared unnoticed; say what the words are in `words_of` instead."""
    for compared in PLAIN.parse(shipped_text("templates", f"email/{name}")).find_all(nodes.Compare):
        assert isinstance(compared.expr, nodes.Filter | nodes.Getattr)
        assert getattr(compared.expr, "name", "length") == "length"
        assert getattr(compared.expr, "attr", "revindex") == "revindex"
