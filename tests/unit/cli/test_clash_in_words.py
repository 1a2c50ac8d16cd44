"""What a lead reads when the musts clash."""

import pytest

from pairing.cli.clash_in_words import clash_in_words
from pairing.errors import NoRoundExists, Relaxation

RULES = ("group_sizes", "everyone_placed", "different_practice")
WAYS = (Relaxation("different_practice", 1), Relaxation("everyone_placed", 2))


def test_it_says_which_for_whom_and_what_easing_each_would_cost():
    clash = NoRoundExists(rules=RULES, people=["p1", "p2"], relaxations=WAYS)

    assert clash_in_words(clash, ["Ann Bee (GP, Riverside)", "Cy Dee (Nurse, Riverside)"]).splitlines() == [
        "No round satisfies group_sizes, everyone_placed and different_practice",
        "together.",
        "Any one of these would help:",
        "  different_practice below must: 1 case would break it",
        "    for example with Ann Bee (GP, Riverside) and Cy Dee (Nurse, Riverside)",
        "  everyone_placed below must: 2 cases would break it",
    ]


@pytest.mark.parametrize(
    ("concerned", "said"),
    [
        (["a"], "    for example with a"),
        (["a", "b", "c", "d"], "    for example with a, b, c and d"),
        (["a", "b", "c", "d", "e", "f"], "    for example with a, b, c, d and 2 more"),
    ],
)
def test_a_few_are_named_and_the_others_counted(concerned, said):
    clash = NoRoundExists(rules=["kept_apart"], relaxations=WAYS[:1])

    assert clash_in_words(clash, concerned).splitlines()[-1] == said


def test_that_no_single_must_is_enough_is_said_where_it_is_known():
    known = NoRoundExists(rules=["group_sizes", "kept_apart", "cover"])
    open_still = NoRoundExists(rules=["group_sizes", "kept_apart", "cover"], complete=False)

    assert clash_in_words(known).splitlines()[1:] == [
        "Easing one of them alone does not help: ease several, or allow other sizes."
    ]
    assert "Easing" not in clash_in_words(open_still)


def test_other_sizes_are_not_offered_where_sizes_are_not_to_blame():
    dates_alone = NoRoundExists(rules=["kept_apart", "cover"])

    assert clash_in_words(dates_alone).endswith("Easing one of them alone does not help: ease several.")
