"""
The round in pairs: a perfect matching of least cost, in strict tiers, with its proof.

    ladder      tiers as digits of one whole number, and as machine words
    assignment  the fractional optimum on candidate pairs, and its prices (OR-Tools)
    edmonds     from there to whole pairs, with prices that prove it
    mend        the two above, on candidates
    candidates  the pairs worth trying first
    field       all pairs, without keeping them: those that prices do not rule out (`lots`)
    perfect     candidates, matching and the pricing of all pairs, until it is proved (`proof`)
    trio        the three of an odd round
    mixture     the awkward rest: people left out, several trios
    partition   the same, exactly, through all groups there are

Prices (dual variables) prove a round without trust in how it was found: see `proof.Proof`.
"""
