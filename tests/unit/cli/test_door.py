"""Every error becomes words and the exit code other programs rely on."""

from __future__ import annotations

import errno
import sys

import click
import pytest

from pairing.cli.door import run
from pairing.errors import (
    AlreadyRunning,
    AwaitingApproval,
    InputError,
    MailServerUnreachable,
    NoRoundExists,
    PairsError,
    Relaxation,
    RoundRejected,
    SomeFailed,
)


def code_of(error: BaseException) -> int:
    @click.group()
    def group() -> None:
        pass

    @group.command()
    def fail() -> None:
        raise error

    return run(group, ["fail"])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RoundRejected("a bug"), 1),
        (click.UsageError("no such option"), 2),
        (InputError.at("pairs.toml", "broken"), 3),
        (NoRoundExists(rules=["kept_apart"]), 4),
        (AwaitingApproval("look first"), 5),
        (SomeFailed("two of them"), 6),
        (AlreadyRunning("wait"), 7),
        (MailServerUnreachable("no route"), 75),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
    ],
)
def test_an_error_has_its_exit_code(error, code):
    assert code_of(error) == code


def test_every_error_of_ours_is_told_in_words(capsys):
    code_of(NoRoundExists(rules=["kept_apart", "everyone_placed"], relaxations=[Relaxation("everyone_placed", 1)]))

    said = capsys.readouterr().err
    assert said == (
        "No round satisfies kept_apart and everyone_placed together.\n"
        "This would help:\n"
        "  everyone_placed below must: 1 case would break it\n"
    )


def test_a_price_that_is_not_proved_is_at_most(capsys):
    code_of(NoRoundExists(rules=["kept_apart"], relaxations=[Relaxation("kept_apart", 3, proved=False)]))

    assert "  kept_apart below must: at most 3 cases would break it\n" in capsys.readouterr().err


def test_what_there_was_no_time_for_is_told(capsys):
    ways = [Relaxation("everyone_placed", 7)]
    code_of(NoRoundExists(rules=["kept_apart", "everyone_placed"], relaxations=ways, complete=False))

    said = capsys.readouterr().err
    assert said == (
        "No round satisfies kept_apart and everyone_placed together; time ran out before\n"
        "it was clear that all of them are to blame.\n"
        "This would help:\n"
        "  everyone_placed below must: at most 7 cases would break it\n"
    )


def test_a_bug_is_one_sentence_and_a_private_file(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert code_of(ZeroDivisionError("division by zero")) == 1

    said = capsys.readouterr().err
    log = tmp_path / "pairs-error.log"
    assert "Traceback" not in said
    assert str(log) in said
    assert "ZeroDivisionError" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_a_file_at_the_start_of_an_error_keeps_its_spelling(capsys):
    code_of(InputError.at("staff.csv row 4", "no name"))

    assert capsys.readouterr().err == "staff.csv row 4: no name\n"


def test_every_error_has_an_exit_code_of_the_table():
    def family(kind: type[PairsError]) -> set[type[PairsError]]:
        return {kind} | {each for child in kind.__subclasses__() for each in family(child)}

    assert {kind.exit_code for kind in family(PairsError)} <= {1, 3, 4, 5, 6, 7, 75}


def test_a_reader_who_goes_away_is_no_fault(monkeypatch):
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, getattr(sys, stream))  # click puts others in their place

    assert code_of(BrokenPipeError(errno.EPIPE, "Broken pipe")) == 0


def test_an_exit_of_its_own_is_let_through():
    with pytest.raises(SystemExit):
        code_of(SystemExit(3))
