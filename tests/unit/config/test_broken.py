"""Every way a `pairs.toml` can be wrong, with the exact words the lead reads."""

from pathlib import Path

import pytest

from pairing.config.load import load_config
from pairing.errors import InputError

BLOCKS = (Path(__file__).parent / "broken.txt").read_text(encoding="utf-8").split("#### ")[1:]
CASES = {block.split("\n", 1)[0]: block.split("\n", 1)[1].split("---->\n") for block in BLOCKS}


@pytest.mark.parametrize("name", CASES)
def test_words(name, workspace):
    text, expected = CASES[name]
    with pytest.raises(InputError) as error:
        load_config(workspace(text), {})
    assert str(error.value) == expected.strip()
    assert error.value.exit_code == 3


def test_there_are_enough_cases():
    assert len(CASES) >= 60


def test_no_secret_is_ever_repeated():
    assert not any("hunter2" in expected for _, expected in CASES.values())


def test_all_problems_at_once(workspace):
    folder = workspace(
        '[network]\nnmae = "R"\n[mail]\ndelivery = "post"\nper_minute = 0\n[mail.smtp]\npassword = "x"\n'
        '[programmes.coffee]\nformat = "coffee"\nminutes = 1\nprompts = "nowhere.txt"\n'
        "[programmes.coffee.rules.no_repeet]\n"
    )
    with pytest.raises(InputError) as error:
        load_config(folder, {"PAIRS__WEB__URL": "ftp"})
    keys = [problem.where.split("key ")[-1] for problem in error.value.problems]
    assert sorted(keys) == [
        "environment variable PAIRS__WEB__URL",
        "mail.delivery",
        "mail.per_minute",
        "mail.smtp.password",
        "network",
        "network.nmae",
        "programmes.coffee.minutes",
        "programmes.coffee.prompts",
        "programmes.coffee.rules.no_repeet",
    ]


def test_no_file_names_init_and_demo(tmp_path):
    with pytest.raises(InputError) as error:
        load_config(tmp_path, {})
    assert "`pairs init`" in str(error.value)
    assert "`pairs demo`" in str(error.value)


def test_a_folder_in_its_place(tmp_path):
    (tmp_path / "pairs.toml").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        load_config(tmp_path, {})


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbf[network]\nname = "R\xc3\xa9"\n',
        '[network]\nname = "Ré"\n'.encode("utf-16"),
        b'[network]\r\nname = "R\xc3\xa9"\r\n',
    ],
    ids=["byte order mark", "utf-16", "Windows line ends"],
)
def test_what_notepad_writes(data, tmp_path):
    (tmp_path / "pairs.toml").write_bytes(data)
    assert load_config(tmp_path, {}).network.name == "Ré"


def test_an_old_encoding_is_refused_with_its_line(tmp_path):
    (tmp_path / "pairs.toml").write_bytes(b'[network]\nname = "R\xe9"\n')
    with pytest.raises(InputError, match="line 2: a letter in an old Windows encoding"):
        load_config(tmp_path, {})


def test_odd_but_allowed_is_a_note(workspace):
    from pairing.config.load import load_layers

    notes = load_layers(workspace('[network]\nname = "R"\n[mail]\ndelivery = "smtp"\n'), {}).warnings
    assert [note.what for note in notes] == [
        "no programme is set up, so nobody will be invited",
        "pairs@network.example is an invented address: no reply can reach it",
    ]
