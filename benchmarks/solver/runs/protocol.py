"""
How a program under test is fed a year and tells it back, whatever Python it runs in. Standard library alone.

In, on stdin, one JSON object: ``practice`` (by person), ``rounds`` (who is there), ``seed``, ``size``.
Out, a JSON line first, once everything is imported: ``{"imported": CPU seconds, "megabytes": peak so far}``;
then one a round: ``{"groups": [[person, ...], ...], "seconds": CPU seconds, "megabytes": peak so far}``.
"""

from __future__ import annotations

import json
import resource
import sys
import time


def told() -> dict:
    """The year to arrange."""
    return json.load(sys.stdin)


def ready() -> None:
    """Everything is imported: from here on it is solving."""
    _tell({"imported": time.process_time()})


class Stopwatch:
    """CPU seconds of this process between the two ends of a ``with``."""

    def __enter__(self) -> Stopwatch:
        self._begun = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.process_time() - self._begun


def tell(groups: list, seconds: float) -> None:
    """One round is done."""
    _tell({"groups": [[int(person) for person in group] for group in groups], "seconds": seconds})


def _tell(line: dict) -> None:
    line["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.__stdout__.write(json.dumps(line) + "\n")
    sys.__stdout__.flush()
