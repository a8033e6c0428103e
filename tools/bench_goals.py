# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables of docs/performance.md and docs/libraries.md out of what the bench measured: the summary, goals met
and missed, and how fast each library's arithmetic is.

Cells are the lines of `bench --csv` as dictionaries."""

import re
import statistics

from generated import table
from performance import cells_of, is_ours, is_same_work

NAMES = {"torch": "PyTorch", "opencv-python": "OpenCV of PyPI, without IPP", "OpenCV": "OpenCV of Debian"}
AVERAGING = ("bilinear-aa", "bicubic-aa", "lanczos")
# who makes a library's pixels beside us, and what it calls the bench's methods
LIBRARIES = {
    "pillow": ("Pillow", {"bilinear-aa": "bilinear", "bicubic-aa": "bicubic", "lanczos": "lanczos", "area": "box",
                          "nearest": "nearest"}),
    "opencv": ("opencv-python", {name: name for name in ("nearest", "bilinear", "bicubic", "area")}),
    "tensorflow": ("TensorFlow", {"nearest": "nearest", "bilinear": "bilinear", "bilinear-aa": "bilinear, antialias",
                                  "bicubic": "bicubic", "bicubic-aa": "bicubic, antialias",
                                  "lanczos": "lanczos3, antialias", "area": "area"}),
    "onnx": ("onnxruntime", {"nearest": "nearest", "bilinear": "linear", "bilinear-aa": "linear, antialias",
                             "bicubic": "cubic", "bicubic-aa": "cubic, antialias"}),
}
SHARED_FORMATS = ("GRAY8", "RGB", "RGBA")  # at sizes that all of them have


def ratio(cell):
    return float(cell["over_element"])


def geometric_mean(values):
    return statistics.geometric_mean(values) if values else float("nan")


def peers_of(cells):
    """Names of the peers, in the order of the columns."""
    return list(dict.fromkeys(cell["peer"] for cell in cells
                              if not is_ours(cell["peer"]) and cell["peer"] not in ("memcpy", "fill", "read")))


def summary(cells):
    """A row for each peer, over its cells of the same work; videoscale has none but for its weights, so all."""
    rows = []
    for peer in peers_of(cells):
        all_cells = [cell for cell in cells if cell["peer"] == peer]
        same = all_cells if peer == "videoscale" else [cell for cell in all_cells if not cell["marks"]]
        if not same:
            continue
        lost = sorted(ratio(cell) for cell in same if ratio(cell) < 1)
        rows.append([NAMES.get(peer, peer), f"{len(same)}{' (all)' if peer == 'videoscale' else ''}",
                     f"{geometric_mean([ratio(cell) for cell in same]):.1f}",
                     f"{min(ratio(cell) for cell in same):.2f}", f"{len(lost) or 'none'}"])
    return table(["peer", "cells", "its time over ours", "least", "lost"], rows)


def tables_in(text):
    """{heading: rows as dictionaries} of the bench's other tables."""
    found = {}
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        lines = [[word.strip() for word in line.strip().strip("|").split("|")]
                 for line in part.splitlines() if line.startswith("|")]
        found[part.splitlines()[0]] = [dict(zip(lines[0], line)) for line in lines[2:]] if lines else []
    return found


def number(text):
    """The first one."""
    return float(re.search(r"-?[0-9.]+", text)[0])


def median(text):
    """The one in brackets."""
    return float(re.search(r"\(([0-9.]+)\)", text)[1])


class Goals:
    """Rows of the table."""

    def __init__(self):
        self.rows = []

    def add(self, name, goal, measured, met):
        self.rows.append([name, goal, measured, "met" if met else "missed"])

    def most(self, name, limit, value):
        self.add(name, f"{limit:g} at most", f"{value:.0f}" if value >= 100 else f"{value:.3g}", value <= limit)

    def least(self, name, limit, value):
        self.add(name, f"{limit:g} at least", f"{value:.2f}", value >= limit)


def add_peers(goals, cells):
    same = [cell for cell in cells if is_same_work(cell)]
    ahead = [cell for cell in same if ratio(cell) >= 1]
    clearly = [cell for cell in same if ratio(cell) >= 1.1]
    goals.add("cells of the same work that no peer is faster in", "all", f"{len(ahead)} of {len(same)}",
              len(ahead) == len(same))
    goals.add("... by at least 1.1", f"{len(same) - 4}", f"{len(clearly)}", len(clearly) >= len(same) - 4)
    for peer, limit in (("videoscale", 9), ("torch", 12), ("zimg", 3.5)):
        its = [ratio(cell) for cell in cells
               if cell["peer"] == peer and (peer == "videoscale" or not cell["marks"])]
        if its:
            goals.least(f"{NAMES.get(peer, peer)}'s time over ours, mean", limit, geometric_mean(its))


def times_of_sizes(cells):
    """[(format, sizes, method, {peer: ms})] of the formats and sizes that all libraries are asked for."""
    times = {}
    for cell in cells:
        key = (cell["format"], f"{cell['in_width']}x{cell['in_height']}", f"{cell['out_width']}x{cell['out_height']}",
               cell["fit"], cell["method"])
        times.setdefault(key, {})[cell["peer"]] = float(cell["min_ms"])
    formats = {}
    for name, *sizes, _ in times:
        formats.setdefault(tuple(sizes), set()).add(name)
    return [(name, f"{before} to {after}", method, its) for (name, before, after, fit, method), its in times.items()
            if name in SHARED_FORMATS and formats[before, after, fit] >= set(SHARED_FORMATS)]


