#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""C is formatted as .clang-format says. Versions of clang-format differ, so it has to be version 14.

check_format.py ROOT"""

import re
import shutil
import subprocess

from tree import check, files, finish, relative, root, skip

VERSION = "14"
SENTENCE = "C sources are as clang-format leaves them"


def find_clang_format():
    for name in (f"clang-format-{VERSION}", "clang-format"):
        if shutil.which(name):
            said = subprocess.run([name, "--version"], capture_output=True, text=True, check=False).stdout
            if re.search(rf"version {VERSION}\.", said):
                return name
    return None


command = find_clang_format()
if not command:
    skip(SENTENCE, f"clang-format {VERSION} is not installed")
else:
    faults = []
    sources = files("**/*.c", "**/*.h")
    for source in sources:
        result = subprocess.run([command, "--dry-run", "-Werror", "--style=file", source], cwd=root,
                                capture_output=True, check=False)
        if result.returncode:
            faults.append(f"{command} -i {relative(source)}")
    check(sources and not faults, SENTENCE, "To mend it, run:", *faults)
finish()
