"""The benchmarks are scripts in a folder of their own: its modules are imported as the scripts do."""

from __future__ import annotations

import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[3] / "benchmarks" / "solver"
sys.path.append(str(BENCHMARKS))
collect_ignore_glob = [] if BENCHMARKS.is_dir() else ["test_*.py"]  # the source package has tests, not benchmarks
