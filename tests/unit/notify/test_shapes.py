from __future__ import annotations

import css_inline
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, Template

from pairing.notify.shapes import MARK, filled, set_aside

PAGE = """\
<html><head><title>{{ title }}</title><style>p { margin: 0; } .link { color: #00594c; }</style></head><body>
{% macro button(href, label) %}<a class="link" href="{{ href }}">{{ label }}</a>{% endmacro %}
<p>{{ "Hello " ~ title }}{{ ", you" if lines }} &amp; all</p>{{ button(href, title) }}
<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul></body></html>
"""


def page(source: str, **options: object) -> Template:
    return Environment(autoescape=True, undefined=StrictUndefined, **options).from_string(source)  # type: ignore[arg-type]  # names of settings


WHOLE, MARKED = page(PAGE), page(PAGE, finalize=set_aside)

#: What HTML itself changes in text: a NUL is dropped, a carriage return is a line feed.
words = st.text(
    st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]) | st.sampled_from("&<>\"'\xa0" + MARK)
)


@given(title=words, href=words.filter(lambda word: '"' not in word), lines=st.lists(words, max_size=3))
def test_it_is_what_the_inliner_makes_of_the_whole_page(title: str, href: str, lines: list[str]) -> None:
    given_words = {"title": title, "href": href, "lines": lines}
    whole = css_inline.CSSInliner().inline(WHOLE.render(given_words))
    assert filled(MARKED, given_words) == whole


@pytest.mark.parametrize("source", ["<{{ tag }}>a</{{ tag }}>", '<p class="big {{ tag }}">a</p>'])
def test_no_word_decides_over_styles(source: str) -> None:
    with pytest.raises(ValueError, match="decides over styles"):
        filled(page(source, finalize=set_aside), {"tag": "ul"})


def test_a_word_that_is_made_must_be_shown() -> None:
    source = "{% macro said() %}{{ word }}{% endmacro %}{% if said() %}<p>a</p>{% endif %}"
    with pytest.raises(ValueError, match="does not show"):
        filled(page(source, finalize=set_aside), {"word": "b"})


def test_a_quotation_mark_stays_in_its_attribute() -> None:
    """The inliner itself would write it bare."""
    assert 'href="&quot; onclick=&quot;"' in filled(MARKED, {"title": "", "href": '" onclick="', "lines": []})
