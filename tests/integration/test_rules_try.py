"""`pairs rules try` on an invented network: both plans beside each other, and nothing kept."""

import json
from pathlib import Path

import pytest

from pairing.cli import main_group
from pairing.cli.door import run
from pairing.demo.network import draw_network
from pairing.demo.network_files import write_config, write_staff_file

AT = ("--as-of", "2026-12-01")


@pytest.fixture
def workspace(tmp_path: Path, capsys) -> Path:
    network = draw_network("small", 1)
    write_staff_file(network, tmp_path / "staff.csv")
    write_config(network, tmp_path / "pairs.toml")
    assert run(main_group, ["people", "import", str(tmp_path / "staff.csv"), "--yes", "-C", str(tmp_path), *AT]) == 0
    capsys.readouterr()
    return tmp_path


@pytest.mark.slow
def test_before_and_after_rule_by_rule(workspace, capsys):
    words = ["rules", "try", "different_practice=off", "--programme", "coffee", "-C", str(workspace), *AT]
    assert run(main_group, [*words, "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    before = {tier["rule"]: tier for tier in answer["before"]["tiers"]}
    after = {tier["rule"]: tier for tier in answer["after"]["tiers"]}
    assert before["different_practice"]["importance"] == "high"
    assert "different_practice" not in after or after["different_practice"]["importance"] == "off"
    assert run(main_group, words) == 0
    out, err = capsys.readouterr()
    assert "coffee: before -> after" in out
    assert '[programmes.coffee.rules.different_practice]\n  importance = "off"' in err


@pytest.mark.slow
def test_nothing_is_kept(workspace, capsys):
    words = ["rules", "try", "role_mix=high", "-C", str(workspace), *AT]
    assert run(main_group, words) == 0
    assert not list(workspace.glob("plans/*"))
    assert not list(workspace.glob("outbox/*"))
    capsys.readouterr()


@pytest.mark.slow
def test_musts_that_clash_are_said(workspace, capsys):
    """27 of 40 share a practice: as a must, some pair cannot be made."""
    words = ["rules", "try", "different_practice=must", "everyone_placed=must", "--programme", "coffee"]
    assert run(main_group, [*words, "-C", str(workspace), *AT]) == 0
    assert "No round is possible then" in capsys.readouterr().out