def speed_of_libraries(cells):
    """A row for each library and method: its own time over ours, and our speed where torch's method on bytes has 1."""
    rows = []
    for library, (judge, methods) in LIBRARIES.items():
        for method, name in methods.items():
            its = [(times[judge] / times[f"library={library}"], f"{form} {sizes}",
                    times["alignscale"] / times[f"library={library}"])
                   for form, sizes, its_method, times in times_of_sizes(cells)
                   if its_method == method and {judge, f"library={library}"} <= set(times)]
            if not its:
                continue
            least, where, _ = min(its)
            of_torch = [speed for _, _, speed in its]
            rows.append([f"`{library}`", name, f"{geometric_mean([own for own, _, _ in its]):.1f}",
                         f"{least:.1f}, {where}", f"{sum(own >= 6 for own, _, _ in its)} of {len(its)}",
                         f"{geometric_mean(of_torch):.2f} ({min(of_torch):.2f})"])
    return table(["`library`", "method", "mean", "least", "6 or more", "of torch's speed"], rows)


def add_libraries(goals, cells):
    """The libraries' own arithmetics beside the libraries."""
    for library, (judge, methods) in LIBRARIES.items():
        ratios = [times[judge] / times[f"library={library}"] for _, _, method, times in times_of_sizes(cells)
                  if method in methods and {judge, f"library={library}"} <= set(times)]
        if ratios:
            goals.add(f"{NAMES.get(judge, judge)}'s time over ours with library={library}", "6 in each cell",
                      f"{min(ratios):.2f} (mean {geometric_mean(ratios):.1f})", min(ratios) >= 6)


def add_levels(goals, levels):
    for level, limit in (("avx2", 6), ("sse41", 3)):
        if level in levels:
            goals.least(f"videoscale's time over ours, mean of the quick cells, {level} rows", limit,
                        geometric_mean([ratio(cell) for cell in levels[level] if cell["peer"] == "videoscale"]))
    if "orc" in levels:
        goals.least("... in each of them, ORC's rows", 1,
                    min(ratio(cell) for cell in levels["orc"] if cell["peer"] == "videoscale"))


def add_limits(goals, cells):
    found = list(cells_of(cells))
    averaging = [own for cell, own, _ in found if cell["method"] in AVERAGING]
    cubic = [own for cell, own, _ in found if cell["method"] == "bicubic"
             and int(cell["out_width"]) > int(cell["in_width"])]
    if averaging:
        goals.most("antialias and lanczos, of the memory limit, mean", 4, geometric_mean(averaging))
        goals.most("... the worst cell", 10, max(averaging))
    if cubic:
        goals.most("bicubic that enlarges, of the memory limit, mean", 3, geometric_mean(cubic))
    times = {}
    for cell in cells:
        if cell["peer"] == "alignscale":
            key = tuple(cell[word] for word in ("in_width", "in_height", "out_width", "out_height", "fit", "method"))
            times.setdefault(key, {})[cell["format"]] = float(cell["min_ms"])
    deep = [its["I420_10LE"] / its["I420"] for its in times.values() if {"I420", "I420_10LE"} <= set(its)]
    if deep:
        goals.most("I420 of 10 bits, of its time with 8 bits, the worst cell", 2, max(deep))


def add_small(goals, small):
    """Cells of tiny frames beside videoscale."""
    ratios = [(ratio(cell), cell) for cell in small if cell["peer"] == "videoscale"]
    worst, cell = min(ratios, key=lambda pair: pair[0])
    goals.add("videoscale's time over ours, frames of 32x32 and 64x64", "1 at least",
              f"{worst:.2f} ({cell['format']} {cell['method']}), mean {geometric_mean([r for r, _ in ratios]):.2f}",
              worst >= 1)


def add_other(goals, tables, size):
    """Start-up, plans, the file and threads."""
    first = [number(row["first time"]) for row in tables["Start-up"] if row["element"] == "alignscale"]
    plans, moves, zooms = [], [], []
    for row in tables["Plans"]:
        values = [median(value) for name, value in row.items() if name != "sizes"]
        kind = moves if "moves" in row["sizes"] else zooms if "zooms" in row["sizes"] else plans
        kind.append(max(values) / 1e3)
    goals.most("the first frame of 4K, ms", 10, max(first))
    goals.most("a new plan, ms", 0.3, max(plans))
    goals.most("a plan for a crop that moves, ms", 1, max(moves))
    goals.most("... that changes its size, too, ms", 1, max(zooms))
    goals.most("the plugin's file without symbols, kB", 400, size / 1000)
    rows = {f"{row['frames']} {row['method']}": row for row in tables["Threads"]}
    lanczos = [number(row["ratio"]) for name, row in rows.items() if "lanczos" in name and "3840x2160" in name]
    if lanczos:
        goals.least("lanczos to and from 4K with two threads, of one's speed, least", 1.9, min(lanczos))


def goals_met(cells, levels, small, other_text, size):
    """levels: {name: cells}; small: cells of tiny frames; other_text: the tables that have no CSV; size: bytes of
    the plugin's file."""
    goals = Goals()
    add_peers(goals, cells)
    add_libraries(goals, cells)
    add_levels(goals, levels)
    add_limits(goals, cells)
    add_small(goals, small)
    add_other(goals, tables_in(other_text), size)
    return table(["what", "goal", "measured", ""], goals.rows)
