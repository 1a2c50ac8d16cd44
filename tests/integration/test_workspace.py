import json
import os
import signal
import threading

import pytest
from held_elsewhere import WORKSPACE, held_elsewhere

from pairing.errors import AlreadyRunning, InputError
from pairing.workspace import SECRET_VARIABLE, Workspace


@pytest.fixture(autouse=True)
def no_secret_from_outside(monkeypatch):
    monkeypatch.delenv(SECRET_VARIABLE, raising=False)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


def test_a_secret_is_drawn_once_and_stays(workspace, tmp_path):
    secret = workspace.secret()

    assert len(secret) == 32
    assert Workspace(tmp_path).secret() == secret
    assert (tmp_path / ".pairs" / "secret").read_text() == secret.hex() + "\n"


def test_two_workspaces_have_different_secrets(tmp_path):
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()

    one, other = (Workspace(folder).secret() for folder in folders)

    assert one != other


def test_the_secret_is_for_its_owner_only(workspace, tmp_path):
    workspace.secret()

    assert (tmp_path / ".pairs" / "secret").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / ".pairs").stat().st_mode & 0o777 == 0o700
    assert [file.name for file in (tmp_path / ".pairs").iterdir()] == ["secret"]


def test_first_runs_at_once_agree_on_one_secret(tmp_path):
    start, found = threading.Barrier(8), []

    def look():
        start.wait()
        found.append(Workspace(tmp_path).secret())

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1


def test_the_environments_secret_comes_first(workspace, tmp_path, monkeypatch):
    monkeypatch.setenv(SECRET_VARIABLE, "ab" * 32)

    assert workspace.secret() == b"\xab" * 32
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "not hexadecimal", "abcd"])
def test_a_spoilt_secret_is_told_and_never_replaced(workspace, tmp_path, text):
    (tmp_path / ".pairs").mkdir()
    (tmp_path / ".pairs" / "secret").write_text(text)

    with pytest.raises(InputError, match="not 32 bytes in hexadecimal") as caught:
        workspace.secret()

    assert not text or text not in str(caught.value)
    assert (tmp_path / ".pairs" / "secret").read_text() == text


def test_a_secret_that_cannot_be_read_is_told(workspace, tmp_path):
    (tmp_path / ".pairs" / "secret").mkdir(parents=True)  # even root cannot read a folder as a file

    with pytest.raises(InputError, match="cannot be read"):
        workspace.secret()


def test_a_workspace_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(InputError, match="cannot be written to"), Workspace(tmp_path / "file").lock():
        pass


def test_of_two_runs_at_once_the_second_is_told_who_holds_it(workspace, tmp_path):
    second = Workspace(tmp_path).lock()
    with workspace.lock(), pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}, since \d{{4}}-") as caught:
        second.__enter__()

    assert caught.value.exit_code == 7


def test_the_lock_is_free_again_after_an_error(workspace):
    with pytest.raises(ZeroDivisionError), workspace.lock():
        1 / 0  # noqa: B018  any error
    with workspace.lock():
        pass


def test_a_killed_runs_lock_is_free_at_once(workspace, tmp_path):
    with held_elsewhere(WORKSPACE, tmp_path) as other:
        with pytest.raises(AlreadyRunning, match=f"process {other.pid}"), workspace.lock():
            pass
        os.kill(other.pid, signal.SIGKILL)
        other.wait()

    assert (tmp_path / ".pairs" / "running.json").exists()
    with workspace.lock():
        assert json.loads((tmp_path / ".pairs" / "running.json").read_text())["pid"] == os.getpid()
    assert not (tmp_path / ".pairs" / "running.json").exists()
