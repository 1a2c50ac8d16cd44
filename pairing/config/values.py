"""
The single values of a config, each refused in plain words when it cannot be meant.

A refusal is a ``plain_words`` error of pydantic's with the sentence as its message and, in its
context, how to mend it and (``key``) which key of a table is meant.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from pairing.config import rhythm

#: the values of `pairing.people.person.RoleGroup`, told here because the two rooms do not know each other
ROLE_GROUPS = ("gp", "nurse", "dpc", "admin", "other")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def refusal(what: str, mend: str, *, key: str = "") -> PydanticCustomError:
    """The error that `pairing.config.wording` hands on word for word."""
    return PydanticCustomError("plain_words", "{what}", {"what": what, "mend": mend, "key": key})


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" is a folder of the database
        pass
    else:
        return value
    near = difflib.get_close_matches(value, available_timezones(), n=1)
    mend = f'Did you mean "{near[0]}"?' if near else 'Use a name such as "Europe/London".'
    raise refusal(f'"{value}" is no time zone', mend)


def _network_code(value: str) -> str:
    code = value.strip().upper()
    if code and not re.fullmatch(r"U\d{5}", code):
        raise refusal(f'"{value}" is no network code', "Write U and five digits, or leave it empty.")
    return code


def _address(value: str) -> str:
    address = value.strip()
    if address and not _ADDRESS.fullmatch(address):
        bare = re.search(r"<([^<>]+)>", address)
        mend = (
            f'Write the address alone: "{bare[1]}". A name goes into sender_name.'
            if bare
            else 'Write one plain address, such as "coffee@network.example".'
        )
        raise refusal(f'"{value}" is no mail address', mend)
    return address


def _web_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise refusal(f'"{value}" is no web address', 'Begin it with https://, as in "https://pairs.network.example".')
    return value.rstrip("/")


def _store(value: str) -> str:
    if value.startswith("postgres://"):
        raise refusal("the address begins with postgres://", f'Write "postgresql{value[8:]}".')
    if not re.match(r"(sqlite:///|postgresql(\+psycopg)?://).", value):
        mend = 'Write "sqlite:///pairs.db" for a file, or "postgresql://user@host/database".'
        raise refusal(f'"{value}" names no database pairs knows', mend)
    return value


def _every(value: str) -> str:
    try:
        rhythm.parse_every(value)
    except ValueError as error:
        raise refusal(str(error), 'Write "week", "2 weeks", "month", "2 months" and so on.') from None
    return value


def _send_on(value: str) -> str:
    try:
        rhythm.parse_send_on(value)
    except ValueError as error:
        mend = 'Write a weekday with "first" to "fourth" or "last": "first Tuesday"; for weekly ones "Monday".'
        raise refusal(str(error), mend) from None
    return value


def _role_group(value: str) -> str:
    group = value.strip().lower()
    if group not in ROLE_GROUPS:
        raise refusal(f'"{value}" is no staff group', f"Use {', '.join(ROLE_GROUPS[:-1])} or {ROLE_GROUPS[-1]}.")
    return group


def _programme_name(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        plain = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-") or "coffee"
        mend = (
            f'Use small letters, digits and dashes: [programmes.{plain}]. What staff see goes into title = "{value}".'
        )
        raise refusal(f'"{value}" cannot name a programme', mend)
    return value


def _no_number_for_a_time(value: Any) -> Any:
    """12 would be read as twelve seconds past midnight."""
    if isinstance(value, int | float):
        raise refusal(f"{value} is no time", 'Write it in quotes with a colon: "12:30".')
    if isinstance(value, dt.datetime) or getattr(value, "tzinfo", None):
        raise refusal(f"{value} says more than a time", 'Write the hour alone, in the network\'s own zone: "12:30".')
    return value


def _wall_time(value: dt.time) -> dt.time:
    if value.tzinfo:
        raise refusal(f"{value} says more than a time", 'Write the hour alone, in the network\'s own zone: "12:30".')
    return value


def _no_number_for_a_day(value: Any) -> Any:
    """A number would be read as seconds since 1970."""
    if isinstance(value, int | float):
        raise refusal(f"{value} is no day", "Write it as 2026-12-03.")
    return value


def _sizes(value: Any) -> Any:
    """Two numbers, or a table of three; checked here so that a mistake is reported once."""
    if isinstance(value, list | tuple):
        named = dict(zip(("smallest", "largest"), value, strict=False)) if len(value) == 2 else {}
    else:
        named = dict(value) if isinstance(value, dict) else {}
    keys = set(named)
    if value is None or (not isinstance(value, list | tuple | dict) and hasattr(value, "preferred")):
        return value
    example = "Write sizes = [6, 8], or sizes = { smallest = 6, largest = 8, preferred = 6 }."
    if keys not in ({"smallest", "largest"}, {"smallest", "largest", "preferred"}):
        raise refusal("sizes are two numbers, or a table of smallest, largest and preferred", example)
    if isinstance(value, dict) and "preferred" not in keys:
        raise refusal("preferred is missing", example)
    for name, number in named.items():
        if not isinstance(number, int) or isinstance(number, bool) or not 2 <= number <= 40:
            raise refusal(f"{name} is {number!r}", f"A group has 2 to 40 people. {example}")
    if not named["smallest"] <= named.get("preferred", named["largest"]) <= named["largest"]:
        raise refusal("smallest, preferred and largest do not rise in this order", example)
    return value


ProgrammeName = Annotated[str, AfterValidator(_programme_name)]
RoleGroupName = Annotated[str, AfterValidator(_role_group)]
Timezone = Annotated[str, AfterValidator(_timezone)]
NetworkCode = Annotated[str, AfterValidator(_network_code)]
Address = Annotated[str, AfterValidator(_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
StoreAddress = Annotated[str, AfterValidator(_store)]
EveryText = Annotated[str, AfterValidator(_every)]
SendOnText = Annotated[str, AfterValidator(_send_on)]
ClockTime = Annotated[dt.time, BeforeValidator(_no_number_for_a_time), AfterValidator(_wall_time)]
Day = Annotated[dt.date, BeforeValidator(_no_number_for_a_day)]
CheckSizes = BeforeValidator(_sizes)
