"""
Measures the solver beside its peers and writes docs/benchmarks.md with its plots.

    python benchmarks/solver/page.py [--only years] [--missing] [--quick]

``--only`` measures one section and keeps what is known of the others (docs/benchmarks/measured.json);
``--missing`` goes on with a run that was broken off. ``--quick`` shows that everything works, in a folder of its own.
Peers and plots need ../pairs-peers (see benchmarks/requirements-peers.txt) or PAIRS_PEERS; without it the
peers' rows say so and the plots stay as they were.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
from pathlib import Path

from measure import LIMIT, SECTIONS
from tables_of import SHOWN
from year import PEERS_PYTHON

ROOT = Path(__file__).parents[2]
PLOTS = {"years": "Seconds for twelve rounds in pairs", "growth": "One round, by number of people"}
FOREWORD = f"""\
Written by `python benchmarks/solver/page.py`; do not edit. Each section names the command that measures it anew. Times
are CPU seconds of the process above its imports, memory is the peak above that after imports; `pairs` in pairs shows
the median of five seeds. Trust ratios (both sides ran one after the other on one machine) more than single seconds. A
peer that needs more than its limit (usually {LIMIT:.0f} s a network) did not end."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", action="append", choices=[*SECTIONS], help="measure this section alone")
    arguments.add_argument("--missing", action="store_true", help="measure only what has not been measured yet")
    arguments.add_argument("--quick", action="store_true", help="small sizes, written to build/benchmarks")
    chosen = arguments.parse_args()
    docs = ROOT / "build" / "benchmarks" if chosen.quick else ROOT / "docs"
    folder = docs / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "measured.json"
    for name, measure in SECTIONS.items():
        if (chosen.only and name not in chosen.only) or (chosen.missing and name in measured(kept)):
            continue
        print(f"measuring: {name}", flush=True)
        rows = measure(chosen.quick)
        known = measured(kept) | {name: {"machine": machine(), "rows": rows}}  # read anew: another run may have added
        kept.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    draw(folder, kept)
    (docs / "benchmarks.md").write_text(page(measured(kept)), encoding="utf-8")
    print(f"written: {docs / 'benchmarks.md'}")


def measured(kept: Path) -> dict:
    """What is known so far, by section."""
    known: dict = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    return known


def machine() -> str:
    """What it ran on, without naming anybody's machine."""
    return f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"


def draw(folder: Path, kept: Path) -> None:
    """The plots, by the environment that has what draws them."""
    if PEERS_PYTHON.exists():
        subprocess.run(
            [str(PEERS_PYTHON), str(Path(__file__).with_name("plots.py")), str(kept), str(folder)], check=True
        )


def page(known: dict) -> str:
    """The whole page."""
    parts = ["# The solver, measured", FOREWORD]
    for name, section in SHOWN.items():
        if name in known:
            parts.append(f"## {section.title}")
            parts.append(section.text)
            parts.append("\n".join(section.table(known)))
            if name in PLOTS:
                parts.append(f"![{PLOTS[name]}](benchmarks/{name}.svg)")
            parts.append(f"`python benchmarks/solver/page.py --only {name}` on {known[name]['machine']}.")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
