"""
pairs: brings the staff of a primary care network together. The walk of the data, as a reading order:

    config/ + people/ + events  what the lead set, who there is, what has happened
    -> translate                the only room that knows both people and seats
    -> solver/                  Problem -> Solution: pure, whole numbers, proofs
    -> rounds                   the plan: previewed, approved
    -> stages/                  plan, approve, deliver, attend: one module per stage
    -> notify/                  message -> text and html -> iTIP -> envelope -> sender
    -> history                  a fold over the facts; the circle closes in data, not in imports

Doors: `pairing.cli`. Wiring: `pairing.bootstrap`.
"""

__version__ = "0.1.0"
