#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A data set out of films: resized frames in shards, on all processors or machines of a Ray cluster.

    dataset.py FILM... --out FOLDER [--size WIDTHxHEIGHT] [--preset NAME] [--every N]
               [--format tar|parquet] [--shard N] [--workers N]

Films are Ray Data's rows; each worker is an actor that reads one film at a time with a pipeline of
its own (alignscale.Reader) and writes its shards. Without a cluster Ray starts on this machine;
`ray start` and RAY_ADDRESS make it more, with FOLDER and the films on a file system that all see.
Ray shows a progress bar. docs/dataset.md says how to install what it needs.

What is in FOLDER, for a film "holiday.mkv" of which 2500 frames are taken:

    holiday-1c2f6a90-00000.tar ... -00002.tar    WebDataset: KEY.png, and KEY.json with time and picture
    holiday-1c2f6a90.json                        settings, versions, shards; written last

or .parquet, with columns key, png, time, picture and the settings in the schema's metadata. A shard
appears under its name when it is complete. A film whose .json is there is done: running the script
again goes on with the others. A worker that dies is started again by Ray and its film with it; the
shards have the same names then, so that no frame is missing and none is there twice.
"""

import argparse
import hashlib
import io
import json
import os
import pathlib
import re
import socket
import sys
import tarfile
import time

FORMAT = 1  # of a film's .json


def size_of(text):
    """WIDTHxHEIGHT as (height, width)."""
    match = re.fullmatch(r"(\d+)x(\d+)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text} is no size: write it as 224x224")
    return int(match[2]), int(match[1])


def film_name(film):
    """The film's own name and eight digits of its path, so that films of one name differ. It has no
    dots: WebDataset takes what follows the first one for what a file is."""
    digest = hashlib.sha256(os.path.abspath(film).encode()).hexdigest()[:8]
    return f"{pathlib.Path(film).stem.replace('.', '_')}-{digest}"


def is_done(film, out, settings):
    """True where the film's shards are complete. Those of other settings are an error: mixing them
    would go unnoticed."""
    manifest = pathlib.Path(out) / f"{film_name(film)}.json"
    if not manifest.exists():
        return False
    written = json.loads(manifest.read_text())["settings"]
    if written != settings:
        sys.exit(f"{manifest} was made with other settings: {written}. Choose another --out, or "
                 "remove the files of this film.")
    return True


def partial_of(path):
    """The file's name until it is complete. Machine and process are in it: one that was believed dead
    may still be writing."""
    return path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}")


class Shard:
    """One file of samples, under its name once it is complete."""

    def __init__(self, path, about):
        self.path, self.about, self.samples = pathlib.Path(path), about, []

    def add(self, key, png, fields):
        self.samples.append((key, png, fields))

    def write(self):
        partial = partial_of(self.path)
        if self.path.suffix == ".tar":
            self._write_tar(partial)
        else:
            self._write_parquet(partial)
        os.replace(partial, self.path)

    def _write_tar(self, path):
        headers = {f"alignscale.{name}": json.dumps(value) for name, value in self.about.items()}
        with tarfile.open(path, "w", format=tarfile.PAX_FORMAT, pax_headers=headers) as tar:
            for key, png, fields in self.samples:
                for name, data in ((f"{key}.png", png),
                                   (f"{key}.json", json.dumps(fields).encode())):
                    member = tarfile.TarInfo(name)
                    member.size = len(data)
                    tar.addfile(member, io.BytesIO(data))

    def _write_parquet(self, path):
        import pyarrow
        from pyarrow import parquet
        table = pyarrow.table({
            "key": [key for key, _, _ in self.samples],
            "png": pyarrow.array([png for _, png, _ in self.samples], pyarrow.binary()),
            "time": [fields["time"] for _, _, fields in self.samples],
            "picture": [fields["picture"] for _, _, fields in self.samples],
        })
        about = {f"alignscale.{name}": json.dumps(value) for name, value in self.about.items()}
        parquet.write_table(table.replace_schema_metadata(about), path)


def png_of(array):
    """A lossless file of a frame."""
    from PIL import Image
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG", compress_level=1)
    return file.getvalue()


def versions(reader):
    """Of what the numbers depend on."""
    from gi.repository import Gst
    plugin = reader.element.get_factory().get_plugin()
    return {"alignscale": plugin.get_version(), "gstreamer": Gst.version_string()}


class FilmWriter:
    """Ray's actor: films in, a row for each shard out."""

    def __init__(self, out, settings):
        self.out, self.settings = pathlib.Path(out), settings

    def __call__(self, batch):
        for film in batch["film"]:
            yield from self.write(str(film))

    def reader(self, film):
        import alignscale
        size = self.settings["size"]
        return alignscale.Reader(film, size=tuple(size) if size else None,
                                 preset=self.settings["preset"], every=self.settings["every"])

    def write(self, film):
        """A film's shards, one row each."""
        name, about = film_name(film), {"settings": self.settings}
        shards, shard, frames = [], None, 0

        def finish():
            shard.write()
            shards.append({"file": shard.path.name, "frames": len(shard.samples)})
            return {"film": [film], "shard": [shard.path.name], "frames": [len(shard.samples)]}

        with self.reader(film) as reader:
            about["versions"] = versions(reader)
            for frame in reader:
                if shard is None:
                    file = f"{name}-{len(shards):05}.{self.settings['format']}"
                    shard = Shard(self.out / file, about)
                shard.add(f"{name}-{frames:08}", png_of(frame.array),
                          {"film": os.path.basename(film), "time": frame.time,
                           "picture": list(frame.picture)})
                frames += 1
                if len(shard.samples) == self.settings["shard"]:
                    yield finish()
                    shard = None
        if shard is not None:
            yield finish()
        self.finish_film(name, film, frames, shards, about)

    def finish_film(self, name, film, frames, shards, about):
        kept = {shard["file"] for shard in shards}
        for file in self.out.glob(f"{name}-*"):  # of a longer film of before
            if file.name not in kept:
                file.unlink(missing_ok=True)
        manifest = self.out / f"{name}.json"
        partial = partial_of(manifest)
        partial.write_text(json.dumps({"format": FORMAT, "film": film, "frames": frames,
                                       "shards": shards, **about}, indent=1) + "\n")
        os.replace(partial, manifest)


