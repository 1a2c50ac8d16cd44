"""
The round in pairs: a perfect matching of least cost, in strict tiers, with its proof.

    engine      the whole round, or part by part where musts cut it apart
    ladder      tiers as digits of one whole number, and as machine words
    assignment  the fractional optimum on candidate pairs, and its prices (OR-Tools; `flow`)
    edmonds     from there to whole pairs, with prices that prove it
    mend        the two above, on candidates
    candidates  the pairs worth trying first
    field       all pairs, without keeping them: those that prices do not rule out (`lots`, `tier_by_tier`)
    perfect     candidates, matching and the pricing of all pairs, until it is proved (`proof`)
    trio        the three of an odd round (`triangles`)
    mixture     the awkward rest: people left out, several trios
    partition   the same, exactly, through all groups there are

Prices (dual variables) prove a round without trust in how it was found: see `proof.Proof`.
"""
