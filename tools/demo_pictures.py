#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the demo's pictures and film. Every scaled pixel comes out of a GStreamer pipeline; this script
only cuts, places and subtracts.

demo_pictures.py FOLDER FILE...    photographs or films; the first gives the stills, the last the film"""

import contextlib
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ZOOM = 16        # of the small crop
CROP = 24        # its side in pixels
GAIN = 3         # of the difference pictures
GAP = 12
LABEL = 26
FILM_FRAMES = 200
FILM_WIDTH = 60
FILM_ZOOM = 8
RATE = "25/1"

work = None  # a temporary folder, while there is one


class Picture:
    """One frame of RGBx: four bytes a pixel, no gaps between rows."""

    def __init__(self, width, height, data=None, value=255):
        self.width, self.height = width, height
        self.data = bytearray(data) if data is not None else bytearray([value]) * (4 * width * height)

    def row(self, y, x=0, width=None):
        start = 4 * (y * self.width + x)
        return slice(start, start + 4 * (self.width - x if width is None else width))

    def cut(self, x, y, width, height):
        return Picture(width, height, b"".join(bytes(self.data[self.row(y + i, x, width)]) for i in range(height)))

    def place(self, other, x, y):
        for i in range(other.height):
            self.data[self.row(y + i, x, other.width)] = other.data[other.row(i)]

    def luma(self):
        """Rows of brightness, roughly: enough to look for detail."""
        data = self.data
        return [[data[i] + 2 * data[i + 1] + data[i + 2] for i in range(4 * y * self.width, 4 * (y + 1) * self.width, 4)]
                for y in range(self.height)]


# GStreamer


def launch(pipeline):
    """Runs a pipeline that ends in a filesink named 'out'; returns its frames' size and bytes."""
    target = pathlib.Path(work) / "out.raw"
    words = shlex.split(pipeline.replace("{out}", f"filesink name=out location={target}"))
    result = subprocess.run(["gst-launch-1.0", "-v", *words], capture_output=True, text=True, check=False)
    caps = re.findall(r"GstFileSink:out\.GstPad:sink: caps = (.*)", result.stdout)
    if result.returncode or not caps:
        sys.exit(f"{result.stderr}\nThe pipeline that failed, its reasons above:\n  gst-launch-1.0 "
                 + pipeline.replace("{out}", "fakesink"))
    size = [int(re.search(rf"{name}=\(int\)(\d+)", caps[-1])[1]) for name in ("width", "height")]
    return (*size, target.read_bytes())


def raw_source(frames, width, height, pixels="rgbx"):
    """The front of a pipeline that plays raw frames, whose rows have no gaps."""
    source = pathlib.Path(work) / f"{pixels}.raw"
    source.write_bytes(frames)
    return (f"filesrc location={source} blocksize=1000000 ! rawvideoparse format={pixels} width={width} "
            f"height={height} framerate={RATE}")


def file_source(path):
    """The front of a pipeline that decodes a file."""
    if path.suffix == ".mpg":
        return mpeg_source(path)
    return f"filesrc location={shlex.quote(str(path))} ! decodebin ! video/x-raw ! videoconvert"


