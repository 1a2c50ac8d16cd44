"""
Prepared replies out of what people wrote: the subject our links prepare, or the first line of an answer.

The first line must be one of the fixed words, give or take a "please": "Yes, but not on Tuesday" is
no yes. Whatever follows may be a name and a signature; where it sounds like a condition, nothing is
understood and a person reads it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from pairing.inbox.mail import Said
from pairing.inbox.own_words import own_lines
from pairing.notify.links import Reply

_POLITE = (
    r"(?: (?:please|thanks|thank you|many thanks|kindly|sorry|of course|fine|ok|okay|works"
    r"|that is fine|thats fine|that works|that suits me))*"
)
_NUMBERS = {"one": 1, "a": 1, "two": 2, "three": 3, "six": 6}

#: What may take back a yes, and what may take back anything.
_CONDITION = re.compile(
    r"\?|\b(?:but|however|although|unless|except|instead|if|only|not|no|cannot|can't|cant|won't|wont|don't|dont|isn't|"
    r"another|different|change|rather|maybe|perhaps|sorry)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(r"\b(?:actually|wrong|mistake|ignore|another time|instead|changed my mind)\b", re.IGNORECASE)
_REFUSALS = frozenset(
    {
        Reply.NOT_THIS_MONTH,
        Reply.NOT_THIS_WEEK,
        Reply.PAUSE,
        Reply.STOP,
        Reply.LEAVE,
        Reply.REMOVE_MOBILE,
        Reply.NOT_MET,
    }
)


def said_in(subject: str, text: str) -> Said | None:
    """The prepared reply this mail is; None when a person has to read it."""
    lines = own_lines(text)
    by_subject = _said_by(subject)
    if by_subject is not None:
        return _completed(by_subject, lines)
    first, rest = (lines[0], lines[1:]) if lines else ("", [])
    said = _accepted(first) or _mobile(first) or _understood(first)
    if said is None and ":" in first:
        head, _, tail = first.partition(":")
        said, rest = _understood(head), [tail.strip(), *rest]
    return _completed(said, rest) if said else None


#: A subject that begins so belongs to somebody's earlier mail and is not what is said now.
_ANSWERS = re.compile(r"^\s*(?:re|aw|antw|sv|vs|fw|fwd|wg|tr|rv|enc|i)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)

#: What gateways put before the subject of a mail from outside.
_TAGS = re.compile(
    r"^(?:\s*(?:\[ext(?:ernal)?\b[^\]]{0,20}\]|\*{1,3}ext(?:ernal)?\*{1,3}|ext(?:ernal)?\s*:))+\s*", re.IGNORECASE
)


def is_prepared(subject: str) -> bool:
    """True for the subjects of our own links: no machine's answer begins like that, whatever gateways add to it."""
    return _said_by(subject) is not None


def _said_by(subject: str) -> Said | None:
    subject = _TAGS.sub("", subject, count=1)
    if _ANSWERS.match(subject):
        return None
    return _accepted(subject) or _mobile(subject) or _understood(subject.partition(":")[0])


def _completed(said: Said, rest: list[str]) -> Said | None:
    """The reply with what else was written; None where that may take it back."""
    words = " ".join(filter(None, rest))[:400]
    if said.reply is Reply.ANOTHER_TIME:
        return replace(said, words=words)
    doubtful = _TAKEN_BACK.search(words) or (said.reply not in _REFUSALS and _CONDITION.search(words))
    return None if doubtful else said


def _understood(line: str) -> Said | None:
    """The fixed words in one line, or None."""
    words = re.sub(r"[^\w\s/-]", " ", line[:200].casefold().replace("'", "").replace("\u2019", ""))
    words = " ".join(re.sub(r"(?<!\w)-|-(?!\w)", " ", words).split())
    if len(words) > 80:
        return None
    for pattern, reply, bare in _FIXED:
        if re.fullmatch(pattern + _POLITE, words):
            return Said(reply, bare=bare)
    return _about_programme(words) or _pause(words)


#: "share" must stand before a number: a mere line of a signature shares nothing.
_SHARE = re.compile(
    r"(?:please )?share (?:my )?mobile(?: number)?:?\s*([+(\d][\d ()./-]{4,29}\d)(?:[.!]|,? please)?", re.IGNORECASE
)
_REMOVE = re.compile(
    r"(?:please )?(?:remove|delete|withdraw) (?:my )?mobile(?: number)?(?:[.!]|,? please)?", re.IGNORECASE
)


def _mobile(line: str) -> Said | None:
    """A mobile number to share, or to take back."""
    plain = " ".join(line.replace("\u00a0", " ").split())
    if match := _SHARE.fullmatch(plain):
        return Said(Reply.SHARE_MOBILE, number=match[1].strip())
    return Said(Reply.REMOVE_MOBILE) if _REMOVE.fullmatch(plain) else None


def _accepted(line: str) -> Said | None:
    """The word "Accept" and one of the times offered: as our links write it, or in words of their own."""
    match = re.match(r"\s*accept\b(?:\s+(\d{4}-\d\d-\d\d)[ T]+(\d\d:\d\d))?(.{0,80})$", line, re.IGNORECASE)
    if not match:
        return None
    try:
        slot = datetime.fromisoformat(f"{match[1]}T{match[2]}") if match[1] else None
    except ValueError:
        return None
    return Said(Reply.ACCEPT, slot=slot, words="" if slot else match[3].strip(" :.-"))


_FIXED: tuple[tuple[str, Reply, bool], ...] = (
    (r"yes", Reply.YES, True),
    (r"no", Reply.NOT_THIS_MONTH, True),
    (r"another time", Reply.ANOTHER_TIME, False),
    (r"not this month", Reply.NOT_THIS_MONTH, False),
    (r"not this week", Reply.NOT_THIS_WEEK, False),
    (r"(?:yes )?(?:we met|we have met|we did meet|i was there)", Reply.MET, False),
    (r"(?:no )?(?:we did not meet|we didnt meet|we have not met|i was not there|i wasnt there)", Reply.NOT_MET, False),
    (r"(?:we )?will meet later", Reply.LATER, False),
    (r"stop", Reply.STOP, False),
)

#: Words about one programme, which they may name.
_ABOUT = {"stay": Reply.STAY, "join": Reply.JOIN, "leave": Reply.LEAVE}


def _about_programme(words: str) -> Said | None:
    for pattern in (rf"({'|'.join(_ABOUT)})" + _POLITE, rf"({'|'.join(_ABOUT)}) ([\w-]+)" + _POLITE):
        if match := re.fullmatch(pattern, words):
            named = match[2] if match.re.groups > 1 else ""
            return Said(_ABOUT[match[1]], programme=named)
    return None


def _pause(words: str) -> Said | None:
    if re.fullmatch(r"unsubscribe" + _POLITE, words):
        return Said(Reply.PAUSE)
    match = re.fullmatch(r"pause(?P<rest>(?: [\w/-]+)*?)" + _POLITE, words)
    if not match:
        return None
    rest = match["rest"].strip()
    length = re.fullmatch(r"(?:[\w-]+ )?(?:for )?(\d{1,2}|one|a|two|three|six) months?", rest)
    if length:
        months = _NUMBERS.get(length[1]) or int(length[1])
        return Said(Reply.PAUSE, months=months) if 1 <= months <= 24 else None
    until = re.fullmatch(r"(?:[\w-]+ )?(?:until|till|to) (.+)", rest)
    if until:
        day = _day(until[1])
        return Said(Reply.PAUSE, until=day) if day else None
    return Said(Reply.PAUSE) if re.fullmatch(r"[\w-]*", rest) else None


def _day(words: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(words, pattern).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
