"""How measured sections read on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from measure import LIMIT, LONGER


@dataclass(frozen=True)
class Section:
    """``table`` has everything measured and gives Markdown lines."""

    title: str
    text: str
    table: Callable[[dict], Sequence[str]]


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table; the first column reads, the others count."""
    return [
        "| " + " | ".join(head) + " |",
        "|---" + "|---:" * (len(head) - 1) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
    ]


def seconds(value: float | None) -> str:
    """Two figures that mean something."""
    if value is None:
        return "did not end"
    return f"{value:.0f}" if value >= 30 else f"{value:.1f}" if value >= 3 else f"{value:.3f}"


def of_years(known: dict, section: str = "years") -> list[str]:
    """One row a network and program."""
    rows = []
    for row in known[section]["rows"]:
        if not row["installed"]:
            rows.append([row["network"], row["program"], "not installed", "", "", "", "", ""])
            continue
        ended = "" if row["ended"] else f"{row['complaint'] or 'did not end'}: {row['rounds']} rounds"
        rows.append(
            [
                row["network"],
                f"**{row['program']}**" if row["program"] == "pairs" else row["program"],
                f"{row['same']} / {row['same_bound']}",
                str(row["repeats"]),
                str(row["left_out"]),
                "yes" if row["at_bounds"] else ended or "no",
                seconds(row["seconds"]) if row["ended"] else f"over {seconds(row['seconds'])}",
                f"{row['megabytes']:.0f}",
            ]
        )
    head = ["people", "program", "same practice / bound", "repeats", "left out", "all bounds met", "seconds", "MB"]
    return markdown(head, rows)


def ratio(known: dict, section: str) -> list[list[str]]:
    """colette's time over ours network by network: for the rounds it ended, or all it began where that says more."""
    rows = []
    by = {(row["network"], row["program"]): row for row in known[section]["rows"] if row["installed"]}
    for (network, program), peer in by.items():
        ours = by.get((network, "pairs"))
        if program == "colette" and ours:
            at_least = "" if peer["ended"] else "at least "
            times, rounds = peer["seconds"] / sum(ours["by_round"][: peer["begun"]]), peer["begun"]
            ended = len(peer["by_round"])
            of_ended = sum(peer["by_round"]) / sum(ours["by_round"][:ended]) if ended else 0.0
            if not peer["ended"] and of_ended > times:
                at_least, times, rounds = "", of_ended, ended
            rows.append([network, f"{rounds}", f"{at_least}1/{times:,.0f}"])
    return rows


def of_even(known: dict) -> list[str]:
    """Ratios against colette: all rounds, and rounds without an odd person."""
    rows = [["odd and even", *row] for row in ratio(known, "years")] if "years" in known else []
    rows += [["even only", *row] for row in ratio(known, "even")]
    return markdown(["odd or even", "people", "rounds", "of colette's time"], rows)


def of_growth(known: dict) -> list[str]:
    """Coffee and lunch beside each other."""
    rows = [
        [
            f"{row['people']:,}",
            row["kind"],
            seconds(row["seconds"]),
            f"{row['megabytes']:.0f}" if row["seconds"] is not None else "",
            "every tier" if row.get("proved") else "no",
        ]
        for row in known["growth"]["rows"]
    ]
    return markdown(["people", "round", "seconds", "MB", "proved"], rows)


def of_scores(known: dict) -> list[str]:
    """Beside the published best, where there is one."""
    rows = [
        [
            row["instance"],
            f"{row['value']:,.0f}",
            "-" if row["published"] is None else f"{row['published']:,}",
            "-" if row["below"] is None else f"{row['below']:.2f} %",
            seconds(row["seconds"]),
            str(row["paper_seconds"]),
        ]
        for row in known["scores"]["rows"]
    ]
    return markdown(["instance", "pairs", "published best", "below it", "seconds", "seconds in the papers"], rows)


def of_golfers(known: dict) -> list[str]:
    """Rounds without a repeat."""
    rows = [
        [
            f"{row['tables']} of {row['size']}",
            str(row["rounds"]),
            str(row["known"]),
            str(row["limit"]),
            seconds(row["seconds"]),
        ]
        for row in known["golfers"]["rows"]
    ]
    return markdown(["tables", "rounds without a repeat", "known to exist", "cannot be more", "seconds"], rows)


def of_command(known: dict) -> list[str]:
    """Whole processes, and what imports cost the peers."""
    rows = [[f"`{row['command']}`", f"{row['seconds']:.2f}"] for row in known["command"]["rows"]]
    imports = {}
    for row in known.get("years", {"rows": []})["rows"]:
        if row["installed"]:
            imports[row["program"]] = row
    rows += [
        [f"imports of {name}", f"{row['import_seconds']:.2f} ({row['import_megabytes']:.0f} MB)"]
        for name, row in imports.items()
        if "spreadsheet" not in name
    ]
    return markdown(["whole process", "seconds"], rows)


SHOWN: Mapping[str, Section] = {
    "years": Section(
        "Six standard networks in pairs",
        "Twelve rounds, 80 % taking part, the same people and absences for everyone (`networks.py`), judged by one "
        "plain scorer (`scorer.py`). The bound is the number of same-practice pairs that cannot be avoided. The peers "
        "know practices and history as far as they can be told; they make no trios and leave the odd one out. "
        "coffee-roulette gets two of its slips mended (`runs/coffee_roulette_year.py`).",
        of_years,
    ),
    "even": Section(
        "Against colette",
        "colette gives each round 30 s beyond setting it up, which is where its odd rounds end. So it gets "
        f"{LONGER['colette']:.0f} s of clock a network, and not {LIMIT:.0f} as the others. The times are of the rounds "
        "it ended within that and of the same rounds by `pairs`; with *at least*, of these and the one it was cut off "
        "in, where that says more.",
        of_even,
    ),
    "tables": Section(
        "The same networks at tables of five and six",
        "The bound is every practice spread evenly. Sixty people in fives run out of new colleagues; there, repeats "
        "and the bound cannot both be met.",
        lambda known: of_years(known, "tables"),
    ),
    "growth": Section(
        "Growth with the number of people",
        "A round with practices, roles and three rounds of history: coffee in pairs, lunch at tables of five and six.",
        of_growth,
    ),
    "scores": Section(
        "Dense scores: the maximally diverse grouping problem",
        "Instances in the format of MDGPLIB, its own files where a folder has them (`PAIRS_MDGPLIB`), else made by its "
        "recipe. Every pair has a score of its own, so no bound is near and nothing is proved. Published best values "
        "are as listed beside the instances in a public implementation; the papers gave each run the seconds in the "
        "last column (Rodriguez et al. 2013; Lai and Hao 2016).",
        of_scores,
    ),
    "golfers": Section(
        "The social golfer problem",
        "Everybody present, all rounds asked for at once through `pairs solve`, five seconds allowed. Known: CSPLib "
        "problem 10 and Harvey's table.",
        of_golfers,
    ),
    "command": Section(
        "The whole command",
        "Wall-clock seconds of whole processes, cold start included; and what the imports alone cost.",
        of_command,
    ),
}
