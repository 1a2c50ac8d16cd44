"""`pairs init`, `pairs config` and `pairs rules` as they are typed."""

import json

import pytest

from pairing.cli import main_group
from pairing.cli.door import run
from pairing.config.load import load_config
from pairing.solver.rules import CATALOGUE


@pytest.fixture
def pairs(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*words):
        code = run(main_group, words)
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def on_terminal(monkeypatch):
    """Somebody sits there and types these lines."""

    def typing(*lines):
        answers = iter(lines)
        monkeypatch.setattr("pairing.cli.init.on_terminal", lambda: True)
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(answers))

    return typing


def test_init_without_a_terminal_takes_flags_and_defaults(pairs, tmp_path):
    code, out, err = pairs("init", "--yes", "--name", 'Höhe "Q" \\ PCN', "--meet", "both", "--from", "a@b.example")
    assert (code, out) == (0, "")
    assert "Next: pairs people import staff.csv" in err
    config = load_config(tmp_path, {})
    assert config.network.name == 'Höhe "Q" \\ PCN'
    assert config.mail.sender == "a@b.example"
    assert {name: each.every for name, each in config.programmes.items()} == {"coffee": "month", "lunch": "2 months"}
    assert (tmp_path / "pairs.toml").read_text(encoding="utf-8").startswith("#:schema ./pairs.schema.json\n")
    assert json.loads((tmp_path / "pairs.schema.json").read_text())["title"] == "pairs.toml"
    assert "pairs.db*" in (tmp_path / ".gitignore").read_text()
    assert (tmp_path / "staff.csv").read_text().startswith("name,email,practice,role,")


def test_init_asks_five_questions_and_again_where_an_answer_is_of_no_use(pairs, tmp_path, on_terminal):
    staff = tmp_path / "list.csv"
    staff.write_text("name,email\n")
    on_terminal("Hill PCN", "nix", "tea@hill.example", "lunch", "often", "3 months", str(staff), "smtp.hill.example")
    code, _, err = pairs("init")
    assert code == 0
    assert '"nix" is no mail address' in err
    assert '"often" is no rhythm' in err
    config = load_config(tmp_path, {})
    assert (config.mail.delivery, config.mail.smtp.host) == ("smtp", "smtp.hill.example")
    assert config.programmes["lunch"].every == "3 months"
    assert not (tmp_path / "staff.csv").exists()


def test_init_never_overwrites_unasked(pairs, tmp_path, on_terminal):
    (tmp_path / "pairs.toml").write_text("mine")
    assert pairs("init", "--yes")[0] == 3
    assert (tmp_path / "pairs.toml").read_text() == "mine"
    assert pairs("init", "--yes", "--overwrite")[0] == 0


def test_init_asks_before_it_replaces(pairs, tmp_path, monkeypatch):
    (tmp_path / "pairs.toml").write_text("mine")
    monkeypatch.setattr("pairing.cli.init.on_terminal", lambda: True)
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    code, _, err = pairs("init")
    assert (code, err) == (0, "Nothing was changed.\n")
    assert (tmp_path / "pairs.toml").read_text() == "mine"


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        ([], 2),
        (["--yes", "--from", "nix"], 3),
        (["--yes", "--every", "often"], 3),
        (["--yes", "--staff", "nix.csv"], 3),
    ],
)
def test_init_writes_nothing_on_a_wrong_answer(flags, code, pairs, tmp_path):
    assert pairs("init", *flags)[0] == code
    assert not list(tmp_path.iterdir())


def test_config_check_says_all_is_well_or_everything_that_is_not(pairs, tmp_path):
    (tmp_path / "pairs.toml").write_text('[network]\nname = "R"\n[programmes.coffee]\nformat = "coffee"\n')
    code, out, err = pairs("config", "check")
    assert (code, out) == (0, "")
    assert "is in order" in err
    assert json.loads(pairs("config", "check", "--json")[1]) == {"ok": True, "problems": [], "warnings": []}
    (tmp_path / "pairs.toml").write_text('[network]\nnam = "R"\n')
    code, out, _ = pairs("config", "check", "--json")
    assert code == 3
    assert [each["what"] for each in json.loads(out)["problems"]] == ["network.name is missing", 'unknown key "nam"']


def test_config_without_a_workspace(pairs):
    assert pairs("config", "check")[0] == 3
    assert json.loads(pairs("config", "explain", "mail.per_minute", "--json")[1])[0]["value"] == "28"
    assert json.loads(pairs("config", "schema")[1])["title"] == "pairs.toml"


def test_rules_list_in_catalogue_order_with_importance_for_each_programme(pairs, tmp_path):
    (tmp_path / "pairs.toml").write_text(
        '[network]\nname = "R"\n[programmes.coffee]\nformat = "coffee"\n[programmes.coffee.rules.role_mix]\n'
        'importance = "off"\n[programmes.huddle]\nformat = "huddle"\n'
    )
    rows = json.loads(pairs("rules", "list", "--json")[1])
    assert [row["rule"] for row in rows] == [rule.NAME for rule in CATALOGUE]
    mix = next(row for row in rows if row["rule"] == "role_mix")
    assert mix["importance"] == {"coffee": "off", "huddle": "medium"}
    assert "off (coffee), medium (huddle)" in pairs("rules", "list")[1]


@pytest.mark.parametrize("rule", [rule.NAME for rule in CATALOGUE])
def test_every_rule_is_explained(rule, pairs):
    about = json.loads(pairs("rules", "explain", rule, "--json")[1])
    assert about["sentence"].endswith(".")
    code, out, _ = pairs("rules", "explain", rule)
    assert code == 0
    assert about["sentence"] in out


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["explain", "no_repeet"], "Did you mean no_repeat?"),
        (["try", "no_repeet=must"], "Did you mean no_repeat?"),
        (["try", "no_repeat=hihg"], "Did you mean high?"),
        (["try", "no_repeat"], "Allowed: must, high, medium, low, off."),
    ],
)
def test_a_wrong_rule_is_mended(words, mend, pairs):
    code, _, err = pairs("rules", *words)
    assert code == 3
    assert mend in err
