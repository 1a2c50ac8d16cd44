"""The benchmarks are scripts in a folder of their own: its modules are imported as the scripts do."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[3] / "benchmarks" / "solver"))
