"""Signing in to IMAP with an access token, as Microsoft 365 wants it: a token server and a line server."""

from __future__ import annotations

import base64
import http.server
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from pairing.clock import FakeClock
from pairing.config.model import Inbox
from pairing.errors import MailServerUnreachable
from pairing.inbox.sources.imap import Imap

CLOCK = FakeClock(datetime(2026, 12, 2, 9, tzinfo=UTC))


class _Imap(socketserver.StreamRequestHandler):
    """Lets in whoever brings the token "good"; its mailbox is empty."""

    server: Any

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, verb = line.split()[:2]
            if verb == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2")
            elif verb == "AUTHENTICATE":
                self.say("+ ")
                words = base64.b64decode(self.rfile.readline()).decode()
                self.server.words.append(words)
                if "Bearer good" not in words:
                    self.say(f"{tag} NO AUTHENTICATE failed.")
                    continue
            elif verb == "SELECT":
                self.say("* 0 EXISTS")
            elif verb == "UID":
                self.say("* SEARCH")
            elif verb == "LOGOUT":
                self.say("* BYE")
            self.say(f"{tag} OK done")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Tokens(http.server.BaseHTTPRequestHandler):
    server: Any

    def do_POST(self) -> None:
        self.server.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        body = json.dumps({"access_token": self.server.token, "expires_in": 3600}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(kind: type[socketserver.TCPServer], handler: Any, **about: Any) -> Iterator[Any]:
    with kind(("127.0.0.1", 0), handler) as server:
        for name, value in about.items():
            setattr(server, name, value)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def test_an_access_token_opens_the_mailbox_and_a_bad_one_does_not():
    with (
        served(socketserver.ThreadingTCPServer, _Imap, words=[]) as imap,
        served(http.server.HTTPServer, _Tokens, token="good", asked=[]) as tokens,
    ):
        settings = Inbox(
            kind="imap",
            host="localhost",
            port=imap.server_address[1],
            security="none",
            username="coffee@riverside.example",
            auth="xoauth2",
            token_url=f"http://localhost:{tokens.server_address[1]}/token",
            client_id="app",
            client_secret=SecretStr("hush"),
        )
        with Imap(settings, clock=CLOCK) as mailbox:
            assert list(mailbox.messages()) == []
        assert imap.words == ["user=coffee@riverside.example\x01auth=Bearer good\x01\x01"]
        assert "client_secret=hush" in tokens.asked[0]
        tokens.token = "worn-out"
        with pytest.raises(MailServerUnreachable) as told, Imap(settings, clock=CLOCK):
            pass
        assert "worn-out" not in str(told.value)
        assert "hush" not in str(told.value)
