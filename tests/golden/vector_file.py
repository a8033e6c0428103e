# SPDX-License-Identifier: LGPL-2.1-or-later
"""The file format of vectors; README.md beside this script describes it."""

import struct

# (in width, in height, out width, out height)
SIZES = (
    (7, 5, 16, 11), (8, 6, 16, 12),                      # enlarge, exactly double
    (23, 17, 9, 7), (20, 12, 10, 6), (61, 97, 5, 4),     # shrink, exactly half, far
    (13, 21, 29, 8), (30, 7, 11, 15),                    # mixed
    (9, 8, 1, 1), (9, 7, 1, 5), (9, 7, 6, 1),            # to size 1
    (1, 1, 5, 4), (1, 6, 7, 9), (6, 1, 9, 7),            # from size 1
    (19, 11, 9, 17),                                     # odd
    (15, 9, 15, 9), (9, 7, 9, 16), (7, 9, 16, 9),        # equal, in both axes or one
    (22, 14, 16, 10),
)
CHANNELS = (1, 3, 4)
NOISE, SATURATED = 0, 1
HEADER = struct.Struct("<8s16s16sI")
LONG_HEADER = struct.Struct("<8s32s16sI")  # of longer names
RECORD = struct.Struct("<BBBBIHHHHdd")
ALIGN_CORNERS, ANTIALIAS, FLOAT, RECOMPUTE, WORDS = 1, 2, 4, 8, 16


def samples(seed, pattern, n, bits=8):
    """The samples of the input picture, as bytes or as a list of numbers of 16 bits."""
    state, result = seed, bytearray() if bits == 8 else []
    for _ in range(n):
        state = (state * 1664525 + 1013904223) & 0xffffffff
        sample = 0xffff * (state >> 31) if pattern == SATURATED else state >> 16
        result.append(sample >> (16 - bits))
    return result


def write(path, method, version, records):
    magic, header = (b"rszvec1\n", HEADER) if len(method) <= 16 else (b"rszvec2\n", LONG_HEADER)
    head = header.pack(magic, method.encode(), version.encode(), len(records))
    path.write_bytes(head + b"".join(records))
    print(f"{path.name}: {len(records)} vectors, {path.stat().st_size} bytes")
