#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The peers that live in Python: torch, Pillow, pillow-simd, OpenCV, fast_image_resize, TensorFlow, onnxruntime.

peers.py PEER SOURCE DESTINATION

Scales frames for peer_python.c: SOURCE and DESTINATION are file descriptors of shared memory that
hold one packed frame. Reads commands from stdin and answers each with a line:

  prepare COMPONENTS BYTES_OF_A_SAMPLE IN_WIDTH IN_HEIGHT OUT_WIDTH OUT_HEIGHT METHOD THREADS   "ok", or "no" and why
  run N       milliseconds for one frame, the mean of N
  fetch       "ok", and the last frame is in DESTINATION
  version     the version
"""

import mmap
import os
import sys
import time


class Torch:
    """uint8 tensors, the components innermost in memory, as torchvision makes them from a picture."""

    def __init__(self):
        import torch
        self.torch = torch
        self.version = torch.__version__

    def prepare(self, array, size, method, threads):
        self.torch.set_num_threads(threads)
        antialias = method.endswith("-aa") or method == "lanczos"
        options = {"antialias": True} if antialias else {}
        self.source = self.torch.from_numpy(array).permute(2, 0, 1).unsqueeze(0)
        if method == "area":  # refused for uint8
            self.source = self.source.to(self.torch.float32)
        mode = method.removesuffix("-aa")
        interpolate = self.torch.nn.functional.interpolate
        return lambda: interpolate(self.source, size=size[::-1], mode=mode, **options)

    def bytes(self, result):
        return result.round().clamp(0, 255).to(self.torch.uint8).squeeze(0).permute(1, 2, 0).contiguous().numpy()


class Pillow:
    """Four components as CMYK: Image.resize would premultiply RGBA, which is other work."""

    FILTERS = {"nearest": "NEAREST", "bilinear": "BILINEAR", "bilinear-aa": "BILINEAR",
               "bicubic": "BICUBIC", "bicubic-aa": "BICUBIC", "lanczos": "LANCZOS", "area": "BOX"}
    MODES = {1: "L", 3: "RGB", 4: "CMYK"}

    def __init__(self):
        import PIL.Image
        self.Image = PIL.Image
        self.version = PIL.__version__

    def prepare(self, array, size, method, _threads):
        height, width, components = array.shape
        image = self.Image.frombytes(self.MODES[components], (width, height), array.tobytes())
        resample = getattr(self.Image.Resampling, self.FILTERS[method])
        return lambda: image.resize(size, resample)

    def bytes(self, result):
        return result.tobytes()


class PillowSimd(Pillow):
    """Is called PIL, too, and so lies in a folder of the environment that Python does not search."""

    def __init__(self):
        sys.path.insert(0, os.path.join(sys.prefix, "pillow-simd"))
        super().__init__()
        if ".post" not in self.version:
            raise ImportError(f"No pillow-simd in {sys.path[0]}.")


class FastImageResize:
    """Rust's fast_image_resize from one buffer into another. What is called interpolation there has no antialias."""

    FILTERS = {"bilinear": "bilinear", "bicubic": "catmull_rom", "lanczos": "lanczos3", "area": "box"}

    def __init__(self):
        import cykooz_resizer
        import importlib.metadata
        self.fir = cykooz_resizer
        self.version = importlib.metadata.version("cykooz-resizer")

    def algorithm(self, method):
        """The package's number of it, and of its filter."""
        names, kind = self.fir.FilterType, self.fir.structs.Algorithm
        if method == "nearest":
            return kind.nearest.value, 0
        widens = method.endswith("-aa") or method in ("lanczos", "area")
        return ((kind.convolution if widens else kind.interpolation).value,
                names[self.FILTERS[method.removesuffix("-aa")]].value)

    def prepare(self, array, size, method, threads):
        height, width, components = array.shape
        name = f"U{8 * array.itemsize}" + (f"x{components}" if components > 1 else "")
        kind = self.fir.PixelType[name]
        source = self.fir.ImageData(width, height, kind, array.tobytes())
        self.target = self.fir.ImageData(*size, kind)
        options = self.fir.ResizeOptions(use_alpha=False, thread_pool=self.fir.ResizerThreadPool(threads))
        options.rust_options = options.rust_options.set_resize_alg(*self.algorithm(method), 2)
        resizer = self.fir.Resizer()
        return lambda: resizer.resize(source, self.target, options)

    def bytes(self, _result):
        return self.target.get_buffer()


class OpenCV:
    """Into one destination, as the C++ one. Without Intel's IPP, whose bytes are those of a processor."""

    FLAGS = {"nearest": "INTER_NEAREST", "bilinear": "INTER_LINEAR", "bicubic": "INTER_CUBIC", "area": "INTER_AREA"}

    def __init__(self):
        import cv2
        import numpy
        self.cv2 = cv2
        self.empty = numpy.empty
        self.version = cv2.__version__

    def prepare(self, array, size, method, threads):
        self.cv2.setNumThreads(threads)
        self.cv2.ipp.setUseIPP(False)
        flag = getattr(self.cv2, self.FLAGS[method])
        target = self.empty((size[1], size[0], array.shape[2]), array.dtype)
        return lambda: self.cv2.resize(array, size, dst=target, interpolation=flag)

    def bytes(self, result):
        return result.tobytes()


