#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares the core with the running TensorFlow and onnxruntime on random pictures.

usage: check_float_libraries.py LIBRARY [NAME ...] [--cases N] [--seed S]
tools/check-libraries.sh builds the library, installs the libraries and calls this. Their results
are float32; rounded, they have to be the core's but where they lie within 0.001 of where they would
become another number. Such ties are counted, and may be 1 off. Exit status 1 where another sample
differs."""

import random
import sys
from dataclasses import dataclass

import numpy

from check_libraries import asked, random_picture, random_sizes
from core import Core
from float_libraries import COORDINATES, METHODS, NEAREST, options_of, resize, version
from reference import Axis

NEAR = 1e-3


@dataclass
class Tally:
    cases: int = 0
    samples: int = 0
    mismatching: int = 0
    ties: int = 0
    unlike: int = 0
    most: int = 0


def rounded(floats, truncate):
    clamped = numpy.clip(floats.astype(numpy.float64), 0, 255)
    return (numpy.trunc(clamped) if truncate else numpy.rint(clamped)).astype(numpy.uint8)


def near_ties(floats, truncate, distance=NEAR):
    """Samples that a little more or less would make another number."""
    shifted = floats.astype(numpy.float64) + (0.0 if truncate else 0.5)
    return numpy.abs(shifted - numpy.rint(shifted)) <= distance


def computed(core, library, method, options, truncate, picture, size, factors=None):
    height, width, channels = picture.shape
    result = numpy.empty((size[1], size[0], channels), numpy.uint8)
    x, y = (Axis(0, length, 0, size[i], antialias=options.antialias,
                 factor=float(factors[i]) if factors else 0.0,
                 coordinates=COORDINATES.index(options.coordinates),
                 nearest=NEAREST.index(options.nearest), coefficient=options.coefficient,
                 exclude_outside=options.exclude_outside)
            for i, length in enumerate((width, height)))
    core.resize(f"{library} {method}", "native", x, y, result.ctypes.data, size[0] * channels,
                picture.ctypes.data, width * channels, components=channels, n_slices=2,
                truncate=truncate)
    return result


def factors_near(rng, in_size, size):
    """Factors that make the size, or about it, and the size they make, as onnxruntime has it."""
    factors = [numpy.float32((size[i] + rng.random()) / in_size[i]) for i in range(2)]
    return factors, tuple(int(factors[i] * numpy.float32(in_size[i])) for i in range(2))


def compare(core, library, method, options, rng, generator, tally):
    in_size, size = random_sizes(rng)
    factors, truncate = None, rng.random() < 0.3
    if library == "onnx" and rng.random() < 0.3:
        factors, size = factors_near(rng, in_size, size)
    picture = random_picture(rng, generator, in_size)
    want = resize(library, method, options, picture, size, factors)
    got = computed(core, library, method, options, truncate, picture, size, factors)
    difference = numpy.abs(got.astype(int) - rounded(want, truncate))
    ties = near_ties(want, truncate) & (method != "nearest")
    wrong = (difference > 1) | ((difference > 0) & ~ties)
    tally.cases += 1
    tally.samples += got.size
    tally.ties += int(ties.sum())
    tally.unlike += int((difference > 0).sum())
    tally.most = max(tally.most, int(difference.max()))
    if not wrong.any():
        return
    tally.mismatching += 1
    if tally.mismatching <= 3:
        print(f"FAILURE {library} {method} {options}: {in_size} to {size}, factors {factors}, "
              f"{picture.shape[2]} channels, {wrong.sum()} of {wrong.size} samples by up to "
              f"{difference.max()}")


def run(core, library, cases, seed):
    """Tallies of the library's methods, which take turns with all of their options."""
    rng, generator = random.Random(seed), numpy.random.default_rng(seed)
    tallies = {method: Tally() for method in METHODS[library]}
    options = {method: options_of(library, method) for method in tallies}
    number = 0
    while sum(tally.cases for tally in tallies.values()) < cases:
        method = list(tallies)[number % len(tallies)]
        which = options[method][number // len(tallies) % len(options[method])]
        compare(core, library, method, which, rng, generator, tallies[method])
        number += 1
    return tallies


def main():
    options = asked(__doc__, METHODS, 5000)
    core, cases, mismatching = Core(options.library), 0, 0
    print(f"seed {options.seed}")
    for library in options.names or METHODS:
        print(f"{library} {version(library)}", flush=True)
        for method, t in run(core, library, options.cases, options.seed).items():
            print(f"  {method:<10}{t.cases:>6} cases{t.mismatching:>6} mismatching{t.samples:>11}"
                  f" samples{t.ties:>9} ties{t.unlike:>6} of them unlike, by up to {t.most}")
            cases, mismatching = cases + t.cases, mismatching + t.mismatching
    print(f"{cases} cases compared, {mismatching} with samples that differ and are no ties")
    return mismatching > 0 or cases == 0


if __name__ == "__main__":
    sys.exit(main())
