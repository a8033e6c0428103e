# SPDX-License-Identifier: LGPL-2.1-or-later
"""Frames of Y'CbCr, and what OpenCV, PyAV and the element make of them."""

import ctypes
import importlib
import os
from dataclasses import dataclass

import numpy

MESSAGE_SIZE = 512
PLANAR, SEMIPLANAR, PACKED = range(3)


@dataclass(frozen=True)
class Format:
    """How samples of a GStreamer format lie, and what others call it. Luma samples for a sample of
    chroma are 2^across and 2^down; order says which component is where."""
    name: str
    across: int
    down: int
    depth: int
    kind: int
    order: str = "yuv"
    shift: int = 0  # of a sample in its word
    av: str = ""
    cv2: str = ""


FORMATS = {f.name: f for f in (
    Format("I420", 1, 1, 8, PLANAR, av="yuv420p", cv2="I420"),
    Format("YV12", 1, 1, 8, PLANAR, "yvu", cv2="YV12"),
    Format("NV12", 1, 1, 8, SEMIPLANAR, av="nv12", cv2="NV12"),
    Format("NV21", 1, 1, 8, SEMIPLANAR, "yvu", av="nv21", cv2="NV21"),
    Format("YUY2", 1, 0, 8, PACKED, "yuyv", av="yuyv422", cv2="YUY2"),
    Format("UYVY", 1, 0, 8, PACKED, "uyvy", av="uyvy422", cv2="UYVY"),
    Format("YVYU", 1, 0, 8, PACKED, "yvyu", av="yvyu422", cv2="YVYU"),
    Format("Y42B", 1, 0, 8, PLANAR, av="yuv422p"),
    Format("NV16", 1, 0, 8, SEMIPLANAR, av="nv16"),
    Format("Y444", 0, 0, 8, PLANAR, av="yuv444p"),
    Format("NV24", 0, 0, 8, SEMIPLANAR, av="nv24"),
    Format("Y41B", 2, 0, 8, PLANAR, av="yuv411p"),
    Format("YUV9", 2, 2, 8, PLANAR, av="yuv410p"),
    Format("I420_10LE", 1, 1, 10, PLANAR, av="yuv420p10le"),
    Format("I422_10LE", 1, 0, 10, PLANAR, av="yuv422p10le"),
    Format("Y444_10LE", 0, 0, 10, PLANAR, av="yuv444p10le"),
    Format("P010_10LE", 1, 1, 10, SEMIPLANAR, shift=6, av="p010le"),
    Format("I420_12LE", 1, 1, 12, PLANAR, av="yuv420p12le"),
    Format("I422_12LE", 1, 0, 12, PLANAR, av="yuv422p12le"),
    Format("Y444_12LE", 0, 0, 12, PLANAR, av="yuv444p12le"),
)}

# matrices: as colorimetry of GStreamer counts them, and as FFmpeg's AVColorSpace does
MATRICES = {"bt601": (4, 6), "bt709": (3, 1), "bt2020": (6, 9), "fcc": (2, 4), "240m": (5, 7)}
NOISE, SATURATED, VIDEO = range(3)


def ceil_shift(length, shift):
    return -(-length >> shift)


def samples(generator, form, width, height, pattern):
    """Y', Cb and Cr: anything, only the least and the largest, or what video has."""
    cw, ch = ceil_shift(width, form.across), ceil_shift(height, form.down)
    most = (1 << form.depth) - 1
    result = []
    for w, h in ((width, height), (cw, ch), (cw, ch)):
        if pattern == NOISE:
            plane = generator.integers(0, most + 1, (h, w))
        elif pattern == SATURATED:
            plane = generator.integers(0, 2, (h, w)) * most
        else:
            plane = generator.integers(16 << form.depth - 8, (240 << form.depth - 8) + 1, (h, w))
        result.append(plane.astype(numpy.uint8 if form.depth == 8 else numpy.uint16))
    return result


