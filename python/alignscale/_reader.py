# SPDX-License-Identifier: LGPL-2.1-or-later
"""The reader: an iterator of frames over a pipeline."""

from __future__ import annotations

import difflib
import fractions
import math
import os
import pathlib
import re
import stat
import time
import warnings
import weakref
from typing import Any, Iterator, Union

from ._chain import Chain
from ._errors import AlignscaleError, AlignscaleWarning
from ._frame import PACKED, Batch, Frame, Layout
from ._gst import GObject, Gst, is_forked, start as start_gstreamer
from ._settings import Settings

SLICE = 100 * 1000 * 1000  # ns between two looks at signals and errors
IDLE_LOOKS = 10  # after which a file that nobody reads is given up

Source = Union[str, "os.PathLike[str]", int]


# ---- what is asked for, as text of a pipeline ----


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _decoded(uri: str) -> str:
    """Of a film's streams the video alone is decoded."""
    return f'uridecodebin uri={_quoted(uri)} caps="video/x-raw(ANY)" expose-all-streams=false'


def _source(source: Source) -> tuple[str, str]:
    """(text of a pipeline, what people call it)"""
    if isinstance(source, int):
        source = f"/dev/video{source}"
    name = os.fspath(source)
    if isinstance(source, str):
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", name):
            return _decoded(name), name
        if "!" in name and not os.path.exists(name):
            return name.strip().strip("!").strip(), "the pipeline"
    try:
        mode = os.stat(name).st_mode
    except OSError as error:
        raise FileNotFoundError(error.errno, "There is no such film, photograph or camera (text of a "
                                "pipeline has a \"!\")", name) from error
    if stat.S_ISCHR(mode):
        return f"v4l2src device={_quoted(name)} ! decodebin", name
    if stat.S_ISDIR(mode):
        raise AlignscaleError(f"{name} is a folder. For numbered photographs use a pipeline: multifilesrc "
                              "location=FOLDER/%04d.png caps=image/png,framerate=25/1 ! decodebin")
    return _decoded(pathlib.Path(name).absolute().as_uri()), name


def _pixels(value: Any, name: str) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__") or not 1 <= int(value) <= 32767:
        raise AlignscaleError(f"{name} is a whole number from 1 to 32767, not {value!r}.")
    return int(value)


def _size_caps(size: Any, width: Any, height: Any, kind: str) -> str:
    """Caps behind the scaler, of kind "video/x-raw,format=RGB" or "tensor/strided"."""
    if size is not None:
        if width is not None or height is not None:
            raise AlignscaleError("Give size=(height, width), or width= and height=, not both.")
        if not isinstance(size, (tuple, list)) or len(size) != 2:
            raise AlignscaleError(
                f"size is (height, width), as torch has it, not {size!r}. A square of 224 is "
                "size=(224, 224); a shorter edge of 224 is shortest_edge=224.")
        height, width = size
    caps = kind
    for name, value in (("width", width), ("height", height)):
        if value is not None:
            caps += f",{name}={_pixels(value, name)}"
    if (width is None) != (height is None) and not kind.startswith("tensor"):
        caps += ",pixel-aspect-ratio=1/1"
    return caps


def _is_float(dtype: str, format: str) -> bool:
    """True where arrays are tensors."""
    if str(dtype) == "uint8":
        return False
    if str(dtype) != "float32":
        raise AlignscaleError(f"dtype is \"uint8\" or \"float32\", not {dtype!r}.")
    if PACKED[format][1] != "u1":
        raise AlignscaleError(f"Tensors are made of 8 bits, not of {format}: choose RGB or GRAY8.")
    return True


def _seconds(value: Any, name: str) -> int:
    """In nanoseconds."""
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = -1.0
    if not 0 <= seconds < 1e9:
        raise AlignscaleError(f"{name} is a time in seconds, not {value!r}.")
    return round(seconds * 1e9)


# ---- properties of the element ----


