# SPDX-License-Identifier: LGPL-2.1-or-later
"""Films of given frames, and decoded frames as numbers."""

import io

import av
import numpy

from colours import FORMATS, ceil_shift, fill

BY_AV = {form.av: form for form in FORMATS.values() if form.av}


def encode(path, form, frames, codec, options=None, container=None, colours=(2, 0)):
    """A film of frames (Y', Cb, Cr) in a file, or an object as one; colours as convert_pyav has
    them."""
    height, width = frames[0][0].shape
    with av.open(path, "w", format=container) as film:
        stream = film.add_stream(codec, rate=25, options=options or {})
        stream.width, stream.height, stream.pix_fmt = width, height, form.av
        stream.codec_context.colorspace, stream.codec_context.color_range = colours
        for number, yuv in enumerate(frames):
            frame = av.VideoFrame(width, height, form.av)
            fill(frame, form, yuv)
            frame.pts = number
            frame.colorspace, frame.color_range = colours
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


def numbers(frame):
    """The format and the samples of a decoded frame, or None of a format that is not known."""
    form = BY_AV.get(frame.format.name.replace("yuvj", "yuv"))
    if form is None:
        return None
    result = []
    for number, plane in enumerate(frame.planes):
        down, across = (form.down, form.across) if number else (0, 0)
        height, width = ceil_shift(frame.height, down), ceil_shift(frame.width, across)
        memory = numpy.frombuffer(plane, numpy.uint8)[:plane.line_size * height]
        rows = memory.reshape(height, -1).view(numpy.uint8 if form.depth == 8 else numpy.uint16)
        result.append(rows[:, :width].copy())
    return form, result


def lossless(form, yuv, interlaced=False):
    """The bytes of a film of one frame that x264 has made without loss."""
    memory = io.BytesIO()
    options = {"flags": "+ilme+ildct", "x264-params": "tff=1"} if interlaced else {}
    encode(memory, form, [yuv], "libx264", {"qp": "0", **options}, "matroska")
    return memory.getvalue()


def decoded_lossless(form, yuv, interlaced=False):
    """The frame of such a film as FFmpeg's decoder hands it on."""
    with av.open(io.BytesIO(lossless(form, yuv, interlaced))) as film:
        frame = next(film.decode(video=0))
    assert frame.interlaced_frame == interlaced
    assert all((a == b).all() for a, b in zip(numbers(frame)[1], yuv))
    return frame
