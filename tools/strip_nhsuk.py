"""
Make ``templates/web/static/nhsuk.css`` from the compiled style sheet of the npm package nhsuk-frontend.

    npm pack nhsuk-frontend && tar xzf nhsuk-frontend-*.tgz
    python tools/strip_nhsuk.py package/dist/nhsuk/nhsuk-frontend.min.css package/package.json

What goes: every @font-face and the licensed family's name (it would be fetched from a foreign host
by every page), every rule for a part the pages do not have, every rule that fetches anything, comments.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

STATIC = Path(__file__).parents[1] / "templates" / "web" / "static"

#: The parts (BEM blocks) the pages are made of.
_BLOCKS = """
    body body-s button date-input error-message error-summary fieldset form-group frontend-supported
    grid-column-two-thirds grid-row heading-l heading-m hint input inset-text label label-wrapper link list
    main-wrapper radios select skip-link summary-list template width-container
"""
BLOCKS = frozenset(_BLOCKS.split())
UTILITIES = frozenset({"u-visually-hidden"})
#: Their variants the pages use.
VARIANTS = frozenset({"error", "secondary", "no-border", "l", "m", "s", "bullet", "width-2", "width-4"})

_CLASS = re.compile(r"\.((?:nhsuk|app|js)[\w-]*)")


def main(sheet: Path, package: Path) -> None:
    """Write the stripped sheet, its licence note and what it was made from."""
    about = json.loads(package.read_text(encoding="utf-8"))
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"Frutiger[^,;}]*,|\"Frutiger[^\"]*\",?", "", text)
    head = f"/* From nhsuk-frontend {about['version']} ({about['license']}), stripped: see nhsuk.css.md */\n"
    STATIC.mkdir(parents=True, exist_ok=True)
    kept = head + "\n".join(_kept(text)) + "\n"
    for barred in ("Frutiger", "@font-face", "url("):
        if barred in kept:
            sys.exit(f"{barred} is still there")
    (STATIC / "nhsuk.css").write_text(kept, encoding="utf-8")
    print(f"{len(kept.encode())} bytes of {sheet.stat().st_size}")  # noqa: T201  # a program of its own


def _kept(text: str) -> Iterator[str]:
    """The rules the pages need, one a line."""
    for opening, inside in _blocks(text):
        if opening.startswith(("@media", "@supports")):
            rules = list(_kept(inside))
            if rules and "print" not in opening:
                yield f"{opening}{{{''.join(rules)}}}"
        elif not opening.startswith(("@", ":root")) and "url(" not in inside:
            wanted = [one for one in _split(opening, ",") if _is_used(one)]
            if wanted:
                yield f"{','.join(wanted)}{{{inside}}}"


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Every top-level block: what stands before its brace, and what is in it."""
    start = at = 0
    while (brace := text.find("{", at)) >= 0:
        depth, end = 1, brace + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        opening = text[start:brace].rpartition(";")[2].strip()  # past @charset and the like
        yield opening, text[brace + 1 : end - 1]
        start = at = end


def _split(text: str, mark: str) -> Iterator[str]:
    """Split at ``mark`` outside parentheses."""
    depth, part = 0, ""
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == mark and not depth:
            yield part
            part = ""
        else:
            part += char
    yield part


def _is_used(selector: str) -> bool:
    classes = _CLASS.findall(re.sub(r":(?:not|has)\([^)]*\)", "", selector))
    return all(name.removeprefix("nhsuk-") in UTILITIES or _is_part(name.removeprefix("nhsuk-")) for name in classes)


def _is_part(name: str) -> bool:
    block, _, variant = name.partition("--")
    return block.partition("__")[0] in BLOCKS and variant in {"", *VARIANTS}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
