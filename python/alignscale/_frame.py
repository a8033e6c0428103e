# SPDX-License-Identifier: LGPL-2.1-or-later
"""One frame, or several: pixels, time, and where the picture is."""

from __future__ import annotations

from typing import Any, NamedTuple, Sequence

import numpy
import numpy.typing

from ._errors import AlignscaleError
from ._gst import Gst, GstVideo, Mapping

Array = numpy.typing.NDArray[Any]
Floats = numpy.typing.NDArray[numpy.float64]

# format -> numbers of a pixel, the kind of number; 0: a plane for each of three
PACKED: dict[str, tuple[int, str]] = {
    "RGB": (3, "u1"), "BGR": (3, "u1"), "RGBx": (4, "u1"), "BGRx": (4, "u1"), "xRGB": (4, "u1"),
    "xBGR": (4, "u1"), "RGBA": (4, "u1"), "BGRA": (4, "u1"), "ARGB": (4, "u1"), "ABGR": (4, "u1"),
    "GRAY8": (1, "u1"), "GRAY16_LE": (1, "<u2"), "RGBP": (0, "u1"), "BGRP": (0, "u1")}

# The same of tensors, by the property layout of aligntensor.
TENSORS: dict[str, tuple[int, str]] = {"planar": (0, "=f4"), "interleaved": (3, "=f4")}

GEOMETRY = "GstAlignScaleGeometry"


def _packing(format: str) -> tuple[int, str]:
    return PACKED[format] if format in PACKED else TENSORS[format]


class Rectangle(NamedTuple):
    """Pixels; x and y count from the top left corner."""
    x: int
    y: int
    width: int
    height: int


class Step(NamedTuple):
    """One resize, as the geometry meta tells it: docs/boxes.md."""
    input: tuple[int, int]
    source: Rectangle
    resized: Rectangle
    picture: Rectangle


def _rectangle(structure: Any, name: str) -> Rectangle:
    return Rectangle(*(structure.get_value(f"{name}-{what}") for what in ("x", "y", "width", "height")))


def _steps(buffer: Any) -> list[Step]:
    """The last resize first; none of a frame that was passed as it came."""
    meta = buffer.get_custom_meta(GEOMETRY)
    structure = meta.get_structure() if meta is not None else None
    steps = []
    while structure is not None:
        size = structure.get_value("input-width"), structure.get_value("input-height")
        steps.append(Step(size, *(_rectangle(structure, name)
                                  for name in ("source", "resized", "picture"))))
        before = structure.get_value("before") if structure.has_field("before") else None
        structure = before.copy() if before is not None else None  # it is the structure's own
    return steps


def _move(boxes: Floats, start: Rectangle, end: Rectangle) -> Floats:
    """From where `start` is to where `end` is."""
    scale = numpy.array([end.width / start.width, end.height / start.height] * 2)
    moved: Floats = (boxes - [start.x, start.y] * 2) * scale + [end.x, end.y] * 2
    return moved


def _boxes(boxes: Any) -> Floats:
    made = numpy.array(boxes, numpy.float64)
    if made.size == 0 and made.ndim < 2:
        made = made.reshape(0, 4)
    if made.ndim == 0 or made.shape[-1] != 4:
        raise AlignscaleError("Boxes are four numbers each, x0, y0, x1, y1: an array of shape "
                              f"(..., 4), not {made.shape}.")
    return made


class Layout(NamedTuple):
    """Where pixels are in a buffer, out of caps; the same for all buffers of them. `format` is
    GStreamer's, or of tensors their layout."""
    format: str
    width: int
    height: int
    strides: tuple[int, ...]
    offsets: tuple[int, ...]

    channels: int = 0  # of tensors

    @classmethod
    def of_tensor(cls, caps: Any, layout: str) -> "Layout":
        """layout: "planar" or "interleaved"."""
        structure = caps.get_structure(0)
        width, height, channels = (structure.get_value(name) for name in ("width", "height", "channels"))
        return cls(layout, width, height, (), (), channels)

    @classmethod
    def of_caps(cls, caps: Any) -> "Layout":
        info = GstVideo.VideoInfo.new_from_caps(caps)
        if info is None:
            raise AlignscaleError(f"Frames of {caps.to_string()} have no size or format.")
        return cls(caps.get_structure(0).get_value("format"), info.width, info.height,
                   tuple(info.stride), tuple(info.offset))


def _map_tensor(buffer: Any, layout: Layout, writable: bool) -> Array:
    """Values lie one after the other."""
    size, n = (layout.height, layout.width), layout.channels
    shape = (n, *size) if layout.format == "planar" else (*size, n)
    strides = (4 * shape[1] * shape[2], 4 * shape[2], 4)
    return numpy.asarray(Mapping(buffer, writable).view(0, shape, strides, "=f4"))


def _map(buffer: Any, layout: Layout, writable: bool) -> Array:
    if layout.format in TENSORS:
        return _map_tensor(buffer, layout, writable)
    meta = GstVideo.buffer_get_video_meta(buffer)
    strides, offsets = (tuple(meta.stride), tuple(meta.offset)) if meta is not None \
        else (layout.strides, layout.offsets)
    components, kind = PACKED[layout.format]
    size, item = (layout.height, layout.width), int(kind[-1])
    mapping = Mapping(buffer, writable)
    if components == 0:
        apart = offsets[1] - offsets[0]
        if offsets[2] - offsets[1] != apart or len(set(strides[:3])) != 1 or apart < 0:
            raise AlignscaleError(f"The planes of a frame of {layout.format} are not evenly apart.")
        view = mapping.view(offsets[0], (3, *size), (apart, strides[0], item), kind)
    elif components == 1:
        view = mapping.view(offsets[0], size, (strides[0], item), kind)
    else:
        view = mapping.view(offsets[0], (*size, components), (strides[0], components * item, item),
                            kind)
    return numpy.asarray(view)


