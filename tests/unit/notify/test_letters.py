"""What every later letter promises: one action, both ways of answering, and nobody's reasons."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, timedelta
from email import message_from_bytes, policy
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairing.notify.envelope import compose
from pairing.notify.links import Reply, mailto, pause_until_told
from pairing.notify.meeting_letters import Invitation, MeetingLetter
from pairing.notify.messages import Guest, Letter, Mailbox, MessageKind, Wording
from pairing.notify.rehearsal import test_to as rehearsed  # not a test, whatever its name begins with
from pairing.notify.render import SUBJECT_LENGTH, render
from pairing.rounds import Format

Maker = Callable[..., Letter]
K = MessageKind

SECRET = b"secret"
SITE = "https://pairs.riverside.example"
TOKEN = "WyJwMSIsImNvZmZlZSJd.c2lnbmF0dXJl-_x"
PAGES = {"answer_url": f"{SITE}/a/{TOKEN}", "pause_url": f"{SITE}/p/{TOKEN}"}
OWN_PAGE = {K.DID_YOU_MEET: {"met_url": f"{SITE}/m/{TOKEN}"}, K.ANNOUNCEMENT: {"join_url": f"{SITE}/j/{TOKEN}"}}
PRIYA = Guest("Priya Shah", "Practice nurse", "High Street Surgery", "priya@high-street.example")
TOM = Guest("Tom Jones", "Care coordinator", "Riverside PCN team", "tom@riverside.example")
MOBILE = Guest("Priya Shah", "Practice nurse", "High Street Surgery", "priya@high-street.example", "07700 900123")

#: How the prepared replies of each kind begin, besides pause and stop.
REPLIES = {
    K.INVITATION: ["Yes", "Another time", "Not this month"],
    K.REMINDER: ["Yes", "Another time", "Not this month"],
    K.UPDATE: ["Yes", "Another time", "Not this month"],
    K.NUDGE: ["Not this month"],
    K.DID_YOU_MEET: ["We met", "We did not meet", "We will meet later"],
    K.STAYING: ["Stay coffee"],
    K.ANNOUNCEMENT: [],
}


def replies(html: str, address: str = "ruth@riverside.example") -> list[str]:
    """The subjects of the prepared replies in a mail, without pause and stop."""
    links = [urlsplit(link.replace("&amp;", "&")) for link in re.findall(r'href="(mailto:[^"]+)"', html)]
    subjects = [parse_qs(link.query)["subject"][0] for link in links if unquote(link.path) == address]
    return [subject for subject in subjects if not subject.startswith(("Pause", "Stop"))]


def full(letter_of: Maker, kind: MessageKind, **changed: object) -> Letter:
    """A letter with everything its kind may hold."""
    own: dict[MessageKind, dict[str, object]] = {
        K.SUGGESTION: {"suggested_by": "Priya Shah"},
        K.ANNOUNCEMENT: {"often": "once a month", "first_on": date(2026, 7, 1), "join_by": date(2026, 6, 26)},
        K.DIGEST: {"headline": "All is well", "lines": ("18 pairs",)},
    }
    return letter_of(kind, **(own.get(kind, {}) | changed))


@pytest.mark.parametrize("kind", MessageKind)
@pytest.mark.parametrize("weekly", [False, True])
@pytest.mark.parametrize("format", [Format.COFFEE, Format.LUNCH])
def test_every_letter_has_both_parts_and_a_short_subject(
    kind: MessageKind, weekly: bool, format: Format, letter_of: Maker
) -> None:
    round = "coffee-2026-W28" if weekly else "coffee-2026-07"
    words = render(full(letter_of, kind, format=format, round=round))
    assert words.subject
    assert "None" not in words.subject + words.text
    assert len(words.subject.rpartition(", ")[0]) <= SUBJECT_LENGTH + 10
    assert "\n\n\n" not in words.text, "no hole where something is missing"
    assert words.html.count("<h1") == 1
    assert ("this week" in words.text) <= weekly
    assert ("this month" in words.text) <= (not weekly)


@pytest.mark.parametrize("kind", REPLIES)
def test_without_pages_every_answer_is_a_prepared_reply(kind: MessageKind, letter_of: Maker) -> None:
    letter = full(letter_of, kind)
    html = render(letter).html
    found = replies(html)
    assert [subject.partition(":")[0] for subject in found] == REPLIES[kind]
    for link in re.findall(r'href="(mailto:ruth[^"]+)"', html):
        assert ("Reference%3A%200123456789abcdef0123456789abcdef" in link) == isinstance(letter, MeetingLetter)
    assert "http" not in html.replace("http-equiv", "")


@pytest.mark.parametrize("kind", [*REPLIES, K.SUGGESTION])
def test_with_pages_no_prepared_reply_is_left_and_few_links(kind: MessageKind, letter_of: Maker) -> None:
    slots = {"slots": (letter_of(K.INVITATION).written_at,)} if kind is K.SUGGESTION else {}
    words = render(full(letter_of, kind, **PAGES, **OWN_PAGE.get(kind, {}), **slots))
    assert replies(words.html) == []
    assert "mailto:ruth" not in words.html
    pages = set(re.findall(r'href="(https://[^"]+)"', words.html))
    assert all(page.startswith(SITE) for page in pages)
    own_page = OWN_PAGE.get(kind, {}).get("met_url") or PAGES["answer_url"]
    if kind is not K.ANNOUNCEMENT:
        assert {page.partition("?")[0] for page in pages} == {own_page, PAGES["pause_url"]}
        assert own_page in words.text
    assert PAGES["pause_url"] in words.text


def test_a_preselected_choice_leads_to_the_same_page(letter_of: Maker) -> None:
    html = render(letter_of(K.DID_YOU_MEET, **PAGES, **OWN_PAGE[K.DID_YOU_MEET])).html
    assert f'href="{SITE}/m/{TOKEN}?choice=met"' in html
    assert f'href="{SITE}/m/{TOKEN}"' in html
    assert f'href="{SITE}/a/{TOKEN}?choice=stay"' in render(letter_of(K.STAYING, **PAGES)).html


def test_a_reminder_asks_for_the_answer_before_anything_else(letter_of: Maker) -> None:
    words = render(letter_of(K.REMINDER, wording=Wording("Coffee pairs", "", note="The time is protected.")))
    [button] = re.findall(r'<a class="button"[^>]*>([^<]+)</a>', words.html)
    assert button == "Yes, I will be there", "even for the one who writes first"
    assert "Priya Shah" in words.text
    assert "Wednesday 8 July, 12:30pm" in words.text
    assert "The time is protected." in words.text
    assert "The time is protected." in words.html
    assert "What does a good day look like?" not in words.text


def test_a_nudge_is_one_tap(letter_of: Maker) -> None:
    words = render(letter_of(K.NUDGE, guests=(PRIYA, TOM)))
    [button] = re.findall(r'<a class="button"[^>]*href="([^"]+)"', words.html) or re.findall(
        r'<a class="button" href="([^"]+)"', words.html
    )
    link = urlsplit(button.replace("&amp;", "&"))
    assert link.path == "priya@high-street.example,tom@riverside.example"
    assert parse_qs(link.query)["body"][0].startswith("Hello Priya and Tom,")
    assert words.subject == "Coffee with Priya and Tom: you write first"


@pytest.mark.parametrize(
    ("changed", "subject", "heading"),
    [
        ({"before": "earlier"}, "New time: coffee with Priya Shah, Wed 8 Jul, 12:30pm", "The time has changed"),
        ({"before": None}, "Time set: coffee with Priya Shah, Wed 8 Jul, 12:30pm", "You have a time now"),
        (
            {"before": "same", "where_before": "Park View"},
            "New place: coffee with Priya Shah, Wed 8 Jul, 12:30pm",
            "The place has changed",
        ),
        (
            {"before": "same", "news": "Tom Jones joins you"},
            "Changed: coffee with Priya Shah, Wed 8 Jul, 12:30pm",
            "Something has changed",
        ),
    ],
)
def test_an_update_says_what_has_changed(
    changed: dict[str, object], subject: str, heading: str, letter_of: Maker, invitation: Invitation
) -> None:
    assert invitation.starts is not None
    times = {"earlier": invitation.starts - timedelta(days=1), "same": invitation.starts, None: None}
    words = render(letter_of(K.UPDATE, sequence=1, **(changed | {"before": times[changed["before"]]})))
    assert words.subject == subject
    assert heading in words.text
    assert heading in words.html
    assert ("Before: Tuesday 7 July, 12:30pm" in words.text) == (changed["before"] == "earlier")
    assert ("Before: Park View" in words.text) == ("where_before" in changed)
    assert ("Tom Jones joins you." in words.text) == ("news" in changed)
    assert words.description is not None
    assert "What does a good day look like?" in words.description, "the entry keeps what the invitation put there"


def test_a_suggestion_offers_its_times_and_says_who_moves_what(letter_of: Maker, invitation: Invitation) -> None:
    assert invitation.starts is not None
    first = invitation.starts.astimezone(UTC)  # as facts keep it
    slots = (first + timedelta(days=1), first + timedelta(days=2, hours=-3))
    words = render(letter_of(K.SUGGESTION, suggested_by="Priya Shah", slots=slots, said="Clinic until 1pm"))
    assert words.subject == "Priya Shah suggests another time for coffee"
    assert replies(words.html) == [
        "Accept 2026-07-09 12:30: coffee, Wednesday 8 July",
        "Accept 2026-07-10 09:30: coffee, Wednesday 8 July",
    ]
    for text in (words.text, words.html):
        assert "Thursday 9 July, 12:30pm" in text
        assert "Friday 10 July, 9:30am" in text
        assert "Clinic until 1pm" in text
        assert "The first to accept moves it for everybody" in text
        assert "at Wednesday 8 July, 12:30pm until" in text
    bare = render(letter_of(K.SUGGESTION, suggested_by="Priya Shah", said="Any morning?", starts=None, ends=None))
    assert "Write to Priya" in bare.text
    assert "accept" not in bare.text.lower()


@pytest.mark.parametrize("kind", [K.CANCELLATION, K.PARTNER_LEFT])
def test_nobody_learns_why_somebody_is_away(kind: MessageKind, letter_of: Maker) -> None:
    words = render(letter_of(kind, sequence=1, away=("Priya Shah",), first_next_time=True) if kind is K.CANCELLATION
                   else letter_of(kind, sequence=1, away=("Priya Shah",)))  # fmt: skip
    assert words.description is not None
    for text in (words.text, words.html, words.description):
        assert re.search(r"Priya Shah is not available this month\b", text)
        for reason in ("pause", "stop", "bounce", "decline", "ill", "answered", "left"):
            body = text.partition("You get this because")[0].partition("</head>")[2] or text.partition("--\n")[0]
            assert not re.search(rf"\b{reason}", re.sub(r"<[^>]*>", "", body)), reason
    for text in (words.text, words.html):
        assert "go first next time" in text


def test_a_cancellation_says_what_comes_next(letter_of: Maker) -> None:
    def text(**changed: object) -> str:
        return render(letter_of(K.CANCELLATION, sequence=1, **changed)).text.partition("--\n")[0]

    assert "the invitation is the next mail" in text(invitation_follows=True)
    assert "You go first next time" in text(first_next_time=True)
    assert "You need not do anything." in text()
    mine = text(by_you=True, first_next_time=True)
    assert "Thank you for telling us." in mine
    assert "first next time" not in mine
    assert "The roof leaks." in text(words="The roof leaks.\n\nWe are sorry.")
    assert "out of your calendar" in text()
    assert "calendar" not in text(starts=None, ends=None)


def test_met_or_there(letter_of: Maker) -> None:
    coffee, lunch = (render(letter_of(K.DID_YOU_MEET, format=format)) for format in (Format.COFFEE, Format.LUNCH))
    assert coffee.subject == "Did you meet Priya Shah?"
    assert lunch.subject == "Were you at lunch on Wednesday 8 July?"
    assert [subject.partition(":")[0] for subject in replies(lunch.html)] == [Reply.THERE, Reply.NOT_THERE]
    assert "later" not in lunch.text, "a table's date is everybody's"


def test_nobody_is_dropped_for_being_silent(letter_of: Maker) -> None:
    for text in (words := render(letter_of(K.STAYING, rounds=3))).text, words.html:
        assert "If you do nothing, you stay." in text
        assert "3 rounds of Coffee pairs" in text


def test_an_announcement_says_how_to_stop_or_how_to_join(letter_of: Maker) -> None:
    out = render(full(letter_of, K.ANNOUNCEMENT))
    for text in (out.text, out.html):
        for part in (
            "Twenty minutes with somebody new.",
            "once a month",
            "Wednesday 1 July",
            "you need not do anything",
        ):
            assert part in text
    assert 'reply "Stop"' in out.text
    assert "subject=Stop" in out.html
    opt_in = render(full(letter_of, K.ANNOUNCEMENT, opt_in=True))
    assert replies(opt_in.html) == ["Join coffee"]
    assert "Stop" not in opt_in.html
    for text in (opt_in.text, opt_in.html):
        assert "Join by Friday 26 June" in text
        assert "If you do nothing, you get no invitation." in text
    assert f"{SITE}/j/x" in render(full(letter_of, K.ANNOUNCEMENT, opt_in=True, join_url=f"{SITE}/j/x")).text


def test_the_digest_is_the_leads_own(letter_of: Maker) -> None:
    letter = letter_of(
        K.DIGEST, headline="18 pairs, 1 needs you", attention=("p7: mail comes back",), lines=("20 yes", "4 silent")
    )
    words = render(letter)
    assert words.subject == "18 pairs, 1 needs you"
    for text in (words.text, words.html):
        assert text.index("P7: mail comes back.") < text.index("20 yes.") < text.index("4 silent.")
        assert "For you to do".lower() in text.lower()
        assert "Pause" not in text
    message = message_from_bytes(compose(letter, SECRET).raw, policy=policy.default)
    assert message["List-Unsubscribe"] is None
    assert "nothing for you to do" in render(letter_of(K.DIGEST)).text


@pytest.mark.parametrize("kind", [K.INVITATION, K.REMINDER, K.NUDGE, K.UPDATE])
def test_a_telephone_number_is_shown_only_where_it_was_given(kind: MessageKind, letter_of: Maker) -> None:
    with_number, without = (render(letter_of(kind, guests=(guest,))) for guest in (MOBILE, PRIYA))
    assert "Mobile 07700 900123" in with_number.text
    assert 'href="tel:07700900123"' in with_number.html
    assert "obile" not in without.text
    assert "tel:" not in without.html


@pytest.mark.parametrize("kind", [K.CANCELLATION, K.PARTNER_LEFT, K.DID_YOU_MEET, K.SUGGESTION, K.STAYING])
def test_a_telephone_number_is_for_meeting_and_nothing_else(kind: MessageKind, letter_of: Maker) -> None:
    changed = {} if kind is K.STAYING else {"guests": (MOBILE,)}
    words = render(letter_of(kind, **changed))
    assert "900123" not in words.text + words.html


@pytest.mark.parametrize("kind", MessageKind)
def test_a_rehearsal_of_any_letter_holds_no_key_to_anything(kind: MessageKind, letter_of: Maker) -> None:
    pages = PAGES | OWN_PAGE.get(kind, {}) | ({"opt_in": True} if kind is K.ANNOUNCEMENT else {})
    for changed in (pages, {}):
        raw = compose(full(letter_of, kind, **changed), SECRET).raw
        trial = message_from_bytes(rehearsed(raw, "lead@riverside.example"), policy=policy.default)
        parts = [part.get_payload(decode=True) for part in trial.walk() if not part.is_multipart()]
        everything = b"".join(part for part in parts if isinstance(part, bytes)) + str(trial.items()).encode()
        assert TOKEN.encode() not in everything
        assert b"0123456789abcdef0123456789abcdef" not in everything
        if changed and kind not in {K.CANCELLATION, K.PARTNER_LEFT, K.DIGEST, K.LEFT_OUT, K.ANNOUNCEMENT}:
            assert f'href="{SITE}/"'.encode() in everything, "the link is there and leads nowhere in particular"


HOSTILE = st.text(max_size=80).map(lambda text: f"<b>{text}\r\nBcc: x@y.example\x00{{{{ 7 * 7 }}}}\u202e")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(kind=st.sampled_from(list(MessageKind)), text=HOSTILE)
def test_nothing_breaks_out_of_any_letter(kind: MessageKind, text: str, letter_of: Maker) -> None:
    guest = Guest(text, text, text, "priya@high-street.example", text)
    own: dict[MessageKind, dict[str, object]] = {
        K.UPDATE: {"news": text, "where_before": text},
        K.SUGGESTION: {"suggested_by": text, "said": text},
        K.CANCELLATION: {"away": (text,), "words": text},
        K.PARTNER_LEFT: {"away": (text,), "words": text},
        K.ANNOUNCEMENT: {"often": text},
        K.DIGEST: {"headline": text, "attention": (text,), "lines": (text,)},
    }
    meeting = kind not in {K.LEFT_OUT, K.STAYING, K.ANNOUNCEMENT, K.DIGEST}
    letter = letter_of(kind, **(own.get(kind, {}) | ({"guests": (guest,), "where": text} if meeting else {})))
    words = render(letter)
    assert "<b>" not in words.html
    assert "\u202e" not in words.html + words.text + words.subject
    assert "\x00" not in words.html + words.text + words.subject
    message = message_from_bytes(compose(letter, SECRET).raw, policy=policy.default)
    assert message["Bcc"] is None


@pytest.mark.parametrize("address", ["a/b@mill.example", "a&b=c@mill.example", "subject=x@mill.example"])
def test_links_lead_to_awkward_addresses_too(letter_of: Maker, address: str) -> None:
    letter = letter_of(K.INVITATION, reply_to=Mailbox("Ruth", address))
    assert replies(render(letter).html, address)
    assert pause_until_told(letter) == mailto([address], "Pause coffee")
