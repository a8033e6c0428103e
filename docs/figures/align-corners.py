#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws docs/align-corners.svg from the positions the core computes.

build/docs/positions 4 8 | docs/figures/align-corners.py > docs/align-corners.svg"""

import sys

CELL = 88          # side of a source pixel
LEFT = (52, 532)   # of the two panels
TOP = 92
SOURCE, OUTPUT, GREY, INK = "#1b6ca8", "#d1495b", "#8a94a0", "#20262e"


def read_positions(stream):
    """Per output sample: position with align-corners=false, with true."""
    return [tuple(float(word) for word in line.split()[1:]) for line in stream if line.strip()]


def circle(x, y, radius, fill, stroke):
    return (f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" fill="{fill}" stroke="{stroke}" '
            'stroke-width="2"/>')


def line(x1, y1, x2, y2, colour, width=1.0, dash=""):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<path d="M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}" stroke="{colour}" '
            f'stroke-width="{width}"{dashes}/>')


def text(x, y, words, size=15, colour=INK, anchor="start", weight="normal"):
    return (f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}">{words}</text>')


def lattice(left, steps, low, high, colour, width=1.0, dash=""):
    """Lines in both directions at each step, from low to high; all in source pixels, 0 the picture's edge."""
    for step in steps:
        at, begin, end = step * CELL, low * CELL, high * CELL
        yield line(left + at, TOP + begin, left + at, TOP + end, colour, width, dash)
        yield line(left + begin, TOP + at, left + end, TOP + at, colour, width, dash)


def dots(left, positions):
    for y in positions:
        for x in positions:
            yield circle(left + (x + 0.5) * CELL, TOP + (y + 0.5) * CELL, 4, OUTPUT, OUTPUT)


def sources(left, n):
    for y in range(n):
        for x in range(n):
            yield circle(left + (x + 0.5) * CELL, TOP + (y + 0.5) * CELL, 9, "#ffffff", SOURCE)


def areas(n, positions):
    """The left panel: squares, and dots in the middle of smaller squares."""
    left, out = LEFT[0], len(positions)
    yield text(left, 40, "align-corners=false", 19, weight="bold")
    yield text(left, 64, "pixels are areas: the borders of the pictures meet", 15, GREY)
    yield from lattice(left, [i * n / out for i in range(1, out)], 0, n, GREY, 0.6, "3 3")
    yield from lattice(left, range(n + 1), 0, n, SOURCE, 1.6)
    yield from sources(left, n)
    yield from dots(left, positions)


def points(n, positions):
    """The right panel: points joined by lines, and points between them."""
    left = LEFT[1]
    yield text(left, 40, "align-corners=true", 19, weight="bold")
    yield text(left, 64, "pixels are points: the outermost points meet", 15, GREY)
    yield from lattice(left, (0, n), 0, n, GREY, 0.6, "3 3")
    yield from lattice(left, [i + 0.5 for i in range(n)], 0.5, n - 0.5, SOURCE, 1.6)
    yield from lattice(left, [p + 0.5 for p in positions[1:-1]], 0.5, n - 0.5, GREY, 0.6, "3 3")
    yield from sources(left, n)
    yield from dots(left, positions)


def shift(n, false, true):
    """The strip: one row under both settings, and how far each sample moved."""
    scale, left, top = 190, LEFT[0] + 110, TOP + n * CELL + 92

    def place(position):
        return left + (position + 0.25) * scale

    yield text(LEFT[0], top - 40, "one row, its samples from left to right: what true moves, in source pixels", 15,
               GREY)
    for i in range(n):
        yield line(place(i), top - 18, place(i), top + 74, SOURCE, 1.6)
        yield circle(place(i), top - 18, 9, "#ffffff", SOURCE)
    yield text(LEFT[0], top + 10, "false", 15, weight="bold")
    yield text(LEFT[0], top + 66, "true", 15, weight="bold")
    for a, b in zip(false, true):
        yield line(place(a), top + 5, place(b), top + 61, OUTPUT, 1.4)
        yield circle(place(a), top + 5, 4, OUTPUT, OUTPUT)
        yield circle(place(b), top + 61, 4, OUTPUT, OUTPUT)
        yield text(place(b), top + 94, f"{b - a:+.2f}".replace("-", "&#8722;"), 14, OUTPUT, "middle")


def key(y):
    yield circle(LEFT[0] + 9, y - 5, 9, "#ffffff", SOURCE)
    yield text(LEFT[0] + 26, y, "a source pixel's centre")
    yield circle(LEFT[0] + 229, y - 5, 4, OUTPUT, OUTPUT)
    yield text(LEFT[0] + 242, y, "where an output pixel is read")


def figure(positions):
    false, true = zip(*positions)
    n = round(true[-1]) + 1
    height = TOP + n * CELL + 250
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" width="940" height="{height}" viewBox="0 0 940 {height}" '
           'font-family="DejaVu Sans, Verdana, sans-serif">')
    yield f"<title>{n}x{n} pixels enlarged to {len(true)}x{len(true)}, with both settings of align-corners</title>"
    yield f'<rect width="940" height="{height}" rx="8" fill="#ffffff"/>'
    yield from areas(n, false)
    yield from points(n, true)
    yield from shift(n, false, true)
    yield from key(height - 22)
    yield "</svg>"


if __name__ == "__main__":
    print("\n".join(figure(read_positions(sys.stdin))))
