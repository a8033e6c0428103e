#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How docs/examples/detect.py ends when it is stopped, with a network that finds a face in each frame.

check_examples.py ROOT"""

import os
import pathlib
import signal
import subprocess
import sys

from films import folder, numbered
from tree import check, finish

STUBS = {
    "deface/__init__.py": "",
    "deface/centerface.py": "import numpy\n"
                            "class CenterFace:\n"
                            "    def __call__(self, array, threshold):\n"
                            "        return numpy.array([[1, 2, 3, 4, 0.5]]), None\n",
    "tqdm/__init__.py": "from .auto import tqdm\n",
    "tqdm/auto.py": "class tqdm:\n"
                    "    def __init__(self, **_): self.n = 0\n"
                    "    def update(self, n): pass\n"
                    "    def refresh(self): pass\n"
                    "    def close(self): pass\n"
                    "    @staticmethod\n"
                    "    def write(text): print(text, flush=True)\n",
}

for name, text in STUBS.items():
    path = folder / "stubs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")


def detect(film):
    """The running program."""
    search = os.pathsep.join([str(folder / "stubs"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    return subprocess.Popen([sys.executable, str(pathlib.Path(sys.argv[1]) / "docs/examples/detect.py"), film],
                            env={**os.environ, "PYTHONPATH": search}, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


program = detect(numbered(3))
lines, said = program.communicate()
check(len(lines.splitlines()) == 3 and program.returncode == 0, "it prints a line for each face", lines, said)

live = "videotestsrc is-live=true ! video/x-raw,width=64,height=64,framerate=5/1"
program = detect(live)
program.stdout.readline()
program.send_signal(signal.SIGINT)
_, said = program.communicate(timeout=20)
check("Traceback" not in said and program.returncode != 0, "Ctrl-C ends it without a traceback", said)

program = detect(live)
program.stdout.readline()
program.stdout.close()
said = program.stderr.read()
program.stderr.close()
program.wait(timeout=20)
check("Traceback" not in said, "so does the end of who reads its lines", said)
finish()
