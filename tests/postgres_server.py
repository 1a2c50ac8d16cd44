"""A PostgreSQL server of one's own for tests: free port, temporary folder, gone afterwards.

Loaded by path (tests are not a package): see tests/contract/conftest.py.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ports import free_port

_USER = "pairs_test"

#: Seconds it may take to start, and to stop, on a busy machine.
PATIENCE = 120


def programs() -> Path | None:
    """The folder with PostgreSQL's server programs, the newest version's; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parent.parent.name))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def running_server() -> Iterator[str]:
    """The url of an empty database on a server that runs until the end of the block."""
    place = programs()
    assert place is not None, "no PostgreSQL server programs on this machine"
    # Not below pytest's folder, which only its owner may enter; the server refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="pairs-postgres-"))
    other = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if other:
        shutil.chown(folder, "postgres", "postgres")
    data, log = folder / "data", folder / "log"
    init = [place / "initdb", "--auth=trust", "--no-sync", "--encoding=UTF8", f"--username={_USER}", "-D", data]
    subprocess.run(init, check=True, capture_output=True, cwd=folder, **other)
    with free_port() as port:
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "port": port}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as out:
            server = subprocess.Popen(
                [place / "postgres", "-D", data, *options], stdout=out, stderr=out, cwd=folder, **other
            )
        try:
            ready = [place / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
            until = time.monotonic() + PATIENCE
            while subprocess.run(ready, check=False).returncode != 0:
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
            yield f"postgresql://{_USER}@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(2)  # SIGINT: fast shutdown
            server.wait(PATIENCE)
            shutil.rmtree(folder, ignore_errors=True)