def _choice(names: list[str], wrong: str) -> str:
    near = difflib.get_close_matches(wrong, names, 1)
    return f"Did you mean {near[0]}?" if near else f"It has: {', '.join(sorted(names))}."


def _nicks(enum: Any) -> list[str]:
    """Names of an enum's values; PyGObject has had them in two ways."""
    values = enum.__enum_values__.values() if hasattr(enum, "__enum_values__") else enum
    return [value.value_nick for value in values]


def _numbers(whose: str, value: Any) -> str:
    """An array of floats as GStreamer reads it, out of one or of three: PyGObject knows none."""
    values = [value] if hasattr(value, "__float__") and not hasattr(value, "__len__") else value
    try:
        floats = [float(number) for number in values]
    except (TypeError, ValueError):
        floats = []
    if len(floats) not in (1, 3) or not all(map(math.isfinite, floats)):
        raise AlignscaleError(f"{whose} is a number, or three for the channels, not {value!r}.")
    return f"<{','.join(map(repr, floats))}>"


def _check_value(element: Any, pspec: Any, value: Any) -> Any:
    """As PyGObject is to get it. It would take "no" for True and shorten 2.5 to 2."""
    whose, kind = f"{element.get_factory().get_name()}'s {pspec.name}", pspec.value_type.name
    if isinstance(element.get_property(pspec.name), GObject.GEnum):
        nicks = _nicks(type(element.get_property(pspec.name)))
        if value in nicks:
            return value
        raise AlignscaleError(f"{whose} cannot be {value!r}. It is one of: "
                              f"{', '.join(nicks)}.")
    if kind == "gboolean":
        if value in (False, True):
            return bool(value)
        raise AlignscaleError(f"{whose} is True or False, not {value!r}.")
    whole = kind != "gdouble"
    if isinstance(value, bool) or not hasattr(value, "__index__" if whole else "__float__") \
            or not pspec.minimum <= value <= pspec.maximum:
        raise AlignscaleError(f"{whose} is a {'whole ' if whole else ''}number from "
                              f"{pspec.minimum:g} to {pspec.maximum:g}, not {value!r}.")
    return int(value) if whole else float(value)


def _set_property(element: Any, name: str, value: Any) -> None:
    name = name.replace("_", "-")
    pspec = element.find_property(name)
    if pspec is None or name in ("name", "parent"):
        names = [spec.name for spec in element.list_properties()]
        raise AlignscaleError(f"{element.get_factory().get_name()} has no property {name}. "
                              f"{_choice(names, name)}")
    if not pspec.flags & GObject.ParamFlags.WRITABLE:
        raise AlignscaleError(f"alignscale's {name} can only be read.")
    if pspec.value_type.name == "GstValueArray":
        whose = f"{element.get_factory().get_name()}'s {name}"
        Gst.util_set_object_arg(element, name, _numbers(whose, value))
    else:
        element.set_property(name, _check_value(element, pspec, value))


def _load_preset(element: Any, name: str) -> None:
    names = list(element.get_preset_names())
    if name not in names or not element.load_preset(name):
        raise AlignscaleError(f"alignscale has no preset {name!r}. It has: {', '.join(names)}.")
    element.set_property("geometry-meta", True)


# ---- what is around a pipeline ----


def _error(name: str, message: Any) -> AlignscaleError:
    error, debug = message.parse_error()
    sentence = error.message
    if error.matches(Gst.CoreError.quark(), Gst.CoreError.MISSING_PLUGIN):
        found = sorted(set(re.findall(r"Missing decoder: (.*?) \(", debug or "")))
        sentence = ("there is no video in it that can be decoded here"
                    + (f", only: {', '.join(found)}. " if found else ". ")
                    + "GStreamer's sets of plugins good, bad, ugly and libav have decoders.")
    return AlignscaleError(f"{name}: {sentence}", message.src.get_name(), debug or "")


