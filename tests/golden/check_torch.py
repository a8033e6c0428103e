#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares the core with the running torch on random pictures and options.

usage: check_torch.py LIBRARY [--cases N] [--seed S] [--seconds T]
tools/check-torch.sh builds the library, installs torch and calls this. Exit status 1 where
the core differs from torch in a way docs/numerics.md does not name."""

import argparse
import random
import sys
import time
from dataclasses import dataclass, field

import torch

from core import Core
from reference import Axis
from sizes import LARGEST, MOST_PIXELS, random_length
from torch_resize import (Request, combinations, has_defect, output_size, resize, resize_around)

EXACT_SUM = 65793  # samples of 255 that a float32 adds up without rounding
ALLOWED_PER_MILLION = 100  # where the last bit depends on torch's build


@dataclass
class Case:
    request: Request
    in_size: tuple  # height, width
    channels: int
    saturated: bool
    channels_last: bool


@dataclass
class Tally:
    cases: int = 0
    mismatching: int = 0
    samples: int = 0
    differing: int = 0
    most: int = 0
    raised: int = 0  # cases in which torch gave an error instead

    def add(self, got, want):
        difference = (got.to(torch.int16) - want.to(torch.int16)).abs()
        self.cases += 1
        self.samples += difference.numel()
        self.differing += int((difference > 0).sum())
        self.mismatching += bool(difference.any())
        self.most = max(self.most, int(difference.max()))


@dataclass
class Results:
    methods: dict = field(default_factory=dict)
    exceptions: dict = field(default_factory=dict)
    failures: list = field(default_factory=list)


def random_sizes(rng):
    """((height, width) in, the same out), within MOST_PIXELS."""
    while True:
        ih, iw, oh, ow = (random_length(rng) for _ in range(4))
        if rng.random() < 0.2:  # torch makes outputs of width + height up to 128 otherwise
            oh = rng.randint(1, 127)
            ow = rng.randint(1, 130 - oh)
        if rng.random() < 0.05:
            oh = ih
        if rng.random() < 0.05:
            ow = iw
        if max(ih * iw, ih * ow, oh * ow) <= MOST_PIXELS:
            return (ih, iw), (oh, ow)


def random_factors(rng, in_size):
    while True:
        factors = tuple(rng.choice((0.5, 2.0, 1.0, 2 ** rng.uniform(-3, 3))) for _ in range(2))
        out = tuple(int(n * f) for n, f in zip(in_size, factors))
        near = tuple(n * rng.uniform(1, 1.02) / m for n, m in zip(out, in_size) if n)
        if len(near) == 2 and rng.random() < 0.2:
            factors = near  # often the same size by another factor
            out = tuple(int(n * f) for n, f in zip(in_size, factors))
        if 0 < min(out) and max(out) <= LARGEST and max(
                out[0] * out[1], in_size[0] * out[1]) <= MOST_PIXELS:
            return factors


def random_case(rng, options):
    in_size, size = random_sizes(rng)
    request = Request(*rng.choice(options), size)
    if rng.random() < 0.3:
        request.factors = random_factors(rng, in_size)
        request.recompute = rng.random() < 0.3
        request.size = tuple(int(n * f) for n, f in zip(in_size, request.factors))
    return Case(request, in_size, rng.choice((1, 3, 4)), rng.random() < 0.3, rng.random() < 0.3)


def source(case, generator):
    shape = (1, case.channels, *case.in_size)
    picture = torch.randint(0, 256, shape, dtype=torch.uint8, generator=generator)
    return (picture >> 7) * 255 if case.saturated else picture


def axes(case):
    request = case.request
    factors = tuple(f or 0.0 for f in request.scales())
    return tuple(Axis(0, case.in_size[i], 0, request.size[i], align_corners=request.align_corners,
                      antialias=request.antialias, factor=factors[i]) for i in (1, 0))


def computed(core, case, picture):
    """The core's answer, NCHW."""
    packed = picture.permute(0, 2, 3, 1).contiguous()
    (height, width), channels = case.request.size, case.channels
    result = torch.empty(1, height, width, channels, dtype=torch.uint8)
    core.resize(case.request.method, case.request.arithmetic, *axes(case), result.data_ptr(),
                width * channels, packed.data_ptr(), case.in_size[1] * channels,
                components=channels, n_slices=2)
    return result.permute(0, 3, 1, 2)


