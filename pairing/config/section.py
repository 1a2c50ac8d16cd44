"""What every table of a `pairs.toml` has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the file: frozen, nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)
