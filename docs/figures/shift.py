#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws docs/shift.png: a small pattern, enlarged by the element and by videoscale.

meson devenv -C build ../docs/figures/shift.py"""

import pathlib
import sys

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "tools"))
import demo_pictures as demo  # noqa: E402

SIDE = 16
PAPER, INK, MARK = (244, 244, 240, 255), (32, 56, 84, 255), (209, 73, 91, 255)


def pattern():
    """A frame whose outer edges lie on the guide lines, a cross in its middle."""
    picture = demo.Picture(SIDE, SIDE)
    low, high = SIDE // 8, SIDE - SIDE // 8
    for y in range(SIDE):
        for x in range(SIDE):
            inside = low <= x < high and low <= y < high
            frame = inside and not (low + 2 <= x < high - 2 and low + 2 <= y < high - 2)
            cross = 5 <= min(x, y) and max(x, y) < 11 and (x in (7, 8) or y in (7, 8))
            picture.data[picture.row(y, x, 1)] = bytes(INK if frame else MARK if cross else PAPER)
    return picture


if __name__ == "__main__":
    with demo.workshop():
        panels = [(label, demo.with_guides(picture)) for label, picture in demo.enlargements(pattern())]
        demo.write_png(demo.sheet([panels]), root / "docs/shift.png")
