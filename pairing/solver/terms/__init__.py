"""
The primitives a rule compiles to. The engines know these and never a rule's name.

Per group, additive over its pairs (`pairwise`, `looked_up`):
    Clash        two people sharing any value of an attribute cost c, once a pair
    Listed       listed pairs cost what the list says
    Between      the classes of two people, looked up in a table
    Drawn        0..999 for every pair, drawn from the seed (`drawn`)
Per group, from the values of its members (`valued`):
    AtMost       people of one value beyond k
    Distinct     values missing to r
    Shared       1 when no bit is common to all
Per group, from its marked members (`marked`):
    AtLeast      people with a mark missing to k
    Accompanied  marked people in a group without a companion
Per round (`roundwise`):
    Unseated     people left out, weighted
    Sized        groups outside the allowed sizes
    Away         people of one post away at one hour beyond the cap

Every term has ``bound``: a number no round can go below, found by counting. It must be true even
where people share several values (two people who share two practices clash once).
"""

from __future__ import annotations

from pairing.solver.terms.drawn import Drawn
from pairing.solver.terms.looked_up import Between, Listed
from pairing.solver.terms.marked import Accompanied, AtLeast
from pairing.solver.terms.pairwise import Clash
from pairing.solver.terms.protocols import Ints, RoundTerm, Term
from pairing.solver.terms.roundwise import Away, Sized, Unseated
from pairing.solver.terms.valued import AtMost, Distinct, Shared

__all__ = [
    "Accompanied",
    "AtLeast",
    "AtMost",
    "Away",
    "Between",
    "Clash",
    "Distinct",
    "Drawn",
    "Ints",
    "Listed",
    "RoundTerm",
    "Shared",
    "Sized",
    "Term",
    "Unseated",
]
