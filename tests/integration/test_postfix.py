"""A real Postfix with its own queue in a temporary folder, on a free port, delivering into mail folders."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pairing.clock import FakeClock
from pairing.config.model import Smtp
from pairing.notify.deliver import Outcome, deliver
from pairing.notify.outbox import Entry, State
from pairing.notify.smtp import SmtpSender
from pairing.storage.memory import MemoryStore

POSTFIX = shutil.which("postfix", path=os.environ.get("PATH", "") + ":/usr/sbin")
MAILBOX = "coffee@riverside.example"
INVITATION = Path(__file__).parents[1] / "golden" / "expected" / "awkward.eml"

pytestmark = [
    pytest.mark.postfix,
    pytest.mark.slow,
    pytest.mark.skipif(POSTFIX is None, reason="Postfix is not installed"),
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="Postfix can only be started by root"),
]

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
smtpd_tls_cert_file = {certificates.certificate}
smtpd_tls_key_file = {certificates.key}
smtpd_tls_security_level = may
virtual_mailbox_domains = mill-lane.example
virtual_mailbox_base = {base}/mail
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


@dataclass(frozen=True)
class Postfix:
    """Where it listens, where it delivers and what it notes."""

    port: int
    base: Path

    def mail(self, person: str, count: int) -> list[bytes]:
        """The ``count`` messages in a person's folder, waited for."""
        folder = self.base / "mail" / person / "new"
        ends = time.monotonic() + 20
        while (found := sorted(folder.glob("*"))) is not None and len(found) < count and time.monotonic() < ends:
            time.sleep(0.02)  # another program's queue: there is nothing to wait on but its files
        return [path.read_bytes() for path in found]

    @property
    def log(self) -> str:
        return (self.base / "log" / "mail.log").read_text(errors="replace")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def postfix(certificates: Any) -> Iterator[Postfix]:
    base = Path(tempfile.mkdtemp(prefix="postfix-"))  # not below a folder that only root may enter
    base.chmod(0o755)
    port = free_port()
    for name in ("config", "queue", "data", "log", "mail"):
        (base / name).mkdir(mode=0o755)
    shutil.chown(base / "data", "postfix")
    os.chown(base / "mail", 65534, 65534)
    (base / "config" / "main.cf").write_text(MAIN.format(base=base, certificates=certificates))
    (base / "config" / "master.cf").write_text(MASTER.format(port=port))
    mailboxes = "".join(f"p{n}@mill-lane.example p{n}/\n" for n in range(60))
    (base / "config" / "mailboxes").write_text(mailboxes)
    assert POSTFIX is not None
    # in a session of its own: it ends its whole process group when it stops
    server = subprocess.Popen(
        [POSTFIX, "-c", str(base / "config"), "start-fg"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    ends = time.monotonic() + 30
    while not answers(port) and time.monotonic() < ends and server.poll() is None:
        time.sleep(0.05)
    try:
        yield Postfix(port, base)
    finally:
        subprocess.run([POSTFIX, "-c", str(base / "config"), "stop"], check=False, capture_output=True, timeout=30)
        server.wait(timeout=30)
        shutil.rmtree(base)


async def run(store: MemoryStore, clock: FakeClock, **settings: Any) -> Outcome:
    channel = SmtpSender(Smtp(**settings), mailbox=MAILBOX, clock=clock)
    return await deliver(
        store.outbox, channel, store.buckets, mailbox=MAILBOX, per_minute=None, run="test", clock=clock
    )


async def test_a_round_arrives_byte_for_byte_over_verified_tls(
    *, postfix: Postfix, store: MemoryStore, clock: FakeClock, owed: Callable[..., Entry], certificates: Any
) -> None:
    messages = [owed(n) for n in range(1, 31)]
    unknown = owed(31, key="coffee-2026-12/p31/invitation/0", recipient="nobody@mill-lane.example")
    foreign = owed(32, key="coffee-2026-12/p32/invitation/0", recipient="someone@elsewhere.example")
    last = owed(33, raw=INVITATION.read_bytes())
    store.outbox.add([*messages, unknown, foreign, last])
    outcome = await run(
        store,
        clock,
        host="localhost",
        port=postfix.port,
        security="starttls",
        ca_file=str(certificates.authority),
    )
    assert (outcome.sent, outcome.failed, outcome.waiting, outcome.unreachable) == (31, 2, 0, "")
    for message in (*messages, last):
        [arrived] = postfix.mail(message.person, 1)
        assert arrived.replace(b"\n", b"\r\n").endswith(message.raw)
    refused = {entry.person: entry.error for entry in store.outbox.entries(states=[State.FAILED])}
    assert "5.1.1" in refused["p31"]
    assert "5.7.1" in refused["p32"], "relaying refused for one address; the rest went out"
    facts = [fact.body["reply"] for fact in store.events.facts() if "reply" in fact.body]
    assert all("queued as" in reply for reply in facts)
    assert re.findall(r"disconnect from .* mail=(\d+)", postfix.log) == ["34"], (
        "one connection for all, one asked twice"
    )


async def test_a_certificate_signed_by_somebody_else_is_refused(
    *, postfix: Postfix, store: MemoryStore, clock: FakeClock, owed: Callable[..., Entry], certificates: Any
) -> None:
    store.outbox.add([owed(50)])
    outcome = await run(
        store, clock, host="localhost", port=postfix.port, security="starttls", ca_file=str(certificates.stranger)
    )
    assert (outcome.sent, outcome.waiting) == (0, 1)
    assert "certificate" in outcome.unreachable
    assert postfix.mail("p50", 0) == []
