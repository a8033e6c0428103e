# SPDX-License-Identifier: LGPL-2.1-or-later
"""The core, called from Python through tests/golden/coreshim.c."""

import ctypes
import os

MESSAGE_SIZE = 256


def axis_fields(axis):
    """A reference.Axis as coreshim's array of integers."""
    return (ctypes.c_int * 14)(axis.crop_start, axis.size_in, axis.place_start, axis.size_out,
                               axis.subsampling, axis.n_fields, axis.field, axis.cosited,
                               axis.align_corners, axis.antialias, axis.coordinates, axis.nearest,
                               axis.coefficient, axis.exclude_outside)


class Core:
    def __init__(self, library):
        self.call = ctypes.CDLL(os.path.abspath(library)).coreshim_resize
        pointer, size, number = ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_int
        self.call.argtypes = [ctypes.c_char_p, number, number, number, number, number,
                              pointer, ctypes.c_double, pointer, ctypes.c_double, pointer, size,
                              pointer, size, ctypes.c_char_p]

    def resize(self, method, arithmetic, x, y, dst, dst_stride, src, src_stride, *,
               depth=8, components=1, n_slices=1, truncate=False):
        """dst and src are addresses of a plane's row 0, strides bytes."""
        message = ctypes.create_string_buffer(MESSAGE_SIZE)
        failed = self.call(method.encode(), arithmetic == "float", truncate, depth, components,
                           n_slices, axis_fields(x), x.factor, axis_fields(y), y.factor,
                           dst, dst_stride, src, src_stride, message)
        if failed:
            raise ValueError(message.value.decode())
