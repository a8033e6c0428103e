# SPDX-License-Identifier: LGPL-2.1-or-later
"""The picture of docs/networks.md: how sure a classifier is of its label, with other scalers in front.

tests/networks/check_labels.py --write calls it."""

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 760, 300, 44, 46, 34
COLOURS = ["#c03030", "#e09020"]


def place(i, score, count):
    """Pixels of picture i's score."""
    return (LEFT + 10 + i * (WIDTH - LEFT - 30) / max(1, count - 1),
            TOP + (1 - score) * (HEIGHT - TOP - BOTTOM))


def text(x, y, said, extra=""):
    return f'<text x="{x:.0f}" y="{y:.0f}" {extra}>{said}</text>'


def mark(x, y, colour, another):
    """A dot, or a cross where another label came first."""
    if not another:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="none" stroke="{colour}" stroke-width="1.6"/>'
    return (f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8" stroke="{colour}" stroke-width="2.2" '
            'fill="none"/>')


def draw(own, others):
    """own: scores of the right label with the right input. others: a name and, for each picture, the score
    of that label and whether another one came first. Returns SVG."""
    order = sorted(range(len(own)), key=lambda i: own[i])
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
             'font-family="sans-serif" font-size="12">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    for tenth in range(0, 11, 2):
        y = place(0, tenth / 10, 2)[1]
        parts += [f'<path d="M{LEFT} {y:.1f}H{WIDTH - 14}" stroke="#ddd"/>',
                  text(LEFT - 6, y + 4, f"{tenth / 10:.1f}", 'text-anchor="end"')]
    line = " ".join("{:.1f},{:.1f}".format(*place(x, own[i], len(own))) for x, i in enumerate(order))
    parts.append(f'<polyline points="{line}" fill="none" stroke="#208040" stroke-width="2.5"/>')
    for (_, marks), colour in zip(others, COLOURS):
        parts += [mark(*place(x, marks[i][0], len(own)), colour, marks[i][1]) for x, i in enumerate(order)]
    parts += [f'<path d="M{LEFT} 14h24" stroke="#208040" stroke-width="2.5"/>',
              text(LEFT + 30, 18, "alignscale, and the network's own preprocessing")]
    for n, ((name, _), colour) in enumerate(zip(others, COLOURS)):
        x = LEFT + 340 + n * 190
        parts += [mark(x, 14, colour, False), text(x + 10, 18, name)]
    parts += [mark(LEFT + 12, 34, "#666", True), text(LEFT + 30, 38, "another label came first"),
              text(LEFT, HEIGHT - 10, f"{len(own)} pictures, by the score of their label")]
    return "\n".join(parts) + "\n</svg>\n"
