"""
Several rounds planned together, so that a pair meeting twice is a repeat. `rotate` is the way in.

Round after round is tried first (`planning`), each as good as one alone can be. Where that ends in
repeats, rounds of pairs are split anew together (`matchings`), and tables are laid out by a design
(`laid`), eased where practices do not fill its rows (`ease`); then each round is made again knowing
all the others (`polish`). `series` says what rounds cost together, `bounds` and `together` what no
rounds at all can go below.
"""

from __future__ import annotations

from pairing.solver.rotations.rotate import Rotations, rotate

__all__ = ["Rotations", "rotate"]
