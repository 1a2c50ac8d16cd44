"""What holds for any facts: the order in which different people answer never matters."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pairing.events import Fact, Kind
from pairing.history import History
from pairing.plans import to_record
from pairing.rounds import Format, PlannedGroup, PlannedRound

AT = datetime(2026, 12, 1, tzinfo=UTC)
PEOPLE = "abcdefgh"

partitions = st.permutations(PEOPLE).flatmap(
    lambda people: st.lists(st.sampled_from([2, 2, 3, 4]), min_size=1, max_size=4).map(lambda sizes: cut(people, sizes))
)
words = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from([True, False, None]))


def cut(people, sizes):
    groups, start = [], 0
    for size in sizes:
        if len(members := people[start : start + size]) > 1:
            groups.append(tuple(members))
        start += size
    return groups


def planned(groups):
    planned_groups = tuple(
        PlannedGroup(number, members, None, None, None, None, "", (), ()) for number, members in enumerate(groups, 1)
    )
    plan = PlannedRound("c-1", "c", Format.COFFEE, "1", 0, "optimal", AT, "", planned_groups, (), ())
    return Fact(Kind.ROUND_PLANNED, AT, programme="c", round="c-1", body=to_record(plan))


def attendance(said):
    return [
        Fact(Kind.ATTENDANCE_RECORDED, AT, person, "c", "c-1", {"group": None, "met": met})
        for person, met in said.items()
    ]


def answers(history):
    return history.contacts, history.rounds_since("c"), history.turns_missed("c"), history.met_figure("c-1")


@given(partitions, words, st.randoms(use_true_random=False))
def test_the_order_of_different_peoples_words_does_not_matter(groups, said, chance):
    facts = attendance(said)
    shuffled = chance.sample(facts, len(facts))

    one, other = (History.fold([planned(groups), *told]) for told in (facts, shuffled))

    assert answers(one) == answers(other)


@given(partitions, words)
def test_words_said_twice_change_nothing(groups, said):
    once, twice = (History.fold([planned(groups), *attendance(said) * times]) for times in (1, 2))

    assert answers(once) == answers(twice)


@given(partitions, words)
def test_every_group_is_counted_once_and_silence_never_as_met(groups, said):
    figure = History.fold([planned(groups), *attendance(said)]).met_figure("c-1")

    assert figure.yes + figure.no + figure.unknown == len(groups)
    assert figure.yes <= sum(any(said.get(person) for person in group) for group in groups)


@given(partitions, words)
def test_only_who_was_put_in_a_group_and_knows_of_no_meeting_can_be_let_down(groups, said):
    history = History.fold([planned(groups), *attendance(said)])

    for person in history.turns_missed("c"):
        assert said.get(person) is not None
        for (one, other), contacts in history.contacts.items():
            if person in (one, other):
                assert [contact.met for contact in contacts] == [False]
