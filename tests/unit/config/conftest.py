from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def workspace(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a `pairs.toml`; returns its folder."""

    def write(text: str) -> Path:
        (tmp_path / "pairs.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write
