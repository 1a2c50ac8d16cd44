"""What the lead writes when a group or a round is cancelled: mailed, and erased with whom it names."""

from __future__ import annotations

import pytest

from pairing.events import Kind
from pairing.stages import cancelling, forgetting


@pytest.mark.parametrize("whole", [False, True])
def test_words_at_a_cancelling_are_mailed_and_forgotten_with_whom_they_name(world, whole):
    net = world("small")
    plan = net.send()
    net.tick()
    group = plan.groups[0]
    person = net.store.roster.person(group.members[0])
    words = f"We are sorry, {person.name.split()[-1]} is needed elsewhere."
    named = plan.round if whole else f"{plan.round}/{group.number}"

    cancelling.cancel(net.desk(), cancelling.find(net.desk(), named), words)

    assert net.life(plan.round).past[group.number].words == words
    raw = next(entry.raw for entry in net.tick(deliver=False).entries if entry.person == person.id)
    assert words.encode() in raw.replace(b"=\r\n", b"").replace(b"\r\n", b" ")
    net.deliver()
    forgetting.forget(net.desk(), person)
    assert net.life(plan.round).past[group.number].words == ""
    kept = net.store.events.facts(kinds=[Kind.ROUND_CANCELLED, Kind.GROUPS_CHANGED])
    assert not [fact for fact in kept if words in str(fact.body)]


def test_words_that_name_nobody_stay(world):
    net = world("small")
    plan = net.send()
    cancelling.cancel(net.desk(), cancelling.find(net.desk(), plan.round), "Both of you are on leave.")
    forgetting.forget(net.desk(), net.store.roster.person(plan.groups[0].members[0]))
    assert net.life(plan.round).past[plan.groups[0].number].words == "Both of you are on leave."
