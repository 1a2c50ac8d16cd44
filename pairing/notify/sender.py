"""
The sender's port: hand one message over, and say honestly how it went.

    DeliveryError
    ├── TryLater     not taken, try again later (4xx, or no answer before the message)
    ├── GiveUp       not taken, and never will be as it stands (5xx)
    ├── Unknown      the message was on the wire and no answer came: it may have been taken
    └── ChannelDown  nothing can be sent at all just now (no connection, login refused)
"""

from __future__ import annotations

from typing import Protocol


class DeliveryError(Exception):
    """One message was not (surely) taken. ``code`` is the SMTP reply code, None where there was none."""

    def __init__(self, text: str, *, code: int | None = None) -> None:
        self.code = code
        super().__init__(text)


class TryLater(DeliveryError):
    """Not taken; the outbox tries again. ``slow_down``: the server asks for fewer messages, whoever they are for."""

    def __init__(self, text: str, *, code: int | None = None, slow_down: bool = False) -> None:
        self.slow_down = slow_down
        super().__init__(text, code=code)


class GiveUp(DeliveryError):
    """Not taken; the lead corrects an address or asks IT."""


class Unknown(DeliveryError):
    """Perhaps taken. An invitation is sent again, byte for byte the same."""


class ChannelDown(DeliveryError):
    """
    The server cannot be reached or refuses us; every message stays owed.

    ``lasting`` is true where trying again soon cannot help (a refused login, a wrong certificate).
    ``perhaps_recipient`` is true where a refusal by policy came for one message and may be about
    its addressee alone: only what happens to the next message tells.
    """

    def __init__(
        self, text: str, *, code: int | None = None, lasting: bool = False, perhaps_recipient: bool = False
    ) -> None:
        self.lasting = lasting
        self.perhaps_recipient = perhaps_recipient
        super().__init__(text, code=code)


class Sender(Protocol):
    """One channel for one mailbox. Messages go one at a time; the connection is kept between them."""

    @property
    def twice_is_once(self) -> bool:
        """True where handing the same message over again makes no second copy."""

    async def send(self, *, recipient: str, raw: bytes, name: str) -> str:
        """Hand over the bytes exactly as they are; returns the server's words.

        ``name`` follows from the outbox key and names a file where the channel is a folder.
        """

    async def close(self) -> None:
        """Let go of the connection; harmless twice."""
