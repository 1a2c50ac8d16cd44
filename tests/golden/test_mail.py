"""
Every kind of mail as files beside this one: what changes in them is what staff will notice.

Look at the diff after ``python -m pytest tests/golden --golden-update`` as you would at the mail.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from pairing.notify.envelope import compose
from pairing.notify.messages import Letter

HERE = Path(__file__).parent / "expected"


def parts(raw: bytes) -> dict[str, bytes]:
    """The mail and its decoded parts, by file ending."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    endings = {"text/plain": "txt", "text/html": "html", "text/calendar": "ics"}
    found = {"eml": raw}
    for part in message.walk():
        if part.get_content_type() in endings:
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            found[endings[part.get_content_type()]] = content
    return {end: text if end in {"eml", "ics"} else text.replace(b"\r\n", b"\n") for end, text in found.items()}


def test_mail_is_as_expected(name: str, letter: Letter, secret: bytes, golden_update: bool) -> None:
    made = parts(compose(letter, secret).raw)
    if golden_update:
        HERE.mkdir(exist_ok=True)
        for old in HERE.glob(f"{name}.*"):
            old.unlink()
        for end, content in made.items():
            (HERE / f"{name}.{end}").write_bytes(content)
    kept = {path.suffix[1:]: path.read_bytes() for path in HERE.glob(f"{name}.*")}
    assert made == kept
