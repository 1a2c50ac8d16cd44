"""
Groups from a problem. Pure: whole numbers in, groups and proofs out; no clock, no file, no name.

    Problem -> (rules compiled to terms) -> pairs or tables -> Solution, checked by the plain halves

Read `problem`, `rule` and `rules` (the catalogue) first, then `solve`.
"""
