#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws docs/libraries.png, one photograph as five libraries make it smaller and what differs, and
prints the table of docs/libraries.md: the mean and the largest difference between any two of them.

meson devenv -C build ../docs/figures/libraries.py PHOTOGRAPH

The page shows matplotlib's sample picture grace_hopper.jpg, a photograph of the United States Navy in
the public domain."""

import pathlib
import sys

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "tools"))
import demo_pictures as demo  # noqa: E402

SIDE = 224
SHOWN = 112  # pixels of a side that are drawn, twice as large
GAIN = 8
WAYS = {
    "torch bilinear": "library=torch method=bilinear",
    "torch, antialias": "library=torch method=bilinear antialias=true",
    "pillow bilinear": "library=pillow method=bilinear",
    "opencv bilinear": "library=opencv method=bilinear",
    "opencv area": "library=opencv method=area",
    "tensorflow bilinear": "library=tensorflow method=bilinear",
    "onnx linear": "library=onnx method=linear",
    "videoscale": None,
}
DRAWN = ("pillow bilinear", "torch, antialias", "opencv area", "opencv bilinear", "tensorflow bilinear",
         "onnx linear")


def made(photograph):
    """name -> the photograph at SIDE x SIDE."""
    return {name: demo.scale(photograph, f"alignscale {settings}" if settings else "videoscale add-borders=false",
                             SIDE, SIDE) for name, settings in WAYS.items()}


def colours(picture):
    """Samples without the fourth byte of each pixel."""
    return [value for i, value in enumerate(picture.data) if i % 4 < 3]


def table(pictures):
    samples = {name: colours(picture) for name, picture in pictures.items()}
    names = list(samples)
    print("| | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for a in names:
        cells = []
        for b in names:
            differences = [abs(x - y) for x, y in zip(samples[a], samples[b])]
            mean = sum(differences) / len(differences)
            cells.append("" if a == b else "0" if not max(differences) else f"{mean:.2f}, {max(differences)}")
        print(f"| {a} | " + " | ".join(cells) + " |")


def amplified(a, b):
    """Grey where the two are equal."""
    levels = [max(0, min(255, 128 + GAIN * (x - y))) for x, y in zip(a.data, b.data)]
    return demo.Picture(a.width, a.height, bytes(levels))


def shown(picture):
    middle = picture.cut((SIDE - SHOWN) // 2, (SIDE - SHOWN) // 4, SHOWN, SHOWN)
    return demo.scale(middle, "alignscale method=nearest-exact", 2 * SHOWN, 2 * SHOWN)


def main():
    with demo.workshop():
        source = demo.file_source(pathlib.Path(sys.argv[1]))
        photograph = demo.Picture(*demo.launch(f"{source} ! video/x-raw,format=RGBx ! {{out}}"))
        pictures = made(photograph)
        table(pictures)
        first = pictures[DRAWN[0]]
        rows = [[(name, shown(pictures[name])) for name in DRAWN],
                [(f"minus pillow, {GAIN} times", shown(amplified(pictures[name], first))) for name in DRAWN]]
        demo.write_png(demo.sheet(rows), root / "docs/libraries.png")


if __name__ == "__main__":
    main()
