from __future__ import annotations

import hmac
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from pairing.notify.identity import boundary, entry_key, file_name, message_id, uid

PARTS = {"network": "n", "programme": "p", "round": "r", "group": 1, "person": "a", "domain": "riverside.example"}


def test_uid_is_128_bits_that_follow_from_the_secret_and_every_part() -> None:
    first = uid(b"secret", **PARTS)  # type: ignore[arg-type]  # a mixed dictionary
    assert re.fullmatch(r"[0-9a-f]{32}@riverside\.example", first)
    assert first == uid(b"secret", **PARTS)  # type: ignore[arg-type]
    others = {uid(b"secret", **(PARTS | {name: 7 if name == "group" else "x"})) for name in PARTS}  # type: ignore[arg-type]
    others.add(uid(b"other", **PARTS))  # type: ignore[arg-type]
    assert len(others | {first}) == len(PARTS) + 2


def test_parts_cannot_be_shifted_into_one_another() -> None:
    one = uid(b"s", **(PARTS | {"network": "ab", "programme": "c"}))  # type: ignore[arg-type]
    two = uid(b"s", **(PARTS | {"network": "a", "programme": "bc"}))  # type: ignore[arg-type]
    assert one != two


def test_purposes_do_not_collide() -> None:
    names = {message_id(b"s", key="k", domain="d.example")[1:33], boundary(b"s", key="k", part="mixed")[2:]}
    assert len(names) == 2


@given(st.binary(min_size=1, max_size=100), st.text(max_size=60), st.integers())
def test_a_name_is_the_hmac_of_a_json_list(secret: bytes, text: str, number: int) -> None:
    """However it is reckoned: names that are out must stay what they are."""
    about = {"network": text, "programme": "p", "round": "r", "group": number, "person": "a"}
    parts = json.dumps(["uid", *about.values()], separators=(",", ":")).encode()
    named = hmac.new(secret, parts, "sha256").hexdigest()[:32]
    assert uid(secret, **about, domain="d.example") == f"{named}@d.example"  # type: ignore[arg-type]  # as above


def test_key_is_round_person_kind_sequence() -> None:
    assert entry_key("coffee-2026-12", "p1", "left_out", 0) == "coffee-2026-12/p1/left_out/0"
    assert entry_key("a/b", "c", "k", 0) != entry_key("a", "b/c", "k", 0)


def test_file_names_are_readable_and_tell_case_apart() -> None:
    assert file_name("coffee-2026-12/p1/invitation/0").startswith("coffee-2026-12.p1.invitation.0.")
    assert file_name("r/A1/k/0").lower() != file_name("r/a1/k/0").lower()


@given(st.text(max_size=300), st.text(max_size=300))
def test_file_names_are_safe_on_every_system_and_distinct(one: str, two: str) -> None:
    names = [file_name(entry_key("r", person, "invitation", 0)) for person in (one, two)]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]{1,200}", name) and not name.startswith(".") for name in names)
    assert (names[0].lower() == names[1].lower()) == (one == two)
