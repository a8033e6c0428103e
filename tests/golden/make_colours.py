#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes colours.txt: checksums of small frames as OpenCV and PyAV made R'G'B' of them.

usage: make_colours.py [FILE]
tools/check-colour.sh --write installs them and calls this. README.md beside this script says what
the file holds."""

import hashlib
import pathlib
import sys

import av
import cv2
import numpy

from colours import FORMATS, MATRICES, ceil_shift, convert_opencv, convert_pyav
from films import decoded_lossless

SIZES = ((2, 2), (1, 1), (16, 10), (33, 7), (64, 48), (65, 31), (70, 45), (3, 4), (39, 16), (10, 3))
# 4:2:0 whose chroma is sited as H.264 has it
LEFT_SIZES = ((16, 10), (48, 30), (66, 16))
INTERLACED_SIZES = ((16, 16), (48, 36), (66, 20))


def noise(seed, pattern, form, width, height):
    """Y', Cb, Cr: the generator of the other vectors, see README.md."""
    most = (1 << form.depth) - 1
    cw, ch = ceil_shift(width, form.across), ceil_shift(height, form.down)
    result, state = [], seed
    for w, h in ((width, height), (cw, ch), (cw, ch)):
        plane = numpy.empty(w * h, numpy.uint8 if form.depth == 8 else numpy.uint16)
        for i in range(w * h):
            state = (state * 1664525 + 1013904223) % (1 << 32)
            plane[i] = state >> 32 - form.depth if pattern == 0 else most * (state >> 31)
        result.append(plane.reshape(h, w))
    return result


def line(conversion, form, size, colorimetry, site, pattern, seed, rgb, mode="progressive"):
    digest = hashlib.sha256(numpy.ascontiguousarray(rgb).tobytes()).hexdigest()
    return (f"{conversion} {form.name} {size[0]} {size[1]} {mode} {colorimetry} {site} {pattern} "
            f"{seed} {digest}")


def opencv_lines():
    seed = 1
    for form in FORMATS.values():
        for size in SIZES if form.cv2 else ():
            yuv = noise(seed, seed % 2, form, *size)
            # whatever the caps say
            colorimetry = ("2:4:5:1", "2:3:5:1", "1:4:5:1")[seed % 3]
            yield line("opencv", form, size, colorimetry, "mpeg2", seed % 2, seed,
                       convert_opencv(form, yuv))
            seed += 1


def swscale_lines(conversion, interpolation):
    seed, matrices = 1, list(MATRICES.values())
    for form in FORMATS.values():
        for size in SIZES if form.av else ():
            yuv = noise(seed, seed % 2, form, *size)
            gst, ffmpeg = matrices[seed % len(matrices)]
            full = seed // len(matrices) % 2
            rgb = convert_pyav(form, yuv, ffmpeg, 2 if full else 1, interpolation)
            yield line(conversion, form, size, f"{2 - full}:{gst}:5:1", "jpeg", seed % 2, seed, rgb)
            seed += 1
    for name in ("I420", "I420_10LE"):
        form = FORMATS[name]
        for size in (*LEFT_SIZES, *INTERLACED_SIZES):
            interlaced = size in INTERLACED_SIZES
            yuv = noise(seed, 0, form, *size)
            frame = decoded_lossless(form, yuv, interlaced)
            rgb = frame.reformat(format="rgb24", interpolation=interpolation).to_ndarray()
            yield line(conversion, form, size, "2:4:5:1", "mpeg2", 0, seed, rgb,
                       "interleaved" if interlaced else "progressive")
            seed += 1


def torchcodec_lines():
    """It calls swscale as PyAV does of frames that say neither where chroma is nor of fields."""
    seed = 1
    for name in ("I420", "I420_10LE", "Y42B"):
        for size in (*SIZES, *LEFT_SIZES, *INTERLACED_SIZES):
            form, interlaced = FORMATS[name], size in INTERLACED_SIZES
            yuv = noise(seed, seed % 2, form, *size)
            yield line("torchcodec", form, size, "2:4:5:1", "mpeg2", seed % 2, seed,
                       convert_pyav(form, yuv, interpolation="BICUBIC"),
                       "interleaved" if interlaced else "progressive")
            seed += 1


def main():
    path = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else
                        pathlib.Path(__file__).resolve().parent / "colours.txt")
    head = (f"# OpenCV {cv2.__version__}, PyAV {av.__version__} with FFmpeg {av.ffmpeg_version_info}",
            "# conversion, format, width and height, interlace-mode, colorimetry, chroma-site, "
            "pattern and seed of noise, SHA-256 of the rows of RGB")
    lines = (*head, *opencv_lines(), *swscale_lines("swscale", "BILINEAR"),
             *swscale_lines("swscale-bicubic", "BICUBIC"), *torchcodec_lines())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
