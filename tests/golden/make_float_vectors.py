#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the committed vectors of TensorFlow and onnxruntime, one file per method.

usage: make_float_vectors.py [DIRECTORY]
README.md beside this script says what the files hold."""

import itertools
import pathlib
import sys

import numpy

from check_float_libraries import near_ties, rounded
from float_libraries import COORDINATES, METHODS, NEAREST, options_of, resize, version
from make_library_vectors import MORE_SIZES
from vector_file import ANTIALIAS, CHANNELS, NOISE, RECORD, SATURATED, SIZES, samples, write

SEEDS = 60  # that are tried for a picture
NEAR = 1e-4
FACTORS = ((1.5, 0.6), (0.37, 2.3), (1.01, 1.99), (0.8, 0.8))
PLAIN = ("bilinear", "linear", "cubic", "area")  # halves and quarters are exact in them
SHORT_NAMES = {"tensorflow": "tensor"}  # 16 characters hold a library and a method


def options_byte(options, truncate):
    return (COORDINATES.index(options.coordinates) | NEAREST.index(options.nearest) << 3
            | options.exclude_outside << 5 | truncate << 6 | (options.coefficient == -50) << 7)


def is_clear(method, options, floats, truncate):
    """Nothing is so near to another number that the last bits of a float decide; where sums are
    exact it may be exactly in the middle."""
    near = near_ties(floats, truncate, NEAR)
    exact = method in PLAIN and not options.antialias and not truncate
    return not near.any() or (exact and (floats[near] % 1 == 0.5).all())


def picture_of(seed, pattern, size, channels):
    plain = samples(seed, pattern, size[0] * size[1] * channels)
    return numpy.frombuffer(plain, numpy.uint8).reshape(size[1], size[0], channels)


def record(library, method, options, pattern, channels, sizes, factors, truncate):
    """None where no seed makes a clear picture."""
    in_size, size = sizes
    for seed in range(1, SEEDS):
        picture = picture_of(seed, pattern, in_size, channels)
        result = resize(library, method, options, picture, size, factors)
        if method == "nearest" or is_clear(method, options, result, truncate):
            head = RECORD.pack(options.antialias * ANTIALIAS, pattern, channels,
                               options_byte(options, truncate), seed, *in_size, *size,
                               *(map(float, factors) if factors else (0.0, 0.0)))
            return head + rounded(result, truncate).tobytes()
    return None


def sizes_and_factors(library):
    for in_width, in_height, width, height in SIZES + MORE_SIZES:
        yield ((in_width, in_height), (width, height)), None
        if library == "onnx" and 8 < in_width < 31 and 8 < in_height < 31:
            factors = [numpy.float32(f) for f in FACTORS[in_width % len(FACTORS)]]
            size = tuple(int(f * numpy.float32(n)) for f, n in zip(factors, (in_width, in_height)))
            yield ((in_width, in_height), size), factors


def records(library, method):
    options = itertools.cycle(options_of(library, method))
    cases = itertools.product(sizes_and_factors(library), CHANNELS, (NOISE, SATURATED))
    for number, ((sizes, factors), channels, pattern) in enumerate(cases):
        which, truncate = next(options), number % 3 == 0
        made = record(library, method, which, pattern, channels, sizes, factors, truncate) \
            or record(library, method, which, pattern, channels, sizes, factors, False)
        if made:
            yield made


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    folder = folder.parent if folder.is_file() else folder
    for library, methods in METHODS.items():
        for method in methods:
            write(folder / f"{library}-{method}.vec", f"{SHORT_NAMES.get(library, library)} {method}",
                  version(library), list(records(library, method)))


if __name__ == "__main__":
    main()