class TensorFlow:
    """Bytes in and float32 out, but for nearest's bytes: what tf.image.resize does as a graph. The threads are those of
    the first cell."""

    METHODS = {"nearest": "nearest", "bilinear": "bilinear", "bilinear-aa": "bilinear", "bicubic": "bicubic",
               "bicubic-aa": "bicubic", "lanczos": "lanczos3", "area": "area"}

    def __init__(self):
        import tensorflow
        self.tensorflow = tensorflow
        self.version = tensorflow.__version__
        self.threads = None

    def limit_threads(self, threads):
        if self.threads is None:
            self.threads = threads
            self.tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
            self.tensorflow.config.threading.set_inter_op_parallelism_threads(1)

    def prepare(self, array, size, method, threads):
        self.limit_threads(threads)
        tf, antialias = self.tensorflow, method.endswith("-aa") or method == "lanczos"
        picture = tf.constant(array)

        @tf.function
        def resize(source):
            return tf.image.resize(source, size[::-1], self.METHODS[method], antialias=antialias)

        scale = resize.get_concrete_function(picture)
        return lambda: scale(picture)

    def bytes(self, result):
        tf = self.tensorflow
        return tf.cast(tf.clip_by_value(tf.round(tf.cast(result, tf.float32)), 0, 255), tf.uint8).numpy()


class Onnx:
    """The operator Resize of float32 tensors, a plane for each component, from one buffer into another."""

    MODES = {"nearest": "nearest", "bilinear": "linear", "bicubic": "cubic"}

    def __init__(self):
        import numpy
        import onnx
        import onnxruntime
        self.numpy, self.onnx, self.runtime = numpy, onnx, onnxruntime
        self.version = onnxruntime.__version__

    def model(self, size, components, method):
        make, kinds = self.onnx.helper, self.onnx.TensorProto
        shape = [1, components, size[1], size[0]]
        antialias = method.endswith("-aa")
        node = make.make_node("Resize", ["x", "", "", "sizes"], ["y"], mode=self.MODES[method.removesuffix("-aa")],
                              antialias=int(antialias), cubic_coeff_a=-0.5 if antialias else -0.75)  # as torch's
        graph = make.make_graph(
            [node], "resize", [make.make_tensor_value_info("x", kinds.FLOAT, [1, components, "h", "w"])],
            [make.make_tensor_value_info("y", kinds.FLOAT, shape)], [make.make_tensor("sizes", kinds.INT64, [4], shape)])
        return make.make_model(graph, opset_imports=[make.make_opsetid("", 19)], ir_version=9).SerializeToString()

    def prepare(self, array, size, method, threads):
        settings = self.runtime.SessionOptions()
        settings.intra_op_num_threads = threads
        session = self.runtime.InferenceSession(self.model(size, array.shape[2], method), settings,
                                                providers=["CPUExecutionProvider"])
        value = self.runtime.OrtValue.ortvalue_from_numpy
        planes = self.numpy.ascontiguousarray(array.transpose(2, 0, 1)[None], self.numpy.float32)
        self.target = self.numpy.zeros((1, array.shape[2], size[1], size[0]), self.numpy.float32)
        binding = session.io_binding()
        self.values = [value(planes), value(self.target)]
        binding.bind_ortvalue_input("x", self.values[0])
        binding.bind_ortvalue_output("y", self.values[1])
        return lambda: session.run_with_iobinding(binding)

    def bytes(self, _result):
        planes = self.values[1].numpy()[0]
        return self.numpy.rint(planes).clip(0, 255).astype(self.numpy.uint8).transpose(1, 2, 0).tobytes()


def milliseconds(scale, frames, clock):
    """For one frame, and what the last one is."""
    start = clock()
    for _ in range(frames):
        result = scale()
    return (clock() - start) / frames / 1e6, result


def main():
    try:
        import numpy
        peer = {"torch": Torch, "pillow": Pillow, "pillow-simd": PillowSimd, "opencv": OpenCV,
                "fast_image_resize": FastImageResize, "tensorflow": TensorFlow,
                "onnx": Onnx}[sys.argv[1]]()
    except ImportError as error:
        sys.exit(str(error))
    source, destination = int(sys.argv[2]), int(sys.argv[3])
    scale = result = clock = None
    for line in sys.stdin:
        command, *words = line.split()
        answer = "ok"
        if command == "version":
            answer = peer.version
        elif command == "prepare":
            components, sample, width, height, *size = (int(word) for word in words[:6])
            shared = mmap.mmap(source, components * sample * width * height)
            clock = time.process_time_ns if words[7] == "1" else time.perf_counter_ns  # as bench_now
            array = numpy.frombuffer(shared, f"<u{sample}").reshape(height, width, components).copy()
            try:
                scale = peer.prepare(array, tuple(size), words[6], int(words[7]))
                result = scale()
            except Exception as error:  # whatever a library says, the cell stays empty
                answer = "no " + str(error).replace("\n", " ")
        elif command == "run":
            elapsed, result = milliseconds(scale, int(words[0]), clock)
            answer = repr(elapsed)
        elif command == "fetch":
            packed = bytes(peer.bytes(result))
            with mmap.mmap(destination, len(packed)) as shared:
                shared[:] = packed
        print(answer, flush=True)


main()
