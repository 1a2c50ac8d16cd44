"""Ports for servers that are told theirs before they listen; nobody else takes one meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

#: Below those that a system hands out by itself, to whoever connects or listens on port 0.
BELOW = range(12_000, 32_000)


@contextmanager
def free_port() -> Iterator[int]:
    """A port of 127.0.0.1 that nobody listens on; no other test of this machine is given it until the block ends."""
    claim, port = _claimed()
    with claim:
        yield port


def _claimed() -> tuple[socket.socket, int]:
    """A port, and what holds it: the port of UDP with its number, so that a server may still have that of TCP."""
    for port in BELOW:
        claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            claim.bind(("127.0.0.1", port))
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
        else:
            return claim, port
    raise OSError("every port is taken")
