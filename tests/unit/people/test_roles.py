from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from pairing.errors import InputError
from pairing.people.cells import matched
from pairing.people.person import RoleGroup
from pairing.people.role_lines import add_roles
from pairing.people.roles import RoleTable
from pairing.resources import shipped_text


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("GP Partner", "gp"),
        ("Salaried GP", "gp"),
        ("GP Registrar (ST3)", "gp"),
        ("Locum GP", "gp"),
        ("Clinical Director", "gp"),
        ("Practice Nurse - Band 6", "nurse"),
        ("ANP", "nurse"),
        ("Lead Nurse", "nurse"),
        ("Nurse Dispenser", "nurse"),
        ("FCP", "dpc"),
        ("SPLW", "dpc"),
        ("HCA", "dpc"),
        ("Social Prescribing Link Worker (PCN)", "dpc"),
        ("Senior Clinical Pharmacist", "dpc"),
        ("Health and Wellbeing Coach", "dpc"),
        ("Nursing Associate", "dpc"),
        ("HCA / Phlebotomist", "dpc"),
        ("Care Co-ordinator", "dpc"),
        ("Physician Associate", "dpc"),
        ("Snr Health Care Asst", "dpc"),
        ("Pharm Tech", "dpc"),
        ("Practice Mgr", "admin"),
        ("Recep.", "admin"),
        ("Deputy Practice Manager", "admin"),
        ("RECEPTIONIST", "admin"),
        ("Medical Secretary", "admin"),
        ("Digital and Transformation Lead", "admin"),
        ("Receptionist/Administrator", "admin"),
    ],
)
def test_titles_find_their_group(title: str, group: str) -> None:
    assert RoleTable().group_of(title) == group


@pytest.mark.parametrize(
    ("title", "like", "suggestion"),
    [("Recepsionist", "receptionist", "admin"), ("Respiratory Nurse Champion", "", "nurse"), ("Wizard", "", None)],
)
def test_a_title_that_is_not_known_is_asked_about_and_never_guessed(
    title: str, like: str, suggestion: str | None
) -> None:
    roles = RoleTable()
    assert roles.group_of(title) is None
    unknown = roles.unknown(title, 2)
    assert (unknown.like, unknown.suggestion) == (like, suggestion)
    assert tomllib.loads(unknown.line) == {title: suggestion or "other"}


def test_a_title_of_two_groups_is_not_known() -> None:
    assert RoleTable().group_of("HCA / Receptionist") is None


def test_the_networks_own_titles_count_first() -> None:
    roles = RoleTable({"Wizard": "dpc", "GP Assistant": "admin"})
    assert roles.group_of("WIZARD") is RoleGroup.DIRECT_PATIENT_CARE
    assert roles.group_of("gp assistant") is RoleGroup.ADMIN


def test_a_group_nobody_knows_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=r'pairs.toml, \[roles\], "Wizard"'):
        RoleTable({"Wizard": "magic"})


def test_every_shipped_title_is_listed_once() -> None:
    groups = tomllib.loads(shipped_text("config", "roles.toml"))["groups"]
    counts = Counter(matched(title) for titles in groups.values() for title in titles)
    assert [title for title, count in counts.items() if count > 1] == []
    assert set(groups) == {"gp", "nurse", "dpc", "admin"}


def test_answers_are_written_and_comments_stay(tmp_path: Path) -> None:
    config = tmp_path / "pairs.toml"
    config.write_text('# ours\n[network]\nname = "Riverside"   # the name\n', encoding="utf-8")
    add_roles(config, {"Wizard": RoleGroup.ADMIN})
    add_roles(config, {'The "Fixer"': RoleGroup.OTHER, "Wizard": RoleGroup.NURSE})
    text = config.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# the name" in text
    assert tomllib.loads(text)["roles"] == {"Wizard": "nurse", 'The "Fixer"': "other"}
