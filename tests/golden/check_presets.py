#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares pipelines that name a preset with the package's own transform, byte for byte; the
tensors that are made of it, and torch's float32 results, bit for bit.

    check_presets.py [--cases N] [--seed S]

Noise of random sizes and the photographs that the packages bring along (matplotlib's, in the
public domain, and Ultralytics'). Run by tools/check-presets.sh, which sets GST_PLUGIN_PATH.
"""

import argparse
import glob
import os
import random
import subprocess
import sys
import tempfile

import numpy

import transforms

KERAS_BOUND = 1e-4  # levels
VIDEO = [(640, 480), (1920, 1080), (1998, 1080), (720, 576), (1280, 720)]


def photographs():
    import matplotlib
    import ultralytics
    from PIL import Image
    paths = glob.glob(os.path.join(matplotlib.get_data_path(), "sample_data", "*.jpg"))
    paths += glob.glob(os.path.join(os.path.dirname(ultralytics.__file__), "assets", "*.jpg"))
    return [(os.path.basename(path), numpy.asarray(Image.open(path).convert("RGB")))
            for path in sorted(paths)]


def padded(picture):
    """Rows of a multiple of 4 bytes, as raw video has them."""
    height, width = picture.shape[:2]
    rows = numpy.zeros((height, (3 * width + 3) // 4 * 4), numpy.uint8)
    rows[:, :3 * width] = picture.reshape(height, 3 * width)
    return rows


def run(element, picture, out, folder):
    """What a pipeline of the element, with its settings, makes, [bytes]."""
    height, width = picture.shape[:2]
    source, made = os.path.join(folder, "in.raw"), os.path.join(folder, "out.raw")
    rows = padded(picture)
    rows.tofile(source)
    kind = "tensor/strided" if element.startswith("aligntensor") else "video/x-raw"
    caps = f"! {kind},width={out[0]},height={out[1]}" if out else ""
    pipeline = (f"filesrc location={source} blocksize={rows.size} ! rawvideoparse format=rgb "
                f"width={width} height={height} ! {element} {caps} ! "
                f"filesink location={made}")
    subprocess.run(["gst-launch-1.0", "-q", *pipeline.split()], check=True,
                   stdout=subprocess.DEVNULL, timeout=60)
    return numpy.fromfile(made, numpy.uint8)


def is_equal(made, expected):
    """`made` has padded rows. Where a float32 result is a tie it may be either of two."""
    height, width = expected.shape[:2]
    rows = height, (3 * width + 3) // 4 * 4
    if made.size != rows[0] * rows[1]:
        return False
    picture = made.reshape(rows)[:, :3 * width].reshape(height, width, 3)
    if expected.dtype == numpy.uint8:
        return numpy.array_equal(picture, expected)
    differing = picture.astype(int) - transforms.rounded(expected)
    return not (differing * ~transforms.ties(expected)).any() and abs(differing).max() <= 1


def is_equal_tensor(values, expected, bound):
    """`bound`: how far values may be from those of a float library that is not followed bit for
    bit."""
    if values.size != expected.size:
        return False
    values = values.reshape(expected.shape)
    if bound:
        return abs(values - expected).max() <= bound
    return numpy.array_equal(values.view(numpy.uint32), expected.view(numpy.uint32))


def some_size(rng):
    """Not so long that it would be resized to more than the element's 32767 pixels."""
    most = rng.choice([20, 100, 700])
    width, height = rng.randint(1, most), rng.randint(1, most)
    return (width, height) if max(width, height) <= 100 * min(width, height) else some_size(rng)


def cases(count, rng):
    for name, picture in photographs():
        yield name, picture
    for i in range(count):
        size = VIDEO[i] if i < len(VIDEO) else some_size(rng)
        yield "noise", transforms.noise(rng.randrange(10000), *size)


def compare_tensors(name, picture, rng, folder):
    """How many differ."""
    differing = 0
    work = [(f"@preset={preset}", transform, rng.choice(transforms.OUTPUTS[preset]),
             KERAS_BOUND if preset == "keras" else 0)
            for preset, transform in transforms.TENSORS.items()]
    for settings, options in transforms.FLOATS.items():
        work.append((f"unrounded=true divisor=1 {settings}",
                     lambda picture, out, options=options:
                     transforms.interpolated(picture, out, **options), some_size(rng), 0))
    for settings, transform, out, bound in work:
        expected = numpy.ascontiguousarray(transform(picture, out), numpy.float32)
        made = run(f"aligntensor {settings}", picture, out, folder).view(numpy.float32)
        if not is_equal_tensor(made, expected, bound):
            differing += 1
            print(f"aligntensor {settings}: {name} of {picture.shape[1]}x{picture.shape[0]} to "
                  f"{expected.shape[2]}x{expected.shape[1]} differs")
    return differing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    compared = differing = tensors = differing_tensors = 0

    print(f"seed {arguments.seed}")
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in cases(arguments.cases, rng):
            for preset, transform in transforms.PRESETS.items():
                out = rng.choice(transforms.OUTPUTS[preset])
                expected = transform(picture, out)
                made = run(f"alignscale @preset={preset}", picture, out, folder)
                compared += 1
                if not is_equal(made, expected):
                    differing += 1
                    print(f"{preset}: {name} of {picture.shape[1]}x{picture.shape[0]} to "
                          f"{expected.shape[1]}x{expected.shape[0]} differs")
            differing_tensors += compare_tensors(name, picture, rng, folder)
            tensors += len(transforms.TENSORS) + len(transforms.FLOATS)
    print(f"{compared} pictures compared, {differing} differ")
    print(f"{tensors} tensors compared, {differing_tensors} differ")
    return 1 if differing or differing_tensors else 0


if __name__ == "__main__":
    sys.exit(main())