def mpeg_source(path):
    """MPEG-1 and 2, for which GStreamer's good plugins have no demuxer. mpeg2dec prints one PGM picture per
    frame: Y, and below it U beside V, in whole macroblocks; the sequence header knows the picture's size."""
    start = re.search(rb"\x00\x00\x01\xb3(...)", path.read_bytes(), re.DOTALL)[1]
    width, height = start[0] << 4 | start[1] >> 4, (start[1] & 15) << 8 | start[2]
    pages = subprocess.run(["mpeg2dec", "-s", "-o", "pgmpipe", path], capture_output=True, check=True).stdout
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\n", pages)
    stride, rows = int(head[1]), int(head[2])
    # GStreamer's I420: rows of a multiple of four, an even number of them
    across, down = (width + 3) // 4 * 4, (height + 1) // 2
    half = (width + 7) // 8 * 4
    frames = []
    for page in range(head.end(), len(pages), head.end() + stride * rows):
        luma, chroma = page, page + stride * (rows * 2 // 3)
        for start, size, n_rows in ((luma, across, 2 * down), (chroma, half, down), (chroma + stride // 2, half, down)):
            frames.extend(pages[start + y * stride:start + y * stride + size] for y in range(n_rows))
    return raw_source(b"".join(frames), width, height, "i420")


def scale(picture, scaler, width, height):
    front = raw_source(bytes(picture.data), picture.width, picture.height)
    return Picture(*launch(f"{front} ! {scaler} ! video/x-raw,format=RGBx,width={width},height={height} ! {{out}}"))


def write_png(picture, path):
    front = raw_source(bytes(picture.data), picture.width, picture.height)
    launch(f"{front} ! videoconvert ! video/x-raw,format=RGB ! pngenc ! "
           f"filesink location={shlex.quote(str(path))} "
           f"videotestsrc num-buffers=1 ! {{out}}")


def written(width, height, texts):
    """Text on white: one (x, y of the top, words) per line."""
    overlays = " ! ".join(
        f'textoverlay halignment=left valignment=top xpad={x} ypad={y} font-desc="Sans 12" auto-resize=false '
        'draw-shadow=false draw-outline=false color=0xff20262e wrap-mode=none '
        f'text={shlex.quote(words)}' for x, y, words in texts)
    return Picture(*launch(f"videotestsrc num-buffers=1 pattern=white ! video/x-raw,format=RGBx,width={width},"
                           f"height={height} ! {overlays} ! {{out}}"))


# Sheets


def sheet(rows):
    """Rows of (label, picture), all pictures of one size; None leaves a place empty."""
    step = max(p.width for row in rows for _, p in row if p) + GAP
    tall = max(p.height for row in rows for _, p in row if p)
    columns = max(len(row) for row in rows)
    page = Picture(step * columns + GAP, (LABEL + tall + GAP) * len(rows) + GAP)
    for i, row in enumerate(rows):
        top = GAP + i * (LABEL + tall + GAP)
        # each label has the tallest letters, so that all stand on one line
        page.place(written(step * columns, LABEL, [(j * step, 4, label) for j, (label, _) in enumerate(row)]), GAP, top)
        for j, (_, picture) in enumerate(row):
            if picture:
                page.place(picture, GAP + j * step, top + LABEL)
    return page


def difference(a, b):
    """Grey where the two are equal."""
    table = bytes(max(0, min(255, 128 + GAIN * (i - 255))) for i in range(511))
    return Picture(a.width, a.height, bytes(table[255 + x - y] for x, y in zip(a.data, b.data)))


def with_guides(picture):
    """Thin dashed lines at an eighth of the picture from each border."""
    marked = Picture(picture.width, picture.height, picture.data)
    for at in (picture.width // 8, picture.width - picture.width // 8):
        for i in range(0, picture.width - 5, 10):
            for j in range(i, i + 5):
                for x, y in ((at, j), (j, at)):
                    marked.data[marked.row(y, x, 1)] = bytes((255, 230, 0, 255))
    return marked


def most_detailed(picture):
    """Where the CROP x CROP square with the strongest edges is."""
    luma = picture.luma()
    step = CROP // 4
    blocks = {}
    for y in range(1, picture.height):
        for x in range(1, picture.width):
            edge = abs(luma[y][x] - luma[y][x - 1]) + abs(luma[y][x] - luma[y - 1][x])
            blocks[x // step, y // step] = blocks.get((x // step, y // step), 0) + edge
    places = [(x, y) for x in range(0, picture.width - CROP + 1, step) for y in range(0, picture.height - CROP + 1, step)]
    return max(places, key=lambda p: sum(blocks[p[0] // step + i, p[1] // step + j] for i in range(4) for j in range(4)))


def detail(picture):
    """The sum of the differences between neighbours."""
    luma = picture.luma()
    return sum(abs(luma[y][x] - luma[y][x - 1]) + abs(luma[y][x] - luma[y - 1][x])
               for y in range(1, picture.height) for x in range(1, picture.width))


def corner_of(crop):
    """The name of the corner with most detail, and a function that cuts it out, four times as large."""
    side = CROP // 4
    corners = {f"{up} {left} corner": (x, y) for up, y in (("upper", 0), ("lower", CROP - side))
               for left, x in (("left", 0), ("right", CROP - side))}
    name, (x, y) = max(corners.items(), key=lambda corner: detail(crop.cut(*corner[1], side, side)))

    def cut(picture):
        part = picture.cut(x * ZOOM, y * ZOOM, side * ZOOM, side * ZOOM)
        return scale(part, "alignscale method=nearest-exact", picture.width, picture.height)

    return name, cut


EXPLANATION = """{gain} times stronger; grey is no difference.
Yellow lines mark the same places of the
source in all pictures.

With true the picture is enlarged a little
more than {zoom} times: it moves away from its
centre, by up to ({zoom} - 1) / 2 pixels.

videoscale does that across, but not down;
here with RGBx. Formats differ."""


def enlargements(crop):
    """(what it is, picture) of a square as its source pixels and as three scalers enlarge it."""
    size = (crop.width * ZOOM, crop.height * ZOOM)
    return [(f"{crop.width}x{crop.height} source pixels", scale(crop, "alignscale method=nearest-exact", *size)),
            (f"align-corners=false, {ZOOM} times", scale(crop, "alignscale", *size)),
            (f"align-corners=true, {ZOOM} times", scale(crop, "alignscale align-corners=true", *size)),
            (f"videoscale, {ZOOM} times", scale(crop, "videoscale", *size))]


def shift_sheet(crop):
    pictures = enlargements(crop)
    _, false, true, other = [picture for _, picture in pictures]
    name, cut = corner_of(crop)
    lines = EXPLANATION.format(gain=GAIN, zoom=ZOOM).splitlines()
    text = written(true.width, true.height, [(0, 20 * y, line) for y, line in enumerate(lines) if line])
    return sheet([
        [(label, with_guides(picture)) for label, picture in pictures],
        [(name, cut(with_guides(picture))) for _, picture in pictures],
        [("differences", text),
         ("true - false", difference(true, false)),
         ("videoscale - true", difference(other, true)),
         ("videoscale - false", difference(other, false))]])


def reduction_sheet(photograph):
    """A sixth of the photograph, shown at twice its size, so that each pixel can be seen."""
    width, height = max(1, photograph.width // 6), max(1, photograph.height // 6)

    def reduced(scaler):
        small = scale(photograph, scaler, width, height)
        return scale(small, "alignscale method=nearest-exact", 2 * width, 2 * height)

    return sheet([
        [("bilinear", reduced("alignscale")), ("bilinear antialias", reduced("alignscale antialias=true")),
         ("videoscale bilinear", reduced("videoscale"))],
        [("area", reduced("alignscale method=area")), ("lanczos", reduced("alignscale method=lanczos")),
         ("videoscale lanczos", reduced("videoscale method=lanczos"))]])


# The film


def film_frames(path):
    """(width, height, frames) of a film, reduced by the element; a photograph gives a pan over itself."""
    width, height, data = launch(
        f"{file_source(path)} ! alignscale antialias=true ! video/x-raw,width={FILM_WIDTH},pixel-aspect-ratio=1/1 "
        f"! videoconvert ! video/x-raw,format=RGBx ! identity eos-after={FILM_FRAMES} ! {{out}}")
    if len(data) > 4 * width * height:
        return width, height, data
    wide = Picture(*launch(f"{file_source(path)} ! alignscale antialias=true ! "
                           f"video/x-raw,width={4 * FILM_WIDTH},pixel-aspect-ratio=1/1 ! videoconvert ! "
                           f"video/x-raw,format=RGBx ! {{out}}"))
    steps = min(wide.width - width, FILM_FRAMES)
    return width, height, b"".join(bytes(wide.cut(x, (wide.height - height) * x // (2 * steps), width, height).data)
                                   for x in range(steps))


def write_film(frames, path):
    width, height, data = frames
    big = f"video/x-raw,width={width * FILM_ZOOM},height={height * FILM_ZOOM}"
    panes = (("source pixels", "alignscale method=nearest-exact"), ("align-corners=false", "alignscale"),
             ("align-corners=true", "alignscale align-corners=true"), ("videoscale", "videoscale"))
    places = " ".join(f"sink_{i}::xpos={i % 2 * (width * FILM_ZOOM + 4)} sink_{i}::ypos={i // 2 * (height * FILM_ZOOM + 4)}"
                      for i in range(4))
    branches = " ".join(
        f't. ! queue ! {scaler} ! {big} ! textoverlay '
        f'halignment=left valignment=top font-desc="Sans 14" auto-resize=false shaded-background=true '
        f'text={shlex.quote(word)} ! m.sink_{i}' for i, (word, scaler) in enumerate(panes))
    launch(f"compositor name=m {places} ! videoconvert ! vp8enc deadline=1 cpu-used=8 threads=2 target-bitrate=6000000 "
           f"! webmmux ! filesink location={shlex.quote(str(path))} "
           f"{raw_source(data, width, height)} ! videoconvert ! video/x-raw,format=I420 ! tee name=t {branches} "
           f"videotestsrc num-buffers=1 ! {{out}}")


def read_photograph(path):
    """The picture, or a film's frame after one second, at most 1280 pixels wide."""
    full = launch(f"{file_source(path)} ! video/x-raw,format=RGBx ! identity eos-after=25 ! {{out}}")
    width, height, data = full
    size = 4 * width * height
    picture = Picture(width, height, data[len(data) - size:])
    if width > 1280:
        return scale(picture, "alignscale antialias=true", 1280, round(height * 1280 / width))
    return picture


SUMMARY = """Look into {folder}:
  tables.txt, shift.txt   the numbers above
  shift.png               {crop}x{crop} pixels at {x},{y} of {still}, made 320 pixels wide,
                          enlarged {zoom} times with both settings of align-corners and by videoscale
  reduce.png              {still} at a sixth of its size, by six filters
  film.webm               {film} made {width} pixels wide, enlarged {film_zoom} times"""


def main(folder, *paths):
    folder = pathlib.Path(folder)
    paths = [pathlib.Path(path) for path in paths]
    photograph = read_photograph(paths[0])
    small = scale(photograph, "alignscale antialias=true", 320,
                  max(CROP, round(photograph.height * 320 / photograph.width)))
    x, y = most_detailed(small)
    write_png(shift_sheet(small.cut(x, y, CROP, CROP)), folder / "shift.png")
    write_png(reduction_sheet(photograph), folder / "reduce.png")
    write_film(film_frames(paths[-1]), folder / "film.webm")
    print(SUMMARY.format(folder=folder, still=paths[0].name, film=paths[-1].name, crop=CROP, zoom=ZOOM, x=x, y=y,
                         width=FILM_WIDTH, film_zoom=FILM_ZOOM))


@contextlib.contextmanager
def workshop():
    """A folder for the frames on their way through the pipelines."""
    global work
    with tempfile.TemporaryDirectory() as work:
        yield


if __name__ == "__main__":
    with workshop():
        main(*sys.argv[1:])
