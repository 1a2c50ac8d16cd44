"""Sending, as a person sees it: a bar on a terminal, and nothing but the outcome elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pairing.cli.options import on_terminal, say
from pairing.notify.outcome import Outcome, Progress
from pairing.plural import number_of
from pairing.stages.deliver import code_of, owed, send_owed
from pairing.stages.desk import Desk


def send_what_is_owed(desk: Desk) -> int:
    """Send whatever waits, if anything does, and say how it went; returns the exit code."""
    waiting = owed(desk)
    return code_of(desk, deliver_with_progress(desk, waiting)) if waiting else 0


def deliver_with_progress(desk: Desk, total: int) -> Outcome:
    """Send what is owed, showing a bar on a terminal, and say how it went."""
    with _sending(total) as on_progress:
        outcome = send_owed(desk, on_progress)
    _tell(desk, outcome)
    return outcome


@contextmanager
def _sending(total: int) -> Iterator[Callable[[Progress], None]]:
    """A callback for `deliver` that moves a bar when a person is watching."""
    if not on_terminal() or not total:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("Sending"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda progress: bar.update(task, completed=progress.sent + progress.failed)


def _tell(desk: Desk, outcome: Outcome) -> None:
    """What happened to the messages, in a line or two; the folder is named when nothing was mailed."""
    mail = desk.config.mail
    verb = f"written to {mail.folder}/ (not mailed)" if mail.delivery == "folder" else "sent"
    say(f"{number_of(outcome.sent, 'message')} {verb}.")
    if outcome.failed:
        say(f"{outcome.failed} could not be sent: see `pairs outbox list`, mend the addresses, then run again.")
    if outcome.unreachable:
        say(f"Nothing can be sent just now: {outcome.unreachable}")
    if outcome.waiting:
        waiting = number_of(outcome.waiting, "message still waits", "messages still wait")
        later = f", from {outcome.next_try.astimezone(desk.zone):%H:%M} on" if outcome.next_try else ""
        say(f"{waiting}; `pairs tick` or `pairs run` resumes{later}.")
