#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the committed vectors, one file per method, from the torch this Python has.

usage: make_vectors.py [DIRECTORY]
README.md beside this script says what the files hold."""

import pathlib
import sys

import torch

from torch_resize import Request, combinations, has_defect, output_size, resize, resize_around
from vector_file import (ALIGN_CORNERS, ANTIALIAS, CHANNELS, FLOAT, NOISE, RECOMPUTE, RECORD,
                         SATURATED, SIZES, samples, write)

# (height, width): exact, whole, fractional, one whose size equals, one that doubles inexactly
FACTORS = ((2.0, 2.0), (0.5, 0.5), (1.7, 2.3), (0.61, 0.37), (1.04, 1.9), (2.06, 1.5))
FACTOR_INPUT = (15, 11)
# (in width, in height, out width, out height): torch makes outputs of width + height up to 128 with
# other code than larger ones; nearest-exact chooses other samples in the last
EDGE_SIZES = ((50, 3, 125, 3), (50, 3, 126, 3), (9, 31, 5, 123), (9, 31, 5, 124), (6, 2, 141, 3))
EDGE_FACTOR_INPUT = (2, 140)
EDGE_FACTORS = ((1.0, 1.003), (1.5, 2.003))  # one keeps the width, one doubles it
LONG_SIZES = ((900, 1500, 2, 2),)  # area: sums that float32 is too short for


def source(seed, pattern, channels, height, width):
    """The input picture: README.md defines the generator. NCHW."""
    picture = torch.frombuffer(samples(seed, pattern, height * width * channels), dtype=torch.uint8)
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
        edges = [(NOISE, size) for size in EDGE_SIZES]
        edges += [(SATURATED, size) for size in LONG_SIZES if method == "area"]
        for pattern, (in_width, in_height, width, height) in edges:
            request = Request(*combination, (height, width))
            yield record(seed, pattern, 3, (in_height, in_width), request)
            seed += 1
        for factors in EDGE_FACTORS:
            size = output_size(torch.empty(1, 1, *EDGE_FACTOR_INPUT), factors)
            yield record(seed, NOISE, 3, EDGE_FACTOR_INPUT, Request(*combination, size, factors))
            seed += 1


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    folder = folder.parent if folder.is_file() else folder
    torch.set_num_threads(2)
    for method in sorted({combination[0] for combination in combinations()}):
        write(folder / f"{method}.vec", method, torch.__version__, list(records(method)))


if __name__ == "__main__":
    main()
