"""
What somebody wrote themselves, and what of ours stands below it: our mails come back quoted, under attributions,
banners and signatures in many languages.
"""

from __future__ import annotations

import re

from pairing.notify.links import REFERENCE

#: What follows is the other mail, whatever its mail program calls it.
_QUOTES_BELOW = re.compile(
    r"^\s*(?:-{2,}.*(?:original|urspr|message|mensaje|messaggio|forwarded|weitergeleitet|bericht|wiadomo).*"
    r"|_{10,}\s*|(?:from|von|de|da|van|från|fra|od)\s*:.*[@<].*)$",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"^(?:on|am|le|el|il|op|den|em|w dniu|på|d\.)\b.{6,300}(?::|wrote|schrieb|écrit|escribió|scritto|schreef|skrev)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNATURE = re.compile(
    r"^(?:--\s*$|\*{4,}|={5,}|-{5,}|sent from|sent via|get outlook|von meinem|envoyé d|gesendet|"
    r".*\b(?:confidential|intended recipient|disclaimer)\b)",
    re.IGNORECASE,
)
#: More of a mail than this is not what its writer says to us.
_MOST = 50_000
_CODE = re.compile(rf"{REFERENCE.strip()}\s*([0-9a-f]{{32}})\b", re.IGNORECASE)
_PAGE = re.compile(r"https?://[^\s<>\"]{1,300}/[apmjn]/([A-Za-z0-9_.-]{40,400})")


def reference_in(text: str) -> str | None:
    """The reference a prepared reply carries, in small letters, else the token of a link it quotes; None without."""
    code = _CODE.search(text)
    if code:
        return code[1].lower()
    page = _PAGE.search(text)
    return page[1].rstrip(".") if page else None


def own_lines(text: str) -> list[str]:
    """What the person wrote themselves: no quotation, no signature, no reference, no empty line."""
    kept: list[str] = []
    lines = text[:_MOST].replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    for number, line in enumerate(lines):
        bare = line.strip()
        if _QUOTES_BELOW.match(bare) or (_SIGNATURE.match(bare) and kept):
            break
        if _begins_quotation(lines[number : number + 3]):
            if not any(one.lstrip().startswith(">") for one in lines[number:]):
                break
            continue
        if bare and not bare.startswith((">", "|")) and not _CODE.search(bare) and not _SIGNATURE.match(bare):
            kept.append(bare)
    return kept


def _begins_quotation(lines: list[str]) -> bool:
    """True for "On Tuesday, Riverside <coffee@...> wrote:", over up to three lines."""
    joined = " ".join(line.strip() for line in lines)
    return bool(_ATTRIBUTION.match(joined)) and ("@" in joined or lines[0].strip().endswith(":"))
