#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The picture of docs/performance.md: our time over the memory limit beside the fastest peer's, by method.

docs/figures/performance.py build-bench/cells.csv > docs/performance.svg

tools/bench.sh --write-tables calls it. The file is what `bench --csv` writes. The memory limit of a cell is
the larger of reading its source and writing its output. Peers are those that do the same work there."""

import csv
import math
import statistics
import sys

LIMITS = ("read", "fill")
OURS = ("alignscale", "core")
KEY = ("format", "in_width", "in_height", "out_width", "out_height", "fit", "method")
WIDTH, LEFT, RIGHT, TOP, STEP, BOTTOM = 760, 104, 24, 64, 46, 44
LEAST, MOST = 0.25, 400
COLOURS = {"alignscale": "#208040", "peer": "#c03030"}


def is_ours(peer):
    return peer in OURS or peer.startswith("library=")


def is_same_work(row):
    """Of a peer, not of ours and not a limit."""
    return not row["marks"] and not is_ours(row["peer"]) and row["peer"] not in (*LIMITS, "memcpy")


def cells_of(rows):
    """For each cell: its method, our time and the fastest peer's over the limit, the latter None without one."""
    together = {}
    for row in rows:
        together.setdefault(tuple(row[name] for name in KEY), []).append(row)
    for key, its_rows in together.items():
        times = {row["peer"]: float(row["min_ms"]) for row in its_rows}
        limit = max(times[name] for name in LIMITS)
        peers = [float(row["min_ms"]) for row in its_rows if is_same_work(row)]
        yield dict(zip(KEY, key)), times["alignscale"] / limit, min(peers) / limit if peers else None


def place(ratio):
    """Pixels from the left; a step is as wide everywhere that is as many times more."""
    share = math.log(min(max(ratio, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def text(x, y, said, extra=""):
    return f'<text x="{x:.0f}" y="{y:.0f}" {extra}>{said}</text>'


def mark(y, ratios, colour):
    """From the least to the largest, with the geometric mean as a dot and as a number."""
    mean = statistics.geometric_mean(ratios)
    return [f'<path d="M{place(min(ratios)):.1f} {y}H{place(max(ratios)):.1f}" stroke="{colour}" '
            'stroke-width="3" stroke-opacity="0.35"/>',
            f'<circle cx="{place(mean):.1f}" cy="{y}" r="5" fill="{colour}"/>',
            text(place(max(ratios)) + 8, y + 4, f"{mean:.1f}", f'fill="{colour}"')]


def draw(rows):
    """SVG. rows: the lines of the CSV as dictionaries."""
    ours, peers = {}, {}
    for cell, own, best in cells_of(rows):
        if best is not None:
            ours.setdefault(cell["method"], []).append(own)
            peers.setdefault(cell["method"], []).append(best)
    height = TOP + STEP * len(ours) + BOTTOM
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
             'font-family="sans-serif" font-size="12">', f'<rect width="{WIDTH}" height="{height}" fill="white"/>']
    for tick in (0.25, 0.5, 1, 2, 4, 10, 20, 40, 100, 200, 400):
        x = place(tick)
        colour, width = ("#333", 1.5) if tick == 1 else ("#ddd", 1)
        parts += [f'<path d="M{x:.1f} {TOP - 8}V{height - BOTTOM}" stroke="{colour}" stroke-width="{width}"/>',
                  text(x, height - BOTTOM + 16, f"{tick:g}", 'text-anchor="middle"')]
    for i, method in enumerate(ours):
        y = TOP + STEP * i + STEP // 2
        parts += [text(LEFT - 10, y + 4, f"{method} ({len(ours[method])})", 'text-anchor="end"')]
        parts += mark(y - 9, ours[method], COLOURS["alignscale"]) + mark(y + 9, peers[method], COLOURS["peer"])
    for n, (name, said) in enumerate((("alignscale", "alignscale"), ("peer", "the fastest peer of each cell"))):
        x = LEFT + 130 * n
        parts += [f'<circle cx="{x + 5}" cy="20" r="5" fill="{COLOURS[name]}"/>', text(x + 16, 24, said)]
    parts += [text(LEFT, 44, "dot and number: geometric mean; line: from the least to the largest cell"),
              text(LEFT, height - 8, "time over the memory limit (1: no faster way); in brackets cells in which a "
                   "peer does the same work")]
    return "\n".join(parts) + "\n</svg>\n"


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        print(draw(list(csv.DictReader(file))), end="")
