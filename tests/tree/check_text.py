#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What files hold: licences, names, sizes, and nothing of the machine they were written on.

check_text.py ROOT"""

import re

from tree import check, files, finish, lines, relative

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60
LICENCE = "SPDX-License-Identifier: LGPL-2.1-or-later"
# A home folder, a work folder, a scratch folder: a reader of the repository has none of them.
MACHINE = re.compile(r"(?<![\w.$}/])/(work|home|root|tmp|var/tmp)/\w|\.\./shared\b")
# A filter to some, a vector routine to others; torch's UpSampleKernel.cpp has that name.
BANNED = re.compile(r"(?<!UpSample)kernel", re.IGNORECASE)


def text_files():
    """A fuzzer's seeds are no text, even where they look like it."""
    for path in files():
        if not relative(path).startswith("tests/fuzz/corpus/") and b"\0" not in path.read_bytes():
            yield path


def places(pattern, paths):
    return [f"{relative(path)}:{number}: {line.strip()}" for path in paths
            for number, line in enumerate(lines(path), 1) if pattern.search(line)]


def long_functions(path):
    """A function is what stands between '{' and '}' at the start of a line."""
    start = 0
    for number, line in enumerate(lines(path), 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}"):
            if start and number - start > LINES_OF_A_FUNCTION:
                yield f"{relative(path)}:{start}: {number - start} lines"
            start = 0


c_sources = files("src/**/*.[ch]", "gst/**/*.[ch]")
sources = c_sources + files("src/**/*.orc")
code = files("**/*.[ch]", "**/*.orc", "**/*.py", "**/*.sh")
check(sources and code, "there are sources to look at")

found = [relative(path) for path in code if not any(LICENCE in line for line in lines(path)[:2])]
check(not found, "every source names its licence in the first two lines", *found)

found = places(BANNED, sources)
check(not found, "src/ and gst/ say filter or row function, never the word with two meanings", *found)

found = [f"{relative(path)}: {len(lines(path))} lines" for path in c_sources if len(lines(path)) > LINES_OF_A_FILE]
check(not found, f"no C file of src/ and gst/ is longer than {LINES_OF_A_FILE} lines", *found)

found = [place for path in c_sources for place in long_functions(path)]
check(not found, f"no function of src/ and gst/ is longer than {LINES_OF_A_FUNCTION} lines", *found)

found = [place for place in places(MACHINE, text_files()) if not place.startswith("tests/tree/check_text.py:")]
check(not found, "no file names a folder of the machine it was written on", *found)

found = places(re.compile(r"[ \t]+$"), (path for path in text_files() if path.name != "COPYING"))
check(not found, "no line ends in white space", *found)
finish()
