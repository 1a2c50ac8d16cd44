"""What rules' costs, staff groups and practices are called where people read of them."""

from __future__ import annotations

from pairing.people.person import RoleGroup
from pairing.plural import number_of
from pairing.tiers import Tier
from pairing.translate.translation import Translation

ROLE_NAMES = {
    RoleGroup.GP: "GPs",
    RoleGroup.NURSE: "nurses",
    RoleGroup.DIRECT_PATIENT_CARE: "direct patient care",
    RoleGroup.ADMIN: "admin and non-clinical",
    RoleGroup.OTHER: "other roles",
}

#: What one unit of a rule's cost is, for "3 ...".
COUNTED = {
    "group_sizes": ("group of an unusual size", "groups of an unusual size"),
    "kept_apart": ("pair that was to be kept apart", "pairs that were to be kept apart"),
    "cover": ("person away beyond the cover rule", "people away beyond the cover rule"),
    "everyone_placed": ("person left out", "people left out"),
    "turns_missed": ("turn missed again", "turns missed again"),
    "different_practice": ("same-practice pair", "same-practice pairs"),
    "common_days": ("group without a common working day", "groups without a common working day"),
    "table_spread": ("person too many of one practice at a table", "people too many of one practice at a table"),
    "role_mix": ("staff group too few at a table", "staff groups too few at tables"),
    "host_at_table": ("table without a host", "tables without a host"),
    "newcomers_meet_hosts": ("newcomer without a host", "newcomers without a host"),
}

#: Rules that only rank people or draw lots: their cost is relative and tells a lead nothing.
RELATIVE = frozenset({"reach", "scores", "chance", "turns_missed"})


def practice_name(key: str, translation: Translation) -> str:
    """A practice as people are shown it."""
    return translation.names.get(key, key)


def counted(tier: Tier, *, in_pairs: bool) -> str:
    """What a tier cost, in words: "3 same-practice pairs"."""
    if tier.rule == "role_mix" and in_pairs:
        return number_of(tier.cost, "pair of one staff group", "pairs of one staff group")
    return number_of(tier.cost, *COUNTED.get(tier.rule, (tier.rule, tier.rule)))


def unavoidable(tier: Tier) -> str:
    """What is known of how little a tier could have cost: "3 cannot be avoided"; where nothing is, that."""
    if tier.proved:
        return f"{tier.bound} cannot be avoided"
    return f"at least {tier.bound} cannot be avoided" if tier.bound > 0 else "fewer may be possible"


def rounds_ago(rounds: int) -> str:
    """How long ago: "1 round ago"."""
    return f"{number_of(rounds, 'round')} ago"
