# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of docs/examples/dataset.py share: how it is called, and what has to be in its folder."""

import collections
import io
import json
import pathlib
import sys
import tarfile

import numpy
from PIL import Image
from pyarrow import parquet

import films
from tree import check, root

SHARD = 8


def command(out, paths, size, workers, *arguments):
    """dataset.py's; size is (height, width)."""
    return [sys.executable, str(root / "docs/examples/dataset.py"), *paths, "--out", str(out), "--size",
            f"{size[1]}x{size[0]}", "--shard", str(SHARD), "--workers", str(workers), *arguments]


def worker_pids():
    """Processes of actors, whoever started them."""
    for status in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"FilmWriter" in status.read_bytes():
                yield int(status.parent.name)
        except OSError:
            pass


def samples_of(path):
    """(key, picture, fields) of a shard, and what is written into it of settings."""
    if path.suffix == ".parquet":
        table = parquet.read_table(path)
        about = {name.decode(): json.loads(value) for name, value in table.schema.metadata.items()
                 if name.startswith(b"alignscale.")}
        return [(row["key"], row["png"], row) for row in table.to_pylist()], about
    with tarfile.open(path) as tar:
        about = {name: json.loads(value) for name, value in tar.pax_headers.items()
                 if name.startswith("alignscale.")}
        files = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}
    keys = sorted({name.split(".")[0] for name in files})
    return [(key, files[key + ".png"], json.loads(files[key + ".json"])) for key in keys], about


def check_folder(out, suffix, what, counts, size):
    """Film i of films.numbered has counts[i] frames, all samples of frame k being k."""
    seen, wrong, about_wrong = collections.Counter(), [], []
    manifests = [json.loads(path.read_text()) for path in out.glob("*.json")]
    listed = {shard["file"] for manifest in manifests for shard in manifest["shards"]}
    written = sorted(out.glob(f"*.{suffix}"))
    for path in written:
        samples, about = samples_of(path)
        if about.get("alignscale.settings", {}).get("size") != list(size) \
                or "gstreamer" not in about.get("alignscale.versions", {}):
            about_wrong.append(f"{path.name}: {about}")
        for key, png, fields in samples:
            seen[key] += 1
            picture = numpy.asarray(Image.open(io.BytesIO(png)))
            number = int(key.rsplit("-", 1)[1])
            if picture.shape != (*size, 3) or (picture != number).any() \
                    or abs(fields["time"] - number / films.RATE) > 1e-3:
                wrong.append(key)
    check(sum(seen.values()) == sum(counts) and set(seen.values()) == {1}
          and sorted(manifest["frames"] for manifest in manifests) == sorted(counts),
          f"{what}: every frame is there, once", sum(seen.values()), seen.most_common(3))
    check(not wrong, "... and is the one its number says", *wrong[:5])
    check(not about_wrong, "... with the settings and versions in its shard", *about_wrong[:3])
    beside = sorted(path.name for path in out.iterdir() if path.suffix != ".json" and path.name not in listed)
    check(listed <= {path.name for path in written}, "... and the shards of the films' lists are there")
    check(not beside, "... beside which nothing is left", *beside[:3])
