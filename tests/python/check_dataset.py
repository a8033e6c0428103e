#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""docs/examples/dataset.py on Ray: every frame of every film once, whatever happens to a worker.

check_dataset.py ROOT. Run by tools/check-dataset.sh, in whose environment Ray is."""

import os
import pathlib
import signal
import subprocess
import time

import films
from shards import check_folder, command, worker_pids
from tree import check, finish

COUNTS = [60, 35, 1, 90]
SIZE = 24, 32


def run(out, *arguments, films_=None):
    return subprocess.Popen(command(out, films_ or paths, SIZE, 2, *arguments),
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def parent_of(pid):
    text = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    return int(text.rpartition(")")[2].split()[1])


def is_ours(pid, root_pid):
    """True of a descendant: others may run Ray here, too."""
    while pid not in (0, 1, root_pid):
        pid = parent_of(pid)
    return pid == root_pid


def our_workers(root_pid):
    """Processes of the run's actors."""
    for pid in worker_pids():
        try:
            if is_ours(pid, root_pid):
                yield pid
        except OSError:
            pass


def kill_one(out, root_pid):
    """Once a shard is there and more will follow. Returns whether there was a worker to kill."""
    for _ in range(600):
        if list(out.glob("*.tar")) and len(list(out.glob("*.json"))) < len(paths):
            for pid in our_workers(root_pid):
                os.kill(pid, signal.SIGKILL)
                return True
        time.sleep(0.05)
    return False


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
check_folder(out, "tar", "after a worker was killed", COUNTS, SIZE)

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
check_folder(out, "tar", "after it", COUNTS, SIZE)

process = run(out, "--every", "2")
said, errors = process.communicate(timeout=300)
check(process.returncode != 0 and "other settings" in errors, "other settings are not mixed in", said, errors)

process = run(films.folder / "parquet", "--format", "parquet")
said, errors = process.communicate(timeout=300)
check(process.returncode == 0, "Parquet is written", said, *errors.splitlines()[-20:])
check_folder(films.folder / "parquet", "parquet", "Parquet", COUNTS, SIZE)

broken = films.folder / "broken.mkv"
broken.write_bytes(b"this is no film" * 100)
process = run(films.folder / "broken", films_=[str(broken)])
said, errors = process.communicate(timeout=300)
check(process.returncode != 0 and "AlignscaleError" in errors, "a file that is no film ends the run with its error", said,
      *errors.splitlines()[-20:])

finish()
