"""Mails written by machines: out of office, receipts, delays (RFC 3834). Never an answer."""

from __future__ import annotations

import re

from pairing.inbox.parts import Mail, header

#: How mail programs in the languages of Europe, and a few beyond, begin such a subject.
_SUBJECT = re.compile(
    r"^\s*(?:(?:re|aw|antw|sv|vs|tr|fw|fwd)\s*:\s*)?(?:"
    r"auto(?:matic)?[ -]?reply|autoreply|auto[ -]?response|automated (?:reply|response)|out of (?:the )?office|\[?ooo\b"
    r"|away from (?:the|my) (?:office|desk)|on (?:annual |maternity |sick )?leave\b"
    r"|automatische antwort|abwesenheits|abwesend|auto(?:matische)?[- ]?antwort"
    r"|automatisch antwoord|afwezig"
    r"|r[ée]ponse automatique|absence du bureau|absent(?:e)? du bureau|message d.absence"
    r"|respuesta autom[áa]tica|fuera de (?:la )?oficina|resposta autom[áa]tica|fora do escrit[óo]rio"
    r"|risposta automatica|fuori (?:sede|ufficio)|assente dall.ufficio"
    r"|autosvar|automatisk(?:t)? svar|frånvaro|fraværsmelding|ikke til stede|automaattinen vastaus|poissa"
    r"|odpowied[źz] automatyczna|automatyczna odpowied|nieobecno|automatick[áa] odpov|mimo kancel"
    r"|automatikus v[áa]lasz|r[ăa]spuns automat|otomatik (?:yan|cev)|samodejni odgovor|automatski odgovor"
    r"|αυτόματη απάντηση|автоматический ответ|автоматична відповідь|автоматичен отговор"
    r"|自動(?:応答|返信|回覆)|自动(?:答复|回复)|자동 ?회신|ateb awtomatig|allan o.r swyddfa"
    r")",
    re.IGNORECASE,
)
_READ_RECEIPT = re.compile(r"^(?:read|gelesen|lu|le[íi]do|letto|not read|deleted)\s*:", re.IGNORECASE)


def is_automatic(mail: Mail) -> bool:
    """True when a machine wrote it, by its headers, else by the first words of its subject."""
    return is_vacation(mail) or _marked(mail) or bool(_SUBJECT.match(header(mail, "Subject")))


def is_vacation(mail: Mail) -> bool:
    """True when it says of itself that it answers by itself."""
    submitted = header(mail, "Auto-Submitted").lower()
    if submitted.startswith(("auto-replied", "auto-notified")):
        return True
    if mail.get_content_type() == "multipart/report" or header(mail, "X-Failed-Recipients"):
        return True
    names = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply", "X-Autoreply-From")
    said = [header(mail, name).lower() for name in names]
    return any(word and word not in {"no", "false"} for word in said) or bool(
        _READ_RECEIPT.match(header(mail, "Subject")) and header(mail, "Disposition-Notification-Options")
    )


def _marked(mail: Mail) -> bool:
    submitted = header(mail, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if header(mail, "Precedence").lower() in {"auto_reply", "auto-reply", "bulk", "junk"}:
        return True
    return "autoresponder" in header(mail, "X-POST-MessageClass").lower()
