# SPDX-License-Identifier: LGPL-2.1-or-later
"""Frames of films, photographs and cameras as NumPy arrays, resized as a network's training did.

    import alignscale

    for frame in alignscale.Reader("film.mkv", size=(224, 224), preset="torchvision-eval"):
        frame.array, frame.time, frame.picture, frame.to_source(boxes)

docs/python.md is the page for people.
"""

from ._errors import AlignscaleError, AlignscaleWarning
from ._frame import Batch, Frame, Rectangle
from ._reader import Reader
from ._settings import Settings, from_hf, from_torchvision, ultralytics

__all__ = ["AlignscaleError", "AlignscaleWarning", "Batch", "Frame", "Reader", "Rectangle",
           "Settings", "from_hf", "from_torchvision", "ultralytics"]
