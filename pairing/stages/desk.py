"""What every stage works with: the config, the ports, the clock and the secret of one workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from pairing.clock import Clock
from pairing.config.model import Config
from pairing.errors import InputError
from pairing.events import Fact, Kind
from pairing.history import History
from pairing.history.fold import KINDS
from pairing.plans import to_record
from pairing.rounds import PlannedRound
from pairing.storage.store import Store


@dataclass(frozen=True)
class Desk:
    """A workspace, opened. ``opened_at`` is read from the clock once, so that one run says one time."""

    path: Path
    config: Config
    store: Store
    clock: Clock
    secret: bytes
    opened_at: datetime

    @cached_property
    def zone(self) -> ZoneInfo:
        """The network's time zone."""
        return ZoneInfo(self.config.network.timezone)

    @cached_property
    def today(self) -> date:
        """The day this run takes place, where the network is."""
        return self.opened_at.astimezone(self.zone).date()

    @property
    def mailbox(self) -> str:
        """The address everything is sent from, lower case."""
        return self.config.mail.sender.lower()

    def facts(self, alongside: Sequence[PlannedRound] = ()) -> list[Fact]:
        """
        Everything that has happened to rounds (`history.fold.KINDS`), and plans of this same run as if approved.

        So that a coffee planned beside a lunch knows who meets there, and on which day.
        """
        supposed = [
            Fact(Kind.ROUND_PLANNED, plan.planned_at, programme=plan.programme, round=plan.round, body=to_record(plan))
            for plan in alongside
        ]
        return [*self._happened(), *supposed]

    def _happened(self) -> Sequence[Fact]:
        """Read anew each time: others may add to it while this run goes on."""
        return self.store.events.facts(kinds=KINDS)

    def history(self, alongside: Sequence[PlannedRound] = ()) -> History:
        """What is known of the past, folded from `facts`."""
        formats = {name: programme.format for name, programme in self.config.programmes.items()}
        return History.fold(self.facts(alongside), formats=formats)

    def practice_names(self) -> Mapping[str, str]:
        """Display names by practice key; the config's own come first."""
        kept = {practice.key: practice.name for practice in self.store.roster.practices()}
        return kept | self.config.practices

    def require_people(self) -> None:
        """Raise what to do when the staff list is still empty."""
        if not self.store.roster.people():
            raise InputError.at(
                "staff list",
                "there is nobody on it yet",
                mend="Import one first: pairs people import staff.csv",
            )
