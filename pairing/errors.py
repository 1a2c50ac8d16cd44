"""
Every error a person can meet, ordered by whose turn it is.

    PairsError
    ├── InputError           3  the lead mends a file or the config
    ├── NoRoundExists        4  the lead relaxes a named rule
    ├── AwaitingApproval     5  the lead looks, then sends
    ├── SomeFailed           6  the lead runs again to resume
    ├── AlreadyRunning       7  the lead waits for the other run
    ├── MailServerUnreachable 75  time heals it, or the network's IT does
    └── RoundRejected        1  we do: solver and plain check disagree

Messages name people by id, never by name or address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class PairsError(Exception):
    """Something a person is told in plain words; ``exit_code`` follows `design`'s table."""

    exit_code = 1


@dataclass(frozen=True)
class Problem:
    """One thing to mend: what is wrong, where, why it matters and how to mend it.

    ``where`` is a file, a row or a key ("staff.csv row 41, column email"); ``why`` and ``mend``
    may be empty where the first line says it all.
    """

    what: str
    where: str = ""
    why: str = ""
    mend: str = ""

    def __str__(self) -> str:
        first = f"{self.where}: {self.what}" if self.where else self.what
        return "\n".join(line for line in (first, self.why, self.mend) if line)


class InputError(PairsError):
    """Input or config to mend. Carries every problem found, not only the first."""

    exit_code = 3

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n\n".join(str(problem) for problem in problems))

    @classmethod
    def at(cls, where: str, what: str, *, why: str = "", mend: str = "") -> InputError:
        """One problem, with its place."""
        return cls(Problem(what=what, where=where, why=why, mend=mend))


@dataclass(frozen=True)
class Relaxation:
    """One way out of clashing musts: soften ``rule``, at ``price`` broken cases. Fewer might do unless ``proved``."""

    rule: str
    price: int
    proved: bool = True


class NoRoundExists(PairsError):
    """The musts clash. ``rules`` is a smallest clashing set; ``people`` are ids (or seats inside the solver).

    Not ``complete``: in the time given fewer rules may not have been told from more, nor every relaxation found.
    """

    exit_code = 4

    def __init__(
        self,
        *,
        rules: Sequence[str],
        people: Sequence[object] = (),
        relaxations: Sequence[Relaxation] = (),
        complete: bool = True,
    ) -> None:
        self.rules = tuple(rules)
        self.people = tuple(people)
        self.relaxations = tuple(relaxations)
        self.complete = complete
        doubt = "" if complete else "; time ran out before it was clear that all of them are to blame"
        listed = " and ".join(filter(None, [", ".join(self.rules[:-1]), *self.rules[-1:]]))
        together = " together" if len(self.rules) > 1 else ""
        super().__init__(f"no round satisfies {listed}{together}{doubt}")


class AwaitingApproval(PairsError):
    """A plan is saved and nothing was sent."""

    exit_code = 5


class SomeFailed(PairsError):
    """Some messages were not taken; the others were."""

    exit_code = 6


class AlreadyRunning(PairsError):
    """Another run holds this workspace's lock."""

    exit_code = 7


class MailServerUnreachable(PairsError):
    """No connection to the mail server; nothing is lost, every message is still owed."""

    exit_code = 75


class RoundRejected(PairsError):
    """The solver's round failed the plain check: a bug, reported and never sent."""
