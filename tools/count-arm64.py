#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts the instructions of row functions for aarch64 and prints them as a table of Markdown:
instructions per output sample, or per pixel of a gather, of the rows NEON has.

count-arm64.py [--write] BUILD

--write writes docs/performance-arm64.md whole instead. BUILD is a build folder of
tools/test-arm64.sh. `check_rows --bench` runs under qemu-aarch64 with a plugin that notes the
number of instructions executed so far whenever the program reads the clock, which is before and
after each ten calls. The least of 40 times stands for a row: the loader's work is in the first."""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

from generated import write_page

CPU = "cortex-a53"
REPETITIONS = 40
CALLS = 10
SAMPLES = 3840  # of an output row
BATCH = 4  # rows of these are done together
SEED = "1"  # decides how many source pixels there are
BATCHED = re.compile(r"hscale |hdeep|gather ")
LEVELS = ["c", "orc", "neon"]
LINE = re.compile(r"# (\w+) +(.+?) +(\d+) taps .* times C")


def run(build, folder):
    """The lines of --bench, and the numbers of instructions run when it read the clock."""
    source = pathlib.Path(__file__).parent.parent / "tests/core/count_instructions.c"
    plugin, counts = folder / "count.so", folder / "counts"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", plugin, source], check=True)
    bench = subprocess.run(["qemu-aarch64", "-cpu", CPU, "-plugin", f"{plugin},out={counts}",
                            build / "tests/core/check_rows", "--bench", "--seed", SEED], check=True, capture_output=True, text=True)
    lines = [match for match in map(LINE.match, bench.stdout.splitlines()) if match]
    return lines, readings_of(counts.read_text().splitlines())


def readings_of(lines):
    """ORC and the seed read the clock, too, but into other places."""
    places, counts = zip(*(line.split() for line in lines))
    usual = collections.Counter(places).most_common(1)[0][0]
    return [int(count) for place, count in zip(places, counts) if place == usual]


def least(readings):
    return min(after - before for before, after in zip(readings[::2], readings[1::2])) / CALLS


def rows_of(lines, readings):
    """Instructions per call: {row: {level: count}}, the specification's under 'c'."""
    size = 2 * REPETITIONS
    if len(readings) != 2 * size * len(lines):
        sys.exit(f"{len(readings)} readings of the clock for {len(lines)} rows: check_rows --bench has changed.")
    table = {}
    for i, (level, row, taps) in enumerate(line.groups() for line in lines):
        at = 2 * size * i
        counts = table.setdefault(f"{row}, {taps} taps" if taps != "0" else row, {})
        counts.setdefault("c", least(readings[at + size:at + 2 * size]))
        counts[level] = least(readings[at:at + size])
    return table


BODY = """Instructions per output sample (per pixel of a gather) of the rows NEON has, in rows of
{samples} samples, four rows to a call where rows come in batches. Everything is counted that runs
between call and return. Plain C is what the compiler makes of it at `-O3`. A row is missing where
NEON leaves it to plain C; where that is one sum of several, both take as many.

Instructions are not time: a lookup in two registers takes some CPUs as long as three additions, and
loads wait for memory. Horizontal rows and gathers enlarge by a factor between one and three, which
the seed decides; near one, a block reads two windows.

{table}
"""


def table_of(build):
    with tempfile.TemporaryDirectory() as folder:
        counted = rows_of(*run(pathlib.Path(build), pathlib.Path(folder)))
    lines = ["| row | plain C | ORC | NEON | plain C : NEON |", "|---|---|---|---|---|"]
    for row, counts in counted.items():
        samples = SAMPLES * (BATCH if BATCHED.match(row) else 1)
        cells = [f"{counts[level] / samples:.2f}" if level in counts else "" for level in LEVELS]
        if "neon" in counts:
            lines.append(f"| {row} | {' | '.join(cells)} | {counts['c'] / counts['neon']:.1f} |")
    return "\n".join(lines)


def main(*arguments):
    table = table_of(arguments[-1])
    if arguments[0] == "--write":
        write_page("performance-arm64.md", "Performance: instructions on arm64",
                   "tools/test-arm64.sh && tools/count-arm64.py --write build-test/arm64",
                   f"{CPU}, emulated", BODY.format(samples=SAMPLES, table=table))
    else:
        print(table)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or len(sys.argv) == 3 and sys.argv[1] != "--write":
        sys.exit(__doc__)
    main(*sys.argv[1:])
