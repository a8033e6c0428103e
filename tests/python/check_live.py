#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""docs/examples/live.py on a display: what its window shows, before and after keys and the menu.

check_live.py ROOT. Run by tools/check-live.sh on an X display of its own, with xdotool and
tesseract. The source is a test picture of 32x24 pixels that is enlarged tenfold: by nearest each
pixel has to be a square of 10x10, wherever in the window the view is."""

import re
import subprocess
import sys
import tempfile
import time

import gi
import numpy

from tree import check, finish, root

gi.require_version("Gdk", "3.0")
from gi.repository import Gdk  # noqa: E402

CAPS = "video/x-raw,format=BGRx,width=32,height=24,framerate=30/1"
SOURCE = "videotestsrc {} pattern=checkers-2 ! " + CAPS


def picture():
    """The source's frame as (24, 32, 3) of R, G, B, by gst-launch-1.0."""
    raw = subprocess.run(["gst-launch-1.0", "-q", *SOURCE.format("num-buffers=1").split(), "!", "fdsink"],
                         check=True, stdout=subprocess.PIPE).stdout
    return numpy.frombuffer(raw, numpy.uint8).reshape(24, 32, 4)[:, :, 2::-1]


def screenshot():
    """The display as (height, width, 3)."""
    window = Gdk.get_default_root_window()
    pixbuf = Gdk.pixbuf_get_from_window(window, 0, 0, window.get_width(), window.get_height())
    pixels = numpy.frombuffer(pixbuf.get_pixels(), numpy.uint8)
    rows = numpy.lib.stride_tricks.as_strided(
        pixels, (pixbuf.get_height(), pixbuf.get_width(), pixbuf.get_n_channels()),
        (pixbuf.get_rowstride(), pixbuf.get_n_channels(), 1))
    return rows[:, :, :3].copy()


def places_of(wanted, shot):
    """Left edges of the places where the display has this picture."""
    height, width = wanted.shape[:2]
    found = []
    # the middle row first, which is seldom elsewhere
    for y in range(shot.shape[0] - height):
        row = shot[y + height // 2]
        for x in numpy.flatnonzero((row[:shot.shape[1] - width] == wanted[height // 2, 0]).all(axis=1)):
            if (row[x:x + width] == wanted[height // 2]).all() \
                    and (shot[y:y + height, x:x + width] == wanted).all():
                found.append(int(x))
    return sorted(found)


def wait_for(count, wanted, seconds=20):
    """Places once there are so many, or those there are at the end."""
    found = []
    for _ in range(int(seconds * 4)):
        found = places_of(wanted, screenshot())
        if len(found) == count:
            break
        time.sleep(0.25)
    return found


def words():
    """What can be read on the display, as one line. Some letters are misread."""
    from PIL import Image
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        shot = Image.fromarray(screenshot())
        shot.resize((3 * shot.width, 3 * shot.height), Image.LANCZOS).save(file.name)
        text = subprocess.run(["tesseract", file.name, "-", "--psm", "11"], check=False,
                              capture_output=True, text=True).stdout
    return " ".join(text.split())


def words_with(wanted, seconds=20):
    """The same once this can be read, or what can be at the end: figures come after half a second."""
    end = time.monotonic() + seconds
    text = words()
    while not re.search(wanted, text) and time.monotonic() < end:
        text = words()
    return text


def press(window, *keys):
    subprocess.run(["xdotool", "windowfocus", "--sync", window], check=True)
    for key in keys:
        subprocess.run(["xdotool", "key", key], check=True)
        time.sleep(0.3)


Gdk.init([])
blocks = picture().repeat(10, axis=0).repeat(10, axis=1)
live = subprocess.Popen([sys.executable, root / "docs/examples/live.py", "--source",
                         SOURCE.format("is-live=true"), "--size", "320x240", "method=nearest",
                         "method=bicubic", "method=lanczos"], stderr=subprocess.PIPE, text=True)
found = wait_for(1, blocks)
check(len(found) == 1, "one view shows the picture in squares: that of nearest", found, live.poll())
window = subprocess.run(["xdotool", "search", "--name", "alignscale, live"], check=False,
                        capture_output=True, text=True).stdout.split()
check(window, "the window is there")
window = window[-1] if window else "0"

text = words_with("frames per second")
check(all(re.search(rf"{i}:? ?{name}", text) for i, name in ((1, "nearest"), (2, "bicubic"), (3, "lanczos"))),
      "titles say each view's method", text)
rate = re.search(r"(\d+)[.,]\d frames per second, (\d+) ?% of a pro", text)
check(rate and 10 <= int(rate[1]) <= 35, "the line below has the frame rate, about 30, and the processor's share",
      text)
check(len(re.findall(r"\d: ?\d+[.,]\d\d ms", text)) == 3, "... and each element's time", text)

press(window, "2", "m")  # bicubic becomes area, which makes squares of whole ratios as nearest does
found = wait_for(2, blocks)
check(len(found) == 2, "keys: the second view's next method is area", found)
press(window, "3", "c")
check(re.search(r"3:? ?lanczos, align", words()) is not None, "... and align-corners of the third")

press(window, "F10", "Right", "Down", "Return")  # the second menu, method; its first entry, nearest
found = wait_for(3, blocks)
check(len(found) == 3, "the menu: the third view's method is nearest", found)

press(window, "q")
try:
    live.wait(10)
except subprocess.TimeoutExpired:
    live.kill()
check(live.returncode == 0, "Q ends it", live.returncode, live.stderr.read())

refused = subprocess.run([sys.executable, root / "docs/examples/live.py", "method=cubist"], check=False,
                         capture_output=True, text=True, timeout=30)
check(refused.returncode == 1 and "cubist" in refused.stderr and "Traceback" not in refused.stderr,
      "a method there is not is an error in one line", refused.stderr)
finish()
