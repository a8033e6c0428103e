#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Includes go one way: gst -> colour -> resizer -> plane -> taps | rows -> layout, and in no circle; nor do files of gst/
call each other in one.

check_includes.py ROOT"""

import re

from tree import check, files, finish, lines, relative

# What the files of a folder of src/ may include besides that folder's own; "" is src/ itself.
MAY_INCLUDE = {
    "": {"layout", "plane", "platform", "rows", "taps"},
    "colour": {"", "layout", "platform", "rows"},
    "plane": {"layout", "platform", "rows", "taps"},
    "taps": {"platform"},
    "rows": {"layout"},
    "rows/c": {"rows", "layout", "platform"},
    "rows/orc": {"rows", "layout", "platform"},
    "rows/simd": {"rows", "rows/c", "layout", "platform"},
    "layout": set(),
    "platform": set(),
}

# The core's public faces.
CORE_PUBLIC = {"colour/colour.h", "resizer.h"}

# What the core may ask of the system. No files, no threads, no clock, no other library.
CORE_SYSTEM = {"assert.h", "float.h", "inttypes.h", "limits.h", "math.h", "stdalign.h", "stdarg.h",
               "stdbool.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h"}
# ... and what single files may ask beyond that.
CORE_EXTRA = {"src/rows/orc/": {"orc/orc.h", "xmmintrin.h"}, "src/rows/simd/": {"immintrin.h", "arm_neon.h"},
              "src/rows/cpu": {"cpuid.h", "sys/auxv.h"}}
GENERATED = {"rows-orc.h": "rows/orc"}

INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)[">]')


def includes(path):
    for number, line in enumerate(lines(path), 1):
        match = INCLUDE.match(line)
        if match:
            yield f"{relative(path)}:{number}", match[1] == '"', match[2]


def folder_of(name):
    return name.rpartition("/")[0]


core = files("src/**/*.[ch]", "src/**/*.inc")
element = files("gst/**/*.[ch]")
known = {relative(path).removeprefix("src/"): path for path in core}


def resolve(including, name):
    """An include is a file of the same folder, or a path from src/; None where there is no such file."""
    beside = f"{folder_of(including)}/{name}".lstrip("/")
    if beside in known or name in GENERATED:
        return beside
    return name if name in known else None


def core_faults():
    for name, path in known.items():
        for place, own, included in includes(path):
            if not own:
                continue
            target = resolve(name, included)
            if target is None:
                yield f"{place}: there is no {included}"
            elif folder_of(target) not in MAY_INCLUDE[folder_of(name)] | {folder_of(name)}:
                yield f"{place}: {folder_of(name) or 'the resizer'} must not know {target}"


def circles(below):
    """Names that reach themselves through others; `below` has those that each one knows."""
    for start in below:
        reached, ahead = set(), list(below[start])
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                ahead += below.get(name, ())
        if start in reached:
            yield start


def core_circles():
    return circles({f"src/{name}": {f"src/{resolve(name, included)}" for _, own, included in includes(path) if own}
                    for name, path in known.items()})


def element_circles():
    """A header and its source are one: whoever includes the header calls the source. But gstalignscale.h is only the
    element's state; its source holds the virtual functions, which nobody calls."""
    below = {}
    for path in element:
        name = module_of(path.name)
        below.setdefault(name, set()).update(
            module_of(included) for _, own, included in includes(path) if own and module_of(included) != name)
    return circles(below)


def module_of(name):
    return f"gst/{name if name == 'gstalignscale.h' else name.rpartition('.')[0]}"


def system_faults():
    for path in core:
        allowed = CORE_SYSTEM.union(*(names for start, names in CORE_EXTRA.items()
                                      if relative(path).startswith(start)))
        for place, own, name in includes(path):
            if not own and name not in allowed:
                yield f"{place}: <{name}>"


def element_faults():
    for path in element:
        for place, own, name in includes(path):
            if own and name in known and name not in CORE_PUBLIC:
                yield f"{place}: {name} is the core's own; elements see {' and '.join(sorted(CORE_PUBLIC))}"


strangers = [relative(path) for name, path in known.items() if folder_of(name) not in MAY_INCLUDE]
check(core and element, "there are sources in src/ and gst/")
check(not strangers, "every file of src/ is in a folder with a place in the order", *strangers)
for sentence, faults in (
        ("src/ includes downwards only: colour, resizer, plane, taps | rows, layout", core_faults()),
        ("no file of src/ includes itself through others", core_circles()),
        ("src/ knows no GStreamer, no GLib and no threads", system_faults()),
        ("gst/ sees the core through its public headers alone", element_faults()),
        ("no file of gst/ calls itself through others", element_circles())):
    found = list(faults)
    check(not found, sentence, *found)
finish()
