"""
How far a search counted in steps has come: by its steps, or by the clock where that is sure to run out first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from time import perf_counter

LOOK_EVERY = 32  # steps between looks at the clock
FAIR = 320  # steps before the clock is believed
SURE = 1.25  # the steps would take so much longer than there is time
FINISH = 0.95  # share of the time by which a hurried search has come to its end


def pace(
    steps: int, late: Callable[[], bool], deadline: float = inf, clock: Callable[[], float] = perf_counter
) -> Iterator[float]:
    """The share done, before each step. Ends after all steps, or when it is ``late``.

    As long as time may suffice the clock has no say, so a seed repeats. Once it is sure not to, the
    share follows the clock and the search goes on until it is late: better cooled fast than broken off hot.
    """
    begun = clock()
    hurried = False
    share, step = 0.0, 0
    while hurried or step < steps:
        if step % LOOK_EVERY == 0:
            if late():
                return
            gone = clock() - begun
            hurried = hurried or (step >= FAIR and gone * steps > SURE * step * (deadline - begun))
            if hurried:
                share = max(share, min(1.0, gone / (FINISH * (deadline - begun))))
        if not hurried:
            share = step / steps
        yield share
        step += 1
