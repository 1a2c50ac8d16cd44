"""What is allowed and yet most likely not meant: `pairs config check` warns of it, and of nothing else."""

import pytest

from pairing.config.load import load_layers

HEAD = '[network]\nname = "Riverside"\n'
COFFEE = '[programmes.coffee]\nformat = "coffee"\n'
LUNCH = '[programmes.lunch]\nformat = "lunch"\n'
DATE = '[[programmes.lunch.occasions]]\ndate = 2026-12-03\nstart = "12:30"\nplace = "Library"\ntables = 2\nseats = 8\n'
SMTP = '[mail]\ndelivery = "smtp"\nfrom = "coffee@riverside.nhs.uk"\n[mail.smtp]\nhost = "smtp.riverside.nhs.uk"\n'
IMAP = '[mail.inbox]\nkind = "imap"\nhost = "imap.riverside.nhs.uk"\n'
TOKEN = 'auth = "xoauth2"\ntoken_url = "https://login.riverside.nhs.uk/token"\nclient_id = "app"\n'
PASSWORD = {"PAIRS__MAIL__SMTP__PASSWORD": "hunter2", "PAIRS__MAIL__INBOX__PASSWORD": "hunter2"}
SECRET = {"PAIRS__MAIL__SMTP__CLIENT_SECRET": "hunter2", "PAIRS__MAIL__INBOX__CLIENT_SECRET": "hunter2"}

NOBODY = "no programme is set up, so nobody will be invited"
NO_DATES = "lunch has no dates and places, so its tables will have to find their own"
INVENTED = "coffee@riverside.example is an invented address: no reply can reach it"
NO_PASSWORD = "an account without its password: the mail server will refuse"
IN_PLAIN_SIGHT = "the password would cross the network in plain sight"
NO_FOLDER = "no folder is given, so nothing can be collected"
NO_ACCOUNT = "an account or its password is missing: the mail server will refuse"


@pytest.mark.parametrize(
    ("text", "environment", "warned"),
    [
        (COFFEE, {}, []),
        ("", {}, [NOBODY]),
        (LUNCH, {}, [NO_DATES]),
        (LUNCH + DATE, {}, []),
        (COFFEE + SMTP, {}, []),
        (COFFEE + SMTP.replace("nhs.uk", "example"), {}, [INVENTED]),
        (COFFEE + SMTP.replace("nhs.uk", "example").replace('"smtp"', '"folder"'), {}, []),
        (COFFEE + SMTP + 'username = "coffee"\n', {}, [NO_PASSWORD]),
        (COFFEE + SMTP + 'username = "coffee"\n', PASSWORD, []),
        (COFFEE + SMTP + f'username = "coffee"\n{TOKEN}', SECRET, []),
        (COFFEE + SMTP + 'username = "coffee"\nsecurity = "none"\n', PASSWORD, [IN_PLAIN_SIGHT]),
        (COFFEE + SMTP + 'security = "none"\n', {}, []),
        (COFFEE + '[mail.smtp]\nhost = "localhost"\nusername = "coffee"\nsecurity = "none"\n', PASSWORD, []),
        (COFFEE + '[mail.inbox]\nkind = "maildir"\n', {}, [NO_FOLDER]),
        (COFFEE + '[mail.inbox]\nkind = "maildir"\npath = "/var/mail/coffee"\n', {}, []),
        (COFFEE + IMAP, PASSWORD, [NO_ACCOUNT]),
        (COFFEE + IMAP + 'username = "coffee"\n', {}, [NO_ACCOUNT]),
        (COFFEE + IMAP + 'username = "coffee"\n', PASSWORD, []),
        (COFFEE + IMAP + f'username = "coffee"\n{TOKEN}', SECRET, []),
    ],
)
def test_what_is_odd_is_warned_of(workspace, text, environment, warned):
    assert [problem.what for problem in load_layers(workspace(HEAD + text), environment).warnings] == warned


def test_each_warning_says_where_and_what_to_do(workspace):
    text = LUNCH + SMTP.replace("nhs.uk", "example") + 'username = "coffee"\nsecurity = "none"\n' + IMAP
    warnings = load_layers(workspace(HEAD + text), {}).warnings
    assert [problem.where.rpartition(" ")[2] for problem in warnings] == [
        "programmes.lunch", "mail.from", "mail.smtp.username", "mail.smtp.security", "mail.inbox.kind",
    ]  # fmt: skip
    assert all(problem.mend for problem in warnings)
