"""
A store: the four ports of one network, and the transaction that holds them together.

    with store.transaction():
        store.events.append([round_planned])
        store.outbox.add(invitations)

Either both are kept or neither is: a plan without its mail, or mail without its plan, cannot
be (design decision 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from pairing.events import EventLog
from pairing.notify.outbox import Buckets, Outbox
from pairing.people.person import Roster


class Store(Protocol):
    """Everything one network keeps. ``warnings`` are sentences for whoever opened it."""

    @property
    def events(self) -> EventLog:
        """The append-only facts."""

    @property
    def roster(self) -> Roster:
        """People and practices."""

    @property
    def outbox(self) -> Outbox:
        """Messages owed."""

    @property
    def buckets(self) -> Buckets:
        """The pace of each mailbox."""

    @property
    def warnings(self) -> Sequence[str]:
        """What the lead should know about where this is kept; empty when all is well."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is kept together or not at all; one within another joins the outer one.

        Those of one network take turns, in whichever process or on whichever machine: nothing that
        one has read changes before it ends. So keep them short: an answer page waits for them.
        Port methods called outside any are a transaction of their own. It belongs to the thread
        that opened it.
        """

    def lock(self) -> AbstractContextManager[None]:
        """Hold this network against runs on other machines; `AlreadyRunning` when one holds it.

        Only a shared server needs this; where the store is a file of the workspace, the
        workspace's own lock is enough and this one is always free.
        """

    def close(self) -> None:
        """Let go of files and connections; harmless twice."""
