# SPDX-License-Identifier: LGPL-2.1-or-later
"""GStreamer through PyGObject: the elements, and memory that NumPy can look at."""

from __future__ import annotations

import ctypes
import os
import pathlib
import sys
import threading
from typing import Any

import numpy

try:
    import gi
    for _name in ("Gst", "GstApp", "GstVideo"):
        gi.require_version(_name, "1.0")
    from gi.repository import GLib, GObject, Gst, GstApp, GstVideo
except (ImportError, ValueError) as error:
    raise ImportError(
        f"{sys.executable} has no PyGObject, or GStreamer's introspection data are missing. On Debian: apt "
        "install python3-gi gir1.2-gst-plugins-base-1.0. Debian's own Python sees them, /usr/bin/python3, and "
        "virtual environments made by it: /usr/bin/python3 -m venv --system-site-packages venv") from error

from ._errors import AlignscaleError

__all__ = ["GLib", "GObject", "Gst", "GstApp", "GstVideo", "Mapping", "is_forked", "start"]

ELEMENTS = ("alignscale", "alignconvert")


_started_in: set[int] = set()  # the process
_starting = threading.Lock()  # GStreamer is initialized before it knows its plugins


def is_forked() -> bool:
    """True in a process that was forked from one that had started GStreamer."""
    return bool(_started_in) and os.getpid() not in _started_in


def start() -> None:
    """Initializes GStreamer, once, and finds the elements: installed ones, or this package's own.

    Not done by `import`: a process that forks workers should not have started GStreamer before.
    """
    if is_forked():
        raise AlignscaleError(
            "This process was forked from one that had opened a reader, and GStreamer's threads do not come "
            "along: a reader might wait for ever. Start processes with multiprocessing's \"spawn\" (DataLoader: "
            "multiprocessing_context=\"spawn\"), or open no reader before.")
    with _starting:
        _started_in.add(os.getpid())
        _find_elements()


def _find_elements() -> None:
    if not Gst.is_initialized():
        Gst.init(None)
    if _have_elements():
        return
    folder = pathlib.Path(__file__).parent
    for plugin in sorted(folder.glob("libgstalignscale.*")):
        try:
            Gst.Plugin.load_file(str(plugin))
        except GLib.Error as error:
            raise AlignscaleError(f"GStreamer cannot load {plugin}: {error.message}") from error
    if not _have_elements():
        raise AlignscaleError(
            "GStreamer finds no plugin alignscale. Install it, or set GST_PLUGIN_PATH to the folder "
            f"of libgstalignscale.so; there is none in {folder}, either.")


def _have_elements() -> bool:
    return all(Gst.ElementFactory.find(name) is not None for name in ELEMENTS)


# ---- memory ----
#
# PyGObject copies what is mapped into bytes. So buffers are mapped by the C library itself; the
# hash of a boxed object is its address.


class _MapInfo(ctypes.Structure):
    """GstMapInfo"""
    _fields_ = [("memory", ctypes.c_void_p), ("flags", ctypes.c_int), ("data", ctypes.c_void_p),
                ("size", ctypes.c_size_t), ("maxsize", ctypes.c_size_t),
                ("user_data", ctypes.c_void_p * 4), ("reserved", ctypes.c_void_p * 4)]


_READ, _WRITE = 1, 2
_NAMES = {"darwin": "libgstreamer-1.0.0.dylib", "win32": "gstreamer-1.0-0.dll"}


def _library() -> ctypes.CDLL:
    """The one that PyGObject has loaded."""
    library = ctypes.CDLL(_NAMES.get(sys.platform, "libgstreamer-1.0.so.0"))
    pointer, info = ctypes.c_void_p, ctypes.POINTER(_MapInfo)
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "gst_buffer_n_memory": (ctypes.c_uint, [pointer]),
        "gst_buffer_peek_memory": (pointer, [pointer, ctypes.c_uint]),
        "gst_buffer_map": (ctypes.c_int, [pointer, info, ctypes.c_int]),
        "gst_buffer_unmap": (None, [pointer, info]),
        "gst_memory_map": (ctypes.c_int, [pointer, info, ctypes.c_int]),
        "gst_memory_unmap": (None, [pointer, info])}
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


_gst = _library()


class Mapping:
    """The memory of a buffer, mapped until the last array that looks at it is gone."""

    def __init__(self, buffer: Any, writable: bool) -> None:
        """Where `writable`, the caller knows that nobody else looks at the buffer."""
        self._buffer = buffer
        self._address = hash(buffer)
        self._info = _MapInfo()
        self._memory = None
        self._unmap = False
        if writable and _gst.gst_buffer_n_memory(self._address) == 1:
            self._memory = _gst.gst_buffer_peek_memory(self._address, 0)
            if not _gst.gst_memory_map(self._memory, self._info, _READ | _WRITE):
                self._memory = None
        self.writable = self._memory is not None
        if self._memory is None and not _gst.gst_buffer_map(self._address, self._info, _READ):
            raise AlignscaleError("The memory of a frame cannot be read.")
        self._unmap = True

    @property
    def size(self) -> int:
        """Bytes."""
        return int(self._info.size)

    def view(self, offset: int, shape: tuple[int, ...], strides: tuple[int, ...],
             kind: str) -> "View":
        """Numbers of `kind` ("u1", "<u2", "=f4") in this memory; offset and strides are bytes, and not
        negative. AlignscaleError where they are not all inside."""
        last = offset + sum((n - 1) * stride for n, stride in zip(shape, strides)) + int(kind[-1])
        if last > self.size:
            raise AlignscaleError(f"A frame of {self.size} bytes does not hold its {last}.")
        return View(self, self._info.data + offset, shape, strides, kind)

    def __del__(self) -> None:
        if not self._unmap:
            return
        if self._memory is not None:
            _gst.gst_memory_unmap(self._memory, self._info)
        else:
            _gst.gst_buffer_unmap(self._address, self._info)


class View:
    """What numpy.asarray makes an array of, which keeps the mapping."""

    def __init__(self, mapping: Mapping, address: int, shape: tuple[int, ...],
                 strides: tuple[int, ...], kind: str) -> None:
        self._mapping = mapping
        self.__array_interface__ = {
            "version": 3, "shape": shape, "strides": strides,
            "typestr": numpy.dtype(kind).str, "data": (address, not mapping.writable)}
