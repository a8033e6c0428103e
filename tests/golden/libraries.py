# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is asked of the libraries other than torch, which pip installs, and how."""

import importlib

import numpy

# library: methods by their names here, as the core's tables have them
METHODS = {
    "opencv": {"nearest": "INTER_NEAREST", "nearest-exact": "INTER_NEAREST_EXACT",
               "bilinear": "INTER_LINEAR", "bilinear-exact": "INTER_LINEAR_EXACT",
               "bicubic": "INTER_CUBIC", "area": "INTER_AREA", "lanczos": "INTER_LANCZOS4"},
    "pillow": {name: name.upper()
               for name in ("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos")},
}
# (arithmetic, bits of a sample) that a library is followed in
KINDS = {
    "opencv": [("native", 8), ("native", 16), ("float", 8), ("float", 16)],
    "pillow": [("native", 8)],
}
# RGBX: Pillow multiplies RGBA's colours with its alpha before it resizes, and divides again
PILLOW_MODES = {1: "L", 3: "RGB", 4: "RGBX"}


def version(library):
    module = importlib.import_module({"opencv": "cv2", "pillow": "PIL"}[library])
    return module.__version__


def resize_opencv(name, arithmetic, picture, size):
    cv2 = importlib.import_module("cv2")
    cv2.setNumThreads(1)
    cv2.ipp.setUseIPP(False)  # whose bytes are those of a processor
    floats = arithmetic == "float"
    result = cv2.resize(picture.astype(numpy.float32) if floats else picture, size,
                        interpolation=getattr(cv2, name))
    largest = numpy.iinfo(picture.dtype).max
    return numpy.rint(result.clip(0, largest)).astype(picture.dtype) if floats else result


def resize_pillow(name, picture, size):
    image = importlib.import_module("PIL.Image")
    plain = image.frombytes(PILLOW_MODES[picture.shape[2]], picture.shape[1::-1],
                            picture.tobytes())
    resized = plain.resize(size, getattr(image.Resampling, name))
    return numpy.frombuffer(resized.tobytes(), numpy.uint8)


def resize(library, method, arithmetic, picture, size):
    """The picture, an array of uint8 or uint16 [height, width, channels], at size (width,
    height)."""
    name = METHODS[library][method]
    if library == "opencv":
        result = resize_opencv(name, arithmetic, picture, size)
    else:
        result = resize_pillow(name, picture, size)
    return result.reshape(size[1], size[0], picture.shape[2])
