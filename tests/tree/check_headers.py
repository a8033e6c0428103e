#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every header of src/ and gst/ compiles as the first line of a program.

check_headers.py ROOT BUILD"""

import json
import pathlib
import platform
import shlex
import subprocess
import sys

from tree import check, files, finish, relative, root, skip

build = pathlib.Path(sys.argv[2]).resolve()
DROPPED_WITH_VALUE = {"-o", "-MF", "-MQ", "-c"}
DROPPED = {"-MD"}


def flags_of(folder):
    """The compiler and flags Meson uses for the last source of a folder, in src/rows/simd those of the highest level;
    None where it builds none."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    for entry in reversed(commands):
        source = (pathlib.Path(entry["directory"]) / entry["file"]).resolve()
        if source.parent == folder:
            words = iter(shlex.split(entry["command"]))
            return [word for word in words
                    if word not in DROPPED and not (word in DROPPED_WITH_VALUE and next(words, None))]
    return None


def compile_alone(header, flags):
    text = f'#include "{header}"\nint main (void);\nint main (void) {{ return 0; }}\n'
    return subprocess.run([*flags, "-Werror", "-fsyntax-only", "-x", "c", "-"], input=text, text=True,
                          cwd=build, capture_output=True, check=False)


headers = files("src/**/*.h", "gst/**/*.h")
flags = {folder: flags_of(folder) for folder in {header.parent for header in headers}}
check(all(flags.get(root / folder) for folder in ("src", "gst")), "src/ and gst/ have headers and a compiler command")
for header in headers:
    sentence = f"{relative(header)} compiles alone"
    if not flags[header.parent]:
        skip(sentence, "its folder is not built here")
        continue
    if "<arm_neon.h>" in header.read_text(encoding="utf-8") and platform.machine() != "aarch64":
        skip(sentence, "it is AArch64's")
        continue
    result = compile_alone(header, flags[header.parent])
    check(result.returncode == 0, sentence, *result.stderr.splitlines())
finish()
