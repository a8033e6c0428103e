# SPDX-License-Identifier: LGPL-2.1-or-later
"""The pipeline behind a reader: what there is from the source to the appsink.

    source ! entry, then one of alignconvert, videoconvert, nothing ! colours ! alignscale ! size ! sink

Which of them depends on what the source sends, so it is linked when its caps come: alignconvert
takes YUV alone, videoconvert would round YUV.
"""

from __future__ import annotations

import threading
from typing import Any

from ._errors import AlignscaleError
from ._gst import GLib, Gst

PARTS = ("entry", "exact", "other", "colours", "scaler", "size", "sink")
_PREFIX = "alignscale_"

# Set in GStreamer's threads while they run Python: a pipeline cannot be stopped there.
_streaming = threading.local()


class Chain:
    """The pipeline, and the callbacks on its streaming thread.

    Callbacks and pads hold each other; `stop` lets go. It has no reference to its reader.
    """

    def __init__(self, source: str, format: str, scaler: str, size: str, every: int) -> None:
        """source: text of a pipeline that ends in raw video. scaler: alignscale or aligntensor.
        size: caps behind it. every: of so many frames the first is used."""
        text = (f"{source} ! capsfilter name={_PREFIX}entry caps=video/x-raw "
                f"alignconvert name={_PREFIX}exact videoconvert name={_PREFIX}other "
                f"capsfilter name={_PREFIX}colours caps=video/x-raw,format={format} ! "
                f"{scaler} name={_PREFIX}scaler geometry-meta=true ! "
                f"capsfilter name={_PREFIX}size caps={size} ! "
                f"appsink name={_PREFIX}sink sync=false enable-last-sample=false max-buffers=4")
        try:
            self.pipeline = Gst.parse_launch(text)
        except GLib.Error as error:
            raise AlignscaleError(f"{source} is no pipeline: {error.message}.") from error
        self.parts = {name: self.pipeline.get_by_name(_PREFIX + name) for name in PARTS}
        self.untouched = False  # frames may have been passed as they came, so the decoder has them
        self._format = format
        self._every, self._count, self._begin = every, 0, 0
        self._between: Any = None
        self._pad = self.parts["entry"].get_static_pad("src")
        self._probes = [
            self._pad.add_probe(Gst.PadProbeType.EVENT_DOWNSTREAM, self._see_event),
            self._pad.add_probe(Gst.PadProbeType.EVENT_UPSTREAM, self._see_answer)]
        if every > 1:
            self._probes += [
                self._pad.add_probe(Gst.PadProbeType.EVENT_FLUSH, self._see_flush),
                self._pad.add_probe(Gst.PadProbeType.BUFFER, self._see_buffer)]

    # on a streaming thread

    def _see_event(self, _pad: Any, info: Any) -> Any:
        _streaming.here = True
        event = info.get_event()
        if event.type == Gst.EventType.CAPS:
            self._link(event.parse_caps())
        elif event.type == Gst.EventType.SEGMENT:
            self._begin = event.parse_segment().start
        elif event.type == Gst.EventType.EOS and not self._pad.is_linked():
            self._post_empty()  # the sink waits for a frame, or for this event
        return Gst.PadProbeReturn.OK

    def _post_empty(self) -> None:
        entry = self.parts["entry"]
        error = GLib.Error.new_literal(Gst.StreamError.quark(), "There is no frame in it: it is damaged "
                                       "or cut off.", Gst.StreamError.FAILED)
        entry.post_message(Gst.Message.new_error(entry, error, ""))

    def _see_answer(self, _pad: Any, info: Any) -> Any:
        """Linking asks sources to negotiate again: those that can would make the small size."""
        again = info.get_event().type == Gst.EventType.RECONFIGURE
        return Gst.PadProbeReturn.DROP if again else Gst.PadProbeReturn.OK

    def _see_flush(self, _pad: Any, _info: Any) -> Any:
        self._count = 0
        return Gst.PadProbeReturn.OK

    def _see_buffer(self, _pad: Any, info: Any) -> Any:
        _streaming.here = True
        buffer, none = info.get_buffer(), Gst.CLOCK_TIME_NONE
        if none not in (buffer.pts, buffer.duration) \
                and buffer.pts + buffer.duration <= self._begin:
            return Gst.PadProbeReturn.DROP  # raw films begin where they can, as decoders do not
        self._count += 1
        used = self._count % self._every == 1
        return Gst.PadProbeReturn.OK if used else Gst.PadProbeReturn.DROP

    def _link(self, caps: Any) -> None:
        entry, colours = self.parts["entry"], self.parts["colours"]
        between = self._choose(caps)
        if between is self._between and self._pad.is_linked():
            return
        if self._pad.is_linked():
            entry.unlink(self._between or colours)
            if self._between is not None:
                self._between.unlink(colours)
        self._between = between
        if between is None:
            self.untouched = True
            entry.link(colours)
        else:
            between.link(colours)
            entry.link(between)

    def _choose(self, caps: Any) -> Any:
        """The converter for such caps; None: none is needed."""
        format = caps.get_structure(0).get_value("format")
        if format == self._format:
            return None
        exact = self.parts["exact"]
        rgb = Gst.Caps.from_string(f"video/x-raw,format={self._format}")
        ends = (("sink", caps), ("src", rgb))
        takes = all(exact.get_static_pad(pad).get_pad_template_caps().can_intersect(wanted)
                    for pad, wanted in ends)
        # what alignconvert passes it does not convert: R'G'B' in another order
        reordered = exact.get_static_pad("src").get_pad_template_caps().can_intersect(caps)
        return exact if takes and not reordered else self.parts["other"]

    # on the reader's thread, or the garbage collector's

    def is_read(self) -> bool:
        """False where no thread of any element runs, so that nothing more comes out of a file."""
        def runs(element: Any, found: list[bool]) -> None:
            found += [pad.get_task_state() == Gst.TaskState.STARTED for pad in element.pads]
        found: list[bool] = []
        elements = self.pipeline.iterate_recurse()
        while elements.foreach(runs, found) == Gst.IteratorResult.RESYNC:
            elements.resync()
        return any(found)

    def stop(self) -> None:
        """Stops the pipeline and lets its files go; again is harmless."""
        if getattr(_streaming, "here", False):
            threading.Thread(target=self._stop).start()
        else:
            self._stop()

    def _stop(self) -> None:
        self.pipeline.set_state(Gst.State.NULL)
        for probe in self._probes:
            self._pad.remove_probe(probe)
        self._probes = []
