#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Latency and processor share of a live stream that is enlarged, beside videoscale.

    tools/measure-live.py [--seconds N] [--level NAME]

A live test source of 720p30 and of 1080p60 becomes 4K, in I420 and in BGRx. GStreamer's latency
tracer says how long each frame was in the scaler, the kernel how much of the processors the process
took; what the pipeline takes without a scaler is subtracted. Needs a machine that does nothing else.
Run it where GStreamer finds the plugin: meson devenv -C build ../tools/measure-live.py
"""

import argparse
import os
import re
import resource
import subprocess
import sys

STREAMS = [("720p30", 1280, 720, 30), ("1080p60", 1920, 1080, 60)]
SCALERS = [("alignscale", "alignscale"), ("alignscale method=bicubic", "alignscale method=bicubic"),
           ("alignscale, 2 threads", "alignscale n-threads=2"),
           ("videoscale", "videoscale method=bilinear add-borders=false"),
           ("videoscale method=catrom", "videoscale method=catrom add-borders=false"),
           ("videoscale, 2 threads", "videoscale method=bilinear add-borders=false n-threads=2")]


def run(pipeline):
    """(latencies of the element called scaler in ms, processor seconds)."""
    environment = {**os.environ, "GST_TRACERS": "latency(flags=element)", "GST_DEBUG": "GST_TRACER:7",
                   "GST_DEBUG_NO_COLOR": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(["gst-launch-1.0", "-q", *pipeline.split()], check=True, env=environment,
                          stderr=subprocess.PIPE, text=True).stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    times = [int(time) / 1e6 for time in
             re.findall(r"element-latency,.*?element=\(string\)scaler,.*?time=\(guint64\)(\d+)", said)]
    return times, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def source(format, width, height, rate, frames):
    # one picture again and again: the source is not what is measured
    return (f"videotestsrc is-live=true pattern=ball num-buffers={frames} ! "
            f"video/x-raw,format={format},width={width},height={height},framerate={rate}/1")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--seconds", type=int, default=10, help="of each stream; 10 unless told")
    parser.add_argument("--level", help="the highest level of our row functions, as ALIGNSCALE_ROWS")
    arguments = parser.parse_args()
    if arguments.level:
        os.environ["ALIGNSCALE_ROWS"] = arguments.level
    if subprocess.run(["gst-inspect-1.0", "alignscale"], check=False, stdout=subprocess.DEVNULL).returncode:
        sys.exit("measure-live.py: GStreamer has no element alignscale. Run it in meson devenv.")
    print("| stream, to 3840x2160 | format | scaler | in the scaler, median | 99 of 100 frames within | "
          "of a processor |\n|---|---|---|---|---|---|")
    for name, width, height, rate in STREAMS:
        frames = arguments.seconds * rate
        for format in ("I420", "BGRx"):
            start = source(format, width, height, rate, frames)
            _, alone = run(f"{start} ! identity name=scaler ! fakesink sync=true")
            for title, scaler in SCALERS:
                times, processor = run(f"{start} ! {scaler} name=scaler ! "
                                       "video/x-raw,width=3840,height=2160 ! fakesink sync=true")
                times.sort()
                share = 100 * (processor - alone) / arguments.seconds
                print(f"| {name} | {format} | `{title}` | {times[len(times) // 2]:.1f} ms | "
                      f"{times[len(times) * 99 // 100]:.1f} ms | {share:.0f} % |", flush=True)


if __name__ == "__main__":
    main()
