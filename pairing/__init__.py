"""
pairs: brings the staff of a primary care network together. The walk of the data, as a reading order:

    config/ + people/ + events  what the lead set, who there is, what has happened
    -> translate                the only room that knows both people and seats
    -> solver/                  Problem -> Solution: pure, whole numbers, proofs
    -> rounds                   the plan: previewed, approved
    -> stages/                  plan, approve, deliver, attend: one module per stage
    -> notify/                  message -> text and html -> iTIP -> envelope -> sender
    -> inbox/, web/             what comes back: calendar answers, prepared replies, bounces, pages
    -> life/                    what is due in a round that was sent: remind, mend, ask
    -> history/                 a fold over the facts; the circle closes in data, not in imports

Doors: `pairing.cli`, `pairing.web`. Wiring: `pairing.bootstrap`. Keeping: `pairing.storage`.
"""

__version__ = "0.1.0"