def planes(form, yuv):
    """The same as the rows that lie in memory, as bytes."""
    named = dict(zip("yuv", yuv))
    if form.kind == PLANAR:
        rows = [named[c] for c in form.order]
    elif form.kind == SEMIPLANAR:
        pair = numpy.stack([named[c] for c in form.order[1:]], -1)
        rows = [named["y"], pair.reshape(pair.shape[0], -1)]
    else:
        height, width = named["y"].shape
        luma = numpy.pad(named["y"], ((0, 0), (0, width % 2)))
        turns = iter((luma[:, 0::2], luma[:, 1::2]))
        packed = numpy.stack([next(turns) if c == "y" else named[c] for c in form.order], -1)
        rows = [packed.reshape(height, -1)]
    return [numpy.ascontiguousarray(row << row.dtype.type(form.shift)).view(numpy.uint8)
            .reshape(row.shape[0], -1) for row in rows]


def lay(memory, offset, stride, rows):
    for y, row in enumerate(rows):
        start = offset + y * stride
        size = min(row.size, stride, len(memory) - start)
        memory[start:start + size] = row[:size]


class Frame(ctypes.Structure):
    _fields_ = [("in_", ctypes.c_void_p), ("in_size", ctypes.c_size_t), ("out", ctypes.c_void_p),
                ("out_size", ctypes.c_size_t), ("interlaced", ctypes.c_int)]


class Element:
    """alignconvert, in its own process's harness."""

    def __init__(self, library):
        self.library = ctypes.CDLL(os.path.abspath(library))
        self.library.colourshim_layout.restype = ctypes.c_size_t

    def layout(self, caps):
        offset, stride = (ctypes.c_int64 * 4)(), (ctypes.c_int64 * 4)()
        size = self.library.colourshim_layout(caps.encode(), offset, stride)
        return size, offset, stride

    def convert(self, conversion, caps, form, yuv, interlaced=False):
        """R, G, B [height, width, 3]; caps without the format's name and size."""
        height, width = yuv[0].shape
        size = f"width={width},height={height},framerate=1/1"
        in_caps = f"video/x-raw,format={form.name},{size}{caps}"
        out_caps = f"video/x-raw,format=RGB,{size}"
        in_size, offset, stride = self.layout(in_caps)
        memory = numpy.zeros(in_size, numpy.uint8)
        for p, rows in enumerate(planes(form, yuv)):
            lay(memory, offset[p], stride[p], rows)
        out_size, _, out_stride = self.layout(out_caps)
        result = numpy.zeros(out_size, numpy.uint8)
        frame = Frame(memory.ctypes.data, in_size, result.ctypes.data, out_size, interlaced)
        message = ctypes.create_string_buffer(MESSAGE_SIZE)
        if self.library.colourshim_convert(
                f"alignconvert conversion={conversion}".encode(), in_caps.encode(),
                b"video/x-raw,format=RGB", ctypes.byref(frame), message, MESSAGE_SIZE):
            raise ValueError(message.value.decode())
        return result.reshape(height, out_stride[0])[:, :3 * width].reshape(height, width, 3)


def convert_opencv(form, yuv):
    """cv2 takes even sizes. Others are made such by repeating luma, and cut afterwards."""
    cv2 = importlib.import_module("cv2")
    cv2.setNumThreads(1)
    height, width = yuv[0].shape
    even = numpy.pad(yuv[0], ((0, height % (1 + form.down)), (0, width % 2)), mode="edge")
    rows = planes(form, [even, *yuv[1:]])
    if form.down == 0:
        source = rows[0].reshape(height, -1, 2)
    else:
        source = numpy.concatenate([r.ravel() for r in rows]).reshape(-1, even.shape[1])
    result = cv2.cvtColor(source, getattr(cv2, f"COLOR_YUV2RGB_{form.cv2}"))
    return result[:height, :width]


def fill(frame, form, yuv):
    """A frame of PyAV."""
    for plane, rows in zip(frame.planes, planes(form, yuv)):
        memory = numpy.frombuffer(plane, numpy.uint8)
        memory.flags.writeable or memory.setflags(write=True)
        lay(memory, 0, plane.line_size, rows)


def convert_pyav(form, yuv, space=2, color_range=0, interpolation="BILINEAR"):
    """By AVColorSpace and AVColorRange; 2 and 0 are those that do not say. BILINEAR is PyAV's
    own."""
    av = importlib.import_module("av")
    height, width = yuv[0].shape
    frame = av.VideoFrame(width, height, form.av)
    frame.colorspace, frame.color_range = space, color_range
    fill(frame, form, yuv)
    return frame.reformat(format="rgb24", interpolation=interpolation).to_ndarray()
