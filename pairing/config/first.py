"""The first `pairs.toml` of a network: short, commented, made from five answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from pairing.config.schema import FILE as SCHEMA_FILE

Meeting = Literal["coffee", "lunch", "both"]
MEETINGS: tuple[Meeting, ...] = ("coffee", "lunch", "both")

#: What lies in a workspace and belongs in nobody's version control.
GITIGNORE = """\
# people's data, the outbox and the workspace's secret stay on this machine
.pairs/
outbox/
plans/
pairs.db*
*.csv
*.xlsx
pairs-error.log
"""

#: A staff file's columns; the first five are needed, `id` may be left out, the rest may stay empty.
STAFF_HEADER = "name,email,practice,role,also_works_at,working_days,site,starts,ends,paused_until,line_manager,host\n"
STAFF_EXAMPLE = "Ada Fields,ada.fields@millbrook.example,X12345 Millbrook Surgery,Practice nurse,,Mon Tue Thu,,,,,,yes"

_HEAD = """\
#:schema ./{schema}
# The config of one network. `pairs config check` checks it, `pairs config explain KEY` explains a key,
# docs/config.md lists them all. Passwords never stand here: see PAIRS__MAIL__SMTP__PASSWORD there.

[network]
name = {name}
# code = "U12345"                    # the network's ODS code, if it has one

[mail]
from = {sender}
"""

_FOLDER = """\
delivery = "folder"                  # writes .eml files into outbox/ and mails nothing; "smtp" really sends
"""

_SMTP = """\
delivery = "smtp"                    # really sends; "folder" only writes .eml files into outbox/

[mail.smtp]
host = {host}
port = 587
security = "starttls"
username = {sender}
"""

_COFFEE = """
[programmes.coffee]
format = "coffee"                    # for two, three where the number is odd
every = {every}
"""

_LUNCH = """
[programmes.lunch]
format = "lunch"                     # tables of 6 to 8
every = {lunch_every}

# One of these for each date and place:
# [[programmes.lunch.occasions]]
# date = 2027-01-14
# start = "12:30"
# place = "Millbrook library, room 2"
# tables = 3
# seats = 8
"""


@dataclass(frozen=True)
class Answers:
    """What `pairs init` was told. ``smtp_host`` is empty where mail goes to a folder.

    ``every`` is the rhythm of coffees, or of lunches alone; lunches beside coffees are every second month.
    """

    name: str = "Our primary care network"
    sender: str = "pairs@network.example"
    meeting: Meeting = "coffee"
    every: str = "month"
    smtp_host: str = ""


def first_config(answers: Answers) -> str:
    """The text of the file."""
    quoted = {
        "name": _quoted(answers.name),
        "sender": _quoted(answers.sender),
        "every": _quoted(answers.every),
        "lunch_every": _quoted("2 months" if answers.meeting == "both" else answers.every),
        "host": _quoted(answers.smtp_host),
        "schema": SCHEMA_FILE,
    }
    parts = [_HEAD, _SMTP if answers.smtp_host else _FOLDER]
    if answers.meeting != "lunch":
        parts.append(_COFFEE)
    if answers.meeting != "coffee":
        parts.append(_LUNCH)
    return "".join(part.format(**quoted) for part in parts)


def _quoted(text: str) -> str:
    """Text as a TOML string (JSON's escapes are TOML's too)."""
    return json.dumps(text, ensure_ascii=False)
