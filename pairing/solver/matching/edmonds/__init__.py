"""
A perfect matching of least cost, and prices that prove it (Edmonds' blossom algorithm).

    graph   edges, seen from both of their ends
    nest    blossoms: odd circles of seats or smaller blossoms, seen as one node each
    prices  prices of seats and blossoms, most of which move at once
    forest  the trees of one stage, and which event is next
    search  stage after stage, each ending with one more pair

Primal and dual together, from a start that is already nearly done: prices that no edge undercuts, and a
matching on tight edges. Each stage grows trees from all seats still free. After Galil, "Efficient algorithms
for finding maximum matching in graphs" (1986): what happens next is taken from a heap, a price is written
anew only when its node changes course, and a blossom takes in another without a look at its seats. Whole
numbers of any length, so strict tiers stay strict. A stage costs as much as the trees it grows: what it has
not touched is neither cleared nor looked at, so a few odd circles are mended cheaply among thousands.

Words: the *base* of a blossom is its seat whose partner lies outside. A node of a tree is *even* (reached
over a matched edge, or a root) or *odd* (reached over another edge); all others are *still*. An *end* ``2k``
or ``2k + 1`` is edge k seen from its first or its second seat; ``end ^ 1`` is its other side.
"""
