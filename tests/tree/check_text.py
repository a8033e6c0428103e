#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What files hold: a licence, and nothing of the machine they were written on.

check_text.py ROOT"""

import re

from tree import check, files, finish, lines, relative

LICENCE = "SPDX-License-Identifier: LGPL-2.1-or-later"
# A home folder, a work folder, a scratch folder: a reader of the repository has none of them.
MACHINE = re.compile(r"(?<![\w.$}/])/(work|home|root|tmp|var/tmp)/\w|\.\./shared\b")


def text_files():
    """A fuzzer's seeds are no text, even where they look like it."""
    for path in files():
        if not relative(path).startswith("tests/fuzz/corpus/") and b"\0" not in path.read_bytes():
            yield path


def places(pattern, paths):
    return [f"{relative(path)}:{number}: {line.strip()}" for path in paths
            for number, line in enumerate(lines(path), 1) if pattern.search(line)]


code = files("**/*.[ch]", "**/*.orc", "**/*.py", "**/*.sh")
check(code, "there are sources to look at")

found = [relative(path) for path in code if not any(LICENCE in line for line in lines(path)[:2])]
check(not found, "every source names its licence in the first two lines", *found)

found = [place for place in places(MACHINE, text_files()) if not place.startswith("tests/tree/check_text.py:")]
check(not found, "no file names a folder of the machine it was written on", *found)

found = places(re.compile(r"[ \t]+$"), (path for path in text_files() if path.name != "COPYING"))
check(not found, "no line ends in white space", *found)
finish()
