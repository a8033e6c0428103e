#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""docs/examples/dataset.py on Ray: every frame of every film once, whatever happens to a worker.

check_dataset.py ROOT. Run by tools/check-dataset.sh, in whose environment Ray is."""

import collections
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tarfile
import time

import numpy
from PIL import Image
from pyarrow import parquet

import films
from tree import check, finish, root

dataset = root / "docs/examples/dataset.py"
COUNTS = [60, 35, 1, 90]
SHARD = 8


def run(out, *arguments, films_=None):
    return subprocess.Popen([sys.executable, dataset, *(films_ or paths), "--out", out, "--size", "32x24",
                             "--shard", str(SHARD), "--workers", "2", *arguments],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def parent_of(pid):
    text = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    return int(text.rpartition(")")[2].split()[1])


def is_ours(pid, root_pid):
    """True of a descendant: others may run Ray here, too."""
    while pid not in (0, 1, root_pid):
        pid = parent_of(pid)
    return pid == root_pid


def workers(root_pid):
    """Processes of the run's actors."""
    for status in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        pid = int(status.parent.name)
        try:
            if b"FilmWriter" in status.read_bytes() and is_ours(pid, root_pid):
                yield pid
        except OSError:
            pass


def kill_one(out, root_pid):
    """Once a shard is there and more will follow. Returns whether there was a worker to kill."""
    for _ in range(600):
        if list(out.glob("*.tar")) and len(list(out.glob("*.json"))) < len(paths):
            for pid in workers(root_pid):
                os.kill(pid, signal.SIGKILL)
                return True
        time.sleep(0.05)
    return False


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


def check_folder(out, suffix, what):
    """Film i has COUNTS[i] frames, all samples of frame k being k."""
    seen, wrong, about_wrong = collections.Counter(), [], []
    listed = set()
    for manifest in out.glob("*.json"):
        listed |= {shard["file"] for shard in json.loads(manifest.read_text())["shards"]}
    for path in sorted(out.glob(f"*.{suffix}")):
        samples, about = samples_of(path)
        if about.get("alignscale.settings", {}).get("size") != [24, 32] \
                or "gstreamer" not in about.get("alignscale.versions", {}):
            about_wrong.append(f"{path.name}: {about}")
        for key, png, fields in samples:
            seen[key] += 1
            picture = numpy.asarray(Image.open(io.BytesIO(png)))
            number = int(key.rsplit("-", 1)[1])
            if picture.shape != (24, 32, 3) or (picture != number).any() \
                    or abs(fields["time"] - number / films.RATE) > 1e-3:
                wrong.append(key)
    check(sum(seen.values()) == sum(COUNTS) and set(seen.values()) == {1},
          f"{what}: every frame is there, once", sum(seen.values()), seen.most_common(3))
    check(not wrong, "... and is the one its number says", *wrong[:5])
    check(not about_wrong, "... with the settings and versions in its shard", *about_wrong[:3])
    check(listed == {path.name for path in out.glob(f"*.{suffix}")} and len(list(out.glob("*.json"))) == 4,
          "... and the films' lists name the shards there are", listed)


paths = [films.numbered(count) for count in COUNTS]
# WebDataset takes what follows the first dot of a name for what a file is
paths[0] = str(pathlib.Path(paths[0]).rename(films.folder / "a.film.of.dots.mkv"))
out = films.folder / "out"

process = run(out)
killed = kill_one(out, process.pid)
said, errors = process.communicate(timeout=300)
check(killed, "a worker was killed while it wrote")
check(process.returncode == 0 and f"{sum(COUNTS)} frames" in said,
      "the run goes on, and counts all frames", said, *errors.splitlines()[-20:])
check_folder(out, "tar", "after a worker was killed")

before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
process = run(out)
said, errors = process.communicate(timeout=300)
check(process.returncode == 0 and "4 films were done already" in said, "a second run has nothing to do", said, errors)
check(before == {path: path.stat().st_mtime_ns for path in out.iterdir()}, "... and writes nothing")

victim = sorted(out.glob("*.json"))[0]
victim.unlink()
process = run(out)
said, errors = process.communicate(timeout=300)
check(process.returncode == 0 and "1 films" in said, "a film that was not finished is done again", said, errors)
check_folder(out, "tar", "after it")

process = run(out, "--every", "2")
said, errors = process.communicate(timeout=300)
check(process.returncode != 0 and "other settings" in errors, "other settings are not mixed in", said, errors)

process = run(films.folder / "parquet", "--format", "parquet")
said, errors = process.communicate(timeout=300)
check(process.returncode == 0, "Parquet is written", said, *errors.splitlines()[-20:])
check_folder(films.folder / "parquet", "parquet", "Parquet")

broken = films.folder / "broken.mkv"
broken.write_bytes(b"this is no film" * 100)
process = run(films.folder / "broken", films_=[str(broken)])
said, errors = process.communicate(timeout=300)
check(process.returncode != 0 and "AlignscaleError" in errors, "a file that is no film ends the run with its error", said,
      *errors.splitlines()[-20:])

finish()
