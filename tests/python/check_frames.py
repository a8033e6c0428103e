#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pixels, times and places of the Python module's frames.

check_frames.py ROOT"""

import ctypes
import gc
import hashlib
import weakref

from films import Gst, HEIGHT, WIDTH, alignscale, error_of, film, folder, launch, noise, numpy, photograph
from tree import check, finish, root, skip
from alignscale._gst import Mapping, _gst

Reader = alignscale.Reader


# ---- a film's YUV ----


def yuv_film(count):
    """I420 whose chroma is the same all over a frame; (file, what BT.601's formula makes)."""
    data, wanted = b"", []
    for i in range(count):
        luma = noise(i, HEIGHT, WIDTH, 1)[:, :, 0]
        cb, cr = 40 + 50 * i, 200 - 30 * i
        quarter = WIDTH * HEIGHT // 4
        data += luma.tobytes() + bytes([cb]) * quarter + bytes([cr]) * quarter
        y, u, v = (luma - 16.0) / 219, (cb - 128) / 224, (cr - 128) / 224
        kr, kb = 0.299, 0.114
        rgb = [y + 2 * (1 - kr) * v,
               y - 2 * (1 - kb) * kb / (1 - kr - kb) * u - 2 * (1 - kr) * kr / (1 - kr - kb) * v,
               y + 2 * (1 - kb) * u]
        wanted.append(numpy.rint(255 * numpy.stack(rgb, -1)).clip(0, 255).astype(numpy.uint8))
    return film("yuv.mkv", data, "i420"), wanted


def trimmed(data, height, width):
    """Frames without the padding that rows of RGB have."""
    stride = (width * 3 + 3) // 4 * 4
    rows = numpy.frombuffer(data, numpy.uint8).reshape(-1, height, stride)
    return rows[:, :, :width * 3].reshape(-1, height, width, 3)


def check_yuv():
    name, wanted = yuv_film(3)
    frames = list(Reader(name))
    check([f.array.shape for f in frames] == [(HEIGHT, WIDTH, 3)] * 3
          and all(f.array.dtype == numpy.uint8 for f in frames), "a frame is (height, width, 3) of uint8")
    check(all((f.array == w).all() for f, w in zip(frames, wanted)),
          "a film's YUV becomes RGB as the formula says, to the bit")
    check([f.pts for f in frames] == [0, 40000000, 80000000] and frames[1].time == 0.04
          and frames[1].duration == 40000000, "pts and duration are nanoseconds, time is seconds")
    for kind in ("opencv", "swscale"):
        said = launch(f"filesrc location={name} ! matroskademux ! alignconvert conversion={kind} ! "
                      "video/x-raw,format=RGB ! fdsink")
        made = numpy.stack([f.array for f in Reader(name, conversion=kind)])
        check((made == trimmed(said, HEIGHT, WIDTH)).all() and (made != numpy.stack(wanted)).any(),
              f"conversion={kind} is the element's, and not the exact one")
    for height, width, options in ((33, 47, "method=bicubic antialias=true"), (64, 200, "library=opencv"),
                                   (224, 224, "library=pillow fit=cover size-rule=torchvision shortest-edge=256")):
        said = launch(f"filesrc location={name} ! matroskademux ! alignconvert ! video/x-raw,format=RGB ! "
                      f"alignscale {options} ! video/x-raw,width={width},height={height} ! fdsink")
        properties = {}
        for word in options.split():
            key, value = word.split("=")
            properties[key.replace("-", "_")] = int(value) if value.isdigit() else value == "true" or value
        made = [f.array for f in Reader(name, size=(height, width), **properties)]
        check(len(made) == 3 and (numpy.stack(made) == trimmed(said, height, width)).all(),
              f"{options}: arrays are what gst-launch-1.0 writes, {width}x{height}")


# ---- what libraries make ----


def check_packages():
    """Checksums that torchvision, CLIP's transform, Ultralytics and others made of noise."""
    text = (root / "tests/golden/presets.txt").read_text(encoding="ascii")
    wrong, done = [], set()
    for line in text.splitlines():
        if line.startswith("#") or line.split()[0] in done:
            continue
        preset, *numbers, digest = line.split()
        width, height, seed, out_width, out_height = map(int, numbers)
        if width % 4 or preset == "detectron2":  # rawvideoparse packs rows
            continue
        done.add(preset)
        picture = package_noise(seed, width, height)
        name = photograph(f"{preset}.png", picture, "rgb", "pngenc")
        made = next(Reader(name, size=(out_height, out_width), preset=preset)).array
        if hashlib.sha256(made.tobytes()).hexdigest() != digest:
            wrong.append(line)
    check(len(done) > 5 and not wrong, "presets make what the packages made, to the byte", *wrong)


def package_noise(seed, width, height):
    """noise() of tests/golden/transforms.py"""
    import sys
    sys.path.insert(0, str(root / "tests/golden"))
    import transforms
    return transforms.noise(seed, width, height)


# ---- photographs and formats ----


def check_photographs():
    picture = noise(5, 30, 44)
    check((next(Reader(photograph("p.png", picture, "rgb", "pngenc"))).array == picture).all(),
          "a PNG of RGB is its pixels")
    alpha = noise(6, 30, 44, 4)
    name = photograph("a.png", alpha, "rgba", "pngenc")
    check((next(Reader(name)).array == alpha[:, :, :3]).all(), "of RGBA the alpha is left out")
    check((next(Reader(name, format="RGBA")).array == alpha).all(), "... unless it is asked for")
    grey = (numpy.arange(30 * 44) % 256).astype(numpy.uint8).reshape(30, 44)
    name = photograph("g.png", grey, "gray8", "pngenc")
    check((next(Reader(name)).array == grey[:, :, None]).all(), "grey becomes R = G = B, all 256 levels")
    check((next(Reader(name, format="GRAY8")).array == grey).all(), "... or stays (height, width)")
    deep = numpy.random.RandomState(1).randint(0, 65536, (30, 44)).astype("<u2")
    (folder / "deep.raw").write_bytes(deep.tobytes())
    made = next(Reader(f"filesrc location={folder / 'deep.raw'} ! rawvideoparse format=gray16-le width=44 height=30",
                       format="GRAY16_LE")).array
    check(made.dtype == numpy.uint16 and (made == deep).all(), "GRAY16_LE is uint16")


def check_formats():
    name = photograph("f.png", noise(7, 30, 44), "rgb", "pngenc")
    wanted = next(Reader(name, size=(17, 21))).array
    orders = {"BGR": (2, 1, 0), "RGBx": (0, 1, 2), "BGRA": (2, 1, 0), "xRGB": (1, 2, 3), "ABGR": (3, 2, 1)}
    wrong = [f for f, order in orders.items()
             if not (next(Reader(name, size=(17, 21), format=f)).array[:, :, list(order)] == wanted).all()]
    check(not wrong, "other orders of a pixel hold the same", *wrong)
    planes = next(Reader(name, size=(17, 21), format="RGBP"))
    check(planes.array.shape == (3, 17, 21) and (planes.array.transpose(1, 2, 0) == wanted).all()
          and planes.size == (17, 21), "RGBP is (3, height, width)")
    odd = next(Reader(name, size=(17, 21))).array
    check(odd.strides == (64, 3, 1) and not odd.flags["C_CONTIGUOUS"],
          "padded rows are strides, not a copy", odd.strides)
    check("no array" in error_of(lambda: Reader(name, format="I420")), "YUV makes no array, and a sentence says so")


def locks(buffer):
    """The lockstate of a buffer's memory, the fourth word of its GstMiniObject."""
    memory = _gst.gst_buffer_peek_memory(hash(buffer), 0)
    return ctypes.c_int.from_address(memory + ctypes.sizeof(ctypes.c_size_t) + ctypes.sizeof(ctypes.c_int)).value


def check_memory():
    """A frame's memory is the pipeline's, and lives as long as the array."""
    name = film("memory.mkv", b"".join(noise(i, HEIGHT, WIDTH).tobytes() for i in range(12)))
    with Reader(name, size=(32, 32)) as reader:
        arrays = [frame.array for frame in reader]
    copies = [array.copy() for array in arrays]
    for _ in range(5):
        list(Reader(name, size=(32, 32)))
    check(all((a == c).all() for a, c in zip(arrays, copies)) and len(arrays) == 12,
          "arrays keep their pixels when reader and frames are gone")
    arrays[0][:] = 7
    check((arrays[0] == 7).all() and (arrays[1] == copies[1]).all(), "a resized frame may be written to")
    owner = arrays[2].base
    alive = weakref.ref(owner._mapping)
    del owner
    part = arrays[2][3:5]
    del arrays
    gc.collect()
    check(alive() is not None and (part == copies[2][3:5]).all(), "a slice of an array keeps the mapping")
    del part
    check(alive() is None, "the mapping ends with the last array")
    buffer = Gst.Buffer.new_allocate(None, 64, None)
    before = locks(buffer)
    mapping = Mapping(buffer, True)
    during = locks(buffer)
    del mapping
    check(before == locks(buffer) != during, "... and gives its lock back", before, during, locks(buffer))
    whole = next(Reader(name)).array
    check(not whole.flags.writeable, "a frame that passed untouched may not be written to")


# ---- places ----


def check_places():
    name = photograph("b.png", noise(8, 90, 160), "rgb", "pngenc")
    frame = next(Reader(name, size=(64, 64), preset="ultralytics-letterbox"))
    check(frame.picture == (0, 14, 64, 36) and frame.picture.height == 36 and frame.source_size == (90, 160),
          "picture is what borders leave", frame.picture)
    grey = frame.array[:14]
    check((grey == 114).all() and not (frame.array[14:50] == 114).all(axis=(1, 2)).any(),
          "... and the borders are outside of it")
    boxes = frame.to_source([[0, 14, 64, 50], [32, 32, 48, 41]])
    check(boxes.tolist() == [[0, 0, 160, 90], [80, 45, 120, 67.5]], "boxes find the film's pixels", boxes)
    check(frame.to_source([0, 0, 64, 64], clip=True).tolist() == [0, 0, 160, 90], "... cut off at its edges")
    check(frame.to_source([]).shape == (0, 4) and frame.to_source(numpy.zeros((2, 0, 4))).shape == (2, 0, 4),
          "... none of none")
    check(numpy.allclose(frame.to_frame(boxes), [[0, 14, 64, 50], [32, 32, 48, 41]]), "... and the way back")
    check("x0, y0, x1, y1" in error_of(lambda: frame.to_source([1, 2, 3])), "... other shapes are refused")
    # a white square, looked for where the box says it is
    picture = numpy.zeros((90, 160, 3), numpy.uint8)
    picture[20:60, 40:120] = 255
    frame = next(Reader(photograph("w.png", picture, "rgb", "pngenc"), size=(48, 48), fit="cover", method="area"))
    x0, y0, x1, y1 = frame.to_frame([40, 20, 120, 60])
    rows, columns = numpy.nonzero(frame.array[:, :, 0] > 127)
    found = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    check(numpy.abs(numpy.clip([x0, y0, x1, y1], 0, 48) - found).max() <= 0.5
          and frame.picture == (0, 0, 48, 48), "a white square is where to_frame says", found, [x0, y0, x1, y1])
    seen = frame.to_source([0, 0, 48, 48])
    # 160x90 to 85x48, of which 37 // 2 columns are cut off on the left
    check(numpy.allclose(seen, [18 * 160 / 85, 0, 66 * 160 / 85, 90]), "a frame that was cut off is the middle of the film's", seen)
    # twice: a first resize in the pipeline of one's own
    twice = next(Reader(f"filesrc location={folder / 'b.png'} ! pngdec ! alignscale geometry-meta=true ! "
                        "video/x-raw,width=80,height=90", size=(45, 40)))
    check(twice.to_source([10, 9, 20, 18]).tolist() == [40, 18, 80, 36] and twice.source_size == (90, 160),
          "of two resizes both are undone", twice.to_source([10, 9, 20, 18]))


def normal(array, divisor, mean, std):
    """float32, an operation at a time, as docs/tensors.md says it; (3, height, width)."""
    one = numpy.float32
    return (((array.astype(one) / one(divisor)) - numpy.array(mean, one)) / numpy.array(std, one)).transpose(2, 0, 1)


def check_floats():
    name = film("floats.mkv", noise(12, HEIGHT, WIDTH).tobytes() + noise(13, HEIGHT, WIDTH).tobytes())
    means, stds = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    preset = {"size": (20, 30), "preset": "torchvision-eval", "shortest_edge": 24}
    bytes_ = [frame.array for frame in Reader(name, **preset)]
    floats = list(Reader(name, dtype="float32", **preset))
    check(len(floats) == 2 and all(f.array.shape == (3, 20, 30) and f.array.dtype == numpy.float32 for f in floats),
          "dtype=float32: a frame is (3, height, width) of float32")
    check(all((f.array == normal(b, 255, means, stds)).all() for f, b in zip(floats, bytes_)),
          "its values are those of bytes, normalised by the preset, to the bit")
    check(floats[0].array.flags.c_contiguous and floats[0].array.flags.writeable and floats[0].size == (20, 30),
          "it lies in order, may be written to, and knows its size")
    frame = next(Reader(name, size=(20, 30), dtype="float32", layout="interleaved", fit="letterbox",
                        divisor=1, mean=[1, 2, 3], std=2))
    plain = next(Reader(name, size=(20, 30), fit="letterbox"))
    check(frame.array.shape == (20, 30, 3)
          and (frame.array.transpose(2, 0, 1) == normal(plain.array, 1, [1, 2, 3], [2, 2, 2])).all(),
          "layout, divisor, mean and std are the element's")
    check(frame.picture == plain.picture
          and (frame.to_source([1, 2, 9, 8]) == plain.to_source([1, 2, 9, 8])).all(),
          "boxes come back from it as from bytes")
    batches = [b.array.shape for b in Reader(name, size=(4, 6), dtype="float32").batches(2)]
    check(batches == [(2, 3, 4, 6)], "batches are (n, 3, height, width)", batches)
    check(next(Reader(name, size=(4, 6), dtype="float32", format="GRAY8")).array.shape == (1, 4, 6),
          "of grey there is one channel")
    for sentence, wanted, more in (
            ("another dtype", "float32", {"dtype": "float16"}),
            ("16 bits", "8 bits", {"format": "GRAY16_LE"}),
            ("two means", "three for the channels", {"mean": [1, 2]}),
            ("unrounded Pillow", "unrounded=false", {"library": "pillow", "unrounded": True}),
            ("a property there is not", "Did you mean mean?", {"meen": 1})):
        said = error_of(lambda more=more: next(Reader(name, **{"dtype": "float32", **more})))
        check(wanted in said, f"{sentence} is an error that says what to do", said)


def check_torch():
    sentence = "tensor() is (3, height, width) of the same memory"
    try:
        import torch
    except ImportError:
        skip(sentence, "torch is not installed; tools/test-python.sh has it")
        name = photograph("t.png", noise(9, 30, 44), "rgb", "pngenc")
        check("pip install torch" in error_of(lambda: next(Reader(name)).tensor()), "without torch tensor() says so")
        return
    name = photograph("t.png", noise(9, 30, 44), "rgb", "pngenc")
    frame = next(Reader(name, size=(15, 21)))
    tensor = frame.tensor()
    check(tensor.dtype == torch.uint8 and tuple(tensor.shape) == (3, 15, 21)
          and tensor.data_ptr() == frame.array.ctypes.data
          and (tensor.permute(1, 2, 0).numpy() == frame.array).all(), sentence)
    whole = torch.from_numpy(noise(9, 30, 44)).permute(2, 0, 1)[None]
    golden = torch.nn.functional.interpolate(whole, size=(15, 21), mode="bilinear", antialias=True)
    frame = next(Reader(name, size=(15, 21), antialias=True))
    check(torch.equal(golden[0], frame.tensor()), "it is torch's own interpolate")
    batch = alignscale.Batch([frame, frame])
    check(tuple(batch.tensor().shape) == (2, 3, 15, 21), "a batch's is (n, 3, height, width)")
    check(tuple(next(Reader(name, size=(15, 21), format="RGBP")).tensor().shape) == (3, 15, 21)
          and tuple(next(Reader(name, size=(15, 21), format="GRAY8")).tensor().shape) == (1, 15, 21),
          "of planes and of grey, too")
    untouched = next(Reader(name)).tensor()
    untouched[:] = 3
    check((untouched == 3).all(), "of a frame that passed untouched it is a copy")
    frame, tensor = None, frame.tensor()
    gc.collect()
    check(torch.equal(golden[0], tensor), "a tensor keeps its frame's memory")


check_yuv()
check_packages()
check_photographs()
check_formats()
check_memory()
check_places()
check_floats()
check_torch()
finish()
