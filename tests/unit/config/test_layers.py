"""Which layer wins, and who is said to have set a value."""

import pytest

from pairing.config.load import load_config, load_layers
from pairing.errors import InputError

HERE = '[network]\nname = "R"\n[mail]\nper_minute = 10\n[programmes.team-tea]\nformat = "coffee"\n'


def test_shipped_then_file_then_secrets_then_environment(workspace, tmp_path_factory):
    folder = workspace('[network]\nname = "R"\n')
    assert load_config(folder, {}).mail.per_minute == 28
    folder = workspace(HERE)
    assert load_config(folder, {}).mail.per_minute == 10
    secrets = tmp_path_factory.mktemp("secrets")
    (secrets / "PAIRS__MAIL__PER_MINUTE").write_text("9\n")
    environ = {"PAIRS_SECRETS_DIR": str(secrets)}
    assert load_config(folder, environ).mail.per_minute == 9
    assert load_config(folder, environ | {"PAIRS__MAIL__PER_MINUTE": "8"}).mail.per_minute == 8


def test_who_set_it(workspace):
    layers = load_layers(workspace(HERE), {"PAIRS__MAIL__FROM": "a@b.example"})
    assert layers.source_of(("mail", "per_minute")) == "pairs.toml line 4"
    assert layers.source_of(("mail", "from")) == "environment variable PAIRS__MAIL__FROM"
    assert layers.source_of(("mail", "folder")) == "shipped default"
    assert layers.source_of(("programmes", "team-tea", "minutes")) == "shipped default for a coffee"


@pytest.mark.parametrize("variable", ["PAIRS__MAIL__FROM", "pairs__mail__from", "Pairs__Mail__From"])
def test_in_any_case(variable, workspace):
    assert load_config(workspace(HERE), {variable: "a@b.example"}).mail.sender == "a@b.example"


def test_a_dash_in_a_programmes_name_is_an_underscore_in_a_variable(workspace):
    config = load_config(workspace(HERE), {"PAIRS__PROGRAMMES__TEAM_TEA__MINUTES": "25"})
    assert config.programmes["team-tea"].minutes == 25


def test_lists_tables_and_rules_from_variables(workspace):
    config = load_config(
        workspace(HERE),
        {
            "PAIRS__GUARDS__DOMAINS": '["a.example", "b.example"]',
            "PAIRS__PROGRAMMES__TEAM_TEA__SIZES": "[2, 2]",
            "PAIRS__PROGRAMMES__TEAM_TEA__RULES__NO_REPEAT__HORIZON": "6",
            "PAIRS__PROGRAMMES__TEAM_TEA__RULES__NO_REPEAT__IMPORTANCE": "must",
        },
    )
    assert config.guards.domains == ("a.example", "b.example")
    tea = config.programmes["team-tea"]
    assert tea.sizes == (2, 2)
    assert tea.rules["no_repeat"].model_extra == {"horizon": 6}
    assert tea.rules["no_repeat"].importance == "must"


@pytest.mark.parametrize("secret", ["12345", "true", '"quoted"', "2026-12-01", "a = b", "päss wörd", "[x]"])
def test_a_secret_is_taken_as_it_stands(secret, workspace):
    config = load_config(workspace(HERE), {"PAIRS__MAIL__SMTP__PASSWORD": secret})
    assert config.mail.smtp.password is not None
    assert config.mail.smtp.password.get_secret_value() == secret


@pytest.mark.parametrize("text", ["12345", "true", "2026-12-01"])
def test_text_that_looks_like_a_number_stays_text(text, workspace):
    assert load_config(workspace(HERE), {"PAIRS__NETWORK__NAME": text}).network.name == text


@pytest.mark.parametrize("variable", ["PAIRS_SECRETS_DIR", "CREDENTIALS_DIRECTORY"])
@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_secret_files(variable, ending, workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "pairs__mail__smtp__password").write_bytes(f"s3cret {ending}".encode())
    (folder / "something-else").write_text("not ours")
    config = load_config(workspace(HERE), {variable: str(folder)})
    assert config.mail.smtp.password is not None
    assert config.mail.smtp.password.get_secret_value() == "s3cret "


def test_a_secret_is_in_no_repr(workspace):
    layers = load_layers(workspace(HERE), {"PAIRS__MAIL__SMTP__PASSWORD": "hunter2"})
    assert "hunter2" not in repr(layers.config)


def test_a_secret_that_is_no_text_is_refused_and_not_repeated(workspace):
    with pytest.raises(InputError) as error:
        load_config(workspace(HERE), {"PAIRS__MAIL__SMTP__PASSWORD__TOO_LONG": "hunter2"})
    assert str(error.value) == (
        "environment variable PAIRS__MAIL__SMTP__PASSWORD__TOO_LONG: the secret is not text\n"
        "Put the bare secret into the variable or file."
    )


def test_a_misspelt_variable_is_refused(workspace):
    with pytest.raises(InputError) as error:
        load_config(workspace(HERE), {"PAIRS__MAIL__PER_MINUT": "3"})
    assert str(error.value) == (
        'environment variable PAIRS__MAIL__PER_MINUT: unknown key "per_minut"\nDid you mean per_minute?'
    )


@pytest.mark.parametrize(
    "environ",
    [{"PAIRS__": "x"}, {"PAIRS__MAIL____FROM": "x"}, {"PAIRS_SECRETS_DIR": "/nowhere/at/all"}],
    ids=["no key", "empty part", "no folder"],
)
def test_odd_variables_are_input_to_mend(environ, workspace):
    with pytest.raises(InputError):
        load_config(workspace(HERE), environ)


def test_other_variables_of_the_family_are_left_alone(workspace):
    others = {"PAIRS__SECRET": "00" * 32, "PAIRS_AS_OF": "2026-12-01", "PAIRS_NO_COLOR": "1"}
    folder = workspace(HERE)
    assert load_config(folder, others) == load_config(folder, {})


def test_a_value_is_replaced_whole(workspace):
    lunch = '[programmes.lunch]\nformat = "lunch"\nsizes = { smallest = 4, largest = 5, preferred = 5 }\n'
    sizes = load_config(workspace(f'[network]\nname = "R"\n{lunch}'), {}).programmes["lunch"].sizes
    assert sizes is not None
    assert not isinstance(sizes, tuple)
    assert (sizes.smallest, sizes.largest, sizes.preferred) == (4, 5, 5)


def test_a_weekly_coffee_takes_no_day_of_the_month(workspace):
    text = '[network]\nname = "R"\n[programmes.coffee]\nformat = "coffee"\nevery = "2 weeks"\n'
    coffee = load_config(workspace(text), {}).programmes["coffee"]
    assert (coffee.send_on, coffee.meet_within_days) == ("Tuesday", 12)


def test_occasions_are_kept_in_order_of_date(workspace):
    dates = "".join(
        f'[[programmes.lunch.occasions]]\ndate = 2027-01-{day}\nstart = "12:30"\nplace = "Hall"\nseats = 8\n'
        for day in (20, 14, 17)
    )
    config = load_config(workspace(f'[network]\nname = "R"\n[programmes.lunch]\nformat = "lunch"\n{dates}'), {})
    assert [each.date.day for each in config.programmes["lunch"].occasions] == [14, 17, 20]
