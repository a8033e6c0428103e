#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the seeds of the core's fuzz targets: specs like those of tests/core, as spec.c and fuzz_core.c read them.

make_seeds.py [CORPUS]    the folder to write to, corpus/ beside this file unless told otherwise

A target that reads its input otherwise than before needs new seeds: mend the writers below and run this. `check`
instead of a folder says whether the committed seeds are what this would write."""

import itertools
import pathlib
import sys

METHODS = ["nearest", "nearest-exact", "bilinear", "bicubic", "area", "lanczos"]
# RszLayout in order, with the number of parts
LAYOUTS = {"u8": 1, "u16": 1, "u16-swapped": 1, "even-odd": 2, "odd-even": 2, "high10-le": 1, "high10-be": 1,
           "high12-le": 1, "high12-be": 1, "even-odd-high10": 2, "even-odd-high12": 2, "even-odd-high12-be": 2,
           "even-odd-16": 2, "even-odd-16-be": 2, "odd-even-16": 2, "565": 1, "555": 1, "10-10-10": 1,
           "10-10-10-2": 2, "3x10": 1, "4x10": 1, "v210": 2, "uyvp": 2, "iyu1": 2}
NAMES = list(LAYOUTS)


def word(value):
    return [value & 255, value >> 8]


def size(pixels):
    """fuzz_size: a byte for small sizes, two more for others."""
    return [pixels - 1] if pixels <= 40 else [248, *word(pixels - 1)]


def large_size(pixels):
    """any_size of fuzz_taps.c."""
    return [pixels - 1] if pixels <= 96 else [240, *word(pixels - 1)]


def axis(source, out, *, crop=0, place=0, border=0, subsampling=1, field=None, cosited=False, align_corners=False,
         antialias=False, factor=None, number=size):
    """fuzz_axis_read. `place` counts samples, `border` pixels behind the picture; a factor is a number of 1/256 that
    the output size is more than a whole one."""
    about = {1: 0, 2: 2, 4: 3}[subsampling] | cosited * 4 | align_corners * 64 | antialias * 128
    tail = []
    if crop:
        about, tail = about | 8, tail + [crop]
    if place:
        about, tail = about | 16, tail + [place]
    if border:
        about, tail = about | 32, tail + [border]
    return [about, 0 if field is None else 2 + field, *number(source), 5, *number(out),
            *([0] if factor is None else [160, factor]), *tail]


def plane(layout, depth, components, x, y, room=0, border=(1, 22, 3, 14)):
    """read_plane; depth None: all that the layout's samples hold."""
    borders = [byte for value in border for byte in word(value)] * LAYOUTS[layout]
    return [NAMES.index(layout), 1 if depth is None else 2 * (depth - 1), components - 1, *x, *borders, *y, room]


def spec(method, arithmetic, slices, *planes):
    """fuzz_spec_read. Planes are unlike each other."""
    kind = 0 if len(planes) == 1 else 199 + 16 * ((len(planes) + 7 - 2 - 12) % 7)
    return [METHODS.index(method) + 6 * (arithmetic == "float"), kind, slices - 1,
            *(byte for plane_ in planes for byte in plane_)]


def core(level, thresholds, kind, spec_, upwards=False, gap=0, offset=0):
    """LLVMFuzzerTestOneInput of fuzz_core.c: making, two placings, pixels, spec."""
    about = upwards | (gap > 0) * 4 | offset << 3
    placing = [about, *([gap] if gap else [])]
    return [level, 1, 0, thresholds, *placing, *placing, kind, 7, 0, *word(201), *word(17), *word(3), *word(140), *spec_]


SIZES = [((17, 11), (17, 11)), ((16, 9), (32, 18)), ((33, 20), (11, 4)), ((24, 24), (7, 61)), ((1, 1), (9, 7)),
         ((9, 7), (1, 1)), ((2, 300), (5, 2)), ((301, 2), (3, 5)), ((300, 9), (400, 7))]


