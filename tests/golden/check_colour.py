#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Compares alignconvert with the running OpenCV, PyAV and torchcodec on random frames.

usage: check_colour.py LIBRARY [NAME ...] [--cases N] [--seed S]
tools/check-colour.sh builds the library, installs the packages and calls this. Exit status 1 where
one byte differs of what is promised."""

import argparse
import importlib
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass

import numpy

from colours import (FORMATS, MATRICES, NOISE, PLANAR, SATURATED, VIDEO, Element, convert_opencv,
                     convert_pyav, samples)

LARGEST = 200
FRAMES_OF_A_FILM = 40
# FFmpeg before 8 meets two rows of chroma otherwise, which it does where there are four
TALL = 20
NOT_IN_FILMS = ("NV16", "NV24", "P010_10LE")


@dataclass
class Tally:
    cases: int = 0
    mismatching: int = 0
    most: int = 0

    def add(self, got, want, about):
        difference = numpy.abs(got.astype(int) - want)
        self.cases += 1
        if not difference.any():
            return
        self.mismatching += 1
        self.most = max(self.most, int(difference.max()))
        if self.mismatching <= 3:
            print(f"  differs: {about}, {(difference > 0).sum()} of {difference.size} samples by "
                  f"up to {difference.max()}")


def random_size(rng, even=False):
    """A quarter of them small, half of them even."""
    most = 12 if rng.random() < 0.25 else LARGEST
    width, height = rng.randint(1, most), rng.randint(1, most)
    if even or rng.random() < 0.5:
        width, height = width + width % 2, height + height % 2
    return width, height


def random_colours(rng):
    """Fields of caps, AVColorSpace, AVColorRange. A fifth say nothing."""
    if rng.random() < 0.2:
        return "", 2, 0
    gst, ffmpeg = rng.choice(list(MATRICES.values()))
    full = rng.random() < 0.5
    return f",colorimetry=(string){2 - full}:{gst}:5:1,chroma-site=jpeg", ffmpeg, 1 + full


def random_samples(rng, generator, form, size):
    return samples(generator, form, *size, rng.choice((NOISE, NOISE, SATURATED, VIDEO)))


def check_opencv(element, cases, rng, generator):
    forms = [form for form in FORMATS.values() if form.cv2]
    tallies = {form.name: Tally() for form in forms}
    for number in range(cases):
        form, size = forms[number % len(forms)], random_size(rng)
        caps, _, _ = random_colours(rng)
        yuv = random_samples(rng, generator, form, size)
        tallies[form.name].add(element.convert("opencv", caps, form, yuv),
                               convert_opencv(form, yuv), f"{form.name} {size}")
    return tallies


def check_pyav(conversion, interpolation):
    """Frames of all formats, as PyAV converts them with this interpolation."""

    def check(element, cases, rng, generator):
        forms = [form for form in FORMATS.values() if form.av]
        tallies = {form.name: Tally() for form in forms}
        for number in range(cases):
            form, size = forms[number % len(forms)], random_size(rng)
            caps, space, color_range = random_colours(rng)
            yuv = random_samples(rng, generator, form, size)
            tallies[form.name].add(element.convert(conversion, caps, form, yuv),
                                   convert_pyav(form, yuv, space, color_range, interpolation),
                                   f"{form.name} {size} {caps}")
        for number in range(max(cases // 20, 1)):
            check_sited(element, (conversion, interpolation), number, (rng, generator), tallies)
        return tallies

    return check


def check_sited(element, called, number, randomness, tallies):
    """What raw frames of PyAV cannot say: chroma sited as H.264 has it, fields."""
    films, (rng, generator) = importlib.import_module("films"), randomness
    (conversion, interpolation), form = called, FORMATS[("I420", "I420_10LE")[number % 2]]
    interlaced = rng.random() < 0.5
    width, height = (length // 4 * 4 + 16 for length in random_size(rng))
    yuv = random_samples(rng, generator, form, (width, height))
    frame = films.decoded_lossless(form, yuv, interlaced)
    mode = "interleaved" if interlaced else "progressive"
    name = f"{form.name}, of x264"
    tallies.setdefault(name, Tally()).add(
        element.convert(conversion, f",chroma-site=mpeg2,interlace-mode={mode}", form, yuv,
                        interlaced),
        frame.reformat(format="rgb24", interpolation=interpolation).to_ndarray(),
        f"{name} {width}x{height} {mode}")


def torchcodec_frames(path, count):
    decoders = importlib.import_module("torchcodec.decoders")
    decoder = decoders.VideoDecoder(path, dimension_order="NHWC")
    return (decoder[number].numpy() for number in range(count))


def opencv_frames(path, count):
    cv2 = importlib.import_module("cv2")
    film = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    return (film.read()[1][:, :, ::-1] for _ in range(count))


def check_films(conversion, frames_of, names, least, even):
    """Films that are lossless and say their colours, or nothing. FFmpeg's ffv1 is not lossless
    where four luma samples share one of chroma."""

    def check(element, cases, rng, generator):
        films = importlib.import_module("films")
        tallies = {name: Tally() for name in names}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "film.mkv")
            for film in range((cases + FRAMES_OF_A_FILM - 1) // FRAMES_OF_A_FILM):
                form, colours = FORMATS[names[film % len(names)]], random_colours(rng)
                size = tuple(max(length, least) for length in random_size(rng, even))
                codec = "ffv1" if form.kind == PLANAR and form.across < 2 else "rawvideo"
                frames = [random_samples(rng, generator, form, size)
                          for _ in range(FRAMES_OF_A_FILM)]
                films.encode(path, form, frames, codec, colours=colours[1:])
                for yuv, want in zip(frames, frames_of(path, len(frames))):
                    tallies[form.name].add(element.convert(conversion, colours[0], form, yuv), want,
                                           f"{form.name} {size} {colours[0]}")
        return tallies

    return check


def check_torchcodec(element, cases, rng, generator):
    """All formats of films; then chroma at the left and fields, of which it knows nothing."""
    films = importlib.import_module("films")
    names = [form.name for form in FORMATS.values() if form.av and form.name not in NOT_IN_FILMS]
    tallies = check_films("torchcodec", torchcodec_frames, names, TALL, False)(
        element, cases, rng, generator)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "film.mkv")
        for number in range(max(cases // 20, 1)):
            form, interlaced = FORMATS[("I420", "I420_10LE")[number % 2]], rng.random() < 0.5
            size = tuple(length // 4 * 4 + TALL for length in random_size(rng))
            yuv = random_samples(rng, generator, form, size)
            with open(path, "wb") as file:
                file.write(films.lossless(form, yuv, interlaced))
            mode, name = "interleaved" if interlaced else "progressive", f"{form.name}, of x264"
            tallies.setdefault(name, Tally()).add(
                element.convert("torchcodec", f",chroma-site=mpeg2,interlace-mode={mode}", form,
                                yuv, interlaced),
                next(torchcodec_frames(path, 1)), f"{name} {size} {mode}")
    return tallies


CHECKS = {
    "opencv": (check_opencv, "cv2"),
    "pyav": (check_pyav("swscale", "BILINEAR"), "av"),
    "bicubic": (check_pyav("swscale-bicubic", "BICUBIC"), "av"),
    "torchcodec": (check_torchcodec, "torchcodec"),
    "videocapture": (check_films("swscale", opencv_frames, ["I420", "Y42B"], 8, True), "cv2"),
}


# ---- from a film to a network's input ----

PREPARED = {
    "conversion=swscale": "alignconvert conversion=swscale",
    "conversion=torchcodec": "alignconvert conversion=torchcodec",
    "conversion=exact": "alignconvert",
    "conversion=opencv": "alignconvert conversion=opencv",
    "videoconvert": "videoconvert ! video/x-raw,format=RGB",
}
EDGE = 224
PROMISED = {"PyAV": "conversion=swscale", "torchcodec": "conversion=torchcodec"}
FILMS = ((640, 360, "libx264", "yuv420p"), (1280, 720, "libx264", "yuv420p"),
         (720, 576, "mpeg4", "yuv420p"), (640, 360, "libx264", "yuv420p10le"),
         (640, 361, "ffv1", "yuv420p"))


def make_film(path, size, codec, pixels, rng):
    """Smooth shapes that move, and some noise; two seconds."""
    av = importlib.import_module("av")
    generator, (width, height) = numpy.random.default_rng(rng.randrange(1 << 32)), size
    y, x = numpy.mgrid[0:height, 0:width] / height
    with av.open(path, "w") as film:
        stream = film.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        for number in range(50):
            waves = [127 + 127 * numpy.sin(a * x + b * y + number / 9)
                     for a, b in ((3, 5), (7, -4), (-5, 9))]
            rgb = numpy.stack(waves, -1) + generator.normal(0, 4, (height, width, 3))
            frame = av.VideoFrame.from_ndarray(rgb.clip(0, 255).astype(numpy.uint8), "rgb24")
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


def prepared_by_torchvision(frames):
    """As for evaluation: PIL images, 256 at the shorter edge, the middle 224x224."""
    transforms, image = importlib.import_module("torchvision.transforms"), importlib.import_module("PIL.Image")
    prepare = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(EDGE)])
    return numpy.stack([numpy.asarray(prepare(image.fromarray(frame))) for frame in frames])


def prepared_by_pipeline(path, convert, folder):
    made = os.path.join(folder, "frames.rgb")
    pipeline = (f"filesrc location={path} ! decodebin ! {convert} ! alignscale @preset=torchvision-eval ! "
                f"video/x-raw,format=RGB,width={EDGE},height={EDGE} ! filesink location={made}")
    subprocess.run(["gst-launch-1.0", "-q", *pipeline.split()], check=True,
                   stdout=subprocess.DEVNULL, timeout=300)
    return numpy.fromfile(made, numpy.uint8).reshape(-1, EDGE, EDGE, 3)


def frames_of_pyav(path):
    with importlib.import_module("av").open(path) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


def check_end_to_end(rng):
    """Films through pipelines beside PyAV and torchcodec with torchvision. How many differ whose
    conversion is that of the library."""
    differing = 0
    with tempfile.TemporaryDirectory() as folder:
        for width, height, codec, pixels in FILMS:
            path = os.path.join(folder, "film.mkv")
            make_film(path, (width, height), codec, pixels, rng)
            decoded = frames_of_pyav(path)
            wanted = {"PyAV": prepared_by_torchvision(decoded),
                      "torchcodec": prepared_by_torchvision(torchcodec_frames(path, len(decoded)))}
            for name, convert in PREPARED.items():
                if "opencv" in name and pixels != "yuv420p":  # it has 8 bits
                    continue
                made = prepared_by_pipeline(path, convert, folder)
                for other, frames in wanted.items():
                    difference = made.astype(int) - frames
                    share, bias = (difference != 0).mean(), difference.mean((0, 1, 2)).round(2)
                    print(f"  {codec} {pixels} {width}x{height}, {len(made)} frames, {name:<21} and "
                          f"{other:<10} {100 * share:6.2f} % differ, by up to "
                          f"{abs(difference).max()}, mean {bias}")
                    differing += PROMISED[other] == name and bool(share)
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("library", help="the shared library colourshim")
    parser.add_argument("names", nargs="*", help=f"of {', '.join(CHECKS)}, films; all unless told")
    parser.add_argument("--cases", type=int, default=5000, help="of each name")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    names = options.names or [*CHECKS, "films"]
    unknown = set(names) - set(CHECKS) - {"films"}
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    element, cases, mismatching = Element(options.library), 0, 0
    print(f"seed {options.seed}")
    for name in names:
        rng, generator = random.Random(options.seed), numpy.random.default_rng(options.seed)
        if name == "films":
            print("films, prepared by torchvision and by a pipeline")
            mismatching += check_end_to_end(rng)
            continue
        check, module = CHECKS[name]
        print(f"{name}: {module} {importlib.import_module(module).__version__}", flush=True)
        for form, tally in check(element, options.cases, rng, generator).items():
            print(f"  {form:<20}{tally.cases:>7} cases{tally.mismatching:>7} mismatching"
                  f"{tally.most:>5} largest difference", flush=True)
            cases, mismatching = cases + tally.cases, mismatching + tally.mismatching
    print(f"{cases} frames compared, {mismatching} with differing samples")
    return mismatching > 0


if __name__ == "__main__":
    sys.exit(main())
