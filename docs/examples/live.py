#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A camera, enlarged side by side with up to three settings.

    live.py [--source PIPELINE] [--size WIDTHxHEIGHT] [SETTINGS ...]

    live.py "method=bilinear" "method=bicubic" "method=bicubic align-corners=true"

SETTINGS are properties of alignscale as gst-launch-1.0 takes them; without any there are three.
The source is the first camera, /dev/video0, or, where there is none, a live test picture. Each
view is WIDTHxHEIGHT pixels, 480x360 unless told.

Keys 1, 2 and 3 choose a view; the letters in the menu's entries, and the menu, change its settings
while it runs. Q or Escape ends. The line below the views has frames per second, the processor's share
(100 % is one processor) and the time that each alignscale takes for a frame.

On Debian: apt install python3-gi gir1.2-gtk-3.0 gstreamer1.0-gtk3 gstreamer1.0-plugins-good
"""

import argparse
import collections
import os
import re
import signal
import sys
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gst, Gtk  # noqa: E402

DEFAULTS = ["method=nearest", "method=bilinear", "method=bicubic"]
# what the menu has, and its key: a property and its values, chosen one after the other by the key
MENU = {
    "m": ("method", ["nearest", "bilinear", "bicubic", "area", "lanczos"]),
    "c": ("align-corners", ["false", "true"]),
    "a": ("antialias", ["false", "true"]),
    "f": ("fit", ["stretch", "letterbox", "cover"]),
}
SHOWN = 30  # frames that times are averaged over


def camera():
    """Text of a source: the first camera, or a test picture."""
    if os.path.exists("/dev/video0") and Gst.ElementFactory.find("v4l2src"):
        return "v4l2src ! videoconvert"
    return "videotestsrc is-live=true pattern=ball ! video/x-raw,width=160,height=120,framerate=30/1"


class View:
    """One alignscale: its settings, and how long it takes."""

    def __init__(self, element, sink, number):
        self.element, self.sink, self.number = element, sink, number
        self.times = collections.deque(maxlen=SHOWN)
        self.frames = 0
        self._began = 0.0
        # a frame goes in and comes out on the same thread
        element.get_static_pad("sink").add_probe(Gst.PadProbeType.BUFFER, self._begin)
        element.get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, self._end)

    def _begin(self, pad, info):
        self._began = time.perf_counter()
        return Gst.PadProbeReturn.OK

    def _end(self, pad, info):
        self.times.append(time.perf_counter() - self._began)
        self.frames += 1
        return Gst.PadProbeReturn.OK

    def set(self, name, value):
        Gst.util_set_object_arg(self.element, name, value)

    def value(self, name):
        """As text."""
        value = self.element.get_property(name)
        return value.value_nick if hasattr(value, "value_nick") else str(value).lower()

    def text(self):
        settings = [self.value("method")]
        settings += [name for name in ("align-corners", "antialias") if self.value(name) == "true"]
        settings += [self.value("fit")] if self.value("fit") != "stretch" else []
        return ", ".join(settings)

    def milliseconds(self):
        """Mean of the last frames."""
        times = list(self.times)
        return 1000 * sum(times) / len(times) if times else 0.0


class Live(Gtk.Window):
    """The window: views side by side, a menu, a line of figures."""

    def __init__(self, source, settings, width, height):
        super().__init__(title="alignscale, live")
        self.chosen = 0
        self._processor, self._clock, self._counted = time.process_time(), time.monotonic(), 0
        self._build_pipeline(source, settings, width, height)
        self._build_window(width, height)
        self.connect("key-press-event", self._on_key)
        self.connect("destroy", lambda window: self.finish())
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message", self._on_message)
        GLib.timeout_add(500, self._show_figures)

    def _build_pipeline(self, source, settings, width, height):
        branches = "".join(
            f" tee. ! queue max-size-buffers=2 leaky=downstream ! alignscale name=scale{i} {text} ! "
            f"video/x-raw,width={width},height={height},pixel-aspect-ratio=1/1 ! videoconvert ! "
            f"gtksink name=view{i} sync=false"
            for i, text in enumerate(settings))
        self.pipeline = Gst.parse_launch(f"{source} ! tee name=tee{branches}")
        self.views = [View(self.pipeline.get_by_name(f"scale{i}"), self.pipeline.get_by_name(f"view{i}"), i)
                      for i in range(len(settings))]

    def _build_window(self, width, height):
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        column.pack_start(self._build_menu(), False, False, 0)
        row = Gtk.Box(spacing=4)
        self.titles = []
        for view in self.views:
            box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
            title = Gtk.Label()
            self.titles.append(title)
            box.pack_start(title, False, False, 2)
            widget = view.sink.get_property("widget")
            widget.set_size_request(width, height)  # it has no size of its own
            box.pack_start(widget, True, True, 0)
            row.pack_start(box, True, True, 0)
        column.pack_start(row, True, True, 0)
        self.figures = Gtk.Label(label="...", selectable=False)
        column.pack_start(self.figures, False, False, 4)
        self.add(column)
        self._show_titles()

    def _build_menu(self):
        bar = Gtk.MenuBar()
        views = Gtk.Menu()
        for view in self.views:
            self._add_item(views, f"View {view.number + 1}\t{view.number + 1}",
                           lambda item, number=view.number: self.choose(number))
        self._add_item(views, "Quit\tQ", lambda item: self.finish())
        self._add_submenu(bar, "Views", views)
        for key, (name, values) in MENU.items():
            menu = Gtk.Menu()
            for value in values:
                self._add_item(menu, value,
                               lambda item, name=name, value=value: self.change(name, value))
            self._add_submenu(bar, f"{name} ({key.upper()})", menu)
        return bar

    @staticmethod
    def _add_item(menu, label, action):
        item = Gtk.MenuItem(label=label)
        item.connect("activate", action)
        menu.append(item)

    @staticmethod
    def _add_submenu(bar, label, menu):
        item = Gtk.MenuItem(label=label)
        item.set_submenu(menu)
        bar.append(item)

    # ---- what is done ----

    def choose(self, number):
        """Whose settings keys and menu change."""
        if number < len(self.views):
            self.chosen = number
            self._show_titles()

    def change(self, name, value=None):
        """Sets a property of the chosen view; without a value the next one."""
        view = self.views[self.chosen]
        if value is None:
            values = next(values for known, values in MENU.values() if known == name)
            now = view.value(name)
            value = values[(values.index(now) + 1) % len(values) if now in values else 0]
        view.set(name, value)
        self._show_titles()

    def start(self):
        self.show_all()
        self.pipeline.set_state(Gst.State.PLAYING)

    def finish(self):
        self.pipeline.set_state(Gst.State.NULL)
        if Gtk.main_level():
            Gtk.main_quit()

    # ---- what is shown ----

    def _show_titles(self):
        for view, title in zip(self.views, self.titles):
            text = GLib.markup_escape_text(f"{view.number + 1}: {view.text()}")
            title.set_markup(f"<b>{text}</b>" if view.number == self.chosen else text)

    def _show_figures(self):
        now, processor = time.monotonic(), time.process_time()
        frames = self.views[0].frames
        seconds = now - self._clock
        rate, share = (frames - self._counted) / seconds, (processor - self._processor) / seconds
        self._clock, self._processor, self._counted = now, processor, frames
        times = ", ".join(f"{view.number + 1}: {view.milliseconds():.2f} ms" for view in self.views)
        self.figures.set_text(f"{rate:.1f} frames per second, {100 * share:.0f} % of a processor; {times}")
        return True

    def _on_key(self, window, event):
        name = Gdk.keyval_name(event.keyval).lower()
        if name in ("q", "escape"):
            self.finish()
        elif name in ("1", "2", "3"):
            self.choose(int(name) - 1)
        elif name in MENU:
            self.change(MENU[name][0])
        else:
            return False
        return True

    def _on_message(self, bus, message):
        if message.type == Gst.MessageType.ERROR:
            error, _ = message.parse_error()
            print(f"live.py: {error.message}", file=sys.stderr)
            self.failed = True
            self.finish()
        elif message.type == Gst.MessageType.WARNING:
            print(f"live.py: {message.parse_warning()[0].message}", file=sys.stderr)
        elif message.type == Gst.MessageType.EOS:
            self.finish()

    failed = False


def size_of(text):
    """WIDTHxHEIGHT as (width, height)."""
    match = re.fullmatch(r"(\d+)x(\d+)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text} is no size: write it as 640x480")
    return int(match[1]), int(match[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("settings", nargs="*", metavar="SETTINGS", help='such as "method=bicubic"')
    parser.add_argument("--source", metavar="PIPELINE", help="what gst-launch-1.0 would take")
    parser.add_argument("--size", type=size_of, default=(480, 360), metavar="WIDTHxHEIGHT")
    arguments = parser.parse_args()
    if len(arguments.settings) > 3:
        parser.error("there are three views at most")
    Gst.init(None)
    if not Gtk.init_check(None)[0]:
        sys.exit("live.py: there is no display. Set DISPLAY, or run it with xvfb-run.")
    for name, package in (("alignscale", "this plugin: see README.md"),
                          ("gtksink", "gstreamer1.0-gtk3")):
        if not Gst.ElementFactory.find(name):
            sys.exit(f"live.py: GStreamer has no element {name}. Install {package}.")
    try:
        window = Live(arguments.source or camera(), arguments.settings or DEFAULTS, *arguments.size)
    except GLib.Error as error:
        sys.exit(f"live.py: {error.message}")
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGINT, lambda: window.finish() or False)
    window.start()
    Gtk.main()
    sys.exit(1 if window.failed else 0)


if __name__ == "__main__":
    main()
