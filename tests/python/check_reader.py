#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the Python module's reader does with time, errors and the end.

check_reader.py ROOT [OPENINGS]"""

import gc
import io
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import warnings

from films import Gst, alignscale, error_of, folder, launch, numbered, open_files, resident, threads
from tree import check, finish, skip

Reader = alignscale.Reader
OPENINGS = int(sys.argv[2]) if len(sys.argv) > 2 else 60


def numbers(frames):
    """Of a numbered film."""
    return [int(frame.array[0, 0, 0]) for frame in frames]


# ---- sources ----


def check_sources(name):
    wanted = list(range(50))
    check(numbers(Reader(name)) == wanted, "a file's name")
    check(numbers(Reader(pathlib.Path(name))) == wanted, "a path")
    check(numbers(Reader(pathlib.Path(name).as_uri())) == wanted, "a URI")
    odd = folder / 'a "b" ! c%20d#e.mkv'
    os.link(name, odd)
    check(numbers(Reader(str(odd))) == wanted, "a file with quotes, ! and % in its name")
    check(numbers(Reader(f"filesrc location={name} ! matroskademux")) == wanted, "a pipeline")
    check(len(list(Reader("videotestsrc num-buffers=3 !"))) == 3, "a pipeline of one element")
    check(numbers(Reader(f"filesrc location={name} ! decodebin")) == wanted, "a pipeline that ends in decodebin")
    launch(f"videotestsrc num-buffers=5 ! video/x-raw,framerate=25/1 ! vp8enc ! webmmux name=mux ! "
           f"filesink location={folder}/both.webm audiotestsrc num-buffers=20 ! vorbisenc ! mux.")
    check(len(list(Reader(str(folder / "both.webm"), size=(8, 8)))) == 5, "a film with sound")
    sizes = {frame.to_source([0, 0, 8, 6]).tolist()[2] for frame in Reader("videotestsrc num-buffers=4 !", size=(6, 8))}
    check(sizes == {320.0}, "a source that could make the small size itself is not asked to", sizes)


# ---- time ----


def check_time(name):
    """50 frames, 25 a second: frame i begins at i * 0.04."""
    check(numbers(Reader(name, start=1.0)) == list(range(25, 50)), "start: the rest of the film")
    check(numbers(Reader(name, stop=0.2)) == list(range(5)), "stop: frames that begin before it")
    frames = list(Reader(name, start=0.5, stop=0.7))
    check(numbers(frames) == [12, 13, 14, 15, 16, 17] and frames[0].time == 0.5 and frames[1].time == 0.52,
          "start and stop: the frame that is shown at start comes first", numbers(frames))
    check(numbers(Reader(name, every=7)) == list(range(0, 50, 7)), "every: one of so many, from the first")
    check(numbers(Reader(name, every=4, start=1, stop=1.5)) == [25, 29, 33, 37], "... and from start")
    check(numbers(Reader(name, start=5)) == [], "a start beyond the end leaves nothing")
    with Reader(name, every=3) as reader:
        first = numbers([next(reader), next(reader)])
        reader.seek(1.2)
        again = numbers([next(reader), next(reader)])
        rest = numbers(reader)
        reader.seek(0)
        whole = numbers(reader)
    check((first, again, rest[0], whole) == ([0, 3], [30, 33], 36, list(range(0, 50, 3))),
          "seek, from the middle and from the end; every counts from there", first, again, rest, whole)
    with Reader(name) as reader:
        check(reader.duration == 2.0 and reader.frame_rate == 25, "duration and frame rate are known")
        for frame in reader:
            if frame.time >= 0.08:
                break
        check(numbers(reader) == list(range(3, 50)), "a loop that was left goes on in the next one")
    batches = list(Reader(name).batches(20))
    check([len(batch) for batch in batches] == [20, 20, 10] and batches[1].array.shape[0] == 20
          and batches[1].array[:, 0, 0, 0].tolist() == list(range(20, 40)) and batches[2].pts[0] == 1600000000,
          "batches, the last one with what is left")
    check([len(batch) for batch in Reader(name).batches(20, drop_last=True)] == [20, 20], "... or without it")


def check_live(name):
    text = "videotestsrc is-live=true pattern=ball ! video/x-raw,framerate=50/1,width=32,height=32"
    with Reader(text) as reader:
        first = next(reader)
        time.sleep(0.3)
        later = next(reader), next(reader)
    check(reader.live and later[1].pts - first.pts > 200e6, "of a live source the newest frame is next",
          first.pts, later[0].pts, later[1].pts)
    check("cannot be sought" in error_of(lambda: Reader(text, start=1)), "... and it cannot be sought")
    del name


def check_threads(name):
    """Other threads run while a reader waits."""
    counted, over = [0], threading.Event()

    def count():
        while not over.wait(0.001):
            counted[0] += 1

    thread = threading.Thread(target=count)
    thread.start()
    slow = Reader("videotestsrc is-live=true num-buffers=4 ! video/x-raw,framerate=10/1 !")
    begun = counted[0]
    list(slow)
    over.set()
    thread.join()
    check(counted[0] - begun > 30, "other threads run while a reader waits", counted[0] - begun)
    found = {}
    readers = [threading.Thread(target=lambda i=i: found.update({i: numbers(Reader(name, every=i + 1))}))
               for i in range(4)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join()
    check(found == {i: list(range(0, 50, i + 1)) for i in range(4)}, "readers in four threads do not meet")


# ---- errors ----


def check_errors(name):
    for sentence, action in (
            ("height, width", lambda: Reader(name, size=224)),
            ("not both", lambda: Reader(name, size=(2, 2), width=3)),
            ("whole number from 1 to 32767", lambda: Reader(name, size=(0, 5))),
            ("Did you mean method?", lambda: Reader(name, methd="area")),
            ("nearest, nearest-exact", lambda: Reader(name, method="cubix")),
            ("can only be read", lambda: Reader(name, plan="x")),
            ("from 0 to 32767", lambda: Reader(name, shortest_edge=40000)),
            ("True or False", lambda: Reader(name, antialias="no")),
            ("alignconvert's conversion cannot be", lambda: Reader(name, conversion="cv")),
            ("clip-224", lambda: Reader(name, preset="clip")),
            ("time in seconds", lambda: Reader(name, start=-1)),
            ("later than start", lambda: Reader(name, start=2, stop=1)),
            ("timeout is a time in seconds", lambda: Reader(name, timeout="5 s")),
            ("from_torchvision, from_hf and ultralytics", lambda: Reader(name, settings={"method": "area"})),
            ("no element \"nosuch\"", lambda: Reader("videotestsrc ! nosuch")),
            ("folder", lambda: Reader(str(folder))),
            ("Library Pillow has no method area", lambda: Reader(name, library="pillow", method="area")),
            ("a size that is not possible here", lambda: Reader(name, shortest_edge=9, size=(7, 7))),
            ("no frame came for 0.2", lambda: Reader("videotestsrc ! valve drop=true !", timeout=0.2))):
        said = error_of(action)
        check(sentence in said, f"an error says: {sentence}", said)
    said = error_of(lambda: Reader(str(folder / "none.mkv")), FileNotFoundError)
    check("none.mkv" in said, "a file that is not there is FileNotFoundError", said)
    said = error_of(lambda: Reader("videotestsrc"), FileNotFoundError)
    check('pipeline has a "!"' in said, "... which says how a pipeline would be told from it", said)
    launch(f"videotestsrc num-buffers=3 ! pngenc ! multifilesink location={folder}/%04d.png")
    said = error_of(lambda: Reader(str(folder)))
    advice = said.partition("use a pipeline: ")[2].replace("FOLDER", str(folder))
    check(len(list(Reader(advice, size=(9, 9)))) == 3, "numbered photographs are read as the error advises", said)
    text = folder / "text.mkv"
    text.write_text("no film\n" * 50, encoding="ascii")
    check("text" in error_of(lambda: Reader(str(text))), "a text is no film", error_of(lambda: Reader(str(text))))
    launch(f"audiotestsrc num-buffers=9 ! vorbisenc ! oggmux ! filesink location={folder}/sound.ogg")
    said = error_of(lambda: Reader(str(folder / "sound.ogg")))
    check("no video in it that can be decoded here, only: Vorbis" in said, "sound is no film", said)
    said = error_of(lambda: Reader("fakesrc num-buffers=0 !", timeout=5))
    check("There is no frame in it" in said, "a film without a frame is an error", said)
    launch(f"videotestsrc num-buffers=9 ! jpegenc ! qtmux ! filesink location={folder}/whole.mov")
    cut = folder / "cut.mov"
    cut.write_bytes((folder / "whole.mov").read_bytes()[:20000])
    said = {error_of(lambda: Reader(str(cut), timeout=9)) for _ in range(8)}
    check(not any("no frame came for 9 seconds" in sentence for sentence in said),
          "a film that was cut off is an error, and no wait for ever", *said)
    frames = []
    broken = "videotestsrc num-buffers=9 ! identity error-after=5 !"
    said = error_of(lambda: frames.extend(iter(Reader(broken))))
    check(said == "the pipeline: Failed after iterations as requested." and len(frames) == 4,
          "a film that breaks off is an error, after its frames", said, len(frames))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        list(Reader(name, size=(9, 9), method="nearest", antialias=True))
    check(any(w.category is alignscale.AlignscaleWarning and "takes no antialias" in str(w.message) for w in caught),
          "an element's warning is a Python warning")
    reader = Reader(name)
    reader.close()
    reader.close()
    check(reader.closed and "closed" in error_of(lambda: next(reader))
          and "closed" in error_of(lambda: reader.seek(0)), "a closed reader says so")


def check_progress(name):
    try:
        import tqdm  # noqa: F401
    except ImportError:
        skip("a progress bar", "tqdm is not installed")
        return
    kept, sys.stderr = sys.stderr, io.StringIO()
    try:
        list(Reader(name, progress=True, every=2, stop=1))
        said = sys.stderr.getvalue()
    finally:
        sys.stderr = kept
    check("numbered50.mkv" in said and "13/13" in said, "a progress bar knows how many frames there are", said[-200:])


# ---- the end ----


def state(pipeline):
    return pipeline.get_state(Gst.SECOND)[1]


def check_ends(name):
    with Reader(name) as reader:
        pipeline = reader.pipeline
        next(reader)
    check(state(pipeline) == Gst.State.NULL, "with closes the pipeline")
    pipelines = []

    def leave():
        for frame in kept(Reader(name)):
            raise ValueError(frame)

    def kept(reader):
        pipelines.append(reader.pipeline)
        return reader

    try:
        leave()
    except ValueError:
        pass
    check(state(pipelines[-1]) == Gst.State.NULL, "an exception inside of a loop closes it")
    next(kept(Reader(name)))
    check(state(pipelines[-1]) == Gst.State.NULL, "it is closed when nobody has it any more")
    reader = kept(Reader(name, every=2))
    reader.itself = reader
    next(reader)
    del reader
    gc.collect()
    check(state(pipelines[-1]) == Gst.State.NULL, "... also by the garbage collector")
    reader = kept(Reader("videotestsrc is-live=true num-buffers=300 ! video/x-raw,framerate=1/3 !"))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # programs in a shell's background ignore it
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    begun = time.monotonic()
    try:
        list(reader)
        interrupted = False
    except KeyboardInterrupt:
        interrupted = True
    check(interrupted and reader.closed and time.monotonic() - begun < 2,
          "KeyboardInterrupt ends the wait for a frame and closes it", time.monotonic() - begun)


def check_first_readers(name):
    """In a process of their own."""
    program = ("import sys, threading, alignscale\n"
               "def read():\n"
               "    counts.append(len(list(alignscale.Reader(sys.argv[1], size=(8, 8)))))\n"
               "counts = []\n"
               "threads = [threading.Thread(target=read) for _ in range(8)]\n"
               "for thread in threads: thread.start()\n"
               "for thread in threads: thread.join()\n"
               "print(counts == [50] * 8)\n")
    result = subprocess.run([sys.executable, "-c", program, name], capture_output=True, text=True, check=False)
    check(result.stdout == "True\n", "the first readers may be opened by many threads at once", result.stderr)


def in_fork(action):
    """The sentence that an action fails with in a forked process, and whether that ended."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(10)
        os.write(writable, error_of(action).encode())
        os._exit(0)
    os.close(writable)
    said = os.fdopen(readable).read()
    return said, os.waitpid(child, 0)[1] == 0


