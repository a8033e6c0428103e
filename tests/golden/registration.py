#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares the core with reference.py on random planes: chroma sitings and
sub-samplings, fields, crops, placements, scale factors, depths. Speaks TAP.

usage: registration.py LIBRARY [--cases N] [--seed S]
"""

import argparse
import ctypes
import random
import sys
from dataclasses import dataclass, replace

import reference
from core import Core

GUARD = 0xA5  # every byte of the output before the core writes
# Float results that need a correctly rounded sine, which a C library may not have.
INEXACT = ("lanczos",)


@dataclass
class Case:
    method: str
    arithmetic: str
    depth: int
    components: int
    n_slices: int
    saturated: bool
    x: reference.Axis
    y: reference.Axis


def random_size(rng, most):
    return rng.choice((1, 2, 3)) if rng.random() < 0.15 else max(1, int(most ** rng.random()))


def random_axis(rng, n_fields, align_corners, antialias):
    m = rng.choice((1, 2, 2, 4))
    q = m * n_fields
    field = rng.randrange(n_fields)
    crop = rng.randrange(4) * q if n_fields > 1 else rng.choice((0, rng.randrange(4 * q)))
    axis = reference.Axis(crop, random_size(rng, 24 * q) + field, rng.choice((0, rng.randrange(3))) * q,
                          random_size(rng, 24 * q) + field, m, n_fields, field,
                          rng.random() < 0.5, align_corners, antialias)
    if rng.random() < 0.25:
        axis.factor = rng.choice((0.5, 2.0, 1.5, rng.uniform(0.2, 3.0), rng.uniform(0.97, 1.03)))
        axis.size_out = max(int(axis.size_in * axis.factor), 1 + field)
    elif rng.random() < 0.02:  # windows of more samples than are summed in float32
        axis.size_in, axis.size_out = rng.randint(66 * q, 150 * q), rng.randint(1 + field, 2 * q)
    elif rng.random() < 0.15:  # about as large as what torch makes otherwise
        axis.size_out = rng.randint(100 * q, 135 * q)
    elif rng.random() < 0.3:  # as many samples or nearly as many: the picture's size decides
        axis.size_out = max(axis.size_in + rng.randint(-q, q), 1 + field)
    return axis


def random_case(rng):
    method = rng.choice(reference.METHODS)
    arithmetic = rng.choice(("native", "float"))
    depth = rng.choice((8, 8, 8, 8, 9, 10, 12, 14, 16))
    options = rng.random() < 0.4, rng.random() < 0.5
    return Case(method, "float" if method == "area" else arithmetic, depth, rng.randint(1, 4),
                rng.randint(1, 3), rng.random() < 0.3, random_axis(rng, 1, *options),
                random_axis(rng, rng.choice((1, 1, 2)), *options))


def new_plane(rng, case):
    """Random samples of the whole source plane: what the crop needs and some around it."""
    gx, gy = reference.Grid(case.x), reference.Grid(case.y)
    width, height = gx.first + gx.n_in + rng.randrange(3), gy.first + gy.n_in + rng.randrange(3)
    top = (1 << case.depth) - 1
    pick = (lambda: rng.choice((0, top))) if case.saturated else (lambda: rng.randint(0, top))
    return [[[pick() for _ in range(case.components)] for _ in range(width)]
            for _ in range(height)]


def expected(case, plane):
    """The picture reference.py makes, [component][row][column]."""
    gx, gy = reference.Grid(case.x), reference.Grid(case.y)
    crop = [line[gx.first:gx.first + gx.n_in] for line in plane[gy.first:gy.first + gy.n_in]]
    return [reference.resize([[pixel[c] for pixel in line] for line in crop], replace(case.x),
                             replace(case.y), case.method, case.arithmetic, case.depth)
            for c in range(case.components)]


def computed(core, case, plane):
    """The picture the core makes, and whether it wrote nothing outside of it."""
    gx, gy = reference.Grid(case.x), reference.Grid(case.y)
    sample = ctypes.c_uint16 if case.depth > 8 else ctypes.c_uint8
    step, fields, field = ctypes.sizeof(sample), case.y.n_fields, case.y.field
    n = len(plane[0]) * case.components
    src = (sample * (n * len(plane) * fields))()
    for row, line in enumerate(plane):
        at = (row * fields + field) * n
        src[at:at + n] = [v for pixel in line for v in pixel]
    width, height = gx.out_first + gx.n_out + 2, gy.out_first + gy.n_out + 1
    n_dst = width * case.components
    dst = (sample * (n_dst * height * fields))()
    ctypes.memset(dst, GUARD, ctypes.sizeof(dst))
    core.resize(case.method, case.arithmetic, case.x, case.y,
                ctypes.addressof(dst) + field * n_dst * step, n_dst * step * fields,
                ctypes.addressof(src) + field * n * step, n * step * fields,
                depth=case.depth, components=case.components, n_slices=case.n_slices)
    return take(dst, case, gx, gy, n_dst, GUARD * 0x101 if step == 2 else GUARD)


def take(dst, case, gx, gy, n_dst, guard):
    """Cuts the picture out of the destination and looks at the rest."""
    picture, n = [[] for _ in range(case.components)], case.components
    clean, left = True, gx.out_first * n
    right = left + gx.n_out * n
    for row in range(len(dst) // n_dst):
        line = dst[row * n_dst:(row + 1) * n_dst]
        k, other = divmod(row - case.y.field, case.y.n_fields)
        inside = other == 0 and gy.out_first <= k < gy.out_first + gy.n_out
        rest = line[:left] + line[right:] if inside else line
        clean = clean and all(v == guard for v in rest)
        if inside:
            for c in range(n):
                picture[c].append(line[left + c:right:n])
    return picture, clean


class Tally:
    """What was seen of one method in one arithmetic."""

    def __init__(self):
        self.planes = self.samples = self.off = self.most = 0

    def add(self, want, got):
        differences = [abs(a - b) for wc, gc in zip(want, got) for wr, gr in zip(wc, gc)
                       for a, b in zip(wr, gr)]
        self.planes += 1
        self.samples += len(differences)
        self.off += sum(d > 0 for d in differences)
        self.most = max(self.most, max(differences))
        return max(differences)


def kind(case):
    if case.method.startswith("nearest"):
        return "exact"
    if case.depth > 8:
        return "deep"
    return "near" if case.arithmetic == "float" and case.method in INEXACT else "exact"


CLAIMS = {
    "exact": "equal the formulas, byte for byte",
    "near": "are never more than 1 from the formulas and differ in under 0.1 % of samples",
    "deep": "of more than 8 bit are never more than 1 from the double-precision sums",
}


def run(core, rng, n_cases):
    tallies, clean = {}, True
    for number in range(n_cases):
        case = random_case(rng)
        plane = new_plane(rng, case)
        picture, untouched = computed(core, case, plane)
        key = case.method, "float" if case.depth > 8 else case.arithmetic, kind(case)
        worst = tallies.setdefault(key, Tally()).add(expected(case, plane), picture)
        if worst > (key[2] != "exact") or not untouched:
            print(f"# case {number}: off by {worst}, outside untouched: {untouched}: {case}")
        clean = clean and untouched
    return tallies, clean


def report(tallies, clean):
    number = failed = 0
    for (method, arithmetic, which), t in sorted(tallies.items()):
        holds = t.off == 0 if which == "exact" else t.most <= 1
        if which == "near":
            holds = holds and t.off <= t.samples * 1e-3
        number += 1
        failed += not holds
        print(f"{'' if holds else 'not '}ok {number} - {method}, {arithmetic}: {t.planes} random "
              f"planes {CLAIMS[which]} ({t.off} of {t.samples} samples differ)")
    number += 1
    failed += not clean
    print(f"{'' if clean else 'not '}ok {number} - nothing is written outside the picture")
    print(f"1..{number}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("library", help="the shared library coreshim")
    parser.add_argument("--cases", type=int, default=400)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    print(f"# seed {options.seed}, {options.cases} cases", flush=True)
    return report(*run(Core(options.library), random.Random(options.seed), options.cases)) > 0


if __name__ == "__main__":
    sys.exit(main())
