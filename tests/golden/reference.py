# SPDX-License-Identifier: LGPL-2.1-or-later
"""The resize as docs/numerics.md states it, spelled out once more in plain Python.

Independent of the C code on purpose: written from the formulas, sample by
sample, with nothing but the standard library. float32 is emulated exactly, see
fl() and fmaf(). Slow; for pictures of a few thousand samples.
"""

import math
import struct
from ctypes import c_float
from dataclasses import dataclass
from fractions import Fraction

METHODS = ("nearest", "nearest-exact", "bilinear", "bicubic", "area", "lanczos")
WIDTH = {"bilinear": 2, "bicubic": 4, "lanczos": 6}
TAKES_ALIGN_CORNERS = ("bilinear", "bicubic")
TAKES_ANTIALIAS = ("bilinear", "bicubic", "lanczos")


@dataclass
class Axis:
    """One axis of one plane, in pixels of the full-resolution picture."""
    crop_start: int
    size_in: int
    place_start: int
    size_out: int
    subsampling: int = 1
    n_fields: int = 1
    field: int = 0
    cosited: bool = False
    align_corners: bool = False
    antialias: bool = False
    factor: float = 0.0
    coordinates: int = 0  # these are of TensorFlow and ONNX, which are not spelled out here
    nearest: int = 0
    coefficient: int = 0
    exclude_outside: bool = False


# float32: a double holds every sum, difference, product and quotient of two
# float32 so closely that rounding it again gives the correctly rounded result.

def fl(x):
    return c_float(x).value


def fmaf(a, b, c):
    """a * b + c rounded to float32 once."""
    product = a * b  # exact: 48 bits
    total = product + c
    part = total - product
    lost = (product - (total - part)) + (c - part)
    halfway = struct.unpack("<q", struct.pack("<d", total))[0] & 0x1fffffff == 0x10000000
    if lost and halfway:
        total = math.nextafter(total, math.copysign(math.inf, lost))
    return fl(total)


# Where samples sit

