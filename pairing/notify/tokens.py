"""Access tokens for XOAUTH2 by client credentials (RFC 6749, 4.4): no person, no refresh token."""

from __future__ import annotations

import asyncio
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timedelta

from pairing.clock import Clock
from pairing.notify.sender import ChannelDown

#: A token is fetched anew this long before it ends, so that it never ends in a login.
MARGIN = timedelta(minutes=5)

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class ClientCredentials:
    """The current token of one application, fetched when needed and kept in memory only."""

    def __init__(self, *, url: str, client_id: str, client_secret: str, scope: str, clock: Clock) -> None:
        self._url = url
        self._form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
            "scope": scope,
        }
        self._clock = clock
        self._token = ""
        self._ends: datetime | None = None

    async def token(self) -> str:
        """A token that is good for some minutes yet. `ChannelDown` where none is to be had."""
        if self._ends is None or self._clock.now() >= self._ends - MARGIN:
            asked = self._clock.now()
            self._token, seconds = await asyncio.to_thread(self._fetch)
            self._ends = asked + timedelta(seconds=seconds)
        return self._token

    def drop(self) -> None:
        """Forget the token: the server did not like it."""
        self._ends = None

    def _fetch(self) -> tuple[str, float]:
        place = urllib.parse.urlsplit(self._url)
        if place.scheme != "https" and place.hostname not in _LOOPBACK:
            raise ChannelDown("the token address must begin with https://", lasting=True)
        request = urllib.request.Request(  # noqa: S310  # the scheme is checked above
            self._url, data=urllib.parse.urlencode(self._form).encode(), headers={"Accept": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=30, context=ssl.create_default_context()) as answer:  # noqa: S310  # as above
                found = json.load(answer)
            return str(found["access_token"]), float(found.get("expires_in", 3600))
        except urllib.error.HTTPError as error:
            with error:
                raise ChannelDown(
                    f"no access token: {_reason(error)}", code=error.code, lasting=error.code < 500
                ) from error
        except OSError as error:
            raise ChannelDown(f"no access token: {error}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ChannelDown("no access token: the answer is not the expected JSON", lasting=True) from error


def _reason(error: urllib.error.HTTPError) -> str:
    """The error's name (RFC 6749, 5.2) without its description, which may repeat what was sent."""
    try:
        return f"{error.code} {json.load(error)['error']}"
    except (ValueError, KeyError, TypeError):
        return f"{error.code} {error.reason}"
