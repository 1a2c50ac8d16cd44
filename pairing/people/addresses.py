"""
An e-mail address out of a staff list: repaired where the repair is certain, refused where it is not.
"""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

from pairing.people.cells import straight

_WRAPPED = re.compile(r"^[^<>]*<\s*([^<>]+?)\s*>[\s;,.]*$")
_MARKDOWN = re.compile(r"^\[[^\]]*\]\(([^)]*)\)$")


class NoAddress(ValueError):
    """What is wrong with an address, in words; ``suggestion`` is what may have been meant, or empty."""

    def __init__(self, what: str, suggestion: str = "") -> None:
        super().__init__(what)
        self.suggestion = suggestion


def address_of(text: str) -> tuple[str, tuple[str, ...]]:
    """The address a cell holds, as typed, and the repairs it took, in words; raises `NoAddress`."""
    repaired, repairs = _repaired(text)
    try:
        validate_email(repaired, allow_smtputf8=False, check_deliverability=False)
    except EmailNotValidError as error:
        raise NoAddress(_in_words(repaired, str(error)), _suggested(repaired)) from None
    return repaired, repairs


def same_address(address: str) -> str:
    """The form by which two addresses are compared: capitals do not matter."""
    return address.casefold()


def _repaired(text: str) -> tuple[str, tuple[str, ...]]:
    repairs = []
    address = text.strip()
    if (found := _WRAPPED.match(address)) or (found := _MARKDOWN.match(address)):
        address = found[1].strip()
        repairs.append("took the address out of the brackets")
    if address.casefold().startswith(("mailto:", "email:", "e-mail:", "smtp:")):
        address = address.split(":", 1)[1].strip()
        repairs.append("removed the word before the colon")
    several = [part for part in re.split(r"[;,/\s]+|\bor\b", address) if part.count("@") == 1 and _looks_whole(part)]
    if len(several) > 1:
        address = several[0]
        repairs.append(f"took the first of {len(several)} addresses")
    trimmed = address.strip(" \t;,.:<>()[]\"'\u201c\u201d\u2018\u2019|/\\")
    if trimmed != address:
        address = trimmed
        repairs.append("removed stray characters around it")
    if straight(address) != address:
        address = straight(address)
        repairs.append("made a curly apostrophe or long dash a plain one")
    closed = re.sub(r"\s*@\s*", "@", address)
    if closed != address:
        address = closed
        repairs.append("removed spaces around the @")
    return address, tuple(repairs)


def _looks_whole(part: str) -> bool:
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}\.?", part))


def _in_words(address: str, said: str) -> str:
    if "special-use" in said:
        return "is an address that cannot receive mail from outside"
    whys = (
        ("@" not in address, "it has no @"),
        (address.count("@") > 1, "it has more than one @"),
        (" " in address, "it has a space inside"),
        ("should have a period" in said, "the part after the @ has no full stop"),
        (not address.isascii(), "it has a letter that mail addresses cannot have"),
        (True, f"{said[:1].lower()}{said[1:].rstrip('.')}"),
    )
    return f"is no e-mail address ({next(why for applies, why in whys if applies)})"


def _suggested(address: str) -> str:
    """The address that may have been meant; empty unless it would be a valid one."""
    guess = re.sub(r"\s+", "", address).replace("@@", "@")
    local, _, domain = guess.partition("@")
    domain = domain.replace(",", ".").replace(";", ".").strip(".")
    domain = re.sub(r"\.{2,}", ".", domain)
    if domain in {"nhs", "nhsnet", "nhs.nte", "nhs.ent", "nhs.met", "nsh.net", "hns.net", "nhs.co", "nhs.et", "nhs.ne"}:
        domain = "nhs.net"
    guess = f"{re.sub(r'[.]{2,}', '.', local).strip('.')}@{domain}"
    try:
        validate_email(guess, allow_smtputf8=False, check_deliverability=False)
    except EmailNotValidError:
        return ""
    return guess if guess != address else ""
