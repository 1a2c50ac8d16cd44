"""A real Dovecot with its own folders in a temporary place, on free ports of this machine."""

from __future__ import annotations

import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ports import free_port

#: Seconds it may take to start, and to stop, on a busy machine.
PATIENCE = 120
PASSWORD = "correct-horse"
NOBODY = 65534

CONFIG = """\
protocols = imap
listen = 127.0.0.1
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
ssl = yes
ssl_cert = <{base}/server.pem
ssl_key = <{base}/server.key
disable_plaintext_auth = yes
auth_failure_delay = 0
auth_mechanisms = plain login
mail_location = maildir:~/Maildir
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={base}/home/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""


def program() -> str | None:
    """Where Dovecot is; None when it is not installed, or this user may not start it."""
    found = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")
    return found if found and hasattr(os, "geteuid") and os.geteuid() == 0 else None


@dataclass(frozen=True)
class Dovecot:
    """Where it listens. Every account exists, with the same password."""

    base: Path
    port: int
    tls_port: int
    authority: Path

    def deliver(self, account: str, *mails: bytes) -> None:
        """Append mails to an account's INBOX, as a mail server would."""
        with self.session(account) as imap:
            for mail in mails:
                answer, _ = imap.append("INBOX", "", "", mail)
                assert answer == "OK"

    def flags(self, account: str, folder: str = "INBOX") -> list[str]:
        """The flags of each mail of a folder, in its order."""
        with self.session(account) as imap:
            imap.select(folder, readonly=True)
            _, found = imap.fetch("1:*", "(FLAGS)")
            return [line.decode() for line in found if isinstance(line, bytes)]

    @contextmanager
    def session(self, account: str) -> Iterator[imaplib.IMAP4_SSL]:
        trusted = ssl.create_default_context(cafile=str(self.authority))
        with imaplib.IMAP4_SSL("localhost", self.tls_port, ssl_context=trusted) as imap:
            imap.login(account, PASSWORD)
            yield imap


@contextmanager
def running_server(certificate: Path, key: Path, authority: Path) -> Iterator[Dovecot]:
    """A server until the block ends; its folders are gone with it."""
    dovecot = program()
    assert dovecot is not None
    base = Path(tempfile.mkdtemp(prefix="dovecot-"))  # not below a folder that only root may enter
    base.chmod(0o755)
    for name in ("run", "state", "home"):
        (base / name).mkdir(mode=0o755)
    os.chown(base / "home", NOBODY, NOBODY)
    shutil.copy(certificate, base / "server.pem")
    shutil.copy(key, base / "server.key")
    with free_port() as port, free_port() as tls_port:
        config = base / "dovecot.conf"
        config.write_text(CONFIG.format(base=base, port=port, tls_port=tls_port, password=PASSWORD))
        server = subprocess.Popen(
            [dovecot, "-F", "-c", str(config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            ends = time.monotonic() + PATIENCE
            while not (_answers(port) and _answers(tls_port)):
                assert server.poll() is None, "Dovecot ended at once"
                assert time.monotonic() < ends, "Dovecot does not answer"
                time.sleep(0.05)  # another program: there is nothing to wait on but its port
            yield Dovecot(base, port, tls_port, authority)
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)
            shutil.rmtree(base, ignore_errors=True)


def _answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
