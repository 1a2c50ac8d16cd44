"""
What a delivery learns of its channel as message after message goes: whether it answers, whether it
wants fewer of them, whether it refuses everybody's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from pairing.notify.sender import ChannelDown, DeliveryError

#: So many tries in a row without an answer put it out of reach.
SILENCES = 3

#: "Slow down" (421, 432, 4.7.x): wait, go on; after so many in a row leave the rest to the next run.
SLOW_DOWN = timedelta(seconds=20)
SLOW_DOWNS = 3

#: So many messages in a row refused by policy: then it is not about their addressees.
REFUSALS = 3


@dataclass
class Channel:
    """
    Well until it is told otherwise. ``taken`` counts the messages it took; ``unreachable`` is why
    nothing can be sent just now, empty while something can.
    """

    taken: int = 0
    unreachable: str = ""
    silences: int = 0  # tries in a row without an answer
    slowed: int = 0  # slow-downs in a row
    refusals: int = 0  # policy refusals in a row
    suspects: dict[str, int] = field(default_factory=dict)  # key -> messages taken when it was first refused

    @property
    def must_rest(self) -> bool:
        """True when what is left is for the next run."""
        return bool(self.unreachable) or self.slowed >= SLOW_DOWNS

    @property
    def pause(self) -> timedelta:
        """How long to wait before it is tried again: 1, 5, 25 seconds after each silence in a row."""
        return timedelta(seconds=5 ** (self.silences - 1))

    def took(self) -> None:
        """A message got through."""
        self.taken += 1
        self.refusals = 0
        self.answered()

    def answered(self) -> None:
        """The server is there and willing."""
        self.silences = self.slowed = 0

    def slow_down(self) -> None:
        """The server asks for fewer messages, whoever they are for."""
        self.slowed += 1

    def silent(self, error: DeliveryError) -> None:
        """No answer: after some in a row the server is out of reach, or every message would wait in vain."""
        self.silences += 1
        if self.silences >= SILENCES:
            self.unreachable = str(error)

    def down(self, error: ChannelDown) -> None:
        """Nothing gets through; for this run nothing will where trying again cannot help."""
        self.silent(error)
        if error.lasting:
            self.unreachable = str(error)

    def refuses_only(self, key: str) -> bool:
        """
        True of a message refused by policy once others got through after its first refusal: the
        addressee's fault then, the channel's if none does.
        """
        return self.taken > self.suspects.setdefault(key, self.taken)

    def refused(self, error: ChannelDown) -> None:
        """A message was refused by policy, and it is not known whose fault that is."""
        self.refusals += 1
        if self.refusals >= REFUSALS:
            self.unreachable = str(error)
