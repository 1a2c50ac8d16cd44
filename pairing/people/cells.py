"""
What one cell of a spreadsheet means: text, a day, yes or no. Spreadsheets disagree about types,
so every reader here takes whatever a cell may hold.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

Cell = str | int | float | bool | dt.date | dt.time | dt.datetime | dt.timedelta | None

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "\u2032": "'", "\uff07": "'",
                           "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-",
                           "\u2013": "-", "\u2014": "-", "\u2212": "-"})  # fmt: skip
_TEXT_FORMULA = re.compile(r'^="(.*)"$')
_NOTHING = {"", "-", "--", "n/a", "na", "#n/a", "none", "nil", "null", "unknown", "not known", "not applicable",
            "tbc", "tba", "?"}  # fmt: skip
_YES = {"yes", "y", "true", "t", "1", "x", "\u2713", "\u2714", "\u2611", "\u2705", "tick", "host", "ok"}
_NO = {"no", "n", "false", "f", "0", "\u2717", "\u2718", "\u2610", "\u00d7"}


def text_of(cell: Cell) -> str:
    """The cell as tidy text: no invisible characters, single spaces, whole numbers without ``.0``."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.date() | dt.time():
            return cell.isoformat()
    return tidy(str(cell))


def tidy(text: str) -> str:
    """Composed characters, no invisible ones, single spaces; quotes and dashes stay as they are typed."""
    wrapped = _TEXT_FORMULA.match(text.strip())  # ="00123" is how codes are kept as text in a CSV
    text = wrapped[1].replace('""', '"') if wrapped else text
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def straight(text: str) -> str:
    """The text with straight quotes and plain hyphens in place of typographic ones."""
    return text.translate(_STRAIGHT)


def matched(text: str) -> str:
    """A form for comparing: compatible characters, folded case, letters and digits with single spaces."""
    plain = straight(unicodedata.normalize("NFKC", text)).casefold()
    plain = re.sub(r"['.]", "", plain).replace("&", " and ")
    return " ".join(re.sub(r"[^\w]+|_", " ", plain).split())


def says_nothing(text: str) -> bool:
    """True for an empty cell and for the words people write instead of leaving it empty."""
    return straight(text).casefold().strip() in _NOTHING


def yes_or_no(text: str) -> bool | None:
    """True, False, or None when the cell says neither; an empty cell says no."""
    word = text.casefold().strip(" .")
    if word in _YES:
        return True
    return False if word in _NO or says_nothing(word) else None


_EXCEL_FIRST = dt.date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d.*)?$")
_BRITISH = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?$")
_NAMED = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[-/ ]*(?:of )?([a-z]{3,9})[-/, ]*(\d{2}|\d{4})$")
_OPEN_END = {"ongoing", "permanent", "present", "current", "open ended", "no end date", "substantive"}


def day_of(cell: Cell) -> dt.date | None:  # one return a kind of cell
    """The day a cell names, None when it is empty; dd/mm/yyyy, ISO, ``1 March 2026`` and Excel's day numbers.

    Raises `ValueError` with what is wrong when it names none.
    """
    match cell:
        case dt.datetime():
            return cell.date()
        case dt.date():
            return cell
        case bool() | dt.time() | dt.timedelta():
            raise ValueError("is no date")
        case int() | float():
            return _of_excel(float(cell))
    text = straight(text_of(cell)).casefold().strip(" .")
    if says_nothing(text) or text.replace("-", " ") in _OPEN_END:
        return None
    return _typed_day(re.sub(r"^[a-z]+day,? |^(?:mon|tues?|wed|thu|thurs|fri|sat|sun),? ", "", text))


def _typed_day(text: str) -> dt.date:
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return _of_excel(float(text))
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _BRITISH.match(text):
        return _day(_whole_year(found[3]), int(found[2]), int(found[1]))
    if (found := _NAMED.match(text)) and found[2][:3] in _MONTHS:
        return _day(_whole_year(found[3]), _MONTHS.index(found[2][:3]) + 1, int(found[1]))
    raise ValueError("is no date pairs can read")


def _of_excel(number: float) -> dt.date:
    if not 20_000 <= number < 80_000:  # 1954 to 2119: anything else is no day of somebody's working life
        raise ValueError("is a number, not a date")
    return _EXCEL_FIRST + dt.timedelta(days=int(number))


def _whole_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _day(year: int, month: int, day: int) -> dt.date:
    if month > 12 and day <= 12:
        raise ValueError("has month and day the wrong way round (the day comes first here)")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError("is a date that does not exist") from None
