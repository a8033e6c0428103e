#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The pipelines of the pages run to their end, in a folder with a film and a photograph.

check_pages.py ROOT

A camera is a test picture here, test pictures end after some frames, and windows are fakesinks; all
else is as it is written. check_docs.py looks at how pages spell pipelines."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

from tree import check, files, finish, pipelines, relative, skip

FILM = ("videotestsrc num-buffers=12 ! video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! "
        "matroskamux ! filesink location=film.mkv")
PHOTOGRAPH = "videotestsrc num-buffers=1 ! video/x-raw,width=640,height=480 ! jpegenc ! filesink location=photo.jpg"
SUBSTITUTES = {"v4l2src": ["videotestsrc", "num-buffers=6"], "autovideosink": ["fakesink"]}


def launch(words, folder):
    return subprocess.run(["gst-launch-1.0", "-q", *words], cwd=folder, check=False, capture_output=True,
                          text=True, timeout=60)


def made_finite(words):
    """The same with what ends and needs no display."""
    done = []
    for i, word in enumerate(words):
        starts = i == 0 or words[i - 1] == "!"
        if starts and word in SUBSTITUTES:
            done += SUBSTITUTES[word]
        elif starts and word == "videotestsrc" and "num-buffers=1" not in words:
            done += [word, "num-buffers=6"]
        else:
            done.append(re.sub(r"^num-buffers=(\d\d+)$", "num-buffers=6", word))
    return done


def missing(words):
    """An element that is not installed, or None."""
    for i, word in enumerate(words):
        if (i == 0 or words[i - 1] == "!") and re.fullmatch(r"[a-z0-9]+", word):
            known = subprocess.run(["gst-inspect-1.0", word], check=False, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
            if known.returncode:
                return word
    return None


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    for text in (FILM, PHOTOGRAPH):
        result = launch(text.split(), folder)
        if result.returncode:
            print(f"1..0 # SKIP no film or photograph could be made: {result.stderr.strip()}")
            sys.exit(77)
    pages = {}
    for page in files("*.md", "docs/**/*.md"):
        for words in pipelines(page):
            pages.setdefault(tuple(words), relative(page))
    check(len(pages) >= 12, "there are pipelines in the pages", len(pages))
    for words, page in pages.items():
        sentence = f"{page}: {' '.join(words)} runs"
        absent = missing(made_finite(words))
        if absent:
            skip(sentence, f"there is no element {absent}")
            continue
        result = launch(made_finite(words), folder)
        files_ = [word.partition("=")[2] for i, word in enumerate(words)
                  if word.startswith("location=") and words[i - 1] == "filesink"]
        empty = [file for file in files_ if not os.path.getsize(folder / file)]
        check(result.returncode == 0 and not empty, sentence, result.stderr.strip(), f"empty: {empty}")
finish()
