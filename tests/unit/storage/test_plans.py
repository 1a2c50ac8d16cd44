import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pairing.errors import InputError
from pairing.plans import from_record, load_plan, plan_path, save_plan, to_record
from pairing.rounds import Format, LeftOut, PlannedGroup, PlannedRound
from pairing.tiers import Importance, Tier

PLAN = PlannedRound(
    round="coffee-2026-12",
    programme="coffee",
    format=Format.COFFEE,
    period="2026-12",
    seed=7,
    status="optimal",
    planned_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
    digest="ab" * 32,
    groups=(
        PlannedGroup(
            number=1,
            members=("p1", "p2"),
            host=None,
            first_mover="p2",
            starts=datetime(2026, 12, 8, 12, 30, tzinfo=timezone(timedelta(hours=1))),
            ends=datetime(2026, 12, 8, 13, tzinfo=timezone(timedelta(hours=1))),
            where="a call",
            prompts=("What would you like to know about each other's day?",),
            why=("They have not met.",),
        ),
        PlannedGroup(2, ("p3", "p4", "p5"), "p3", None, None, None, "", (), ()),
    ),
    left_out=(LeftOut("p6", "Nobody was free on the same day \u2013 not one."),),
    tiers=(Tier("no_repeat", Importance.HIGH, 3, 2, False),),
    notes=("One practice holds more than half of everybody.",),
    versions={"pairs": "0.1.0"},
)


def test_a_record_gives_the_same_plan_back_through_json():
    assert from_record(json.loads(json.dumps(to_record(PLAN)))) == PLAN


def test_a_saved_plan_is_loaded_as_it_was(tmp_path):
    path = save_plan(tmp_path / "plans", PLAN)

    assert path == tmp_path / "plans" / "coffee-2026-12.json"
    assert load_plan(path) == PLAN


def test_a_saved_plan_is_for_its_owner_only_and_leaves_nothing_beside_it(tmp_path):
    path = save_plan(tmp_path, PLAN)
    save_plan(tmp_path, PLAN)

    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["coffee-2026-12.json"]


def test_a_programme_named_like_a_path_stays_in_the_folder(tmp_path):
    assert plan_path(tmp_path, "../tea/2026-12").parent == tmp_path


def test_an_edited_plan_is_refused(tmp_path):
    path = save_plan(tmp_path, PLAN)
    path.write_text(path.read_text().replace('"p2"', '"p3"', 1))

    with pytest.raises(InputError, match="changed after it was made"):
        load_plan(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a plan, or a broken one"),
        (b"\xff\xfe\x00", "not a plan, or a broken one"),
        (b'{"pairs_plan": {"version": 1}', "not a plan, or a broken one"),
        (b"[]", "not a plan made by pairs"),
        (b'{"rounds": 1}', "not a plan made by pairs"),
    ],
)
def test_a_broken_or_foreign_file_is_refused(tmp_path, content, message):
    path = tmp_path / "plan.json"
    path.write_bytes(content)

    with pytest.raises(InputError, match=message):
        load_plan(path)


def test_a_plan_of_another_version_is_refused(tmp_path):
    from pairing.plans import _sha256

    record = to_record(PLAN) | {"version": 99}
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"pairs_plan": record, "sha256": _sha256(record)}))

    with pytest.raises(InputError, match="another version"):
        load_plan(path)


def test_a_missing_plan_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match="there is no such plan") as caught:
        load_plan(tmp_path / "coffee-2026-12.json")

    assert caught.value.problems[0].mend == "Make the plan again with `pairs plan`."
