#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A network in GStreamer's own inference element, between alignscale and alignrestore: what it finds
on the frame that it was given is where it is in the film's.

check_inference.py, with the plugin in GST_PLUGIN_PATH. Needs GStreamer 1.28 with onnxinference and
its Python bindings, and Python's onnx; skipped without.

The network is made here. It is no trained one: it finds the pixels that are brighter than half and
says so the way YOLOv8 does, so the right answer is known."""

import os
import sys
import tempfile

try:
    import gi
    gi.require_version("Gst", "1.0")
    gi.require_version("GstApp", "1.0")
    gi.require_version("GstAnalytics", "1.0")
    from gi.repository import GLib, Gst, GstAnalytics, GstApp  # noqa: F401
    import onnx
    from onnx import TensorProto, helper
except (ImportError, ValueError) as missing:
    print(f"1..0 # SKIP {missing}")
    sys.exit(0)

FILM = (320, 240)
NETWORK = 160  # both sides of its frames
LABELS = ("cat", "dog")

# Left, top, width and height of what is bright in each frame of the film: even, so that edges stay
# edges at half the size.
BOXES = ((100, 60, 80, 40), (0, 0, 20, 12), (300, 200, 20, 40), (2, 4, 316, 232), (158, 118, 4, 4))


def write_network(path):
    """images [1, 3, N, N], 0 to 1, to output0 [1, 6, 1]: the middle, width and height of the box in
    pixels, and how sure it is of each label."""

    def node(kind, inputs, output, **attributes):
        nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def constant(name, kind, shape, values):
        values_of[name] = helper.make_tensor(name, kind, shape, values)
        return name

    def edges(axis):
        """First bright index along an axis, and the one behind the last, as [1, 1, 1]."""
        line = node("ReduceMax", ["bright"], f"line{axis}", axes=[1, 5 - axis], keepdims=0)
        first = node("ArgMax", [line], f"first{axis}", axis=1, keepdims=1)
        last = node("ArgMax", [line], f"last{axis}", axis=1, keepdims=1, select_last_index=1)
        numbers = []
        for index in (first, last):
            number = node("Cast", [index], f"{index}-number", to=TensorProto.FLOAT)
            numbers.append(node("Reshape", [number, "one-number"], f"{index}-shaped"))
        return numbers[0], node("Add", [numbers[1], "one"], f"end{axis}")

    nodes, values_of = [], {}
    constant("half", TensorProto.FLOAT, [1], [0.5])
    constant("one", TensorProto.FLOAT, [1], [1.0])
    constant("one-number", TensorProto.INT64, [3], [1, 1, 1])
    constant("sure", TensorProto.FLOAT, [1, 2, 1], [0.125, 0.875])
    above = node("Greater", ["images", "half"], "above")
    node("Cast", [above], "bright", to=TensorProto.FLOAT)
    left, right = edges(3)
    top, bottom = edges(2)
    parts = []
    for name, low, high in (("x", left, right), ("y", top, bottom)):
        parts.append(node("Mul", [node("Add", [low, high], f"{name}-sum"), "half"], name))
    for name, low, high in (("w", left, right), ("h", top, bottom)):
        parts.append(node("Sub", [high, low], name))
    node("Concat", [*parts, "sure"], "output0", axis=1)
    graph = helper.make_graph(
        nodes, "bright", [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, NETWORK, NETWORK])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [1, 4 + len(LABELS), 1])],
        list(values_of.values()))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    with open(path + ".modelinfo", "w", encoding="utf-8") as info:
        info.write(f"""[modelinfo]
version=1.0
group-id=yolo-v8-out

[images]
dir=input
type=float32
dims=1,3,{NETWORK},{NETWORK}
ranges=0.0,1.0;0.0,1.0;0.0,1.0

[output0]
dir=output
id=yolo-v8-out
type=float32
dims=1,{4 + len(LABELS)},1
dims-order=col-major
""")


def frame(box):
    """A grey frame of RGB with a white box."""
    width, height = FILM
    left, top, box_width, box_height = box
    pixels = bytearray([60]) * (width * height * 3)
    for row in range(top, top + box_height):
        start = (row * width + left) * 3
        pixels[start:start + box_width * 3] = b"\xff" * (box_width * 3)
    return bytes(pixels)


def play(folder):
    """What comes back for each frame: size, pixels, boxes and labels."""
    model = os.path.join(folder, "bright.onnx")
    labels = os.path.join(folder, "labels")
    write_network(model)
    with open(labels, "w", encoding="utf-8") as file:
        file.write("\n".join(LABELS) + "\n")
    pipeline = Gst.parse_launch(
        f"appsrc name=film format=time caps=video/x-raw,format=RGB,width={FILM[0]},height={FILM[1]},"
        "framerate=25/1 ! alignscale @preset=ultralytics-letterbox keep-input=true ! "
        f"video/x-raw,width={NETWORK},height={NETWORK} ! queue ! onnxinference model-file={model} ! "
        f"yolov8tensordec label-file={labels} ! alignrestore ! appsink name=out sync=false")
    source, sink = pipeline.get_by_name("film"), pipeline.get_by_name("out")
    pipeline.set_state(Gst.State.PLAYING)
    for n, box in enumerate(BOXES):
        buffer = Gst.Buffer.new_wrapped(frame(box))
        buffer.pts = n * Gst.SECOND // 25
        source.emit("push-buffer", buffer)
    source.emit("end-of-stream")
    found = []
    while (sample := sink.emit("try-pull-sample", 20 * Gst.SECOND)) is not None:
        found.append(read(sample))
    message = pipeline.get_bus().pop_filtered(Gst.MessageType.ERROR)
    pipeline.set_state(Gst.State.NULL)
    if message is not None:
        error, more = message.parse_error()
        raise RuntimeError(f"{error.message} {more}")
    return found


def read(sample):
    buffer, shape = sample.get_buffer(), sample.get_caps().get_structure(0)
    meta = GstAnalytics.buffer_get_analytics_relation_meta(buffer)
    boxes = []
    for i in range(len(list(meta)) if meta is not None else 0):
        is_box, mtd = meta.get_od_mtd(i)
        if is_box:
            _, *place, confidence = mtd.get_location()
            boxes.append((tuple(place), confidence, GLib.quark_to_string(mtd.get_obj_type())))
    size = shape.get_value("width"), shape.get_value("height")
    return size, buffer.extract_dup(0, buffer.get_size()), boxes


def main():
    Gst.init(None)
    for name in ("onnxinference", "yolov8tensordec"):
        if Gst.ElementFactory.find(name) is None:
            print(f"1..0 # SKIP there is no {name}")
            return
    with tempfile.TemporaryDirectory() as folder:
        found = play(folder)
    tests = [
        ("every frame comes back", len(found), len(BOXES)),
        ("frames are the film's", [(size, pixels) for size, pixels, _ in found],
         [(FILM, frame(box)) for box in BOXES]),
        ("boxes are where they are in the film", [[place for place, _, _ in boxes] for *_, boxes in found],
         [[box] for box in BOXES]),
        ("confidence and label stay", [[what[1:] for what in boxes] for *_, boxes in found],
         [[(0.875, LABELS[1])]] * len(BOXES)),
    ]
    failed = False
    for n, (name, got, want) in enumerate(tests, 1):
        if got != want:
            failed = True
            print(f"# wanted {str(want)[:300]}\n# got    {str(got)[:300]}")
        print(f"{'ok' if got == want else 'not ok'} {n} - {name}")
    print(f"1..{len(tests)}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
