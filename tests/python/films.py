# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of the Python module share: films of known frames, made in a second.

Exits with 77, a skipped test, where Python packages are missing."""

import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy
    import gi  # noqa: F401
except ImportError as error:
    print(f"1..0 # SKIP {error}: on Debian, apt install python3-gi python3-numpy")
    sys.exit(77)

import alignscale
from alignscale._gst import Gst, start

WIDTH, HEIGHT, RATE = 96, 64, 25
_folder = tempfile.TemporaryDirectory()
folder = pathlib.Path(_folder.name)


def _environment():
    """With the plugin that the module has found, which may be in the module's own folder."""
    start()
    plugin = pathlib.Path(Gst.ElementFactory.find("alignscale").get_plugin().get_filename())
    return {**os.environ, "GST_PLUGIN_PATH": str(plugin.parent), "GST_REGISTRY": str(folder / "registry.bin")}


def launch(text):
    """What gst-launch-1.0 writes to its standard output with such a pipeline."""
    return subprocess.run(["gst-launch-1.0", "-q", *text.split()], check=True, stdout=subprocess.PIPE,
                          env=_environment()).stdout


def noise(seed, height, width, components=3):
    return numpy.random.RandomState(seed).randint(0, 256, (height, width, components), numpy.uint8)


def film(name, data, format="rgb", width=WIDTH, height=HEIGHT, coder="", muxer="matroskamux"):
    """A film of raw frames, `data`, that may be coded."""
    raw, path = folder / (name + ".raw"), folder / name
    raw.write_bytes(data)
    launch(f"filesrc location={raw} ! rawvideoparse format={format} width={width} height={height} "
           f"framerate={RATE}/1 ! {coder} {muxer} ! filesink location={path}")
    return str(path)


def numbered(count, start=0):
    """A film of `count` grey-in-RGB frames; all samples of frame i are i."""
    data = b"".join(bytes([start + i]) * (WIDTH * HEIGHT * 3) for i in range(count))
    return film(f"numbered{count}.mkv", data)


def photograph(name, picture, format, coder):
    height, width = picture.shape[:2]
    return film(name, picture.tobytes(), format, width, height, "", coder)


def error_of(action, kind=alignscale.AlignscaleError):
    """The sentence that an action fails with; what else happens, told."""
    try:
        made = action()
    except kind as error:
        return str(error)
    return f"no error, but {made!r}"


def open_files():
    return len(os.listdir("/proc/self/fd"))


def threads():
    """Their names."""
    return [pathlib.Path(f"/proc/self/task/{task}/comm").read_text(encoding="ascii").strip()
            for task in os.listdir("/proc/self/task")]


def resident():
    """MB"""
    return int(pathlib.Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) \
        * os.sysconf("SC_PAGE_SIZE") / 1e6


__all__ = ["Gst", "HEIGHT", "RATE", "WIDTH", "alignscale", "error_of", "film", "folder", "launch",
           "noise", "numbered", "numpy", "open_files", "photograph", "resident", "threads"]
