#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the seeds of fuzz_element: what the tests of the element are about, as the bytes its harness reads.

make_element_seeds.py FOLDER

The functions below write what element_*.c read, in that order. Where the harness reads otherwise than this script
writes, a seed is still an input, but no longer what its name says: run with FUZZ_SHOW=1 to see."""

import pathlib
import sys

FORMATS = ["GRAY8", "I420", "NV12", "RGB", "RGBA", "YUY2", "v210", "I420_10LE", "P010_10LE", "GRAY16_LE", "YV12",
           "AYUV64"]
PLANES = {"I420": 3, "I420_10LE": 3, "YV12": 3, "NV12": 2, "P010_10LE": 2}
INTERLACE = {"progressive": 0, "interleaved": 1, "mixed": 2, "fields": 3, "alternate": 4}

# first bytes of steps: fuzz_element.c
FRAME, PROPERTY, CAPS, DOWNSTREAM, DOWN, UP, QUERY, MEMORY, TASKS, STATE, FLOW, LINK, READ = (
    0, 104, 144, 160, 176, 192, 208, 224, 234, 240, 246, 250, 253)
PLAIN, ANYWHERE, SPLIT, CROPPED, SHORT, BROKEN_META, BROKEN_CROP, READ_ONLY, EMPTY = range(9)


def size(width, height):
    return [0, width - 1, height - 1]


def takes_anything():
    return [0, 0]


def takes_size(width, height):
    return [96, 0, *size(width, height), 0]


def memory(*data):
    return list(data) or [0]


def caps(name, width, height, interlace=None):
    more = [0]
    if interlace:
        more = [1, 2, INTERLACE[interlace], *([0] if interlace == "alternate" else []), 0]
    return [FORMATS.index(name), *size(width, height), *more, 0]


def step(kind, *data):
    return [kind, *data, 0]


def layout(number):
    """A byte for it: below 192 there are only the sound ones."""
    return number if number < SHORT else 198 + number


def frame(kind=PLAIN, body=(), more=(0,), flags=(0, 0)):
    return step(FRAME, 3, layout(kind), *body, *more, *flags)


def anywhere(name, choices, gap=5, apart=0):
    """Bodies of ANYWHERE: bit 0 lengthens rows, bit 1 turns them over, bit 2 leaves a gap behind the plane."""
    body = [0]
    for choice in choices[:PLANES.get(name, 1)]:
        body += [choice] + [gap] * ((choice & 1) + (choice >> 2 & 1))
    return [*body, apart]


def start(downstream, given, of):
    return [*downstream, *given, *of]


def seeds():
    for name in FORMATS:
        of = caps(name, 24, 16)
        yield f"scale-{name}", start(takes_size(40, 10), memory(), of) + frame() + frame()
        yield f"strides-{name}", (start(takes_size(9, 21), memory(9, 0), of)
                                  + frame(ANYWHERE, anywhere(name, [3, 5, 2]))
                                  + frame(ANYWHERE, anywhere(name, [2, 7, 1], apart=3)))
        yield f"crop-{name}", (start(takes_size(48, 32), memory(8), of)
                               + frame(CROPPED, [*([] if name == "v210" else [2]), 1, 5, 6, *anywhere(name, [0, 0, 0])])
                               + frame())
    for mode, number in INTERLACE.items():
        for height in (16, 17, 6, 1):
            of = caps("I420", 20, height, mode)
            flags = (0x3c, 0)
            again = 2 if mode == "fields" else 1
            yield f"{mode}-{height}", (start(takes_size(33, height + 3), memory(), of) + frame(flags=flags)
                                       + frame(ANYWHERE, anywhere("I420", [2, 2, 2]) * again)
                                       + frame(flags=(0x20, 0)) + frame(flags=(0x40, 0)))
    plain = start(takes_size(40, 10), memory(), caps("I420", 24, 16))
    yield "passthrough", start(takes_anything(), memory(8), caps("NV12", 24, 16)) + frame() * 2
    yield "split", plain + frame(SPLIT, [0, 0, 1, 7]) * 2
    yield "read-only", plain + frame(READ_ONLY)
    yield "short", plain + frame(SHORT, [1, 3]) + frame(SHORT, [0, 128]) + frame(EMPTY)
    for field in range(8):
        yield f"meta-{field}", plain + [byte for odd in (0, 2, 118, 12) for byte in
                                        frame(BROKEN_META, [*anywhere("I420", [0, 0, 0]), 0, 0, 1, field, odd, 0])]
    yield "crops-outside", plain + [byte for odd in (0, 2, 8, 110) for byte in
                                    frame(BROKEN_CROP, [1, odd, 0, 4, 1, odd, 0, 9])]
    yield "metas", plain + frame(more=[255, 3, 2, 5, 9, 0, 8, 6, 7, 1]) * 2
    for index in range(24):
        yield f"property-{index}", (plain + frame() + step(PROPERTY, index, 1, 1, 1) + frame()
                                    + step(PROPERTY, index, 2, 2, 2) + frame())
    yield "new-caps", (plain + frame() + step(CAPS, *caps("RGB", 9, 40)) + frame()
                       + step(CAPS, *caps("I420", 24, 16)) + frame())
    yield "new-size", plain + frame() + step(DOWNSTREAM, *takes_size(12, 50), 0) + frame() * 2
    yield "nothing-fits", plain + frame() + step(DOWNSTREAM, 16, 0, 0) + frame() * 2
    yield "turns", start([96, 0, *size(8, 8), 15, 2, 96, 0, *size(9, 9), 0, 0], memory(), caps("I420", 24, 16)) + frame() * 4
    for kind in range(8):
        yield f"down-{kind}", plain + frame() + step(DOWN, kind, 3, 0) + frame() + step(DOWN, kind, 0, 0) + frame()
        yield f"query-{kind}", plain + frame() + step(QUERY, 0, kind, 0, 0) + frame()
    for coordinate in range(7):
        yield f"pointer-{coordinate}", plain + frame() + step(UP, 1, 1, coordinate, 1, 6 - coordinate, 0)
    yield "late", plain + step(UP, 2, 1, 3) + frame() * 2
    for kind in range(12):
        yield f"pool-{kind}", (start(takes_size(40, 10), memory(9, 1, kind), caps("I420", 24, 16)) + frame() * 3)
    for kind in range(4):
        yield f"allocator-{kind}", (start(takes_size(40, 10), memory(6, 3, kind), caps("I420", 24, 16)) + frame() * 3)
    for kind in range(10):
        threads = [byte for index in range(24) for byte in step(PROPERTY, index, 4)]
        yield f"tasks-{kind}", plain + step(TASKS, kind, 1, 1) + threads + frame() * 3
    for state in range(3):
        yield f"state-{state}", plain + frame() + step(STATE, state, 0) + frame() + step(STATE, state, 2) + frame()
    for flow in range(6):
        yield f"flow-{flow}", plain + frame() + step(FLOW, flow) + frame() * 2
    yield "unlinked", plain + frame() + step(LINK) + frame() + step(LINK) + frame()


def main():
    folder = pathlib.Path(sys.argv[1])
    for name, data in seeds():
        (folder / name).write_bytes(bytes(data).rstrip(b"\0") or b"\0")


main()
