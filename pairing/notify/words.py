"""
What the templates are given: every word of a letter made plain, every date spelled, every link
made. Templates decide order and look, nothing else.
"""

from __future__ import annotations

from typing import Any

from pairing.notify import links
from pairing.notify.dates import day_name, local, short_day_name, time_name
from pairing.notify.messages import Guest, Invitation, LeftOutNotice, Letter
from pairing.notify.plain import one_line, paragraphs
from pairing.rounds import Format

#: What one meeting is called in a sentence.
NOUNS = {Format.COFFEE: "coffee", Format.LUNCH: "lunch", Format.HUDDLE: "huddle", Format.WORKSHOP: "workshop"}

USUAL_GROUND_RULES = (
    "What is said at the table stays at the table.",
    "No jargon: say it so that everybody can follow.",
    "No rank: every voice counts the same.",
)

_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame", "rev", "sister"})


def words_of(letter: Letter) -> dict[str, Any]:
    """The template's names for this letter."""
    noun = NOUNS[letter.format]
    common: dict[str, Any] = {
        "noun": noun,
        "title": one_line(letter.wording.title) or noun.capitalize(),
        "purpose": sentence(letter.wording.purpose),
        "network": one_line(letter.network),
        "period": one_line(letter.period_name),
        "given": given_name(letter.to.name),
        "note": paragraphs(letter.wording.note),
        "lead": one_line(letter.lead),
        "programme": letter.programme,
        "next_time": "week" if letter.is_weekly else "month",
        "answer_url": letter.answer_url,
        "pause_url": letter.pause_url,
        "pauses": links.pauses(letter),
        "stop": links.stop(letter),
    }
    if isinstance(letter, Invitation):
        return common | _invitation(letter, noun)
    assert isinstance(letter, LeftOutNotice)
    return common | {"why": sentence(letter.why)}


def _invitation(letter: Invitation, noun: str) -> dict[str, Any]:
    starts = local(letter.starts, letter.timezone) if letter.starts else None
    ends = local(letter.ends, letter.timezone) if letter.ends else None
    where = one_line(letter.where)
    occasion = f"{noun}, {day_name(starts)}" if starts else noun
    guests = [_guest(guest, letter, occasion) for guest in letter.guests]
    first = next((guest for guest in guests if guest["name"] == one_line(letter.first_mover or "")), None)
    return {
        "guests": guests,
        "names": listed([guest["name"] for guest in guests]),
        "given_names": listed([guest["given"] for guest in guests]),
        "table": letter.format in {Format.LUNCH, Format.WORKSHOP},
        "people": len(guests) + 1,
        "day": day_name(starts) if starts else "",
        "short_day": short_day_name(starts) if starts else "",
        "starts": time_name(starts) if starts else "",
        "ends": time_name(ends) if ends else "",
        "length": length(letter.minutes),
        "where": where,
        "where_short": where.partition(",")[0],
        "by": day_name(letter.by) if letter.by else "",
        "short_by": short_day_name(letter.by) if letter.by else "",
        "you_write_first": letter.first_mover == "you",
        "first": first,
        "you_host": letter.host == "you",
        "host": one_line(letter.host) if letter.host and letter.host != "you" else "",
        "prompts": [one_line(prompt, most=300) for prompt in letter.prompts],
        "ground_rules": _ground_rules(letter),
        "why": [sentence(line) for line in letter.why],
        "answers": links.answers(letter, occasion),
        "first_line": links.Link(
            f"Write to {listed([guest['given'] for guest in guests])}",
            links.mailto(
                [guest["address"] for guest in guests],
                _about(occasion),
                _first_line(letter, [guest["given"] for guest in guests], occasion),
            ),
        ),
    }


def _about(occasion: str) -> str:
    """The occasion as a subject; "coffee, Tuesday 1 December" keeps its capitals."""
    return occasion[:1].upper() + occasion[1:]


def _guest(guest: Guest, letter: Invitation, occasion: str) -> dict[str, str]:
    given = given_name(guest.name)
    return {
        "name": one_line(guest.name),
        "given": given,
        "role": one_line(guest.role),
        "practice": one_line(guest.practice),
        "address": one_line(guest.address),
        "href": links.mailto([one_line(guest.address)], _about(occasion), _first_line(letter, [given], occasion)),
    }


def _first_line(letter: Invitation, given: list[str], occasion: str) -> str:
    """A first mail somebody can send as it stands."""
    hello = f"Hello {listed(given)},\n\n"
    if letter.occasion_is_fixed:
        return hello
    if letter.starts is None:
        ask = f"We have been put together for {NOUNS[letter.format]}. When and where would suit you?"
    else:
        at = time_name(local(letter.starts, letter.timezone))
        place = f" ({one_line(letter.where)})" if letter.where else ""
        ask = f"We have been put together for {occasion} at {at}{place}. Does that suit you?"
    return f"{hello}{ask}\n\n{given_name(letter.to.name)}"


def _ground_rules(letter: Invitation) -> tuple[str, ...]:
    given = tuple(one_line(rule, most=300) for rule in letter.wording.ground_rules)
    return given or (USUAL_GROUND_RULES if letter.format is Format.LUNCH else ())


def given_name(name: str) -> str:
    """The first name without titles; the whole name where that leaves an initial or nothing."""
    whole = one_line(name)
    rest = [word for word in whole.split() if word.rstrip(".").lower() not in _TITLES]
    titled = len(rest) < len(whole.split())
    if not rest or len(rest[0].rstrip(".")) < 2 or (titled and len(rest) == 1):
        return whole
    return rest[0].rstrip(",")


def listed(things: list[str]) -> str:
    """As in "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))


def length(minutes: int) -> str:
    """As in "20 minutes", "1 hour", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60) if minutes >= 60 else (0, minutes)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    return " ".join([*parts, f"{rest} minute{'s' if rest != 1 else ''}"] if rest or not hours else parts)


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    line = one_line(text, most=400)
    return line[:1].upper() + line[1:] + ("" if not line or line[-1] in ".?!…" else ".")
