#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the committed vectors of the libraries that this Python has, one file per method.

usage: make_library_vectors.py [DIRECTORY]
README.md beside this script says what the files hold."""

import pathlib
import sys

import numpy

from libraries import METHODS, resize, version
from vector_file import CHANNELS, NOISE, RECORD, SATURATED, SIZES, samples, write

# what the libraries decide by sizes: 2:1 both ways, other whole ratios, rows that go first
MORE_SIZES = ((42, 22, 21, 11), (27, 24, 9, 6), (30, 12, 30, 4), (3, 40, 5, 9), (5, 300, 4, 2),
              (12, 9, 3, 4), (8, 40, 16, 17))


def records(library, method):
    seed = 1
    for in_width, in_height, width, height in SIZES + MORE_SIZES:
        for channels in CHANNELS:
            for pattern in (NOISE, SATURATED):
                plain = samples(seed, pattern, in_width * in_height * channels)
                picture = numpy.frombuffer(plain, numpy.uint8)
                result = resize(library, method, picture.reshape(in_height, in_width, channels),
                                (width, height))
                yield RECORD.pack(0, pattern, channels, 0, seed, in_width, in_height, width, height,
                                  0.0, 0.0) + result.tobytes()
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
