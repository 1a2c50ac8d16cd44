"""The same month on a real PostgreSQL, by one line of config."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

HOLD_THE_NETWORK = """
import sys
from pathlib import Path
from pairing.storage.open import open_store
store = open_store(sys.argv[1], network=sys.argv[2], folder=Path("."))
with store.lock():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def on_postgres(network, postgres_url):
    def make(name: str):
        codes = {"month": "U10001", "one": "U10002", "other": "U10003", "held": "U10004"}
        return network("small", name=name, store=postgres_url, code=codes[name])

    return make


def test_a_month_runs_on_postgres(on_postgres):
    net = on_postgres("month")

    assert net.run("run", "--yes").code == 0
    first = len(net.mails)
    again = net.run("run", "--yes")

    assert first
    assert again.code == 0
    assert len(net.mails) == first
    assert not (net.folder / "pairs.db").exists()


def test_two_networks_share_a_database_and_see_nothing_of_each_other(on_postgres):
    one, other = on_postgres("one"), on_postgres("other")

    assert one.run("run", "--yes").code == 0

    assert other.run("status", "--json").json()["programmes"][0]["state"] == "due"
    assert other.mails == []


def test_a_run_elsewhere_holds_the_network(on_postgres, postgres_url):
    net = on_postgres("held")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_NETWORK, postgres_url, net.code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        ran = net.run("run", "--yes")
    finally:
        holder.communicate("")

    assert ran.code == 7
    assert net.mails == []
