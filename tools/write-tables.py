#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Times alignscale against its peers and writes docs/performance-tables.md whole.

write-tables.py BENCH [OPTION...]

BENCH is the program; tools/bench.sh --write-tables builds it and runs this script. The OPTIONs go
to the runs with all of the CPU's instruction sets. --csv and --tables are the script's own."""

import csv
import re
import statistics
import subprocess
import sys
import tempfile

from generated import write_page

OURS = {"alignscale", "core"}
LIMITS = {"memcpy", "fill", "read"}
LOWER_LEVELS = ["avx2", "sse41", "orc"]


def run(bench, *options):
    """What the program prints, without the paths of this machine, and its cells as dictionaries."""
    with tempfile.NamedTemporaryFile(mode="r", suffix=".csv", newline="") as file:
        said = subprocess.run([bench, *options, "--csv", file.name], stdout=subprocess.PIPE,
                              text=True, check=False)
        if said.returncode != 0:
            sys.exit(f"bench {' '.join(options)} has failed; nothing is written.")
        return without_paths(said.stdout), list(csv.DictReader(file))


def without_paths(text):
    return re.sub(r"(--(?:python|csv))[ =][^ `]+",
                  lambda match: f"{match[1]} {'PATH' if match[1] == '--python' else 'FILE'}", text)


def level_of(text):
    return re.search(r"rows of level (\w+)", text)[1]


def sizes_of(cell):
    return f"{cell['in_width']}x{cell['in_height']}:{cell['out_width']}x{cell['out_height']}"


def same_work(cells):
    return [cell for cell in cells if cell["peer"] not in OURS | LIMITS and not cell["marks"]]


def table_of_lost(cells):
    """The cells in which a peer that does the same work is faster, the worst first."""
    same = same_work(cells)
    lost = sorted((cell for cell in same if float(cell["over_element"]) < 1),
                  key=lambda cell: float(cell["over_element"]))
    lines = ["### Cells lost", "",
             f"Of {len(same)} cells of the same work, the element is slower than the peer in "
             f"{len(lost)}."]
    if lost:
        lines += ["", "| peer | cell | its time over the element's |", "|---|---|---|"]
    lines += [f"| {cell['peer']} | {cell['format']} {sizes_of(cell)} {cell['method']} | "
              f"{float(cell['over_element']):.2f} |" for cell in lost]
    return "\n".join(lines)


def table_of_level(level, cells):
    """videoscale's time over the element's: a row for each format and pair of sizes."""
    table, ratios = {}, []
    for cell in cells:
        if cell["peer"] == "videoscale":
            ratios.append(float(cell["over_element"]))
            row = table.setdefault(f"{cell['format']} {sizes_of(cell)}", {})
            row[cell["method"]] = f"{ratios[-1]:.2f}"
    methods = list(next(iter(table.values())))
    lines = [f"### Up to {level}", "",
             f"`bench --quick --tables cells --level {level}`: videoscale's time over the "
             f"element's. The geometric mean is {statistics.geometric_mean(ratios):.2f}.", "",
             f"| cell | {' | '.join(methods)} |", "|---" * (len(methods) + 1) + "|"]
    lines += [f"| {name} | {' | '.join(row[method] for method in methods)} |"
              for name, row in table.items()]
    return "\n".join(lines)


def body_of(cells_text, cells, other_text, levels):
    """`levels` are pairs of a name and its cells."""
    parts = ["## Cells", cells_text.strip(), table_of_lost(cells)]
    if levels:
        parts += ["## Without the highest instruction sets"]
        parts += [table_of_level(level, its_cells) for level, its_cells in levels]
    return "\n\n".join([*parts, "## Start-up, plans, small frames, threads", other_text.strip()])


def main(bench, *options):
    cells_text, cells = run(bench, *options, "--tables", "cells")
    other_text, _ = run(bench, *options, "--tables", "startup,plan,linear,threads")
    levels = []
    for level in LOWER_LEVELS:
        text, its_cells = run(bench, "--quick", "--tables", "cells", "--level", level)
        # a level that this CPU or this build does not have runs as the one below it
        if level_of(text) == level != level_of(cells_text):
            levels.append((level, its_cells))
    cpu = re.search(r"- CPU: ([^,\n]+)", cells_text)[1]
    command = without_paths(" ".join(["tools/bench.sh --write-tables", *options]))
    write_page("performance-tables.md", "Performance: the tables", command, cpu,
               body_of(cells_text, cells, other_text, levels))


if __name__ == "__main__":
    given = {option.split("=")[0] for option in sys.argv[2:]}
    if len(sys.argv) < 2 or given & {"--csv", "--tables", "-t"}:
        sys.exit(__doc__)
    main(*sys.argv[1:])