def check_forks(name):
    reader = Reader(name)
    next(reader)
    said, ended = in_fork(lambda: Reader(name))
    check("spawn" in said and ended, "a process that was forked says that it opens no reader", said, ended)
    said, ended = in_fork(lambda: next(reader))
    check("stays with the other" in said and ended, "... and does not go on with one", said, ended)
    said, ended = in_fork(reader.close)
    check(said == "no error, but None" and ended, "... but may close it", said, ended)
    check(len(list(reader)) == 49, "... which goes on in the first process")


def check_openings(name):
    """Each a little different; what is held at the end is what was held after the first few."""
    def once(i):
        reader = Reader(name, size=(16, 16), every=1 + i % 3)
        if i % 3 == 0:
            next(reader)
        elif i % 3 == 1:
            list(reader)
        else:
            with reader:
                next(reader)
        if i % 10 == 0:
            error_of(lambda: Reader(name, methd=1))
            error_of(lambda: Reader(name, library="pillow", method="area"))

    for i in range(10):
        once(i)
    gc.collect()
    files, running, memory = open_files(), len(threads()), resident()
    for i in range(OPENINGS):
        once(i)
    gc.collect()
    check(open_files() == files, f"{OPENINGS} openings leave no file open", files, open_files())
    end = time.monotonic() + 20  # GLib keeps idle ones for a while
    while len(threads()) > running and time.monotonic() < end:
        time.sleep(0.1)
    check(len(threads()) <= running, "... no thread", running, threads())
    check(resident() - memory < 3 + OPENINGS / 200, f"... and no memory: {resident() - memory:.1f} MB more",
          memory, resident())


film50 = numbered(50)
check_sources(film50)
check_time(film50)
check_live(film50)
check_threads(film50)
check_errors(film50)
check_progress(film50)
check_ends(film50)
check_first_readers(film50)
check_forks(film50)
check_openings(film50)
finish()
