"""The words of HTML, for people who write nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser


def text_of_html(html: str) -> str:
    """The words of an HTML text, line by line, without what it quotes."""
    reader = _Words()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError, RecursionError):  # the parser's own, on markup that is none
        return ""
    return "".join(reader.words)


class _Words(HTMLParser):
    """Collects words; passes over style, script, head and whatever is marked as a quotation."""

    _SILENT = frozenset({"style", "script", "head", "title", "blockquote"})
    _BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0
        self._rest_is_quoted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A line break, or the beginning of what is passed over."""
        marks = " ".join(value or "" for name, value in attrs if name in {"class", "id"})
        if re.search(r"gmail_quote|divRplyFwdMsg|appendonsend|moz-cite-prefix|yahoo_quoted", marks):
            self._rest_is_quoted = True
        if tag in self._SILENT:
            self._silent += 1
        elif tag in self._BREAKS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        """A line break, or the end of what is passed over."""
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self._BREAKS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        """Words; line ends in the source are blanks."""
        self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if not self._silent and not self._rest_is_quoted:
            self.words.append(text)
