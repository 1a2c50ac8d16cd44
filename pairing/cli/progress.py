"""Sending, as a person sees it: a bar on a terminal, and nothing but the outcome elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pairing.cli.options import on_terminal, say
from pairing.notify.outcome import Outcome, Progress


@contextmanager
def sending(total: int) -> Iterator[Callable[[Progress], None]]:
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


def tell_outcome(outcome: Outcome, folder: str | None) -> None:
    """What happened to the messages, in a line or two; ``folder`` is named when nothing was mailed."""
    verb = f"written to {folder}/ (not mailed)" if folder else "sent"
    say(f"{outcome.sent} message{'' if outcome.sent == 1 else 's'} {verb}.")
    if outcome.failed:
        say(f"{outcome.failed} could not be sent: see `pairs outbox list`, mend the addresses, then run again.")
    if outcome.unreachable:
        say(f"Nothing can be sent just now: {outcome.unreachable}")
    if outcome.waiting:
        say(f"{outcome.waiting} still wait; run `pairs run` again to resume.")
