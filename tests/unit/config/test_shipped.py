"""What is shipped is in order: defaults, example, reference page, schema."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from pairing.config.explain import every_key, explain
from pairing.config.formats import (
    programme_ground_rules,
    programme_purpose,
    programme_sizes,
    programme_title,
)
from pairing.config.layers import at, dotted, shipped_values
from pairing.config.load import load_layers, shipped_only
from pairing.config.model import Config, Programme, SizeRange
from pairing.config.reference import reference
from pairing.config.schema import config_schema
from pairing.errors import InputError
from pairing.resources import shipped, shipped_text
from pairing.rounds import Format

ROOT = Path(__file__).parents[3]


@pytest.fixture
def example(tmp_path):
    (tmp_path / "pairs.toml").write_text(shipped_text("config", "pairs.example.toml"), encoding="utf-8")
    return load_layers(tmp_path, {})


def test_default_toml_says_what_the_model_says():
    """One place may not change without the other."""
    said = Config.model_validate({"network": {"name": "R"}}).model_dump(by_alias=True)
    for section, values in shipped_values().items():
        if section != "formats":
            loaded = Config.model_validate(
                {"network": {"name": "R"}, section: {"name": "R", **values} if section == "network" else values}
            )
            assert loaded.model_dump(by_alias=True)[section] == said[section]


@pytest.mark.parametrize("format", Format)
def test_a_format_alone_is_a_programme(format):
    values = shipped_values()["formats"][format.value]
    programme = Programme.model_validate({"format": format, **values})
    bare = Programme(format=format)
    assert programme_sizes(programme) == programme_sizes(bare)
    assert programme_title(programme) == programme_title(bare) != ""
    assert programme_purpose(programme) == programme_purpose(bare) != ""
    assert programme_ground_rules(programme) == programme_ground_rules(bare)


def test_sizes_of_two_numbers_keep_the_usual_preference_where_it_fits():
    assert programme_sizes(Programme(format=Format.LUNCH, sizes=(4, 8))) == SizeRange(
        smallest=4, largest=8, preferred=6
    )
    assert programme_sizes(Programme(format=Format.LUNCH, sizes=(8, 10))).preferred == 8
    assert programme_sizes(Programme(format=Format.LUNCH, sizes=(4, 5))).preferred == 5
    assert programme_sizes(Programme(format=Format.COFFEE, sizes=(2, 2))) == SizeRange(
        smallest=2, largest=2, preferred=2
    )


def test_the_example_loads_with_only_invented_faults(example):
    assert [note.where.split("key ")[-1] for note in example.warnings] == ["mail.from", "mail.smtp.username"]


def test_every_key_of_the_example_is_explained(example):
    keys = [dotted(path) for path in every_key(example)]
    assert len(keys) > 60
    for key in keys:
        (about,) = explain(key, example)
        assert about.meaning.endswith((".", "...")), key
        assert about.allowed, key
        assert about.value, key
        assert about.set_by, key


def test_every_example_in_the_model_may_be_written(example, tmp_path):
    """`explain` shows nothing that the config would refuse."""
    for path in every_key(example):
        for about in explain(dotted(path), example):
            if about.example:
                assert tomllib.loads(about.example), about.key


def test_explain_a_table_a_placeholder_and_a_parameter(example):
    assert [each.key for each in explain("web", example)] == ["web.url"]
    (about,) = explain("programmes.NAME.minutes", shipped_only())
    assert (about.value, about.allowed) == ("not set", "a whole number from 5 to 480")
    (about,) = explain("programmes.coffee.rules.no_repeat.horizon", example)
    assert (about.value, about.set_by) == ("12", "pairs.toml line 56")
    (about,) = explain("mail.smtp.password", example)
    assert (about.value, about.variable) == ("not set", "PAIRS__MAIL__SMTP__PASSWORD")


@pytest.mark.parametrize(
    ("key", "mend"),
    [("minutes", "programmes.coffee.minutes"), ("mail.form", "mail.from"), ("per_minut", "mail.per_minute")],
)
def test_explain_suggests(key, mend, example):
    with pytest.raises(InputError, match=re.escape(f"Did you mean {mend}?")):
        explain(key, example)


def test_the_reference_page_is_current():
    page = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    assert page == reference(), "run: python -m pairing.config.reference > docs/config.md"


def test_the_reference_names_every_key():
    page = reference()
    for path in every_key(shipped_only()):
        assert f"`{path[-1]}`" in page, path


def test_the_schema_has_rules_and_no_secrets():
    schema = config_schema()
    assert "password" not in schema["$defs"]["Smtp"]["properties"]
    assert "client_secret" not in schema["$defs"]["Smtp"]["properties"]
    assert "from" in schema["$defs"]["Mail"]["properties"]
    rules = schema["$defs"]["Programme"]["properties"]["rules"]["properties"]
    assert rules["no_repeat"]["properties"]["horizon"]["type"] == "integer"
    assert '"format": "time"' not in str(schema)


def test_shipped_files_are_found_in_a_wheel_and_in_a_checkout(tmp_path):
    assert shipped("config", "default.toml").is_file()
    assert shipped("templates").is_dir()
    assert not shipped("config", "nowhere.toml").is_file()
    assert at(shipped_values(), ("formats", "lunch", "minutes")) == 90
    shutil.rmtree(tmp_path)