class Frame:
    """One frame. It stays valid after its reader was closed.

    array     its pixels: (height, width, 3) of uint8 with format RGB. A view of the pipeline's
              memory, not a copy; rows may be padded, so it need not be contiguous. GRAY8 and
              GRAY16_LE have (height, width), RGBP and BGRP (3, height, width). It may be written
              to, unless the film already had this format and size and nothing was done: then the
              decoder may still need it, and `array.flags.writeable` is False. With
              dtype="float32" it is contiguous and (3, height, width) of float32, or with
              layout="interleaved" (height, width, 3); of grey there is one channel.
    format    GStreamer's name of the order of a pixel's numbers: "RGB"; of float32 the layout
    pts       when it is shown, in nanoseconds from the film's start (GStreamer's stream time);
              None where the source does not say
    duration  for how long, in nanoseconds, or None
    """

    __slots__ = ("array", "format", "pts", "duration", "_buffer", "_geometry", "__weakref__")

    def __init__(self, buffer: Any, layout: Layout, segment: Any, writable: bool | None) -> None:
        """writable: None: where alignscale made the buffer."""
        self._buffer = buffer
        self.format = layout.format
        self._geometry: list[Step] | None = None
        if writable is None:
            writable = buffer.get_custom_meta(GEOMETRY) is not None
        self.array: Array = _map(buffer, layout, writable)
        none = Gst.CLOCK_TIME_NONE
        time = buffer.pts
        if time != none:
            # as decoders do it, but for raw films: what began before the range is shown from its start
            time = segment.to_stream_time(Gst.Format.TIME, max(time, segment.start))
        self.pts: int | None = time if time != none else None
        self.duration: int | None = buffer.duration if buffer.duration != none else None

    @property
    def time(self) -> float | None:
        """`pts` in seconds."""
        return self.pts / 1e9 if self.pts is not None else None

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        first = 1 if _packing(self.format)[0] == 0 else 0
        height, width = self.array.shape[first:first + 2]
        return height, width

    @property
    def _steps(self) -> list[Step]:
        if self._geometry is None:
            self._geometry = _steps(self._buffer)
        return self._geometry

    @property
    def picture(self) -> Rectangle:
        """Where the picture is in the frame, without borders."""
        return self._steps[0].picture if self._steps else Rectangle(0, 0, *self.size[::-1])

    @property
    def source_size(self) -> tuple[int, int]:
        """(height, width) of the film's frame that this one was made of, pixels."""
        return self._steps[-1].input[::-1] if self._steps else self.size

    def to_source(self, boxes: Any, clip: bool = False) -> Floats:
        """Boxes that were found in this frame, in pixels of the film's frame.

        boxes   x0, y0, x1, y1 in pixels of this frame, edges counted from the top left corner:
                anything numpy.array takes of shape (..., 4)
        clip    cuts off what lies outside of the film's frame, as borders do

        Returns float64 of the same shape. Raises AlignscaleError for other shapes.
        """
        moved = _boxes(boxes)
        for step in self._steps:
            moved = _move(moved, step.resized, step.source)
        if clip:
            height, width = self.source_size
            moved = numpy.clip(moved, 0, [width, height, width, height])
        return moved

    def to_frame(self, boxes: Any) -> Floats:
        """The other way: boxes in pixels of the film's frame, as truth that was drawn on it, in
        pixels of this one. What was cut off lies outside of the frame."""
        moved = _boxes(boxes)
        for step in reversed(self._steps):
            moved = _move(moved, step.source, step.resized)
        return moved

    def tensor(self) -> Any:
        """A torch tensor of shape (3, height, width) that shares memory with `array`: of uint8 a
        view of HxWx3, so not contiguous. Grey formats have (1, height, width).

        It is a copy where `array` may not be written to, as torch has no read-only tensors.
        Raises AlignscaleError where torch is not installed.
        """
        return _tensor(self.array, self.format)

    def __repr__(self) -> str:
        return f"<alignscale.Frame {'x'.join(map(str, self.array.shape))} pts={self.pts}>"


def _tensor(array: Array, format: str) -> Any:
    """Of one frame's array or of a batch's."""
    try:
        import torch
    except ImportError as error:
        raise AlignscaleError("tensor() needs torch: pip install torch") from error
    if not array.flags.writeable:
        array = array.copy()
    tensor = torch.from_numpy(array)
    components = _packing(format)[0]
    if components == 1:
        return tensor.unsqueeze(-3)
    return tensor if components == 0 else tensor.movedim(-1, -3)


class Batch:
    """Some frames, in order.

    frames  list of Frame
    """

    __slots__ = ("frames",)

    def __init__(self, frames: Sequence[Frame]) -> None:
        self.frames = list(frames)

    @property
    def array(self) -> Array:
        """(number of frames, height, width, 3) of uint8: a copy. Raises AlignscaleError where the
        frames differ in size, as those of a reader without a size may."""
        shapes = {frame.array.shape for frame in self.frames}
        if len(shapes) > 1:
            raise AlignscaleError("Frames of different sizes make no batch: give the reader a size.")
        return numpy.stack([frame.array for frame in self.frames])

    @property
    def pts(self) -> list[int | None]:
        """Nanoseconds of each frame, as Frame.pts."""
        return [frame.pts for frame in self.frames]

    def tensor(self) -> Any:
        """A torch tensor of shape (number of frames, 3, height, width), of `array`'s memory."""
        return _tensor(self.array, self.frames[0].format)

    def __len__(self) -> int:
        return len(self.frames)
