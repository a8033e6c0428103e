#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes presets.txt, tensors.txt and size-rules.txt from the real packages (transforms.py).

    make_presets.py DIRECTORY

Run by tools/check-presets.sh --write, in whose environment the packages are.
"""

import hashlib
import os
import random
import sys

import numpy

import transforms

VIDEO = [(640, 480), (1280, 720), (720, 576), (176, 144), (854, 480)]
RULES = 60  # lines of a rule
SEED = 11


def small(rng):
    """Sizes whose pictures are made in no time, some of them long."""
    edge = rng.choice([12, 60, 300])
    return rng.randint(1, edge), rng.randint(1, edge)


def any_size(rng):
    return rng.choice(VIDEO) if rng.random() < 0.1 else (rng.randint(1, 2200), rng.randint(1, 2200))


def untied(transform, rng):
    """A picture whose float32 result rounds one way."""
    for seed in range(1000):
        width, height = small(rng)
        made = transform(transforms.noise(seed, width, height), transforms.OUTPUTS["keras"][0])
        if not transforms.ties(made).any():
            return width, height, seed, transforms.rounded(made)
    raise ValueError("all pictures have ties")


def write_presets(path):
    rng = random.Random(SEED)
    with open(path, "w", encoding="utf-8") as file:
        file.write("# preset, input width and height, seed of noise, output width and height, "
                   "SHA-256 of its rows\n")
        for name, transform in transforms.PRESETS.items():
            sizes = VIDEO[:2] + [small(rng) for i in range(10)]
            for i, (width, height) in enumerate(sizes):
                if name == "keras":
                    width, height, seed, made = untied(transform, rng)
                else:
                    out = transforms.OUTPUTS[name][i % len(transforms.OUTPUTS[name])]
                    seed, made = i, transform(transforms.noise(i, width, height), out)
                file.write(f"{name} {width} {height} {seed} {made.shape[1]} {made.shape[0]} "
                           f"{hashlib.sha256(made.tobytes()).hexdigest()}\n")


def write_tensors(path):
    """Keras' float32 results are within rounding of ours, not equal: they are not among these."""
    rng = random.Random(SEED)
    with open(path, "w", encoding="utf-8") as file:
        file.write("# preset or -, input width and height, seed of noise, output width and "
                   "height, SHA-256 of its float32 values, settings\n")
        made = [(name, transform, transforms.OUTPUTS[name], "")
                for name, transform in transforms.TENSORS.items() if name != "keras"]
        for settings, options in transforms.FLOATS.items():
            made.append(("-", lambda picture, out, options=options:
                         transforms.interpolated(picture, out, **options),
                         [(99, 61), (200, 150), (7, 300)], settings))
        for name, transform, outputs, settings in made:
            for seed in range(6):
                width, height = VIDEO[0] if seed == 0 else small(rng)
                values = transform(transforms.noise(seed, width, height),
                                   outputs[seed % len(outputs)])
                digest = hashlib.sha256(numpy.ascontiguousarray(values).astype("<f4").tobytes())
                file.write(f"{name} {width} {height} {seed} {values.shape[2]} {values.shape[1]} "
                           f"{digest.hexdigest()} {settings}".rstrip() + "\n")


def edges(rng):
    """A shorter edge, and a limit of the longer one or none."""
    short = rng.randint(1, 900)
    return short, rng.choice([0, short + rng.randint(1, 900)])


def box(rng):
    return rng.choice([(640, 640), (416, 256), (rng.randint(8, 700), rng.randint(8, 700))])


def of_edges(rule):
    def line(rng, width, height):
        short, long = edges(rng)
        made = getattr(transforms, rule + "_size")(width, height, short, long)
        return f"shortest-edge={short} longest-edge={long}", (0, 0), made
    return line


def timm(rng, width, height):
    target, inside = box(rng), rng.random() < 0.5
    if target[0] == target[1] and not inside:
        made = transforms.torchvision_size(width, height, target[0], 0)
    else:
        made = transforms.timm_size(width, height, target, inside)
    return f"fit={'letterbox' if inside else 'cover'}", target, made


def yolox(rng, width, height):
    target = box(rng)
    return "fit=letterbox", target, transforms.yolox_size(width, height, target)


def ultralytics(rng, width, height):
    target, scaleup = box(rng), rng.random() < 0.5
    x, y, *made = transforms.ultralytics_place(width, height, target, scaleup)
    assert (x, y) == ((target[0] - made[0]) // 2, (target[1] - made[1]) // 2)
    return f"fit=letterbox enlarge={str(scaleup).lower()}", target, made


def smart(rng, width, height):
    factor = rng.choice([14, 28, 32])
    least = factor * factor * rng.randint(1, 20)
    most = least * rng.randint(2, 200)
    made = transforms.smart_size(width, height, factor, least, most)
    return f"size-multiple={factor} min-pixels={least} max-pixels={most}", (0, 0), made


LINES = {
    "torchvision": of_edges("torchvision"),
    "transformers": of_edges("transformers"),
    "detectron2": of_edges("detectron2"),
    "mmcv": of_edges("mmcv"),
    "timm": timm,
    "ultralytics": ultralytics,
    "yolox": yolox,
    "smart-resize": smart,
}


def write_rules(path):
    rng = random.Random(SEED)
    with open(path, "w", encoding="utf-8") as file:
        file.write("# rule, input width and height, output width and height (0: open), width and "
                   "height of the resized picture, settings\n")
        for rule, line in LINES.items():
            written = 0
            while written < RULES:
                width, height = any_size(rng)
                if rule == "smart-resize" and max(width, height) > 200 * min(width, height):
                    continue  # it raises ValueError
                settings, out, made = line(rng, width, height)
                if not all(1 <= size <= 32767 for size in made):
                    continue  # PIL and OpenCV raise, and so large nothing is
                file.write(f"{rule} {width} {height} {out[0]} {out[1]} {made[0]} {made[1]} "
                           f"{settings}\n")
                written += 1


def main():
    directory = sys.argv[1]
    write_presets(os.path.join(directory, "presets.txt"))
    write_tensors(os.path.join(directory, "tensors.txt"))
    write_rules(os.path.join(directory, "size-rules.txt"))


if __name__ == "__main__":
    main()