def overflows(case):
    windows = [-(-n_in // n_out) + 1 for n_in, n_out in zip(case.in_size, case.request.size)]
    return case.request.method == "area" and windows[0] * windows[1] > EXACT_SUM


def layout_decides(case, picture, got):
    """True where torch gives channels-last tensors another result, and the core has the one of
    contiguous tensors. Tensors of less than 4 channels are the same to it in both."""
    return (case.channels_last and case.channels == 4 and
            torch.equal(got, resize(picture.contiguous(), case.request)))


def compare(core, case, generator, results):
    request, picture = case.request, source(case, generator)
    got = computed(core, case, picture)
    if overflows(case):
        results.exceptions.setdefault("area, float32 sum overflow", Tally()).add(
            got, resize(picture, request))
        return
    around = has_defect(request, case.channels)
    if around:
        note_defect(case, picture, got, results)
    layout = torch.channels_last if case.channels_last else torch.contiguous_format
    picture = picture.contiguous(memory_format=layout)
    want = (resize_around if around else resize)(picture, request)
    if not torch.equal(got, want) and layout_decides(case, picture, got):
        name = f"{request.method}, {request.arithmetic}, channels-last"
        results.exceptions.setdefault(name, Tally()).add(got, want)
        return
    judge(case, got, want, results)


def note_defect(case, picture, got, results):
    request = case.request
    if request.arithmetic == "native":
        name = "native, output 1x1"
    else:
        name = "antialias float, output width 1"
    tally = results.exceptions.setdefault(name, Tally())
    try:
        tally.add(got, resize(picture, request))
    except RuntimeError:
        tally.cases += 1
        tally.raised += 1


def must_be_equal(request):
    return (request.arithmetic == "native" or not request.antialias
            and request.method in ("nearest", "nearest-exact", "bilinear", "area"))


def judge(case, got, want, results):
    request = case.request
    key = request.method, request.arithmetic, request.antialias
    tally = results.methods.setdefault(key, Tally())
    before = tally.mismatching
    tally.add(got, want)
    difference = int((got.to(torch.int16) - want.to(torch.int16)).abs().max())
    if tally.mismatching > before and (must_be_equal(request) or difference > 1):
        results.failures.append(f"off by {difference}: {case}")


def report(results):
    print(f"{'':<36}{'cases':>7}{'mismatching':>13}{'per million samples':>21}{'largest':>9}")
    for (method, arithmetic, antialias), t in sorted(results.methods.items()):
        name = f"{method}, {arithmetic}{', antialias' if antialias else ''}"
        rate = t.differing * 1e6 / t.samples
        print(f"{name:<36}{t.cases:>7}{t.mismatching:>13}{rate:>21.1f}{t.most:>9}")
        if rate > ALLOWED_PER_MILLION:
            results.failures.append(f"{name}: {rate:.1f} samples of a million differ")
    for name, t in sorted(results.exceptions.items()):
        print(f"exception, {name}: {t.cases} cases, torch raised an error in {t.raised}, "
              f"{t.mismatching} differ from plain interpolate, "
              f"{t.differing * 1e6 / max(t.samples, 1):.1f} samples per million, by up to {t.most}")
    for failure in results.failures[:20]:
        print(f"FAILURE {failure}")
    cases = sum(t.cases for t in results.methods.values())
    mismatching = sum(t.mismatching for t in results.methods.values())
    print(f"{cases} cases compared, {mismatching} with differing samples, "
          f"{len(results.failures)} failures")
    return bool(results.failures) or cases == 0


def run(options):
    core, rng = Core(options.library), random.Random(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    allowed, results, start = list(combinations()), Results(), time.monotonic()
    for number in range(options.cases):
        if options.seconds and time.monotonic() - start > options.seconds:
            print(f"stopped after {number} cases: {options.seconds} seconds are over")
            break
        compare(core, random_case(rng, allowed), generator, results)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("library", help="the shared library coreshim")
    parser.add_argument("--cases", type=int, default=20200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--seconds", type=float, default=0, help="stop after so long; 0 is never")
    options = parser.parse_args()
    torch.set_num_threads(2)
    print(f"torch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}, "
          f"seed {options.seed}, {options.cases} cases", flush=True)
    return report(run(options))


if __name__ == "__main__":
    sys.exit(main())
