#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the committed vectors, one file per method, from the torch this Python has.

usage: make_vectors.py [DIRECTORY]
README.md beside this script says what the files hold."""

import pathlib
import struct
import sys

import torch

from torch_resize import Request, combinations, has_defect, output_size, resize, resize_around

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
# (height, width): exact, whole, fractional, one whose size equals, one that doubles inexactly
FACTORS = ((2.0, 2.0), (0.5, 0.5), (1.7, 2.3), (0.61, 0.37), (1.04, 1.9), (2.06, 1.5))
FACTOR_INPUT = (15, 11)
CHANNELS = (1, 3, 4)
NOISE, SATURATED = 0, 1
HEADER = struct.Struct("<8s16s16sI")
RECORD = struct.Struct("<BBBBIHHHHdd")
ALIGN_CORNERS, ANTIALIAS, FLOAT, RECOMPUTE = 1, 2, 4, 8


def source(seed, pattern, channels, height, width):
    """The input picture: README.md defines the generator. NCHW."""
    state, samples = seed, bytearray()
    for _ in range(height * width * channels):
        state = (state * 1664525 + 1013904223) & 0xffffffff
        samples.append(255 * (state >> 31) if pattern == SATURATED else state >> 24)
    picture = torch.frombuffer(samples, dtype=torch.uint8)
    return picture.view(1, height, width, channels).permute(0, 3, 1, 2).contiguous()


def record(seed, pattern, channels, in_size, request):
    picture = source(seed, pattern, channels, *in_size)
    around = has_defect(request, channels)
    result = resize_around(picture, request) if around else resize(picture, request)
    flags = (request.align_corners * ALIGN_CORNERS | request.antialias * ANTIALIAS
             | (request.arithmetic == "float") * FLOAT | request.recompute * RECOMPUTE)
    factor_y, factor_x = request.factors or (0.0, 0.0)
    head = RECORD.pack(flags, pattern, channels, 0, seed, in_size[1], in_size[0],
                       request.size[1], request.size[0], factor_x, factor_y)
    assert tuple(result.shape) == (1, channels, *request.size)
    return head + bytes(result.permute(0, 2, 3, 1).flatten().tolist())


def records(method):
    seed = 1
    for combination in combinations():
        if combination[0] != method:
            continue
        for in_width, in_height, width, height in SIZES:
            for channels in CHANNELS:
                for pattern in (NOISE, SATURATED):
                    request = Request(*combination, (height, width))
                    yield record(seed, pattern, channels, (in_height, in_width), request)
                    seed += 1
        for factors in FACTORS:
            for recompute in (False, True):
                size = output_size(torch.empty(1, 1, *FACTOR_INPUT), factors)
                request = Request(*combination, size, factors, recompute)
                yield record(seed, NOISE, 3, FACTOR_INPUT, request)
                seed += 1


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    folder = folder.parent if folder.is_file() else folder
    torch.set_num_threads(2)
    for method in sorted({combination[0] for combination in combinations()}):
        found = list(records(method))
        head = HEADER.pack(b"rszvec1\n", method.encode(), torch.__version__.encode(), len(found))
        path = folder / f"{method}.vec"
        path.write_bytes(head + b"".join(found))
        print(f"{path.name}: {len(found)} vectors, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
