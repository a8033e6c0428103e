#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Times alignscale against its peers and writes docs/performance-tables.md whole, the marked tables of
docs/performance.md and docs/libraries.md, the picture docs/performance.svg, and the cells to cells.csv in the
build folder.

write-tables.py BENCH [OPTION...]

BENCH is the program; tools/bench.sh --write-tables builds it and runs this script. The OPTIONs go
to the runs with all of the CPU's instruction sets. --csv and --tables are the script's own."""

import csv
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

from generated import ROOT, table, write_block, write_page

sys.path.insert(0, str(ROOT / "docs/figures"))
import performance  # pylint: disable=wrong-import-position
from bench_goals import goals_met, speed_of_libraries, summary  # pylint: disable=wrong-import-position

LOWER_LEVELS = ["avx2", "sse41", "orc"]
SMALL = ["--tables", "cells", "--peers", "videoscale", "--formats", "GRAY8,RGBA,I420", "--sizes",
         "16x16:32x32,64x64:32x32,32x32:64x64,128x128:64x64", "--methods",
         "nearest,bilinear,bicubic,bilinear-aa,bicubic-aa,lanczos"]


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
    borders = "/letterbox" if cell["fit"] == "letterbox" else ""
    return f"{cell['in_width']}x{cell['in_height']}:{cell['out_width']}x{cell['out_height']}{borders}"


def table_of_lost(cells):
    """The cells in which a peer that does the same work is faster, the worst first."""
    same = [cell for cell in cells if performance.is_same_work(cell)]
    lost = sorted((cell for cell in same if float(cell["over_element"]) < 1),
                  key=lambda cell: float(cell["over_element"]))
    lines = ["### Cells lost", "",
             f"Of {len(same)} cells of the same work, the element is slower than the peer in "
             f"{len(lost)}."]
    if lost:
        lines += ["", table(["peer", "cell", "its time over the element's"], [
            [cell["peer"], f"{cell['format']} {sizes_of(cell)} {cell['method']}", f"{float(cell['over_element']):.2f}"]
            for cell in lost])]
    return "\n".join(lines)


def grid(cells):
    """videoscale's time over the element's: a row for each format and pair of sizes."""
    rows = {}
    for cell in cells:
        if cell["peer"] == "videoscale":
            row = rows.setdefault(f"{cell['format']} {sizes_of(cell)}", {})
            row[cell["method"]] = f"{float(cell['over_element']):.2f}"
    methods = list(next(iter(rows.values())))
    return table(["cell", *methods], [[name, *row.values()] for name, row in rows.items()])


def mean_of(cells):
    return statistics.geometric_mean(float(cell["over_element"]) for cell in cells if cell["peer"] == "videoscale")


def section(heading, options, cells):
    return "\n".join([f"### {heading}", "", f"`bench {' '.join(options)}`: videoscale's time over the element's. "
                      f"The geometric mean is {mean_of(cells):.2f}.", "", grid(cells)])


def level_options(level):
    return ["--quick", "--tables", "cells", "--level", level]


def body_of(cells_text, cells, other_text, levels, small):
    """`levels`: cells by the name of the level; `small`: those of tiny frames."""
    parts = ["## Cells", cells_text.strip(), table_of_lost(cells)]
    if levels:
        parts += ["## Without the highest instruction sets"]
        parts += [section(f"Up to {level}", level_options(level), its_cells) for level, its_cells in levels.items()]
    return "\n\n".join([*parts, "## Start-up, plans, small frames, threads", other_text.strip(),
                        section("Tiny frames", SMALL, small)])


def stripped_size(bench):
    """Bytes of the plugin's file without symbols."""
    plugin = pathlib.Path(bench).parent.parent.parent / "gst/libgstalignscale.so"
    with tempfile.NamedTemporaryFile() as file:
        subprocess.run(["strip", "-o", file.name, plugin], check=True)
        return pathlib.Path(file.name).stat().st_size


def measure_levels(bench, highest):
    levels = {}
    for level in LOWER_LEVELS:
        text, cells = run(bench, *level_options(level))
        # a level that this CPU or this build does not have runs as the one below it
        if level_of(text) == level != highest:
            levels[level] = cells
    return levels


def write_csv(bench, cells):
    with open(pathlib.Path(bench).parent.parent.parent / "cells.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, cells[0])
        writer.writeheader()
        writer.writerows(cells)


def main(bench, *options):
    cells_text, cells = run(bench, *options, "--tables", "cells")
    write_csv(bench, cells)
    other_text, _ = run(bench, *options, "--tables", "startup,plan,linear,threads")
    _, small = run(bench, *SMALL)
    levels = measure_levels(bench, level_of(cells_text))
    cpu = re.search(r"- CPU: ([^,\n]+)", cells_text)[1]
    command = without_paths(" ".join(["tools/bench.sh --write-tables", *options]))
    write_page("performance-tables.md", "Performance: the tables", command, cpu,
               body_of(cells_text, cells, other_text, levels, small))
    write_block("performance.md", "tools/bench.sh: summary", summary(cells))
    write_block("performance.md", "tools/bench.sh: goals",
                goals_met(cells, levels, small, other_text, stripped_size(bench)))
    write_block("libraries.md", "tools/bench.sh: speed", speed_of_libraries(cells))
    (ROOT / "docs/performance.svg").write_text(performance.draw(cells), encoding="utf-8")


if __name__ == "__main__":
    given = {option.split("=")[0] for option in sys.argv[2:]}
    if len(sys.argv) < 2 or given & {"--csv", "--tables", "-t"}:
        sys.exit(__doc__)
    main(*sys.argv[1:])
