from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pairing.notify import folder as writing
from pairing.notify.folder import FolderSender
from pairing.notify.sender import ChannelDown


async def test_a_message_becomes_one_whole_file(tmp_path: Path) -> None:
    sender = FolderSender(tmp_path / "outbox")
    reply = await sender.send(recipient="a@b.example", raw=b"one\r\n", name="m1")
    await sender.send(recipient="a@b.example", raw=b"one\r\n", name="m1")
    await sender.close()
    [file] = (tmp_path / "outbox").iterdir()
    assert (file.name, file.read_bytes(), reply) == ("m1.eml", b"one\r\n", "written as m1.eml")
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_crash_before_the_rename_leaves_no_message_and_the_next_try_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(writing.os, "replace", die)
    with pytest.raises(Killed):
        await FolderSender(tmp_path).send(recipient="a@b.example", raw=b"whole", name="m1")
    assert list(tmp_path.glob("*.eml")) == []
    monkeypatch.undo()
    await FolderSender(tmp_path).send(recipient="a@b.example", raw=b"whole", name="m1")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]


async def test_a_folder_that_cannot_be_written_to_is_a_channel_that_is_down(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(ChannelDown, match="cannot write") as down:
        await FolderSender(tmp_path / "outbox").send(recipient="a@b.example", raw=b"", name="m1")
    assert down.value.lasting
