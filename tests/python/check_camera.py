#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A camera, /dev/video0, through v4l2src: its frames are scaled as those of a file are.

check_camera.py ROOT. Run in a virtual machine by tools/check-camera.sh; the plugin and the module are
installed there."""

import pathlib
import re
import subprocess
import sys
import tempfile
import time

import alignscale
from alignscale._gst import Gst, start
from tree import check, finish, pipelines, root

CAMERA = "/dev/video0"
N = 4
folder = pathlib.Path(tempfile.mkdtemp())


def run(*arguments, seconds=60):
    """(status, what it said)"""
    try:
        done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds,
                              check=False)
    except subprocess.TimeoutExpired as error:
        return -1, f"{error}: {error.stdout}"
    return done.returncode, done.stdout


def launch(text):
    return run("gst-launch-1.0", "-q", *text.split())


def formats():
    """Those that both the camera and alignscale have."""
    source = Gst.ElementFactory.make("v4l2src")
    source.set_property("device", CAMERA)
    source.set_state(Gst.State.READY)
    caps = source.get_static_pad("src").query_caps(None)
    source.set_state(Gst.State.NULL)
    takes = Gst.ElementFactory.make("alignscale").get_static_pad("sink").get_pad_template_caps()
    names = set()
    for i in range(caps.get_size()):
        one = caps.get_structure(i)
        if one.get_name() == "video/x-raw":
            value = one.get_value("format")
            names |= set(value if not isinstance(value, str) else [value])

    def is_taken(name):
        return takes.can_intersect(Gst.Caps.from_string(f"video/x-raw,format={name}"))
    return sorted(filter(is_taken, names))


def check_format(name):
    """What the element makes of frames in the driver's memory, and of their copies in a file."""
    raw, live, copied = (folder / file for file in ("raw", "live", "copied"))
    caps = f"video/x-raw,format={name},width=640,height=360"
    scaled = "alignscale method=bicubic ! video/x-raw,width=500,height=300"
    status, said = launch(f"v4l2src device={CAMERA} num-buffers={N} ! {caps} ! tee name=t ! queue ! {scaled} ! "
                          f"filesink location={live} t. ! queue ! filesink location={raw}")
    if status == 0:
        status, said = launch(
            f"filesrc location={raw} ! rawvideoparse format={name.replace('_', '-').lower()} width=640 height=360 ! "
            f"{scaled} ! filesink location={copied}")
    same = status == 0 and live.stat().st_size > 0 and live.read_bytes() == copied.read_bytes()
    check(same, f"{name} of the camera is scaled as that of a file", said)


def is_held():
    """Whether a process has the camera open."""
    for link in pathlib.Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) == CAMERA:
                return True
        except OSError:
            pass
    return False


start()
found = formats()
check(len(found) > 10, f"the camera and alignscale have {len(found)} formats in common", *found)
for each in found:
    check_format(each)

for words in pipelines(root / "README.md"):
    if "v4l2src" in words:
        text = " ".join(words).replace("v4l2src", f"v4l2src num-buffers={N}").replace("autovideosink", "fakesink")
        status, said = launch(text)
        check(status == 0, "the README's pipeline runs on the camera", said)

with alignscale.Reader(0, size=(90, 160)) as reader:
    frames = [(frame.array.copy(), frame.pts) for _, frame in zip(range(5), reader)]
    check(reader.live, "the module knows the camera for a live source")
check(all(array.shape == (90, 160, 3) and array.max() > array.min() for array, _ in frames)
      and [pts for _, pts in frames] == sorted({pts for _, pts in frames}) and len(frames) == 5,
      "... and reads frames of it, one after the other", frames)

window = subprocess.Popen(["xvfb-run", "--auto-servernum", sys.executable, root / "docs/examples/live.py"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
time.sleep(15)
check(window.poll() is None and is_held(), "live.py shows the camera", window.poll())
window.terminate()

finish()