class Grid:
    """A plane's samples along an axis, and the map from output to source."""

    def __init__(self, axis):
        self.axis = axis
        self.q = axis.subsampling * axis.n_fields
        m = axis.subsampling
        inside = axis.field if axis.cosited else m * axis.field + (m - 1) / 2
        self.first, self.n_in, e = self.locate(axis.crop_start, axis.size_in, inside)
        self.out_first, self.n_out, e_out = self.locate(axis.place_start, axis.size_out, inside)
        h = 0.0 if axis.align_corners and not axis.antialias else 0.5
        self.a = (e_out + h) / self.q
        self.b = (e + h) / self.q
        self.e, self.e_out = e, e_out
        self.last = (axis.size_out - 1 + h) / self.q

    def locate(self, start, size, inside):
        q, f = self.q, self.axis.field
        first = start // q
        return first, -((f - start - size) // q) - first, q * first + inside - start

    def phase(self, i):
        return self.last if self.q * i + self.e_out > self.axis.size_out - 1 else i + self.a

    def scale(self):
        axis = self.axis
        if axis.align_corners:
            return (axis.size_in - 1) / (axis.size_out - 1) if axis.size_out > 1 else 0.0
        return 1.0 / axis.factor if axis.factor else axis.size_in / axis.size_out

    def scalef(self):
        return fl(self.scale())  # a quotient of two small integers: rounding twice is safe

    def unchanged(self):
        return self.axis.size_in == self.axis.size_out and self.a == self.b


# What a sample at distance x weighs, for uint8 tensors in double ...

def linear(x):
    return max(0.0, 1.0 - abs(x))


def cubic(x, a):
    x = abs(x)
    if x < 1.0:
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0
    return ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a if x < 2.0 else 0.0


def sinc(x):
    return math.sin(x * math.pi) / (x * math.pi) if x else 1.0


def lanczos(x):
    return sinc(x) * sinc(x / 3.0) if abs(x) < 3.0 else 0.0


def weigh(method, antialias):
    if method == "bicubic":
        return lambda x: cubic(x, -0.5 if antialias else -0.75)
    return {"bilinear": linear, "lanczos": lanczos}[method]


# ... and for float32 tensors, fused as torch's builds with FMA have it

def linearf(x):
    return max(0.0, fl(1.0 - abs(x)))


def cubicf_ends(x, a, last):
    """The polynomial of |x| < 1 or < 2; last is how its last product and sum are rounded."""
    x = abs(x)
    if x < 1.0:
        return last(fl(fmaf(a + 2.0, x, -(a + 3.0)) * x), x, 1.0)
    return last(fmaf(fmaf(a, x, -5.0 * a), x, 8.0 * a), x, -4.0 * a) if x < 2.0 else 0.0


def lanczosf(x):
    if abs(x) >= 3.0:
        return 0.0
    y = fl(x * fl(math.pi))
    return fl((fl(fl(math.sin(y)) / y) if x else 1.0) * sinc(x / 3.0))


def weighf(method, antialias):
    if method == "bicubic" and antialias:
        return lambda x: cubicf_ends(x, -0.5, fmaf)
    if method == "bicubic":
        return lambda x: cubicf_ends(x, -0.75, lambda p, q, r: fl(fl(p * q) + r))
    return {"bilinear": linearf, "lanczos": lanczosf}[method]


def double(x):
    return x


# Taps: for each output sample a list of (source sample, weight)

SMALL = 128  # torch makes outputs of width + height up to this with other code


def nearest_pixel(axis, s, p, small):
    """The picture's pixel that torch's nearest takes for pixel p."""
    if small and axis.size_out == axis.size_in:
        return p
    if small and axis.size_out == 2 * axis.size_in:
        return p // 2
    return min(math.floor(fl(s * p)), axis.size_in - 1)


def nearest_exact_sample(grid, s, i, small):
    if small:
        return math.floor(fl(grid.phase(i) * s + (0.5 - grid.b)))
    return math.floor(fl(max(fmaf(s, grid.phase(i), -grid.b), 0.0) + 0.5))


def nearest_taps(grid, method, small):
    axis, s, taps = grid.axis, grid.scalef(), []
    pixels = [grid.q * k + grid.e for k in range(grid.n_in)]  # where the source's samples are
    for i in range(grid.n_out):
        if method == "nearest-exact":
            k = min(max(nearest_exact_sample(grid, s, i, small), 0), grid.n_in - 1)
        else:
            at = min(grid.q * i + grid.e_out, axis.size_out - 1)
            taken = [nearest_pixel(axis, s, p, small) for p in (math.floor(at), math.ceil(at))]
            k = min(range(grid.n_in), key=lambda k: abs(pixels[k] - sum(taken) / 2))
        taps.append([(k, 1)])
    return taps


def is_even(grid):
    """Whether area takes torch's windows: samples in the middle of their pixels, none left out."""
    axis, middle = grid.axis, (grid.axis.subsampling - 1) / 2
    return axis.n_fields == 1 and grid.e == middle and grid.e_out == middle


def window_of(grid, i):
    axis, q = grid.axis, grid.q
    start = i * axis.size_in // axis.size_out
    end = min(grid.n_in, -(-min(q * (i + 1), axis.size_out) * axis.size_in // (q * axis.size_out)))
    return [(k, 1) for k in range(start, end)]


def cover_of(grid, i):
    """Samples and how much of them a window around the position covers, as shares of it."""
    s = Fraction(grid.axis.size_in, grid.axis.size_out)
    center = s * Fraction(grid.phase(i)) + Fraction(0.5 - grid.b)
    center = min(max(center, Fraction(1, 2)), grid.n_in - Fraction(1, 2))
    half = min(s / 2, center, grid.n_in - center)
    low, high = center - half, center + half
    shares = [(k, (min(k + 1, high) - max(k, low)) / (2 * half))
              for k in range(math.floor(low), math.ceil(high))]
    return [(k, fl(float(share))) for k, share in shares]


def area_taps(grid):
    return [(window_of if is_even(grid) else cover_of)(grid, i) for i in range(grid.n_out)]


def window_taps(grid, method, r):
    """antialias: the filter stretched over the scale, cut at the ends, renormalised."""
    s = grid.scale() if r is double else grid.scalef()
    half = WIDTH[method] * 0.5
    support = r(half * s) if s >= 1.0 else half
    inverse = r(1.0 / s) if s >= 1.0 else 1.0
    most = math.ceil(support) * 2 + 1
    weight = (weigh if r is double else weighf)(method, True)
    taps = []
    for i in range(grid.n_out):
        center = r(r(s * grid.phase(i)) + (0.5 - grid.b))
        first = max(int(r(center - support) + 0.5), 0)
        n = min(max(min(int(r(center + support) + 0.5), grid.n_in) - first, 0), most)
        weights = [weight(r((r(j + first - center) + 0.5) * inverse)) for j in range(n)]
        total = 0.0
        for w in weights:
            total = r(total + w)
        taps.append([(first + j, r(w / total)) for j, w in enumerate(weights)])
    return taps


def position(grid, method, i, r, small):
    s = grid.scale() if r is double else grid.scalef()
    if r is double or (method == "bilinear" and not small):
        x = r(r(s * grid.phase(i)) - grid.b)
    else:
        x = fmaf(s, grid.phase(i), -grid.b)
    return max(x, 0.0) if method == "bilinear" else x


def fixed_taps(grid, method, r, small=False):
    """no antialias: as many taps as the filter is wide, the border sample repeated."""
    width, taps = WIDTH[method], []
    weight = (weigh if r is double else weighf)(method, False)
    for i in range(grid.n_out):
        x = position(grid, method, i, r, small)
        k = min(math.floor(fl(x)), grid.n_in - 1)
        t = min(max(r(x - k), 0.0), 1.0)
        u = r(1.0 - t)
        if r is fl and method == "bicubic":
            weights = [weight(fl(t + 1.0)), weight(t), weight(u), weight(fl(u + 1.0))]
        elif r is fl:
            weights = [u, t]
        else:
            weights = [weight(j + 1 - width // 2 - t) for j in range(width)]
        first = k - width // 2 + 1
        taps.append([(min(max(first + j, 0), grid.n_in - 1), w) for j, w in enumerate(weights)])
    return taps


def quantised(taps):
    """Taps as int16 in units of 2^-p, and p."""
    largest, folded = 0.0, []
    for row in taps:
        sums = {}
        for k, w in row:
            sums[k] = sums.get(k, 0.0) + w
            largest = max(largest, sums[k])
        folded.append(sums)
    p = 0
    while p < 22 and int(0.5 + largest * (1 << (p + 1))) < 32768:
        p += 1
    scale = 1 << p
    return [[(k, int(w * scale - 0.5 if w < 0 else w * scale + 0.5)) for k, w in sums.items()]
            for sums in folded], p


# Sums. A picture is a list of rows of numbers.

def apply_rows(picture, taps, combine):
    return [[combine([(row[k], w) for k, w in tap]) for tap in taps] for row in picture]


def apply_columns(picture, taps, combine):
    width = len(picture[0])
    return [[combine([(picture[k][x], w) for k, w in tap]) for x in range(width)] for tap in taps]


def fixed_sum(shift):
    half = 1 << (shift - 1)
    return lambda pairs: min(max((sum(v * w for v, w in pairs) + half) >> shift, 0), 255)


def fused_sum(pairs):
    """no antialias: the first product fused onto the second, the others onto both."""
    (v0, w0), (v1, w1) = pairs[:2]
    total = fmaf(v0, w0, fl(v1 * w1))
    for v, w in pairs[2:]:
        total = fmaf(v, w, total)
    return total


def blocked_sum(pairs):
    """antialias: after the first, blocks of four unfused, what is left over fused."""
    total, unfused = fl(pairs[0][0] * pairs[0][1]), (len(pairs) - 1) // 4 * 4
    for i, (v, w) in enumerate(pairs[1:]):
        total = fl(total + fl(v * w)) if i < unfused else fmaf(v, w, total)
    return total


def plain_sum(pairs):
    """area: ascending, each product and each sum rounded."""
    total = 0.0
    for v, w in pairs:
        total = fl(total + fl(v * w))
    return total


def corners(picture, grids):
    """float bilinear to small outputs: each sample one sum of four, the weights products."""
    across, down = (fixed_taps(g, "bilinear", fl, True) if not g.unchanged()
                    else [[(i, 1.0), (i, 0.0)] for i in range(g.n_out)] for g in grids)
    return [[fused_sum([(picture[k][j], fl(v * w)) for k, v in rows for j, w in columns])
             for columns in across] for rows in down]


def wide_sum(pairs):
    return math.fsum(v * w for v, w in pairs)


def float_of_wide(pairs):
    return fl(wide_sum(pairs))


def narrow(picture, depth):
    top = (1 << depth) - 1
    return [[round(min(max(v, 0.0), top)) for v in row] for row in picture]


def copies(method, arithmetic, depth, antialias):
    """Whether torch copies an axis of equal sizes whatever the scale factor."""
    cubic_of_floats = method == "bicubic" and not antialias and (arithmetic == "float" or depth > 8)
    return method in WIDTH and not cubic_of_floats


def resize(picture, x, y, method, arithmetic, depth):
    """Scales one component of one plane; picture is the cropped source, rows of
    integers. Depths over 8 use double sums: the result of the code may be 1 off."""
    antialias = method == "lanczos" or (x.antialias and method in TAKES_ANTIALIAS)
    for axis in (x, y):
        axis.antialias = antialias
        axis.align_corners = axis.align_corners and method in TAKES_ALIGN_CORNERS
        if axis.size_in == axis.size_out and copies(method, arithmetic, depth, antialias):
            axis.factor = 0.0
    grids = Grid(x), Grid(y)
    if method.startswith("nearest"):
        sizes = (x.size_out, y.size_out) if method == "nearest" else (g.n_out for g in grids)
        small = sum(sizes) <= SMALL
        tx, ty = (nearest_taps(g, method, small) for g in grids)
        return [[picture[r[0][0]][c[0][0]] for c in tx] for r in ty]
    if method == "area":
        return area(picture, grids, depth)
    if depth > 8 or arithmetic == "float":
        return resize_float(picture, grids, method, antialias, depth)
    return resize_native(picture, grids, method, antialias)


def area(picture, grids, depth):
    """Sums across, then down, or the other way round where rows add up to whole numbers of 16
    bits; windows of whole samples are divided by their counts last."""
    taps = [area_taps(g) for g in grids]
    across, down = (max(map(len, each)) for each in taps)
    order = [(taps[0], apply_rows), (taps[1], apply_columns)]
    if is_even(grids[1]) and depth == 8 and down <= 257 and 255 * across * down <= 1 << 24:
        order.reverse()
    for each, apply in order:
        combine = float_of_wide if max(map(len, each)) > 64 else plain_sum
        picture = apply(picture, each, wide_sum if depth > 8 else combine)
    columns, rows = ([len(t) if is_even(g) else 1 for t in each] for g, each in zip(grids, taps))
    div = fl if depth <= 8 else double
    return narrow([[div(div(v / n) / m) for v, m in zip(line, columns)]
                   for line, n in zip(picture, rows)], depth)


def resize_native(picture, grids, method, antialias):
    build = window_taps if antialias else fixed_taps
    for grid, apply in zip(grids, (apply_rows, apply_columns)):
        if not grid.unchanged():
            taps, shift = quantised(build(grid, method, double))
            picture = apply(picture, taps, fixed_sum(shift))
    return picture


def resize_float(picture, grids, method, antialias, depth):
    build = window_taps if antialias else fixed_taps
    combine = wide_sum if depth > 8 else blocked_sum if antialias else fused_sum
    small = sum(grid.n_out for grid in grids) <= SMALL
    if small and method == "bilinear" and not antialias and depth <= 8:
        return narrow(corners(picture, grids), depth)
    for grid, apply in zip(grids, (apply_rows, apply_columns)):
        if not grid.unchanged() or (method == "bicubic" and not antialias):
            picture = apply(picture, build(grid, method, fl), combine)
    return narrow(picture, depth)
