"""
Bounces: RFC 3464 reports first, then what `flufl.bounce` knows of everybody else's.

A returned mail holds our own REQUEST, which must not be mistaken for an answer; its Message-ID, its
UID and its To say best whom it was for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from pairing.inbox.answer import all_events
from pairing.inbox.part_text import Mail, bytes_of
from pairing.inbox.parts import addresses, calendars, header, identities, parse

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_FAILURE = re.compile(r"\b(5\.\d{1,3}\.\d{1,3})\b")
_MACHINES = re.compile(r"\b(?:mailer-daemon|postmaster|mail-daemon|maildaemon|mdaemon|[\w.-]*bounces?)\b(?:@| *<|$)")
_DELAY = re.compile(r"\bdelay|\bwarning\b|still being retried|verz[öo]ger", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|deliver[iy]|returned (?:mail|to sender)|return(?:ing|ed) message|failure|failed|could not be|"
    r"mail system error|unzustellbar|nicht zugestellt|non remis|impossible de remettre|no se puede entregar|"
    r"non recapitabile|onbestelbaar|kan niet worden|mail error|rejected|not delivered",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Bounce:
    """What failed. ``failed`` is False for mere delays and receipts: a machine's mail, but no bounce."""

    failed: bool
    address: str | None = None
    status: str | None = None
    uid: str | None = None
    sequence: int | None = None
    returned: tuple[str, ...] = ()
    returned_to: str | None = None


def bounce_in(mail: Mail, *, reports_only: bool = False) -> Bounce | None:
    """The bounce this mail is; None when it is none. ``reports_only``: it holds an answer, so words are not enough."""
    blocks = list(_delivery_blocks(mail))
    if blocks:
        return _from_report(mail, blocks)
    if reports_only or not _looks_like_one(mail):
        return None
    temporary, permanent = _scanned(mail)
    if not permanent:
        permanent = addresses(mail, "X-Failed-Recipients")
    if permanent:
        return _with_original(mail, permanent[0], _status(mail))
    if temporary or _DELAY.search(header(mail, "Subject")):
        return Bounce(failed=False)
    # which address failed nobody could say; what was returned may
    says_so = _is_from_machine(mail) or mail.get_param("report-type") == "delivery-status"
    return _with_original(mail, None, _status(mail)) if says_so else None


def _delivery_blocks(mail: Mail) -> Iterator[Mail]:
    """The blocks about recipients in a delivery status (RFC 3464, 2.3)."""
    for part in mail.walk():
        if part.get_content_type() not in {"message/delivery-status", "message/global-delivery-status"}:
            continue
        payload = part.get_payload()
        blocks = payload if isinstance(payload, list) else [parse(one) for one in bytes_of(part).split(b"\n\n")]
        yield from (block for block in blocks if isinstance(block, Message) and block.get("Action") is not None)


def _from_report(mail: Mail, blocks: list[Mail]) -> Bounce:
    failed = [block for block in blocks if str(block["Action"]).strip().lower().startswith(("fail", "error"))]
    if not failed:
        return Bounce(failed=False)
    found = next((address for block in failed if (address := _recipient(block))), None)
    if found is None:
        _, permanent = _scanned(mail)
        found = permanent[0] if permanent else None
    status = next((match[1] for block in failed if (match := _STATUS.search(str(block.get("Status", ""))))), None)
    return _with_original(mail, found, status or _status(mail))


def _recipient(block: Mail) -> str | None:
    """The address written to, where the report names it, else the one it ended at."""
    for name in ("Original-Recipient", "Final-Recipient"):
        kind, semicolon, rest = str(block.get(name, "")).partition(";")
        value = (rest if semicolon else kind).strip().strip("<>").lower()
        match = re.search(r"[^\s@<>;()]+@[^\s@<>;()]+", value)
        if match and kind.strip().lower() not in {"x400", "x.400"}:
            return match[0]
    return None


def _looks_like_one(mail: Mail) -> bool:
    """True when a mail server, and not a person, seems to speak of a failure."""
    if mail.get_content_type() == "multipart/report" and "disposition" not in str(mail.get("Content-Type")).lower():
        return True
    if header(mail, "X-Failed-Recipients"):
        return True
    about_failure = bool(_SUBJECT.search(header(mail, "Subject")))
    return _is_from_machine(mail) or (about_failure and not mail.get("In-Reply-To"))


def _is_from_machine(mail: Mail) -> bool:
    """True when the sender is a mail server; some give no address but only their name."""
    sender = header(mail, "From").lower()
    named = _MACHINES.search(sender) is not None
    empty_path = str(mail.get("Return-Path", "")).replace(" ", "") == "<>"
    return named or (empty_path and bool(_SUBJECT.search(header(mail, "Subject"))))


def _scanned(mail: Mail) -> tuple[list[str], list[str]]:
    try:
        temporary, permanent = all_failures(mail)
    except Exception:  # noqa: BLE001  # its detectors meet any bytes, and may fail in any way
        return [], []
    return _sorted(temporary), _sorted(permanent)


def _sorted(found: frozenset[bytes]) -> list[str]:
    return sorted(text for one in found if "@" in (text := one.decode("ascii", "ignore").strip("<> \t").lower()))


def _status(mail: Mail) -> str | None:
    """The first failure's code in the words of the bounce, not in what it returns."""
    for part in mail.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            break
        if part.get_content_maintype() == "text":
            match = _FAILURE.search(bytes_of(part).decode("latin-1"))
            if match:
                return match[1]
    return None


def _with_original(mail: Mail, address: str | None, status: str | None) -> Bounce:
    """What the returned mail, or what is left of it, says of itself."""
    original = _returned(mail)
    uid, sequence = None, None
    for _, event in all_events(list(calendars(original if original is not None else mail))):
        uid, sequence = event.value("UID"), event.sequence
        break
    to = addresses(original, "To") if original is not None else []
    known = identities(original, "Message-ID") if original is not None else ()
    named = identities(mail, "In-Reply-To", "References", "X-Original-Message-ID", "Original-Message-ID")
    return Bounce(
        failed=True,
        address=address or (to[0] if len(to) == 1 else None),
        status=status,
        uid=uid,
        sequence=sequence,
        returned=tuple(dict.fromkeys((*known, *named))),
        returned_to=to[0] if len(to) == 1 else None,
    )


def _returned(mail: Mail) -> Mail | None:
    """The mail that came back: as a part of its own, as its headers alone, or below the words of the bounce."""
    for part in mail.walk():
        if part is mail:
            continue
        if part.get_content_type() in {"message/rfc822", "message/global"} and part.is_multipart():
            payload = part.get_payload()
            return payload[0] if isinstance(payload, list) and isinstance(payload[0], Message) else None
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}:
            return parse(bytes_of(part))
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            match = re.search(rb"(?mi)^(?:Received|Message-ID|From|Return-Path): .*", bytes_of(part))
            rest = bytes_of(part)[match.start() :] if match else b""
            if re.search(rb"(?mi)^Message-ID:", rest):
                return parse(rest)
    return None
