# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of networks share: ten photographs that packages of PyPI bring along, what is put in
front of a network, and the tables of docs/networks.md."""

import importlib.util
import pathlib
import sys

import numpy
from PIL import Image

import alignscale
from tree import check, root

PHOTOGRAPHS = [("skimage", "data/astronaut.png"), ("skimage", "data/chelsea.png"), ("skimage", "data/coffee.png"),
               ("skimage", "data/motorcycle_left.png"), ("skimage", "data/rocket.jpg"),
               ("sklearn", "datasets/images/china.jpg"), ("sklearn", "datasets/images/flower.jpg"),
               ("matplotlib", "mpl-data/sample_data/grace_hopper.jpg"), ("ultralytics", "assets/zidane.jpg"),
               ("ultralytics", "assets/bus.jpg")]
PAGE = root / "docs/networks.md"


def photographs(folder):
    """(name, array of RGB, text of a pipeline that gives these pixels): decoded once, so that decoders do
    not matter."""
    for package, name in PHOTOGRAPHS:
        place = pathlib.Path(importlib.util.find_spec(package).origin).parent / name
        array = numpy.asarray(Image.open(place).convert("RGB"))
        yield place.name, array, written(folder, place.stem, array)


def written(folder, name, array):
    """A pipeline whose frame is `array`."""
    file = pathlib.Path(folder) / (name + ".png")
    Image.fromarray(array).save(file)
    return f"filesrc location={file} ! pngdec"


def as_film(source):
    """The same as a film has it, in YUV with a quarter of the chroma."""
    return f"{source} ! videoconvert ! video/x-raw,format=I420"


def frame(source, **arguments):
    """The frame of a pipeline, through the module."""
    return next(alignscale.Reader(source, **arguments))


def through(source, text, height, width):
    """The same through other elements, as an array."""
    return frame(f"{source} ! {text} ! video/x-raw,format=RGB,width={width},height={height}").array


class Differences:
    """Between numbers that ought to be the same: mean and most."""

    def __init__(self):
        self.values = []

    def add(self, value):
        self.values.append(float(value))

    @property
    def mean(self):
        return sum(self.values) / len(self.values) if self.values else 0.0

    @property
    def most(self):
        return max(self.values, default=0.0)


def compare_with_page(name, table):
    """Compares a table with that of docs/networks.md; --write puts it there. Figures may depend on versions
    and on the processor: that is told, and no failure."""
    print("#", table.replace("\n", "\n# "))
    text = PAGE.read_text(encoding="utf-8")
    mark = f"<!-- tools/check-network.sh: {name} -->\n"
    begin = text.index(mark) + len(mark)
    end = text.index("\n\n", begin) + 1
    if "--write" in sys.argv:
        PAGE.write_text(text[:begin] + table + text[end:], encoding="utf-8")
    elif text[begin:end] != table:
        print(f"# {PAGE.name} shows another table; tools/check-network.sh --write writes it")
    check(table.count("\n") > 3, f"{name}: a table")
