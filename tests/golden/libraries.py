# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is asked of the libraries other than torch, which pip installs, and how."""

import importlib

import numpy

# library: methods by their names here, as the core's tables have them
METHODS = {
    "opencv": {"nearest": "INTER_NEAREST", "bilinear": "INTER_LINEAR", "area": "INTER_AREA"},
    "pillow": {name: name.upper()
               for name in ("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos")},
}
# RGBX: Pillow multiplies RGBA's colours with its alpha before it resizes, and divides again
PILLOW_MODES = {1: "L", 3: "RGB", 4: "RGBX"}


def version(library):
    module = importlib.import_module({"opencv": "cv2", "pillow": "PIL"}[library])
    return module.__version__


def resize(library, method, picture, size):
    """The picture, an array of uint8 [height, width, channels], at size (width, height)."""
    channels = picture.shape[2]
    if library == "opencv":
        cv2 = importlib.import_module("cv2")
        cv2.setNumThreads(1)
        result = cv2.resize(picture, size, interpolation=getattr(cv2, METHODS[library][method]))
    else:
        image = importlib.import_module("PIL.Image")
        plain = image.frombytes(PILLOW_MODES[channels], picture.shape[1::-1], picture.tobytes())
        resized = plain.resize(size, getattr(image.Resampling, METHODS[library][method]))
        result = numpy.frombuffer(resized.tobytes(), numpy.uint8)
    return result.reshape(size[1], size[0], channels)
