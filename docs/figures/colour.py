#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws docs/colour.png: a white wall in I420, as four conversions make RGB of it, and how far each is
from the exact one.

meson devenv -C build ../docs/figures/colour.py"""

import pathlib
import sys

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "tools"))
import demo_pictures as demo  # noqa: E402

WIDTH, HEIGHT, ZOOM, GAIN = 96, 72, 2, 24
WALL, POSTER, WINDOW, FLOOR = (243, 240, 232), (196, 52, 48), (110, 160, 220), (140, 104, 72)
WAYS = {
    "alignconvert": "alignconvert",
    "conversion=opencv": "alignconvert conversion=opencv",
    "conversion=swscale": "alignconvert conversion=swscale",
    "videoconvert": "videoconvert",
}


def colour_at(x, y):
    if y > HEIGHT * 5 // 6:
        return FLOOR
    if (x - 24) ** 2 + (y - 30) ** 2 < 15 ** 2:
        return POSTER
    return WINDOW if 56 < x < 86 and 14 < y < 40 else WALL


def room():
    """Light falls from the left."""
    picture = demo.Picture(WIDTH, HEIGHT)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            light = 1 - 0.25 * x / WIDTH
            picture.data[picture.row(y, x, 1)] = bytes([*(round(c * light) for c in colour_at(x, y)), 255])
    return picture


def made(picture, convert):
    front = demo.raw_source(bytes(picture.data), WIDTH, HEIGHT)
    return demo.Picture(*demo.launch(
        f"{front} ! videoconvert ! video/x-raw,format=I420,colorimetry=bt601,chroma-site=jpeg ! {convert} ! "
        "video/x-raw,format=RGBx ! {out}"))


def amplified(a, b):
    """Grey where the two are equal; the fourth byte of a pixel is none of them."""
    levels = [max(0, min(255, 128 + GAIN * (x - y))) if i % 4 < 3 else 255
              for i, (x, y) in enumerate(zip(a.data, b.data))]
    return demo.Picture(a.width, a.height, bytes(levels))


def shown(picture):
    return demo.scale(picture, "alignscale method=nearest-exact", ZOOM * WIDTH, ZOOM * HEIGHT)


def main():
    with demo.workshop():
        source = room()
        pictures = {name: made(source, convert) for name, convert in WAYS.items()}
        exact = pictures["alignconvert"]
        rows = [[(name, shown(picture)) for name, picture in pictures.items()],
                [(f"minus exact, {GAIN} times", shown(amplified(picture, exact))) for picture in pictures.values()]]
        demo.write_png(demo.sheet(rows), root / "docs/colour.png")


if __name__ == "__main__":
    main()