def _bar(name: str, total: int | None) -> Any:
    try:
        from tqdm.auto import tqdm
    except ImportError as error:
        raise AlignscaleError("progress=True needs tqdm: pip install tqdm") from error
    return tqdm(total=total, desc=os.path.basename(name), unit=" frames")


_others: list[Chain] = []


def _close(chain: Chain, bars: list[Any]) -> None:
    """Of a reader, which may be gone already."""
    if is_forked():  # the pipeline is the other process'; stopping it would wait for its threads
        _others.append(chain)
        return
    chain.stop()
    for bar in bars:
        bar.close()


# ---- the reader ----


class Reader:
    """Frames of a film, a photograph, a camera or a pipeline, one after the other.

        for frame in alignscale.Reader("film.mkv", size=(224, 224), preset="torchvision-eval"):
            frame.array    # (224, 224, 3), uint8

    source    a file's name or path; a URI; the name of a camera's device or its number; or text of a
              pipeline that ends in raw video, as gst-launch-1.0 takes it: it has a "!" (a single
              element as "videotestsrc !")
    size      (height, width) in pixels, the order of torch and of arrays; None: what the other
              settings make, else the film's
    width, height  the same by name; with one of them the other follows from the film's shape
    preset    name of one of the element's presets: docs/fit.md
    settings  Settings, as from_torchvision, from_hf and ultralytics make them
    format    order of a pixel's numbers: RGB, BGR, RGBx, BGRx, xRGB, xBGR, RGBA, BGRA, ARGB, ABGR,
              GRAY8, GRAY16_LE, or RGBP, BGRP with a plane for each colour
    dtype     "uint8", or "float32": arrays are what a network takes, normalised by a preset or by
              divisor=, mean= and std=, of shape (3, height, width): docs/tensors.md
    conversion  how YUV becomes RGB: "exact", or as others do it, to the byte: "opencv", "swscale"
              (PyAV), "swscale-bicubic", "torchcodec": docs/colour.md
    start, stop  of the film in seconds: the frame that is shown at start comes first, and the last
              one begins before stop
    every     of so many frames the first one is used; the others are not even resized
    timeout   seconds to wait for a frame; None: for ever
    progress  True: shows a progress bar (tqdm)
    properties  of the element, with _ for -: method="bicubic", library="pillow", n_threads=4

    A reader is an iterator: a loop that was left goes on in the next one. It is for one thread at a
    time; others run while it waits for a frame. It closes itself when it is no longer used, when
    an error or KeyboardInterrupt comes while it waits for a frame, and at the end of `with`.

    Of a live source frames are dropped while nobody asks for them: the next one is the newest.

    Raises AlignscaleError, with the sentence of the element that failed, also while iterating;
    FileNotFoundError where there is no such file.
    """

    def __init__(self, source: Source, size: tuple[int, int] | None = None, *,
                 width: int | None = None, height: int | None = None, preset: str | None = None,
                 settings: Settings | None = None, format: str = "RGB", dtype: str = "uint8", conversion: str = "exact",
                 start: float | None = None, stop: float | None = None, every: int = 1,
                 timeout: float | None = None, progress: bool = False, **properties: Any) -> None:
        if format not in PACKED:
            raise AlignscaleError(f"Frames of format {format} make no array. Formats are: "
                                  f"{', '.join(PACKED)}.")
        floats = _is_float(dtype, format)
        if settings is not None and not isinstance(settings, Settings):
            raise AlignscaleError("settings are what from_torchvision, from_hf and ultralytics return. Give "
                                  f"properties by their names, as method=\"bicubic\", not {settings!r}.")
        if settings is not None and size is None and width is None and height is None:
            size = settings.size
        caps = _size_caps(size, width, height,
                          "tensor/strided" if floats else f"video/x-raw,format={format}")
        first = _seconds(start, "start") if start is not None else 0
        self._stop = _seconds(stop, "stop") if stop is not None else None
        if self._stop is not None and self._stop <= first:
            raise AlignscaleError("stop has to be later than start.")
        if timeout is not None:
            _seconds(timeout, "timeout")
        self._timeout = timeout
        self._every = _pixels(every, "every")
        text, self._name = _source(source)
        self._is_file = text.startswith('uridecodebin uri="file:')
        start_gstreamer()
        self._layout: tuple[Any, Layout] | None = None
        self._error: AlignscaleError | None = None
        self._bars: list[Any] = []
        self._chain = Chain(text, format, "aligntensor" if floats else "alignscale", caps, self._every)
        self._close = weakref.finalize(self, _close, self._chain, self._bars)
        try:
            self._set(preset, settings, properties)
            _set_property(self._chain.parts["exact"], "conversion", conversion)
            self._open(first if start is not None else None)
            if progress:
                self._bars.append(_bar(self._name, self._expected(first)))
        except BaseException:
            self.close()
            raise

    def _set(self, preset: str | None, settings: Settings | None,
             properties: dict[str, Any]) -> None:
        scaler = self.element
        if preset is not None:
            _load_preset(scaler, preset)
        for name, value in {**(settings.properties if settings is not None else {}),
                            **properties}.items():
            _set_property(scaler, name, value)

    def _open(self, start: int | None) -> None:
        """Waits until the first frame is there, so that what fails fails here."""
        pipeline, sink = self._chain.pipeline, self._chain.parts["sink"]
        result = pipeline.set_state(Gst.State.PAUSED)
        looks = 0
        for _ in self._waiting():
            self._look_at_messages()
            if self._error is not None:
                raise self._error
            if result != Gst.StateChangeReturn.ASYNC:
                break
            # decodebin loses errors of demuxers that fail at once
            looks = looks + 1 if self._is_file and not self._chain.is_read() else 0
            if looks > IDLE_LOOKS:
                raise AlignscaleError(f"{self._name}: it cannot be read any further, and no frame came: "
                                      "it is damaged or cut off.")
            result = pipeline.get_state(SLICE)[0]
        self.live: bool = result == Gst.StateChangeReturn.NO_PREROLL
        if result == Gst.StateChangeReturn.FAILURE:
            # the message comes a moment after the state
            message = pipeline.get_bus().timed_pop_filtered(Gst.SECOND, Gst.MessageType.ERROR)
            raise _error(self._name, message) if message is not None else AlignscaleError(
                f"{self._name}: the pipeline does not start.")
        if self.live:
            sink.set_property("drop", True)
            sink.set_property("max-buffers", 1)
        if start is not None or self._stop is not None:
            self._seek(start or 0)
        pipeline.set_state(Gst.State.PLAYING)

    def _waiting(self) -> Iterator[None]:
        """Goes on until the timeout."""
        end = time.monotonic() + self._timeout if self._timeout is not None else None
        while end is None or time.monotonic() < end:
            yield
        raise AlignscaleError(f"{self._name}: no frame came for {self._timeout} seconds.")

    def _look_at_messages(self) -> None:
        """Keeps the first error, for when there are no more frames; passes warnings on."""
        bus = self._chain.pipeline.get_bus()
        while bus.have_pending():
            message = bus.pop()
            if message is None:
                return
            if message.type == Gst.MessageType.ERROR and self._error is None:
                self._error = _error(self._name, message)
            elif message.type == Gst.MessageType.WARNING and message.src == self.element:
                text, _ = message.parse_warning()
                warnings.warn(text.message, AlignscaleWarning, stacklevel=4)

    def _expected(self, first: int) -> int | None:
        """Number of frames, as the film's duration and rate promise; None: nobody knows."""
        rate, end = self.frame_rate, self.duration
        if self._stop is not None:
            end = min(end, self._stop / 1e9) if end is not None else self._stop / 1e9
        if rate is None or end is None:
            return None
        return math.ceil(max(0, round((end - first / 1e9) * rate)) / self._every)

    # what users see

    @property
    def element(self) -> Any:
        """The element alignscale: its properties may be changed while frames are read. The frames
        that wait already, up to five, still have the old ones."""
        return self._chain.parts["scaler"]

    @property
    def pipeline(self) -> Any:
        """All of it, a Gst.Pipeline."""
        return self._chain.pipeline

    @property
    def duration(self) -> float | None:
        """Of the film, in seconds; None where nobody knows."""
        known, duration = self._chain.pipeline.query_duration(Gst.Format.TIME)
        return duration / 1e9 if known and duration > 0 else None

    @property
    def frame_rate(self) -> fractions.Fraction | None:
        """Frames per second as the film says, before `every`; None where it says none."""
        caps = self._chain.parts["entry"].get_static_pad("src").get_current_caps()
        known, over, under = caps.get_structure(0).get_fraction("framerate") if caps \
            else (False, 0, 1)
        return fractions.Fraction(over, under) if known and over > 0 else None

    @property
    def closed(self) -> bool:
        """True after close()."""
        return not self._close.alive

    def close(self) -> None:
        """Stops the pipeline and closes its files. Frames stay valid. Again is harmless."""
        self._close()

    def seek(self, time: float) -> None:
        """Goes to `time` in seconds: the next frame is the one shown then. `stop` stays.

        Raises AlignscaleError where the source cannot be sought, as cameras cannot.
        """
        self._look_open()
        self._seek(_seconds(time, "time"))

    def _seek(self, start: int) -> None:
        flags = Gst.SeekFlags.FLUSH | Gst.SeekFlags.ACCURATE
        kind = Gst.SeekType.SET if self._stop is not None else Gst.SeekType.NONE
        if self.live or not self._chain.pipeline.seek(
                1.0, Gst.Format.TIME, flags, Gst.SeekType.SET, start, kind,
                self._stop if self._stop is not None else -1):
            raise AlignscaleError(f"{self._name} cannot be sought: it has no start, stop or seek().")

    def _look_open(self) -> None:
        if self.closed:
            raise AlignscaleError("The reader is closed.")
        if is_forked():
            raise AlignscaleError("The reader was opened before this process was forked: it stays with the other.")

    def __iter__(self) -> "Reader":
        return self

    def __next__(self) -> Frame:
        self._look_open()
        try:
            sample = self._pull()
            frame = self._frame(sample) if sample is not None else None
        except BaseException:
            self.close()
            raise
        for bar in self._bars:
            if frame is not None:
                bar.update(1)
            else:
                bar.total = bar.n
                bar.refresh()
        if frame is None:
            raise StopIteration
        return frame

    def _pull(self) -> Any:
        """None: that was the last."""
        sink = self._chain.parts["sink"]
        for _ in self._waiting():
            sample = sink.try_pull_sample(SLICE)
            self._look_at_messages()
            if sample is not None:
                break
            if self._error is not None:
                raise self._error
            if sink.is_eos():
                break
        return sample

    def _frame(self, sample: Any) -> Frame:
        caps = sample.get_caps()
        if self._layout is None or not self._layout[0].is_equal(caps):
            self._layout = caps, self._layout_of(caps)
        # made by a converter or by alignscale it is ours alone
        writable = None if self._chain.untouched else True
        return Frame(sample.get_buffer(), self._layout[1], sample.get_segment(), writable)

    def _layout_of(self, caps: Any) -> Layout:
        if not caps.get_structure(0).get_name().startswith("tensor/"):
            return Layout.of_caps(caps)
        return Layout.of_tensor(caps, self.element.get_property("layout").value_nick)

    def batches(self, n: int, drop_last: bool = False) -> Iterator[Batch]:
        """The same frames, n at a time; the last batch may have fewer, unless it is dropped."""
        n = _pixels(n, "n")
        frames = []
        for frame in self:
            frames.append(frame)
            if len(frames) == n:
                yield Batch(frames)
                frames = []
        if frames and not drop_last:
            yield Batch(frames)

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
