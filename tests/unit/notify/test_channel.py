"""What many messages tell about the channel that one alone cannot."""

from datetime import timedelta

from pairing.notify.channel import REFUSALS, SILENCES, SLOW_DOWNS, Channel
from pairing.notify.sender import ChannelDown, TryLater

REFUSED = ChannelDown("550 not from you", code=550, perhaps_recipient=True)
SILENT = TryLater("no answer at MAIL")


def test_only_silences_in_a_row_put_it_out_of_reach():
    channel = Channel()
    for _ in range(SILENCES - 1):
        channel.silent(SILENT)
    channel.answered()
    for _ in range(SILENCES - 1):
        channel.silent(SILENT)
    assert not channel.must_rest

    channel.silent(SILENT)

    assert channel.must_rest
    assert channel.unreachable == "no answer at MAIL"


def test_the_pause_grows_with_the_silences_in_a_row():
    channel = Channel()
    pauses = []
    for _ in range(3):
        channel.silent(SILENT)
        pauses.append(channel.pause)
    channel.answered()
    channel.silent(SILENT)

    assert [*pauses, channel.pause] == [timedelta(seconds=each) for each in (1, 5, 25, 1)]


def test_only_slow_downs_in_a_row_end_a_run():
    channel = Channel()
    for _ in range(SLOW_DOWNS - 1):
        channel.slow_down()
    channel.took()
    for _ in range(SLOW_DOWNS - 1):
        channel.slow_down()
    assert not channel.must_rest

    channel.slow_down()

    assert channel.must_rest
    assert channel.unreachable == ""  # there is a server, and it wants fewer


def test_only_refusals_in_a_row_are_the_channels_own():
    channel = Channel()
    for _ in range(REFUSALS - 1):
        channel.refused(REFUSED)
    channel.took()
    for _ in range(REFUSALS - 1):
        channel.refused(REFUSED)
    assert not channel.must_rest

    channel.refused(REFUSED)

    assert channel.unreachable == "550 not from you"


def test_a_refusal_is_the_addressees_once_others_got_through_after_it():
    channel = Channel()
    channel.took()
    assert not channel.refuses_only("a")
    assert not channel.refuses_only("a")

    channel.took()

    assert channel.refuses_only("a")
    assert not channel.refuses_only("b")  # refused for the first time


def test_what_lasts_is_believed_at_once():
    channel = Channel()
    channel.down(ChannelDown("login refused"))
    assert not channel.must_rest

    channel.down(ChannelDown("certificate expired", lasting=True))

    assert channel.unreachable == "certificate expired"
