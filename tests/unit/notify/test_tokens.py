"""An access token is asked for over a safe line only, and whatever is wrong with the answer is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from ports import free_port

from pairing.clock import FakeClock
from pairing.notify.sender import ChannelDown
from pairing.notify.tokens import ClientCredentials

Serve = Callable[[int, bytes], str]


def asked_at(url: str) -> ClientCredentials:
    clock = FakeClock(datetime(2026, 12, 1, 9, tzinfo=UTC))
    return ClientCredentials(url=url, client_id="app", client_secret="hush", scope="all", clock=clock)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """The address of a server that gives one and the same answer to whoever asks."""
    running: list[tuple[HTTPServer, Thread]] = []

    def start(status: int, body: bytes) -> str:
        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Answer)
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/token"

    yield start
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join()


async def test_no_secret_crosses_an_open_line() -> None:
    with pytest.raises(ChannelDown, match="must begin with https://") as refused:
        await asked_at("http://login.riverside.example/token").token()
    assert refused.value.lasting


@pytest.mark.parametrize(
    ("status", "body", "words", "lasting"),
    [
        (503, b"<h1>Not now</h1>", "no access token: 503 Service Unavailable", False),
        (400, b'{"error": "unauthorized_client", "error_description": "hush"}', "400 unauthorized_client", True),
        (200, b"<h1>Welcome</h1>", "the answer is not the expected JSON", True),
        (200, b'{"expires_in": 60}', "the answer is not the expected JSON", True),
    ],
)
async def test_what_is_wrong_with_the_answer(
    *, status: int, body: bytes, words: str, lasting: bool, serve: Serve
) -> None:
    with pytest.raises(ChannelDown, match=words) as refused:
        await asked_at(serve(status, body)).token()
    assert refused.value.lasting is lasting
    assert "hush" not in str(refused.value)


async def test_nobody_there_is_tried_again() -> None:
    with free_port() as port, pytest.raises(ChannelDown, match="no access token") as refused:
        await asked_at(f"http://127.0.0.1:{port}/token").token()
    assert not refused.value.lasting
