"""A real Postfix with its own queue in a temporary place, on a free port of this machine, delivering into Maildirs."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ports import free_port

Found = TypeVar("Found")

NOBODY = 65534

#: Seconds it may take to start, to stop and to hand over what it took, on a busy machine.
PATIENCE = 120

MAIN = """\
compatibility_level = 3.6
queue_directory = {base}/queue
data_directory = {base}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {base}/log/mail.log
maillog_file_prefixes = {base}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.riverside.example
mydestination =
mynetworks =
alias_maps =
local_recipient_maps =
smtpd_relay_restrictions = reject_unauth_destination
smtpd_reject_unlisted_recipient = {refuses}
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {mail}
virtual_mailbox_maps = texthash:{base}/config/mailboxes
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 1
notify_classes =
bounce_queue_lifetime = 0
"""

MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n - n 60  1 pickup
cleanup   unix  n - n -   0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n -   - trivial-rewrite
bounce    unix  - - n -   0 bounce
defer     unix  - - n -   0 bounce
proxymap  unix  - - n -   - proxymap
anvil     unix  - - n -   1 anvil
tlsmgr    unix  - - n 1000? 1 tlsmgr
virtual   unix  - n n -   - virtual
smtp      unix  - - n -   - smtp
error     unix  - - n -   - error
retry     unix  - - n -   - error
discard   unix  - - n -   - discard
postlog   unix-dgram n - n - 1 postlogd
"""


def program() -> str | None:
    """Where Postfix is; None when it is not installed, or this user may not start it."""
    found = shutil.which("postfix", path=os.environ.get("PATH", "") + ":/usr/sbin")
    return found if found and hasattr(os, "geteuid") and os.geteuid() == 0 else None


@dataclass(frozen=True)
class Postfix:
    """Where it listens, where it delivers and what it notes."""

    port: int
    base: Path
    store: Path

    def mail(self, folder: str, count: int) -> list[bytes]:
        """At least ``count`` messages in a Maildir of its store, waited for, as they were written."""
        new = self.store / folder / "new"
        found = _waited_for(lambda: sorted(new.glob("*"), key=lambda path: path.stat().st_mtime_ns), count)
        return [path.read_bytes() for path in found]

    def noted(self, pattern: str, count: int) -> list[str]:
        """At least ``count`` matches of a pattern in its log, waited for: another process writes that, when it can."""
        log = self.base / "log" / "mail.log"
        return _waited_for(lambda: re.findall(pattern, log.read_text(errors="replace")), count)


@contextmanager
def running_server(
    certificate: Path,
    key: Path,
    mailboxes: Mapping[str, str],
    *,
    store: Path | None = None,
    refuses_unknown: bool = True,
) -> Iterator[Postfix]:
    """
    A server until the block ends; its folders are gone with it.

    ``mailboxes``: address -> Maildir in ``store`` (its own folder unless given). For their domains it is the last
    stop; where it does not refuse an unknown mailbox it takes the message and sends a bounce.
    """
    postfix = program()
    assert postfix is not None
    base = Path(tempfile.mkdtemp(prefix="postfix-"))  # not below a folder that only root may enter
    base.chmod(0o755)
    for name in ("config", "queue", "data", "log", "mail"):
        (base / name).mkdir(mode=0o755)
    shutil.chown(base / "data", "postfix")
    os.chown(base / "mail", NOBODY, NOBODY)
    main = MAIN.format(
        base=base,
        certificate=certificate,
        key=key,
        mail=store or base / "mail",
        domains=" ".join(sorted({address.partition("@")[2] for address in mailboxes})),
        refuses="yes" if refuses_unknown else "no",
    )
    (base / "config" / "main.cf").write_text(main)
    lines = (f"{address} {folder}/\n" for address, folder in mailboxes.items())
    (base / "config" / "mailboxes").write_text("".join(lines))
    with free_port() as port:
        (base / "config" / "master.cf").write_text(MASTER.format(port=port))
        # in a session of its own: it ends its whole process group when it stops
        server = subprocess.Popen(
            [postfix, "-c", str(base / "config"), "start-fg"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            ends = time.monotonic() + PATIENCE
            while not _answers(port):
                assert server.poll() is None, "Postfix ended at once"
                assert time.monotonic() < ends, "Postfix does not answer"
                time.sleep(0.05)  # another program: there is nothing to wait on but its port
            yield Postfix(port, base, store or base / "mail")
        finally:
            stop = [postfix, "-c", str(base / "config"), "stop"]
            subprocess.run(stop, check=False, capture_output=True, timeout=PATIENCE)
            server.wait(timeout=PATIENCE)
            shutil.rmtree(base)


def _waited_for(look: Callable[[], list[Found]], count: int) -> list[Found]:
    """What a look finds once it is ``count``, or nothing more is to be hoped for."""
    ends = time.monotonic() + PATIENCE
    while len(found := look()) < count and time.monotonic() < ends:
        time.sleep(0.02)  # another program: there is nothing to wait on but its files
    return found


def _answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
