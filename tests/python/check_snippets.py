#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The Python of docs/python.md and README.md runs as it stands.

check_snippets.py ROOT"""

import importlib.util
import io
import os
import re
import sys
import traceback

from films import folder, launch, noise, photograph
from tree import check, finish, root, skip

PAGES = ("README.md", "docs/python.md", "docs/boxes.md")


def snippets(page):
    """The fenced blocks that use the module."""
    text = (root / page).read_text(encoding="utf-8")
    return [block for block in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
            if "import alignscale" in block]


def run(block):
    """What went wrong; None: nothing."""
    kept, sys.stdout, errors = sys.stdout, io.StringIO(), sys.stderr
    sys.stderr = io.StringIO()
    try:
        exec(compile(block, "snippet", "exec"), {"__name__": "__main__"})  # pylint: disable=exec-used
    except Exception:  # pylint: disable=broad-except
        return traceback.format_exc()
    finally:
        sys.stdout, sys.stderr = kept, errors
    return None


os.chdir(folder)
launch("videotestsrc num-buffers=50 ! video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! matroskamux ! "
       "filesink location=film.mkv")
photograph("photo.png", noise(1, 300, 400), "rgb", "pngenc")
os.rename("photo.png", "photo.jpg")
found = 0
for page in PAGES:
    for block in snippets(page):
        found += 1
        sentence = f"{page}: {' '.join(block.split())[:90]} ..."
        missing = [name for name in re.findall(r"^(?:import|from) (\w+)", block, re.MULTILINE)
                   if importlib.util.find_spec(name) is None]
        if missing:
            skip(sentence, f"{missing[0]} is not installed; tools/test-python.sh has it")
            continue
        wrong = run(block)
        check(wrong is None, sentence, wrong)
check(found >= 7, "there are snippets to run", found)
finish()
