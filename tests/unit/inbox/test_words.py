"""The fixed words of prepared replies, and everything that only resembles them."""

from datetime import date, datetime
from urllib.parse import parse_qs, unquote

import pytest

from pairing.inbox.mail import Said
from pairing.inbox.own_words import own_lines, reference_in
from pairing.inbox.words import said_in
from pairing.notify.links import Reply


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Yes: coffee, Tuesday 8 December", Said(Reply.YES, bare=True)),
        ("Another time: coffee, Tuesday 8 December", Said(Reply.ANOTHER_TIME)),
        ("Not this month: coffee", Said(Reply.NOT_THIS_MONTH)),
        ("Not this week: huddle", Said(Reply.NOT_THIS_WEEK)),
        ("Accept 2026-12-09 12:30: coffee, Tuesday 8 December", Said(Reply.ACCEPT, slot=datetime(2026, 12, 9, 12, 30))),  # noqa: DTZ001  # wall time
        ("We met: coffee, Tuesday 8 December", Said(Reply.MET)),
        ("We did not meet: coffee", Said(Reply.NOT_MET)),
        ("We will meet later: coffee", Said(Reply.LATER)),
        ("Pause coffee 1 month", Said(Reply.PAUSE, months=1)),
        ("Pause coffee-2 6 months", Said(Reply.PAUSE, months=6)),
        ("Pause coffee", Said(Reply.PAUSE)),
        ("Stop", Said(Reply.STOP)),
        ("Stay coffee", Said(Reply.STAY, programme="coffee")),
        ("Join coffee", Said(Reply.JOIN, programme="coffee")),
        ("[EXTERNAL] Yes: coffee, Tuesday 8 December", Said(Reply.YES, bare=True)),
        ("EXTERNAL: [Ext] Stop", Said(Reply.STOP)),
        ("*EXT* Not this month: coffee", Said(Reply.NOT_THIS_MONTH)),
        ("[EXTERNAL] Re: Yes: coffee", None),
        ("Extra yes", None),
        ("Leave tea-for-two, please", Said(Reply.LEAVE, programme="tea-for-two")),
        ("Join", Said(Reply.JOIN)),
        ("Share mobile 07700 900123", Said(Reply.SHARE_MOBILE, number="07700 900123")),
        ("Please share my mobile number: +44 7700 900123.", Said(Reply.SHARE_MOBILE, number="+44 7700 900123")),
        ("Remove mobile", Said(Reply.REMOVE_MOBILE)),
    ],
)
def test_subjects_of_our_links(subject, said):
    assert said_in(subject, "\n\nReference: 0123456789abcdef0123456789abcdef\n") == said


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("yes", Reply.YES),
        ("YES PLEASE!!", Reply.YES),
        ("- Yes, thank you", Reply.YES),
        ("Not this month, sorry", Reply.NOT_THIS_MONTH),
        ("not this month - sorry!\n\nI am away.", Reply.NOT_THIS_MONTH),
        ("stop please", Reply.STOP),
        ("Unsubscribe", Reply.PAUSE),
        ("Pause 3 months", Reply.PAUSE),
        ("We didn\u2019t meet", Reply.NOT_MET),
        ("I was not there", Reply.NOT_MET),
        ("I was there", Reply.MET),
        ("> quoted\n> quoted\n\nYes\n", Reply.YES),
        ("On Tue, 1 Dec 2026, Riverside <coffee@riverside.example> wrote:\n> - Not this month\n\nYes", Reply.YES),
        ("Yes\n\n-----Original Message-----\nNot this month", Reply.YES),
        ("Yes\n\n********\nThis message is not for you if you are not the intended recipient", Reply.YES),
        ("Ja\n\nFrom: x", None),
        ("", None),
        ("Yes, but not on Tuesday", None),
        ("Yes\n\nbut could we do Thursday instead?", None),
        ("Yes\n\nActually no, sorry", None),
        ("Yesterday was nice", None),
        ("Stop\n\nSorry, that was a mistake", None),
        ("Stop sending me two mails a month, one is enough", None),
        ("I cannot stop thinking about it", None),
        ("No problem at all", None),
        ("Pause 99 months", None),
        ("Pause until never", None),
        ("> Yes\n> Stop", None),
        ("Thanks!\n\nYes", None),
    ],
)
def test_first_lines(text, reply):
    said = said_in("Re: Coffee with Priya", text)
    assert (said.reply if said else None) == reply


def test_pause_until_a_day():
    assert said_in("", "Pause until 1 March 2027") == Said(Reply.PAUSE, until=date(2027, 3, 1))
    assert said_in("", "pause coffee to 2027-03-01, thanks") == Said(Reply.PAUSE, until=date(2027, 3, 1))


def test_what_somebody_adds_to_another_time_is_kept():
    assert said_in("Another time: coffee", "Thursday at one?\nAnn").words == "Thursday at one? Ann"
    assert said_in("Re: Coffee", "Another time: Thursday at one?").words == "Thursday at one?"


def test_a_subject_with_re_is_somebodys_earlier_mail():
    assert said_in("Re: Yes: coffee, Tuesday", "Thank you, noted.") is None
    assert said_in("Re: Stop", "Not this month") == Said(Reply.NOT_THIS_MONTH)


def test_words_of_a_yes_that_take_it_back():
    assert said_in("Yes: coffee", "Only if it is after two") is None


def test_signatures_are_not_what_somebody_says():
    assert own_lines("Yes\n\n--\nnot here on Fridays") == ["Yes"]


def test_references_survive_case_and_place():
    assert reference_in("x\nREFERENCE: 0123456789ABCDEF0123456789abcdef") == "0123456789abcdef" * 2
    assert reference_in("Reference: 0123") is None


def test_every_link_of_our_letters_is_understood(letters):
    """What `pairing.notify.links` prepares is what is read here."""
    for href in letters:
        query = parse_qs(href.partition("?")[2])
        said = said_in(unquote(query["subject"][0]), query.get("body", [""])[0])
        assert said is not None, href
