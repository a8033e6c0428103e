#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the committed vectors of the libraries that this Python has, one file per method.

usage: make_library_vectors.py [DIRECTORY]
README.md beside this script says what the files hold."""

import pathlib
import sys

import numpy

from libraries import KINDS, METHODS, resize, version
from vector_file import CHANNELS, FLOAT, NOISE, RECORD, SATURATED, SIZES, WORDS, samples, write

# what the libraries decide by sizes: 2:1 both ways, other whole ratios, rows that go first
MORE_SIZES = ((42, 22, 21, 11), (27, 24, 9, 6), (30, 12, 30, 4), (3, 40, 5, 9), (5, 300, 4, 2),
              (12, 9, 3, 4), (8, 40, 16, 17))


# windows whose sums are too long for float32
LONG_SUMS = ((40, 50, 2, 2), (600, 3, 2, 1))


def record(library, method, kind, pattern, channels, seed, sizes):
    (arithmetic, bits), (in_width, in_height, width, height) = kind, sizes
    plain = samples(seed, pattern, in_width * in_height * channels, bits)
    picture = numpy.array(plain, numpy.uint8 if bits == 8 else numpy.uint16)
    result = resize(library, method, arithmetic,
                    picture.reshape(in_height, in_width, channels), (width, height))
    how = FLOAT * (arithmetic == "float") + WORDS * (bits == 16)
    return RECORD.pack(how, pattern, channels, 0, seed, *sizes, 0.0, 0.0) + \
        result.astype(result.dtype.newbyteorder("<")).tobytes()


def records(library, method):
    seed = 1
    for kind in KINDS[library]:
        long_sums = LONG_SUMS if method == "area" and kind[1] == 16 else ()
        for sizes in SIZES + MORE_SIZES + long_sums:
            for channels in CHANNELS:
                # in turns, but for samples of 8 bits as they are
                turn = (seed % 2,) if kind != KINDS[library][0] else (NOISE, SATURATED)
                for pattern in turn:
                    yield record(library, method, kind, pattern, channels, seed, sizes)
                    seed += 1


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    folder = folder.parent if folder.is_file() else folder
    for library, methods in METHODS.items():
        for method in methods:
            write(folder / f"{library}-{method}.vec", f"{library} {method}", version(library),
                  list(records(library, method)))


if __name__ == "__main__":
    main()
