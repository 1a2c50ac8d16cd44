"""
What the templates are given: every word of a letter made plain, every date spelled, every link
made. Templates decide order and look, nothing else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pairing.notify import links
from pairing.notify.dates import day_name
from pairing.notify.meeting_letters import MeetingLetter
from pairing.notify.meeting_words import NOUNS, meeting_words
from pairing.notify.messages import Announcement, Digest, LeftOutNotice, Letter, Staying, Wording, is_fixed
from pairing.notify.phrases import capital, given_name, length, sentence
from pairing.notify.plain import one_line, paragraphs
from pairing.rounds import Format


def words_of(letter: Letter) -> dict[str, Any]:
    """The template's names for this letter."""
    common = _of_round(letter.format, letter.wording, letter.network, letter.period_name, letter.lead) | {
        "given": given_name(letter.to.name),
        "programme": letter.programme,
        "next_time": "week" if letter.is_weekly else "month",
        "answer_url": letter.answer_url,
        "pause_url": letter.pause_url,
        "pauses": links.pauses(letter),
        "stop": links.stop(letter),
        "can_pause": True,
    }
    common["because"] = _because(letter, common)
    if isinstance(letter, MeetingLetter):
        return common | meeting_words(letter)
    if isinstance(letter, LeftOutNotice):
        return common | {"why": sentence(letter.why)}
    if isinstance(letter, Staying):
        return common | {"rounds": letter.rounds, "stay": links.stay(letter)}
    if isinstance(letter, Announcement):
        return common | _announcement(letter)
    assert isinstance(letter, Digest)
    return common | _digest(letter)


@lru_cache(maxsize=64)
def _of_round(format: Format, wording: Wording, network: str, period_name: str, lead: str) -> dict[str, Any]:
    """What every letter of a round says."""
    noun = NOUNS[format]
    return {
        "noun": noun,
        "table": is_fixed(format),
        "title": one_line(wording.title) or capital(noun),
        "purpose": sentence(wording.purpose),
        "network": one_line(network),
        "period": one_line(period_name),
        "note": paragraphs(wording.note),
        "lead": one_line(lead),
    }


def _because(letter: Letter, common: dict[str, Any]) -> str:
    """Why they get this mail, at its foot."""
    title, network = common["title"], common["network"]
    if isinstance(letter, Digest):
        return f"You get this because you lead {title} in {network}. Nobody else gets it."
    taking_part = "" if isinstance(letter, Announcement) else f" and take part in {title}"
    choice = "Taking part is your choice, and you never have to say why you pause or stop."
    return f"You get this because you work in {network}{taking_part}. {choice}"


def _announcement(letter: Announcement) -> dict[str, Any]:
    return {
        "length": length(letter.minutes),
        "often": one_line(letter.often),
        "first_on": day_name(letter.first_on) if letter.first_on else "",
        "join_by": day_name(letter.join_by) if letter.join_by else "",
        "opt_in": letter.opt_in,
        "join": links.join(letter, letter.join_url),
        "can_pause": not letter.opt_in,
    }


def _digest(letter: Digest) -> dict[str, Any]:
    return {
        "headline": one_line(letter.headline) or one_line(letter.wording.title) or letter.programme,
        "attention": [sentence(line) for line in letter.attention],
        "lines": [sentence(line) for line in letter.lines],
        "can_pause": False,
        "lead": "",  # it is they who read it
    }