def make(films, out, settings, workers):
    """Writes what is missing. Returns (films, shards, frames) of this run."""
    import ray

    films = dict.fromkeys(os.path.abspath(film) for film in films)  # each once
    left = [film for film in films if not is_done(film, out, settings)]
    if not left:
        return 0, 0, 0
    os.makedirs(out, exist_ok=True)
    # a film is a task: it is done again from its start where its worker dies
    ray.data.DataContext.get_current().max_errored_blocks = 0
    rows = ray.data.from_items([{"film": film} for film in left],
                               override_num_blocks=len(left))
    shards = rows.map_batches(
        FilmWriter, fn_constructor_args=(os.path.abspath(out), settings), batch_size=1,
        concurrency=(1, min(workers, len(left))), max_restarts=-1, max_task_retries=-1)
    n_shards = n_frames = 0
    for row in shards.iter_rows():
        n_shards += 1
        n_frames += row["frames"]
    for film in left:  # what workers have left that died
        for partial in pathlib.Path(out).glob(f".{film_name(film)}*"):
            partial.unlink(missing_ok=True)
    return len(left), n_shards, n_frames


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0],
                                     epilog="docs/dataset.md says more.")
    parser.add_argument("films", nargs="+", metavar="FILM")
    parser.add_argument("--out", required=True, metavar="FOLDER")
    parser.add_argument("--size", type=size_of, metavar="WIDTHxHEIGHT",
                        help="of the frames; without it what the preset makes, or the film's")
    parser.add_argument("--preset", help="whose preprocessing: docs/fit.md lists them")
    parser.add_argument("--every", type=int, default=1, metavar="N",
                        help="of so many frames the first one is taken")
    parser.add_argument("--format", choices=["tar", "parquet"], default="tar")
    parser.add_argument("--shard", type=int, default=1000, metavar="N", help="frames in a shard")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), metavar="N",
                        help="films that are read at the same time")
    arguments = parser.parse_args()
    if arguments.every < 1 or arguments.shard < 1 or arguments.workers < 1:
        parser.error("--every, --shard and --workers are at least 1")
    missing = [film for film in arguments.films if not os.path.isfile(film)]
    if missing:
        parser.error(f"there is no file {missing[0]}")
    settings = {"size": list(arguments.size) if arguments.size else None,
                "preset": arguments.preset, "every": arguments.every, "format": arguments.format,
                "shard": arguments.shard}
    start = time.monotonic()
    n_films, n_shards, n_frames = make(arguments.films, arguments.out, settings, arguments.workers)
    seconds = time.monotonic() - start
    print(f"{n_films} films, {n_shards} shards, {n_frames} frames in {seconds:.0f} s; "
          f"{len(arguments.films) - n_films} films were done already")


if __name__ == "__main__":
    main()
