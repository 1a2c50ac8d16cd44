"""The page's plots as small SVG files. Run by `page` in the peers' environment, which has matplotlib."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "pairs", "svg.fonttype": "none", "font.size": 9})
from matplotlib import pyplot  # noqa: E402 - the backend first

COLOURS = ("#005eb8", "#ed8b00", "#7c2855", "#007f3b", "#768692", "#8a1538", "#41b6e6")


def years(rows: list, axes: pyplot.Axes) -> None:
    """Seconds a network; what did not end is hollow, at its limit."""
    networks = list(dict.fromkeys(row["network"] for row in rows))
    for colour, name in zip(COLOURS, dict.fromkeys(row["program"] for row in rows), strict=False):
        mine = [row for row in rows if row["program"] == name and row["installed"]]
        for ended, style in ((True, {"label": name}), (False, {"markerfacecolor": "white"})):
            here = [row for row in mine if row["ended"] is ended]
            axes.plot(
                [networks.index(row["network"]) for row in here],
                [max(row["seconds"], 1e-4) for row in here],
                "o",
                color=colour,
                **style,
            )
    axes.set_yscale("log")
    axes.set_xticks(range(len(networks)), networks, rotation=15)
    axes.set_ylabel("CPU seconds, twelve rounds (hollow: did not end)")


def growth(rows: list, axes: pyplot.Axes) -> None:
    """Seconds of one round by people."""
    for colour, kind in zip(COLOURS, ("coffee", "lunch"), strict=False):
        mine = [row for row in rows if row["kind"] == kind and row["seconds"] is not None]
        axes.plot([row["people"] for row in mine], [row["seconds"] for row in mine], "o-", color=colour, label=kind)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("people")
    axes.set_ylabel("CPU seconds, one round")


def main() -> None:
    known, folder = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    for name, draw in (("years", years), ("growth", growth)):
        if name in known:
            figure, axes = pyplot.subplots(figsize=(7, 3.6), layout="constrained")
            draw(known[name]["rows"], axes)
            axes.grid(visible=True, alpha=0.3)
            axes.legend(frameon=False, fontsize=8)
            figure.savefig(folder / f"{name}.svg", metadata={"Date": None})


main()
