# SPDX-License-Identifier: LGPL-2.1-or-later
"""torch.nn.functional.interpolate on 8-bit pictures, and ways around its defects."""

import itertools
from dataclasses import dataclass

import torch
import torch.nn.functional as functional

TAKES_ALIGN_CORNERS = ("bilinear", "bicubic")
TAKES_ANTIALIAS = ("bilinear", "bicubic", "lanczos")


@dataclass
class Request:
    """What a user asks of interpolate. Sizes and factors are (height, width), as in torch;
    without factors the output size decides."""
    method: str
    arithmetic: str
    align_corners: bool
    antialias: bool
    size: tuple
    factors: tuple = None
    recompute: bool = False

    def options(self):
        chosen = {"mode": self.method}
        if self.method in TAKES_ALIGN_CORNERS:
            chosen["align_corners"] = self.align_corners
        if self.method in TAKES_ANTIALIAS:
            chosen["antialias"] = self.antialias
        if self.factors:
            return chosen | {"scale_factor": self.factors, "recompute_scale_factor": self.recompute}
        return chosen | {"size": self.size}

    def scales(self):
        """The factors that reach torch's own code, else (None, None)."""
        lost = self.factors is None or self.recompute or self.method == "area"
        return (None, None) if lost else self.factors


def combinations():
    """(method, arithmetic, align_corners, antialias), every one torch accepts."""
    for method, arithmetic in itertools.product(
            ("nearest", "nearest-exact", "bilinear", "bicubic", "area", "lanczos"),
            ("native", "float")):
        if method == "area" and arithmetic == "native":
            continue  # torch has no uint8 version
        for align, antialias in itertools.product((False, True), (False, True)):
            if align and method not in TAKES_ALIGN_CORNERS:
                continue
            if antialias != (method == "lanczos") and method not in ("bilinear", "bicubic"):
                continue
            yield method, arithmetic, align, antialias


def output_size(picture, factors):
    return tuple(int(n * f) for n, f in zip(picture.shape[2:], factors))


def to_bytes(picture):
    """A float picture as 8-bit samples: clamped, then rounded half to even."""
    return picture.clamp(0, 255).round().to(torch.uint8)


def resize(picture, request):
    """interpolate as a user calls it. picture is uint8, NCHW."""
    if request.arithmetic == "native":
        return functional.interpolate(picture, **request.options())
    return to_bytes(functional.interpolate(picture.to(torch.float32), **request.options()))


def has_defect(request, channels):
    """True where interpolate does not give the value its general code defines.

    float with antialias, output width 1: contiguous tensors have every row weighed with row 0's
    taps; channels-last ones, of two channels and more, have not.
    uint8 of 2 to 4 channels, output 1x1: torch 2.15 raises an internal error."""
    if request.arithmetic == "float" and request.antialias:
        return request.size[1] == 1
    if request.arithmetic == "float":
        return False
    return request.method in TAKES_ANTIALIAS and request.size == (1, 1) and channels > 1


def resize_around(picture, request):
    """The same numbers from torch by a path that has none of these defects."""
    if request.arithmetic == "native":
        channels = picture.split(1, dim=1)
        return torch.cat([resize(channel.contiguous(), request) for channel in channels], dim=1)
    return to_bytes(antialias_around(picture.to(torch.float32), request))


def antialias_around(picture, request):
    """Both passes of a float antialias resize, each done vertically and never 1 wide."""
    scale = getattr(torch.ops.aten, f"_upsample_{request.method}2d_aa").default
    height, width = request.size
    factor_y, factor_x = request.scales()
    columns = widen(picture.transpose(2, 3))
    columns = scale(columns, (width, columns.shape[3]), request.align_corners, factor_x, None)
    rows = widen(columns[..., :picture.shape[2]].transpose(2, 3))
    rows = scale(rows, (height, rows.shape[3]), request.align_corners, factor_y, None)
    return rows[..., :width]


def widen(picture):
    """At least 8 columns, the added ones a copy of column 0."""
    missing = max(0, 8 - picture.shape[3])
    return torch.cat([picture] + [picture[..., :1]] * missing, dim=3).contiguous()
