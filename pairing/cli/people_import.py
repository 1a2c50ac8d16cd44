"""``pairs people import`` and ``check``: read, show, ask, keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from pairing.cli.options import on_terminal, say
from pairing.errors import AwaitingApproval
from pairing.people.acts import changes_of, import_staff
from pairing.people.diff import Changes
from pairing.people.person import RoleGroup
from pairing.people.remarks import Remark
from pairing.people.role_lines import add_roles
from pairing.people.roles import RoleTable, UnknownRole
from pairing.people.staff_file import StaffList, read_staff
from pairing.plural import people_of
from pairing.stages.desk import Desk


@dataclass(frozen=True)
class Reading:
    """A staff file and what it would change."""

    staff: StaffList
    changes: Changes

    @property
    def remarks(self) -> list[Remark]:
        """Everything there is to say, gravest first."""
        return self.staff.in_its_words([*self.staff.remarks, *self.changes.remarks])


def read_file(desk: Desk, path: Path, sheets: Sequence[str], *, ask: bool = False) -> Reading:
    """The file and its changes; with ``ask``, unknown roles are asked about and the answers kept in `pairs.toml`."""
    staff = _read(desk, path, sheets, RoleTable(desk.config.roles))
    if ask and staff.unknown_roles:
        answers = _ask_roles(staff.unknown_roles)
        if answers:
            add_roles(desk.path / "pairs.toml", answers)
            say(f"Written under [roles] in {desk.path / 'pairs.toml'}.")
            own = desk.config.roles | {title: group.value for title, group in answers.items()}
            staff = _read(desk, path, sheets, RoleTable(own))
    return Reading(staff, changes_of(staff, desk.store.roster, desk.store.events, secret=desk.secret))


def bring_in(desk: Desk, path: Path, reading: Reading, *, yes: bool, accept_warnings: bool) -> bool:
    """Keep the changes if they are agreed to; False when the person said no.

    Where nobody can be asked the changes are kept, since an import sends nothing and deletes
    nobody; unless so many would leave that the file may not be whole: then `AwaitingApproval`.
    """
    changes = reading.changes
    unlikely = changes.removes_more_than(desk.config.guards.change_percent) and not accept_warnings
    if unlikely:
        say(
            f"Look twice: {len(changes.left)} of {people_of(changes.on_list)} would leave the list, "
            f"more than {desk.config.guards.change_percent} %. Is the file whole?"
        )
    if unlikely and (yes or not on_terminal()):
        raise AwaitingApproval("nothing changed. If the file is whole, run again with --yes --accept-warnings.")
    ask = on_terminal() and not yes and not changes.nothing
    if ask and not click.confirm("Import this?", default=False, err=True):
        say("Nothing changed.")
        return False
    with desk.store.transaction():
        import_staff(
            # compared anew: who paused or stopped while this was being looked at has done so
            changes_of(reading.staff, desk.store.roster, desk.store.events, secret=desk.secret),
            desk.store.roster,
            desk.store.events,
            now=desk.opened_at,
            file_date=_file_date(desk, path),
            skipped=len(reading.staff.broken),
        )
    return True


def _read(desk: Desk, path: Path, sheets: Sequence[str], roles: RoleTable) -> StaffList:
    return read_staff(
        path,
        today=desk.today,
        roles=roles,
        sheets=sheets,
        practices=desk.store.roster.practices(),
        names=desk.config.practices,
    )


def _ask_roles(unknown: Sequence[UnknownRole]) -> dict[str, RoleGroup]:
    say("Some role titles are new. Which group is each? (Enter takes the suggestion in brackets.)")
    answers = {}
    for role in unknown:
        like = f', like "{role.like}"' if role.like else ""
        answer = click.prompt(
            f'  "{role.title}" ({role.count}{like})',
            type=click.Choice([group.value for group in RoleGroup]),
            default=(role.suggestion or RoleGroup.OTHER).value,
            err=True,
        )
        answers[role.title] = RoleGroup(answer)
    return answers


def _file_date(desk: Desk, path: Path) -> dt.date:
    """The day the file was last saved; never later than today, whatever the file's clock says."""
    saved = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=desk.zone).date()
    return min(saved, desk.today)
