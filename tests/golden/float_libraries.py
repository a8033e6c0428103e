# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is asked of TensorFlow and of onnxruntime, which pip installs, and how."""

import functools
import importlib
import os
from dataclasses import dataclass

import numpy

# as the core's enums have them
COORDINATES = ("half-pixel", "half-pixel-symmetric", "pytorch-half-pixel", "align-corners",
               "asymmetric")
NEAREST = ("round-prefer-floor", "round-prefer-ceil", "floor", "ceil")
TENSORFLOW_1 = ("half-pixel", "align-corners", "asymmetric")
OPSET = 19

# library: methods by their names here, as the core's tables have them
METHODS = {
    "tensorflow": {"nearest": "nearest", "bilinear": "bilinear", "bicubic": "bicubic",
                   "area": "area", "lanczos3": "lanczos3", "lanczos5": "lanczos5",
                   "mitchell": "mitchellcubic", "gaussian": "gaussian"},
    "onnx": {"nearest": "nearest", "linear": "linear", "cubic": "cubic"},
}
PACKAGES = {"tensorflow": "tensorflow", "onnx": "onnxruntime"}


@dataclass(frozen=True)
class Options:
    antialias: bool = False
    coordinates: str = "half-pixel"
    nearest: str = "round-prefer-floor"
    coefficient: int = -75  # hundredths
    exclude_outside: bool = False


def options_of(library, method):
    """All that the library has for a method; the coefficient is one of many."""
    if library == "tensorflow":
        plain = TENSORFLOW_1 if method in ("nearest", "bilinear", "bicubic", "area") else ("half-pixel",)
        widened = [] if method in ("nearest", "area") else [Options(antialias=True)]
        return [Options(coordinates=c) for c in plain] + widened
    if method == "nearest":
        return [Options(coordinates=c, nearest=n) for c in COORDINATES for n in NEAREST]
    return [Options(a, c, coefficient=k, exclude_outside=e) for a in (False, True)
            for c in COORDINATES for k in ((-75, -50) if method == "cubic" else (-75,))
            for e in (False, True) if a or not e or method == "cubic"]


def version(library):
    return importlib.import_module(PACKAGES[library]).__version__


@functools.cache
def tensorflow():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    module = importlib.import_module("tensorflow")
    module.config.threading.set_intra_op_parallelism_threads(1)
    module.config.threading.set_inter_op_parallelism_threads(1)
    return module


def resize_tensorflow(method, options, picture, size):
    tf, name, shape = tensorflow(), METHODS["tensorflow"][method], (size[1], size[0])
    if options.coordinates == "half-pixel":
        return tf.image.resize(picture, shape, name, antialias=options.antialias).numpy()
    return tf.compat.v1.image.resize(
        picture[None], shape, name, align_corners=options.coordinates == "align-corners").numpy()[0]


@functools.cache
def session(method, options, by_scales):
    """Of a model with one node, whose inputs are a picture and sizes or scales."""
    onnx, runtime = importlib.import_module("onnx"), importlib.import_module("onnxruntime")
    make, kinds = onnx.helper, onnx.TensorProto
    attributes = {"mode": method, "antialias": int(options.antialias),
                  "coordinate_transformation_mode": options.coordinates.replace("-", "_"),
                  "exclude_outside": int(options.exclude_outside)}
    if method == "nearest":
        attributes["nearest_mode"] = options.nearest.replace("-", "_")
    if method == "cubic":
        attributes["cubic_coeff_a"] = options.coefficient / 100
    inputs = ["x", "", "by", ""] if by_scales else ["x", "", "", "by"]
    node = make.make_node("Resize", inputs, ["y"], **attributes)
    how = make.make_tensor_value_info("by", kinds.FLOAT if by_scales else kinds.INT64, [4])
    graph = make.make_graph(
        [node], "resize", [make.make_tensor_value_info("x", kinds.FLOAT, [1, "c", "h", "w"]), how],
        [make.make_tensor_value_info("y", kinds.FLOAT, None)])
    model = make.make_model(graph, opset_imports=[make.make_opsetid("", OPSET)], ir_version=9)
    settings = runtime.SessionOptions()
    settings.intra_op_num_threads = 1
    return runtime.InferenceSession(model.SerializeToString(), settings,
                                    providers=["CPUExecutionProvider"])


def resize_onnx(method, options, picture, size, factors):
    planes = picture.transpose(2, 0, 1)[None].astype(numpy.float32)
    if factors:
        by = numpy.array([1, 1, factors[1], factors[0]], numpy.float32)
    else:
        by = numpy.array([1, picture.shape[2], size[1], size[0]], numpy.int64)
    result = session(method, options, factors is not None).run(None, {"x": planes, "by": by})[0]
    return result[0].transpose(1, 2, 0)


def resize(library, method, options, picture, size, factors=None):
    """The picture, an array of uint8 [height, width, channels], at size (width, height): float32,
    but for TensorFlow's nearest. Factors, float32 along x and y, are ONNX's scales, of that size."""
    if library == "tensorflow":
        return resize_tensorflow(method, options, picture, size)
    return resize_onnx(method, options, picture, size, factors)
