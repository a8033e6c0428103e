#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares the core with the running OpenCV and Pillow on random pictures.

usage: check_libraries.py LIBRARY [NAME ...] [--cases N] [--seed S]
tools/check-libraries.sh builds the library, installs the libraries and calls this. Exit status 1
where one byte differs."""

import argparse
import random
import sys
from dataclasses import dataclass

import numpy

from core import Core
from libraries import KINDS, METHODS, resize, version
from reference import Axis
from sizes import LARGEST, MOST_PIXELS, random_length


@dataclass
class Tally:
    cases: int = 0
    mismatching: int = 0
    most: int = 0


def random_sizes(rng):
    """((width, height) in, the same out); some equal on an axis, some of a whole ratio."""
    while True:
        iw, ih, ow, oh = (random_length(rng) for _ in range(4))
        if rng.random() < 0.05:
            oh = ih
        if rng.random() < 0.05:
            ow = iw
        if rng.random() < 0.1:
            x = rng.randint(2, 5)
            iw, ih = ow * x, oh * (x if rng.random() < 0.8 else rng.randint(1, 5))
        if rng.random() < 0.1:  # larger by a usual ratio
            more, less = rng.choice(((2, 1), (3, 2), (4, 3), (9, 4), (5, 4), (8, 3), (3, 1)))
            iw, ih = max(iw // more, 1) * less, max(ih // more, 1) * less
            ow, oh = iw // less * more, ih // less * more
        if max(iw * ih, ow * ih, iw * oh, ow * oh) <= MOST_PIXELS and max(iw, ih) <= LARGEST:
            return (iw, ih), (ow, oh)


def random_picture(rng, generator, size, depth=8):
    """Noise or saturated."""
    shape = (size[1], size[0], rng.choice((1, 3, 4)))
    picture = generator.integers(0, 1 << depth, shape, numpy.uint8 if depth == 8 else numpy.uint16)
    if rng.random() < 0.3:
        picture = (picture >> (depth - 1)) * picture.dtype.type((1 << depth) - 1)
    return picture


def computed(core, library, method, arithmetic, picture, depth, size):
    height, width, channels = picture.shape
    result = numpy.empty((size[1], size[0], channels), picture.dtype)
    pixel = channels * picture.itemsize
    core.resize(f"{library} {method}", arithmetic, Axis(0, width, 0, size[0]),
                Axis(0, height, 0, size[1]), result.ctypes.data, size[0] * pixel,
                picture.ctypes.data, width * pixel, depth=depth, components=channels, n_slices=2)
    return result


def compare(core, library, method, kind, rng, generator, tally):
    arithmetic, bits = kind
    in_size, size = random_sizes(rng)
    depth = rng.randint(9, 15) if bits == 16 and rng.random() < 0.3 else bits
    picture = random_picture(rng, generator, in_size, depth)
    want = resize(library, method, arithmetic, picture, size).clip(0, (1 << depth) - 1)
    got = computed(core, library, method, arithmetic, picture, depth, size)
    difference = numpy.abs(got.astype(int) - want)
    tally.cases += 1
    if not difference.any():
        return
    tally.mismatching += 1
    tally.most = max(tally.most, int(difference.max()))
    if tally.mismatching <= 5:
        print(f"FAILURE {library} {method}, {arithmetic}, {depth} bits: {in_size} to {size}, "
              f"{picture.shape[2]} channels, "
              f"{(difference > 0).sum()} of {difference.size} samples by up to {difference.max()}")


def run(core, library, cases, seed):
    """Tallies of the library's methods and kinds, which take turns."""
    rng, generator = random.Random(seed), numpy.random.default_rng(seed)
    tallies = {(method, kind): Tally() for kind in KINDS[library] for method in METHODS[library]}
    for number in range(cases):
        method, kind = list(tallies)[number % len(tallies)]
        compare(core, library, method, kind, rng, generator, tallies[method, kind])
    return tallies


def asked(description, libraries, cases):
    """The command line's options: names of libraries, and so many cases of each unless told."""
    parser = argparse.ArgumentParser(description=description.split("\n\n", maxsplit=1)[0])
    parser.add_argument("library", help="the shared library coreshim")
    parser.add_argument("names", nargs="*", help=f"of {', '.join(libraries)}; all unless told")
    parser.add_argument("--cases", type=int, default=cases, help="of each library")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    unknown = set(options.names) - set(libraries)
    if unknown:
        parser.error(f"there is no library {', '.join(sorted(unknown))}: choose of "
                     f"{', '.join(libraries)}")
    return options


def main():
    options = asked(__doc__, METHODS, 20000)
    core, cases, mismatching = Core(options.library), 0, 0
    print(f"seed {options.seed}")
    for library in options.names or METHODS:
        print(f"{library} {version(library)}", flush=True)
        for (method, kind), t in run(core, library, options.cases, options.seed).items():
            print(f"  {method:<16}{kind[0]:<7}{kind[1]:>3} bits"
                  f"{t.cases:>7} cases{t.mismatching:>7} mismatching"
                  f"{t.most:>5} largest difference")
            cases, mismatching = cases + t.cases, mismatching + t.mismatching
    print(f"{cases} cases compared, {mismatching} with differing samples")
    return mismatching > 0 or cases == 0


if __name__ == "__main__":
    sys.exit(main())
