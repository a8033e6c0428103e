# SPDX-License-Identifier: LGPL-2.1-or-later
"""Random sizes of pictures, for the comparisons with running libraries."""

LARGEST = 4096
MOST_PIXELS = 250_000  # of the input, the output and the picture between the passes
VIDEO_SIZES = ((176, 144), (320, 240), (224, 224), (640, 480), (640, 360), (720, 576),
               (854, 480), (960, 540), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))


def random_length(rng):
    if rng.random() < 0.1:
        return rng.randint(1, 4)
    if rng.random() < 0.25:
        return rng.choice(rng.choice(VIDEO_SIZES))
    return int(2 ** rng.uniform(0, 12))
