"""
Plans for many rounds in which no two people meet twice, made by construction and not by search.

`transversal` seats rows of people by finite fields (`field`), `affine` by the lines of a geometry,
`triples` by Kirkman's method, `circle` in pairs. Each gives a `Design` of points; `choice` picks
those that fit a number of people and the sizes allowed. Who is which point is decided elsewhere.
"""

from __future__ import annotations

from pairing.solver.designs.choice import fitting
from pairing.solver.designs.design import Design

__all__ = ["Design", "fitting"]