def core_seeds():
    # every level that a machine can have, and all of them; streaming, fetching and strips in turn
    turn = itertools.cycle(range(6))
    for (method, arithmetic), sizes in zip(itertools.cycle(itertools.product(METHODS, ["native", "float"])), SIZES * 3):
        (in_w, in_h), (out_w, out_h) = sizes
        n = next(turn)
        yield (f"{method}-{arithmetic}-{in_w}x{in_h}-{out_w}x{out_h}",
               core(15, [0, 0x3a, 0x1a, 0x2a, 0x0a, 0][n], n % 4,
                    spec(method, arithmetic, 1 + n, plane("u8" if n % 2 else "u16", None if n % 3 else 10, 1 + n % 4,
                                                          axis(in_w, out_w, align_corners=n == 2, antialias=n > 3),
                                                          axis(in_h, out_h, align_corners=n == 2, antialias=n > 3))),
                    upwards=bool(n & 1), gap=3 * n, offset=n))
    for n, layout in enumerate(NAMES):
        method, arithmetic = METHODS[n % 6], ["native", "float"][n // 6 % 2]
        yield (f"layout-{layout}",
               core(15, 0x3a if n % 2 else 0, n % 4,
                    spec(method, arithmetic, 2, plane(layout, None, 3 if layout in ("565", "555", "10-10-10") else 2,
                                                      axis(17, 40, crop=4, place=0 if n % 2 else 12, border=9),
                                                      axis(5, 6, crop=1, place=2, border=3), room=195)),
                    upwards=bool(n & 1), gap=n, offset=n % 8))
    fields = [plane("u8", None, 1, axis(20, 31), axis(19, 33, field=field, crop=field)) for field in (0, 1)]
    yield "fields", core(15, 0, 2, spec("bilinear", "native", 3, *fields))
    i420 = [plane("u8", None, 1, axis(31, 12, subsampling=m, cosited=True, antialias=True),
                  axis(17, 9, subsampling=m, antialias=True)) for m in (1, 2, 2)]
    yield "i420", core(15, 0x2a, 0, spec("bicubic", "native", 2, *i420))
    yield "factor", core(15, 0, 3, spec("bicubic", "float", 2, plane("u8", None, 3, axis(20, 30, factor=77),
                                                                    axis(9, 13, factor=0))))
    between = plane("u8", None, 1, axis(16, 320), axis(8, 16))
    yield "between", core(15, 1, 0, spec("bilinear", "native", 2, between))
    # damage: how many places but one, then place, plane and one of the absurd numbers of each
    for name, place, value in (("slices", 2, 1), ("depth", 4, 0), ("room", 7, 6), ("layout", 11, 15), ("crop", 12, 0),
                               ("size", 13, 23), ("subsampling", 17, 23), ("factor", 20, 3)):
        small = spec("bilinear", "native", 1, plane("u8", None, 1, axis(5, 5), axis(5, 5)))
        yield f"refused-{name}", core(0, 0, 0, [224, *small[1:], 0, place, 0, value])


def taps(arithmetic, method, axis_, large):
    """fuzz_job of fuzz_taps.c: how, room of fixed taps, method and arithmetic, axis."""
    return [224 * large, 15, METHODS.index(method) + 12 * 11 * (arithmetic == "float"), *axis_]


def taps_seeds():
    pairs = [(1920, 640), (640, 1920), (1080, 720), (33, 66), (7, 7), (32767, 99), (99, 32767), (1, 5), (5, 1)]
    for n, (method, (source, out)) in enumerate(itertools.product(METHODS, pairs)):
        yield (f"{method}-{source}-{out}",
               taps(["native", "float"][n % 2], method,
                    axis(source, out, antialias=n % 4 > 1, align_corners=n % 5 == 0, number=large_size,
                         field=[None, None, 0, 1][n // 4 % 4] if min(source, out) > 1 else None,
                         subsampling=[1, 1, 1, 2, 4][n // 3 % 5], cosited=n % 3 == 0), max(source, out) > 1000))
    yield "plan", [240, *spec("lanczos", "native", 4, plane("u16", 12, 2, axis(9, 9), axis(1080, 720))),
                   *axis(3840, 1280, number=large_size)]


def main():
    here = pathlib.Path(__file__).resolve().parent
    told = sys.argv[1] if len(sys.argv) > 1 else None
    folder = here / "corpus" if told in (None, "check") else pathlib.Path(told)
    wrong = []
    for target, seeds in (("core", core_seeds()), ("taps", taps_seeds())):
        (folder / target).mkdir(parents=True, exist_ok=True)
        for name, seed in seeds:
            path, content = folder / target / name, bytes(seed)
            if told == "check":
                if not path.exists() or path.read_bytes() != content:
                    wrong.append(path)
            else:
                path.write_bytes(content)
    if wrong:
        sys.exit("Seeds that this script would write otherwise: " + ", ".join(map(str, wrong)))


if __name__ == "__main__":
    main()
