"""The same month on a real PostgreSQL, by one line of config."""

from __future__ import annotations

import pytest
from held_elsewhere import held_elsewhere

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

NETWORK = """
from pairing.storage.open import open_store
with open_store(sys.argv[1], network=sys.argv[2], folder=Path(".")).lock():
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
    with held_elsewhere(NETWORK, postgres_url, net.code):
        ran = net.run("run", "--yes")

    assert ran.code == 7
    assert net.mails == []
